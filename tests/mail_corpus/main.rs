//! Real mail that others collected, by the public way in: what it is, said of every file.
//!
//! The folder is named by `RISPONDO_MAIL_CORPUS`; without it nothing runs here, and the test says so.

#![allow(clippy::unwrap_used, missing_docs)]

mod intake;
mod reading;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of mails, where there is one.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("RISPONDO_MAIL_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        println!("NOT RUN: RISPONDO_MAIL_CORPUS is not set");
    }
    folder
}

/// Every file, mail or not.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every mail.
fn mails(folder: &Path) -> Vec<PathBuf> {
    let is_mail = |path: &PathBuf| path.extension().is_none_or(|it| it != "tsv" && it != "md");
    files(folder).into_iter().filter(is_mail).collect()
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap()
}

/// The rows of a file in `EXPECTED.tsv`: status and reason.
type Rows = BTreeMap<String, Vec<(String, String)>>;

fn expected(folder: &Path) -> Rows {
    let table = fs::read_to_string(folder.join("EXPECTED.tsv")).unwrap();
    let mut rows = Rows::new();
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t').map(ToOwned::to_owned);
        let (file, status, reason) = (cells.next(), cells.next(), cells.next());
        rows.entry(file.unwrap()).or_default().push((status.unwrap(), reason.unwrap()));
    }
    rows
}

/// What a file of `bounces/` is, by its name and the reason that its collectors gave it.
fn wanted(file: &str, reason: &str) -> &'static str {
    match reason {
        "delivered" => "receipt",
        "feedback" => "abuse_report",
        "vacation" => "auto_reply",
        _ if file.starts_with("arf-") => "abuse_report",
        _ if file.starts_with("rfc3834-") => "auto_reply",
        _ => "bounce",
    }
}
