//! Delivered or not: what other servers send back lands on the card.

use crate::support::letters::{self, Received, Writer, deliver};
use crate::support::{Town, on_both_databases};

/// A delivery status notification about a mail of ours (RFC 3464).
pub(super) fn notice(about: &Received, action: &str, status: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\n\
         To: {to}\r\nSubject: Delivery Status Notification\r\n\
         Message-ID: <{status}-{action}@mx.example.org>\r\n\
         Date: Tue, 24 Nov 2026 11:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n\
         --B\r\nContent-Type: text/plain\r\n\r\nThe mail system\r\n\r\n\
         --B\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example.org\r\n\r\n\
         Final-Recipient: rfc822; maria@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} no such user here\r\n\r\n\
         --B\r\nContent-Type: message/rfc822\r\n\r\n\
         Message-ID: <{id}>\r\nSubject: {subject}\r\n\r\n--B--\r\n",
        to = about.envelope_from,
        id = about.message_id,
        subject = about.subject,
    )
}

async fn reported(town: &Town) -> (Received, simulator::Message) {
    let maria = Writer::new("Maria");
    let (received, card) = maria.reports(town).await;
    town.carlo.wait_until(&card, |card| card.text.contains("report received”: delivered")).await;
    (received, card)
}

async fn bounces(town: &Town, to: &str, notice: &str) {
    town.settles().await;
    deliver(town, "", to, notice.as_bytes()).await;
    town.settles().await;
}

on_both_databases! {
    async fn c11_a_bounce_makes_what_was_delivered_undeliverable_once(town: Town) {
        let (received, card) = reported(&town).await;
        let back = received.envelope_from.clone();
        assert!(back.starts_with("segnalazioni+b"), "{back}");
        bounces(&town, &back, &notice(&received, "failed", "5.1.1")).await;
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: tell the citizen another way – 2026-000001, via Roma 12
        This did not arrive: the address does not exist (“5.1.1 no such user here”).
        Citizen: Maria, maria@example.org. Once they have been told some other way, or if they cannot be reached, press here.
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        By: Thursday 26 November
        ");
        town.carlo.wait_until(&card, |card| card.text.contains("the address does not exist")).await;
        // Another notice about the same mail opens no second task.
        bounces(&town, &back, &notice(&received, "failed", "5.2.1")).await;
        town.carlo.presses(&task, "Told them");
        town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        town.ends().await;
    }

    async fn c11_a_delay_only_informs_and_a_message_id_is_enough(town: Town) {
        let (received, card) = reported(&town).await;
        // Some servers send notices to the visible sender.
        bounces(&town, "segnalazioni@comune.test", &notice(&received, "delayed", "4.4.1")).await;
        town.carlo.wait_until(&card, |card| card.text.contains("not delivered yet")).await;
        bounces(&town, "segnalazioni@comune.test", &notice(&received, "failed", "4.4.1")).await;
        // Action decides, whatever the class: the other server has given up.
        town.carlo.next_matching("tell the citizen another way").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("not delivered, ")).await;
        town.ends().await;
    }

    async fn c11_without_a_bounce_address_a_bounce_of_an_alias_counts_for_whom_we_wrote_to(town: Town) {
        let (received, card) = reported(&town).await;
        let received = Received { envelope_from: letters::TOWN.to_owned(), ..received };
        let named = "Final-Recipient: rfc822; maria@example.org\r\n";
        let alias = "Original-Recipient: rfc822; maria@example.org\r\n\
             Final-Recipient: rfc822; m.rossi@mail.example\r\n";
        let notice = notice(&received, "failed", "5.1.1").replace(named, alias);
        bounces(&town, letters::TOWN, &notice).await;
        town.carlo.next_matching("tell the citizen another way").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("not delivered, ")).await;
        town.ends().await;
    }

    async fn c11_a_bounce_of_somebody_we_did_not_write_to_is_looked_at(town: Town) {
        let (received, card) = reported(&town).await;
        let received = Received { envelope_from: letters::TOWN.to_owned(), ..received };
        let elsewhere = |action: &str| {
            notice(&received, action, "5.1.1").replace("maria@example.org", "m.rossi@mail.example")
        };
        bounces(&town, letters::TOWN, &elsewhere("delayed")).await;
        bounces(&town, letters::TOWN, &elsewhere("failed")).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: an email to look at
        From: Mail Delivery System <mailer-daemon@mx.example.org>
        Subject: Delivery Status Notification
        The mail system

        Report 2026-000001
        Why it is here: it says that a message of ours has not arrived, but names another address than the one it was sent to.
        It seems to be about report 2026-000001.
        By: Thursday 26 November
        ");
        assert!(task.button("Make a report").is_none(), "nobody could be answered");
        assert!(card.text.contains("report received”: delivered"), "{}", card.text);
        town.carlo.presses(&task, "Drop");
        town.carlo.wait_until(&task, |task| task.text.contains("dropped")).await;
        town.ends().await;
    }

    /// As qmail's, where our bounce addresses are not used (`MAIL_PLUS=off`).
    async fn c11_a_bounce_that_names_a_citizen_and_no_mail_is_looked_at(town: Town) {
        reported(&town).await;
        let notice = |whom: &str, said: &str| {
            format!(
                "From: MAILER-DAEMON@mx.example.org\r\nTo: {}\r\nSubject: failure notice\r\n\
                 Message-ID: <{whom}-{}@mx.example.org>\r\n\
                 Date: Tue, 24 Nov 2026 11:00:00 +0100\r\n\r\n\
                 Hi. This is the qmail-send program at mx.example.org.\r\n{said}\r\n\r\n\
                 <{whom}>:\r\n550 5.1.1 no mailbox here\r\n",
                letters::TOWN,
                said.len()
            )
        };
        let over = "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n\
             This is a permanent error; I've given up. Sorry it didn't work out.";
        let later = "Delivery to the following recipients has been delayed. I will try again.";
        // Of a delay a later notice tells more, and whom we never wrote to is nobody of ours.
        bounces(&town, letters::TOWN, &notice("maria@example.org", later)).await;
        bounces(&town, letters::TOWN, &notice("nobody@example.org", over)).await;
        assert_eq!(town.carlo.unread(), 0, "{}", town.urp.transcript());
        bounces(&town, letters::TOWN, &notice("maria@example.org", over)).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: an email to look at
        From: mailer-daemon@mx.example.org
        Subject: failure notice
        Hi. This is the qmail-send program at mx.example.org.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <maria@example.org>:
        550 5.1.1 no mailbox here
        Why it is here: it says that a message of ours to maria@example.org has not arrived, but not which one.
        By: Thursday 26 November
        ");
        assert!(task.button("Make a report").is_none(), "nobody could be answered");
        // One task is enough, whichever of her mails come back.
        bounces(&town, letters::TOWN, &notice("maria@example.org", &over[..80])).await;
        assert_eq!(town.carlo.unread(), 0, "{}", town.urp.transcript());
        town.ends().await;
    }

    async fn a_notice_about_nothing_of_ours_changes_nothing(town: Town) {
        let (received, _) = reported(&town).await;
        let strange = Received {
            message_id: "0123456789abcdef0123456789abcdef@comune.test".to_owned(),
            envelope_from: "segnalazioni+b0123456789abcdef0123456789abcdef@comune.test".to_owned(),
            ..received
        };
        let to = strange.envelope_from.clone();
        bounces(&town, &to, &notice(&strange, "failed", "5.1.1")).await;
        town.ends().await;
    }

    async fn an_answer_that_comes_back_is_told_to_the_supervisors(town: Town) {
        let (received, card) = reported(&town).await;
        crate::stories::urp::close(&town, &card, "It has been filled.").await;
        let reply = Writer::new("Maria").next(&town).await;
        assert!(reply.text.contains("It has been filled."), "{}", reply.text);
        town.urp.read_all();
        bounces(&town, &reply.envelope_from, &notice(&reply, "failed", "5.1.1")).await;
        let alarm = town.carlo.next_matching("No supervisor can be told here").await.unwrap();
        let words = "The answer to report 2026-000001, via Roma 12, has not arrived";
        assert!(alarm.text.contains(words), "{}", alarm.text);
        assert_ne!(reply.envelope_from, received.envelope_from);
        town.urp.read_all();
        town.ends().await;
    }
}
