//! Values that are bound to statements. Null has a type: PostgreSQL wants to know it.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;
use uuid::Uuid;

use super::errors::StoreError;

/// A value, or a null of its type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'q> {
    Flag(Option<bool>),
    Short(Option<i32>),
    Long(Option<i64>),
    Text(Option<Cow<'q, str>>),
    Id(Option<Uuid>),
    Time(Option<DateTime<Utc>>),
    Day(Option<NaiveDate>),
}

impl Value<'_> {
    /// The same, with a text of its own.
    pub fn owned(self) -> Value<'static> {
        match self {
            Self::Flag(value) => Value::Flag(value),
            Self::Short(value) => Value::Short(value),
            Self::Long(value) => Value::Long(value),
            Self::Text(value) => Value::Text(value.map(|text| Cow::Owned(text.into_owned()))),
            Self::Id(value) => Value::Id(value),
            Self::Time(value) => Value::Time(value),
            Self::Day(value) => Value::Day(value),
        }
    }

    /// As the next argument of a statement for PostgreSQL.
    pub fn add_to(self, arguments: &mut PgArguments) -> Result<(), StoreError> {
        match self {
            Self::Flag(value) => arguments.add(value),
            Self::Short(value) => arguments.add(value),
            Self::Long(value) => arguments.add(value),
            Self::Text(value) => arguments.add(value),
            Self::Id(value) => arguments.add(value),
            Self::Time(value) => arguments.add(value),
            Self::Day(value) => arguments.add(value),
        }
        .map_err(|error| StoreError::Bug(error.to_string()))
    }
}

/// How SQLite's columns hold them: times and days as text that sorts, ids as 16 bytes.
impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let owned = |value: String| ToSqlOutput::Owned(value.into());
        let null = ToSqlOutput::Borrowed(ValueRef::Null);
        Ok(match self {
            Self::Flag(value) => value.map_or(null, |value| i64::from(value).into()),
            Self::Short(value) => value.map_or(null, |value| i64::from(value).into()),
            Self::Long(value) => value.map_or(null, ToSqlOutput::from),
            Self::Text(value) => value.as_deref().map_or(null, ToSqlOutput::from),
            Self::Id(value) => value
                .as_ref()
                .map_or(null, |value| ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes()))),
            Self::Time(value) => value
                .map_or(null, |value| owned(value.to_rfc3339_opts(SecondsFormat::AutoSi, false))),
            Self::Day(value) => value.map_or(null, |value| owned(value.format("%F").to_string())),
        })
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => { $(
        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Self::$variant(Some(value))
            }
        }
        impl From<Option<$type>> for Value<'_> {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value)
            }
        }
    )* };
}

from! {
    bool => Flag,
    i32 => Short,
    i64 => Long,
    Uuid => Id,
    DateTime<Utc> => Time,
    NaiveDate => Day,
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Some(Cow::Owned(value)))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(Cow::Owned))
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(value: &'q str) -> Self {
        Self::Text(Some(Cow::Borrowed(value)))
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(value: Option<&'q str>) -> Self {
        Self::Text(value.map(Cow::Borrowed))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(value: &'q String) -> Self {
        Self::Text(Some(Cow::Borrowed(value)))
    }
}
