//! The town: rows as the file last said them, and as they stand.

use chrono::{DateTime, Utc};

use super::backend::{Conn, Lite};
use super::codec::{json, parse};
use super::errors::StoreError;
use super::query::{Query, execute, query};
use super::row::row;
use super::{groups, meta};
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
    let stored = rows(conn).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    let mut entries = Vec::with_capacity(stored.len());
    for row in stored.into_iter().filter(|row| !row.removed) {
        let entry = row.entry()?;
        entries.push(DirectoryRow { key: row.key, place: row.place, entry });
    }
    directory_of(entries, version)
        .map(Some)
        .map_err(|problem| StoreError::corrupt("directory", "municipality", problem))
}

/// Applies the rows that differ from what the file said last time. Never deletes, never undoes what
/// was changed otherwise: somebody who was removed in chat is back only where the file says something
/// else of them than before.
pub(super) async fn import(
    conn: &mut Conn<'_>,
    file: &[DirectoryRow],
    source: &str,
    now: DateTime<Utc>,
) -> Result<ImportSummary, StoreError> {
    held(conn).await?;
    let mut stored = rows(conn).await?;
    rename(conn, file, &mut stored).await?;
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
        // A row that only moved keeps what was changed in it otherwise; of one that says something
        // else, an id that was found in chat stays.
        let moved = known.filter(|known| known.imported == data);
        let removed = moved.is_some_and(|known| known.removed);
        let kept = match (moved, known) {
            (Some(moved), _) => moved.data.clone(),
            (None, Some(known)) if !known.removed => {
                let mut entry = row.entry.clone();
                // What was made in chat has no former words of the file.
                let before: Option<Entry> = serde_json::from_str(&known.imported).ok();
                entry.keep(before.as_ref(), &known.entry()?);
                json(&entry)?
            }
            (None, _) => data.clone(),
        };
        execute!(
            conn,
            "INSERT INTO directory (kind, key, place, data, imported, source, imported_at, removed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (kind, key) DO UPDATE SET place = excluded.place, data = excluded.data, \
             imported = excluded.imported, source = excluded.source, \
             imported_at = excluded.imported_at, removed = excluded.removed",
            kind,
            &row.key,
            row.place,
            kept,
            data,
            source,
            now,
            removed,
        )?;
    }
    if summary.added + summary.changed > 0 {
        leave_former_groups(conn, &stored, now).await?;
        grown(conn).await?;
    }
    Ok(summary)
}

/// What waits for a group that is nobody's any more goes where it belongs from now on: to an office's new group, or to
/// the URP's, which stands in for an office that has none.
async fn leave_former_groups(
    conn: &mut Conn<'_>,
    before: &[Row],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (before, after) = (groups_of(before)?, groups_of(&rows(conn).await?)?);
    for (whose, former) in before {
        if after.iter().any(|(_, chat)| *chat == former) {
            continue;
        }
        let own = after.iter().find(|(other, _)| *other == whose);
        let instead = own.or_else(|| after.iter().find(|((kind, _), _)| kind == "municipality"));
        groups::given_up(conn, former, instead.map(|(_, chat)| *chat), now).await?;
    }
    Ok(())
}

/// Kind and key of an entry.
type Whose = (String, String);

/// Whose group is which.
fn groups_of(rows: &[Row]) -> Result<Vec<(Whose, ChatId)>, StoreError> {
    let mut groups = Vec::new();
    for row in rows.iter().filter(|row| !row.removed) {
        let chat = row.entry()?.chat_mut().copied().flatten();
        groups.extend(chat.map(|chat| ((row.kind.clone(), row.key.clone()), chat)));
    }
    Ok(groups)
}

/// A person whom the file calls otherwise now, known by their account: the row that stands gets the new name as
/// its key, else there would be a second person of that account. Whose old name is still in the file is another one.
async fn rename(
    conn: &mut Conn<'_>,
    file: &[DirectoryRow],
    stored: &mut [Row],
) -> Result<(), StoreError> {
    let is_named =
        |kind: &str, key: &str| file.iter().any(|row| row.entry.kind() == kind && row.key == key);
    for row in file {
        let (kind, capacity) = (row.entry.kind(), row.entry.capacity());
        let Some(account) = row.entry.person().and_then(|person| person.telegram) else {
            continue;
        };
        if stored.iter().any(|one| one.kind == kind && one.key == row.key) {
            continue;
        }
        for one in stored.iter_mut().filter(|one| one.kind == kind && !is_named(kind, &one.key)) {
            let standing = one.entry()?;
            let is_theirs = standing.person().is_some_and(|they| they.telegram == Some(account));
            if !is_theirs || standing.capacity() != capacity {
                continue;
            }
            execute!(
                conn,
                "UPDATE directory SET key = $3 WHERE kind = $1 AND key = $2",
                kind,
                &one.key,
                &row.key
            )?;
            one.key.clone_from(&row.key);
            break;
        }
    }
    Ok(())
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
