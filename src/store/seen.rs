//! Marks of what was taken in.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute, query};
use crate::domain::step::Seen;

fn key(seen: &Seen) -> String {
    match seen {
        Seen::Update(id) => format!("telegram:{id}"),
    }
}

pub(super) async fn is(conn: &mut Conn<'_>, seen: &Seen) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT key FROM seen WHERE key = $1";
    let row = query(SQL).bind(key(seen)).optional::<String>(conn).await?;
    Ok(row.is_some())
}

/// Another step may have taken the same in at the same time: then this one is decided again.
pub(super) async fn mark(conn: &mut Conn<'_>, seen: &Seen) -> Result<(), StoreError> {
    let sql = "INSERT INTO seen (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
    if execute!(conn, sql, key(seen))? == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}
