//! Two databases behind one connection.

use sqlx::PgConnection;

/// A connection in a transaction, of either database.
pub(super) enum Conn<'a> {
    /// SQLite, on a thread that may block.
    Sqlite(&'a mut rusqlite::Connection),
    /// PostgreSQL.
    Postgres(&'a mut PgConnection),
    /// PostgreSQL, to look only: one snapshot, no locks, so that it disturbs no step and none
    /// disturbs it.
    Reading(&'a mut PgConnection),
}

impl Conn<'_> {
    /// Locks the rows of a query until the transaction ends, where the database does not lock as a whole.
    pub fn lock(&self) -> &'static str {
        match self {
            Self::Sqlite(_) | Self::Reading(_) => "",
            Self::Postgres(_) => " FOR UPDATE",
        }
    }
}
