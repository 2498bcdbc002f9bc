//! The town: rows as the file last said them, and as they stand.

use chrono::{DateTime, Utc};

use super::backend::{Conn, execute, on_backend};
use super::codec::{json, parse};
use super::errors::StoreError;
use super::meta;
use crate::domain::directory::Directory;
use crate::domain::directory_rows::{DirectoryRow, Entry, directory_of};
use crate::domain::ids::ChatId;

const VERSION: &str = "directory_version";

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// Rows that were not there before.
    pub added: usize,
    /// Rows that the file says otherwise than last time.
    pub changed: usize,
    /// Rows that the file says as last time.
    pub same: usize,
}

impl std::fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { added, changed, same } = self;
        write!(f, "The directory: {added} entries added, {changed} changed, {same} as before.")
    }
}

/// Nobody has described the town yet.
pub(super) fn none_yet() -> StoreError {
    StoreError::Setup(
        "no directory was imported yet: set DIRECTORY_FILE, or run `rispondo directory import FILE`"
            .to_owned(),
    )
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    key: String,
    place: i32,
    data: String,
    imported: String,
}

async fn rows(conn: &mut Conn<'_>) -> Result<Vec<Row>, StoreError> {
    const SQL: &str =
        "SELECT kind, key, place, data, imported FROM directory ORDER BY kind, place, key";
    Ok(on_backend!(conn, |c| sqlx::query_as::<_, Row>(SQL).fetch_all(c))?)
}

pub(super) async fn version(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    let version = meta::get(conn, VERSION).await?;
    Ok(version.and_then(|version| version.parse().ok()).unwrap_or(0))
}

async fn grown(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    execute!(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, '1') ON CONFLICT (key) DO UPDATE \
         SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)",
        VERSION
    )?;
    Ok(())
}

/// The town; `None` before the first import.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    version: i64,
) -> Result<Option<Directory>, StoreError> {
    let stored = rows(conn).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    let mut entries = Vec::with_capacity(stored.len());
    for row in stored {
        let id = format!("{}/{}", row.kind, row.key);
        let entry: Entry = parse("directory", id, &row.data)?;
        entries.push(DirectoryRow { key: row.key, place: row.place, entry });
    }
    directory_of(entries, version)
        .map(Some)
        .map_err(|problem| StoreError::corrupt("directory", "municipality", problem))
}

/// Applies the rows that differ from what the file said last time. Never deletes, never undoes what
/// was changed otherwise.
pub(super) async fn import(
    conn: &mut Conn<'_>,
    file: &[DirectoryRow],
    source: &str,
    now: DateTime<Utc>,
) -> Result<ImportSummary, StoreError> {
    let stored = rows(conn).await?;
    let mut summary = ImportSummary::default();
    for row in file {
        let (kind, data) = (row.entry.kind(), json(&row.entry)?);
        let known = stored.iter().find(|one| one.kind == kind && one.key == row.key);
        match known {
            Some(known) if known.imported == data && known.place == row.place => {
                summary.same += 1;
                continue;
            }
            Some(_) => summary.changed += 1,
            None => summary.added += 1,
        }
        // A row that only moved keeps what was changed in it otherwise.
        let kept = known.filter(|known| known.imported == data).map(|known| known.data.clone());
        execute!(
            conn,
            "INSERT INTO directory (kind, key, place, data, imported, source, imported_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (kind, key) DO UPDATE SET place = excluded.place, data = excluded.data, \
             imported = excluded.imported, source = excluded.source, \
             imported_at = excluded.imported_at",
            kind,
            &row.key,
            row.place,
            kept.unwrap_or_else(|| data.clone()),
            data,
            source,
            now,
        )?;
    }
    if summary.added + summary.changed > 0 {
        grown(conn).await?;
    }
    Ok(summary)
}

/// A bound group has another id: the binding follows.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    let mut moved = false;
    for row in rows(conn).await? {
        let mut entry: Entry = parse("directory", format!("{}/{}", row.kind, row.key), &row.data)?;
        if !entry.rebind(old, new) {
            continue;
        }
        moved = true;
        execute!(
            conn,
            "UPDATE directory SET data = $3 WHERE kind = $1 AND key = $2",
            &row.kind,
            &row.key,
            json(&entry)?
        )?;
    }
    if moved {
        grown(conn).await?;
    }
    Ok(())
}
