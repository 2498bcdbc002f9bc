//! Single values: the last sign of life, when a copy was made, where files are kept, the directory's version, chats that
//! are lost.

use chrono::{DateTime, Utc};
use uuid::Uuid;

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

    /// The mark of the place where photos and mails are kept, if one is known yet.
    pub async fn files_at(&self) -> Result<Option<Uuid>, StoreError> {
        let place = self.look_at(|conn| Box::pin(get(conn, FILES_AT))).await?;
        Ok(place.and_then(|place| place.parse().ok()))
    }

    /// Photos and mails are kept at the place of that mark, unless somebody else has said where before.
    pub async fn files_are_first_at(&self, place: Uuid) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move {
                let sql =
                    "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
                execute!(conn, sql, FILES_AT, place.to_string())?;
                Ok(())
            })
        })
        .await
    }

    /// Photos and mails are kept at the place of that mark from now on.
    pub async fn files_are_at(&self, place: Uuid) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move { set(conn, FILES_AT, &place.to_string()).await })
        })
        .await
    }

    /// What was sent lately, as the last sender left it (`Changes::pace`).
    pub async fn pace(&self) -> Result<Option<String>, StoreError> {
        self.look_at(|conn| Box::pin(get(conn, PACE))).await
    }

    /// Since when nothing is heard of Telegram, if that was noted and nobody was told that it is over.
    pub async fn unheard_since(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let since = self.look_at(|conn| Box::pin(get(conn, UNHEARD_SINCE))).await?;
        Ok(since.and_then(|since| since.parse().ok()))
    }

    /// Nothing is heard of Telegram from then on, or from an earlier moment that was noted: since when.
    pub async fn note_unheard(&self, from: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
        if let Some(since) = self.unheard_since().await? {
            return Ok(since);
        }
        self.plain(move |conn| {
            Box::pin(async move { set(conn, UNHEARD_SINCE, &from.to_rfc3339()).await })
        })
        .await?;
        Ok(from)
    }

    /// What was not heard until then is told: what lasts counts from then.
    pub async fn unheard_from(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move { set(conn, UNHEARD_SINCE, &now.to_rfc3339()).await })
        })
        .await
    }

    /// Telegram is heard.
    pub async fn is_heard(&self) -> Result<(), StoreError> {
        self.plain(|conn| Box::pin(unset(conn, UNHEARD_SINCE))).await
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
/// Since when nothing is heard of Telegram.
const UNHEARD_SINCE: &str = "unheard_since";
/// When it was looked last whether the database is well.
pub(super) const LOOKED_AT: &str = "looked_at";
/// When the database was copied, in the copy.
pub(super) const COPIED_AT: &str = "copied_at";
/// The mark of the place where files are kept.
const FILES_AT: &str = "files_at";
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
