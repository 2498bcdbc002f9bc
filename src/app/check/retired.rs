//! What the directory file has retired, as far as something still depends on it.

use super::Table;
use crate::domain::directory::{Directory, Office};
use crate::domain::step::Keys;
use crate::domain::town::TownKeys;
use crate::store::{Store, StoreError};

/// No more open reports of an office are looked for.
const MOST: usize = 200;

pub(super) async fn check(directory: &Directory, store: &Store, table: &mut Table) {
    let counts = [
        (directory.offices.iter().filter(|one| one.retired).count(), "offices"),
        (directory.categories.iter().filter(|one| one.retired).count(), "categories"),
        (directory.templates.iter().filter(|one| one.retired).count(), "ready-made replies"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let retired: Vec<String> = counts.map(|(count, what)| format!("{what}: {count}")).collect();
    if !retired.is_empty() {
        table.note("retired", retired.join(", "));
    }
    match with_reports(directory, store).await {
        Ok(busy) => {
            for (office, open) in busy {
                let open = if open < MOST { open.to_string() } else { format!("{MOST} or more") };
                let assign = "it goes on until they are done, or the URP assigns them to another";
                table.note(
                    "retired",
                    format!("{} still has open reports: {open}; {assign}", office.name),
                );
            }
        }
        Err(error) => table.wrong("retired", error, "see the error"),
    }
    // The file is refused where it says so; a category that is gone from it stands all the same.
    for category in directory.categories_in_use() {
        let office = category.office.as_ref().and_then(|code| directory.office(code));
        if let Some(office) = office.filter(|office| office.retired) {
            table.note(
                "retired",
                format!(
                    "the category {:?} proposes {}, which is retired: give it another office in the directory \
                     file, or retired = true",
                    category.code.as_str(),
                    office.name
                ),
            );
        }
    }
}

/// Offices that are retired and have open reports in hand, with how many.
pub(super) async fn with_reports<'a>(
    directory: &'a Directory,
    store: &Store,
) -> Result<Vec<(&'a Office, usize)>, StoreError> {
    let retired: Vec<&Office> = directory.offices.iter().filter(|one| one.retired).collect();
    if retired.is_empty() {
        return Ok(Vec::new());
    }
    let open_of = retired.iter().map(|office| Some(office.code.clone())).collect();
    let town = TownKeys { open_of, ..TownKeys::default() };
    let facts = store.read(Keys { town, ..Keys::default() }).await?;
    let open = |office: &Office| {
        let found = facts.town.open_of.iter().find(|(of, _)| of.as_ref() == Some(&office.code));
        found.map_or(0, |(_, reports)| reports.len())
    };
    let all = retired.into_iter().map(|office| (office, open(office)));
    Ok(all.filter(|(_, open)| *open > 0).collect())
}
