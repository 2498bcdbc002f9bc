//! Marks of what was taken in or told.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, query};
use crate::domain::step::Seen;

fn key(seen: &Seen) -> String {
    match seen {
        Seen::Update(id) => format!("telegram:{id}"),
        Seen::Silence(since) => format!("silence:{}", since.to_rfc3339()),
        Seen::Unheard(since) => format!("unheard:{}", since.to_rfc3339()),
        Seen::TimerFailed(day) => format!("timer_failed:{day}"),
        Seen::Copy(at) => format!("copy:{}", at.to_rfc3339()),
    }
}

/// Its mark, where there is one.
pub(super) fn asked(seen: &Seen) -> Query<'static> {
    query("SELECT key FROM seen WHERE key = $1").bind(key(seen))
}

pub(super) async fn is(conn: &mut Conn<'_>, seen: &Seen) -> Result<bool, StoreError> {
    Ok(asked(seen).optional::<String>(conn).await?.is_some())
}

/// Another step may have taken the same in at the same time: then this one is decided again.
pub(super) async fn mark(conn: &mut Conn<'_>, seen: &Seen) -> Result<(), StoreError> {
    if !matches!(conn, Conn::Sqlite(_)) {
        // The server refuses a second mark, which is that conflict.
        return execute_later!(conn, "INSERT INTO seen (key) VALUES ($1)", key(seen));
    }
    let sql = "INSERT INTO seen (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
    if execute!(conn, sql, key(seen))? == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}
