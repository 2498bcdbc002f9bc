//! When problems are reported: on weekdays more than on Sundays, and many after a storm.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use crate::chance::Chance;

/// How many reports begin on a day, and at what times of it.
pub fn of_day(seed: u64, day: NaiveDate, a_year: f64) -> Vec<TimeDelta> {
    let mut chance = Chance::of(seed, &format!("pace/{day}"));
    let weekday = [1.25, 1.2, 1.1, 1.1, 1.05, 0.55, 0.4];
    let weekday = usize::try_from(day.weekday().num_days_from_monday())
        .ok()
        .and_then(|at| weekday.get(at).copied())
        .unwrap_or(1.0);
    let storm = (0..3).fold(1.0_f64, |most, before| {
        let from = day - chrono::Days::new(before);
        // Seven storms a year; the second and third day after one are quieter than the first.
        let stormy = Chance::of(seed, &format!("storm/{from}")).is(7.0 / 365.0);
        let factor = [6.0, 4.0, 2.0].get(usize::try_from(before).unwrap_or(0)).copied();
        if stormy { most.max(factor.unwrap_or(1.0)) } else { most }
    });
    // What storms add is taken off the other days, and what occurs to people later (about one report in four), so
    // that the year is as asked.
    let count = chance.count(a_year / 365.0 * weekday * storm * 0.67);
    let mut times: Vec<TimeDelta> =
        (0..count).map(|_| chance.between(TimeDelta::hours(6), TimeDelta::hours(23))).collect();
    times.sort();
    times
}
