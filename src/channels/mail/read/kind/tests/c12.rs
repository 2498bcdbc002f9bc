//! Certified mail.

use mail_parser::MessageParser;

use super::{DATA, certified, on, receipt};
use crate::channels::mail::read::kind::carried;
use crate::domain::mail::{Account, MailKind, MailRule, Receipt, ReceiptKind};

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
    let found = carried(&message, raw.as_bytes(), Account::Mail).unwrap();
    assert_eq!((found.sender, found.provider_id), (None, None), "nobody vouches for it there");
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
