//! What was not delivered, or not yet; and notices of success.

use super::{bounce, dsn, of, receipt, words};
use crate::domain::mail::{Bounce, MailKind, MailRule, ReceiptKind};

#[test]
fn c11_action_failed_ends_the_delivery_whatever_its_class() {
    let found = bounce(of(&dsn(
        "Final-Recipient: rfc822; Anna@Example.org\nAction: failed\nStatus: 4.4.7\n\
         Diagnostic-Code: smtp; 450 4.4.7 <anna@example.org> expired",
    )));
    assert_eq!(
        found,
        Bounce {
            delayed: false,
            recipient: Some("anna@example.org".into()),
            original: None,
            status: Some("4.4.7".into()),
            about: Some("42@rispondo.comune.it".into()),
            diagnostic: "450 4.4.7 expired".into(),
        }
    );
}

#[test]
fn c11_a_bounce_of_an_alias_names_whom_we_wrote_to_as_well() {
    let found = bounce(of(&dsn(
        "Original-Recipient: rfc822; Anna@Example.org\nFinal-Recipient: rfc822; a.rossi@mail.example\n\
         Action: failed\nStatus: 5.1.1",
    )));
    assert_eq!(found.recipient.as_deref(), Some("a.rossi@mail.example"));
    assert!(found.is_of("anna@example.org") && found.is_of("a.rossi@mail.example"));
    assert!(!found.is_of("bea@example.org"));
}

#[test]
fn c11_action_delayed_only_informs() {
    let found = bounce(of(&dsn(
        "Final-Recipient: rfc822; anna@example.org\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: x",
    )));
    assert!(found.delayed);
    assert_eq!(found.status.as_deref(), Some("4.4.1"));
}

#[test]
fn c11_one_failed_recipient_among_delayed_ones_is_a_failure() {
    let found = bounce(of(&dsn(
        "Final-Recipient: rfc822; a@example.org\nAction: delayed\nStatus: 4.4.1\n\n\
         Final-Recipient: rfc822; b@example.org\nAction: failed\nStatus: 5.1.1",
    )));
    assert!(!found.delayed);
    assert_eq!(found.recipient.as_deref(), Some("b@example.org"));
    assert_eq!(found.status.as_deref(), Some("5.1.1"));
}

#[test]
fn c11_a_status_that_says_nothing_gives_way_to_what_the_server_said() {
    let found =
        bounce(of(&dsn("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.0.0\n\
         Diagnostic-Code: smtp; 550-5.2.1 The account is disabled")));
    assert_eq!(found.status.as_deref(), Some("5.2.1"));
    let found = bounce(of(&dsn("Original-Recipient: rfc822; a@example.org\nAction: failed\n\
         Diagnostic-Code: smtp; 550 no such user")));
    assert_eq!(found.status.as_deref(), Some("5.0.0"));
    assert_eq!(found.recipient.as_deref(), Some("a@example.org"));
}

#[test]
fn a_notice_of_success_is_a_receipt() {
    for action in ["delivered", "relayed", "expanded"] {
        let found = receipt(of(&dsn(&format!(
            "Final-Recipient: rfc822; a@example.org\nAction: {action}\nStatus: 2.0.0"
        ))));
        assert_eq!(found.kind, ReceiptKind::Delivered, "{action}");
        assert_eq!(found.about, ["42@rispondo.comune.it"]);
        assert_eq!(found.recipient.as_deref(), Some("a@example.org"));
    }
}

#[test]
fn a_read_receipt_is_a_receipt() {
    let found = receipt(of("From: anna@example.org\nSubject: Letto\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\n\
         Final-Recipient: rfc822; anna@example.org\nOriginal-Message-ID: <42@rispondo.comune.it>\n\
         Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n"));
    assert_eq!(found.kind, ReceiptKind::Read);
    assert_eq!(found.about, ["42@rispondo.comune.it"]);
}

#[test]
fn c11_a_bounce_without_a_machine_part_is_failed() {
    let exim = "This message was created automatically by mail delivery software.\n\n\
        A message that you sent could not be delivered to one or more of its\n\
        recipients. This is a permanent error. The following address(es) failed:\n\n  \
        anna@example.org\n    host mx.example.org [192.0.2.1]: 550 5.1.1 no such user\n\n\
        ------ This is a copy of the message, including all the headers. ------\n\n\
        Return-path: <b@comune.it>\nMessage-Id: <7@rispondo.comune.it>\n";
    let qmail = "Hi. This is the qmail-send program at example.org.\nI'm afraid I wasn't able to \
        deliver your message to the following addresses.\nThis is a permanent error; I've given up. \
        Sorry it didn't work out.\n\n<anna@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n\
        --- Below this line is a copy of the message.\n\nMessage-Id: <7@rispondo.comune.it>\n";
    let italian = "Non è stato possibile recapitare il messaggio ai seguenti destinatari:\n\n\
        anna@example.org: 550 5.1.1 utente sconosciuto\n\n----- Messaggio originale -----\n\
        Message-ID: <7@rispondo.comune.it>\n";
    let german = "Die folgende Nachricht konnte nicht zugestellt werden:\n\n<anna@example.org>\n\
        Grund: 550 5.1.1 Unbekannt\n\nReceived: from comune.it\nMessage-ID: <7@rispondo.comune.it>\n";
    let french = "Votre message n'a pas pu être remis au destinataire\n anna@example.org\n\
        550-5.1.1 inconnu\n\nReturn-Path: <b@comune.it>\nMessage-ID: <7@rispondo.comune.it>\n";
    for text in [exim, qmail, italian, german, french] {
        let judged = words("Mail Delivery Subsystem <mailer-daemon@example.org>", "Avviso", text);
        assert_eq!(judged.rule, MailRule::BounceWords, "{text}");
        let found = bounce(judged);
        assert!(!found.delayed, "{text}");
        assert_eq!(found.recipient.as_deref(), Some("anna@example.org"), "{text}");
        assert_eq!(found.status.as_deref(), Some("5.1.1"), "{text}");
        assert_eq!(found.about.as_deref(), Some("7@rispondo.comune.it"), "{text}");
    }
}

#[test]
fn c11_words_say_that_it_is_tried_again() {
    for text in [
        "A message that you sent has not yet been delivered to one or more of its recipients after \
         more than 24 hours.\nNo action is required on your part. Delivery attempts will continue.",
        "THIS IS A WARNING MESSAGE ONLY.\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\
         Your message could not be delivered for 4 hours. It will be retried for 5 days.",
        "Il messaggio non è stato ancora recapitato: seguiranno ulteriori tentativi.\n\
         Consegna ritardata a anna@example.org",
        "Ihre Nachricht wurde noch nicht zugestellt. Es wird weiterhin versucht.",
    ] {
        assert!(bounce(words("MAILER-DAEMON@example.org", "Warning", text)).delayed, "{text}");
    }
    let text = "I'm not going to try again; this message has been in the queue too long.\n\
        Unable to deliver to anna@example.org, it will not be retried.";
    assert!(!bounce(words("MAILER-DAEMON@example.org", "failure notice", text)).delayed);
}

#[test]
fn c11_a_person_who_writes_of_a_bounce_stays_a_person() {
    let pasted = "Buongiorno, vi ho scritto e ho ricevuto questo:\n\n\
        This message was created automatically by mail delivery software.\n\
        A message that you sent could not be delivered: 550 5.1.1 no such user\n\
        Final-Recipient: rfc822; x@comune.it\nAction: failed\nStatus: 5.1.1\n";
    for subject in ["Mail delivery failed", "Fwd: Undelivered Mail Returned to Sender", "Lampione"]
    {
        let judged = words("Anna <anna@example.org>", subject, pasted);
        assert_eq!(judged.kind, MailKind::Person, "{subject}");
    }
    let judged = words("Condominio <admin@example.org>", "Mancata consegna dei sacchi", pasted);
    assert_eq!(judged.kind, MailKind::Person);
    let attached = format!(
        "From: anna@example.org\nSubject: Non arriva\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\n\
         La posta non è arrivata (delivery failed).\n--o\nContent-Type: message/rfc822\n\n{}\n--o--\n",
        dsn("Final-Recipient: rfc822; x@comune.it\nAction: failed\nStatus: 5.1.1")
    );
    assert_eq!(of(&attached).kind, MailKind::Person);
    let parts = "From: anna@example.org\nSubject: delivery failed\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\n\
        Ecco: delivery failed.\n--o\nContent-Type: message/delivery-status\n\n\
        Final-Recipient: rfc822; x@comune.it\nAction: failed\n--o--\n";
    assert_eq!(of(parts).kind, MailKind::Person);
}

#[test]
fn an_answer_of_a_machine_without_sender_is_no_bounce() {
    let raw = "Return-Path: <>\nFrom: anna@example.org\nSubject: Re: 2026-42\n\n\
        I am away. What is sent to me meanwhile is not delivered to anybody else.\n";
    let judged = of(raw);
    assert_eq!((judged.kind, judged.rule), (MailKind::AutoReply, MailRule::NullReturnPath));
}

#[test]
fn a_notice_in_json_is_read_as_well() {
    let json = r#"{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":
[{"emailAddress":"anna@example.org","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 no"}]},
"mail":{"headers":[{"name":"Message-ID","value":"<7@rispondo.comune.it>"}]}}"#;
    let found = bounce(words("AWS <no-reply@sns.amazonaws.com>", "Notification", json));
    assert_eq!(found.recipient.as_deref(), Some("anna@example.org"));
    assert_eq!(found.status.as_deref(), Some("5.1.1"));
    assert_eq!(found.about.as_deref(), Some("7@rispondo.comune.it"));
    assert_eq!(found.diagnostic, "550 5.1.1 no");
    assert_eq!(words("Anna <anna@example.org>", "Notification", json).kind, MailKind::Person);
}

#[test]
fn a_report_whose_machine_part_is_lost_is_a_bounce_by_its_type() {
    let raw = "From: system@example.org\nSubject: Info\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
        --b\nContent-Type: text/plain\n\nanna@example.org: 550 5.1.1 unknown\n--b--\n";
    let judged = of(raw);
    assert_eq!(judged.rule, MailRule::DeliveryStatus);
    let found = bounce(judged);
    assert_eq!(found.recipient.as_deref(), Some("anna@example.org"));
    assert_eq!(found.status.as_deref(), Some("5.1.1"));
}

#[test]
fn notices_of_many_programs_are_bounces_by_their_words() {
    for (from, subject, text) in [
        (
            "MDaemon@example.org",
            "Permanent Delivery Failure",
            "The attached message had PERMANENT fatal delivery errors!\n550 5.1.1 no such user",
        ),
        (
            "mailer-daemon@example.org",
            "Message undeliverable: 2026-42",
            "Your message did not reach some or all of the intended recipients.\nanna@example.org",
        ),
        (
            "System Administrator <postmaster@example.org>",
            "Delivery Failure",
            "Could not deliver message to the following recipient(s):\nanna@example.org",
        ),
        (
            "Postmaster <postmaster@example.org>",
            "Message status - undeliverable",
            "The message that you sent was undeliverable to the following: anna (user not found)",
        ),
        (
            "MAILER-DAEMON@example.org",
            "Non recapitabile: 2026-42",
            "Impossibile recapitare il messaggio a anna@example.org.",
        ),
        (
            "MAILER-DAEMON@example.org",
            "Unzustellbar: 2026-42",
            "Fehler bei der Zustellung an anna@example.org",
        ),
        (
            "mailer-daemon@example.org",
            "Ni mogoče dostaviti: 2026-42",
            "Sporočila ni bilo mogoče dostaviti: anna@example.org",
        ),
    ] {
        assert_eq!(words(from, subject, text).rule, MailRule::BounceWords, "{subject}");
    }
}
