//! The store's contract, the same on both databases.

mod clock;
mod depths;
mod directory;
mod figures;
mod groups;
mod lists;
mod mails;
mod migrated;
mod outbox;
mod rules;
mod schema;
mod set_back;
mod spots;
mod steps;
mod together;
mod upgrade;
mod withdrawn;

use rispondo::config::directory_file;
use rispondo::domain::event::Event;
use rispondo::domain::ids::ReportId;
use rispondo::domain::report::Report;
use rispondo::domain::step::{Changes, Claimed, Decision, Facts, Keys, Parcel};
use rispondo::store::Store;

use crate::support::facts as town;

/// Imports the town.
async fn settle(store: &Store) {
    let rows = directory_file::parse(town::FILE).unwrap();
    store.import_directory(rows, "directory.toml", town::now()).await.unwrap();
}

/// Makes changes that depend on nothing.
async fn change(store: &Store, changes: Changes) {
    let decide = move |_: &Facts| Decision::Done(Box::new(changes.clone()), ());
    store.step(Keys::default(), decide).await.unwrap();
}

/// Files a report for that account; its number.
async fn file(store: &Store, account: i64) -> ReportId {
    let keys = Keys { new_report_in: Some(2026), ..Keys::default() };
    let decide = move |facts: &Facts| {
        let person = town::citizen(account);
        let id = facts.new_report.unwrap();
        let (report, event) = town::filed(&facts.directory, id, &person);
        let changes = Changes { people: vec![person], ..of(report, event) };
        Decision::Done(Box::new(changes), id)
    };
    store.step(keys, decide).await.unwrap()
}

/// The changes that one event makes.
fn of(report: Report, event: Event) -> Changes {
    Changes { reports: vec![report], events: vec![event], ..Changes::default() }
}

/// What was claimed, in order: numbers of messages, `card 2026-000001`.
fn said(claimed: &[Claimed]) -> Vec<String> {
    claimed
        .iter()
        .map(|parcel| match parcel {
            Claimed::Row { row, .. } => row.id.0.as_u128().to_string(),
            Claimed::Card { report, .. } => format!("card {report}"),
        })
        .collect()
}

/// What a claimed parcel is.
fn parcel(claimed: &Claimed) -> Parcel {
    match claimed {
        Claimed::Row { row, .. } => Parcel::Row(row.id),
        Claimed::Card { chat, report, .. } => Parcel::Card(*chat, *report),
    }
}
