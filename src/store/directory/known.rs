//! Which row that the town knows each row of a file is about.

use super::Row;
use crate::domain::directory_rows::{DirectoryRow, Entry};
use crate::domain::people::Capacity;
use crate::store::errors::StoreError;

/// Kind and key of an entry.
pub(super) type Whose = (String, String);

/// How a row of the file may be about a known one.
type Way<'a> = dyn Fn(&DirectoryRow, &Known) -> bool + 'a;

/// Entries that have an order among themselves: of a kind, and of an office's people.
type List = (&'static str, Option<Capacity>);

/// Places in the file, each with that among the known rows.
type Places = Vec<(usize, usize)>;

/// A row that the town knows, with its entry as it stands.
pub(super) struct Known {
    pub row: Row,
    pub entry: Entry,
}

impl Known {
    pub fn of(row: Row) -> Result<Self, StoreError> {
        let entry = row.entry()?;
        Ok(Self { row, entry })
    }

    pub fn whose(&self) -> Whose {
        (self.row.kind.clone(), self.row.key.clone())
    }

    /// Whether it is about the person of that name with that account, in that role. Colleagues of one name are told
    /// apart by it, whatever their keys.
    fn is_of(&self, row: &DirectoryRow) -> bool {
        let of = |entry: &Entry| {
            entry.person().and_then(|one| Some((one.name.clone(), one.telegram?, entry.capacity())))
        };
        of(&row.entry).is_some_and(|person| of(&self.entry) == Some(person))
    }

    /// Whether it is about somebody with that account in that role.
    fn is_of_account(&self, row: &DirectoryRow) -> bool {
        let of =
            |entry: &Entry| entry.person().and_then(|one| Some((one.telegram?, entry.capacity())));
        of(&row.entry).is_some_and(|account| of(&self.entry) == Some(account))
    }
}

/// Which of the known rows each row of the file is about: of people the one with their name and account; else that with
/// its key; else that with their account, whom the file calls otherwise now. Whose old name is still in the file is
/// another one.
pub(super) fn found_in(file: &[DirectoryRow], known: &[Known]) -> Vec<Option<usize>> {
    let is_named = |known: &Known| {
        file.iter().any(|row| row.entry.kind() == known.row.kind && row.key == known.row.key)
    };
    let ways: [&Way<'_>; 4] = [
        &|row, known| known.is_of(row) && !known.row.removed,
        &|row, known| known.is_of(row),
        &|row, known| known.row.key == row.key,
        &|row, known| known.is_of_account(row) && !is_named(known),
    ];
    let mut found: Vec<Option<usize>> = vec![None; file.len()];
    for way in ways {
        for (at, row) in file.iter().enumerate() {
            if found.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let fits = |(place, one): (usize, &Known)| {
                one.row.kind == row.entry.kind() && way(row, one) && !found.contains(&Some(place))
            };
            let place = known.iter().enumerate().position(fits);
            if let Some(found) = found.get_mut(at) {
                *found = place;
            }
        }
    }
    found
}

/// Whether each row of the file stands elsewhere among those of its list than the file has it; what the file does not
/// name, or was ended in chat, has no place in it. Who joined in chat stands behind all others, and in a file that was
/// written since in their office.
pub(super) fn moved(file: &[DirectoryRow], known: &[Known], found: &[Option<usize>]) -> Vec<bool> {
    let mut lists: Vec<(List, Places)> = Vec::new();
    for (at, (row, found)) in file.iter().zip(found).enumerate() {
        let standing = found.filter(|one| known.get(*one).is_some_and(|one| !one.row.removed));
        let Some(standing) = standing else { continue };
        let list = (row.entry.kind(), row.entry.capacity());
        match lists.iter_mut().find(|(other, _)| *other == list) {
            Some((_, rows)) => rows.push((at, standing)),
            None => lists.push((list, vec![(at, standing)])),
        }
    }
    let mut moved = vec![false; file.len()];
    for (_, rows) in lists {
        // The known rows are in the town's order.
        let mut before: Vec<usize> = rows.iter().map(|(_, standing)| *standing).collect();
        before.sort_unstable();
        for ((at, standing), was) in rows.into_iter().zip(before) {
            if let Some(moved) = moved.get_mut(at) {
                *moved = standing != was;
            }
        }
    }
    moved
}

/// The key for a row that the town does not know yet: the file's, unless that is somebody else's.
pub(super) fn free_key(row: &DirectoryRow, taken: &[Whose]) -> String {
    let account = row.entry.person().and_then(|one| one.telegram).map_or(0, |account| account.0);
    let is_taken =
        |key: &str| taken.iter().any(|(kind, other)| kind == row.entry.kind() && other == key);
    let mut key = row.key.clone();
    while is_taken(&key) {
        key = format!("{key} ({account})");
    }
    key
}
