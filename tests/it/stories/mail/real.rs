//! Email in to answer out over real servers: Postfix carries, Dovecot keeps the mailboxes.

use simulator::Message;

use super::over_real_servers;
use crate::support::letters::{TOWN, Writer};
use crate::support::post::{Post, WayIn, until};
use crate::support::relay::Relay;
use crate::support::town::Variables;
use crate::support::{Database, Town, sends_as_shown};

over_real_servers! {
    async fn a_mail_comes_by_lmtp_and_is_answered_in_one_thread(database: Database, "dovecot", "postfix") {
        let post = Post::start(WayIn::Lmtp);
        let town = post.town(database).await;
        the_whole_way(&post, town).await;
    }

    async fn a_mail_is_fetched_by_imap_and_is_answered_in_one_thread(database: Database, "dovecot", "postfix") {
        let post = Post::start(WayIn::Imap);
        let town = post.town(database).await;
        the_whole_way(&post, town).await;
        // `\Seen` is left to people.
        assert!(post.dovecot.flags("segnalazioni").iter().all(|flags| !flags.contains('S')));
    }
}

over_real_servers! {
    /// For providers that know no `+`, or refuse a sender other than the login.
    async fn without_plus_addresses_threads_and_bounces_go_by_message_id(
        database: Database, "dovecot", "postfix"
    ) {
        let post = Post::start(WayIn::Imap);
        let off = |variables: &mut Variables| variables.set("MAIL_PLUS", "off");
        let town = post.town_with(database, off).await;
        let maria = Writer::new("Maria");
        post.writes(&maria, "Hole in the road", "There is a deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        let received = post.next(&maria).await;
        assert_eq!(received.envelope_from, TOWN);
        assert_eq!(received.reply_to.as_deref().unwrap_or(&received.from), TOWN);
        post.replies(&maria, &received, "By the school, on the left.").await;
        town.carlo.wait_until(&card, |card| card.text.contains("By the school")).await;
        let added = post.next(&maria).await;
        assert!(added.text.contains("2026-000001"), "{}", added.text);
        assert!(!added.text.contains("Its number is"), "no second report: {}", added.text);

        // Her mailbox is gone: the notice names the mail by its Message-ID alone.
        let far = Relay::start().await;
        far.says("RCPT TO:<maria@", "550 5.1.1 User unknown");
        post.postfix.carries_others_to(far.port).await;
        close(&town, &card).await;
        let told = |card: &Message| card.text.contains("Reply: not delivered, the address does");
        let card = town.carlo.wait_until(&card, told).await;
        assert!(card.text.contains("State: closed"), "a bounce reopens nothing: {}", card.text);
        let task = town.carlo.next_matching("To do: tell the citizen another way").await.unwrap();
        assert!(task.text.contains("The hole has been filled this morning."), "{}", task.text);
        town.carlo.presses(&task, "Told them");
        town.carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn while_the_service_is_away_its_mail_waits(database: Database, "dovecot", "postfix") {
        let post = Post::start(WayIn::Lmtp);
        let mut town = post.town(database).await;
        town.stops().await;
        let maria = Writer::new("Maria");
        let text = "There is a deep pothole at via Roma 12.";
        let (raw, first) = maria.letter("Hole in the road", text);
        // Her program, or a server on the way, sends it twice.
        for _ in 0..2 {
            post.postfix.send(&maria.address, TOWN, raw.as_bytes()).await;
        }
        until("Postfix keeps both", async || post.postfix.queue().contains("2 Requests")).await;
        town.starts().await;
        // Both are looked at together: the one that is a report may have the second number.
        town.carlo.next_matching(text).await.unwrap();
        let received = post.next(&maria).await;
        assert_eq!(received.in_reply_to.as_deref(), Some(first.as_str()));
        post.nothing(&town, &maria).await;
        let cards = town.carlo.messages().iter().filter(|one| one.text.contains(text)).count();
        assert_eq!(cards, 1, "{}", town.urp.transcript());
        town.urp.read_all();
        town.ends().await;
    }

    async fn who_writes_in_italian_reads_italian(database: Database, "dovecot", "postfix") {
        let post = Post::start(WayIn::Lmtp);
        let town = post.town(database).await;
        let maria = Writer::new("Maria");
        let text = "Buongiorno, c'è una buca profonda in via Roma 12, davanti alla scuola.";
        post.writes(&maria, "Buca nella strada", text).await;
        let card = town.urp_card("2026-000001").await;
        let received = post.next(&maria).await;
        insta::assert_snapshot!(received.subject, @"Segnalazione 2026-000001");
        insta::assert_snapshot!(received.text, @r"
        Grazie, la segnalazione è arrivata. Il numero è 2026-000001.

        Comune di Prova: la segnalazione sarà letta e passata all'ufficio competente. Ogni novità arriva a questo indirizzo; per aggiungere parole o foto basta rispondere a questa email.

        Luogo: via Roma 12. Se è un altro, basta rispondere a questa email.

        La prossima notizia arriverà entro giovedì 26 novembre.

        Per parlare con una persona: URP, piazza Unità 4, tel. 040 000000

        -- 
        Comune di Prova
        ");
        post.replies(&maria, &received, "Sul lato sinistro.").await;
        let added = post.next(&maria).await;
        insta::assert_snapshot!(added.text, @r"
        Aggiunto alla segnalazione 2026-000001, via Roma 12. Grazie.

        La prossima notizia arriverà entro giovedì 26 novembre.

        Per parlare con una persona: URP, piazza Unità 4, tel. 040 000000

        -- 
        Comune di Prova
        ");
        town.urp_reads().await;
        close(&town, &card).await;
        let answer = post.next(&maria).await;
        insta::assert_snapshot!(answer.text, @r"
        La segnalazione 2026-000001, via Roma 12, è chiusa: il problema è risolto.

        The hole has been filled this morning.

        Comune di Prova

        Il problema è davvero risolto?

        Risolto, grazie:
        https://segnala.comune.test/r/TOKEN/solved

        Il problema c'è ancora:
        https://segnala.comune.test/r/TOKEN/still-there

        -- 
        Comune di Prova
        ");
        let again = post.replies(&maria, &answer, "La buca c'è ancora.").await;
        let again_answer = post.next(&maria).await;
        assert_eq!(again_answer.in_reply_to.as_deref(), Some(again.as_str()));
        insta::assert_snapshot!(again_answer.text, @r"
        Quello che è stato inviato è ora unito alla segnalazione 2026-000001, via Roma 12, che è chiusa: una persona leggerà.

        Per parlare con una persona: URP, piazza Unità 4, tel. 040 000000

        -- 
        Comune di Prova
        ");
        town.settles().await;
        insta::assert_snapshot!(town.carlo.latest().unwrap().text, @r"
        To do: the citizen wrote after closing – 2026-000001, via Roma 12
        La buca c'è ancora.
        Open the report again, or leave it closed and answer?
        By: Thursday 26 November
        ");
        town.urp.read_all();
        town.ends().await;
    }
}

/// The reply is sent from the card.
async fn close(town: &Town, card: &Message) {
    town.drafts_reply(card, "Resolved", "The hole has been filled this morning.").await;
    sends_as_shown(&town.carlo, "Send and close").await;
}

/// A report, a question and its answer, the reply: all of it in the citizen's mailbox.
async fn the_whole_way(post: &Post, town: Town) {
    let maria = Writer::new("Maria");
    let subject = "Hole in the road";
    let first = post.writes(&maria, subject, "There is a deep pothole at via Roma 12.").await;
    let card = town.urp_card("2026-000001").await;
    assert!(card.text.contains("There is a deep pothole"), "{}", card.text);
    town.settles().await;
    let received = post.next(&maria).await;
    assert_eq!(received.subject, "Report 2026-000001");
    assert_eq!(received.from, "segnalazioni@comune.test");
    assert_eq!(received.auto_submitted.as_deref(), Some("auto-replied"));
    assert_eq!(received.in_reply_to.as_deref(), Some(first.as_str()));
    assert_eq!(received.references, [first.as_str()]);
    assert!(received.envelope_from.starts_with("segnalazioni+b"), "{}", received.envelope_from);
    town.urp.read_all();

    town.writes(&card, "Ask the citizen", "On which side of the road?").await;
    sends_as_shown(&town.carlo, "Send").await;
    let question = post.next(&maria).await;
    assert!(question.text.contains("On which side of the road?"), "{}", question.text);
    assert_eq!(question.subject, received.subject, "programs thread by subject too");
    assert_eq!(question.auto_submitted, None, "a person wrote it");
    assert_eq!(question.in_reply_to.as_deref(), Some(first.as_str()));
    assert_ne!(question.message_id, received.message_id);
    let to = question.reply_to.clone().unwrap();
    assert!(to.starts_with("segnalazioni+") && to.ends_with("@comune.test"), "{to}");
    assert_eq!(received.reply_to.as_ref(), Some(&to), "one address for the whole report");
    town.urp_reads().await;

    // A program that keeps neither In-Reply-To nor References: the reply address is enough.
    let (header, second) = maria.header("Re: Report 2026-000001", "");
    let raw = format!("{header}{}", crate::support::letters::plain("On the left, by the school."));
    post.postfix.send(&maria.address, &to, raw.as_bytes()).await;
    town.carlo.wait_until(&card, |card| card.text.contains("On the left, by the school.")).await;
    town.urp_reads().await;
    let arrived = post.next(&maria).await;
    assert!(arrived.text.starts_with("Thank you, the answer has arrived"), "{}", arrived.text);
    assert_eq!(arrived.auto_submitted.as_deref(), Some("auto-replied"));
    assert_eq!(arrived.in_reply_to.as_deref(), Some(second.as_str()), "the mail it answers");

    close(&town, &card).await;
    let answer = post.next(&maria).await;
    assert_eq!(answer.subject, received.subject);
    assert_eq!(answer.in_reply_to.as_deref(), Some(second.as_str()));
    assert_eq!(answer.references, [first.as_str(), second.as_str()], "the whole thread");
    assert_eq!(answer.links.len(), 2, "{}", answer.text);
    for link in &answer.links {
        assert!(link.starts_with("https://segnala.comune.test/r/"), "{link}");
        assert!(answer.html.contains(&format!("href=\"{link}\"")), "{}", answer.html);
    }
    for part in [&answer.text, &answer.html] {
        assert!(part.contains("The hole has been filled this morning."), "{part}");
    }
    town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
    town.urp_reads().await;

    // She thanks, from a program that quotes all of it: a task.
    post.replies(&maria, &answer, "Thank you!").await;
    let task = town.carlo.next_matching("the citizen wrote after closing").await.unwrap();
    assert!(task.text.contains("Thank you!"), "{}", task.text);
    assert!(!task.text.contains("filled"), "the quote is cut: {}", task.text);
    let last = post.next(&maria).await;
    assert!(last.text.contains("a person will read it"), "{}", last.text);
    town.carlo.presses(&task, "Leave closed");
    town.urp_reads().await;
    post.nothing(&town, &maria).await;
    town.ends().await;
}
