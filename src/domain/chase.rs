//! The chase: whom the morning reminds of what is to be said by a date.
//!
//! Pure, from the calendar and the report alone: a morning that was missed is made good by the next
//! one, as each level brings those below it along.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use super::promise::{Calendar, Deadlines};
use super::report::Report;
use super::state::{State, StateKind};
use super::task::Task;

/// How many working days before a date its holder is reminded.
const HOLDER_DAYS: u32 = 2;

/// Who is reminded. Each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Whoever holds it: its operator and its office's referents, else the URP.
    Holder,
    /// The URP too.
    Urp,
    /// The supervisors too.
    Supervisor,
}

/// How many mornings are left before that of `date`, at most three: working days after `today`.
pub fn mornings_left(calendar: &Calendar, today: NaiveDate, date: NaiveDate) -> u32 {
    let mut left = 0;
    let mut day = calendar.next_working(today);
    while day <= date && left <= HOLDER_DAYS {
        left += 1;
        day = calendar.next_working(day);
    }
    left
}

/// The last date that a reminder of `today` can be about.
pub fn horizon(calendar: &Calendar, today: NaiveDate) -> NaiveDate {
    calendar.after_day(today, HOLDER_DAYS + 1) - Days::new(1)
}

/// Who is reminded today of a word that is promised for `date`.
pub fn of_date(calendar: &Calendar, today: NaiveDate, date: NaiveDate) -> Option<Level> {
    match mornings_left(calendar, today, date) {
        0 => Some(Level::Supervisor),
        1 => Some(Level::Urp),
        2 => Some(Level::Holder),
        _ => None,
    }
}

/// Who is reminded today of a report.
pub fn of_report(calendar: &Calendar, today: NaiveDate, report: &Report) -> Option<Level> {
    if !report.state.is_open() {
        return None;
    }
    if report.limbo_since.is_some() {
        // Until a person has told the citizen something: the clock's own new date changes nothing.
        return Some(Level::Supervisor);
    }
    if let State::Planned { .. } = report.state {
        // Only the plan's own date rings.
        return None;
    }
    of_date(calendar, today, report.promised?)
}

/// Who is reminded today of a task: the URP, which holds them all, from the day before its date.
pub fn of_task(calendar: &Calendar, today: NaiveDate, task: &Task) -> Option<Level> {
    let level = of_date(calendar, today, task.due).filter(|level| *level > Level::Holder);
    level.filter(|_| task.done.is_none())
}

/// Whether its promised day is over and the clock must say so to its citizen.
pub fn is_to_be_told(report: &Report, today: NaiveDate) -> bool {
    report.limbo_since.is_none()
        && report.is_past_its_date(today)
        && !matches!(report.state, State::Planned { .. })
}

/// The day by which an open report should have been closed, if that is past. What is planned is
/// never late so: its citizen knows the date.
pub fn overdue_since(
    calendar: &Calendar,
    today: NaiveDate,
    state: StateKind,
    received_at: DateTime<Utc>,
    deadlines: Deadlines,
) -> Option<NaiveDate> {
    if matches!(state, StateKind::Planned | StateKind::Closed) {
        return None;
    }
    Some(calendar.after(received_at, deadlines.close)).filter(|day| *day < today)
}

/// Whether reminders may be written at that moment: on a working day, from the hour set on. Out of
/// office hours only where that hour itself is.
pub fn may_ring(calendar: &Calendar, now: DateTime<Utc>) -> bool {
    let local = calendar.zone.local(now);
    calendar.is_working(local.date_naive())
        && local.time() >= calendar.reminder
        && (local.time() < calendar.closes || calendar.reminder >= calendar.closes)
}

/// When a plan's date rings: at the reminder hour of its day, or of the first working day after it. Where the office
/// is not open at that hour, when it opens: what is said of it waits for office hours, and must not wait a day.
pub fn plan_rings(calendar: &Calendar, until: NaiveDate) -> DateTime<Utc> {
    let day = calendar.working_from(until);
    let at = calendar.at(day, calendar.reminder);
    if calendar.is_open(at) { at } else { calendar.at(day, calendar.opens) }
}

/// When the citizen is reminded of a question: the morning of the last working day before its date.
pub fn question_reminder(calendar: &Calendar, until: NaiveDate) -> DateTime<Utc> {
    let mut day = until - Days::new(1);
    // A town closed for a whole year would never open: give up then rather than loop.
    for _ in 0..366 {
        if calendar.is_working(day) {
            break;
        }
        day = day - Days::new(1);
    }
    calendar.at(day, calendar.reminder)
}

/// When an unanswered question comes back to the URP: the first morning after its date.
pub fn question_over(calendar: &Calendar, until: NaiveDate) -> DateTime<Utc> {
    calendar.at(calendar.next_working(until), calendar.reminder)
}

/// The next reminder hour of a week's first working day, strictly after `moment`: last week's figures
/// are told then.
pub fn next_week(calendar: &Calendar, moment: DateTime<Utc>) -> DateTime<Utc> {
    let today = calendar.day_of(moment);
    let mut monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    // A town closed for a whole year would never open: give up then rather than loop.
    for _ in 0..53 {
        let following = monday + Days::new(7);
        let first = calendar.working_from(monday);
        let at = calendar.at(first, calendar.reminder);
        if first < following && at > moment {
            return at;
        }
        monday = following;
    }
    calendar.next_reminder(moment)
}

#[cfg(test)]
mod tests;
