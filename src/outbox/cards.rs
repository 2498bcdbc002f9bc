//! A card's content at the moment of sending: a view of the present state.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::domain::desk::Desk;
use crate::domain::ids::{ChatId, ReportId};
use crate::domain::outgoing::Message;
use crate::domain::step::{Facts, Keys, WITHDRAWN, WorkKeys};
use crate::store::{Store, StoreError};
use crate::text;

/// What a card must show now, and the fingerprint of that.
#[derive(Debug)]
pub struct Rendered {
    /// The message.
    pub message: Message,
    /// Of text and buttons; whether it makes a sound does not matter.
    pub fingerprint: String,
    /// It says only that the report is not shown there any more: nothing to send where no card stands.
    pub is_withdrawn: bool,
}

/// What is known of the reports whose cards were claimed together: each is looked at once, whichever chats show
/// it. As that is after they were claimed, whatever changes later makes them be wanted again.
#[derive(Debug, Clone, Default)]
pub struct Views(Arc<Mutex<HashMap<ReportId, View>>>);

/// One report, once somebody has looked.
type View = Arc<OnceCell<Arc<Facts>>>;

impl Views {
    async fn of(&self, store: &Store, report: ReportId) -> Result<Arc<Facts>, StoreError> {
        let view = self.view(report);
        let look = async || store.read(keys(report)).await.map(Arc::new);
        view.get_or_try_init(look).await.cloned()
    }

    fn view(&self, report: ReportId) -> View {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(views.entry(report).or_default())
    }
}

/// What a card shows.
fn keys(report: ReportId) -> Keys {
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
    keys
}

/// Renders a report's card for a chat of staff. `None` if there is no such report.
pub async fn render(
    store: &Store,
    views: &Views,
    chat: ChatId,
    report: ReportId,
    now: DateTime<Utc>,
) -> Result<Option<Rendered>, StoreError> {
    let facts = views.of(store, report).await?;
    let Some(report) = facts.report(report) else {
        return Ok(None);
    };
    if !facts.directory.is_of_staff(chat) {
        // Who works here no more, and a group that is nobody's any more, read nothing new of citizens.
        let message = text::staff::card_withdrawn(facts.directory.staff_lang(), report.id);
        let fingerprint = WITHDRAWN.to_owned();
        return Ok(Some(Rendered { message, fingerprint, is_withdrawn: true }));
    }
    let operator = report.state.operator().and_then(|id| facts.person(id));
    let desk = Desk::of(&facts.directory, report, operator, chat);
    let mut message = text::staff::card(&facts, report, desk, now);
    let fingerprint = fingerprint(&message);
    message.silent = !facts.directory.calendar.is_open(now);
    Ok(Some(Rendered { message, fingerprint, is_withdrawn: false }))
}

fn fingerprint(message: &Message) -> String {
    let mut hash = Sha256::new();
    hash.update(message.html.as_bytes());
    hash.update([0]);
    // Plain data: its serialization cannot fail, and an empty one only costs an edit.
    hash.update(serde_json::to_vec(&message.keyboard).unwrap_or_default());
    hex::encode(hash.finalize())
}
