//! Mail fetched from the town's mailbox (IMAP, RFC 3501; IDLE, RFC 2177).
//!
//! Nothing there is changed: the folder is opened read-only, so `\Seen` stays as people left it.
//! What has been taken we know ourselves, by UIDVALIDITY and UID.

mod commands;
mod connection;
mod fetcher;
mod look;
mod return_path;
mod watch;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::Arrival;
use crate::config::mail::MailServer;
use crate::domain::mail::Account;

pub use fetcher::fetch;
pub use look::{Look, comes, look};

/// How far a mailbox has been taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The UIDVALIDITY under which `uid` means something (RFC 3501 section 2.3.1.1); 0, which no
    /// server says, of a mailbox that was never met.
    pub uid_validity: u32,
    /// The UID of the last mail taken; 0 before the first.
    pub uid: u32,
    /// Mail that arrived before then (INTERNALDATE) stays untouched.
    pub since: DateTime<Utc>,
}

/// What a [`Mailbox`] answers with, later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, String>> + Send + 'a>>;

/// The other side of fetching: where mail goes, and what is remembered of it.
///
/// Errors are in words for a log; whatever failed is asked again after a pause.
pub trait Mailbox: Send + Sync {
    /// How far this mailbox has been taken; of one that was never met, from when on it will be.
    fn progress(&self) -> Later<'_, Progress>;

    /// Remembers that it is this mailbox that is taken, and how far it has been.
    fn meet(&self, progress: Progress) -> Later<'_, ()>;

    /// Remembers how far it has been taken.
    fn advance(&self, progress: Progress) -> Later<'_, ()>;

    /// Takes a mail in: `Ok` once it is durable.
    fn take(&self, arrival: Arrival) -> Later<'_, ()>;

    /// Whether mail can be kept now at all: then it is that one mail alone which was not taken.
    fn is_well(&self) -> Later<'_, ()>;
}

/// What is fetched, and for whom.
#[derive(Clone)]
pub struct Fetcher {
    /// The server, the login and the folder.
    pub server: MailServer,
    /// The account whose mail it is.
    pub account: Account,
    /// Of a larger mail, in bytes, only the headers are fetched.
    pub max_size: usize,
    /// How long the server is waited for.
    pub patience: Patience,
    /// Where mail goes.
    pub mailbox: Arc<dyn Mailbox>,
    /// Told how it stands.
    pub state: tokio::sync::watch::Sender<ImapState>,
    /// Ends it; a mail in hand is finished first.
    pub stop: CancellationToken,
}

/// How long a server is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// An answer may take that long; then the connection is given up.
    pub answer: Duration,
    /// IDLE begins anew after that long: far below the half hour after which servers lose patience
    /// (RFC 2177 section 3), and as long as a dead connection may go unnoticed.
    pub idle: Duration,
    /// So often a server without IDLE is asked for new mail.
    pub poll: Duration,
    /// The pause after a failure: doubled each time, up to five minutes.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Self { answer: minute, idle: 9 * minute, poll: minute, pause: minute / 60 }
    }
}

/// How it stands with a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImapState {
    /// Not connected yet.
    Connecting,
    /// Connected, and taking mail.
    Connected,
    /// Nothing is left to take; new mail is waited for.
    Idle,
    /// The server cannot be reached, or something went wrong there; it is tried again.
    Away(String),
    /// The server does not accept the login; it is tried again every five minutes.
    LoginRefused(String),
}

/// Why a mailbox could not be read. The words may quote the server: they are for an operator's
/// eyes, not for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// No connection, or it was lost.
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(String),
    /// It accepts connections, but does not answer in time.
    #[error("the mail server does not answer")]
    TimedOut,
    /// No protected connection came about.
    #[error("no protected connection to the mail server: {0}")]
    Tls(String),
    /// The login was refused.
    #[error("the mail server refuses the login: {0}")]
    LoginRefused(String),
    /// A command was refused.
    #[error("the mail server refuses {command}: {reason}")]
    Refused {
        /// Its first word or two.
        command: String,
        /// The server's words.
        reason: String,
    },
    /// Something was said that is no IMAP.
    #[error("the mail server says what is no IMAP")]
    Protocol,
    /// Ours: what was to be remembered could not be.
    #[error("{0}")]
    Ours(String),
    /// It was to end.
    #[error("stopped")]
    Stopped,
}

impl ImapError {
    /// The name in the log: without the server's words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Tls(_) => "tls",
            Self::LoginRefused(_) => "login_refused",
            Self::Refused { .. } => "refused",
            Self::Protocol => "protocol",
            Self::Ours(_) => "ours",
            Self::Stopped => "stopped",
        }
    }
}
