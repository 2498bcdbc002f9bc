//! The mailboxes that mail is fetched from, and what the database remembers of them.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use crate::channels::mail::Arrival;
use crate::channels::mail::imap::{Later, Mailbox, Progress};
use crate::config::mail::{MailConfig, MailServer};
use crate::domain::mail::Account;
use crate::intake::Intake;
use crate::store::{KnownMailbox, MailboxRow, Store};

/// From a mailbox met for the first time, mail is taken that arrived less than this before, hours.
const FIRST_HOURS: i64 = 24;

/// From when on mail of a mailbox is taken that was never met.
#[derive(Debug, Clone, Copy)]
pub(super) struct First {
    /// `MAIL_SINCE`.
    set: Option<DateTime<Utc>>,
    /// Where that is not set.
    else_from: DateTime<Utc>,
}

/// The same, for a service that starts now.
pub(super) fn first(config: &MailConfig, now: DateTime<Utc>) -> First {
    First { set: config.since, else_from: now - TimeDelta::hours(FIRST_HOURS) }
}

/// Which mailbox it is: the same for the same folder of the same user of the same server, and nobody
/// can read from it whose.
pub(super) fn name(server: &MailServer) -> String {
    let user = server.login.as_ref().map_or("", |(user, _)| user);
    let of = [&server.host.to_lowercase(), user, &server.folder].join("\n");
    hex::encode(&Sha256::digest(of)[..16])
}

/// Where a mailbox is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Begins {
    pub progress: Progress,
    /// Another mailbox was read until now.
    pub is_other: bool,
}

/// Where the mailbox of that name is read from. What is known of another one says nothing of this one, but when all
/// was last read: what has arrived since then may be in it, if the old one could not be reached for long.
pub(super) fn begins(known: Option<&KnownMailbox>, name: &str, first: First) -> Begins {
    let never_met = |since| Progress { uid_validity: 0, uid: 0, since };
    match known {
        None => {
            Begins { progress: never_met(first.set.unwrap_or(first.else_from)), is_other: false }
        }
        Some(known) if known.name.as_ref().is_some_and(|other| other != name) => {
            let read_at = known.read_at.unwrap_or(first.else_from);
            let since = first.set.unwrap_or(read_at.min(first.else_from));
            Begins { progress: never_met(since), is_other: true }
        }
        Some(KnownMailbox { row, .. }) => {
            let progress = Progress {
                uid_validity: u32::try_from(row.uid_validity).unwrap_or(0),
                uid: u32::try_from(row.uid).unwrap_or(0),
                since: row.since,
            };
            Begins { progress, is_other: false }
        }
    }
}

/// A mailbox and what the database remembers of it.
pub(super) struct Kept {
    pub store: Store,
    pub intake: Intake,
    pub account: Account,
    /// Which one it is.
    pub name: String,
    pub first: First,
}

impl Mailbox for Kept {
    fn progress(&self) -> Later<'_, Progress> {
        Box::pin(async move {
            let known = self.store.mailbox(self.account).await;
            let known = known.map_err(|error| error.to_string())?;
            let Begins { progress, is_other } = begins(known.as_ref(), &self.name, self.first);
            if is_other {
                let (account, since) = (self.account.as_str(), progress.since);
                tracing::warn!(account, %since, "mail.imap.other_mailbox");
            }
            Ok(progress)
        })
    }

    fn meet(&self, progress: Progress) -> Later<'_, ()> {
        Box::pin(async move {
            let met = self.store.mailbox_met(self.account, self.name.clone(), row(progress)).await;
            met.map_err(|error| error.to_string())
        })
    }

    fn advance(&self, progress: Progress) -> Later<'_, ()> {
        Box::pin(async move {
            let kept = self.store.mailbox_read(self.account, row(progress)).await;
            kept.map_err(|error| error.to_string())
        })
    }

    fn take(&self, arrival: Arrival) -> Later<'_, ()> {
        Box::pin(async move {
            self.intake.mail(arrival).await.map(|_| ()).map_err(|error| error.to_string())
        })
    }

    fn is_well(&self) -> Later<'_, ()> {
        Box::pin(async move {
            self.intake.keeps_mail().await.map_err(|error| error.to_string())?;
            // The database as well: what is known is written once more.
            let known = self.store.mailbox(self.account).await;
            match known.map_err(|error| error.to_string())? {
                Some(known) => {
                    let kept = self.store.mailbox_read(self.account, known.row).await;
                    kept.map_err(|error| error.to_string())
                }
                None => Ok(()),
            }
        })
    }
}

fn row(progress: Progress) -> MailboxRow {
    let Progress { uid_validity, uid, since } = progress;
    MailboxRow { uid_validity: uid_validity.into(), uid: uid.into(), since }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn day(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, 8, 0, 0).unwrap()
    }

    fn known(name: Option<&str>, read_at: Option<DateTime<Utc>>) -> KnownMailbox {
        let row = MailboxRow { uid_validity: 7, uid: 5003, since: day(1) };
        KnownMailbox { row, name: name.map(str::to_owned), read_at }
    }

    #[test]
    fn a_mailbox_goes_on_where_it_was_and_another_one_begins_with_what_nobody_has_read() {
        let first = First { set: None, else_from: day(20) };
        let since = |known: Option<KnownMailbox>, first: First| {
            let Begins { progress, is_other } = begins(known.as_ref(), "new", first);
            (progress.uid_validity, progress.uid, progress.since, is_other)
        };
        let goes_on = (7, 5003, day(1), false);
        assert_eq!(since(Some(known(Some("new"), None)), first), goes_on);
        // Read last by a program that did not note which it is: it is taken for this one.
        assert_eq!(since(Some(known(None, None)), first), goes_on);
        // Met for the first time.
        assert_eq!(since(None, first), (0, 0, day(20), false));
        // Another one: of the last day, or of the days in which the old one could not be read.
        assert_eq!(since(Some(known(Some("old"), None)), first), (0, 0, day(20), true));
        assert_eq!(since(Some(known(Some("old"), Some(day(21)))), first), (0, 0, day(20), true));
        assert_eq!(since(Some(known(Some("old"), Some(day(17)))), first), (0, 0, day(17), true));
        // What MAIL_SINCE says comes first, whichever mailbox was read before.
        let first = First { set: Some(day(19)), ..first };
        assert_eq!(since(Some(known(Some("old"), Some(day(17)))), first), (0, 0, day(19), true));
        assert_eq!(since(None, first), (0, 0, day(19), false));
        assert_eq!(since(Some(known(Some("new"), None)), first), goes_on);
    }

    #[test]
    fn the_folder_the_user_and_the_server_are_which_mailbox_it_is() {
        let server = |host: &str, user: &str, folder: &str| MailServer {
            host: host.to_owned(),
            port: 993,
            tls: crate::config::mail::Tls::Implicit,
            login: Some((user.to_owned(), "secret".into())),
            folder: folder.to_owned(),
        };
        let one = server("mail.example", "town", "INBOX");
        let mut moved =
            MailServer { port: 143, tls: crate::config::mail::Tls::StartTls, ..one.clone() };
        moved.login = Some(("town".to_owned(), "another".into()));
        assert_eq!(name(&one), name(&moved), "another way to it, another password");
        assert_eq!(name(&one), name(&server("Mail.Example", "town", "INBOX")));
        for other in [
            server("mail2.example", "town", "INBOX"),
            server("mail.example", "reports", "INBOX"),
            server("mail.example", "town", "Reports"),
        ] {
            assert_ne!(name(&one), name(&other));
        }
    }
}
