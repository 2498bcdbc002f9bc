//! Files of messages, and whether they are in the blob store.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Store;
use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, fetch_in, insert_all, query};
use super::row::row;
use crate::domain::event::Event;
use crate::domain::ids::{FileId, ReportId};
use crate::domain::inbound::{Attachment, FileSource};
use crate::domain::step::StoredFile;

impl Store {
    /// Files to fetch now, oldest first.
    pub async fn files_to_fetch(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredFile>, StoreError> {
        self.look_at(move |conn| Box::pin(to_fetch(conn, now, limit))).await
    }

    /// A file was fetched into the blob store under that key.
    pub async fn file_fetched(&self, id: FileId, blob: &str, size: u64) -> Result<(), StoreError> {
        let blob = blob.to_owned();
        self.plain(move |conn| {
            let blob = blob.clone();
            Box::pin(async move { fetched(conn, id, &blob, size).await })
        })
        .await
    }

    /// A file was not fetched: again from then on, or never.
    pub async fn file_failed(
        &self,
        id: FileId,
        error: &str,
        again: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let error = error.to_owned();
        self.plain(move |conn| {
            let error = error.clone();
            Box::pin(async move { failed(conn, id, &error, again).await })
        })
        .await
    }

    /// A file could not be had or kept, by no fault of its own: again from then on, and that was no attempt.
    pub async fn file_not_now(
        &self,
        id: FileId,
        error: &str,
        again: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let error = error.to_owned();
        self.plain(move |conn| {
            let error = error.clone();
            Box::pin(async move { not_now(conn, id, &error, again).await })
        })
        .await
    }
}

row! {
    struct Row {
        id: Uuid,
        telegram_file_id: Option<String>,
        report: Option<i64>,
        blob: Option<String>,
        state: String,
        attempts: i32,
    }
}

impl From<Row> for StoredFile {
    fn from(row: Row) -> Self {
        Self {
            id: FileId(row.id),
            telegram_file_id: row.telegram_file_id,
            report: row.report.map(ReportId),
            blob: row.blob,
            is_given_up: row.state == "failed",
            attempts: row.attempts,
        }
    }
}

/// By id, in the order asked for.
pub(super) async fn by_id(
    conn: &mut Conn<'_>,
    ids: &[FileId],
) -> Result<Vec<StoredFile>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let head = "SELECT id, telegram_file_id, report, blob, state, attempts FROM file WHERE id IN (";
    let rows = fetch_in!(conn, Row, head, ids.iter().map(|id| id.0), "")?;
    let mut files: Vec<StoredFile> = rows.into_iter().map(StoredFile::from).collect();
    files.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    Ok(files)
}

/// Saves new ones, each with the report that the citizen sent it for: its event is of the same step.
pub(super) async fn save(
    conn: &mut Conn<'_>,
    files: &[Attachment],
    events: &[Event],
) -> Result<(), StoreError> {
    let report = |file: &Attachment| {
        let event = events.iter().find(|event| event.kind.citizens_photos().contains(&file.id));
        event.map(|event| event.report.0)
    };
    insert_all!(
        conn,
        "INSERT INTO file (id, telegram_file_id, report, size, blob, state, attempts) ",
        files.iter(),
        |file| [
            file.id.0,
            telegram(file),
            report(file),
            file.size.and_then(|size| i64::try_from(size).ok()),
            blob(file),
            if blob(file).is_some() { "fetched" } else { "pending" },
            0
        ],
        " ON CONFLICT (id) DO NOTHING"
    )
}

fn telegram(file: &Attachment) -> Option<String> {
    match &file.source {
        FileSource::Telegram(id) => Some(id.clone()),
        FileSource::Blob(_) => None,
    }
}

fn blob(file: &Attachment) -> Option<String> {
    match &file.source {
        FileSource::Telegram(_) => None,
        FileSource::Blob(key) => Some(key.clone()),
    }
}

/// How many photos of a report's citizen could not be had.
pub(super) async fn lost_of(conn: &mut Conn<'_>, report: ReportId) -> Result<i64, StoreError> {
    lost_asked(report).one::<i64>(conn).await
}

/// The number of photos that could not be had.
pub(super) fn lost_asked(report: ReportId) -> Query<'static> {
    const SQL: &str = "SELECT COUNT(*) FROM file WHERE state = 'failed' AND report = $1";
    query(SQL).bind(report.0)
}

/// Files to fetch now, oldest first.
pub(super) async fn to_fetch(
    conn: &mut Conn<'_>,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<StoredFile>, StoreError> {
    const SQL: &str = "SELECT id, telegram_file_id, report, blob, state, attempts FROM file \
         WHERE state = 'pending' AND (not_before IS NULL OR not_before <= $1) ORDER BY id LIMIT $2";
    let rows = query(SQL).bind(now).bind(i64::from(limit)).all::<Row>(conn).await?;
    Ok(rows.into_iter().map(StoredFile::from).collect())
}

pub(super) async fn fetched(
    conn: &mut Conn<'_>,
    id: FileId,
    blob: &str,
    size: u64,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE file SET state = 'fetched', blob = $2, size = $3, not_before = NULL, error = NULL \
         WHERE id = $1 AND state <> 'fetched'",
        id.0,
        blob,
        i64::try_from(size).unwrap_or(i64::MAX),
    )?;
    Ok(())
}

pub(super) async fn failed(
    conn: &mut Conn<'_>,
    id: FileId,
    error: &str,
    again: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE file SET state = $2, error = $3, not_before = $4, attempts = attempts + 1 \
         WHERE id = $1 AND state <> 'fetched'",
        id.0,
        if again.is_some() { "pending" } else { "failed" },
        error,
        again,
    )?;
    Ok(())
}

pub(super) async fn not_now(
    conn: &mut Conn<'_>,
    id: FileId,
    error: &str,
    again: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE file SET error = $2, not_before = $3 \
         WHERE id = $1 AND state <> 'fetched'";
    execute!(conn, SQL, id.0, error, again)?;
    Ok(())
}
