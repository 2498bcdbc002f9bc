//! Single values: the last sign of life, the directory's version, chats that are lost.

use chrono::{DateTime, Utc};

use super::Store;
use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, query};

impl Store {
    /// When the service last showed that it was alive.
    pub async fn last_sign_of_life(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sign = self.look_at(|conn| Box::pin(get(conn, SIGN_OF_LIFE))).await?;
        Ok(sign.and_then(|sign| sign.parse().ok()))
    }

    /// What was sent lately, as the last sender left it (`Changes::pace`).
    pub async fn pace(&self) -> Result<Option<String>, StoreError> {
        self.look_at(|conn| Box::pin(get(conn, PACE))).await
    }

    /// The service is alive.
    pub async fn sign_of_life(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move { set(conn, SIGN_OF_LIFE, &now.to_rfc3339()).await })
        })
        .await
    }
}

const SET: &str = "INSERT INTO meta (key, value) VALUES ($1, $2) \
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// When the service last showed that it was alive.
const SIGN_OF_LIFE: &str = "sign_of_life";
/// What was sent lately.
pub(super) const PACE: &str = "pace";

pub(super) async fn get(conn: &mut Conn<'_>, key: &str) -> Result<Option<String>, StoreError> {
    value(key).optional(conn).await
}

/// The value of a key.
pub(super) fn value(key: &str) -> Query<'_> {
    query("SELECT value FROM meta WHERE key = $1").bind(key)
}

pub(super) async fn set(conn: &mut Conn<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    execute!(conn, SET, key, value)?;
    Ok(())
}

/// The same, with what else the step changes.
pub(super) async fn set_later(
    conn: &mut Conn<'_>,
    key: &str,
    value: &str,
) -> Result<(), StoreError> {
    execute_later!(conn, SET, key, value)
}

pub(super) async fn unset(conn: &mut Conn<'_>, key: &str) -> Result<(), StoreError> {
    execute!(conn, "DELETE FROM meta WHERE key = $1", key)?;
    Ok(())
}
