//! Why the database did not do it, and what may be done about that.

use std::path::PathBuf;

use sqlx::sqlite::SqliteError;

use crate::domain::trouble::{Ill, Trouble};
use crate::measure;

/// Why the database did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, or is locked: the same may go through later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// There is no room on its disk: the same goes through once a person has made some.
    #[error("the disk of the database is full: {0}")]
    Full(String),
    /// It takes no changes for now: a replica, or one that is being moved.
    #[error("the database takes no changes: {0}")]
    ReadOnly(String),
    /// Its file is not what it wrote any more: a person has to put a copy in its place.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A row is not what it must be.
    #[error("table {table}, row {id}: {problem}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Key.
        id: String,
        /// What is wrong.
        problem: String,
    },
    /// Another `serve` works on this database file.
    #[error("another process is already serving {}: stop it first", .0.display())]
    Taken(PathBuf),
    /// The configuration or a migration is wrong.
    #[error("{0}")]
    Setup(String),
    /// Another process holds the sender's lease now.
    #[error("another process sends now")]
    LeaseLost,
    /// Others changed the same rows at the same time: decided again by the store itself.
    #[error("rows were changed by another step")]
    Conflict,
    /// The step asks for ever more, or a statement failed by our own fault.
    #[error("{0}")]
    Bug(String),
}

impl StoreError {
    /// That panicked, a bug of ours. The words of a panic may be a citizen's: its place is in the log.
    pub fn panicked(what: &str) -> Self {
        Self::Bug(format!("{what} panicked: the log says where"))
    }

    /// A row whose content cannot be read.
    pub(super) fn corrupt(
        table: &'static str,
        id: impl std::fmt::Display,
        problem: impl std::fmt::Display,
    ) -> Self {
        Self::Corrupt { table, id: id.to_string(), problem: problem.to_string() }
    }

    /// Whether it is of what was asked, or of a row that it needs: asked again, it fails again.
    pub fn is_of_what_was_asked(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Bug(_))
    }

    /// Whether others go through all the same: it is of what was asked, or of a place in the database that is damaged.
    pub fn may_spare_others(&self) -> bool {
        self.is_of_what_was_asked() || matches!(self, Self::Damaged(_))
    }

    /// Whether the same may go through the next time, without anybody's doing.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Conflict)
    }

    /// What it counts as for those who run the service; nothing where it is no trouble.
    pub(super) fn counts_as(&self) -> Option<measure::Trouble> {
        match self {
            Self::Unavailable(_) | Self::Full(_) | Self::ReadOnly(_) => {
                Some(measure::Trouble::Unavailable)
            }
            Self::Conflict => Some(measure::Trouble::Conflict),
            Self::Corrupt { .. } | Self::Damaged(_) => Some(measure::Trouble::Corrupt),
            Self::Bug(_) => Some(measure::Trouble::Bug),
            Self::Taken(_) | Self::Setup(_) | Self::LeaseLost => None,
        }
    }

    /// What this says of the database itself, if it is not about what was asked.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        let (ill, why) = match self {
            Self::Unavailable(why) | Self::ReadOnly(why) => (Ill::Away, why.clone()),
            Self::Full(why) => (Ill::Full, why.clone()),
            Self::Damaged(_) => (Ill::Damaged, self.to_string()),
            _ => return None,
        };
        Some(Trouble { ill, why })
    }
}

/// PostgreSQL: serialization failure, deadlock, unique violation (two who met a person first).
const AGAIN: [&str; 3] = ["40001", "40P01", "23505"];

/// PostgreSQL: disk full.
const NO_ROOM: &str = "53100";

/// PostgreSQL: data and index corrupted.
const DAMAGED: [&str; 2] = ["XX001", "XX002"];

/// PostgreSQL: a transaction that may only look.
const READ_ONLY: &str = "25006";

/// PostgreSQL: what has nothing to do with what was asked, and is over later. A transaction that was ended because
/// this process stood still in it, or because it took longer than the server's administrator allows; a lock that was
/// waited for in vain; a database that lets nobody in; a statement whose outcome is not known; and statements that a
/// pooler has on another connection (`DATABASE_POOLED` is missing).
const PASSES: [&str; 7] = ["25P03", "25P04", "55P03", "55000", "40003", "26000", "42P05"];

/// SQLite: busy, locked, read-only, I/O, cannot open.
const AWAY: [i32; 5] = [5, 6, 8, 10, 14];

/// SQLite: corrupt, and no database at all.
const SPOILT: [i32; 2] = [11, 26];

/// SQLite: full; and no room for the index of the log (`SQLITE_IOERR_SHMSIZE`).
const FULL: [i32; 2] = [13, 4_874];

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(refused) => of_sqlite(refused.extended_code, error.to_string()),
            None => Self::Bug(error.to_string()),
        }
    }
}

/// What SQLite's extended result code says.
fn of_sqlite(extended: i32, why: String) -> StoreError {
    let code = extended & 0xff;
    if FULL.contains(&extended) {
        StoreError::Full(why)
    } else if AWAY.contains(&code) {
        StoreError::Unavailable(why)
    } else if SPOILT.contains(&code) {
        StoreError::Damaged(why)
    } else {
        StoreError::Bug(why)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) => {
                let code = refused.code().unwrap_or_default().into_owned();
                if refused.try_downcast_ref::<SqliteError>().is_some() {
                    return of_sqlite(code.parse().unwrap_or_default(), error.to_string());
                }
                if AGAIN.contains(&code.as_str()) {
                    return Self::Conflict;
                }
                if code == NO_ROOM {
                    return Self::Full(error.to_string());
                }
                if DAMAGED.contains(&code.as_str()) {
                    return Self::Damaged(error.to_string());
                }
                if code == READ_ONLY {
                    return Self::ReadOnly(error.to_string());
                }
                // Classes: 08 connection, 53 resources, 57 operator, 58 system.
                let class = code.get(..2).unwrap_or_default();
                if ["08", "53", "57", "58"].contains(&class) || PASSES.contains(&code.as_str()) {
                    Self::Unavailable(error.to_string())
                } else {
                    Self::Bug(error.to_string())
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => Self::Unavailable(error.to_string()),
            _ => Self::Bug(error.to_string()),
        }
    }
}
