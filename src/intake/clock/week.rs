//! Last week's figures: told to the supervisors once, on its first working day or as soon after as
//! the service runs.

use chrono::{DateTime, Utc};

use super::super::staff::{supervisors, to_supervisors};
use super::super::{Decided, done};
use crate::conversation::staff;
use crate::domain::chase;
use crate::domain::directory::Directory;
use crate::domain::figures::PeriodName;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text;

/// What to look at first. Figures take a while: they are named at once, and only where they are told.
pub(in super::super) fn week_keys(directory: &Directory, now: DateTime<Utc>) -> Keys {
    if !are_told(directory, now) {
        return Keys::default();
    }
    let mut keys = staff::figures_of(PeriodName::LastWeek, directory, now);
    keys.join(supervisors());
    keys
}

fn are_told(directory: &Directory, now: DateTime<Utc>) -> bool {
    chase::may_ring(&directory.calendar, now) && !directory.supervisors.is_empty()
}

/// The figures of last week, and when the next ones are due. A week on whose first day the service
/// was down is made good as soon as it runs, but neither at night nor on a day off.
pub(in super::super) fn week(facts: &Facts, now: DateTime<Utc>, mut fresh: Fresh) -> Decided {
    let directory = &facts.directory;
    let calendar = &directory.calendar;
    let next = if chase::may_ring(calendar, now) {
        chase::next_week(calendar, now)
    } else {
        calendar.next_reminder(now)
    };
    let mut changes = Changes { timers: vec![(Timer::Week, Some(next))], ..Changes::default() };
    if are_told(directory, now) {
        let Some(figures) = &facts.figures else {
            return Decision::Need(Box::new(week_keys(directory, now)));
        };
        let message = text::staff::monday(figures, directory);
        changes.outbox.extend(to_supervisors(facts, &message, now, &mut fresh));
    }
    done(changes, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::text::staff::tests::directory;

    #[test]
    fn figures_are_named_before_the_step_begins_and_only_where_they_are_told() {
        let town = directory(&[Lang::En]);
        let named = |moment: &str| week_keys(&town, moment.parse().unwrap()).figures.is_some();
        assert!(named("2026-11-30T08:00:00Z"));
        assert!(named("2026-12-02T10:00:00Z"), "a Monday that was missed");
        assert!(!named("2026-11-30T20:00:00Z"), "at night they wait");
        let mut nobody = town.clone();
        nobody.supervisors.clear();
        assert_eq!(week_keys(&nobody, "2026-11-30T08:00:00Z".parse().unwrap()), Keys::default());
    }
}
