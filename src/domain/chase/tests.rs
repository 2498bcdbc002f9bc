use chrono::{Datelike as _, NaiveTime, TimeDelta, TimeZone as _, Timelike as _};
use proptest::prelude::*;

use super::*;
use crate::domain::promise::Holiday;

fn calendar() -> Calendar {
    // Trieste's patron saint.
    Calendar { own: [Holiday::Yearly(11, 3)].into(), ..Calendar::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What each morning from `from` says of a word promised for `date`, until the one after it.
fn mornings(from: &str, date: &str) -> Vec<(NaiveDate, Option<Level>)> {
    let (town, date) = (calendar(), day(date));
    let mut today = day(from);
    let mut said = Vec::new();
    while today <= date + Days::new(5) {
        if town.is_working(today) {
            said.push((today, of_date(&town, today, date)));
        }
        today = today + Days::new(1);
    }
    said
}

fn levels(from: &str, date: &str) -> String {
    let said = mornings(from, date).into_iter().map(|(day, level)| {
        let level = match level {
            None => "nobody",
            Some(Level::Holder) => "holder",
            Some(Level::Urp) => "urp",
            Some(Level::Supervisor) => "supervisor",
        };
        format!("{} {level}", day.format("%a %d"))
    });
    said.collect::<Vec<_>>().join(", ")
}

#[test]
fn each_morning_nearer_to_the_date_calls_one_more() {
    insta::assert_snapshot!(
        levels("2026-11-23", "2026-11-27"),
        @"Mon 23 nobody, Tue 24 nobody, Wed 25 holder, Thu 26 urp, Fri 27 supervisor, Mon 30 supervisor, Tue 01 supervisor, Wed 02 supervisor"
    );
}

#[test]
fn a_plan_rings_within_office_hours_of_its_day() {
    let rings = |hour, date| {
        let reminder = NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let calendar = Calendar { reminder, ..calendar() };
        calendar.zone.local(plan_rings(&calendar, day(date))).to_string()
    };
    assert_eq!(rings(9, "2026-11-27"), "2026-11-27 09:00:00 +01:00");
    // A Saturday: on Monday.
    assert_eq!(rings(9, "2026-11-28"), "2026-11-30 09:00:00 +01:00");
    for out_of_hours in [6, 18, 20] {
        assert_eq!(rings(out_of_hours, "2026-11-27"), "2026-11-27 08:00:00 +01:00");
    }
}

#[test]
fn where_there_are_only_two_days_the_first_morning_calls() {
    // Reported on Tuesday during the day: Wednesday is the first morning there is.
    insta::assert_snapshot!(
        levels("2026-11-25", "2026-11-26"),
        @"Wed 25 urp, Thu 26 supervisor, Fri 27 supervisor, Mon 30 supervisor, Tue 01 supervisor"
    );
}

#[test]
fn weekends_and_holidays_are_no_mornings() {
    // All Saints is a Sunday; Tuesday the third is the patron's.
    insta::assert_snapshot!(
        levels("2026-10-29", "2026-11-04"),
        @"Thu 29 nobody, Fri 30 holder, Mon 02 urp, Wed 04 supervisor, Thu 05 supervisor, Fri 06 supervisor, Mon 09 supervisor"
    );
}

#[test]
fn reminders_are_for_working_days_from_the_hour_on() {
    let town = calendar();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert!(may_ring(&town, at("2026-11-24T08:00:00Z")));
    for quiet in ["2026-11-24T07:59:59Z", "2026-11-24T17:00:00Z", "2026-11-28T09:00:00Z"] {
        assert!(!may_ring(&town, at(quiet)), "{quiet}");
    }
    // Where the hour set is outside of office hours, it holds all the same.
    let early = Calendar { reminder: NaiveTime::from_hms_opt(7, 0, 0).unwrap(), ..calendar() };
    assert!(may_ring(&early, at("2026-11-24T06:00:00Z")));
    let evening = Calendar { reminder: NaiveTime::from_hms_opt(19, 0, 0).unwrap(), ..calendar() };
    assert!(may_ring(&evening, at("2026-11-24T18:00:00Z")));
}

#[test]
fn a_report_is_late_past_its_close_days_unless_it_is_planned() {
    let town = calendar();
    let received = "2026-11-24T09:00:00Z".parse().unwrap();
    let late = |today: &str, state| {
        overdue_since(&town, day(today), state, received, Deadlines::default())
    };
    // Thirty working days, with five holidays between.
    let by = day("2027-01-11");
    assert_eq!(town.after(received, 30), by);
    assert_eq!(late("2027-01-11", StateKind::Assigned), None);
    assert_eq!(late("2027-01-12", StateKind::Assigned), Some(by));
    assert_eq!(late("2027-01-12", StateKind::Planned), None);
    assert_eq!(late("2027-01-12", StateKind::Closed), None);
}

#[test]
fn a_week_begins_on_its_first_working_day() {
    let town = calendar();
    let next = |moment: &str| next_week(&town, moment.parse().unwrap()).to_rfc3339();
    assert_eq!(next("2026-11-23T07:59:00Z"), "2026-11-23T08:00:00+00:00");
    assert_eq!(next("2026-11-23T08:00:00Z"), "2026-11-30T08:00:00+00:00");
    assert_eq!(next("2026-11-29T20:00:00Z"), "2026-11-30T08:00:00+00:00");
    // Easter Monday 2027, and summer time from the day before on.
    assert_eq!(next("2027-03-26T12:00:00Z"), "2027-03-30T07:00:00+00:00");
    assert_eq!(next("2027-03-29T12:00:00Z"), "2027-03-30T07:00:00+00:00");
}

#[test]
fn a_question_is_recalled_the_day_before_and_comes_back_the_day_after() {
    let town = calendar();
    // Until Monday: recalled on Friday, back on Tuesday; the hour is the town's in winter.
    let until = day("2026-11-30");
    assert_eq!(question_reminder(&town, until).to_rfc3339(), "2026-11-27T08:00:00+00:00");
    assert_eq!(question_over(&town, until).to_rfc3339(), "2026-12-01T08:00:00+00:00");
}

proptest! {
    /// Whatever the date: nobody is left out as it comes nearer, and from it on all are called.
    #[test]
    fn a_level_never_falls(start in 0_i64..4000, term in 0_u32..40) {
        let town = calendar();
        let from = day("2024-01-01") + TimeDelta::days(start);
        let date = town.after_day(from, term);
        let mut before = None;
        let mut today = from;
        while today <= date + Days::new(7) {
            let level = of_date(&town, today, date);
            if town.is_working(today) {
                prop_assert!(level >= before, "{today}: {before:?} then {level:?}");
                before = level;
            }
            prop_assert_eq!(level == Some(Level::Supervisor), mornings_left(&town, today, date) == 0);
            // What can ring is looked at.
            prop_assert_eq!(level.is_some(), date <= horizon(&town, today));
            today = today + Days::new(1);
        }
        prop_assert_eq!(before, Some(Level::Supervisor));
    }

    /// From any moment: ticks come once each working day, at the hour set in summer and winter, and
    /// one that runs late is no second one.
    #[test]
    fn each_working_day_has_one_morning(start in 0_i64..3 * 366 * 24 * 60, late in 0_i64..600) {
        let town = calendar();
        let mut now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap() + TimeDelta::minutes(start);
        let mut last: Option<NaiveDate> = None;
        for step in 0..30 {
            let due = town.next_reminder(now);
            let local = town.zone.local(due);
            prop_assert!(town.is_working(local.date_naive()));
            prop_assert_eq!((local.hour(), local.minute()), (9, 0));
            // Every third tick runs late: perhaps after closing, or at night.
            let runs = if step % 3 == 0 { due + TimeDelta::minutes(late) } else { due };
            if may_ring(&town, runs) {
                let today = town.day_of(runs);
                prop_assert!(last.is_none_or(|last| last < today), "twice on {today}");
                if let Some(last) = last {
                    prop_assert_eq!(today, town.next_working(last), "none is left out");
                }
                last = Some(today);
            } else {
                last = None;
            }
            now = runs;
        }
    }

    /// After a silence of days the next tick says what the missed ones would have said.
    #[test]
    fn a_missed_morning_is_made_good(start in 0_i64..1000, term in 3_u32..20, missed in 1_u64..10) {
        let town = calendar();
        let from = day("2026-01-01") + TimeDelta::days(start);
        let date = town.after_day(from, term);
        let rang = (0..missed).filter_map(|back| {
            let morning = date - Days::new(back);
            town.is_working(morning).then(|| of_date(&town, morning, date)).flatten()
        });
        let highest = rang.max();
        prop_assert!(of_date(&town, town.working_from(date), date) >= highest);
        prop_assert!(date.year() >= 2026);
    }
}
