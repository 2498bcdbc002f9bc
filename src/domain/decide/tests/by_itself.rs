//! What the clock does by itself, and what only a person can end.

use super::*;
use crate::domain::joined::{Meant, main_behind, meant};

fn after(report: &Report, command: Command, by: &Actor, now: DateTime<Utc>) -> Report {
    let mut after = report.clone();
    for event in decide(report, command, by, terms(&calendar(), now)).unwrap() {
        after.apply(&event);
    }
    after
}

#[test]
fn the_clock_says_once_that_the_town_is_late_and_only_a_person_ends_the_limbo() {
    let report = in_state(StateKind::InProgress);
    let promised = report.promised.unwrap();
    let on_the_day = calendar().at(promised, calendar().opens);
    let clock = Actor::clock();
    let early = decide(&report, Command::TellLate, &clock, terms(&calendar(), on_the_day));
    assert_eq!(early, Err(Refusal::NotLate));

    let morning_after = calendar().at(calendar().next_working(promised), calendar().reminder);
    let today = calendar().day_of(morning_after);
    assert!(report.is_in_limbo(today));
    let told = after(&report, Command::TellLate, &clock, morning_after);
    assert_eq!(told.limbo_since, Some(promised));
    assert!(told.promised > Some(today), "a new date was promised");
    assert!(told.is_in_limbo(today), "the clock's word is no answer");
    let again = decide(&told, Command::TellLate, &clock, terms(&calendar(), morning_after));
    assert_eq!(again, Err(Refusal::NotLate));

    let moved = after(&told, Command::GiveBack, &operator(), morning_after);
    assert!(moved.is_in_limbo(today), "moving it about tells the citizen nothing");
    let tell = Command::Tell { words: "Arriviamo giovedì.".to_owned(), photos: Vec::new() };
    assert!(!after(&moved, tell, &referent(), morning_after).is_in_limbo(today));
}

/// The report as if it had come through that door.
fn through(channel: Channel, steps: &[(Command, Actor)]) -> Report {
    let mut report = Report { channel, ..report_after(&[]) };
    for (command, actor) in steps {
        report = after(&report, command.clone(), actor, start());
    }
    report
}

#[test]
fn what_somebody_is_not_called_for_leaves_the_date_that_they_were_told() {
    let filed = through(Channel::Phone, &[]);
    let take = (Command::Take, operator());
    let taken = through(Channel::Phone, &[assign(), take.clone()]);
    assert_eq!(taken.promised, filed.promised);
    assert!(through(Channel::Telegram, &[assign()]).promised > filed.promised);

    let planned = through(Channel::Phone, &[assign(), take.clone(), plan()]);
    let State::Planned { until, .. } = planned.state else { panic!("{:?}", planned.state) };
    assert_eq!(planned.promised, Some(until), "they are called for a plan");
    let earlier = through(Channel::Phone, &[assign(), take.clone(), plan(), take]);
    assert_eq!(earlier.promised, Some(until), "taken up earlier, which is no reason to call");
}

#[test]
fn without_any_contact_the_date_is_the_works_and_nobody_is_in_limbo() {
    let report = through(Channel::Nobody, &[assign()]);
    let promised = report.promised.unwrap();
    let morning_after = calendar().at(calendar().next_working(promised), calendar().reminder);
    let today = calendar().day_of(morning_after);
    assert!(!report.is_in_limbo(today));
    assert!(crate::domain::chase::is_to_be_told(&report, today));
    let moved = after(&report, Command::TellLate, &Actor::clock(), morning_after);
    assert_eq!(moved.limbo_since, None);
    assert!(moved.promised > Some(today), "staff have another date for it");
}

#[test]
fn those_who_follow_a_report_without_contact_wait_for_its_date() {
    let words = "Anch'io.".to_owned();
    let report = ReportId::new(2026, 2);
    let joined =
        Command::FromDuplicate { report, joins: true, words, photos: Vec::new(), untold: false };
    let report = through(Channel::Nobody, &[assign(), (joined, Actor::clock())]);
    let promised = report.promised.unwrap();
    let morning_after = calendar().at(calendar().next_working(promised), calendar().reminder);
    let today = calendar().day_of(morning_after);
    assert!(report.is_in_limbo(today));
    let told = after(&report, Command::TellLate, &Actor::clock(), morning_after);
    assert_eq!(told.limbo_since, Some(promised), "only a person's word ends it");
}

#[test]
fn once_nobody_follows_a_report_without_contact_nobody_waits_for_its_date() {
    let clock = Actor::clock;
    let joined = |number| {
        let (words, report) = ("Anch'io.".to_owned(), ReportId::new(2026, number));
        (
            Command::FromDuplicate {
                report,
                joins: true,
                words,
                photos: Vec::new(),
                untold: false,
            },
            clock(),
        )
    };
    let left = |number| (Command::DuplicateLeft { report: ReportId::new(2026, number) }, clock());
    let report = through(Channel::Nobody, &[assign(), joined(2)]);
    let promised = report.promised.unwrap();
    let morning_after = calendar().at(calendar().next_working(promised), calendar().reminder);
    let told = after(&report, Command::TellLate, &clock(), morning_after);
    assert_eq!(told.limbo_since, Some(promised));
    let alone = after(&told, left(2).0, &clock(), morning_after);
    assert!(!alone.is_awaited());
    assert_eq!(alone.limbo_since, None);
    // More follow than are kept: those of whom nothing is kept wait still.
    let many: Vec<_> = (2..13).map(joined).chain((3..13).map(left)).collect();
    let crowded = through(Channel::Nobody, &many);
    assert!(crowded.from_duplicates.is_empty() && crowded.is_awaited());
}

#[test]
fn a_report_of_which_nobody_can_be_told_is_in_no_limbo_however_many_follow_it() {
    let joined = |number, untold| {
        let (words, report) = ("Anch'io.".to_owned(), ReportId::new(2026, number));
        let (joins, photos) = (true, Vec::new());
        (Command::FromDuplicate { report, joins, words, photos, untold }, Actor::clock())
    };
    // More than are kept.
    let mut steps: Vec<_> = (2..20).map(|number| joined(number, true)).collect();
    let report = through(Channel::Nobody, &steps);
    let morning_after =
        calendar().at(calendar().next_working(report.promised.unwrap()), calendar().reminder);
    assert!(!report.is_in_limbo(calendar().day_of(morning_after)));
    let told = after(&report, Command::TellLate, &Actor::clock(), morning_after);
    assert_eq!(told.limbo_since, None);

    // One of them can be told, also where nothing of what they said is kept.
    steps.insert(3, joined(20, false));
    let report = through(Channel::Nobody, &steps);
    let told = after(&report, Command::TellLate, &Actor::clock(), morning_after);
    assert_eq!(told.limbo_since, report.promised);
}

#[test]
fn what_an_earlier_version_wrote_is_read_as_it_was_meant() {
    let read = |json: &str| serde_json::from_str::<EventKind>(json).unwrap();
    assert_eq!(read(r#"{"event":"unmerged"}"#), EventKind::Unmerged { limbo_since: None });
    let joined = r#"{"event":"from_duplicate","report":2026000002,"joins":true,"words":"Anch'io.","photos":[]}"#;
    let EventKind::FromDuplicate { untold, .. } = read(joined) else { panic!("{joined}") };
    assert!(!untold, "nobody who may wait is forgotten");
    // It is written so still where there is nothing else to say.
    let kind = EventKind::Unmerged { limbo_since: None };
    assert_eq!(serde_json::to_string(&kind).unwrap(), r#"{"event":"unmerged"}"#);
    assert_eq!(serde_json::to_string(&read(joined)).unwrap(), joined);
}

#[test]
fn a_work_of_another_office_is_not_in_the_hands_of_whoever_had_the_report() {
    let done = |office: &str| {
        let command = Command::WorkDone { office: office.into(), draft: "Rifatta.".to_owned() };
        let ready = after(&in_state(StateKind::InProgress), command, &Actor::clock(), start());
        after(&ready, Command::SendBack { note: "Quale?".to_owned() }, &urp(), start()).state
    };
    assert_eq!(done("verde"), State::Assigned { office: "verde".into() });
    let operator = OPERATOR;
    assert_eq!(done("strade"), State::InProgress { office: "strade".into(), operator });
}

#[test]
fn a_question_is_called_to_mind_once() {
    let clock = Actor::clock();
    let report = in_state(StateKind::Assigned);
    let none = decide(&report, Command::RemindQuestion, &clock, terms(&calendar(), start()));
    assert_eq!(none, Err(Refusal::NoQuestion));
    let asked = after(&report, sample(CommandKind::Ask), &urp(), start());
    let reminded = after(&asked, Command::RemindQuestion, &clock, start());
    assert_eq!(reminded.promised, asked.promised, "a reminder promises nothing new");
    let again = decide(&reminded, Command::RemindQuestion, &clock, terms(&calendar(), start()));
    assert_eq!(again, Err(Refusal::Already));
}

#[test]
fn a_duplicate_follows_another_main_report_or_goes_on_by_itself() {
    let report = in_state(StateKind::Received);
    let merged = after(&report, sample(CommandKind::Merge), &urp(), start());
    let main = ReportId::new(2026, 2);
    assert_eq!(merged.duplicate_of(), Some(main));
    let clock = Actor::clock();
    let same = decide(
        &merged,
        Command::Follow { into: main, let_go: false },
        &clock,
        terms(&calendar(), start()),
    );
    assert_eq!(same, Err(Refusal::Already));
    let itself = Command::Follow { into: merged.id, let_go: false };
    let itself = decide(&merged, itself, &clock, terms(&calendar(), start()));
    assert_eq!(itself, Err(Refusal::Itself));
    let following = after(&merged, sample(CommandKind::Follow), &clock, start());
    assert_eq!(following.duplicate_of(), Some(ReportId::new(2026, 3)));
    for by in [clock, urp()] {
        let alone = after(&following, Command::Unmerge { owed: Owed::default() }, &by, start());
        assert_eq!((alone.state.kind(), alone.duplicate_of()), (StateKind::Received, None));
        assert!(alone.promised.is_some());
    }
}

#[test]
fn what_the_citizen_of_a_duplicate_says_is_for_the_report_that_it_is_joined_to() {
    let [one, two, three] = [1, 2, 3].map(|number| ReportId::new(2026, number));
    let joined = |id, into| {
        let merge = Command::Merge { into, words: "It is known.".to_owned() };
        Report { id, ..report_after(&[(merge, urp())]) }
    };
    let (report, between) = (joined(one, two), joined(two, three));
    let open = Report { id: three, ..in_state(StateKind::Assigned) };
    // By way of another one, as long as not all who follow that one follow its main report.
    let behind = |known: &[&Report]| {
        main_behind(&report, |id| known.iter().find(|one| one.id == id).copied().cloned())
    };
    assert_eq!(behind(&[]).unwrap_err(), two);
    assert_eq!(behind(&[&between]).unwrap_err(), three);
    assert_eq!(behind(&[&between, &open]).unwrap().id, three);

    let closed = Report { id: three, ..in_state(StateKind::Closed) };
    let still_there = Command::StillThere { words: None };
    let solved = Command::Rate { solved: true };
    let later = start() + TimeDelta::days(60);
    for (main, command, now, means) in [
        (&closed, &still_there, start(), Meant::ForMain),
        (&closed, &still_there, later, Meant::AsWords),
        (&open, &still_there, start(), Meant::AsWords),
        (&open, &solved, start(), Meant::AsWords),
        (&closed, &solved, start(), Meant::AsItIs),
        (&report, &still_there, start(), Meant::AsItIs),
    ] {
        assert_eq!(meant(&report, main, command, terms(&calendar(), now)), means, "{command:?}");
    }
}

#[test]
fn what_was_another_problem_is_no_more_among_what_others_said() {
    let [one, other] = [ReportId::new(2026, 4), ReportId::new(2026, 5)];
    let photo = crate::domain::ids::FileId(Uuid::from_u128(9));
    let says = |report| {
        let words = "buca".to_owned();
        let joined = Command::FromDuplicate {
            report,
            joins: true,
            words,
            photos: vec![photo],
            untold: false,
        };
        (joined, Actor::clock())
    };
    let left = |report| (Command::DuplicateLeft { report }, Actor::clock());
    assert!(!report_after(&[]).was_joined());
    let report = report_after(&[says(one), says(other), left(one)]);
    let said: Vec<_> = report.from_duplicates.iter().map(|said| said.report).collect();
    assert_eq!(said, [other]);
    assert_eq!(report.all_photos().collect::<Vec<_>>(), [photo]);
    // Others may follow it still, of whom nothing is kept here.
    let report = report_after(&[says(one), left(one)]);
    assert!(report.from_duplicates.is_empty() && report.was_joined());
}
