//! An edit rings nobody: what asks something of the URP is also a short message below its card.

use chrono::TimeDelta;

use super::consequences::Cause;
use super::staff::to_chat;
use crate::domain::event::EventKind;
use crate::domain::outgoing::{Mention, Purpose, Target};
use crate::domain::state::Outcome;
use crate::domain::step::{Changes, Fresh};
use crate::text;
use crate::text::staff::Ring;

/// At most one ring a report in this time, minutes.
const RING_MINUTES: i64 = 15;
/// With more messages than this below the card, it is sent anew.
const BURIED: i32 = 20;

/// Rings in the URP's chat, if the event asks something of it.
pub(super) fn follow(cause: &Cause<'_>, fresh: &mut Fresh, changes: &mut Changes) {
    let Some(ring) = ring_of(cause) else { return };
    let Some(chat) = cause.directory.urp_chat else {
        return;
    };
    let report = cause.after.id;
    let card = cause.facts.card(chat, report);
    let recently = card
        .and_then(|card| card.rung_at)
        .is_some_and(|rung| cause.now < rung + TimeDelta::minutes(RING_MINUTES));
    if recently || changes.rung.iter().any(|(rung, about, _)| *rung == chat && *about == report) {
        return;
    }
    let buried = card.is_some_and(|card| match (card.message, card.newest) {
        (Some(card), Some(newest)) => newest.0 > card.0.saturating_add(BURIED),
        _ => false,
    });
    changes.rung.push((chat, report, cause.now));
    if buried {
        changes.cards_anew.push((chat, report));
    }
    let mentions: Vec<Mention> = cause
        .directory
        .urp
        .iter()
        .filter_map(|agent| {
            agent.telegram.map(|telegram| Mention {
                person: None,
                telegram,
                name: agent.name.clone(),
            })
        })
        .collect();
    let mut message = text::staff::ring(cause.facts, cause.after, ring, &mentions, cause.now);
    message.silent = !cause.directory.calendar.is_open(cause.now);
    let mut row = to_chat(chat, Purpose::Staff, message, cause.now, fresh);
    row.report = Some(report);
    row.event = Some(cause.event.seq);
    row.reply_to = Some(Target::Card(report));
    changes.outbox.push(row);
}

/// What the event asks of the URP, if anything.
fn ring_of(cause: &Cause<'_>) -> Option<Ring> {
    let by_citizen = cause.event.actor.is_citizen();
    Some(match &cause.event.kind {
        EventKind::Answered { .. } => Ring::Answered,
        // Words after closing are a task, which rings by itself.
        EventKind::Added { .. } if cause.after.state.is_open() => Ring::Added,
        EventKind::Edited { .. } if cause.after.state.is_open() => Ring::Edited,
        EventKind::ReopenRequested { .. } if by_citizen => Ring::ReopenRequested,
        EventKind::Closed { outcome: Outcome::Withdrawn, .. } => Ring::Withdrawn,
        EventKind::Returned { .. } => Ring::Returned,
        EventKind::Ready { .. } => Ring::Ready,
        EventKind::PlanDue if cause.after.state.office().is_none() => Ring::PlanDue,
        _ => return None,
    })
}
