//! Rows as they come from either database: read column by column, in the order of the statement.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::{FromSqlError, ValueRef};
use sqlx::Row as _;
use sqlx::postgres::types::PgRecordDecoder;
use sqlx::postgres::{PgRow, Postgres};
use uuid::Uuid;

use super::errors::StoreError;

/// A row, and which column comes next.
pub(super) struct Columns<'r> {
    row: Source<'r>,
    next: usize,
}

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r PgRow),
    /// A row within a row.
    Record(PgRecordDecoder<'r>),
}

impl<'r> Columns<'r> {
    pub fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { row: Source::Sqlite(row), next: 0 }
    }

    pub fn postgres(row: &'r PgRow) -> Self {
        Self { row: Source::Postgres(row), next: 0 }
    }

    /// Of the record that is the second column of a row.
    pub fn record(row: &'r PgRow) -> Result<Self, StoreError> {
        let record = PgRecordDecoder::new(row.try_get_raw(1)?);
        let record = record.map_err(|error| StoreError::Bug(error.to_string()))?;
        Ok(Self { row: Source::Record(record), next: 0 })
    }

    fn next<T: Column>(&mut self) -> Result<T, StoreError> {
        let place = self.next;
        self.next += 1;
        match &mut self.row {
            Source::Sqlite(row) => {
                T::from_sqlite(row.get_ref(place)?).map_err(|error| unreadable(place, &error))
            }
            Source::Postgres(row) => Ok(row.try_get(place)?),
            Source::Record(record) => record
                .try_decode()
                .map_err(|error| StoreError::Bug(format!("column {place}: {error}"))),
        }
    }
}

fn unreadable(place: usize, error: &FromSqlError) -> StoreError {
    StoreError::Bug(format!("column {place}: {error}"))
}

/// Something that a row begins with.
pub(super) trait FromRow: Sized {
    /// Takes its columns.
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// A value of one column.
pub(super) trait Column: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError>;
}

impl Column for bool {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        value.as_i64().map(|value| value != 0)
    }
}

impl Column for i32 {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        let value = value.as_i64()?;
        Self::try_from(value).map_err(|_| FromSqlError::OutOfRange(value))
    }
}

impl Column for i64 {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        value.as_i64()
    }
}

impl Column for String {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        value.as_str().map(str::to_owned)
    }
}

impl Column for Uuid {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        Self::from_slice(value.as_blob()?).map_err(FromSqlError::other)
    }
}

impl Column for DateTime<Utc> {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        let time = DateTime::parse_from_rfc3339(value.as_str()?).map_err(FromSqlError::other)?;
        Ok(time.with_timezone(&Utc))
    }
}

impl Column for NaiveDate {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl<T: Column> Column for Option<T> {
    fn from_sqlite(value: ValueRef<'_>) -> Result<Self, FromSqlError> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::from_sqlite(value).map(Some),
        }
    }
}

impl<T: Column> FromRow for T {
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        columns.next()
    }
}

macro_rules! tuple {
    ($($part:ident),+) => {
        impl<$($part: FromRow),+> FromRow for ($($part,)+) {
            fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
                Ok(($($part::read(columns)?,)+))
            }
        }
    };
}

tuple!(A, B);
tuple!(A, B, C);

/// A struct whose fields are columns, or begin with them, in the order of the statement.
macro_rules! row {
    (
        $(#[$meta:meta])*
        $visible:vis struct $name:ident {
            $($(#[$about:meta])* $shown:vis $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $visible struct $name {
            $($(#[$about])* $shown $field: $type),*
        }

        impl $crate::store::row::FromRow for $name {
            fn read(
                columns: &mut $crate::store::row::Columns<'_>,
            ) -> Result<Self, $crate::store::errors::StoreError> {
                Ok(Self {
                    $($field: <$type as $crate::store::row::FromRow>::read(columns)?),*
                })
            }
        }
    };
}
pub(super) use row;
