//! Why the database did not do it, and what may be done about that.

use std::path::PathBuf;

use crate::measure::Trouble;

/// Why the database did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, is full or locked: the same may go through later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
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
    /// A row whose content cannot be read.
    pub(super) fn corrupt(
        table: &'static str,
        id: impl std::fmt::Display,
        problem: impl std::fmt::Display,
    ) -> Self {
        Self::Corrupt { table, id: id.to_string(), problem: problem.to_string() }
    }

    /// What it means for those who run the service; nothing where it is no trouble.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Unavailable(_) => Some(Trouble::Unavailable),
            Self::Conflict => Some(Trouble::Conflict),
            Self::Corrupt { .. } => Some(Trouble::Corrupt),
            Self::Bug(_) => Some(Trouble::Bug),
            Self::Taken(_) | Self::Setup(_) | Self::LeaseLost => None,
        }
    }
}

/// PostgreSQL: serialization failure, deadlock, unique violation (two who met a person first).
const AGAIN: [&str; 3] = ["40001", "40P01", "23505"];

/// SQLite: busy, locked, read-only, I/O, full, cannot open.
const AWAY: [i32; 6] = [5, 6, 8, 10, 13, 14];

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map(|refused| refused.extended_code & 0xff);
        if code.is_some_and(|code| AWAY.contains(&code)) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Bug(error.to_string())
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) => {
                let code = refused.code().unwrap_or_default().into_owned();
                if AGAIN.contains(&code.as_str()) {
                    return Self::Conflict;
                }
                // Classes: 08 connection, 53 resources, 57 operator, 58 system; 25006 read-only,
                // 55000 a database that lets nobody in.
                let class = code.get(..2).unwrap_or_default();
                let away = ["08", "53", "57", "58"].contains(&class)
                    || ["25006", "55000"].contains(&code.as_str());
                if away {
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
