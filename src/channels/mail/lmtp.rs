//! Mail handed over by the town's own mail server: an LMTP server (RFC 2033).
//!
//! The protocol is a state machine without a socket ([`Session`]), fed with bytes; [`serve`] gives
//! it one.

mod data;
mod replies;
mod room;
mod server;
mod session;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::domain::mail::Account;

pub use server::serve;
pub use session::{Action, Session};

/// The largest mail that is taken whole, unless the configuration says otherwise: 25 MiB.
pub const MAX_SIZE: usize = 26_214_400;

/// How many peers may be connected at a time, unless the configuration says otherwise.
pub const MAX_CONNECTIONS: usize = 50;

/// What mails on their way may take of the memory, all together and beside the small ones, unless the configuration
/// says otherwise: 96 MiB, a fifth of what the service is given.
pub const ROOM: usize = 96 * 1024 * 1024;

/// How long a large mail waits for room, before it is asked to come again later.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What the server needs to know.
#[derive(Debug, Clone)]
pub struct LmtpConfig {
    /// Our addresses, in lower case, and the mailbox that each stands for.
    pub accounts: Vec<(String, Account)>,
    /// The largest mail that is taken whole, in bytes: of larger ones the headers are.
    pub max_size: usize,
    /// How many peers may be connected at a time.
    pub max_connections: usize,
    /// What mails on their way, from when they come until they are taken, may take of the memory, in bytes.
    pub room: usize,
    /// How long a mail waits for its part of that.
    pub patience: Duration,
    /// The name by which we greet.
    pub name: String,
}

impl LmtpConfig {
    /// The mailbox that an address stands for; none if it is not ours. `+anything` may follow the local part whatever
    /// `MAIL_PLUS` says now: what we write goes by it, but addresses that were given out before are in people's mailboxes.
    pub fn account(&self, address: &str) -> Option<Account> {
        let address = address.to_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let plain = local.split_once('+').map_or(local, |(plain, _)| plain);
        let is = |ours: &str, local: &str| ours.rsplit_once('@') == Some((local, domain));
        self.accounts
            .iter()
            .find(|(ours, _)| is(ours, local) || is(ours, plain))
            .map(|(_, account)| *account)
    }
}
