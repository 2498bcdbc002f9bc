//! How sends end, as those who run the service see it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::mail::Account;
use crate::domain::outgoing::{Outgoing, Urgency};
use crate::domain::step::SendOutcome;
use crate::measure::{Channel, Sent};
use crate::store::Store;

/// The channel of a mailbox.
pub(super) fn channel(account: Account) -> Channel {
    match account {
        Account::Mail => Channel::Mail,
        Account::Pec => Channel::Pec,
    }
}

/// How a send has ended.
pub(super) fn how(outcome: &SendOutcome) -> Sent {
    match outcome {
        SendOutcome::Delivered { .. } => Sent::Delivered,
        SendOutcome::Accepted { .. } => Sent::Accepted,
        SendOutcome::Again { unknown: true, .. } => Sent::Unknown,
        SendOutcome::Again { .. } => Sent::Again,
        SendOutcome::Undeliverable { .. } => Sent::Undeliverable,
        SendOutcome::CardLost => Sent::CardLost,
    }
}

/// Counts a send, and how long an answer to what a person just did was on its way. Other words may
/// have waited for their time.
pub(super) fn send(
    store: &Store,
    channel: Channel,
    sent: Sent,
    row: Option<&Outgoing>,
    at: DateTime<Utc>,
) {
    let measures = store.measures();
    measures.send(channel, sent);
    let gone = matches!(sent, Sent::Delivered | Sent::Accepted);
    let answer = row.filter(|row| gone && row.urgency == Urgency::Answer);
    if let Some(answer) = answer {
        let after = (at - answer.created_at).to_std().unwrap_or(Duration::ZERO);
        measures.answered(channel, after);
    }
}
