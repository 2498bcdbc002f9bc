//! Single values: the last sign of life, the directory's version, chats that are lost.

use super::backend::{Conn, execute, on_backend};
use super::errors::StoreError;

pub(super) async fn get(conn: &mut Conn<'_>, key: &str) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT value FROM meta WHERE key = $1";
    let row =
        on_backend!(conn, |c| sqlx::query_as::<_, (String,)>(SQL).bind(key).fetch_optional(c))?;
    Ok(row.map(|(value,)| value))
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
