//! What is stored: history, outbox and tasks, as the tables have them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _, SqliteConnection};

/// An event of a history.
pub(super) struct Event {
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) kind: String,
    pub(super) data: Value,
}

/// A row of the outbox that is owed to a citizen.
pub(super) struct Row {
    pub(super) id: Vec<u8>,
    pub(super) chat: i64,
    pub(super) purpose: String,
    pub(super) created: DateTime<Utc>,
    pub(super) event: Option<i64>,
    pub(super) state: String,
    pub(super) at: DateTime<Utc>,
    pub(super) reason: Option<String>,
    pub(super) message: Option<i64>,
}

/// A task about a report.
pub(super) struct Task {
    pub(super) kind: String,
    pub(super) done: bool,
    pub(super) data: Value,
}

/// All that is stored of a report.
#[derive(Default)]
pub(super) struct Told {
    pub(super) events: Vec<Event>,
    pub(super) rows: Vec<Row>,
    pub(super) tasks: Vec<Task>,
}

/// Keeps a copy of the database.
pub async fn keep(file: &Path, kept: &Path) -> anyhow::Result<()> {
    let mut database = SqliteConnectOptions::new().filename(file).connect().await?;
    let copy = kept.to_str().context("--keep: no name of a file")?;
    sqlx::query("VACUUM INTO $1").bind(copy).execute(&mut database).await?;
    Ok(())
}

pub(super) fn moment(text: &str) -> anyhow::Result<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    let plain = || {
        chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").map(|at| at.and_utc())
    };
    parsed.or_else(|_| plain()).with_context(|| format!("no time: {text}"))
}

/// Reports by their number, and tasks by kind and whether they are done.
pub(super) type Read = (BTreeMap<i64, Told>, BTreeMap<String, usize>);

/// Reads all reports.
pub(super) async fn read(database: &mut SqliteConnection) -> anyhow::Result<Read> {
    let mut reports: BTreeMap<i64, Told> = BTreeMap::new();
    let events = sqlx::query("SELECT report, seq, at, kind, data FROM event ORDER BY report, seq");
    for row in events.fetch_all(&mut *database).await? {
        reports.entry(row.get(0)).or_default().events.push(Event {
            seq: row.get(1),
            at: moment(row.get(2))?,
            kind: row.get(3),
            data: serde_json::from_str(row.get(4))?,
        });
    }
    let rows = sqlx::query(
        "SELECT report, id, chat_id, event, state, state_at, reason, message_id, \
         purpose, created_at \
         FROM outbox WHERE owed ORDER BY report, id",
    );
    for row in rows.fetch_all(&mut *database).await? {
        let Some(report) = row.get::<Option<i64>, _>(0) else { continue };
        reports.entry(report).or_default().rows.push(Row {
            id: row.get(1),
            chat: row.get(2),
            event: row.get(3),
            state: row.get(4),
            at: moment(row.get(5))?,
            reason: row.get(6),
            message: row.get(7),
            purpose: row.get(8),
            created: moment(row.get(9))?,
        });
    }
    let mut counts = BTreeMap::new();
    let tasks = sqlx::query("SELECT report, kind, done_at, data FROM task ORDER BY id");
    for row in tasks.fetch_all(&mut *database).await? {
        let (kind, done) = (row.get::<String, _>(1), row.get::<Option<String>, _>(2).is_some());
        *counts.entry(format!("{kind}, {}", if done { "done" } else { "open" })).or_default() += 1;
        let Some(report) = row.get::<Option<i64>, _>(0) else { continue };
        let data = serde_json::from_str(row.get(3))?;
        reports.entry(report).or_default().tasks.push(Task { kind, done, data });
    }
    Ok((reports, counts))
}

/// What could not be processed.
pub(super) async fn set_aside(database: &mut SqliteConnection) -> anyhow::Result<Vec<String>> {
    let rows = sqlx::query("SELECT source, at, error FROM failed_update ORDER BY id LIMIT 20");
    let rows = rows.fetch_all(database).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let (source, at, error) =
                (row.get::<&str, _>(0), row.get::<&str, _>(1), row.get::<&str, _>(2));
            format!("{source}, {at}: {error}")
        })
        .collect())
}

/// Reports by their state, or by the door that they came through.
pub(super) async fn count(
    database: &mut SqliteConnection,
    states: bool,
) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for row in sqlx::query("SELECT data FROM report").fetch_all(database).await? {
        let data: Value = serde_json::from_str(row.get(0))?;
        let name = if states {
            let state = data["state"]["state"].as_str().unwrap_or("?");
            let (outcome, _) = ended(&data["state"]);
            outcome.map_or_else(|| state.to_owned(), |outcome| format!("{state}: {outcome}"))
        } else {
            data["channel"].as_str().unwrap_or("?").to_owned()
        };
        *counts.entry(name).or_default() += 1;
    }
    Ok(counts)
}

/// The outcome that a state or an event names, and the report that it is a duplicate of.
pub(super) fn ended(data: &Value) -> (Option<&str>, Option<i64>) {
    let outcome = &data["outcome"];
    let inner = if outcome.is_object() { outcome } else { data };
    (inner["outcome"].as_str(), inner["of"].as_i64())
}
