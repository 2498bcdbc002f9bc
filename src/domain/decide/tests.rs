//! The state table as a specification of its own.

mod by_itself;
mod random;
mod rows;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::event::Channel;
use crate::domain::ids::{CategoryCode, PersonId, WorkId};
use crate::domain::joined::Owed;
use crate::domain::lang::Lang;
use crate::domain::people::Capacity;
use crate::domain::place::Place;

const CITIZEN: PersonId = PersonId(Uuid::from_u128(1));
const OPERATOR: PersonId = PersonId(Uuid::from_u128(2));
const REFERENT: PersonId = PersonId(Uuid::from_u128(3));

fn calendar() -> Calendar {
    Calendar::default()
}

fn start() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

fn terms(calendar: &Calendar, now: DateTime<Utc>) -> Terms<'_> {
    Terms { now, calendar, deadlines: Deadlines::default(), seen: None }
}

fn actor(person: Option<PersonId>, capacity: Capacity) -> Actor {
    Actor { person, name: "Carlo Neri".to_owned(), capacities: vec![capacity] }
}

fn urp() -> Actor {
    actor(Some(PersonId(Uuid::from_u128(4))), Capacity::Urp)
}

fn citizen() -> Actor {
    Actor::citizen(CITIZEN, "Maria")
}

fn referent() -> Actor {
    actor(Some(REFERENT), Capacity::Referent("strade".into()))
}

fn operator() -> Actor {
    actor(Some(OPERATOR), Capacity::Operator("strade".into()))
}

fn filed(now: DateTime<Utc>) -> Event {
    let filing = Filing {
        citizen: CITIZEN,
        channel: Channel::Telegram,
        suggested: false,
        missing: crate::domain::event::Missing::default(),
        lang: Lang::It,
        category: Some("buche".into()),
        place: Place::typed("via Roma 12"),
        words: "Una buca".to_owned(),
        photos: Vec::new(),
    };
    file(ReportId::new(2026, 1), filing, citizen(), terms(&calendar(), now))
}

/// A report carried through commands that must all be accepted.
fn report_after(steps: &[(Command, Actor)]) -> Report {
    let mut report = Report::opened_by(&filed(start())).unwrap();
    for (command, actor) in steps {
        let events = decide(&report, command.clone(), actor, terms(&calendar(), start())).unwrap();
        for event in &events {
            report.apply(event);
        }
    }
    report
}

fn assign() -> (Command, Actor) {
    (Command::Assign { office: "strade".into() }, urp())
}

fn plan() -> (Command, Actor) {
    let until = "2027-05-03".parse().unwrap();
    (Command::Plan { until, reason: "Si rifà la via.".to_owned(), work: None }, urp())
}

fn ready() -> (Command, Actor) {
    let command = Command::Ready {
        outcome: Outcome::Resolved,
        done: "chiusa".to_owned(),
        draft: "La buca è stata chiusa.".to_owned(),
        photos: Vec::new(),
    };
    (command, operator())
}

fn close(outcome: Outcome) -> (Command, Actor) {
    (Command::Close { outcome, words: Some("Fatto.".to_owned()), photos: Vec::new() }, urp())
}

fn in_state(kind: StateKind) -> Report {
    let take = (Command::Take, operator());
    let still = (Command::StillThere { words: None }, citizen());
    report_after(&match kind {
        StateKind::Received => vec![],
        StateKind::Assigned => vec![assign()],
        StateKind::InProgress => vec![assign(), take],
        StateKind::Planned => vec![assign(), take, plan()],
        StateKind::Ready => vec![assign(), take, ready()],
        StateKind::ReopenRequested => vec![close(Outcome::Resolved), still],
        StateKind::Closed => vec![close(Outcome::Resolved)],
    })
}

const STATES: [StateKind; 7] = [
    StateKind::Received,
    StateKind::Assigned,
    StateKind::InProgress,
    StateKind::Planned,
    StateKind::Ready,
    StateKind::ReopenRequested,
    StateKind::Closed,
];

/// The table: from which states a command leads where. `None`: the state stays.
fn table(command: CommandKind) -> &'static [(StateKind, Option<StateKind>)] {
    use CommandKind as C;
    use StateKind::{Assigned, Closed, InProgress, Planned, Ready, Received, ReopenRequested};
    const OPEN_STAYS: &[(StateKind, Option<StateKind>)] = &[
        (Received, None),
        (Assigned, None),
        (InProgress, None),
        (Planned, None),
        (Ready, None),
        (ReopenRequested, None),
    ];
    const ANY_STAYS: &[(StateKind, Option<StateKind>)] = &[
        (Received, None),
        (Assigned, None),
        (InProgress, None),
        (Planned, None),
        (Ready, None),
        (ReopenRequested, None),
        (Closed, None),
    ];
    const OPEN_CLOSES: &[(StateKind, Option<StateKind>)] = &[
        (Received, Some(Closed)),
        (Assigned, Some(Closed)),
        (InProgress, Some(Closed)),
        (Planned, Some(Closed)),
        (Ready, Some(Closed)),
        (ReopenRequested, Some(Closed)),
    ];
    match command {
        C::SetCategory | C::SetPlace | C::Ask | C::FromDuplicate => OPEN_STAYS,
        C::Note | C::Add | C::Edit | C::Tell | C::SetProtocol | C::DuplicateLeft => ANY_STAYS,
        // An answer needs a question: see its own test.
        C::Answer | C::Complete | C::RemindQuestion => &[],
        // Only once the promised day is over: see its own test.
        C::TellLate => &[],
        C::Rate => &[(Closed, None)],
        C::Assign => &[
            (Received, Some(Assigned)),
            (ReopenRequested, Some(Assigned)),
            (Assigned, Some(Assigned)),
            (InProgress, Some(Assigned)),
            (Planned, Some(Assigned)),
        ],
        C::NotOurs => &[(Assigned, Some(Received)), (InProgress, Some(Received))],
        C::HandTo => &[(Assigned, Some(InProgress)), (InProgress, Some(InProgress))],
        C::Take => &[(Assigned, Some(InProgress)), (Planned, Some(InProgress))],
        C::GiveBack => &[(InProgress, Some(Assigned))],
        C::OperatorRemoved => {
            &[(InProgress, Some(Assigned)), (Planned, Some(Planned)), (Ready, Some(Ready))]
        }
        C::Plan => &[
            (Received, Some(Planned)),
            (Assigned, Some(Planned)),
            (InProgress, Some(Planned)),
            (Planned, Some(Planned)),
        ],
        C::PlanDue => &[(Planned, Some(InProgress))],
        C::Ready => &[(Assigned, Some(Ready)), (InProgress, Some(Ready)), (Planned, Some(Ready))],
        C::WorkDone => &[
            (Received, Some(Ready)),
            (Assigned, Some(Ready)),
            (InProgress, Some(Ready)),
            (Planned, Some(Ready)),
        ],
        C::SendBack => &[(Ready, Some(InProgress))],
        C::Close | C::Merge | C::Withdraw => OPEN_CLOSES,
        // Only of a duplicate: see their own test.
        C::Unmerge | C::Follow => &[],
        C::StillThere | C::Reopen => &[(Closed, Some(ReopenRequested))],
        C::RefuseReopen => &[(ReopenRequested, Some(Closed))],
    }
}

/// A command that is complete, so that only right and state can refuse it.
fn sample(kind: CommandKind) -> Command {
    use CommandKind as C;
    let words = || "Parole.".to_owned();
    let photos = Vec::new;
    match kind {
        C::SetCategory => Command::SetCategory { category: None },
        C::Complete => Command::Complete {
            category: None,
            place: Some(Place::typed("via Udine 1")),
            words: words(),
            photos: photos(),
        },
        C::SetProtocol => Command::SetProtocol { number: "123/2026".to_owned() },
        C::SetPlace => Command::SetPlace { place: Place::typed("via Udine 1") },
        C::Assign => Command::Assign { office: "verde".into() },
        C::NotOurs => Command::NotOurs { reason: words() },
        C::HandTo => {
            Command::HandTo { operator: PersonId(Uuid::from_u128(9)), operator_name: words() }
        }
        C::Take => Command::Take,
        C::GiveBack => Command::GiveBack,
        C::OperatorRemoved => Command::OperatorRemoved,
        C::Plan => plan().0,
        C::PlanDue => Command::PlanDue,
        C::Ready => ready().0,
        C::WorkDone => Command::WorkDone { office: "strade".into(), draft: words() },
        C::SendBack => Command::SendBack { note: words() },
        C::Close => close(Outcome::Resolved).0,
        C::Merge => Command::Merge { into: ReportId::new(2026, 2), words: words() },
        C::Unmerge => Command::Unmerge { owed: Owed::default() },
        C::Withdraw => Command::Withdraw,
        C::StillThere => Command::StillThere { words: None },
        C::Reopen => Command::Reopen,
        C::RefuseReopen => Command::RefuseReopen { words: words() },
        C::Note => Command::Note { words: words(), photos: photos() },
        C::Ask => Command::Ask { words: words() },
        C::Answer => Command::Answer { words: words(), photos: photos() },
        C::Add => Command::Add { words: words(), photos: photos() },
        C::Edit => Command::Edit { words: words() },
        C::Tell => Command::Tell { words: words(), photos: photos() },
        C::Rate => Command::Rate { solved: true },
        C::Follow => Command::Follow { into: ReportId::new(2026, 3), let_go: false },
        C::TellLate => Command::TellLate,
        C::RemindQuestion => Command::RemindQuestion,
        C::FromDuplicate => Command::FromDuplicate {
            report: ReportId::new(2026, 4),
            joins: false,
            words: words(),
            photos: photos(),
            untold: false,
        },
        C::DuplicateLeft => Command::DuplicateLeft { report: ReportId::new(2026, 4) },
    }
}

/// Somebody with the role, for the office that has the report.
fn one_of(role: Role) -> Actor {
    match role {
        Role::Citizen => citizen(),
        Role::Urp => urp(),
        Role::Referent => referent(),
        Role::Operator => operator(),
        Role::Supervisor => actor(Some(PersonId(Uuid::from_u128(5))), Capacity::Supervisor),
        Role::Clock => Actor::clock(),
    }
}

#[test]
fn every_command_in_every_state_does_what_the_table_says() {
    // Late enough for the planned day, early enough to reopen: each state is made anew at `start`.
    for kind in CommandKind::ALL {
        for state in STATES {
            let report = in_state(state);
            let now =
                if kind == CommandKind::PlanDue { start() + TimeDelta::days(365) } else { start() };
            let expected = table(kind).iter().find(|(from, _)| *from == state);
            let accepted = rights::who_may(kind).iter().find_map(|role| {
                decide(&report, sample(kind), &one_of(*role), terms(&calendar(), now)).ok()
            });
            match (expected, accepted) {
                (Some((_, to)), Some(events)) => {
                    let mut after = report.clone();
                    for event in &events {
                        after.apply(event);
                    }
                    assert_eq!(after.state.kind(), to.unwrap_or(state), "{kind:?} in {state:?}");
                    assert_eq!(after.promised.is_some(), after.state.is_open());
                }
                (None, None) => {}
                (expected, accepted) => {
                    panic!("{kind:?} in {state:?}: expected {expected:?}, got {accepted:?}")
                }
            }
        }
    }
}

#[test]
fn whoever_has_no_right_is_told_who_can() {
    let roles =
        [Role::Citizen, Role::Urp, Role::Referent, Role::Operator, Role::Supervisor, Role::Clock];
    for kind in CommandKind::ALL {
        for role in roles {
            for state in STATES {
                let report = in_state(state);
                let answer =
                    decide(&report, sample(kind), &one_of(role), terms(&calendar(), start()));
                if !rights::who_may(kind).contains(&role) {
                    let who_can = rights::who_may(kind);
                    assert_eq!(answer, Err(Refusal::NotAllowed { who_can }), "{kind:?} {role:?}");
                }
            }
        }
    }
}

#[test]
fn another_offices_referent_is_nobody_here() {
    let stranger = actor(Some(REFERENT), Capacity::Referent("verde".into()));
    let answer = decide(
        &in_state(StateKind::Assigned),
        sample(CommandKind::NotOurs),
        &stranger,
        terms(&calendar(), start()),
    );
    assert!(matches!(answer, Err(Refusal::NotAllowed { .. })));
}

#[test]
fn moving_a_report_about_renews_nothing() {
    let report = in_state(StateKind::Assigned);
    let first = report.promised;
    let later = terms(&calendar(), start() + TimeDelta::days(3)).now;
    let mut moved = report;
    for (command, actor) in [
        (Command::NotOurs { reason: "non nostra".to_owned() }, referent()),
        (Command::Assign { office: "verde".into() }, urp()),
    ] {
        let events = decide(&moved, command, &actor, terms(&calendar(), later)).unwrap();
        for event in &events {
            moved.apply(event);
        }
    }
    assert_eq!(moved.promised, first);
    assert_eq!(moved.state.office().map(OfficeCode::as_str), Some("verde"));
}

#[test]
fn a_citizen_adds_to_a_report_as_long_as_anybody_reads_it() {
    let mut report = report_after(&[]);
    let mut add = |command: Command| {
        let events = decide(&report, command, &citizen(), terms(&calendar(), start()))?;
        for event in &events {
            report.apply(event);
        }
        Ok(report.words.clone())
    };
    let words = "è".repeat(4_000);
    let more = || Command::Add { words: words.clone(), photos: Vec::new() };
    for _ in 0..299 {
        let held = add(more()).unwrap();
        assert!(held.chars().count() <= 40_004);
    }
    // The history has all of it.
    let held = add(Command::Edit { words: "Another word".to_owned() }).unwrap();
    assert!(held.ends_with("è\n[…]") && held.starts_with("Una buca\nè"), "{}", held.len());
    assert_eq!(add(more()), Err(Refusal::NoRoom));
    assert_eq!(add(Command::Edit { words }), Err(Refusal::NoRoom));
    assert!(add(Command::Withdraw).is_ok(), "all else is as ever");
}

#[test]
fn a_question_moves_the_date_and_its_answer_keeps_it() {
    let mut report = in_state(StateKind::Received);
    let ask = Command::Ask { words: "Quale numero?".to_owned() };
    let events = decide(&report, ask, &urp(), terms(&calendar(), start())).unwrap();
    for event in &events {
        report.apply(event);
    }
    // Five working days to answer (over the weekend), two more for the first word after that.
    assert_eq!(report.question.as_ref().map(|one| one.until), "2026-12-01".parse().ok());
    assert_eq!(report.promised, "2026-12-03".parse().ok());
    let answer = Command::Answer { words: "Il 12".to_owned(), photos: Vec::new() };
    let events = decide(&report, answer.clone(), &citizen(), terms(&calendar(), start())).unwrap();
    for event in &events {
        report.apply(event);
    }
    assert_eq!(report.promised, "2026-12-03".parse().ok());
    assert_eq!(report.words, "Una buca\nIl 12");
    let again = decide(&report, answer, &citizen(), terms(&calendar(), start()));
    assert_eq!(again, Err(Refusal::NoQuestion));
}

#[test]
fn two_at_once_one_wins_and_the_other_hears_who_did_it() {
    let report = in_state(StateKind::Received);
    let town = calendar();
    let seen = Terms { seen: Some(report.state_seq), ..terms(&town, start()) };
    let mut after = report.clone();
    let first = Command::Assign { office: "strade".into() };
    for event in decide(&report, first, &urp(), seen).unwrap() {
        after.apply(&event);
    }
    let second = Command::Assign { office: "verde".into() };
    let refused = decide(&after, second, &urp(), seen);
    let (by, event) = ("Carlo Neri".to_owned(), "assigned".to_owned());
    assert_eq!(refused, Err(Refusal::Overtaken { by, event }));
}

#[test]
fn after_thirty_days_a_closed_report_is_not_reopened_by_the_citizen() {
    let report = in_state(StateKind::Closed);
    let late = start() + TimeDelta::days(31);
    let answer =
        decide(&report, Command::StillThere { words: None }, &citizen(), terms(&calendar(), late));
    assert_eq!(answer, Err(Refusal::TooLate));
    assert!(decide(&report, Command::Reopen, &urp(), terms(&calendar(), late)).is_ok());
}

#[test]
fn only_spam_closes_without_words_and_its_rule_is_named() {
    let report = in_state(StateKind::Received);
    let silent = |outcome| Command::Close { outcome, words: None, photos: Vec::new() };
    let refused = decide(&report, silent(Outcome::Resolved), &urp(), terms(&calendar(), start()));
    assert_eq!(refused, Err(Refusal::NoWords));
    let events =
        decide(&report, silent(Outcome::Spam), &urp(), terms(&calendar(), start())).unwrap();
    assert!(matches!(events[0].kind, EventKind::Closed { rule: Some(Rule::SilentSpam), .. }));
}
