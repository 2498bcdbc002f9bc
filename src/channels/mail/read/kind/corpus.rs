//! Real mail that others collected, where it is at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mail_parser::MessageParser;

use super::{Judged, judge};
use crate::channels::mail::read::Context;
use crate::domain::mail::{Account, MailKind};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("RISPONDO_MAIL_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("NOT RUN: RISPONDO_MAIL_CORPUS is not set");
    }
    folder
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_none_or(|it| it != "tsv" && it != "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path, account: Account) -> Option<Judged> {
    let raw = fs::read(path).unwrap();
    let message = MessageParser::default().parse(&raw)?;
    Some(judge(&message, &raw, &Context::default(), account, None))
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

#[test]
fn bounces_are_known_and_their_class_is_right() {
    let Some(folder) = folder().map(|it| it.join("bounces")) else { return };
    let table = fs::read_to_string(folder.join("EXPECTED.tsv")).unwrap();
    let mut expected: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        expected.entry(cells[0]).or_default().push((cells[1], cells[2]));
    }
    let (mut all, mut known, mut rows, mut right, mut wrong) = (0, 0, 0, 0, 0);
    for path in files(&folder) {
        let file = path.file_name().unwrap().to_str().unwrap();
        let judged = read(&path, Account::Mail).unwrap();
        let said = name(&judged.kind);
        let rows_of = expected.get(file).cloned().unwrap_or_default();
        let reason = rows_of.first().map_or("", |row| row.1);
        let wanted = if file.starts_with("arf-") || reason == "feedback" {
            "abuse_report"
        } else if file.starts_with("rfc3834-") || reason == "vacation" {
            "auto_reply"
        } else if reason == "delivered" {
            "receipt"
        } else {
            "bounce"
        };
        if wanted == "bounce" || wanted == "receipt" {
            all += 1;
            known += usize::from(said == wanted);
        } else {
            assert_eq!(said, wanted, "{file}");
        }
        if said != wanted {
            eprintln!("{file}: {said} by {:?}, not {wanted} ({reason})", judged.rule);
        }
        let real: Vec<&str> = rows_of
            .iter()
            .map(|row| row.0)
            .filter(|status| {
                let last = status.rsplit('.').next().and_then(|it| it.parse::<u32>().ok());
                last.is_some_and(|last| last < 900) && !status.starts_with('2')
            })
            .collect();
        if let Some(first) = real.first() {
            let MailKind::Bounce(bounce) = &judged.kind else { continue };
            rows += 1;
            let status = bounce.status.as_deref().unwrap_or("-");
            let class = status.chars().next();
            // A mail may speak of several recipients: one of them is told of.
            if real.iter().any(|it| it.chars().next() == class) {
                right += 1;
            } else {
                eprintln!("{file}: {status}, not {first} ({})", bounce.diagnostic);
            }
            if !real.contains(&status) {
                wrong += 1;
                eprintln!("  {file}: {status} / {real:?} ({reason}) delayed {}", bounce.delayed);
            }
        }
        if std::env::var_os("SHOW").is_some() {
            eprintln!("    {file}: {:?} {:?}", judged.rule, judged.kind);
        }
    }
    eprintln!(
        "{known} of {all} bounces known, {right} of {rows} classes right, {wrong} exact wrong"
    );
    assert!(known * 100 >= all * 99, "{known} of {all}");
    assert!(right * 100 >= rows * 95, "{right} of {rows}");
}

#[test]
fn receipts_of_certified_mail_are_no_reports() {
    let Some(folder) = folder().map(|it| it.join("pec")) else { return };
    for path in files(&folder) {
        let file = path.file_name().unwrap().to_str().unwrap();
        for account in [Account::Pec, Account::Mail] {
            let judged = read(&path, account).unwrap();
            eprintln!("{file}: {judged:?}");
            let receipt = matches!(judged.kind, MailKind::Receipt(_));
            assert_eq!(receipt, file != "email_3.eml", "{file}");
        }
    }
}

#[test]
fn what_people_write_is_no_bounce() {
    let Some(folder) = folder() else { return };
    for part in ["replies", "parsing"] {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for path in files(&folder.join(part)) {
            let Some(judged) = read(&path, Account::Mail) else {
                eprintln!("{}: unreadable", path.display());
                continue;
            };
            *kinds.entry(name(&judged.kind)).or_default() += 1;
            if judged.kind != MailKind::Person {
                eprintln!("{}: {} by {:?}", path.display(), name(&judged.kind), judged.rule);
            }
        }
        eprintln!("{part}: {kinds:?}");
    }
}
