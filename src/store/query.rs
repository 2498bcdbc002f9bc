//! A statement with its values, written once and run on whichever database it is.
//!
//! SQLite runs within the process: its statements are run by rusqlite on the calling thread, where one
//! costs a few microseconds. (sqlx hands each to a thread of its own and back, which costs ten times
//! as much as the statement itself.) PostgreSQL is asked through sqlx.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgArguments, PgRow, Postgres};

use super::backend::Conn;
use super::errors::StoreError;
use super::row::{Columns, FromRow};
use super::value::Value;

/// A statement and the values of its placeholders `$1`, `$2`, ….
#[derive(Debug, PartialEq)]
pub(super) struct Query<'q> {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Vec<Value<'q>>,
}

/// A statement. Only texts of ours: what comes from outside is bound.
pub(super) fn query<'q>(sql: &'static str) -> Query<'q> {
    Query { sql: Cow::Borrowed(sql), values: Vec::new() }
}

impl<'q> Query<'q> {
    /// The value of the next placeholder.
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// More of the statement.
    pub fn push(mut self, sql: &str) -> Self {
        self.sql.to_mut().push_str(sql);
        self
    }

    /// A placeholder, with its value.
    pub fn push_bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        let number = self.values.len();
        // Writing into a string cannot fail.
        let _ = write!(self.sql.to_mut(), "${number}");
        self
    }

    /// Placeholders with commas between them.
    pub fn list<V: Into<Value<'q>>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        for (before, value) in values.into_iter().enumerate() {
            if before > 0 {
                self = self.push(", ");
            }
            self = self.push_bind(value);
        }
        self
    }

    /// Runs it: the number of rows that it touched.
    pub async fn run(self, conn: &mut Conn<'_>) -> Result<u64, StoreError> {
        match conn {
            Conn::Sqlite(inner) => {
                let mut statement = self.prepared(inner.connection)?;
                let touched = statement.raw_execute()?;
                no_scan(&statement, &self.sql);
                Ok(u64::try_from(touched).unwrap_or(u64::MAX))
            }
            Conn::Postgres(inner) | Conn::Reading(inner) => {
                inner.make_changes().await?;
                inner.forget();
                let all = self.for_postgres(inner.named)?;
                Ok(all.execute(&mut *inner.connection).await?.rows_affected())
            }
        }
    }

    /// Runs it, on PostgreSQL together with others: before the next question, or before the commit.
    /// What is so changed must not be looked at by another such statement.
    pub async fn run_later(self, conn: &mut Conn<'_>) -> Result<(), StoreError> {
        match conn {
            Conn::Sqlite(_) => self.run(conn).await.map(drop),
            Conn::Postgres(inner) | Conn::Reading(inner) => {
                inner.waits(self.owned());
                Ok(())
            }
        }
    }

    /// The same, with values of its own.
    pub fn owned(self) -> Query<'static> {
        let values = self.values.into_iter().map(Value::owned).collect();
        Query { sql: self.sql, values }
    }

    /// All rows.
    pub async fn all<R: FromRow>(self, conn: &mut Conn<'_>) -> Result<Vec<R>, StoreError> {
        match conn {
            Conn::Sqlite(inner) => {
                let mut statement = self.prepared(inner.connection)?;
                let mut rows = statement.raw_query();
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    found.push(R::read(&mut Columns::sqlite(row))?);
                }
                drop(rows);
                no_scan(&statement, &self.sql);
                Ok(found)
            }
            Conn::Postgres(inner) | Conn::Reading(inner) => {
                if let Some(known) = inner.known(&self) {
                    return known;
                }
                inner.make_changes().await?;
                let rows: Vec<PgRow> =
                    self.for_postgres(inner.named)?.fetch_all(&mut *inner.connection).await?;
                rows.iter().map(|row| R::read(&mut Columns::postgres(row))).collect()
            }
        }
    }

    /// The first row, if there is one.
    pub async fn optional<R: FromRow>(self, conn: &mut Conn<'_>) -> Result<Option<R>, StoreError> {
        match conn {
            Conn::Sqlite(inner) => {
                let mut statement = self.prepared(inner.connection)?;
                let mut rows = statement.raw_query();
                let found = rows.next()?.map(|row| R::read(&mut Columns::sqlite(row))).transpose();
                drop(rows);
                no_scan(&statement, &self.sql);
                found
            }
            Conn::Postgres(inner) | Conn::Reading(inner) => {
                if let Some(known) = inner.known(&self) {
                    return Ok(known?.into_iter().next());
                }
                inner.make_changes().await?;
                let row =
                    self.for_postgres(inner.named)?.fetch_optional(&mut *inner.connection).await?;
                row.map(|row| R::read(&mut Columns::postgres(&row))).transpose()
            }
        }
    }

    /// The one row that there must be.
    pub async fn one<R: FromRow>(self, conn: &mut Conn<'_>) -> Result<R, StoreError> {
        let found = self.optional(conn).await?;
        found.ok_or_else(|| StoreError::Bug("a row that there must be is not there".to_owned()))
    }

    /// The text for SQLite. What never changes is looked through once.
    fn for_sqlite(&self) -> Cow<'_, str> {
        let Cow::Borrowed(text) = self.sql else {
            return numbered(&self.sql);
        };
        let place = (text.as_ptr().addr(), text.len());
        if AS_THEY_ARE.with_borrow(|known| known.contains(&place)) {
            return Cow::Borrowed(text);
        }
        let numbered = numbered(text);
        if matches!(numbered, Cow::Borrowed(_)) {
            AS_THEY_ARE.with_borrow_mut(|known| known.insert(place));
        }
        numbered
    }

    /// Prepared, or taken from the cache of prepared statements, with its values.
    fn prepared<'c>(
        &self,
        connection: &'c rusqlite::Connection,
    ) -> Result<rusqlite::CachedStatement<'c>, StoreError> {
        let mut statement = connection.prepare_cached(&self.for_sqlite())?;
        for (before, value) in self.values.iter().enumerate() {
            statement.raw_bind_parameter(before + 1, value)?;
        }
        Ok(statement)
    }

    pub(super) fn for_postgres(
        self,
        named: bool,
    ) -> Result<sqlx::query::Query<'q, Postgres, PgArguments>, StoreError> {
        let mut arguments = PgArguments::default();
        for value in self.values {
            value.add_to(&mut arguments)?;
        }
        let query = match self.sql {
            Cow::Borrowed(sql) => sqlx::query_with(sql, arguments),
            // Put together here from texts of ours and numbers of placeholders.
            Cow::Owned(sql) => sqlx::query_with(AssertSqlSafe(sql), arguments),
        };
        Ok(query.persistent(named))
    }
}

thread_local! {
    /// Texts of the program that SQLite takes as they are: where each begins, and its length.
    static AS_THEY_ARE: RefCell<HashSet<(usize, usize)>> = RefCell::default();
}

/// The text for SQLite, which numbers `$1` by its place among the names in it, `?1` by its number: where these
/// agree, as they mostly do, it stays as it is.
fn numbered(sql: &str) -> Cow<'_, str> {
    let mut highest = 0_usize;
    for part in sql.split('$').skip(1) {
        let digits = part.bytes().take_while(u8::is_ascii_digit);
        let number = digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
        if number > highest + 1 {
            return Cow::Owned(sql.replace('$', "?"));
        }
        highest = highest.max(number);
    }
    Cow::Borrowed(sql)
}

/// A statement that walks so many rows without an index is as slow as the database is large.
const SCANNED: i32 = 1_000;

/// Tests run with this: whatever walks a growing table fails there, not in a town after a year.
fn no_scan(statement: &rusqlite::Statement<'_>, sql: &str) {
    if cfg!(debug_assertions) {
        let scanned = statement.reset_status(rusqlite::StatementStatus::FullscanStep);
        if scanned >= SCANNED {
            // Not a panic, which is a failure of one step and might be tried again unseen.
            eprintln!("walks {scanned} rows without an index: {sql}");
            std::process::abort();
        }
    }
}

/// Inserts of up to so many rows have their texts put together once.
const KEPT: usize = 64;

/// The texts of one insert, by the number of its rows.
pub(super) struct Texts([OnceLock<String>; KEPT]);

impl Texts {
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; KEPT])
    }

    /// Inserts so many rows, all of whose values follow each other, between what stands before and behind them.
    pub fn insert<'q>(
        &'static self,
        (head, tail): (&str, &str),
        rows: usize,
        values: Vec<Value<'q>>,
    ) -> Query<'q> {
        let columns = values.len() / rows.max(1);
        let text = || {
            let mut text = query("").push(head).push("VALUES ");
            for row in 0..rows {
                text = text.push(if row > 0 { ", (" } else { "(" });
                text = text.list((0..columns).map(|_| 0)).push(")");
            }
            text.push(tail).sql.into_owned()
        };
        let kept = rows.checked_sub(1).and_then(|before| self.0.get(before));
        let sql = match kept {
            Some(kept) => Cow::Borrowed(kept.get_or_init(text).as_str()),
            None => Cow::Owned(text()),
        };
        Query { sql, values }
    }
}

/// Runs a statement; the number of rows that it touched.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::store::query::query($sql)$(.bind($value))*.run($conn).await
    };
}

/// Runs a statement later, with others: [`Query::run_later`].
macro_rules! execute_later {
    ($conn:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::store::query::query($sql)$(.bind($value))*.run_later($conn).await
    };
}

/// Asks for rows whose column is one of some values: `SELECT … IN (` values `)` rest.
macro_rules! one_of {
    ($head:expr, $values:expr, $tail:expr) => {
        $crate::store::query::query("").push($head).list($values).push(")").push($tail)
    };
}

/// Rows whose column is one of some values.
macro_rules! fetch_in {
    ($conn:expr, $row:ty, $head:expr, $values:expr, $tail:expr) => {
        $crate::store::query::one_of!($head, $values, $tail).all::<$row>($conn).await
    };
}

/// Inserts several rows, later: `INSERT INTO … (…)`, how to bind one, and what follows.
macro_rules! insert_all {
    ($conn:expr, $head:literal, $rows:expr, |$row:pat_param| [$($value:expr),* $(,)?], $tail:literal) => {{
        static TEXTS: $crate::store::query::Texts = $crate::store::query::Texts::new();
        let (mut values, mut count) = (Vec::new(), 0);
        for $row in $rows {
            values.extend([$($crate::store::value::Value::from($value)),*]);
            count += 1;
        }
        TEXTS.insert(($head, $tail), count, values).run_later($conn).await
    }};
}

pub(super) use {execute, execute_later, fetch_in, insert_all, one_of};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_has_a_place_for_each_value() {
        static TEXTS: Texts = Texts::new();
        let insert = |rows: usize| {
            let values = (0..rows * 2).map(|_| Value::from(0)).collect();
            TEXTS.insert(("INSERT INTO t (a, b) ", " RETURNING a"), rows, values)
        };
        for _ in 0..2 {
            let [one, two] = [1, 2].map(|rows| insert(rows).sql);
            assert_eq!(one, "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING a");
            assert_eq!(two, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) RETURNING a");
        }
        assert!(insert(100).sql.ends_with("($199, $200) RETURNING a"));
    }

    #[test]
    fn a_text_is_changed_for_sqlite_only_where_its_places_are_out_of_order() {
        for same in
            ["SELECT 1", "SELECT $1, $2, $1", "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"]
        {
            for _ in 0..2 {
                assert!(matches!(query(same).for_sqlite(), Cow::Borrowed(text) if text == same));
            }
        }
        for other in [query("SELECT $2, $1"), query("SELECT $2").push(", $1")] {
            assert_eq!(other.for_sqlite(), "SELECT ?2, ?1");
            assert_eq!(other.for_sqlite(), "SELECT ?2, ?1");
        }
    }
}
