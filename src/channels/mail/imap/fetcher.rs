//! The fetching itself: connect, take what is new, wait for more; again and again.

use std::time::Duration;

use bytes::Bytes;

use super::commands::{Folder, Item, examine, items, knows_idle, raw, waiting};
use super::connection::{Connection, within};
use super::{Fetcher, ImapError, ImapState, Progress, return_path, watch};
use crate::channels::mail::Arrival;

/// Of so many mails at a time it is asked when they arrived.
pub(super) const BATCH: usize = 200;

/// The longest pause after a failure, and the pause after a refused login.
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// The longest pause while a mail cannot be stored: the connection should outlive it.
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// So often a mail is fetched whole; then only its headers, and at last nothing but the word that
/// it is there: what follows it must not wait for ever.
const TRIES_WHOLE: u32 = 3;
const TRIES: u32 = 6;

/// So often a mail is handed over whole that is not taken though others could be (it may be too much
/// for the store of files); then as often only its headers, and at last the word that it is there.
const HANDED_WHOLE: u32 = 6;
const HANDED: u32 = 12;

/// What goes wrong, from one connection to the next.
struct Trouble {
    /// The next pause.
    pause: Duration,
    /// The mail that was being fetched, and how often that was begun.
    at: (u32, u32),
}

/// What stands for a mail of which the server gives nothing: where it is, so that a person finds it.
fn mention(uid_validity: u32, item: Item) -> Vec<u8> {
    let date = item.arrived.map(|arrived| format!("Date: {}\r\n", arrived.to_rfc2822()));
    let Item { uid, size, .. } = item;
    let date = date.unwrap_or_default();
    format!("{date}Subject: UIDVALIDITY {uid_validity}, UID {uid}, {size} B\r\n\r\n").into_bytes()
}

/// A mail's headers, with the empty line after them.
fn headers(raw: &Bytes) -> Bytes {
    let mut end = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        end += line.len();
        if line == b"\n" || line == b"\r\n" {
            break;
        }
    }
    raw.slice(..end)
}

/// Fetches until stopped. Each mail is taken, then remembered, then the next one is fetched.
pub async fn fetch(fetcher: Fetcher) {
    let mut trouble = Trouble { pause: fetcher.patience.pause, at: (0, 0) };
    while !fetcher.stop.is_cancelled() {
        let Err(error) = fetcher.run(&mut trouble).await else { continue };
        let account = fetcher.account.as_str();
        let rest = match &error {
            ImapError::Stopped => break,
            ImapError::LoginRefused(reason) => {
                tracing::error!(account, "mail.login_refused");
                fetcher.tell(ImapState::LoginRefused(reason.clone()));
                LONGEST_PAUSE
            }
            other => {
                tracing::warn!(account, kind = other.kind(), "mail.imap.away");
                fetcher.tell(ImapState::Away(other.to_string()));
                trouble.pause
            }
        };
        fetcher.rest(rest).await;
        trouble.pause = (trouble.pause * 2).min(LONGEST_PAUSE);
    }
}

impl Fetcher {
    /// One connection's life, which only an error ends.
    async fn run(&self, trouble: &mut Trouble) -> Result<(), ImapError> {
        let mut connection =
            Connection::open(&self.server, self.patience.answer, &self.stop).await?;
        let ended = self.attend(&mut connection, trouble).await;
        if let Err(ImapError::Stopped) = ended {
            connection.close().await;
        }
        ended
    }

    async fn attend(
        &self,
        connection: &mut Connection,
        trouble: &mut Trouble,
    ) -> Result<(), ImapError> {
        let knows_idle = knows_idle(connection).await?;
        let folder = examine(connection, &self.server.folder).await?;
        let mut progress = self.begin(folder).await?;
        tracing::info!(account = self.account.as_str(), knows_idle, "mail.imap.connected");
        loop {
            self.tell(ImapState::Connected);
            connection.has_news = false;
            let before = progress.uid;
            self.take_new(connection, &mut progress, trouble).await?;
            if progress.uid != before {
                trouble.pause = self.patience.pause;
            }
            if !connection.has_news {
                self.tell(ImapState::Idle);
                watch::news(connection, knows_idle, self.patience, &self.stop).await?;
                // Only now: a server that ends each connection at once is not asked every second.
                trouble.pause = self.patience.pause;
            }
        }
    }

    /// Where to begin: where we were, unless the mailbox is new to us or its UIDs are.
    async fn begin(&self, folder: Folder) -> Result<Progress, ImapError> {
        let known = self.mailbox.progress().await.map_err(ImapError::Ours)?;
        let Folder { uid_validity, uid_next, .. } = folder;
        // UIDs never go back: where the next one is one that we had, they begin anew as well.
        let goes_on =
            known.uid_validity == uid_validity && uid_next.is_none_or(|next| next > known.uid);
        let progress = if goes_on {
            known
        } else {
            // All of it comes again: the intake knows its mails.
            let (account, again) = (self.account.as_str(), known.uid_validity != 0);
            tracing::info!(account, uid_validity, again, "mail.imap.met");
            Progress { uid_validity, uid: 0, since: known.since }
        };
        self.mailbox.meet(progress).await.map_err(ImapError::Ours)?;
        Ok(progress)
    }

    async fn take_new(
        &self,
        connection: &mut Connection,
        progress: &mut Progress,
        trouble: &mut Trouble,
    ) -> Result<(), ImapError> {
        let uids = waiting(connection, progress.uid, progress.since).await?;
        for batch in uids.chunks(BATCH) {
            for item in items(connection, batch).await? {
                if item.is_newer(progress.since) {
                    self.take(connection, progress.uid_validity, item, trouble).await?;
                    progress.uid = item.uid;
                    self.mailbox.advance(*progress).await.map_err(ImapError::Ours)?;
                }
            }
        }
        Ok(())
    }

    /// Fetches a mail and hands it over.
    async fn take(
        &self,
        connection: &mut Connection,
        uid_validity: u32,
        item: Item,
        trouble: &mut Trouble,
    ) -> Result<(), ImapError> {
        let times = if trouble.at.0 == item.uid { trouble.at.1 + 1 } else { 1 };
        trouble.at = (item.uid, times);
        let is_large = usize::try_from(item.size).map_or(true, |size| size > self.max_size);
        let in_part = is_large || times > TRIES_WHOLE;
        let raw = match times {
            0..=TRIES => raw(connection, item, in_part).await?,
            _ => Some(mention(uid_validity, item)),
        };
        let Some(raw) = raw else {
            tracing::info!(account = self.account.as_str(), uid = item.uid, "mail.imap.deleted");
            return Ok(());
        };
        let arrival = Arrival {
            account: self.account,
            envelope_from: return_path::of(&raw),
            envelope_to: Vec::new(),
            raw: Bytes::from(raw),
            truncated: in_part.then_some(item.size),
        };
        self.hand_over(arrival, uid_validity, item).await
    }

    /// Hands a mail over until it is durable: whole, unless it alone is never taken.
    async fn hand_over(
        &self,
        mut arrival: Arrival,
        uid_validity: u32,
        item: Item,
    ) -> Result<(), ImapError> {
        let mut hold = self.patience.pause;
        let mut refused_alone = 0;
        while let Err(reason) = self.mailbox.take(arrival.clone()).await {
            let account = self.account.as_str();
            tracing::warn!(account, uid = item.uid, reason, "mail.imap.not_taken");
            self.rest(hold).await;
            if self.stop.is_cancelled() {
                return Err(ImapError::Stopped);
            }
            hold = (hold * 2).min(LONGEST_HOLD);
            // Where nothing is kept it waits, however long.
            let is_well = self.mailbox.is_well().await.is_ok();
            refused_alone = if is_well { refused_alone + 1 } else { 0 };
            let part = match refused_alone {
                HANDED_WHOLE => headers(&arrival.raw),
                HANDED => mention(uid_validity, item).into(),
                _ => continue,
            };
            tracing::warn!(account, uid = item.uid, "mail.imap.in_part");
            (arrival.raw, arrival.truncated) = (part, Some(item.size));
        }
        tracing::info!(account = self.account.as_str(), uid = item.uid, "mail.imap.taken");
        Ok(())
    }

    fn tell(&self, state: ImapState) {
        self.state.send_if_modified(|now| {
            let is_new = *now != state;
            *now = state;
            is_new
        });
    }

    async fn rest(&self, pause: Duration) {
        let _ = within(pause, &self.stop, std::future::pending::<()>()).await;
    }
}
