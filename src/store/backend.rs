//! Two databases behind one enum; each query is written once.

use sqlx::{PgConnection, SqliteConnection};

/// A connection in a transaction, of either database.
pub(super) enum Conn<'a> {
    /// SQLite.
    Sqlite(&'a mut SqliteConnection),
    /// PostgreSQL.
    Postgres(&'a mut PgConnection),
    /// PostgreSQL, to look only: one snapshot, no locks, so that it disturbs no step and none
    /// disturbs it.
    Reading(&'a mut PgConnection),
}

impl Conn<'_> {
    /// Locks the rows of a query until the transaction ends, where the database does not lock as a whole.
    pub fn lock(&self) -> &'static str {
        match self {
            Self::Sqlite(_) | Self::Reading(_) => "",
            Self::Postgres(_) => " FOR UPDATE",
        }
    }
}

/// Runs the same query on whichever database it is: `on_backend!(conn, |c| query.execute(c))`.
macro_rules! on_backend {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::store::backend::Conn::Sqlite(inner) => {
                let $c = &mut **inner;
                $body.await
            }
            $crate::store::backend::Conn::Postgres(inner)
            | $crate::store::backend::Conn::Reading(inner) => {
                let $c = &mut **inner;
                $body.await
            }
        }
    };
}

/// Rows whose column is one of some values: `SELECT … IN (` values `)` rest.
macro_rules! fetch_in {
    ($conn:expr, $row:ty, $head:expr, $values:expr, $tail:expr) => {
        match $conn {
            $crate::store::backend::Conn::Sqlite(inner) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($head);
                let mut list = query.separated(", ");
                for value in $values {
                    list.push_bind(value);
                }
                query.push(")").push($tail);
                query.build_query_as::<$row>().fetch_all(&mut **inner).await
            }
            $crate::store::backend::Conn::Postgres(inner)
            | $crate::store::backend::Conn::Reading(inner) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($head);
                let mut list = query.separated(", ");
                for value in $values {
                    list.push_bind(value);
                }
                query.push(")").push($tail);
                query.build_query_as::<$row>().fetch_all(&mut **inner).await
            }
        }
    };
}

/// Inserts several rows: `INSERT INTO … (…)`, how to bind one, and what follows.
macro_rules! insert_all {
    ($conn:expr, $head:expr, $rows:expr, |$b:ident, $row:pat_param| $bind:expr, $tail:expr) => {
        match $conn {
            $crate::store::backend::Conn::Sqlite(inner) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($head);
                query.push_values($rows, |mut $b, $row| {
                    $bind;
                });
                query.push($tail);
                query.build().execute(&mut **inner).await.map(|done| done.rows_affected())
            }
            $crate::store::backend::Conn::Postgres(inner)
            | $crate::store::backend::Conn::Reading(inner) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($head);
                query.push_values($rows, |mut $b, $row| {
                    $bind;
                });
                query.push($tail);
                query.build().execute(&mut **inner).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// Runs a statement; the number of rows that it touched.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        match $conn {
            $crate::store::backend::Conn::Sqlite(inner) => {
                sqlx::query($sql)$(.bind($value))*.execute(&mut **inner).await
                    .map(|done| done.rows_affected())
            }
            $crate::store::backend::Conn::Postgres(inner)
            | $crate::store::backend::Conn::Reading(inner) => {
                sqlx::query($sql)$(.bind($value))*.execute(&mut **inner).await
                    .map(|done| done.rows_affected())
            }
        }
    };
}

pub(super) use {execute, fetch_in, insert_all, on_backend};
