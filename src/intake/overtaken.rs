//! What waited to be said, and whether there is newer news by now.

use crate::domain::event::{Event, EventKind};
use crate::domain::outgoing::Outgoing;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{Facts, Keys};

/// What must be looked at to know whether a row has newer news: the history of its report, and of the one that this
/// is joined to.
pub(super) fn keys(facts: &Facts, row: &Outgoing) -> Keys {
    let mut keys = Keys::default();
    let Some(about) = row.report else {
        return keys;
    };
    let Some(report) = facts.report(about) else {
        keys.reports.push(about);
        return keys;
    };
    let both = [Some(about), report.duplicate_of()].into_iter().flatten();
    keys.histories.extend(both.filter(|id| facts.history(*id).is_empty()));
    keys
}

/// Whether the citizen was to hear something newer about a report than that row says: by when there is news, or how
/// it ended. `fresh`: what has happened in this very step.
pub(super) fn has_newer_news(
    facts: &Facts,
    report: &Report,
    row: &Outgoing,
    fresh: &[Event],
) -> bool {
    let is_newer = |event: &Event| match row.event {
        Some(seq) if event.report == report.id => event.seq > seq,
        // Words that tell of the main report's event name none.
        _ => event.at > row.created_at,
    };
    let of_both =
        |event: &&Event| event.report == report.id || Some(event.report) == report.duplicate_of();
    let own = facts.history(report.id);
    // Of what its main report went through they hear since they follow it.
    let follows = |event: &&Event| {
        let joined =
            matches!(event.kind, EventKind::Closed { outcome: Outcome::Duplicate { .. }, .. });
        joined || matches!(event.kind, EventKind::Followed { .. })
    };
    let since = own.iter().rfind(follows).map(|event| event.at);
    let main = report.duplicate_of().map_or(&[][..], |main| facts.history(main));
    let main = main
        .iter()
        .filter(|event| event.kind.is_shared() && since.is_some_and(|since| event.at >= since));
    let known = own.iter().chain(main).chain(fresh.iter().filter(of_both));
    known.into_iter().any(|event| is_newer(event) && is_news(event))
}

fn is_news(event: &Event) -> bool {
    match event.kind {
        // What a person wrote or asked stands beside how the report stands, in place of nothing.
        EventKind::Told { .. } | EventKind::Asked { .. } => false,
        EventKind::Closed { .. } | EventKind::ReopenRefused { .. } => true,
        _ => event.promised.is_some(),
    }
}
