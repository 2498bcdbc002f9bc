//! Why the database did not do it, and what may be done about that.

use std::path::PathBuf;

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
}

/// PostgreSQL: serialization failure, deadlock, unique violation (two who met a person first).
const AGAIN: [&str; 3] = ["40001", "40P01", "23505"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) => {
                let code = refused.code().unwrap_or_default().into_owned();
                let postgres = code.len() == 5;
                if postgres && AGAIN.contains(&code.as_str()) {
                    return Self::Conflict;
                }
                // PostgreSQL classes: 08 connection, 53 resources, 57 operator, 58 system; 25006
                // read-only. SQLite: 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 cannot open.
                let primary = code.parse::<i32>().map_or(0, |code| code & 0xff);
                let away = if postgres {
                    ["08", "53", "57", "58"].contains(&&code[..2]) || code == "25006"
                } else {
                    [5, 6, 8, 10, 13, 14].contains(&primary)
                };
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
