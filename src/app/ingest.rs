//! `rispondo mail ingest`: mails at hand are taken in as if they had just arrived.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use bytes::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

use super::files;
use super::mail::mailroom;
use crate::channels::mail::Arrival;
use crate::clock::Clock;
use crate::config::blobs::BlobConfig;
use crate::config::database::DatabaseConfig;
use crate::config::mail::MailConfig;
use crate::config::{ConfigErrors, Env};
use crate::domain::directory::Directory;
use crate::domain::mail::{Account, Became, MailKind};
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
    let store =
        Store::open_with(super::address(&database), Directory::bare(town(&mail.address))).await?;
    let blobs = files::open(&store, &blobs).await?.blobs;
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
    drop(intake); // it holds the store open
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
            Line::of(&taken).print();
            true
        }
        Ok(None) => {
            Line::failed().print();
            true
        }
        Err(error) => {
            eprintln!("not taken in: {error}");
            false
        }
    }
}

/// What is printed of a mail, in this order.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    duplicate: bool,
    report: Option<String>,
    rule: &'static str,
    #[serde(flatten)]
    bounce: Option<BounceLine<'a>>,
    text: &'a str,
}

/// What is printed of a bounce beside that.
#[derive(Serialize)]
struct BounceLine<'a> {
    action: &'static str,
    recipient: Option<&'a str>,
    status: Option<&'a str>,
    #[serde(rename = "final")]
    ends: bool,
}

impl<'a> Line<'a> {
    fn of(taken: &'a Taken) -> Self {
        let bounce = match &taken.mail.kind {
            MailKind::Bounce(bounce) => Some(BounceLine {
                action: if bounce.delayed { "delayed" } else { "failed" },
                recipient: bounce.recipient.as_deref(),
                status: bounce.status.as_deref(),
                ends: !bounce.delayed,
            }),
            _ => None,
        };
        Self {
            kind: taken.became.as_str(),
            duplicate: taken.duplicate,
            report: taken.report.map(|report| report.to_string()),
            rule: taken.rule.as_str(),
            bounce,
            text: &taken.mail.text,
        }
    }

    /// A mail that was kept with the error that stopped it.
    fn failed() -> Line<'static> {
        let kind = Became::SetAside.as_str();
        Line { kind, duplicate: false, report: None, rule: "failed", bounce: None, text: "" }
    }

    fn print(&self) {
        match serde_json::to_string(self) {
            Ok(line) => println!("{line}"),
            Err(error) => eprintln!("taken in, but not to be shown: {error}"),
        }
    }
}
