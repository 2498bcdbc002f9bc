//! Whoever is called is told the same as those who are written to, as far as it is so still.

use super::*;
use crate::domain::state::State;

const DOORS: [Channel; 3] = [Channel::Telegram, Channel::Phone, Channel::Telegram];

fn refuse() -> Command {
    Command::RefuseReopen { words: "It has been filled since.".to_owned() }
}

fn closed() -> Command {
    close(Outcome::Resolved, Some("The hole is filled."))
}

fn plan(until: &str) -> Command {
    let reason = "The whole street is renewed in spring.".to_owned();
    Command::Plan { until: until.parse().unwrap(), reason, work: None }
}

/// What whoever calls the citizen of that report is to say, each call's words.
fn to_say(world: &World, count: usize) -> Vec<String> {
    let said = world.said(number(count)).into_iter().filter(|said| said.waits);
    said.map(|said| said.words).collect()
}

/// No call is to be made that gives a plan which is over as the reason why nothing is done.
pub(super) fn nobody_is_called_about_a_plan_that_is_over(world: &World) {
    for (count, report) in world.facts.reports.iter().enumerate() {
        let is_planned = matches!(report.state, State::Planned { .. });
        if !is_planned && report.duplicate_of().is_none() {
            let words = to_say(world, count);
            assert!(!words.iter().any(|words| words.contains("Because of")), "{words:?}");
        }
    }
}

#[test]
fn whoever_is_called_hears_the_answer_before_they_hear_that_it_stands() {
    let mut world = World::by(&DOORS);
    world.does(1, merge(0), false);
    world.calls(1);
    world.does(0, closed(), false);
    assert_eq!(to_say(&world, 1).len(), 1);

    // Nobody has called yet when its citizen says that the problem is still there.
    world.does(0, Command::StillThere { words: None }, true);
    insta::assert_snapshot!(to_say(&world, 1).join("\n---\n"), @r"
    Report 2026-000002, via Roma 12, is closed: the problem is solved.

    The hole is filled.

    Comune di Esempio

    Report 2026-000002, via Roma 12, is open again: the problem will be looked at once more.

    We call by Thursday 26 November.

    To speak with a person: URP, phone 040 000000
    ");
    world.days_pass(6);
    let late = to_say(&world, 1).join("\n---\n");
    assert!(late.contains("The hole is filled."), "{late}");
    assert!(late.contains("and none has come"), "{late}");
    assert!(!late.contains("is open again"), "{late}");
    world.does(0, refuse(), false);
    insta::assert_snapshot!(to_say(&world, 1).join("\n---\n"), @r"
    Report 2026-000002, via Roma 12, is closed: the problem is solved.

    The hole is filled.

    Comune di Esempio

    Report 2026-000002, via Roma 12, stays closed. This is why:

    It has been filled since.

    Comune di Esempio

    To speak with a person: URP, phone 040 000000
    ");
    world.nobody_is_forgotten();
}

#[test]
fn what_was_opened_again_by_mistake_is_one_call_with_the_answer_and_why_it_stands() {
    let mut world = World::by(&DOORS);
    world.does(1, closed(), false);
    world.does(1, Command::Reopen, false);
    world.does(1, refuse(), false);
    insta::assert_snapshot!(to_say(&world, 1).join("\n---\n"), @r"
    Report 2026-000002, via Roma 12, is closed: the problem is solved.

    The hole is filled.

    Comune di Esempio

    Report 2026-000002, via Roma 12, stays closed. This is why:

    It has been filled since.

    Comune di Esempio

    To speak with a person: URP, phone 040 000000
    ");
    world.nobody_is_forgotten();
}

#[test]
fn an_answer_that_was_said_is_not_said_again_and_one_that_is_no_more_never() {
    let mut world = World::by(&DOORS);
    world.does(1, closed(), false);
    world.calls(1);
    world.does(1, Command::Reopen, false);
    let words = to_say(&world, 1).join("\n---\n");
    assert!(!words.contains("The hole is filled."), "{words}");

    let mut world = World::by(&DOORS);
    world.does(1, closed(), false);
    world.does(1, Command::Reopen, false);
    world.does(1, close(Outcome::NotOurs, Some("The province does it.")), false);
    let words = to_say(&world, 1).join("\n---\n");
    assert!(words.contains("The province does it."), "{words}");
    assert!(!words.contains("The hole is filled."), "{words}");
}

#[test]
fn an_answer_however_long_leaves_room_for_why_it_stands() {
    let mut world = World::by(&DOORS);
    world.does(1, close(Outcome::Resolved, Some(&"Filled. ".repeat(400))), false);
    world.does(1, Command::Reopen, false);
    world.does(1, refuse(), false);
    let words = to_say(&world, 1).join("\n---\n");
    assert!(words.encode_utf16().count() <= crate::text::staff::LONGEST_QUOTE);
    assert!(words.contains("It has been filled since."), "{words}");
}

#[test]
fn whoever_joins_what_is_open_again_reads_how_it_was_closed_where_it_stays_so() {
    let mut world = World::by(&DOORS);
    world.does(0, close(Outcome::NotOurs, Some("The province does it.")), false);
    world.does(0, Command::StillThere { words: None }, true);
    for one in [1, 2] {
        world.does(one, merge(0), false);
    }
    world.does(0, Command::RefuseReopen { words: "It is on their road still.".to_owned() }, false);
    let answer = world.said(number(2)).pop().unwrap();
    assert_eq!(answer.purpose, Purpose::Reply);
    insta::assert_snapshot!(answer.words, @r"
    Report 2026-000003, via Roma 12, is closed: <b>the town is not responsible for this</b>. This is who is:

    The province does it.

    It is on their road still.

    Comune di Esempio

    If anything is unclear, just reply to this message.
    ");
    insta::assert_snapshot!(to_say(&world, 1).join("\n---\n"), @r"
    Report 2026-000002, via Roma 12, is closed: the town is not responsible for this. This is who is:

    The province does it.

    It is on their road still.

    Comune di Esempio
    ");
    // Its own citizen has read that already.
    let words = world.said(number(0)).pop().unwrap().words;
    assert!(words.contains("stays closed") && !words.contains("The province"), "{words}");
    world.nobody_is_forgotten();
}

#[test]
fn a_crowd_that_comes_when_it_stays_closed_already_reads_how_it_was_closed() {
    let crowd = FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 2);
    world.does(1, close(Outcome::NotOurs, Some("The province does it.")), false);
    world.does(1, Command::Reopen, false);
    for one in 2..crowd + 2 {
        world.does(one, merge(0), false);
    }
    // Their main report is joined to it, and it stays closed before the timers have gone on.
    world.acts(0, merge(1), false);
    world.acts(1, refuse(), false);
    let of = Some(number(0));
    assert!(world.facts.reports.iter().any(|one| one.duplicate_of() == of), "some are left");
    world.timers_run();
    for one in 2..crowd + 2 {
        let words = world.said(number(one)).pop().unwrap().words;
        assert!(words.contains("The province does it.\n\nIt has been filled since."), "{words}");
    }
    world.nobody_is_forgotten();
}

#[test]
fn who_follows_by_phone_hears_of_a_later_date_that_comes_with_another_main_report() {
    let mut world = World::by(&[Channel::Telegram, Channel::Telegram, Channel::Phone]);
    world.does(2, merge(0), false);
    world.calls(2);
    world.does(1, Command::Ask { words: "Which side of the street?".to_owned() }, false);
    world.does(0, merge(1), false);
    assert_eq!(world.report(2).duplicate_of(), Some(number(1)));
    insta::assert_snapshot!(to_say(&world, 2).join("\n---\n"), @r"
    The problem of report 2026-000003, via Roma 12, is followed under the number 2026-000002 now.

    We call by Thursday 3 December.
    ");
    dates::every_date_is_known(&world);
}

#[test]
fn who_follows_by_phone_is_not_called_where_their_date_stands() {
    let mut world = World::by(&[Channel::Telegram, Channel::Telegram, Channel::Phone]);
    for one in [1, 2] {
        world.does(one, merge(0), false);
    }
    world.calls(2);
    world.now += TimeDelta::days(1);
    world.does(0, Command::Withdraw, true);
    assert_eq!(world.report(2).duplicate_of(), Some(number(1)));
    assert_eq!(to_say(&world, 2), Vec::<String>::new());
    dates::every_date_is_known(&world);
}

#[test]
fn who_follows_by_phone_hears_of_a_broken_date_where_the_main_report_is_withdrawn() {
    let mut world = World::by(&[Channel::Telegram, Channel::Telegram, Channel::Phone]);
    for one in [1, 2] {
        world.does(one, merge(0), false);
    }
    world.calls(2);
    world.now += TimeDelta::days(3);
    world.does(0, Command::Withdraw, true);
    insta::assert_snapshot!(to_say(&world, 2).join("\n---\n"), @r"
    The problem of report 2026-000003, via Roma 12, is followed under the number 2026-000002 now.

    We promised news by Thursday 26 November, and none has come. We are sorry.

    We call by Tuesday 1 December.

    To speak with a person: URP, phone 040 000000
    ");
    dates::every_date_is_known(&world);
}

#[test]
fn nobody_is_told_on_the_phone_of_a_plan_that_is_over() {
    // A report of its own, and one that follows another.
    for followed in [false, true] {
        let doors = if followed { [Channel::Nobody, Channel::Phone] } else { [Channel::Phone; 2] };
        let mut world = World::by(&doors);
        let main = usize::from(!followed);
        if followed {
            world.does(1, merge(0), false);
            world.calls(1);
        }
        world.does(main, Command::Assign { office: "strade".into() }, false);
        world.calls(1);
        world.does(main, plan("2027-05-31"), false);
        let words = to_say(&world, 1).join("\n---\n");
        assert!(words.contains("renewed in spring"), "{words}");
        world.does(main, Command::Assign { office: "luci".into() }, false);
        let words = to_say(&world, 1).join("\n---\n");
        assert!(!words.contains("renewed in spring"), "{words}");
        insta::allow_duplicates!(insta::assert_snapshot!(words, @r"
        Report 2026-000002, via Roma 12, has been given to: Illuminazione.

        We call by Monday 31 May 2027.
        "));
        dates::every_date_is_known(&world);
    }
}

#[test]
fn nobody_is_told_on_the_phone_of_a_plan_whose_work_is_done() {
    let mut world = World::by(&[Channel::Phone, Channel::Phone]);
    world.does(1, merge(0), false);
    world.calls(1);
    world.does(0, plan("2027-05-31"), false);
    let (outcome, draft) = (Outcome::Resolved, "The hole is filled.".to_owned());
    let (done, photos) = ("Filled.".to_owned(), Vec::new());
    world.does(0, Command::Assign { office: "strade".into() }, false);
    world.does(0, plan("2027-05-31"), false);
    world.does(0, Command::Ready { outcome, done, draft, photos }, false);
    assert!(matches!(world.report(0).state, State::Ready { .. }));
    for one in [0, 1] {
        let words = to_say(&world, one).join("\n---\n");
        assert!(!words.contains("renewed in spring"), "{words}");
        assert!(words.contains("is still being looked at"), "{words}");
        assert!(words.contains("We call by Monday 31 May 2027"), "{words}");
    }
}
