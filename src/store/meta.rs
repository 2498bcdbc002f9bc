//! Single values: the last sign of life, when a copy was made, the directory's version, chats that are lost.

use chrono::{DateTime, Utc};

use super::Store;
use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, query};
use super::value::Value;

impl Store {
    /// When the service last showed that it was alive.
    pub async fn last_sign_of_life(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sign = self.look_at(|conn| Box::pin(get(conn, SIGN_OF_LIFE))).await?;
        Ok(sign.and_then(|sign| sign.parse().ok()))
    }

    /// When this database was copied from another one ([`Store::back_up`]), if it is the copy and nobody was told of
    /// that yet.
    pub async fn copied_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let copied = self.look_at(|conn| Box::pin(get(conn, COPIED_AT))).await?;
        Ok(copied.and_then(|copied| copied.parse().ok()))
    }

    /// Who runs the town was told that it goes on from a copy.
    pub async fn copy_is_told(&self) -> Result<(), StoreError> {
        self.plain(|conn| Box::pin(unset(conn, COPIED_AT))).await
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
pub(super) const SIGN_OF_LIFE: &str = "sign_of_life";
/// When the database was copied, in the copy.
pub(super) const COPIED_AT: &str = "copied_at";
/// What was sent lately.
pub(super) const PACE: &str = "pace";

pub(super) async fn get(conn: &mut Conn<'_>, key: &str) -> Result<Option<String>, StoreError> {
    value(key).optional(conn).await
}

/// The value of a key.
pub(super) fn value<'q>(key: impl Into<Value<'q>>) -> Query<'q> {
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
