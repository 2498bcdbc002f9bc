//! Random histories, held against the state table.

use super::*;

/// A command with random content, often enough one that makes sense.
fn any_command() -> impl Strategy<Value = Command> {
    let words = prop_oneof![Just(String::new()), Just("Parole.".to_owned())];
    let kinds = prop::sample::select(CommandKind::ALL.to_vec());
    let outcomes = prop::sample::select(vec![
        Outcome::Resolved,
        Outcome::NotResolvable,
        Outcome::NotOurs,
        Outcome::Spam,
        Outcome::Withdrawn,
        Outcome::Duplicate { of: ReportId::new(2026, 7) },
    ]);
    (kinds, words, outcomes, any::<bool>(), -3_i64..60).prop_map(
        |(kind, words, outcome, some, days)| match sample(kind) {
            Command::Close { photos, .. } => {
                Command::Close { outcome, words: some.then_some(words), photos }
            }
            Command::Plan { .. } => Command::Plan {
                until: (start() + TimeDelta::days(days)).date_naive(),
                reason: words,
                work: some.then(|| WorkId(Uuid::from_u128(6))),
            },
            Command::SetCategory { .. } => {
                Command::SetCategory { category: some.then(|| CategoryCode::from("verde")) }
            }
            Command::Assign { .. } => {
                Command::Assign { office: if some { "strade" } else { "verde" }.into() }
            }
            Command::Tell { photos, .. } => Command::Tell { words, photos },
            Command::RefuseReopen { .. } => Command::RefuseReopen { words },
            other => other,
        },
    )
}

fn any_actor() -> impl Strategy<Value = Actor> {
    prop::sample::select(vec![
        citizen(),
        urp(),
        referent(),
        operator(),
        one_of(Role::Supervisor),
        Actor::clock(),
    ])
}

proptest! {
    /// No sequence of commands reaches an impossible state or a closing without words, and the
    /// history always folds to the row.
    #[test]
    fn any_history_keeps_the_promise(
        steps in prop::collection::vec((any_command(), any_actor(), 0_i64..5), 0..40)
    ) {
        let town = calendar();
        let mut now = start();
        let mut history = vec![filed(now)];
        let mut report = Report::opened_by(&history[0]).unwrap();
        for (command, actor, days) in steps {
            now += TimeDelta::days(days);
            let kind = command.kind();
            let before = report.clone();
            let Ok(events) = decide(&report, command, &actor, terms(&town, now)) else { continue };
            for event in &events {
                prop_assert_eq!(event.seq, report.version + 1);
                report.apply(event);
                prop_assert_eq!(report.version, event.seq);
                if let EventKind::Closed { outcome, words, rule, .. } = &event.kind {
                    let said = words.as_deref().is_some_and(|words| !words.trim().is_empty());
                    prop_assert!(said || rule.is_some() || *outcome == Outcome::Withdrawn);
                }
            }
            let from = before.state.kind();
            let to = report.state.kind();
            let row = table(kind).iter().any(|(state, leads)| {
                *state == from && leads.is_none_or(|leads| leads == to || fallback(kind, to))
            });
            let special = matches!(
                kind,
                CommandKind::Answer
                    | CommandKind::Unmerge
                    | CommandKind::Follow
                    | CommandKind::TellLate
                    | CommandKind::RemindQuestion
            );
            prop_assert!(row || special, "{:?}: {:?} to {:?}", kind, from, to);
            prop_assert_eq!(report.promised.is_some(), report.state.is_open());
            prop_assert_eq!(report.closed_at.is_some(), !report.state.is_open());
            history.extend(events);
        }
        prop_assert_eq!(Report::fold(&history).unwrap(), report.clone());
        let stored = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&stored).unwrap(), report);
        let stored = serde_json::to_string(&history).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Event>>(&stored).unwrap(), history);
    }
}

/// A planned or sent-back report goes to its operator, else its office, else the URP.
fn fallback(kind: CommandKind, to: StateKind) -> bool {
    matches!(kind, CommandKind::PlanDue | CommandKind::SendBack)
        && matches!(to, StateKind::Assigned | StateKind::Received)
}
