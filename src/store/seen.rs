//! Marks of what was taken in.

use super::backend::{Conn, execute, on_backend};
use super::errors::StoreError;
use crate::domain::step::Seen;

fn key(seen: &Seen) -> String {
    match seen {
        Seen::Update(id) => format!("telegram:{id}"),
    }
}

pub(super) async fn is(conn: &mut Conn<'_>, seen: &Seen) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT key FROM seen WHERE key = $1";
    let row = on_backend!(conn, |c| sqlx::query_as::<_, (String,)>(SQL)
        .bind(key(seen))
        .fetch_optional(c))?;
    Ok(row.is_some())
}

/// Another step may have taken the same in at the same time: then this one is decided again.
pub(super) async fn mark(conn: &mut Conn<'_>, seen: &Seen) -> Result<(), StoreError> {
    let sql = "INSERT INTO seen (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
    if execute!(conn, sql, key(seen))? == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}
