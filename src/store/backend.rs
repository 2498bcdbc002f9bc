//! Two databases behind one connection.

use sqlx::PgConnection;

use super::errors::StoreError;
use super::numbers::Taking;
use super::together::Together;

/// A connection in a transaction, of either database.
pub(super) enum Conn<'a> {
    /// SQLite, on a thread that may block.
    Sqlite(Lite<'a>),
    /// PostgreSQL.
    Postgres(Pg<'a>),
    /// PostgreSQL, to look only: one snapshot, no locks, so that it disturbs no step and none
    /// disturbs it.
    Reading(Pg<'a>),
}

/// A connection to SQLite.
pub(super) struct Lite<'a> {
    pub connection: &'a mut rusqlite::Connection,
    /// The town's version, once it was asked in this transaction, which sees no other until it writes one.
    pub town: Option<i64>,
}

impl<'a> Lite<'a> {
    pub fn new(connection: &'a mut rusqlite::Connection) -> Self {
        Self { connection, town: None }
    }
}

/// A connection to PostgreSQL.
pub(super) struct Pg<'a> {
    pub connection: &'a mut PgConnection,
    /// Whether statements are prepared under names, for the transactions to come: behind a
    /// transaction pooler each of those may be on another server connection, which does not know them.
    pub named: bool,
    /// What shares a round trip.
    pub together: Together,
    /// Where numbers of new reports come from; a look takes none.
    pub numbers: Option<&'a mut Taking>,
}

impl Conn<'_> {
    /// Makes the changes that were to be made later.
    pub async fn make_changes(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(pg) | Self::Reading(pg) => pg.make_changes().await,
        }
    }

    /// What was asked ahead is no answer to anything from now on.
    pub fn forget(&mut self) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(pg) | Self::Reading(pg) => pg.forget(),
        }
    }

    /// Locks the rows of a query until the transaction ends, where the database does not lock as a whole. Not their keys:
    /// whoever writes a row that names one of them waits for nobody.
    pub fn lock(&self) -> &'static str {
        match self {
            Self::Sqlite(_) | Self::Reading(_) => "",
            Self::Postgres(_) => " FOR NO KEY UPDATE",
        }
    }
}
