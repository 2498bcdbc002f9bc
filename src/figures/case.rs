//! What one report adds to the figures.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Case, Main, Tally};
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::figures::Line;
use crate::domain::ids::OfficeCode;
use crate::domain::outgoing::{Delivery, DeliveryLine, Purpose};
use crate::domain::people::Capacity;
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};

/// A report's share.
pub(super) struct Share {
    pub office: Option<OfficeCode>,
    pub line: Line,
    pub first_word: Option<TimeDelta>,
    pub closing: Option<TimeDelta>,
}

/// How the answer of a closing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The citizen has it.
    Arrived,
    /// They do not, and should.
    Missing,
    /// None is owed (yet), or none can be had: a named rule.
    NotOwed,
}

impl Tally<'_> {
    /// Nothing for a history that is none.
    pub(super) fn look_at(&self, case: &Case) -> Option<Share> {
        let report = Report::fold(&case.events).ok()?;
        let calendar = &self.directory.calendar;
        let within = |at: DateTime<Utc>| (self.from..self.to).contains(&at);
        let received = report.received_at;
        let mut line = Line::default();
        let mut share = Share {
            office: office(&case.events),
            line: Line::default(),
            first_word: None,
            closing: None,
        };
        if within(received) {
            line.arrived = 1;
            let word = case.events.iter().find(|event| is_word(event, report.channel));
            share.first_word = word.map(|event| calendar.working_time(received, event.at));
        }
        if let Some((closing, outcome)) = closing_before(&case.events, self.to)
            && within(closing.at)
        {
            line.closed = 1;
            line.answered = u64::from(answer(case, closing, outcome) == Answer::Arrived);
            let answered_itself =
                matches!(outcome, Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs);
            share.closing = answered_itself.then(|| calendar.working_time(received, closing.at));
        }
        let lost = case.deliveries.iter().filter(|line| line.is_lost() && within(line.at));
        line.undelivered = lost.clone().count() as u64;
        line.unreachable = lost.filter(|line| line.is_unreachable()).count() as u64;
        line.limbo = u64::from(report.is_in_limbo(self.today));
        line.late = u64::from(self.is_late(&report));
        // The last closing of all, if it still stands.
        if let (State::Closed { .. }, Some((closing, outcome))) =
            (&report.state, closing_before(&case.events, DateTime::<Utc>::MAX_UTC))
        {
            line.unanswered = u64::from(answer(case, closing, outcome) == Answer::Missing);
        }
        share.line = line;
        Some(share)
    }

    fn is_late(&self, report: &Report) -> bool {
        let close = self.directory.deadlines(report.category.as_ref()).close;
        report.state.is_open()
            && !matches!(report.state, State::Planned { .. })
            && self.directory.calendar.after(report.received_at, close) < self.today
    }
}

/// The office that has the report, or had it last; none where that is the URP: it was given to no
/// office, or came back as "not ours".
fn office(events: &[Event]) -> Option<OfficeCode> {
    let mut last = None;
    for event in events {
        match &event.kind {
            EventKind::Assigned { office }
            | EventKind::Taken { office, .. }
            | EventKind::Ready { office, .. } => last = Some(office),
            EventKind::Returned { .. } | EventKind::Unmerged { .. } => last = None,
            _ => {}
        }
    }
    last.cloned()
}

/// Whether the event brings the citizen a word of the town: neither the acknowledgement, nor the
/// confirmation of something that they did themselves, nor what the clock says. Nobody is called for
/// which office has it, and without a contact nothing is said at all.
fn is_word(event: &Event, channel: Channel) -> bool {
    let by_hand = !event.actor.capacities.contains(&Capacity::Clock);
    by_hand
        && channel != Channel::Nobody
        && match &event.kind {
            EventKind::Assigned { .. } | EventKind::Taken { .. } => channel != Channel::Phone,
            EventKind::Planned { .. }
            | EventKind::PlanDue
            | EventKind::Asked { .. }
            | EventKind::Told { .. } => true,
            EventKind::Closed { words, outcome, .. } => {
                words.is_some() && *outcome != Outcome::Withdrawn
            }
            _ => false,
        }
}

/// The closing by which the report was closed at that moment, and how; none if it was open.
fn closing_before(events: &[Event], end: DateTime<Utc>) -> Option<(&Event, Outcome)> {
    let mut closing: Option<(&Event, Outcome)> = None;
    let mut before = None;
    for event in events.iter().take_while(|event| event.at < end) {
        match &event.kind {
            EventKind::Closed { outcome, .. } => {
                before = Some(*outcome);
                closing = Some((event, *outcome));
            }
            EventKind::ReopenRefused { .. } => {
                closing = before.map(|outcome| (event, outcome));
            }
            EventKind::ReopenRequested { .. } | EventKind::Unmerged { .. } => closing = None,
            _ => {}
        }
    }
    closing
}

/// Whether the answer of a closing has reached the citizen.
fn answer(case: &Case, closing: &Event, outcome: Outcome) -> Answer {
    if let EventKind::Closed { rule: Some(_), .. } = &closing.kind {
        return Answer::NotOwed;
    }
    let replies = case
        .deliveries
        .iter()
        .filter(|line| matches!(line.purpose, Purpose::Reply | Purpose::Confirmation));
    let is_duplicate = matches!(outcome, Outcome::Duplicate { .. });
    // Photos go before the words: the last row is the one with the words.
    let row = match case.main.filter(|_| is_duplicate) {
        // As long as the main report is open its citizens share its date: nothing is owed yet.
        Some(Main { closed_at: None }) => return Answer::NotOwed,
        Some(Main { closed_at: Some(closed) }) => {
            // Ids know milliseconds only.
            let closed = closed.timestamp_millis();
            let since = |line: &DeliveryLine| made_at(line).is_some_and(|at| at >= closed);
            // What the main report's history brought has no event of theirs.
            let of_main = |line: &&DeliveryLine| line.event.is_none() && since(line);
            replies.rev().find(of_main)
        }
        None => replies.rev().find(|line| line.event == Some(closing.seq)),
    };
    match row.map(|row| row.state) {
        Some(Delivery::Delivered) => Answer::Arrived,
        Some(Delivery::Suppressed) => Answer::NotOwed,
        // No open task says so any more: they were told another way.
        Some(Delivery::Undeliverable) if row.is_some_and(|row| !case.tasks.contains(&row.id)) => {
            Answer::Arrived
        }
        _ => Answer::Missing,
    }
}

/// When a row was made, in milliseconds since 1970: its id says so.
fn made_at(line: &DeliveryLine) -> Option<i64> {
    let (seconds, nanos) = line.id.0.get_timestamp()?.to_unix();
    let millis = i64::try_from(seconds).ok()?.checked_mul(1000)?;
    Some(millis + i64::from(nanos / 1_000_000))
}
