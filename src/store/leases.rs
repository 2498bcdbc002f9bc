//! Singleton roles: who holds one, under which epoch.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::query;

/// The epoch under which a role is held, if anybody has taken it yet.
pub(super) async fn epoch(conn: &mut Conn<'_>, role: &str) -> Result<Option<i64>, StoreError> {
    const SQL: &str = "SELECT epoch FROM lease WHERE role = $1";
    query(SQL).bind(role).optional(conn).await
}

/// Takes a role at once; the new epoch, higher than all before.
pub(super) async fn take(
    conn: &mut Conn<'_>,
    role: &'static str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO lease (role, epoch, beat, taken_at) VALUES ($1, 1, 0, $2) \
         ON CONFLICT (role) DO UPDATE SET epoch = lease.epoch + 1, beat = 0, \
         taken_at = excluded.taken_at RETURNING epoch";
    let epoch = query(SQL).bind(role).bind(now).one::<i64>(conn).await?;
    Ok(epoch)
}
