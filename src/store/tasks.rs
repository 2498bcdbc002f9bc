//! URP tasks.

use uuid::Uuid;

use super::backend::Conn;
use super::codec::{self, json, parse};
use super::errors::StoreError;
use super::query::{Query, execute_later, one_of, query};
use super::row::row;
use crate::domain::ids::{ReportId, TaskId};
use crate::domain::step::{OpenEntry, Page};
use crate::domain::task::Task;

row! {
    pub(super) struct Row {
        id: Uuid,
        data: String,
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<Task>, StoreError> {
    rows.into_iter().map(|row| parse("task", row.id, &row.data)).collect()
}

/// The rows of a list.
pub(super) fn sound(rows: Vec<Row>) -> Vec<Task> {
    rows.into_iter().filter_map(|row| codec::sound("task", row.id, &row.data)).collect()
}

pub(super) async fn by_id(conn: &mut Conn<'_>, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
    read(asked(conn, ids).all(conn).await?)
}

/// Tasks, locked.
pub(super) fn asked(conn: &Conn<'_>, ids: &[TaskId]) -> Query<'static> {
    let tail = format!(" ORDER BY id{}", conn.lock());
    let head = "SELECT id, data FROM task WHERE id IN (";
    one_of!(head, ids.iter().map(|id| id.0), &tail)
}

/// The open tasks of reports.
pub(super) async fn of(conn: &mut Conn<'_>, reports: &[ReportId]) -> Result<Vec<Task>, StoreError> {
    Ok(sound(of_asked(reports).all(conn).await?))
}

/// The open tasks of reports.
pub(super) fn of_asked(reports: &[ReportId]) -> Query<'static> {
    let head = "SELECT id, data FROM task WHERE done_at IS NULL AND report IN (";
    one_of!(head, reports.iter().map(|id| id.0), " ORDER BY id")
}

/// Open tasks: how many, and a page by due date.
pub(super) async fn open(
    conn: &mut Conn<'_>,
    page: Page,
) -> Result<(u64, Vec<OpenEntry>), StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM task WHERE done_at IS NULL";
    const ROWS: &str =
        "SELECT id, data FROM task WHERE done_at IS NULL ORDER BY due, id LIMIT $1 OFFSET $2";
    let count = query(COUNT).one::<i64>(conn).await?;
    if page.limit == 0 {
        return Ok((count.unsigned_abs(), Vec::new()));
    }
    let rows = query(ROWS)
        .bind(i64::from(page.limit))
        .bind(i64::from(page.offset))
        .all::<Row>(conn)
        .await?;
    let entries = sound(rows).into_iter().map(|task| OpenEntry::Task(Box::new(task)));
    Ok((count.unsigned_abs(), entries.collect()))
}

pub(super) async fn save(conn: &mut Conn<'_>, task: &Task) -> Result<(), StoreError> {
    let data = json(task)?;
    let kind: serde_json::Value = serde_json::to_value(&task.kind).unwrap_or_default();
    let kind = kind.get("task").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    execute_later!(
        conn,
        "INSERT INTO task (id, report, kind, opened_at, due, done_at, data) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (id) DO UPDATE SET due = excluded.due, done_at = excluded.done_at, \
         data = excluded.data",
        task.id.0,
        task.report.map(|report| report.0),
        kind,
        task.opened_at,
        task.due,
        task.done.as_ref().map(|done| done.at),
        data,
    )
}
