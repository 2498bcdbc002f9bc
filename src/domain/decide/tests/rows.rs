//! Rows of the state table that depend on more than the state's name.

use super::*;

fn closed_as(outcome: Outcome) -> Report {
    let merge = Command::Merge { into: ReportId::new(2026, 2), words: "Parole.".to_owned() };
    report_after(&[match outcome {
        Outcome::Withdrawn => (Command::Withdraw, citizen()),
        Outcome::Duplicate { .. } => (merge, urp()),
        other => close(other),
    }])
}

fn state_after(report: &Report, command: Command, by: &Actor, now: DateTime<Utc>) -> StateKind {
    let mut after = report.clone();
    for event in decide(report, command, by, terms(&calendar(), now)).unwrap() {
        after.apply(&event);
    }
    after.state.kind()
}

/// By outcome: whether the citizen may say that the problem is still there, and whether the URP may
/// look at it again.
#[test]
fn who_may_reopen_depends_on_the_outcome() {
    let duplicate = Outcome::Duplicate { of: ReportId::new(2026, 2) };
    for (outcome, citizen_may, urp_may) in [
        (Outcome::Resolved, true, true),
        (Outcome::NotResolvable, true, true),
        (Outcome::NotOurs, true, true),
        (Outcome::Withdrawn, false, true),
        (Outcome::Spam, false, true),
        (duplicate, false, false),
    ] {
        let report = closed_as(outcome);
        assert_eq!(report.outcome(), Some(outcome));
        for (command, by, may) in [
            (Command::StillThere { words: None }, citizen(), citizen_may),
            (Command::Reopen, urp(), urp_may),
        ] {
            let answer = decide(&report, command.clone(), &by, terms(&calendar(), start()));
            if may {
                assert!(answer.is_ok(), "{command:?} after {outcome:?}: {answer:?}");
                let state = state_after(&report, command, &by, start());
                assert_eq!(state, StateKind::ReopenRequested, "after {outcome:?}");
            } else {
                let refused = Err(Refusal::WrongState { state: StateKind::Closed });
                assert_eq!(answer, refused, "{command:?} after {outcome:?}");
            }
        }
    }
}

#[test]
fn what_is_sent_back_goes_to_its_operator_else_to_its_office() {
    let take = (Command::Take, operator());
    let note = || Command::SendBack { note: "manca la foto".to_owned() };
    let in_hand = report_after(&[assign(), take, ready()]);
    assert_eq!(state_after(&in_hand, note(), &urp(), start()), StateKind::InProgress);
    let of_nobody = report_after(&[assign(), ready()]);
    assert_eq!(state_after(&of_nobody, note(), &urp(), start()), StateKind::Assigned);
}

#[test]
fn a_planned_day_finds_its_operator_else_its_office_else_the_urp() {
    let take = (Command::Take, operator());
    let on_the_day = start() + TimeDelta::days(365);
    for (steps, then) in [
        (vec![assign(), take, plan()], StateKind::InProgress),
        (vec![assign(), plan()], StateKind::Assigned),
        (vec![plan()], StateKind::Received),
    ] {
        let planned = report_after(&steps);
        assert_eq!(planned.state.kind(), StateKind::Planned);
        let early =
            decide(&planned, Command::PlanDue, &Actor::clock(), terms(&calendar(), start()));
        assert_eq!(early, Err(Refusal::WrongState { state: StateKind::Planned }));
        assert_eq!(state_after(&planned, Command::PlanDue, &Actor::clock(), on_the_day), then);
    }
}

#[test]
fn the_urp_answers_only_for_somebody_who_is_spoken_to() {
    let ask = Command::Ask { words: "Quale numero?".to_owned() };
    let answer = Command::Answer { words: "Il 12".to_owned(), photos: Vec::new() };
    for channel in [Channel::Telegram, Channel::Mail, Channel::Pec, Channel::Phone, Channel::Nobody]
    {
        let report = Report { channel, ..report_after(&[(ask.clone(), urp())]) };
        let answered = decide(&report, answer.clone(), &urp(), terms(&calendar(), start()));
        if matches!(channel, Channel::Phone | Channel::Nobody) {
            assert!(answered.is_ok(), "{channel:?}: {answered:?}");
        } else {
            let who_can: &[Role] = &[Role::Citizen];
            assert_eq!(answered, Err(Refusal::NotAllowed { who_can }), "{channel:?}");
        }
    }
}
