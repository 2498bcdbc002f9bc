//! Single values: the last sign of life, the directory's version, chats that are lost.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, query};

const SET: &str = "INSERT INTO meta (key, value) VALUES ($1, $2) \
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";

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
