//! Values as columns hold them: names of enums, JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use super::errors::StoreError;
use crate::domain::lang::Lang;
use crate::domain::trouble::json_mistake;

/// The name of a language.
pub(super) fn name_of(lang: Lang) -> &'static str {
    lang.code()
}

/// A language by its name.
pub(super) fn lang_of(name: &str) -> Option<Lang> {
    named(name)
}

/// A value of an enum by the name that serde gives it.
pub(super) fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// A value as JSON. Domain values are plain data: failing would be a bug of theirs.
pub(super) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Bug(error.to_string()))
}

/// A value from JSON, or which row is corrupt.
pub(super) fn parse<T: DeserializeOwned>(
    table: &'static str,
    id: impl std::fmt::Display,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(table, id, json_mistake(&error)))
}

/// A value of a list: one that cannot be read is logged and left out, the others go on.
pub(super) fn sound<T: DeserializeOwned>(
    table: &'static str,
    id: impl std::fmt::Display,
    text: &str,
) -> Option<T> {
    let read = parse(table, id, text);
    read.inspect_err(|error| tracing::error!(%error, "store.corrupt")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_damaged_row_does_not_quote_it() {
        let error = parse::<u32>("outbox", 7, "\"Maria Rossi\"").unwrap_err().to_string();
        assert!(error.contains("outbox") && error.contains('7'), "{error}");
        assert!(!error.contains("Maria"), "{error}");
    }
}
