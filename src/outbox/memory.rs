//! What a sender of mail remembers of its server, and what the supervisors are told of it.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::record::Ended;
use super::suspects::Suspects;
use crate::channels::mail::smtp::{Refusals, SendError};
use crate::domain::ids::OutboxId;

/// Where no mail has gone for so long, somebody is to look.
const LONG_IN_VAIN: TimeDelta = TimeDelta::hours(1);

/// What a loop remembers from round to round.
#[derive(Debug, Default)]
pub struct Memory {
    /// Nothing is sent before: the server refuses us.
    pub(super) hold: Option<DateTime<Utc>>,
    /// How often it has refused us in a row.
    pub(super) refused: i32,
    /// The supervisors know.
    pub(super) told: bool,
    /// They know that no mail goes.
    pub(super) told_in_vain: bool,
    /// Mail has gone since this process sends: what they had been told before is over.
    pub(super) has_gone: bool,
    /// Since when no mail has gone, and which were tried in vain.
    pub(super) in_vain: Option<(DateTime<Utc>, HashSet<OutboxId>)>,
    /// Which mails the server has put off since it took one.
    pub(super) put_off: HashSet<OutboxId>,
    pub(super) refusals: Refusals,
    pub(super) suspects: Suspects,
    /// What came of sends and is not recorded yet.
    pub(super) ended: Vec<Ended>,
    /// What the supervisors are to be told.
    pub(super) tell: Option<News>,
}

/// News of the server for the supervisors.
#[derive(Debug, Clone)]
pub(super) enum News {
    /// It refuses us, and why.
    Refuses(String),
    /// For long no mail has gone, whichever was tried; and what the last attempt came to.
    InVain(String),
    /// It takes our mail again.
    TakesAgain,
}

impl Memory {
    /// Takes note of how a mail has gone; whether the server puts off this one alone, as its recipient's own server
    /// may do for days.
    pub(super) fn puts_off_one<T>(&mut self, mail: OutboxId, sent: &Result<T, SendError>) -> bool {
        match sent {
            Ok(_) => self.put_off.clear(),
            Err(error) if error.is_put_off() => {
                self.put_off.insert(mail);
                return self.put_off.len() == 1;
            }
            Err(_) => {}
        }
        false
    }

    /// These mails have not gone, and the server has answered for none of them: whether that is so of several, and
    /// for long.
    pub(super) fn in_vain(
        &mut self,
        tried: impl IntoIterator<Item = OutboxId>,
        now: DateTime<Utc>,
    ) -> bool {
        let (since, all) = self.in_vain.get_or_insert_with(|| (now, HashSet::new()));
        all.extend(tried);
        // One alone may be what its recipient's server does not take yet.
        all.len() > 1 && *since + LONG_IN_VAIN <= now
    }
}
