//! What somebody of the town wrote to the citizen, as it is previewed and as it is sent.

use super::{About, planned, question, reopen_refused, reply, told};
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::OfficeCode;
use crate::domain::outgoing::Message;

/// What the citizen gets for an event that carries words of staff; none for all others. Whoever sends it sees
/// this before, and this is sent: nobody else chooses the text. `office`: the one that had the report before.
pub fn of_staff_words(
    about: About<'_>,
    event: &Event,
    office: Option<&OfficeCode>,
) -> Option<Message> {
    Some(match &event.kind {
        EventKind::Closed { outcome, words: Some(words), .. } => {
            reply(about, *outcome, words, office)
        }
        EventKind::ReopenRefused { words } => reopen_refused(about, words),
        EventKind::Asked { words, until } => question(about, words, *until, event.seq),
        EventKind::Told { words, .. } => told(about, words),
        EventKind::Planned { until, reason, work } => planned(about, *until, reason, *work),
        _ => return None,
    })
}
