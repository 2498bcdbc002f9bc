//! Whatever is done to a report, in whatever order: its history folds to its row.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::event::EventKind;
use rispondo::domain::ids::{PersonId, ReportId};
use rispondo::domain::joined::Owed;
use rispondo::domain::people::{Actor, Capacity};
use rispondo::domain::place::Place;
use rispondo::domain::report::Report;
use rispondo::domain::state::{Outcome, State};
use rispondo::domain::step::{Changes, Decision, Facts, Keys};
use rispondo::store::Store;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::{file, settle};
use crate::support::facts as town;
use crate::support::on_both;

/// One deed: what, and how many hours after the last one.
type Deed = (Command, i64);

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Resolved),
        Just(Outcome::NotResolvable),
        Just(Outcome::NotOurs),
        Just(Outcome::Spam),
        Just(Outcome::Withdrawn),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just("parole".to_owned()), 1 => Just(String::new())]
}

fn office() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("strade"), Just("verde")]
}

fn command() -> impl Strategy<Value = Command> {
    let photos = Vec::new;
    let operator = PersonId(Uuid::from_u128(77));
    prop_oneof![
        office().prop_map(|office| Command::Assign { office: office.into() }),
        words().prop_map(|reason| Command::NotOurs { reason }),
        Just(Command::HandTo { operator, operator_name: "Gino".to_owned() }),
        Just(Command::Take),
        Just(Command::GiveBack),
        Just(Command::OperatorRemoved),
        (words(), 0..60_i64).prop_map(|(reason, days)| Command::Plan {
            until: (town::now() + TimeDelta::days(days)).date_naive(),
            reason,
            work: None,
        }),
        Just(Command::PlanDue),
        (outcome(), words()).prop_map(move |(outcome, draft)| Command::Ready {
            outcome,
            done: "fatto".to_owned(),
            draft,
            photos: photos(),
        }),
        office().prop_map(|office| Command::WorkDone {
            office: office.into(),
            draft: "fatto".to_owned(),
        }),
        words().prop_map(|note| Command::SendBack { note }),
        (outcome(), proptest::option::of(words())).prop_map(move |(outcome, words)| {
            Command::Close { outcome, words, photos: photos() }
        }),
        words().prop_map(|words| Command::Merge { into: ReportId::new(2020, 1), words }),
        Just(Command::Unmerge { owed: Owed::default() }),
        Just(Command::Withdraw),
        proptest::option::of(words()).prop_map(|words| Command::StillThere { words }),
        Just(Command::Reopen),
        words().prop_map(|words| Command::RefuseReopen { words }),
        words().prop_map(|words| Command::Ask { words }),
        words().prop_map(move |words| Command::Answer { words, photos: photos() }),
        words().prop_map(move |words| Command::Add { words, photos: photos() }),
        words().prop_map(move |words| Command::Tell { words, photos: photos() }),
        words().prop_map(|words| Command::Edit { words }),
        any::<bool>().prop_map(|solved| Command::Rate { solved }),
        Just(Command::SetCategory { category: None }),
        Just(Command::SetPlace { place: Place::typed("via Garibaldi") }),
    ]
}

/// One who may do everything, so that only the state refuses.
fn everybody(report: &Report) -> Actor {
    let mut capacities =
        vec![Capacity::Urp, Capacity::Supervisor, Capacity::Clock, Capacity::Citizen];
    capacities.extend(["strade", "verde"].map(|code| Capacity::Referent(code.into())));
    Actor { person: Some(report.citizen), name: "Tutti".to_owned(), capacities }
}

async fn give(store: &Store, id: ReportId, command: Command, now: DateTime<Utc>) {
    let keys = Keys { reports: vec![id], ..Keys::default() };
    let decide = move |facts: &Facts| {
        let mut report = facts.report(id).unwrap().clone();
        let terms = town::terms(&facts.directory, now);
        let actor = everybody(&report);
        let Ok(events) = decide::decide(&report, command.clone(), &actor, terms) else {
            return Decision::Done(Box::default(), ());
        };
        for event in &events {
            report.apply(event);
        }
        let reports = vec![report];
        Decision::Done(Box::new(Changes { reports, events, ..Changes::default() }), ())
    };
    store.step(keys, decide).await.unwrap();
}

async fn live(store: &Store, deeds: Vec<Deed>) {
    let id = file(store, 1).await;
    let mut now = town::now();
    for (command, hours) in deeds {
        now += TimeDelta::hours(hours);
        give(store, id, command, now).await;
    }
    let keys = Keys { reports: vec![id], histories: vec![id], ..Keys::default() };
    let facts = store.read(keys).await.unwrap();
    let (row, history) = (facts.report(id).unwrap(), facts.history(id));
    assert_eq!(&Report::fold(history).unwrap(), row, "the row is the fold of its history");
    assert_eq!(row.promised.is_none(), !row.state.is_open(), "open: there is a date");
    assert_eq!(row.closed_at.is_some(), !row.state.is_open());
    for event in history {
        match &event.kind {
            EventKind::Closed { outcome: Outcome::Withdrawn, .. } => {}
            EventKind::Closed { words: None, rule, .. } => assert!(rule.is_some()),
            EventKind::Closed { words: Some(words), .. }
            | EventKind::ReopenRefused { words }
            | EventKind::Planned { reason: words, .. } => assert!(!words.is_empty()),
            _ => {}
        }
    }
    if let State::Planned { until, .. } = row.state {
        assert!(until > town::now().date_naive());
    }
}

fn lives(store: &Store) {
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let deeds = proptest::collection::vec((command(), 0..72_i64), 1..24);
    let handle = Handle::current();
    tokio::task::block_in_place(|| {
        TestRunner::new(config)
            .run(&deeds, |deeds| {
                handle.block_on(live(store, deeds));
                Ok(())
            })
            .unwrap();
    });
}

on_both! {
    async fn every_history_folds_to_its_row(store: Store) {
        settle(&store).await;
        lives(&store);
    }
}
