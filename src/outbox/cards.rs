//! A card's content at the moment of sending: a view of the present state.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::domain::desk::Desk;
use crate::domain::ids::{ChatId, ReportId};
use crate::domain::outgoing::Message;
use crate::domain::step::{Keys, WorkKeys};
use crate::store::{Store, StoreError};
use crate::text;

/// What a card must show now, and the fingerprint of that.
#[derive(Debug)]
pub struct Rendered {
    /// The message.
    pub message: Message,
    /// Of text and buttons; whether it makes a sound does not matter.
    pub fingerprint: String,
}

/// Renders a report's card for a chat of staff. `None` if there is no such report.
pub async fn render(
    store: &Store,
    chat: ChatId,
    report: ReportId,
    now: DateTime<Utc>,
) -> Result<Option<Rendered>, StoreError> {
    let mut keys = Keys {
        reports: vec![report],
        operators: vec![report],
        deliveries: vec![report],
        writers: vec![report],
        lost_photos: vec![report],
        tasks_of: vec![report],
        works: WorkKeys { open: true, ..WorkKeys::default() },
        ..Keys::default()
    };
    keys.duplicates.counts.push(report);
    keys.duplicates.near.push(report);
    let facts = store.read(keys).await?;
    let Some(report) = facts.report(report) else {
        return Ok(None);
    };
    let operator = report.state.operator().and_then(|id| facts.person(id));
    let desk = Desk::of(&facts.directory, report, operator, chat);
    let mut message = text::staff::card(&facts, report, desk, now);
    let fingerprint = fingerprint(&message);
    message.silent = !facts.directory.calendar.is_open(now);
    Ok(Some(Rendered { message, fingerprint }))
}

fn fingerprint(message: &Message) -> String {
    let mut hash = Sha256::new();
    hash.update(message.html.as_bytes());
    hash.update([0]);
    // Plain data: its serialization cannot fail, and an empty one only costs an edit.
    hash.update(serde_json::to_vec(&message.keyboard).unwrap_or_default());
    hex::encode(hash.finalize())
}
