//! A card's content at the moment of sending: a view of the present state.

use std::collections::HashSet;
use std::sync::Arc;

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

/// Reports that are looked at together.
const TOGETHER: usize = 8;

/// What is known of the reports whose cards were claimed together: each is looked at once, whichever chats show
/// it, and with those that follow it. As that is after they were claimed, whatever changes later makes them be wanted
/// again.
#[derive(Debug, Clone, Default)]
pub struct Views(Arc<[View]>);

/// Some reports, once somebody has looked.
#[derive(Debug)]
struct View {
    reports: Vec<ReportId>,
    facts: OnceCell<Arc<Facts>>,
}

impl Views {
    /// Of the reports whose cards were claimed, in the order in which they go.
    pub fn of(mut reports: Vec<ReportId>) -> Self {
        let mut known = HashSet::new();
        reports.retain(|report| known.insert(*report));
        let view = |some: &[ReportId]| View { reports: some.to_vec(), facts: OnceCell::new() };
        Self(reports.chunks(TOGETHER).map(view).collect())
    }

    /// What is known of one of them.
    async fn look(&self, store: &Store, report: ReportId) -> Result<Arc<Facts>, StoreError> {
        if let Some(view) = self.0.iter().find(|view| view.reports.contains(&report)) {
            let look = async || store.read(keys(&view.reports)).await.map(Arc::new);
            match view.facts.get_or_try_init(look).await {
                // One of them cannot be read: the others can.
                Err(error) if error.may_spare_others() && view.reports.len() > 1 => {}
                looked => return looked.cloned(),
            }
        }
        store.read(keys(&[report])).await.map(Arc::new)
    }
}

/// What cards show.
fn keys(reports: &[ReportId]) -> Keys {
    let reports = || reports.to_vec();
    let mut keys = Keys {
        reports: reports(),
        operators: reports(),
        deliveries: reports(),
        writers: reports(),
        lost_photos: reports(),
        tasks_of: reports(),
        works: WorkKeys { open: true, ..WorkKeys::default() },
        ..Keys::default()
    };
    keys.duplicates.counts = reports();
    keys.duplicates.near = reports();
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
    let facts = views.look(store, report).await?;
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
