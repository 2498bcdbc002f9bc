//! What the clock does by itself: the morning's reminders, broken dates, questions, planned days.

mod morning;
mod questions;
mod week;

use chrono::{DateTime, Utc};

use super::apply::{Applied, carry_out_by_clock};
use super::citizens::is_kept_waiting;
use super::{Decided, done};
use crate::domain::chase;
use crate::domain::command::Command;
use crate::domain::ids::ReportId;
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys};
use crate::domain::timer::Timer;

pub(super) use morning::morning;
pub(super) use questions::{question, watch_question};
pub(super) use week::{week, week_keys};

/// A planned day is here: the report is in hand again.
pub(super) fn plan_due(
    facts: &Facts,
    report: ReportId,
    now: DateTime<Utc>,
    fresh: Fresh,
) -> Decided {
    let timer = Timer::Report(report);
    let is_last_chance =
        facts.report(report).is_some_and(|known| is_last_chance(facts, known, now));
    if !is_last_chance && let Some(later) = not_before_opening(facts, timer, now) {
        return later;
    }
    let changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    carried_out(facts, report, Command::PlanDue, now, fresh, changes)
}

/// Whether the office does not open any more on the day that the citizen was told: it was closed for that day
/// since, or it is evening. Their day is kept all the same.
fn is_last_chance(facts: &Facts, report: &Report, now: DateTime<Utc>) -> bool {
    let calendar = &facts.directory.calendar;
    let today = calendar.day_of(now);
    matches!(report.state, State::Planned { until, .. } if until == today)
        && calendar.day_of(calendar.next_opening(now)) > today
}

/// The promised day is over: the citizen is told, once.
pub(super) fn late(facts: &Facts, report: ReportId, now: DateTime<Utc>, fresh: Fresh) -> Decided {
    let timer = Timer::Late(report);
    if let Some(later) = not_before_opening(facts, timer, now) {
        return later;
    }
    let changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let today = facts.directory.calendar.day_of(now);
    // Somebody may have told them meanwhile.
    let Some(known) = facts.report(report).filter(|known| chase::is_to_be_told(known, today))
    else {
        return done(changes, Vec::new());
    };
    let by_mail = known.channel.account().is_some();
    if by_mail && !facts.deliveries.iter().any(|(known, _)| *known == report) {
        return Decision::Need(Box::new(Keys { deliveries: vec![report], ..Keys::default() }));
    }
    if is_kept_waiting(facts.deliveries(report)) && !known.was_joined() {
        // Nothing was promised to anybody yet. Staff are chased all the same: somebody must look.
        return done(changes, Vec::new());
    }
    carried_out(facts, report, Command::TellLate, now, fresh, changes)
}

/// What the clock says to citizens waits for office hours.
fn not_before_opening(facts: &Facts, timer: Timer, now: DateTime<Utc>) -> Option<Decided> {
    let calendar = &facts.directory.calendar;
    if calendar.is_open(now) {
        return None;
    }
    let timers = vec![(timer, Some(calendar.next_opening(now)))];
    Some(done(Changes { timers, ..Changes::default() }, Vec::new()))
}

/// Gives the command of the clock, with all that it causes.
fn carried_out(
    facts: &Facts,
    report: ReportId,
    command: Command,
    now: DateTime<Utc>,
    fresh: Fresh,
    mut changes: Changes,
) -> Decided {
    match carry_out_by_clock(facts, vec![(report, command)], now, fresh, &mut changes) {
        Applied::Need(keys) => Decision::Need(keys),
        Applied::Done(notices) => done(changes, notices),
    }
}

#[cfg(test)]
mod tests;
