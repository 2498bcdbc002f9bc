//! What a file says otherwise than last time, taken over.

use chrono::{DateTime, Utc};

use super::known::{Known, Whose, found_in, free_key, moved};
use super::{grown, held, rows};
use crate::domain::directory_rows::{DirectoryRow, Entry};
use crate::domain::ids::ChatId;
use crate::store::backend::Conn;
use crate::store::codec::json;
use crate::store::errors::StoreError;
use crate::store::query::execute;
use crate::store::{cards, groups};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// Rows that were not there before.
    pub added: usize,
    /// Rows that the file says otherwise than last time and than they stand, or in another order.
    pub changed: usize,
    /// Rows that the file says as last time, or as they stand.
    pub same: usize,
}

impl std::fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { added, changed, same } = self;
        write!(f, "The directory: {added} entries added, {changed} changed, {same} as before.")
    }
}

/// Applies the rows that differ from what the file said last time. Never deletes, never undoes what
/// was changed otherwise: somebody who was removed in chat is back only where the file says something
/// else of them than before. What the file says becomes what it said last, also where the town stands so already: a
/// file that was written from the town (`rispondo directory export`) changes nothing, and is what the next one is
/// compared with.
pub(in crate::store) async fn import(
    conn: &mut Conn<'_>,
    file: &[DirectoryRow],
    source: &str,
    now: DateTime<Utc>,
) -> Result<ImportSummary, StoreError> {
    held(conn).await?;
    let mut known = known_rows(conn).await?;
    let groups = groups_of(&known);
    let found = found_in(file, &known);
    let moved = moved(file, &known, &found);
    name_anew(conn, file, &mut known, &found).await?;
    let mut keys: Vec<Whose> = known.iter().map(Known::whose).collect();
    let (mut summary, mut written) = (ImportSummary::default(), false);
    for ((row, found), moved) in file.iter().zip(found).zip(moved) {
        let before = found.and_then(|at| known.get(at));
        let (kind, data) = (row.entry.kind(), json(&row.entry)?);
        // Whether it is in use is the file's word alone: a program that knows it not may have dropped it.
        let said_so = before.is_some_and(|known| {
            known.row.imported == data && known.entry.is_retired() == row.entry.is_retired()
        });
        // What a file says for the first time may stand already: it was found in chat, and the file written from it.
        let says_nothing_new = said_so || before.is_some_and(|known| known.entry == row.entry);
        match before {
            None => summary.added += 1,
            Some(_) if says_nothing_new && !moved => summary.same += 1,
            Some(_) => summary.changed += 1,
        }
        if said_so && before.is_some_and(|known| known.row.place == row.place) {
            continue;
        }
        // What says nothing new keeps what was changed in it otherwise.
        let (kept, removed) = match before {
            None => (data.clone(), false),
            Some(known) if says_nothing_new => (known.row.data.clone(), known.row.removed),
            Some(known) => (said_otherwise(row, known)?, false),
        };
        let key = match before {
            Some(known) => known.row.key.clone(),
            None => free_key(row, &keys),
        };
        execute!(
            conn,
            "INSERT INTO directory (kind, key, place, data, imported, source, imported_at, removed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (kind, key) DO UPDATE SET place = excluded.place, data = excluded.data, \
             imported = excluded.imported, source = excluded.source, \
             imported_at = excluded.imported_at, removed = excluded.removed",
            kind,
            &key,
            row.place,
            kept,
            data,
            source,
            now,
            removed,
        )?;
        keys.push((kind.to_owned(), key));
        written = true;
    }
    if written {
        leave_former_groups(conn, groups, now).await?;
        grown(conn).await?;
    }
    Ok(summary)
}

/// What stands from now on where the file says something else than before: an id that was found in chat stays.
fn said_otherwise(row: &DirectoryRow, known: &Known) -> Result<String, StoreError> {
    let mut entry = row.entry.clone();
    if !known.row.removed {
        // What was made in chat has no former words of the file.
        let before: Option<Entry> = serde_json::from_str(&known.row.imported).ok();
        entry.keep(before.as_ref(), &known.entry);
    }
    json(&entry)
}

/// A person whom the file calls otherwise now: the row that stands gets the new name as its key.
async fn name_anew(
    conn: &mut Conn<'_>,
    file: &[DirectoryRow],
    known: &mut [Known],
    found: &[Option<usize>],
) -> Result<(), StoreError> {
    let mut keys: Vec<Whose> = known.iter().map(Known::whose).collect();
    let name = |entry: &Entry| entry.person().map(|person| person.name.clone());
    for (row, found) in file.iter().zip(found) {
        let Some(one) = found.and_then(|at| known.get_mut(at)) else { continue };
        if name(&one.entry) == name(&row.entry) {
            continue;
        }
        let key = free_key(row, &keys);
        execute!(
            conn,
            "UPDATE directory SET key = $3 WHERE kind = $1 AND key = $2",
            &one.row.kind,
            &one.row.key,
            &key
        )?;
        one.row.key = key;
        keys.push(one.whose());
    }
    Ok(())
}

async fn known_rows(conn: &mut Conn<'_>) -> Result<Vec<Known>, StoreError> {
    rows(conn).await?.into_iter().map(Known::of).collect()
}

/// What waits for a group that is nobody's any more goes where it belongs from now on: to an office's new group, or to
/// the URP's, which stands in for an office that has none.
async fn leave_former_groups(
    conn: &mut Conn<'_>,
    before: Vec<(Whose, ChatId)>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let after = groups_of(&known_rows(conn).await?);
    let urp = |groups: &[(Whose, ChatId)]| {
        groups.iter().find(|((kind, _), _)| kind == "municipality").map(|(_, chat)| *chat)
    };
    if let Some(chat) = urp(&after).filter(|chat| urp(&before).is_some_and(|was| was != *chat)) {
        // As where it is bound in chat.
        cards::show_open_of(conn, None, chat).await?;
    }
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

/// Whose group is which.
fn groups_of(known: &[Known]) -> Vec<(Whose, ChatId)> {
    let standing = known.iter().filter(|one| !one.row.removed);
    standing.filter_map(|one| Some((one.whose(), one.entry.chat()?))).collect()
}
