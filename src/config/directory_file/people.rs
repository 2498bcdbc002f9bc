//! The people of the file: each list knows its own by name.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::checks::named;
use super::{DirectoryError, wrong};
use crate::domain::directory_rows::Person;
use crate::domain::ids::TelegramId;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonTable {
    name: String,
    telegram_id: Option<i64>,
    email: Option<String>,
    phone: Option<String>,
}

/// A list of people, each with a key: the name. Where colleagues have one name, and the account of each is there, the
/// later one's key says whose it is, as it does where they come in by invitations.
pub(super) fn keyed(list: Vec<PersonTable>) -> Vec<(String, PersonTable)> {
    let mut keys: Vec<String> = Vec::with_capacity(list.len());
    for one in &list {
        let namesakes = list.iter().filter(|other| other.name == one.name);
        let accounts: BTreeSet<_> = namesakes.clone().map(|other| other.telegram_id).collect();
        let are_told_apart = accounts.len() == namesakes.count() && !accounts.contains(&None);
        keys.push(match one.telegram_id {
            Some(account) if are_told_apart && keys.contains(&one.name) => {
                format!("{} ({account})", one.name)
            }
            _ => one.name.clone(),
        });
    }
    keys.into_iter().zip(list).collect()
}

pub(super) fn person(what: &str, table: PersonTable) -> Result<Person, DirectoryError> {
    let PersonTable { name, telegram_id, email, phone } = table;
    named(what, &name)?;
    if telegram_id.is_some_and(|id| id <= 0) {
        return Err(wrong(
            format!("{what}, {name:?}: telegram_id is nobody's"),
            "Write the person's own number, which has no minus: /id in private with the bot says it.",
        ));
    }
    Ok(Person { name, telegram: telegram_id.map(TelegramId), email, phone })
}
