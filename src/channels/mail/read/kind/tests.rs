//! The rules, each by a small mail.

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::{Judged, carried, judge};
use crate::channels::mail::read::Context;
use crate::domain::mail::{Account, Bounce, MailKind, MailRule, Receipt, ReceiptKind};

fn context() -> Context {
    Context {
        own: vec!["segnalazioni@comune.it".into(), "protocollo@pec.comune.it".into()],
        id_host: "rispondo.comune.it".into(),
        authserv_id: None,
    }
}

fn on(account: Account, raw: &str, envelope: Option<&str>) -> Judged {
    let message = MessageParser::default().parse(raw).unwrap();
    judge(&message, raw.as_bytes(), &context(), account, envelope)
}

fn of(raw: &str) -> Judged {
    on(Account::Mail, raw, None)
}

/// A citizen's mail with other headers.
fn with(headers: &str) -> Judged {
    of(&format!(
        "From: Anna <anna@example.org>\nTo: segnalazioni@comune.it\n{headers}\n\nIl lampione è spento.\n"
    ))
}

fn bounce(judged: Judged) -> Bounce {
    match judged.kind {
        MailKind::Bounce(bounce) => bounce,
        other => panic!("{other:?} by {:?}", judged.rule),
    }
}

fn receipt(judged: Judged) -> Receipt {
    match judged.kind {
        MailKind::Receipt(receipt) => receipt,
        other => panic!("{other:?} by {:?}", judged.rule),
    }
}

/// A delivery status notification whose machine part has these fields.
fn dsn(fields: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.org>\n\
         To: segnalazioni@comune.it\nSubject: Notice\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nThis is the mail system.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n{fields}\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: segnalazioni@comune.it\nTo: anna@example.org\n\
         Message-ID: <42@rispondo.comune.it>\nSubject: 2026-42\n\nBuongiorno.\n\n--b--\n"
    )
}

/// A notice in words alone.
fn words(from: &str, subject: &str, text: &str) -> Judged {
    of(&format!("From: {from}\nTo: segnalazioni@comune.it\nSubject: {subject}\n\n{text}\n"))
}

#[test]
fn c4_what_a_person_writes_is_a_persons() {
    assert_eq!(with("Subject: Lampione").rule, MailRule::Person);
    assert_eq!(with("Subject: Lampione\nAuto-Submitted: no").kind, MailKind::Person);
    assert_eq!(with("Subject: Lampione\nPrecedence: normal").kind, MailKind::Person);
}

#[test]
fn c4_auto_submitted_other_than_no_makes_no_report() {
    for value in [
        "auto-replied",
        "auto-generated",
        "Auto-Notified; owner-email=\"x\"",
        "auto-replied (vacation)",
    ] {
        let judged = with(&format!("Auto-Submitted: {value}"));
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::AutoReply, MailRule::AutoSubmitted),
            "{value}"
        );
    }
}

#[test]
fn c4_the_other_headers_of_machines_make_no_report() {
    for (header, rule) in [
        ("Precedence: junk", MailRule::Precedence),
        ("Precedence: auto_reply", MailRule::Precedence),
        ("X-Loop: somebody", MailRule::Loop),
        ("X-Autoreply: yes", MailRule::AutoReplyHeader),
        ("X-Auto-Reply-From: x@example.org", MailRule::AutoReplyHeader),
        ("X-Autorespond: on holiday", MailRule::AutoReplyHeader),
        ("X-Auto-Response-Suppress: All", MailRule::AutoReplyHeader),
        ("X-Apple-Action: VACATION", MailRule::AutoReplyHeader),
        ("Return-Path: <>", MailRule::NullReturnPath),
    ] {
        let judged = with(header);
        assert_eq!((judged.kind, judged.rule), (MailKind::AutoReply, rule), "{header}");
    }
}

#[test]
fn c4_exchange_suppresses_answers_on_what_people_write() {
    for value in ["OOF", "DR, OOF, AutoReply", "None", "RN, NRN"] {
        let judged = with(&format!("X-Auto-Response-Suppress: {value}"));
        assert_eq!(judged.kind, MailKind::Person, "{value}");
    }
    let judged =
        with("Subject: Automatic reply: 2026-42\nX-Auto-Response-Suppress: DR, OOF, AutoReply");
    assert_eq!((judged.kind, judged.rule), (MailKind::AutoReply, MailRule::AwaySubject));
}

#[test]
fn c4_the_envelopes_null_sender_counts_more_than_a_header() {
    let raw = "Return-Path: <anna@example.org>\nFrom: anna@example.org\nSubject: x\n\nx\n";
    assert_eq!(on(Account::Mail, raw, Some("")).rule, MailRule::NullReturnPath);
    let raw = "Return-Path: <>\nFrom: anna@example.org\nSubject: x\n\nx\n";
    assert_eq!(on(Account::Mail, raw, Some("anna@example.org")).rule, MailRule::Person);
}

#[test]
fn c4_mailer_daemon_and_postmaster_make_no_report() {
    for from in ["MAILER-DAEMON@example.org", "Postmaster <postmaster@example.org>"] {
        let judged = words(from, "Maintenance", "We move our servers on Sunday.");
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::AutoReply, MailRule::MailerDaemon),
            "{from}"
        );
    }
}

#[test]
fn c4_our_own_mail_is_a_loop() {
    for from in ["segnalazioni@comune.it", "Comune <Segnalazioni+abc@comune.it>"] {
        let judged = words(from, "x", "x");
        assert_eq!((judged.kind, judged.rule), (MailKind::Own, MailRule::OwnAddress), "{from}");
    }
    let judged = with("Message-ID: <1@rispondo.comune.it>");
    assert_eq!((judged.kind, judged.rule), (MailKind::Own, MailRule::OwnMessageId));
}

#[test]
fn c4_an_out_of_office_subject_is_noted_and_stays_a_persons() {
    let judged = with("Subject: Risposta automatica: 2026-42");
    assert_eq!((judged.kind, judged.away_subject), (MailKind::Person, true));
    let judged = with("Subject: Tombino fuori sede");
    assert_eq!((judged.kind, judged.away_subject), (MailKind::Person, false));
}

#[test]
fn c4_lists_bulk_and_no_reply_senders_are_looked_at_by_a_person() {
    for (header, rule) in [
        ("List-Id: <quartiere.example.org>", MailRule::List),
        ("Precedence: bulk", MailRule::Bulk),
        ("Precedence: list", MailRule::Bulk),
    ] {
        let judged = with(header);
        assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, rule), "{header}");
    }
    let judged = words("Gestore <no-reply@gestore.example>", "Lavori", "Chiude via Roma.");
    assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, MailRule::NoReply));
    let judged = of("Subject: x\n\nIl lampione è spento.\n");
    assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, MailRule::NoSender));
}

#[test]
fn c4_an_abuse_report_makes_no_report() {
    let judged = of("From: feedbackloop@example.net\nSubject: Abuse\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nA complaint.\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\n--b--\n");
    assert_eq!((judged.kind, judged.rule), (MailKind::AbuseReport, MailRule::AbuseReport));
}

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
            status: Some("4.4.7".into()),
            about: Some("42@rispondo.comune.it".into()),
            diagnostic: "450 4.4.7 expired".into(),
        }
    );
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

/// A certified receipt, or a certified mail, as providers make them.
fn certified(header: &str, data: &str, inner: &str) -> String {
    format!(
        "From: posta-certificata@pec.example\nTo: protocollo@pec.comune.it\n{header}\n\
         X-Riferimento-Message-ID: <42@rispondo.comune.it>\nSubject: PEC\n\
         Date: Fri, 15 Nov 2024 18:20:38 +0100\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=p\n\n--p\nContent-Type: text/plain\n\nBusta.\n\
         --p\nContent-Type: application/xml; name=\"daticert.xml\"\n\
         Content-Disposition: inline; filename=\"daticert.xml\"\n\n{data}\n\
         --p\nContent-Type: message/rfc822; name=\"postacert.eml\"\n\
         Content-Disposition: inline; filename=\"postacert.eml\"\n\n{inner}\n--p--\n"
    )
}

const DATA: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="x" errore="ERRORE">
  <intestazione><mittente>Anna@PEC.example</mittente>
    <destinatari tipo="esterno">bea@example.org</destinatari></intestazione>
  <dati><data zona="+0100"><giorno>15/11/2024</giorno><ora>18:20:38</ora></data>
    <identificativo>opec21.1@pec.example</identificativo>
    <msgid>&lt;42@rispondo.comune.it&gt;</msgid></dati>
</postacert>"#;

#[test]
fn c12_receipts_name_the_mail_by_our_id_and_the_providers() {
    let data = DATA.replace("ERRORE", "nessuno");
    for (name, kind) in [
        ("accettazione", ReceiptKind::Accettazione),
        ("non-accettazione", ReceiptKind::NonAccettazione),
        ("presa-in-carico", ReceiptKind::PresaInCarico),
        ("avvenuta-consegna", ReceiptKind::AvvenutaConsegna),
        ("errore-consegna", ReceiptKind::ErroreConsegna),
        ("preavviso-errore-consegna", ReceiptKind::PreavvisoErroreConsegna),
        ("rilevazione-virus", ReceiptKind::RilevazioneVirus),
    ] {
        let raw = certified(&format!("X-Ricevuta: {name}"), &data, "Subject: x\n\nx");
        let found = receipt(on(Account::Pec, &raw, None));
        assert_eq!(
            found,
            Receipt {
                kind,
                about: vec!["42@rispondo.comune.it".into(), "opec21.1@pec.example".into()],
                provider_id: Some("opec21.1@pec.example".into()),
                at: "2024-11-15T17:20:38Z".parse().ok(),
                recipient: Some("bea@example.org".into()),
                ordinary: true,
                error: None,
            }
        );
    }
}

#[test]
fn c12_a_receipt_elsewhere_is_no_report_and_changes_no_delivery() {
    let raw = certified("X-Ricevuta: avvenuta-consegna", DATA, "Subject: x\n\nx");
    let judged = on(Account::Mail, &raw, None);
    assert_eq!(judged.rule, MailRule::PecReceipt);
    let found = receipt(judged);
    assert!(found.about.is_empty() && found.provider_id.is_none() && found.recipient.is_none());
}

#[test]
fn c12_an_error_is_told_in_the_providers_words() {
    let data = DATA
        .replace("ERRORE", "no-dest")
        .replace("</dati>", "<errore-esteso>5.1.1 - indirizzo\n non valido</errore-esteso></dati>");
    let raw = certified("X-Ricevuta: errore-consegna", &data, "Subject: x\n\nx");
    let found = receipt(on(Account::Pec, &raw, None));
    assert_eq!(found.error.as_deref(), Some("5.1.1 - indirizzo non valido"));
    let raw = certified("X-Ricevuta: errore-consegna", "<broken", "Subject: x\n\nx");
    assert_eq!(receipt(on(Account::Pec, &raw, None)).about, ["42@rispondo.comune.it"]);
}

#[test]
fn c12_the_citizens_mail_is_inside() {
    let inner = "From: Anna <anna@pec.example>\nIn-Reply-To: <opec20@pec.example>\nSubject: Buca\n\nVia Roma.";
    let raw = certified("X-Trasporto: posta-certificata", DATA, inner);
    let message = MessageParser::default().parse(&raw).unwrap();
    let found = carried(&message, raw.as_bytes(), Account::Pec).unwrap();
    assert_eq!(String::from_utf8_lossy(&found.inner).trim(), inner);
    assert_eq!(found.sender.as_deref(), Some("anna@pec.example"));
    assert_eq!(found.provider_id.as_deref(), Some("opec21.1@pec.example"));
    assert_eq!(found.message_id.as_deref(), Some("42@rispondo.comune.it"));
    assert_eq!(carried(&message, raw.as_bytes(), Account::Mail), None);
    assert_eq!(on(Account::Pec, &raw, None).kind, MailKind::Person);
    let auto = inner.replace("Subject", "Auto-Submitted: auto-replied\nSubject");
    let raw = certified("X-Trasporto: posta-certificata", DATA, &auto);
    assert_eq!(on(Account::Pec, &raw, None).rule, MailRule::AutoSubmitted);
}

#[test]
fn c12_ordinary_mail_in_a_certified_mailbox_is_a_citizens_like_any_other() {
    let inner = "From: Anna <anna@example.org>\nSubject: Buca\n\nVia Roma.";
    let raw = certified("X-Trasporto: errore", DATA, inner);
    let message = MessageParser::default().parse(&raw).unwrap();
    let found = carried(&message, raw.as_bytes(), Account::Pec).unwrap();
    assert_eq!(String::from_utf8_lossy(&found.inner).trim(), inner);
    // Nobody vouches for these.
    assert_eq!((found.sender, found.provider_id), (None, None));
    assert_eq!(on(Account::Pec, &raw, None).kind, MailKind::Person);
}

fn try_all(raw: &[u8]) {
    let Some(message) = MessageParser::default().parse(raw) else { return };
    for account in [Account::Mail, Account::Pec] {
        for envelope in [None, Some(""), Some("mailer-daemon@x"), Some("a@b")] {
            judge(&message, raw, &context(), account, envelope);
        }
        carried(&message, raw, account);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged_without_a_panic(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        try_all(&raw);
    }

    #[test]
    fn a_damaged_notice_is_judged_without_a_panic(
        which in 0..4_u8,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<u8>()), 1..40),
    ) {
        let mut raw = match which {
            0 => dsn("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1").into_bytes(),
            1 => certified("X-Ricevuta: errore-consegna", DATA, "Subject: x\n\nè €").into_bytes(),
            2 => certified("X-Trasporto: posta-certificata", DATA, "Subject: x\n\nx").into_bytes(),
            _ => "From: MAILER-DAEMON@x\nSubject: failure notice\n\n<à@example.org>:\n550 5.1.1 é\n\
                  --- Below this line is a copy of the message.\nMessage-ID:\n <a@b>\n".as_bytes().to_vec(),
        };
        for (at, how, byte) in edits {
            if raw.is_empty() {
                break;
            }
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = byte,
                1 => { raw.remove(at); }
                _ => raw.insert(at, byte),
            }
        }
        try_all(&raw);
    }
}
