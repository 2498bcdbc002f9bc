//! What the reader says of each mail, without a database.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::{Context, read};
use rispondo::domain::mail::{Account, Mail, MailKind};

use super::{expected, file_name, folder, mails, wanted};

fn mail(path: &Path, account: Account) -> Mail {
    let context = Context {
        own: vec!["segnalazioni@comune.example".into()],
        id_host: "rispondo.comune.example".into(),
        former_hosts: Vec::new(),
        authserv_id: None,
        now: None,
    };
    let raw = fs::read(path).unwrap().into();
    read(
        &Arrival { account, envelope_from: None, envelope_to: Vec::new(), raw, truncated: None },
        &context,
    )
    .mail
}

fn name(kind: &MailKind) -> &'static str {
    match kind {
        MailKind::Person => "person",
        MailKind::Unanswerable => "unanswerable",
        MailKind::Bounce(_) => "bounce",
        MailKind::Receipt(_) => "receipt",
        MailKind::AutoReply => "auto_reply",
        MailKind::AbuseReport => "abuse_report",
        MailKind::Own => "own",
        MailKind::SetAside => "set_aside",
    }
}

/// A status that stands in the mail: those whose last part is 900 and over were made up.
fn is_real(status: &str) -> bool {
    let last = status.rsplit('.').next().and_then(|it| it.parse::<u32>().ok());
    last.is_some_and(|last| last < 900) && status.starts_with(['4', '5'])
}

#[test]
fn bounces_are_known_and_their_class_is_right() {
    let Some(folder) = folder().map(|it| it.join("bounces")) else { return };
    let expected = expected(&folder);
    let (mut all, mut known, mut classes, mut right) = (0, 0, 0, 0);
    for path in mails(&folder) {
        let file = file_name(&path);
        let rows = expected.get(file).map(Vec::as_slice).unwrap_or_default();
        let wanted = wanted(file, rows.first().map_or("", |(_, reason)| reason));
        let mail = mail(&path, Account::Mail);
        let said = name(&mail.kind);
        if wanted == "abuse_report" || wanted == "auto_reply" {
            assert_eq!(said, wanted, "{file}, by {:?}", mail.rule);
            continue;
        }
        all += 1;
        known += usize::from(said == wanted);
        if said != wanted {
            println!("{file}: {said} by {:?}, not {wanted}", mail.rule);
        }
        let MailKind::Bounce(bounce) = &mail.kind else { continue };
        let mut real = rows.iter().map(|(status, _)| status).filter(|it| is_real(it)).peekable();
        if real.peek().is_some() {
            classes += 1;
            let class = bounce.status.as_deref().and_then(|it| it.chars().next());
            // Of a mail that speaks of several recipients, one is told of.
            if real.any(|status| status.chars().next() == class) {
                right += 1;
            } else {
                println!("{file}: {:?}, {}", bounce.status, bounce.diagnostic);
            }
        }
    }
    println!("{known} of {all} bounces known, {right} of {classes} classes right");
    assert!(all > 0 && known * 100 >= all * 99, "{known} of {all}");
    assert!(classes > 0 && right * 100 >= classes * 95, "{right} of {classes}");
}

#[test]
fn receipts_of_certified_mail_make_no_report() {
    let Some(folder) = folder().map(|it| it.join("pec")) else { return };
    for path in mails(&folder) {
        let file = file_name(&path);
        // The header says what it is: a receipt, or an envelope around somebody's mail.
        let raw = fs::read(&path).unwrap();
        let is_receipt = String::from_utf8_lossy(&raw).contains("X-Ricevuta:");
        for account in [Account::Pec, Account::Mail] {
            match mail(&path, account).kind {
                MailKind::Receipt(receipt) => {
                    assert!(is_receipt, "{file}");
                    // Only the mailbox of certified email is believed.
                    assert_eq!(receipt.about.is_empty(), account == Account::Mail, "{file}");
                }
                other => assert!(!is_receipt, "{file}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_people_write_is_no_bounce() {
    let Some(folder) = folder() else { return };
    for part in ["replies", "parsing"] {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for path in mails(&folder.join(part)) {
            let mail = mail(&path, Account::Mail);
            *kinds.entry(name(&mail.kind)).or_default() += 1;
            if matches!(mail.kind, MailKind::Bounce(_)) {
                // Some are bounces, and say so by their type.
                let raw = fs::read(&path).unwrap();
                let says = String::from_utf8_lossy(&raw).contains("delivery-status");
                assert!(says, "{}: bounce by {:?}", path.display(), mail.rule);
            }
        }
        println!("{part}: {kinds:?}");
    }
}
