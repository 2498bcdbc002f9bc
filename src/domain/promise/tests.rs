//! The calendar, held against the almanac and against slow loops.

use proptest::prelude::*;

use super::*;

fn calendar() -> Calendar {
    Calendar { own: [Holiday::Yearly(11, 3)].into(), ..Calendar::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn easter_mondays_are_those_of_the_almanac() {
    for known in ["2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29", "2038-04-26"] {
        assert_eq!(easter_monday(day(known).year()), Some(day(known)));
    }
}

#[test]
fn weekends_national_holidays_and_the_patron_saint_do_not_count() {
    let town = calendar();
    // A Friday: the patron's Tuesday and the weekend are skipped.
    assert_eq!(town.after_day(day("2026-10-30"), 2), day("2026-11-04"));
    assert_eq!(town.after_day(day("2026-12-24"), 1), day("2026-12-28"));
    assert_eq!(town.after_day(day("2026-04-03"), 1), day("2026-04-07"));
}

#[test]
fn midnight_is_the_towns_midnight() {
    assert_eq!(calendar().day_of(moment("2026-07-01T22:30:00Z")), day("2026-07-02"));
}

#[test]
fn out_of_hours_somebody_reads_at_the_next_opening() {
    let town = calendar();
    assert!(town.is_open(moment("2026-11-24T08:00:00Z")));
    assert_eq!(town.next_opening(moment("2026-11-27T17:30:00Z")), moment("2026-11-30T07:00:00Z"));
    assert_eq!(town.next_opening(moment("2026-11-24T05:00:00Z")), moment("2026-11-24T07:00:00Z"));
}

#[test]
fn reminders_keep_their_hour_through_the_changes_of_daylight_saving() {
    let town = calendar();
    assert_eq!(town.next_reminder(moment("2026-10-23T08:00:00Z")), moment("2026-10-26T08:00:00Z"));
    assert_eq!(town.next_reminder(moment("2026-03-27T09:00:00Z")), moment("2026-03-30T07:00:00Z"));
}

/// Every minute is looked at.
fn slow(town: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
    let mut open = TimeDelta::zero();
    let mut minute = from;
    while minute < to {
        if town.is_open(minute) {
            open += TimeDelta::minutes(1);
        }
        minute += TimeDelta::minutes(1);
    }
    open
}

#[test]
fn working_time_stands_still_at_night_and_on_holidays() {
    let town = calendar();
    let hours = |from, to| town.working_time(moment(from), moment(to)).num_minutes();
    // Friday 17:00 to Monday 9:00, in Rome.
    assert_eq!(hours("2026-11-27T16:00:00Z", "2026-11-30T08:00:00Z"), 120);
    // Over the patron's Tuesday.
    assert_eq!(hours("2026-11-02T08:00:00Z", "2026-11-04T08:00:00Z"), 600);
    assert_eq!(hours("2026-11-24T18:00:00Z", "2026-11-24T22:00:00Z"), 0);
    assert_eq!(hours("2026-11-25T08:00:00Z", "2026-11-24T08:00:00Z"), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn working_time_is_what_a_slow_look_at_each_minute_finds(
        // From 2024 on: over Easters, changes of the clock and ends of years.
        start in 0_i64..3 * 366 * 24 * 60,
        minutes in prop_oneof![0_i64..24 * 60, 0_i64..24 * 60 * 25],
        once in 0_u64..3 * 366,
    ) {
        let mut town = calendar();
        town.own.insert(Holiday::Once(day("2024-01-01") + Days::new(once)));
        let from = moment("2024-01-01T00:00:00Z") + TimeDelta::minutes(start);
        let to = from + TimeDelta::minutes(minutes);
        prop_assert_eq!(town.working_time(from, to), slow(&town, from, to));
    }

    #[test]
    fn working_days_are_counted_as_one_by_one(start in 0_u64..2000, days in 0_u64..2000) {
        let mut town = calendar();
        // One that falls on a national holiday counts once.
        town.own.insert(Holiday::Yearly(12, 8));
        let from = day("2024-01-01") + Days::new(start);
        let to = from + Days::new(days);
        let one_by_one = from.iter_days().take_while(|day| *day < to);
        let counted = one_by_one.filter(|day| town.is_working(*day)).count();
        prop_assert_eq!(town.working_days(from, to), i64::try_from(counted).unwrap());
    }
}
