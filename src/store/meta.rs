//! Single values: the last sign of life, the directory's version, chats that are lost.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, query};

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
    execute!(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, $2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value
    )?;
    Ok(())
}

pub(super) async fn unset(conn: &mut Conn<'_>, key: &str) -> Result<(), StoreError> {
    execute!(conn, "DELETE FROM meta WHERE key = $1", key)?;
    Ok(())
}
