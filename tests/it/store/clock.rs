//! What the clock's mornings look at.

use chrono::NaiveDate;
use rispondo::domain::ids::{OutboxId, ReportId, TaskId, WorkId};
use rispondo::domain::step::{
    Changes, ClockFacts, ClockKeys, Due, Keys, Page, WorkChanges, WorkKeys,
};
use rispondo::domain::task::{Task, TaskKind};
use rispondo::domain::work::{Area, PlannedWork};
use rispondo::store::Store;
use uuid::Uuid;

use super::{change, file, settle};
use crate::support::facts as town;
use crate::support::on_both;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What is near or past on the day of the reports' promises.
async fn due(store: &Store, limit: u32) -> ClockFacts {
    let due = Some(Due { until: day("2026-11-26"), limit });
    let clock = ClockKeys { due, ..ClockKeys::default() };
    store.read(Keys { clock, ..Keys::default() }).await.unwrap().clock
}

fn numbers(facts: &ClockFacts) -> Vec<i64> {
    facts.due.as_ref().unwrap().0.iter().map(|report| report.id.count()).collect()
}

fn task(id: u128, report: ReportId) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(id)),
        report: Some(report),
        kind: TaskKind::NoReceipt { row: OutboxId(Uuid::from_u128(1)) },
        opened_at: town::now(),
        due: day("2026-11-26"),
        done: None,
    }
}

fn work(id: u128) -> PlannedWork {
    PlannedWork {
        id: WorkId(Uuid::from_u128(id)),
        office: "strade".into(),
        what: "Asfaltatura".to_owned(),
        area: Area::Streets(vec!["via Roma".to_owned()]),
        categories: vec!["buche".into()],
        from: day("2027-05-01"),
        until: day("2027-05-31"),
        explanation: "A maggio si rifà tutta la via.".to_owned(),
        telling: None,
        ended: None,
    }
}

on_both! {
    async fn what_broke_lately_is_not_hidden_behind_what_broke_long_ago(
        store: Store, database: &Database
    ) {
        settle(&store).await;
        for account in 1..=8 {
            file(&store, account).await;
        }
        for (number, since) in (1..=7).zip(1..) {
            let number = 2_026_000_000 + number;
            database.execute(&format!(
                "UPDATE report SET limbo_since = '2026-09-0{since}' WHERE id = {number}"
            )).await;
        }
        // Two of longest standing, the two newest, and the one whose day is today.
        let found = due(&store, 2).await;
        let mut seen = numbers(&found);
        seen.sort_unstable();
        assert_eq!((seen, found.in_limbo), (vec![1, 2, 6, 7, 8], 7));
        // Each of them once.
        let found = due(&store, 4).await;
        let mut seen = numbers(&found);
        seen.sort_unstable();
        assert_eq!((seen, found.in_limbo), ((1..=8).collect(), 7));
        let found = due(&store, 20).await;
        assert_eq!((numbers(&found), found.in_limbo), ((1..=8).collect(), 7));
    }

    async fn a_row_that_cannot_be_read_silences_no_list(store: Store, database: &Database) {
        settle(&store).await;
        let (lost, kept) = (file(&store, 1).await, file(&store, 2).await);
        change(&store, Changes {
            tasks: vec![task(1, lost), task(2, kept), task(3, lost)],
            works: WorkChanges { works: vec![work(1), work(2)], ..WorkChanges::default() },
            ..Changes::default()
        }).await;
        database.execute("UPDATE task SET data = '{' WHERE report = 2026000001 AND kind = 'no_receipt'").await;
        database.execute("UPDATE planned_work SET data = '{' WHERE data LIKE '%-000000000001%'").await;
        database.execute("UPDATE report SET data = '{' WHERE id = 2026000001").await;

        let found = due(&store, 10).await;
        let tasks: Vec<_> = found.due.as_ref().unwrap().1.iter().map(|task| task.id).collect();
        assert_eq!((numbers(&found), tasks), (vec![2], vec![task(2, kept).id]));
        let facts = store.read(Keys {
            tasks_of: vec![lost, kept],
            open: Some(Page { offset: 0, limit: 10, tasks: true }),
            works: WorkKeys { open: true, ..WorkKeys::default() },
            ..Keys::default()
        }).await.unwrap();
        assert_eq!(facts.tasks, [task(2, kept)]);
        assert_eq!(facts.open.tasks, 3, "what cannot be read is still to be done");
        assert_eq!(facts.works.open, Some(vec![work(2)]));

        // Whoever asks for one of them is told that it is broken.
        let keys = Keys { tasks: vec![task(1, lost).id], ..Keys::default() };
        assert!(store.read(keys).await.is_err());
    }
}
