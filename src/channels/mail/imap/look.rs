//! A look at a mailbox: before anything is taken from it, and for one mail.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::commands::{examine, holds, items, knows_idle, waiting};
use super::connection::Connection;
use super::fetcher::BATCH;
use super::{ImapError, Patience};
use crate::config::mail::MailServer;

/// What is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The folder.
    pub folder: String,
    /// How many mails are in it.
    pub messages: u32,
    /// How many of them arrived before the asked time: they would stay untouched.
    pub older: u32,
    /// Whether the server tells of new mail by itself (IDLE).
    pub idle: bool,
}

/// Logs in and counts; nothing is changed.
pub async fn look(server: &MailServer, since: DateTime<Utc>) -> Result<Look, ImapError> {
    let (answer, stop) = (Patience::default().answer, CancellationToken::new());
    let mut connection = Connection::open(server, answer, &stop).await?;
    let idle = knows_idle(&mut connection).await?;
    let folder = examine(&mut connection, &server.folder).await?;
    let mut newer = 0_u32;
    for uids in waiting(&mut connection, 0, since).await?.chunks(BATCH) {
        for item in items(&mut connection, uids).await? {
            newer += u32::from(item.is_newer(since));
        }
    }
    connection.close().await;
    Ok(Look {
        folder: server.folder.clone(),
        messages: folder.messages,
        older: folder.messages.saturating_sub(newer),
        idle,
    })
}

/// So often a mail is looked for.
const EVERY: Duration = Duration::from_millis(500);

/// Waits for the mail with this Message-ID (without brackets); false if it is not there after
/// `patience`.
pub async fn comes(
    server: &MailServer,
    message_id: &str,
    patience: Duration,
) -> Result<bool, ImapError> {
    let (answer, stop) = (Patience::default().answer, CancellationToken::new());
    let mut connection = Connection::open(server, answer, &stop).await?;
    examine(&mut connection, &server.folder).await?;
    let mut left = patience;
    let came = loop {
        if holds(&mut connection, message_id).await? {
            break true;
        }
        if left.is_zero() {
            break false;
        }
        tokio::time::sleep(EVERY.min(left)).await;
        left = left.saturating_sub(EVERY);
    };
    connection.close().await;
    Ok(came)
}
