//! What the file may not say, though it could be read.

use super::{DirectoryError, OfficeTable, wrong};
use crate::domain::ids::ChatId;

/// What the words of a ready-made reply may leave open.
const BLANKS: [&str; 5] = ["number", "place", "street", "office", "date"];

/// The offices that a category may propose, by their codes.
pub(super) struct Offices {
    in_use: Vec<String>,
    retired: Vec<String>,
}

impl Offices {
    pub fn of(tables: &[OfficeTable]) -> Self {
        let (retired, in_use): (Vec<_>, Vec<_>) = tables.iter().partition(|one| one.retired);
        let [in_use, retired] =
            [in_use, retired].map(|some| some.iter().map(|one| one.code.clone()).collect());
        Self { in_use, retired }
    }

    /// What is reported would go to nobody. A category that is retired itself may name the office that it had.
    pub fn propose(
        &self,
        category: &str,
        office: &str,
        retired: bool,
    ) -> Result<(), DirectoryError> {
        let others = self.in_use.join(", ");
        if self.retired.iter().any(|one| one == office) {
            if retired {
                return Ok(());
            }
            return Err(wrong(
                format!("category {category:?}: the office {office:?} is retired"),
                format!(
                    "Write another office ({others}), leave the line out, or write retired = true in the category \
                     as well."
                ),
            ));
        }
        if self.in_use.iter().any(|one| one == office) {
            return Ok(());
        }
        Err(wrong(
            format!("category {category:?}: there is no office {office:?}"),
            format!("Write one of: {others}."),
        ))
    }
}

/// Each message and each list names it.
pub(super) fn named(what: &str, name: &str) -> Result<(), DirectoryError> {
    if name.trim().is_empty() {
        return Err(wrong(format!("{what} has an empty name"), "Write a name between the quotes."));
    }
    Ok(())
}

pub(super) fn group(what: &str, id: Option<i64>) -> Result<Option<ChatId>, DirectoryError> {
    if let Some(id) = id.filter(|id| *id >= 0) {
        return Err(wrong(
            format!("{what} {id} is no group's"),
            "A group's number begins with a minus: /id, written in the group, says it as a line to copy.",
        ));
    }
    Ok(id.map(ChatId))
}

pub(super) fn web_address(what: &str, text: &str) -> Result<(), DirectoryError> {
    let url = url::Url::parse(text).ok();
    match url.filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host()) {
        Some(_) => Ok(()),
        None => Err(wrong(
            format!("{what} {text:?} is no address of the web"),
            "Write all of it, as in \"https://www.comune.example/privacy\", or leave the line out.",
        )),
    }
}

/// A citizen would read what nothing fills in.
pub(super) fn blanks(text: &str) -> Result<(), DirectoryError> {
    for rest in text.split('{').skip(1) {
        let name = rest.split('}').next().unwrap_or_default();
        if !rest.contains('}') || !BLANKS.contains(&name) {
            let name: String = name.chars().take(20).collect();
            let known = BLANKS.map(|name| format!("{{{name}}}")).join(", ");
            let problem = format!("template: nothing is known for {{{name}}}");
            return Err(wrong(problem, format!("Write one of {known}.")));
        }
    }
    Ok(())
}
