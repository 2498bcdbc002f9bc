//! The date by which somebody hears again: nobody waits longer than they have read.

use chrono::NaiveDate;

use super::*;
use crate::text::format::day;

/// What the citizen of a report has read, the latest last.
fn read(world: &World, count: usize) -> Vec<(Purpose, String)> {
    let theirs = world.rows.iter().filter(|row| row.report == Some(number(count)));
    theirs
        .map(|row| match &row.content {
            Content::Text(message) => (row.purpose, message.html.clone()),
            other => panic!("a text: {other:?}"),
        })
        .collect()
}

fn plan(until: &str) -> Command {
    let reason = "The whole street is renewed in spring.".to_owned();
    Command::Plan { until: until.parse().unwrap(), reason, work: None }
}

fn ask() -> Command {
    Command::Ask { words: "Which side of the street?".to_owned() }
}

/// Each citizen has read the date of their report, or of the one that it is joined to, or a later one. And whoever has
/// heard last, from the clock, that the town is late waits for a person's word still.
pub(super) fn every_date_is_known(world: &World) {
    for report in &world.facts.reports {
        let main = report.duplicate_of().and_then(|of| world.facts.report(of)).unwrap_or(report);
        let Some(promised) = main.promised.filter(|_| report.channel != Channel::Nobody) else {
            continue;
        };
        let told = world.said(report.id);
        let dated = |said: &&Said| date_in(&said.words).is_some();
        let last = told.iter().rfind(dated).unwrap();
        let read = date_in(&last.words);
        let today = world.facts.directory.calendar.day_of(last.at);
        let is_read = |date: &NaiveDate| Some(day(Lang::En, *date, today)) == read;
        let stands = promised.iter_days().take(400).any(|date| is_read(&date));
        assert!(stands, "{}: {read:?} was read, {promised} is the date", report.id);
        let is_late = last.words.contains("and none has come");
        assert!(!is_late || main.limbo_since.is_some(), "{} still waits", report.id);
    }
}

/// Those who wait for a word whose day is over, and since when, by whichever report they hear.
pub(super) fn owed(world: &World) -> Vec<(usize, NaiveDate)> {
    let today = world.facts.directory.calendar.day_of(world.now);
    let reports = world.facts.reports.iter().enumerate();
    let told = reports.filter(|(_, report)| report.channel != Channel::Nobody);
    told.filter_map(|(count, report)| {
        let main = world.facts.main_of(report).unwrap_or(report);
        let since = main.limbo_since.or(main.promised).filter(|_| main.is_in_limbo(today))?;
        report.was_promised(since, &world.facts.directory.calendar).then_some((count, since))
    })
    .collect()
}

/// Where a report is in limbo there is somebody who waits, and can be told.
pub(super) fn nobody_is_said_to_wait_who_cannot_be_told(world: &World) {
    let today = world.facts.directory.calendar.day_of(world.now);
    for report in &world.facts.reports {
        let is_theirs =
            |one: &&Report| one.id == report.id || one.duplicate_of() == Some(report.id);
        let mut theirs = world.facts.reports.iter().filter(is_theirs);
        let can_be_told = theirs.any(|one| one.channel != Channel::Nobody);
        let waits = report.is_in_limbo(today) || report.limbo_since.is_some();
        // Of some nothing is kept but that there were any.
        assert!(can_be_told || !waits || report.not_kept > 0, "{} waits", report.id);
    }
}

/// The date by which a text says that there is news, in its words.
fn date_in(words: &str) -> Option<String> {
    let promise = ["will come by ", "We call by "].map(|promise| words.rsplit_once(promise));
    let (_, after) = promise.into_iter().flatten().next()?;
    let end = after.find(['.', '\n']).unwrap_or(after.len());
    let date = after.get(..end)?;
    Some(date.replace("<b>", "").replace("</b>", ""))
}

#[test]
fn whoever_follows_a_planned_report_by_way_of_another_reads_why_and_until_when() {
    let mut world = World::of(4);
    world.does(2, merge(0), false);
    world.does(3, merge(0), false);
    world.does(1, plan("2027-05-31"), false);
    world.does(0, merge(1), false);
    for follower in [2, 3] {
        let (purpose, html) = read(&world, follower).pop().unwrap();
        assert_eq!(purpose, Purpose::Word);
        assert!(html.contains("Monday 31 May 2027"), "{html}");
        assert!(html.contains("renewed in spring"), "{html}");
    }
    every_date_is_known(&world);
}

#[test]
fn whoever_follows_a_later_report_by_way_of_another_reads_its_number_and_date() {
    let mut world = World::of(3);
    world.does(2, merge(0), false);
    world.does(1, ask(), false);
    world.does(0, merge(1), false);
    let (purpose, html) = read(&world, 2).pop().unwrap();
    assert_eq!(purpose, Purpose::Progress);
    insta::assert_snapshot!(html, @r"
    The problem of report 2026-000003, via Roma 12, is followed under the number 2026-000002 now.

    The next news will come by <b>Thursday 3 December</b>.
    ");
    every_date_is_known(&world);
}

#[test]
fn who_has_read_a_date_that_is_not_earlier_is_told_nothing() {
    let mut world = World::of(3);
    world.does(2, merge(0), false);
    let before = read(&world, 2);
    world.does(0, merge(1), false);
    assert_eq!(world.report(2).duplicate_of(), Some(number(1)));
    assert_eq!(read(&world, 2), before);
}

#[test]
fn a_question_to_the_citizen_of_a_main_report_moves_the_date_of_the_others_too() {
    let mut world = World::of(2);
    world.does(1, merge(0), false);
    world.does(0, ask(), false);
    let (purpose, html) = read(&world, 1).pop().unwrap();
    assert_eq!(purpose, Purpose::Progress);
    insta::assert_snapshot!(html, @r"
    Report 2026-000002, via Roma 12, is still being looked at.

    The next news will come by <b>Thursday 3 December</b>.
    ");
    every_date_is_known(&world);

    // Asked again on the same day, the date stands: there is nothing to say.
    let before = read(&world, 1);
    world.does(0, ask(), false);
    assert_eq!(read(&world, 1), before);
}

#[test]
fn a_question_is_a_word_for_the_others_too_where_the_clock_alone_has_spoken_to_them() {
    let mut world = World::of(2);
    world.does(1, merge(0), false);
    world.days_pass(3);
    let (_, late) = read(&world, 1).pop().unwrap();
    assert!(late.contains("by <b>Monday 14 December</b>"), "{late}");
    assert!(world.report(0).limbo_since.is_some());
    // The date that they have read is a later one than the question would set.
    world.does(0, ask(), false);
    let (purpose, html) = read(&world, 1).pop().unwrap();
    assert_eq!(purpose, Purpose::Progress);
    insta::assert_snapshot!(html, @r"
    Report 2026-000002, via Roma 12, is still being looked at.

    The next news will come by <b>Monday 14 December</b>.
    ");
    assert_eq!(world.report(0).limbo_since, None);
    every_date_is_known(&world);
}

#[test]
fn who_follows_another_report_hears_so_where_the_clock_alone_has_spoken_to_them() {
    for crowd in [1, FOLLOWERS_AT_ONCE + 1] {
        let mut world = World::of(crowd + 2);
        for one in 2..crowd + 2 {
            world.does(one, merge(0), false);
        }
        world.days_pass(3);
        world.does(1, Command::Tell { words: "On Monday.".to_owned(), photos: Vec::new() }, false);
        world.does(0, merge(1), false);
        for one in [2, crowd + 1] {
            let (_, html) = read(&world, one).pop().unwrap();
            assert!(html.contains("is followed under the number 2026-000002 now"), "{html}");
        }
        every_date_is_known(&world);
    }
}

#[test]
fn a_crowd_that_follows_a_planned_report_by_way_of_another_is_told_to_the_last() {
    let crowd = 2 * FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 2);
    for one in 2..crowd + 2 {
        world.does(one, merge(0), false);
    }
    world.does(1, plan("2027-05-31"), false);
    world.does(0, merge(1), false);
    every_date_is_known(&world);
    let told = |row: &&Outgoing| row.created_at == world.now && row.purpose == Purpose::Word;
    assert_eq!(world.rows.iter().filter(told).count(), crowd, "each once");
}

fn tell() -> Command {
    Command::Tell { words: "It will be done on Monday.".to_owned(), photos: Vec::new() }
}

#[test]
fn whoever_waits_past_a_date_waits_still_when_the_main_report_ends_without_an_answer() {
    for (ends, by_citizen) in [(Command::Withdraw, true), (close(Outcome::Spam, None), false)] {
        for told_of_it in [true, false] {
            let mut world = World::of(3);
            for one in [1, 2] {
                world.does(one, merge(0), false);
            }
            if told_of_it {
                world.days_pass(3);
            } else {
                world.now += TimeDelta::days(3);
            }
            let before = owed(&world);
            assert_eq!(before.len(), 3);
            world.does(0, ends.clone(), by_citizen);
            assert_eq!(owed(&world), before[1..]);
            // Whoever leads now takes it back as well.
            world.does(1, Command::Withdraw, true);
            assert_eq!(owed(&world), before[2..]);
            every_date_is_known(&world);
            world.does(2, tell(), false);
            assert_eq!(owed(&world), []);
        }
    }
}

#[test]
fn what_a_crowd_is_owed_is_kept_to_the_last_of_it() {
    let crowd = 2 * FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 1);
    for one in 1..=crowd {
        world.does(one, merge(0), false);
    }
    world.days_pass(3);
    let before = owed(&world);
    assert_eq!(before.len(), crowd + 1);
    // Whoever leads then takes theirs back before the timers have gone on.
    world.acts(0, Command::Withdraw, true);
    world.acts(1, Command::Withdraw, true);
    let of = Some(number(0));
    assert!(world.facts.reports.iter().any(|one| one.duplicate_of() == of), "some are left");
    world.timers_run();
    assert_eq!(owed(&world), before[2..]);
    every_date_is_known(&world);
}

#[test]
fn whoever_came_when_the_date_was_broken_already_was_promised_another_one() {
    let mut world = World::of(2);
    // They wrote on the same day, and are told of the other report after its date was broken.
    world.days_pass(3);
    world.does(1, merge(0), false);
    world.does(0, Command::Withdraw, true);
    assert_eq!(world.report(1).limbo_since, None);
    let (_, html) = read(&world, 1).pop().unwrap();
    assert!(!html.contains("none has come"), "{html}");

    // Whoever leads now was joined late, and hears nothing of a date that was promised to another.
    let mut world = World::of(3);
    world.does(2, merge(0), false);
    world.days_pass(3);
    let since = world.report(0).limbo_since;
    world.does(1, merge(0), false);
    world.does(0, Command::Withdraw, true);
    assert_eq!(
        (world.report(1).limbo_since, world.report(2).duplicate_of()),
        (since, Some(number(1)))
    );
    for (one, is_theirs) in [(1, false), (2, true)] {
        let (_, html) = read(&world, one).pop().unwrap();
        assert_eq!(html.contains("none has come"), is_theirs, "{html}");
    }
    // It stays theirs when that one is withdrawn as well.
    world.does(1, Command::Withdraw, true);
    assert_eq!(world.report(2).limbo_since, since);

    // Where a person joins the main report to one that is late, they were promised another date as well.
    let mut world = World::of(3);
    world.does(1, merge(0), false);
    world.days_pass(3);
    world.does(0, merge(2), false);
    world.does(2, Command::Withdraw, true);
    assert_eq!(world.report(0).limbo_since, None);
}

#[test]
fn those_who_can_be_told_wait_also_behind_somebody_who_cannot() {
    let mut world = World::by(&[Channel::Telegram, Channel::Nobody, Channel::Telegram]);
    for one in [1, 2] {
        world.does(one, merge(0), false);
    }
    world.days_pass(3);
    let since = world.report(0).limbo_since;
    assert!(since.is_some());
    world.does(0, Command::Withdraw, true);
    assert_eq!(world.report(2).duplicate_of(), Some(number(1)));
    assert_eq!(world.report(1).limbo_since, since);

    // Where nobody else is left, the date was promised to nobody.
    let mut world = World::by(&[Channel::Telegram, Channel::Nobody]);
    world.does(1, merge(0), false);
    world.days_pass(3);
    world.does(0, Command::Withdraw, true);
    assert_eq!(world.report(1).duplicate_of(), None);
    assert_eq!(world.report(1).limbo_since, None);
}

#[test]
fn whoever_hears_by_another_report_by_now_keeps_the_former_one_in_no_limbo() {
    // What nobody can be told of is joined to another one, with whoever followed it, and separated again.
    let mut world = World::by(&[Channel::Nobody, Channel::Telegram, Channel::Telegram]);
    world.does(1, merge(0), false);
    world.does(0, merge(2), false);
    world.does(0, Command::Unmerge { owed: Owed::default() }, false);
    assert_eq!(world.report(1).duplicate_of(), Some(number(2)));
    assert!(!world.report(0).is_awaited());

    // It was closed as spam, which is a mistake for one of them alone.
    let mut world = World::by(&[Channel::Nobody, Channel::Telegram]);
    world.does(1, merge(0), false);
    world.does(0, close(Outcome::Spam, None), false);
    world.does(0, Command::Reopen, false);
    assert_eq!(world.report(1).duplicate_of(), None);
    assert!(!world.report(0).is_awaited());
}
