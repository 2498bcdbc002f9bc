//! The rules, each by a small mail.

mod c11;
mod c12;
mod c4;
mod random;

use mail_parser::MessageParser;

use super::{Judged, judge};

use crate::channels::mail::read::Context;
use crate::domain::mail::{Account, Bounce, MailKind, Receipt};

fn context() -> Context {
    Context {
        own: vec!["segnalazioni@comune.it".into(), "protocollo@pec.comune.it".into()],
        id_host: "rispondo.comune.it".into(),
        former_hosts: Vec::new(),
        authserv_id: None,
        now: Some("2026-11-24T09:00:00Z".parse().unwrap()),
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
