//! `rispondo mail ingest`: mails at hand are taken in as if they had just arrived.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::mail::mailroom;
use crate::blobs::Blobs;
use crate::channels::mail::Arrival;
use crate::clock::Clock;
use crate::config::blobs::BlobConfig;
use crate::config::database::DatabaseConfig;
use crate::config::mail::MailConfig;
use crate::config::{ConfigErrors, Env};
use crate::domain::directory::Directory;
use crate::domain::mail::{Account, MailKind};
use crate::intake::mail::Taken;
use crate::intake::{Intake, Wakes};
use crate::store::Store;

/// What is to be taken in.
#[derive(Debug)]
pub(super) struct Mails {
    pub files: Vec<PathBuf>,
    pub envelope_from: Option<String>,
    pub account: Account,
}

/// Takes mails in and prints a line of JSON for each. Nothing is sent from here.
pub(super) async fn run(env: Env<'_>, mails: Mails) -> anyhow::Result<ExitCode> {
    let (database, blobs, mail) = read(env)?;
    let store = Store::open_with(&database.url.0, Directory::bare(town(&mail.address))).await?;
    let blobs = Blobs::open(&blobs).context("BLOB_URL")?;
    // Nobody is told from here: a running service finds what is to be sent by itself.
    let (notices, _unheard) = mpsc::channel(1);
    let intake = Intake::new(store.clone(), Clock::system(), Wakes::default(), notices, "")
        .with_mail(mailroom(&mail, &blobs));
    let mut failed = false;
    if mails.files.is_empty() {
        let mut raw = Vec::new();
        std::io::stdin().read_to_end(&mut raw).context("standard input cannot be read")?;
        failed |= !ingest(&intake, &mails, raw).await;
    }
    for file in &mails.files {
        match tokio::fs::read(file).await {
            Ok(raw) => failed |= !ingest(&intake, &mails, raw).await,
            Err(error) => {
                eprintln!("{} cannot be read: {error}", file.display());
                failed = true;
            }
        }
    }
    store.close().await;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read(env: Env<'_>) -> Result<(DatabaseConfig, BlobConfig, MailConfig), ConfigErrors> {
    let mut errors = Vec::new();
    let database = DatabaseConfig::read(env).map_err(|error| errors.push(error)).ok();
    let blobs = BlobConfig::read(env).map_err(|error| errors.push(error)).ok();
    let mail = MailConfig::read_addresses(env).map_err(|all| errors.extend(all)).ok();
    match (database, blobs, mail) {
        (Some(database), Some(blobs), Some(mail)) => Ok((database, blobs, mail)),
        _ => Err(ConfigErrors(errors)),
    }
}

/// A town of which only the address is known: mail can be taken in before the directory is written.
fn town(address: &str) -> String {
    address.rsplit_once('@').map_or(address, |(_, host)| host).to_owned()
}

/// Takes one in; whether it was.
async fn ingest(intake: &Intake, mails: &Mails, raw: Vec<u8>) -> bool {
    let arrival = Arrival {
        account: mails.account,
        envelope_from: mails.envelope_from.clone(),
        envelope_to: Vec::new(),
        raw: Bytes::from(raw),
        truncated: None,
    };
    match intake.mail(arrival).await {
        Ok(Some(taken)) => {
            println!("{}", line(&taken));
            true
        }
        Ok(None) => {
            println!("{}", json!({ "kind": "set_aside", "duplicate": false, "rule": "failed" }));
            true
        }
        Err(error) => {
            eprintln!("not taken in: {error}");
            false
        }
    }
}

/// What became of a mail.
fn line(taken: &Taken) -> Value {
    let mail = &taken.mail;
    let mut line = json!({
        "kind": taken.became.as_str(),
        "duplicate": taken.duplicate,
        "report": taken.report.map(|report| report.to_string()),
        "rule": taken.rule.as_str(),
        "text": mail.text,
    });
    if let (MailKind::Bounce(bounce), Some(line)) = (&mail.kind, line.as_object_mut()) {
        let action = if bounce.delayed { "delayed" } else { "failed" };
        line.insert("action".to_owned(), json!(action));
        line.insert("recipient".to_owned(), json!(bounce.recipient));
        line.insert("status".to_owned(), json!(bounce.status));
        line.insert("final".to_owned(), json!(!bounce.delayed));
    }
    line
}
