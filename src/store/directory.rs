//! The town: rows as the file last said them, and as they stand.

mod import;
mod known;

use super::backend::{Conn, Lite};
use super::codec::{json, parse};
use super::errors::StoreError;
use super::meta;
use super::query::{Query, execute, query};
use super::row::row;
use crate::domain::directory::Directory;
use crate::domain::directory_rows::{DirectoryRow, Entry, directory_of};
use crate::domain::ids::ChatId;

pub use import::ImportSummary;
pub(super) use import::import;

const VERSION: &str = "directory_version";

/// Nobody has described the town yet.
pub(super) fn none_yet() -> StoreError {
    StoreError::Setup(
        "no directory was imported yet: set DIRECTORY_FILE, or run `rispondo directory import FILE`"
            .to_owned(),
    )
}

row! {
    pub(super) struct Row {
        pub kind: String,
        pub key: String,
        pub place: i32,
        data: String,
        imported: String,
        /// It was ended in chat.
        pub removed: bool,
    }
}

impl Row {
    /// The entry as it stands.
    pub fn entry(&self) -> Result<Entry, StoreError> {
        parse("directory", format!("{}/{}", self.kind, self.key), &self.data)
    }
}

pub(super) async fn rows(conn: &mut Conn<'_>) -> Result<Vec<Row>, StoreError> {
    const SQL: &str =
        "SELECT kind, key, place, data, imported, removed FROM directory ORDER BY kind, place, key";
    query(SQL).all::<Row>(conn).await
}

/// Which town it is now.
pub(super) fn version_asked() -> Query<'static> {
    meta::value(VERSION)
}

pub(super) async fn version(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    if let Conn::Sqlite(Lite { town: Some(version), .. }) = conn {
        return Ok(*version);
    }
    let version = version_asked().optional::<String>(conn).await?;
    let version = version.and_then(|version| version.parse().ok()).unwrap_or(0);
    if let Conn::Sqlite(lite) = conn {
        lite.town = Some(version);
    }
    Ok(version)
}

/// The version is about to be another one.
fn forget_version(conn: &mut Conn<'_>) {
    if let Conn::Sqlite(lite) = conn {
        lite.town = None;
    }
}

/// Keeps the version, and with it the town, from others until the transaction ends. Whoever decides
/// from the rows as they stand does so first: what another changes meanwhile would be undone.
async fn held(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    execute!(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, '0') ON CONFLICT (key) DO UPDATE \
         SET value = meta.value",
        VERSION
    )?;
    Ok(())
}

async fn grown(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    forget_version(conn);
    execute!(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, '1') ON CONFLICT (key) DO UPDATE \
         SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)",
        VERSION
    )?;
    Ok(())
}

/// Makes the version grow if it is still that one; whether it was.
pub(super) async fn grown_from(conn: &mut Conn<'_>, seen: i64) -> Result<bool, StoreError> {
    forget_version(conn);
    let touched = execute!(
        conn,
        "UPDATE meta SET value = $3 WHERE key = $1 AND value = $2",
        VERSION,
        seen.to_string(),
        (seen + 1).to_string(),
    )?;
    Ok(touched == 1)
}

/// The town; `None` before the first import.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    version: i64,
) -> Result<Option<Directory>, StoreError> {
    let entries = standing(conn).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    directory_of(entries, version)
        .map(Some)
        .map_err(|problem| StoreError::corrupt("directory", "municipality", problem))
}

/// The entries as they stand, each kind in the town's order, without those that were ended in chat.
pub(super) async fn standing(conn: &mut Conn<'_>) -> Result<Vec<DirectoryRow>, StoreError> {
    let stored = rows(conn).await?;
    let mut entries = Vec::with_capacity(stored.len());
    for row in stored.into_iter().filter(|row| !row.removed) {
        let entry = row.entry()?;
        entries.push(DirectoryRow { key: row.key, place: row.place, entry });
    }
    Ok(entries)
}

/// A bound group has another id: the binding follows.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    held(conn).await?;
    let mut moved = false;
    for row in rows(conn).await? {
        let mut entry = row.entry()?;
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
