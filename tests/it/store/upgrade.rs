//! The database of an earlier version: its tables are brought up to date with what is in them.

use std::path::Path;

use chrono::TimeDelta;
use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::directory::Directory;
use rispondo::domain::figures::{Period, Wanted};
use rispondo::domain::ids::{ReportId, TelegramId};
use rispondo::domain::report::Report;
use rispondo::domain::step::{Changes, Claimed, Keys};
use rispondo::domain::task::TaskKind;
use rispondo::domain::timer::Timer;
use sqlx::Connection as _;
use sqlx::migrate::Migrator;

use crate::support::Database;
use crate::support::facts as town;

/// The migrations, but for the last.
const MIGRATIONS: [&str; 10] = [
    "0001_first_tables.sql",
    "0002_mail.sql",
    "0003_cascade.sql",
    "0004_question_timers.sql",
    "0005_waiting.sql",
    "0006_next.sql",
    "0007_cards.sql",
    "0008_due.sql",
    "0009_mail_next.sql",
    "0010_fresh_words.sql",
];

/// How many of them each version had that landed.
const VERSIONS: [usize; 9] = [1, 2, 3, 4, 6, 7, 8, 9, 10];

/// The migration that gave questions a clock: later versions have set it themselves.
const CLOCK_OF_QUESTIONS: usize = 4;

/// Makes the tables as they were in a version, and puts a town at work into them.
async fn of_a_version(database: &Database, migrations: &[&str]) {
    let kind = match database {
        Database::Sqlite(_) => "sqlite",
        Database::Postgres(_) | Database::Pooled(..) => "postgres",
    };
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
    let first = tempfile::tempdir().unwrap();
    for migration in migrations {
        std::fs::copy(all.join(migration), first.path().join(migration)).unwrap();
    }
    let migrator = Migrator::new(first.path()).await.unwrap();
    match database {
        Database::Sqlite(_) => {
            let url = format!("{}?mode=rwc", database.url());
            migrator.run(&mut sqlx::SqliteConnection::connect(&url).await.unwrap()).await.unwrap();
        }
        Database::Postgres(url) | Database::Pooled(_, url) => {
            migrator.run(&mut sqlx::PgConnection::connect(url).await.unwrap()).await.unwrap();
        }
    }
    let directory = town::directory();
    let (report, event) = town::filed(&directory, ReportId::new(2026, 1), &town::citizen(1));
    let report = serde_json::to_string(&report).unwrap();
    assert!(!report.contains("suggested"), "the first version knew no such thing: {report}");
    let event = serde_json::json!({ "actor": event.actor, "kind": event.kind }).to_string();
    let asked = serde_json::to_string(&asked(&directory)).unwrap();
    let (no, yes, key) = match database {
        Database::Sqlite(_) => ("0", "1", ["X'", "'"]),
        Database::Postgres(_) | Database::Pooled(..) => ("false", "true", ["'", "'"]),
    };
    let id = |number: u128| {
        let simple = uuid::Uuid::from_u128(number).simple().to_string();
        format!("{}{simple}{}", key[0], key[1])
    };
    let at = "'2026-11-24 09:00:00+00:00'";
    let later = "'2026-11-25 09:00:00+00:00'";
    let task = r#"{"id":"00000000-0000-0000-0000-000000000007","report":2026000001,"kind":{"task":"words_after_closing","words":"grazie"},"opened_at":"2026-11-24T09:00:00Z","due":"2026-11-26","done":null}"#;
    for statement in [
        format!(
            "INSERT INTO person (id, telegram, name, lang, lang_chosen, reachable, created_at) \
             VALUES ({}, 1, 'Persona 1', 'it', {no}, {yes}, {at})",
            id(1)
        ),
        format!(
            "INSERT INTO report (id, version, state, state_seq, citizen, received_at, data) \
             VALUES (2026000001, 1, 'received', 1, {}, {at}, '{}')",
            id(1),
            report.replace('\'', "''")
        ),
        format!(
            "INSERT INTO report (id, version, state, state_seq, citizen, received_at, data) \
             VALUES (2026000002, 2, 'received', 1, {}, {at}, '{}')",
            id(1),
            asked.replace('\'', "''")
        ),
        "INSERT INTO report_count (year, count) VALUES (2026, 2)".to_owned(),
        "INSERT INTO word (word, report) VALUES ('buca', 2026000001)".to_owned(),
        format!(
            "INSERT INTO event (report, seq, at, kind, data) \
             VALUES (2026000001, 1, {at}, 'filed', '{}')",
            event.replace('\'', "''")
        ),
        format!(
            "INSERT INTO outbox (id, chat_id, lane, urgency, purpose, owed, report, created_at, \
             content, state, state_at, attempts, repeated) VALUES ({}, 1, 0, 0, 'reply', {yes}, \
             2026000001, {at}, '{{\"text\":{{\"html\":\"Riparata.\"}}}}', 'pending', {at}, 0, {no})",
            id(2)
        ),
        format!(
            "INSERT INTO outbox (id, chat_id, lane, urgency, purpose, owed, report, created_at, \
             content, state, state_at, attempts, repeated, reason) VALUES \
             ({}, 1, 0, 0, 'progress', {yes}, 2026000001, {at}, \
             '{{\"text\":{{\"html\":\"Presa in carico.\"}}}}', 'suppressed', {later}, 1, {no}, \
             'cannot_be_reached'), \
             ({}, 1, 0, 0, 'progress', {yes}, 2026000001, {at}, \
             '{{\"text\":{{\"html\":\"Assegnata.\"}}}}', 'suppressed', {later}, 0, {no}, 'overtaken')",
            id(3),
            id(4)
        ),
        format!(
            "INSERT INTO task (id, report, kind, opened_at, due, data) VALUES ({}, 2026000001, \
             'words_after_closing', {at}, '2026-11-26', '{task}')",
            id(7)
        ),
        format!(
            "INSERT INTO failed_update (source, raw, error, at, attempts) \
             VALUES ('telegram', '{{}}', 'unreadable', {at}, 1)"
        ),
    ] {
        database.execute(&statement).await;
    }
}

/// A report whose citizen was asked something, and has not answered.
fn asked(directory: &Directory) -> Report {
    let (mut report, _) = town::filed(directory, ReportId::new(2026, 2), &town::citizen(1));
    let command = Command::Ask { words: "Di che \"colore\"?".to_owned() };
    let terms = town::terms(directory, town::now());
    for event in decide::decide(&report, command, &town::urp(), terms).unwrap() {
        report.apply(&event);
    }
    report
}

async fn is_taken_over(database: Database, migrations: &[&str]) {
    of_a_version(&database, migrations).await;
    let store = database.open().await;
    let rows = rispondo::config::directory_file::parse(town::FILE).unwrap();
    store.import_directory(rows, "town.toml", town::now()).await.unwrap();
    let id = ReportId::new(2026, 1);
    let facts = store
        .read(Keys {
            accounts: vec![TelegramId(1)],
            reports: vec![id],
            histories: vec![id],
            tasks_of: vec![id],
            ..Keys::default()
        })
        .await
        .unwrap();
    assert_eq!(facts.account(TelegramId(1)), Some(&town::citizen(1)));
    let (report, event) = town::filed(&town::directory(), id, &town::citizen(1));
    assert_eq!(facts.report(id), Some(&report));
    assert_eq!(facts.history(id)[0].kind, event.kind);
    let TaskKind::WordsAfterClosing { words, thanks } = &facts.tasks[0].kind else { panic!() };
    assert_eq!((words.as_str(), *thanks), ("grazie", false));
    // A question that was asked before there was a clock for it has its timer now.
    let asked = asked(&town::directory());
    let question = Timer::Question(asked.id);
    let timers = vec![question, Timer::Question(id)];
    let keys = Keys { reports: vec![asked.id], timers, ..Keys::default() };
    let found = store.read(keys).await.unwrap();
    assert_eq!(found.report(asked.id), Some(&asked));
    let due: Vec<_> = found.timers.iter().map(|(timer, _)| *timer).collect();
    let had_no_clock = migrations.len() < CLOCK_OF_QUESTIONS;
    let expected: &[Timer] = if had_no_clock { &[question] } else { &[] };
    assert_eq!(due, expected);
    let now = store.due_timers(town::now(), 10).await.unwrap();
    assert_eq!(now.iter().map(|(timer, _)| *timer).collect::<Vec<_>>(), expected);
    // A new report in the same place finds it: its place was read out of it.
    let new = super::file(&store, 1).await;
    let mut near = Keys { reports: vec![new], ..Keys::default() };
    near.duplicates.near = vec![new];
    let near = store.read(near).await.unwrap().duplicates;
    let near = near.near(new).iter().map(|one| one.id);
    assert_eq!(near.collect::<Vec<_>>(), [asked.id, id]);
    // The words of before find it, and so do those of now.
    let words = vec![(id, "profonda".to_owned())];
    super::change(&store, Changes { words, ..Changes::default() }).await;
    let search = Some(vec!["buca".to_owned(), "profonda".to_owned()]);
    let found = store.read(Keys { search, ..Keys::default() }).await.unwrap().found;
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    // That somebody could not be reached is in the figures.
    let tomorrow = town::now().date_naive() + TimeDelta::days(1);
    let period = Period { from: tomorrow, to: tomorrow + TimeDelta::days(1) };
    let figures = Some(Wanted { period, now: town::now() });
    let figures = store.read(Keys { figures, ..Keys::default() }).await.unwrap().figures.unwrap();
    assert_eq!((figures.town.undelivered, figures.town.unreachable), (1, 1));
    // What waited, and what had been set aside, is counted.
    let depths = store.depths(town::now(), town::now().date_naive()).await.unwrap();
    assert_eq!(depths.dead, [("telegram".to_owned(), 1)]);
    let [waiting] = &depths.outbox[..] else { panic!("{:?}", depths.outbox) };
    assert_eq!((waiting.channel.as_str(), waiting.state.as_str()), ("telegram", "pending"));
    // What waited to be sent goes out.
    let epoch = store.take_lease("sender", town::now()).await.unwrap();
    let claimed = store.claim(epoch, town::now(), 10, &[]).await.unwrap().parcels;
    let Claimed::Row { row, .. } = &claimed[0] else { panic!() };
    assert_eq!(row.report, Some(id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_earlier_versions_kept_is_there_on_sqlite() {
    for version in VERSIONS {
        is_taken_over(Database::sqlite(), &MIGRATIONS[..version]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_earlier_versions_kept_is_there_on_postgres() {
    for version in VERSIONS {
        is_taken_over(Database::postgres().await, &MIGRATIONS[..version]).await;
    }
}

async fn is_of_a_newer_version(database: Database) {
    database.open().await.close().await;
    let checksum = if matches!(database, Database::Sqlite(_)) { "X'00'" } else { "'\\x00'" };
    let newer = format!(
        "INSERT INTO _sqlx_migrations \
         (version, description, installed_on, success, checksum, execution_time) \
         VALUES (9999, 'of next year', CURRENT_TIMESTAMP, true, {checksum}, 0)"
    );
    database.execute(&newer).await;
    let refused = rispondo::store::Store::open(&database.url()).await.unwrap_err().to_string();
    insta::allow_duplicates! {
        insta::assert_snapshot!(refused, @"the database was brought up to date by a newer rispondo: install that version, or restore the backup made before it");
    }
}

#[tokio::test]
async fn a_newer_database_is_left_alone_on_sqlite() {
    is_of_a_newer_version(Database::sqlite()).await;
}

#[tokio::test]
async fn a_newer_database_is_left_alone_on_postgres() {
    is_of_a_newer_version(Database::postgres().await).await;
}
