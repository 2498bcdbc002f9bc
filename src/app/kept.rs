//! `rispondo mail show`: mails as they came. What no card can show of them is there.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::new_file;
use crate::blobs::Blobs;
use crate::cli::MailsOf;
use crate::config::blobs::BlobConfig;
use crate::config::database::DatabaseConfig;
use crate::domain::step::{MailKeys, MailRecord};
use crate::store::Store;

/// Prints a line for each, without what people wrote, and writes each to a file where a folder is named.
pub(super) async fn show(
    database: &DatabaseConfig,
    blobs: &BlobConfig,
    of: MailsOf,
    to: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(super::address(database)).await?;
    let mail = match of {
        MailsOf::Report(report) => MailKeys { of_reports: vec![report], ..MailKeys::default() },
        MailsOf::Sender(address) => MailKeys { of_senders: vec![address], ..MailKeys::default() },
    };
    let found = store.mails_of(mail).await;
    store.close().await;
    let found = found?;
    if found.is_empty() {
        eprintln!("No such mail is kept.");
        return Ok(ExitCode::FAILURE);
    }
    let blobs = Blobs::open(blobs).context("BLOB_URL")?;
    if let Some(folder) = to {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut lost = false;
    for record in &found {
        match kept(&blobs, record, to).await {
            Ok(what) => say(&line(record, &what)),
            Err(error) => {
                say(&line(record, &format!("cannot be had: {error:#}")));
                lost = true;
            }
        }
    }
    Ok(if lost { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whoever reads only the first lines has closed the pipe: the files are written all the same.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// When it came, what of, what is attached that no card shows, and what is there of it.
fn line(record: &MailRecord, what: &str) -> String {
    let came = record.at.format("%Y-%m-%d %H:%M:%S");
    let report = record.report.map_or_else(|| "-".to_owned(), |report| report.to_string());
    let attached = match record.mail.others.as_slice() {
        [] => "-".to_owned(),
        others => others.join(","),
    };
    format!("{came}  {report:<11}  {attached:<12}  {what}")
}

/// Its size, or the file that it was written to.
async fn kept(blobs: &Blobs, record: &MailRecord, to: Option<&Path>) -> anyhow::Result<String> {
    let raw = blobs.get(&record.mail.blob).await?;
    let Some(folder) = to else { return Ok(format!("{} bytes", raw.len())) };
    let file = file(folder, record);
    new_file::write(&file, &raw).with_context(|| file.display().to_string())?;
    Ok(file.display().to_string())
}

/// Named after when it came, and its key.
fn file(folder: &Path, record: &MailRecord) -> PathBuf {
    let came = record.at.format("%Y-%m-%d-%H%M%S");
    let key = record.id.0.simple().to_string();
    let key = key.get(24..).unwrap_or_default();
    folder.join(format!("{came}-{key}.eml"))
}
