//! Updates that could not be processed, kept as they came.

use chrono::{DateTime, TimeDelta, Utc};

use super::Store;
use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute, query};
use super::row::row;

row! {
    /// An update that could not be processed, kept as it came.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Failed {
        /// Key.
        pub id: i64,
        /// Where from: `telegram`.
        pub source: String,
        /// As it came.
        pub raw: String,
        /// Why it failed.
        pub error: String,
        /// When it came.
        pub at: DateTime<Utc>,
        /// How often it was tried.
        pub attempts: i32,
    }
}

/// Whoever looks after failures is told at most this often, hours.
const TOLD_HOURS: i64 = 1;

/// Keeps one; whether it is the first for a while.
pub(super) async fn add(
    conn: &mut Conn<'_>,
    source: &str,
    raw: &str,
    error: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const RECENT: &str = "SELECT EXISTS (SELECT 1 FROM failed_update \
         WHERE source IN ('telegram', 'mail') AND at > $1)";
    let since = at - TimeDelta::hours(TOLD_HOURS);
    let recent: bool = query(RECENT).bind(since).one(conn).await?;
    execute!(
        conn,
        "INSERT INTO failed_update (source, raw, error, at, attempts) VALUES ($1, $2, $3, $4, 1)",
        source,
        raw,
        error,
        at
    )?;
    Ok(!recent)
}

/// All of them, oldest first.
pub(super) async fn list(conn: &mut Conn<'_>) -> Result<Vec<Failed>, StoreError> {
    const SQL: &str = "SELECT id, source, raw, error, at, attempts FROM failed_update ORDER BY id";
    query(SQL).all::<Failed>(conn).await
}

pub(super) async fn done(conn: &mut Conn<'_>, id: i64) -> Result<(), StoreError> {
    execute!(conn, "DELETE FROM failed_update WHERE id = $1", id)?;
    Ok(())
}

pub(super) async fn again(conn: &mut Conn<'_>, id: i64, error: &str) -> Result<(), StoreError> {
    let sql = "UPDATE failed_update SET attempts = attempts + 1, error = $2 WHERE id = $1";
    execute!(conn, sql, id, error)?;
    Ok(())
}

impl Store {
    /// Keeps an update that could not be processed; whether it is the first for a while, so that
    /// somebody is to be told.
    pub async fn set_aside(
        &self,
        source: &str,
        raw: &str,
        error: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (source, raw, error) = (source.to_owned(), raw.to_owned(), error.to_owned());
        self.plain(move |conn| {
            let (source, raw, error) = (source.clone(), raw.clone(), error.clone());
            Box::pin(async move { add(conn, &source, &raw, &error, at).await })
        })
        .await
    }

    /// Updates that could not be processed, oldest first.
    pub async fn failed(&self) -> Result<Vec<Failed>, StoreError> {
        self.look_at(|conn| Box::pin(list(conn))).await
    }

    /// One that was set aside is processed now.
    pub async fn failed_done(&self, id: i64) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(done(conn, id))).await
    }

    /// One that was set aside failed again.
    pub async fn failed_again(&self, id: i64, error: &str) -> Result<(), StoreError> {
        let error = error.to_owned();
        self.plain(move |conn| {
            let error = error.clone();
            Box::pin(async move { again(conn, id, &error).await })
        })
        .await
    }
}
