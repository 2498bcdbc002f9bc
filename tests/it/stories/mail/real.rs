//! Email in to answer out over real servers: Postfix carries, Dovecot keeps the mailboxes.

use super::over_real_servers;
use crate::support::letters::Writer;
use crate::support::post::{Post, WayIn};
use crate::support::{Database, Town};

over_real_servers! {
    async fn a_mail_comes_by_lmtp_and_is_answered_in_one_thread(database: Database, "dovecot", "postfix") {
        let post = Post::start();
        let town = post.town(database, WayIn::Lmtp).await;
        the_whole_way(&post, town).await;
    }

    async fn a_mail_is_fetched_by_imap_and_is_answered_in_one_thread(database: Database, "dovecot", "postfix") {
        let post = Post::start();
        let town = post.town(database, WayIn::Imap).await;
        the_whole_way(&post, town).await;
        // `\Seen` is left to people.
        assert!(post.dovecot.flags("segnalazioni").iter().all(|flags| !flags.contains('S')));
    }
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

    town.carlo.presses(&card, "Ask the citizen");
    let prompt = town.carlo.next_matching("write the question").await.unwrap();
    town.carlo.replies(&prompt, "On which side of the road?");
    let preview = town.carlo.next_matching("exactly what the citizen").await.unwrap();
    town.carlo.presses(&preview, "Send");
    let question = post.next(&maria).await;
    assert!(question.text.contains("On which side of the road?"), "{}", question.text);
    assert_eq!(question.subject, received.subject, "programs thread by subject too");
    assert_eq!(question.auto_submitted, None, "a person wrote it");
    assert_eq!(question.in_reply_to.as_deref(), Some(first.as_str()));
    assert_ne!(question.message_id, received.message_id);
    let to = question.reply_to.clone().unwrap();
    assert!(to.starts_with("segnalazioni+") && to.ends_with("@comune.test"), "{to}");
    assert_eq!(received.reply_to.as_ref(), Some(&to), "one address for the whole report");
    town.settles().await;
    town.urp.read_all();

    // A program that keeps neither In-Reply-To nor References: the reply address is enough.
    let (header, second) = maria.header("Re: Report 2026-000001", "");
    let raw = format!("{header}{}", crate::support::letters::plain("On the left, by the school."));
    post.postfix.send(&maria.address, &to, raw.as_bytes()).await;
    town.carlo.wait_until(&card, |card| card.text.contains("On the left, by the school.")).await;
    town.settles().await;
    town.urp.read_all();
    let arrived = post.next(&maria).await;
    assert!(arrived.text.starts_with("Thank you, the answer has arrived"), "{}", arrived.text);
    assert_eq!(arrived.auto_submitted.as_deref(), Some("auto-replied"));
    assert_eq!(arrived.in_reply_to.as_deref(), Some(second.as_str()), "the mail it answers");

    town.carlo.presses(&card, "Reply and close");
    let outcomes = town.carlo.next_matching("closed?").await.unwrap();
    town.carlo.presses(&outcomes, "Resolved");
    let prompt = town.carlo.next_matching("write the reply").await.unwrap();
    town.carlo.replies(&prompt, "The hole has been filled this morning.");
    let preview = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    town.carlo.presses(&preview, "Send and close");
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
    town.settles().await;
    town.urp.read_all();

    // She thanks, from a program that quotes all of it: a task.
    post.replies(&maria, &answer, "Thank you!").await;
    let task = town.carlo.next_matching("the citizen wrote after closing").await.unwrap();
    assert!(task.text.contains("Thank you!"), "{}", task.text);
    assert!(!task.text.contains("filled"), "the quote is cut: {}", task.text);
    let last = post.next(&maria).await;
    assert!(last.text.contains("a person will read it"), "{}", last.text);
    town.carlo.presses(&task, "Leave closed");
    town.settles().await;
    town.urp.read_all();
    post.nothing(&town, &maria).await;
    town.ends().await;
}
