//! Certified mail: who writes by PEC is answered by PEC, and its receipts are the proof.

use chrono::TimeDelta;
use simulator::Message;

use super::bounces::notice;
use super::over_real_servers;
use crate::support::letters::{PEC, TOWN, Writer, deliver, plain};
use crate::support::pec::{PROVIDER, Provider, Submitted};
use crate::support::servers::Dovecot;
use crate::support::{Database, Town, sends_as_shown};
use rispondo::domain::mail::Account;

const TEXT: &str = "There is a deep pothole at via Roma 12.";

/// Somebody with a PEC mailbox.
fn with_pec(name: &str) -> Writer {
    let mut writer = Writer::to(name, PEC);
    writer.address = format!("{}@pec.test", name.to_lowercase());
    writer
}

/// A town to which Maria has written by PEC.
struct Certified {
    provider: Provider,
    town: Town,
    maria: Writer,
    /// Her report's card in the URP's group.
    card: Message,
    /// What acknowledges it, as the provider has taken it.
    received: Submitted,
}

async fn certified(database: Database) -> Certified {
    let provider = Provider::start().await;
    let town = provider.town(database).await;
    let maria = with_pec("Maria");
    provider.writes(&town, &maria, "Hole in the road", TEXT).await;
    let card = town.urp_card("2026-000001").await;
    let received = provider.takes().await;
    Certified { provider, town, maria, card, received }
}

/// The same, who has an ordinary mailbox; the Message-ID of her mail.
async fn ordinary(database: Database) -> (Certified, String) {
    let provider = Provider::start().await;
    let town = provider.town(database).await;
    let maria = Writer::to("Maria", PEC);
    let (raw, first) = maria.letter("Hole in the road", TEXT);
    provider.carries_ordinary(&town, &maria, &raw).await;
    let card = town.urp_card("2026-000001").await;
    let mut received = provider.takes().await;
    received.recipient_is = "esterno";
    (Certified { provider, town, maria, card, received }, first)
}

/// Maria sends an answer with those lines in its header.
async fn answers(provider: &Provider, town: &Town, maria: &Writer, more: &str, words: &str) {
    let (header, own) = maria.header("Re: Report", more);
    let raw = format!("{header}{}", plain(words));
    provider.carries(town, maria, &raw, &own).await;
}

/// The card's line about a delivery.
fn line_of(card: &Message, what: &str) -> String {
    let line = card.text.lines().find(|line| line.starts_with(what));
    line.unwrap_or_else(|| panic!("nothing about {what}: {}", card.text)).to_owned()
}

/// The card's line as it stands now.
async fn now(town: &Town, card: &Message, what: &str) -> String {
    town.settles().await;
    line_of(&town.carlo.current(card), what)
}

/// The reply is sent from the card.
async fn close(town: &Town, card: &Message) {
    town.drafts_reply(card, "Resolved", "The hole has been filled this morning.").await;
    sends_as_shown(&town.carlo, "Send and close").await;
    town.urp_reads().await;
}

over_real_servers! {
    async fn who_wrote_by_pec_is_answered_by_pec_and_receipts_are_the_proof(database: Database) {
        let provider = Provider::start().await;
        let town = provider.town(database).await;
        let maria = with_pec("Maria");
        let first = provider.writes(&town, &maria, "Hole in the road", TEXT).await;
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains(TEXT), "the citizen's own words: {}", card.text);
        insta::assert_snapshot!(line_of(&card, "From"), @"From: Maria, PEC, in English – 24/11 10:00");
        let received = provider.takes().await;
        assert_eq!(received.to, "maria@pec.test");
        assert_eq!(received.mail.from, PEC);
        assert_eq!(received.mail.envelope_from, PEC, "a provider knows no plus-addressing");
        assert!(received.mail.reply_to.as_deref().is_none_or(|to| to == PEC));
        assert_eq!(received.mail.in_reply_to.as_deref(), Some(first.as_str()));
        assert_eq!(received.mail.subject, "Report 2026-000001");
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: sent, the receipt of delivery is awaited (24/11 10:00)");

        town.later(TimeDelta::minutes(2)).await;
        provider.receipt(&town, &received, "accettazione").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: sent, the receipt of delivery is awaited (24/11 10:02)");
        town.later(TimeDelta::minutes(3)).await;
        provider.receipt(&town, &received, "presa-in-carico").await;
        provider.receipt(&town, &received, "avvenuta-consegna").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: delivered, 24/11 10:05");
        town.urp.read_all();

        town.later(TimeDelta::hours(1)).await;
        close(&town, &card).await;
        let reply = provider.takes().await;
        assert!(reply.mail.text.contains("filled this morning"), "{}", reply.mail.text);
        insta::assert_snapshot!(now(&town, &card, "Reply").await, @"Reply: sent, the receipt of delivery is awaited (24/11 11:05)");
        provider.receipt(&town, &reply, "accettazione").await;
        town.later(TimeDelta::minutes(1)).await;
        provider.receipt(&town, &reply, "avvenuta-consegna").await;
        insta::assert_snapshot!(now(&town, &card, "Reply").await, @"Reply: delivered, 24/11 11:06");

        // A day later nothing is missed; nothing went by ordinary mail; no receipt was answered.
        town.later(TimeDelta::hours(25)).await;
        assert!(!town.urp.transcript().contains("no receipt"), "{}", town.urp.transcript());
        maria.nothing(&town).await;
        provider.nothing(&town).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn receipts_that_are_quicker_than_the_answer_to_our_own_mail_count(database: Database) {
        let provider = Provider::start().await;
        let town = provider.town(database).await;
        let maria = with_pec("Maria");
        provider.relay.says("END", crate::support::relay::DROP);
        provider.writes(&town, &maria, "Hole in the road", TEXT).await;
        let card = town.urp_card("2026-000001").await;
        // The line breaks after our mail's end: it has gone, but we do not know.
        let received = provider.takes().await;
        town.settles().await;
        provider.receipt(&town, &received, "accettazione").await;
        provider.receipt(&town, &received, "avvenuta-consegna").await;
        provider.relay.usual("END");
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: delivered, 24/11 10:00 (perhaps twice: the connection broke)");
        town.later(TimeDelta::hours(1)).await;
        provider.nothing(&town).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_mail_that_cannot_be_delivered_is_a_task(database: Database) {
        let Certified { provider, town, card, received, .. } = certified(database).await;
        provider.receipt(&town, &received, "accettazione").await;
        town.later(TimeDelta::hours(12)).await;
        town.urp.read_all();
        provider.receipt(&town, &received, "preavviso-errore-consegna").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: not delivered yet, the email server says “4.4.1 - Gestore - nessuna risposta”");
        assert_eq!(town.carlo.unread(), 0, "a warning only informs");
        provider.receipt(&town, &received, "errore-consegna").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: not delivered, the address does not exist (“5.1.1 - Gestore - indirizzo non valido”)");
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        assert!(task.text.contains("indirizzo non valido"), "{}", task.text);
        provider.receipt(&town, &received, "errore-consegna").await;
        town.later(TimeDelta::hours(24)).await;
        let all = town.carlo.messages();
        let tasks = all.iter().filter(|one| one.text.starts_with("To do: tell the citizen")).count();
        assert_eq!(tasks, 1, "one task is enough: {}", town.urp.transcript());
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_mail_that_the_provider_does_not_accept_is_a_task(database: Database) {
        let provider = Provider::start().await;
        let town = provider.town(database).await;
        for (at, kind) in ["non-accettazione", "rilevazione-virus"].into_iter().enumerate() {
            let citizen = with_pec(["Maria", "Bea"][at]);
            provider.writes(&town, &citizen, "Hole in the road", TEXT).await;
            let card = town.urp_card(&format!("2026-{:06}", at + 1)).await;
            let received = provider.takes().await;
            provider.receipt(&town, &received, kind).await;
            town.carlo.next_matching("tell the citizen another way").await.unwrap();
            let line = now(&town, &card, "Message").await;
            if at == 0 {
                insta::assert_snapshot!(line, @"Message “report received”: not delivered, the address does not exist (“5.1.2 - Gestore - dominio non valido”)");
            } else {
                insta::assert_snapshot!(line, @"Message “report received”: not delivered, the email server says “Contenuto pericoloso”");
            }
            town.urp.read_all();
        }
        town.ends().await;
    }

    async fn a_day_without_a_receipt_is_a_task(database: Database) {
        let Certified { provider, town, card, received, .. } = certified(database).await;
        provider.receipt(&town, &received, "accettazione").await;
        town.later(TimeDelta::hours(23)).await;
        assert!(!town.urp.transcript().contains("no receipt"), "{}", town.urp.transcript());
        town.urp.read_all();
        town.later(TimeDelta::hours(2)).await;
        let task = town.carlo.next_matching("no receipt of delivery").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: no receipt of delivery for a certified email – 2026-000001, via Roma 12
        The receipt of delivery did not come within a day: the citizen may not have received the message.
        Citizen: Maria, maria@pec.test. Once they have been told some other way, or if they cannot be reached, press here.
        By: Friday 27 November
        ");
        // It comes after all.
        provider.receipt(&town, &received, "avvenuta-consegna").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: delivered, 25/11 11:00");
        town.urp.read_all();
        town.carlo.sends("/open");
        let open = town.carlo.next().await;
        assert!(!open.text.contains("no receipt"), "nothing is left to do: {}", open.text);
        town.ends().await;
    }

    /// What proves that it has arrived may lie in a mailbox that nobody has read yet.
    async fn a_receipt_that_may_lie_unread_is_waited_for(database: Database) {
        let Certified { provider, town, card, received, .. } = certified(database).await;
        let reads = async || town.store().mailbox_read_at(Account::Pec, town.clock.now()).await.unwrap();
        reads().await;
        town.later(TimeDelta::hours(26)).await;
        assert!(!town.urp.transcript().contains("no receipt"), "{}", town.urp.transcript());
        reads().await;
        town.later(TimeDelta::hours(1)).await;
        town.carlo.next_matching("no receipt of delivery").await.unwrap();
        provider.receipt(&town, &received, "avvenuta-consegna").await;
        now(&town, &card, "Message").await;
        // Nor for ever: that mailbox may be read by nobody any more.
        close(&town, &card).await;
        let reply = provider.takes().await;
        provider.receipt(&town, &reply, "accettazione").await;
        let tasks = || town.urp.transcript().matches("To do: no receipt of delivery").count();
        town.later(TimeDelta::days(4)).await;
        assert_eq!(tasks(), 1);
        town.later(TimeDelta::days(2)).await;
        assert_eq!(tasks(), 2);
        town.urp.read_all();
        town.ends().await;
    }

    async fn what_an_ordinary_mailbox_takes_late_ends_the_task(database: Database) {
        let (Certified { provider, town, received, .. }, _) = ordinary(database).await;
        town.later(TimeDelta::hours(25)).await;
        town.carlo.next_matching("no receipt of delivery").await.unwrap();
        provider.receipt(&town, &received, "accettazione").await;
        town.settles().await;
        town.urp.read_all();
        town.carlo.sends("/open");
        let open = town.carlo.next().await;
        assert!(!open.text.contains("no receipt"), "nothing is left to do: {}", open.text);
        town.ends().await;
    }

    async fn that_somebody_without_a_receipt_cannot_be_reached_is_undone(database: Database) {
        let Certified { town, card, .. } = certified(database).await;
        let awaited = now(&town, &card, "Message").await;
        town.later(TimeDelta::hours(25)).await;
        let task = town.carlo.next_matching("no receipt of delivery").await.unwrap();
        for (done, line) in [
            ("Cannot be reached", "not sent, by rule: the citizen cannot be reached"),
            ("Told them", "not delivered, the receipt of delivery is missing"),
        ] {
            town.carlo.presses(&task, done);
            let task = town.carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
            assert_eq!(now(&town, &card, "Message").await, format!("Message “report received”: {line}"));
            town.carlo.presses(&task, "Undo");
            town.carlo.wait_until(&task, |task| task.button(done).is_some()).await;
            assert_eq!(now(&town, &card, "Message").await, awaited);
        }
        town.urp.read_all();
        town.ends().await;
    }

    async fn an_ordinary_mailbox_gives_no_further_receipt(database: Database) {
        // Not certified: a citizen's like any other, though it came to the PEC mailbox.
        let (reported, first) = ordinary(database).await;
        let Certified { provider, town, card, received, .. } = reported;
        assert!(card.text.contains(TEXT), "{}", card.text);
        assert_eq!(received.to, "maria@example.org");
        assert_eq!(received.mail.in_reply_to.as_deref(), Some(first.as_str()));
        provider.receipt(&town, &received, "accettazione").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: delivered, 24/11 10:00");
        town.later(TimeDelta::hours(25)).await;
        assert!(!town.urp.transcript().contains("no receipt"), "{}", town.urp.transcript());
        town.urp.read_all();
        town.ends().await;
    }

    /// The provider gives what leaves for an ordinary mailbox an id of its own: by that it comes back.
    async fn what_an_ordinary_mailbox_sends_back_later_is_told_to_a_person(database: Database) {
        let (reported, _) = ordinary(database).await;
        let Certified { provider, town, card, mut received, .. } = reported;
        provider.receipt(&town, &received, "accettazione").await;
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: delivered, 24/11 10:00");

        received.mail.message_id.clone_from(&received.id);
        let back = notice(&received.mail, "failed", "5.1.1");
        provider.carries_ordinary(&town, &Writer::to("mx", PEC), &back).await;
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        assert!(task.text.contains("the address does not exist"), "{}", task.text);
        insta::assert_snapshot!(now(&town, &card, "Message").await, @"Message “report received”: not delivered, the address does not exist (“5.1.1 no such user here”)");
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_receipt_in_the_ordinary_mailbox_changes_nothing(database: Database) {
        let Certified { provider, town, card, received, .. } = certified(database).await;
        let before = now(&town, &card, "Message").await;
        for kind in ["avvenuta-consegna", "errore-consegna"] {
            let raw = provider.receipt_mail(town.clock.now(), &received, kind);
            deliver(&town, PROVIDER, TOWN, raw.as_bytes()).await;
        }
        assert_eq!(now(&town, &card, "Message").await, before);
        assert_eq!(town.carlo.unread(), 0, "no report, no task: {}", town.urp.transcript());
        provider.nothing(&town).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_receipt_inside_a_citizens_own_mail_changes_nothing(database: Database) {
        let Certified { provider, town, maria, card, received } = certified(database).await;
        let before = now(&town, &card, "Message").await;
        for kind in ["avvenuta-consegna", "errore-consegna"] {
            let id = &received.mail.message_id;
            let more = format!("X-Ricevuta: {kind}\r\nIn-Reply-To: <{id}>\r\n");
            answers(&provider, &town, &maria, &more, "It has come.").await;
            assert_eq!(now(&town, &card, "Message").await, before, "{kind}");
        }
        // Somebody passed them on, and may mean something by it: a person looks.
        for _ in 0..2 {
            let task = town.carlo.next_matching("an email to look at").await.unwrap();
            assert!(task.text.contains("It has come."), "{}", task.text);
            assert!(task.text.contains("a receipt of certified email that somebody passed on"));
        }
        provider.nothing(&town).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_reply_is_threaded_by_our_id_and_by_the_providers(database: Database) {
        let Certified { provider, town, maria, card, received } = certified(database).await;
        // Only the accettazione says how the provider calls it.
        provider.receipt(&town, &received, "accettazione").await;
        let said = [(&received.id, "On the left side."), (&received.mail.message_id, "By the school.")];
        for (id, words) in said {
            let more = format!("In-Reply-To: <{id}>\r\n");
            answers(&provider, &town, &maria, &more, words).await;
            town.carlo.wait_until(&card, |card| card.text.contains(words)).await;
            let thanks = provider.takes().await;
            assert!(thanks.mail.text.contains("2026-000001"), "{}", thanks.mail.text);
            assert_eq!(thanks.mail.subject, "Report 2026-000001");
            town.urp.read_all();
        }
        assert!(!town.urp.transcript().contains("2026-000002"), "{}", town.urp.transcript());
        town.ends().await;
    }

    async fn the_protocol_number_is_noted_and_found(database: Database) {
        let Certified { town, card, .. } = certified(database).await;
        town.urp.read_all();
        town.carlo.presses(&card, "Protocol number");
        let prompt = town.carlo.next_matching("protocol number").await.unwrap();
        town.carlo.replies(&prompt, "0012345/2026");
        let noted = |card: &Message| card.text.contains("Protocol number: 0012345/2026");
        town.carlo.wait_until(&card, noted).await;
        town.urp_reads().await;
        town.carlo.sends("/find 0012345/2026");
        town.carlo.next_matching("2026-000001").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    /// An administrator of buildings reports eight places on a Sunday.
    async fn each_of_many_certified_mails_is_looked_at(database: Database) {
        let provider = Provider::start().await;
        let town = provider.town_that_reviews(database).await;
        let administrator = with_pec("Condominio");
        for house in 1..=8 {
            let subject = format!("Lamp out, via Roma {house}.");
            provider.writes(&town, &administrator, &subject, TEXT).await;
            let task = town.carlo.next_matching(&subject).await.unwrap();
            assert_eq!(task.labels(), ["Make a report", "Not a report"]);
        }
        town.urp.read_all();
        town.ends().await;
    }

    async fn certified_mail_may_be_looked_at_first(database: Database) {
        let provider = Provider::start().await;
        let town = provider.town_that_reviews(database).await;
        let maria = with_pec("Maria");
        let first = provider.writes(&town, &maria, "Hole in the road", TEXT).await;
        let task = town.carlo.next_matching("certified email to look at").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: certified email to look at
        From: Maria <maria@pec.test>
        Subject: Hole in the road
        Why it is here: it is certified email that answers none of ours.
        By: Thursday 26 November
        ");
        assert_eq!(task.labels(), ["Make a report", "Not a report"]);
        provider.nothing(&town).await;
        let tender = with_pec("Impresa");
        provider.writes(&town, &tender, "Offer for tender 12", "Our price is secret.").await;
        let other = town.carlo.next_matching("Offer for tender 12").await.unwrap();
        assert!(!town.urp.transcript().contains("secret"), "{}", town.urp.transcript());
        town.carlo.presses(&other, "Not a report");
        town.carlo.wait_until(&other, |task| task.button("Undo").is_some()).await;

        // The next day: the promise runs from the mail's arrival.
        town.later(TimeDelta::hours(24)).await;
        town.carlo.presses(&task, "Make a report");
        let card = town.carlo.next_matching(TEXT).await.unwrap();
        let received = provider.takes().await;
        assert_eq!(received.to, "maria@pec.test");
        assert_eq!(received.mail.in_reply_to.as_deref(), Some(first.as_str()));
        let sent = |card: &Message| card.text.contains("receipt of delivery is awaited");
        let card = town.carlo.wait_until(&card, sent).await;
        insta::assert_snapshot!(received.mail.text, @r"
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");
        insta::assert_snapshot!(card.text, @r"
        2026-000001 – Potholes and pavements (suggested)
        Place: via Roma 12
        From: Maria, PEC, in English – 24/11 10:00
        Hole in the road
        There is a deep pothole at via Roma 12.
        State: to be assigned
        Last: 24/11 10:00, Maria (citizen) – report sent
        The citizen hears by: Thursday 26 November
        Message “report received”: sent, the receipt of delivery is awaited (25/11 10:00)
        ");
        // What answers one of ours needs no review.
        let more = format!("In-Reply-To: <{}>\r\n", received.mail.message_id);
        answers(&provider, &town, &maria, &more, "By the school.").await;
        town.carlo.wait_until(&card, |card| card.text.contains("By the school.")).await;
        provider.takes().await;
        provider.nothing(&town).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn certified_mail_is_fetched_from_its_own_mailbox(database: Database, "dovecot") {
        let dovecot = Dovecot::start();
        let provider = Provider::start().await;
        let url = format!("imap://protocollo:secret@127.0.0.1:{}/INBOX", dovecot.imap_port);
        let town = provider.town_with(database, |variables| {
            variables.set("PEC_IMAP_URL", &url);
            variables.set("MAIL_SINCE", "2020-01-01");
        });
        let town = town.await;
        let maria = with_pec("Maria");
        let (raw, first) = maria.letter("Hole in the road", TEXT);
        let raw = provider.envelope(town.clock.now(), &maria, &raw, &first);
        dovecot.deliver("protocollo", raw.as_bytes()).await;
        let card = town.urp_card("2026-000001").await;
        let received = provider.takes().await;
        assert_eq!(received.mail.in_reply_to.as_deref(), Some(first.as_str()));
        for kind in ["accettazione", "avvenuta-consegna"] {
            let raw = provider.receipt_mail(town.clock.now(), &received, kind);
            dovecot.deliver("protocollo", raw.as_bytes()).await;
        }
        town.carlo.wait_until(&card, |card| card.text.contains("received”: delivered")).await;
        town.urp_reads().await;
        town.ends().await;
    }
}
