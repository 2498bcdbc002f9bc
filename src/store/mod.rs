//! The database: the only place that names sqlx. One door for writing, [`Store::step`].

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, FileId};
use crate::domain::step::{Claimed, Decision, Facts, Keys, StoredFile};
use crate::domain::timer::Timer;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    _todo: (),
}

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
    /// The step asks for ever more, or a statement failed by our own fault.
    #[error("{0}")]
    Bug(String),
}

/// An update that could not be processed, kept as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Key.
    pub id: i64,
    /// Where from: `telegram`.
    pub source: String,
    /// As it came.
    pub raw: String,
    /// Why it failed.
    pub error: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
}

impl Store {
    /// Opens `sqlite://FILE` or `postgres://…` and brings its tables up to date.
    pub async fn open(_url: &str) -> Result<Self, StoreError> {
        todo!()
    }

    /// The one door for writing: in one transaction loads what the keys name, decides, saves.
    /// Returns when the changes are durable. Runs to its end even if the caller goes away; `decide`
    /// may run more than once.
    pub async fn step<T, F>(&self, _keys: Keys, _decide: F) -> Result<T, StoreError>
    where
        F: Fn(&Facts) -> Decision<T> + Send + Sync + 'static,
        T: Send + 'static,
    {
        todo!()
    }

    /// Looks without changing anything.
    pub async fn read(&self, _keys: Keys) -> Result<Facts, StoreError> {
        todo!()
    }

    /// The town as last imported; `None` before the first import.
    pub async fn directory(&self) -> Result<Option<Arc<Directory>>, StoreError> {
        todo!()
    }

    /// Takes the lease of a singleton role (`sender`, `poller`, …) at once; the new epoch.
    pub async fn take_lease(
        &self,
        _role: &'static str,
        _now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        todo!()
    }

    /// Marks up to `limit` parcels as in flight under `epoch`, in the order in which they are to be
    /// sent, at most one per chat, none of the chats in `busy`.
    pub async fn claim(
        &self,
        _epoch: i64,
        _now: DateTime<Utc>,
        _limit: u32,
        _busy: &[ChatId],
    ) -> Result<Vec<Claimed>, StoreError> {
        todo!()
    }

    /// When the next parcel that waits for its time may be sent.
    pub async fn next_parcel_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        todo!()
    }

    /// Timers that are due, oldest first.
    pub async fn due_timers(
        &self,
        _now: DateTime<Utc>,
        _limit: u32,
    ) -> Result<Vec<(Timer, DateTime<Utc>)>, StoreError> {
        todo!()
    }

    /// When the next timer is due.
    pub async fn next_timer_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        todo!()
    }

    /// Files to fetch now, oldest first.
    pub async fn files_to_fetch(
        &self,
        _now: DateTime<Utc>,
        _limit: u32,
    ) -> Result<Vec<StoredFile>, StoreError> {
        todo!()
    }

    /// A file was fetched into the blob store under that key.
    pub async fn file_fetched(
        &self,
        _id: FileId,
        _blob: &str,
        _size: u64,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// A file was not fetched: again from then on, or never.
    pub async fn file_failed(
        &self,
        _id: FileId,
        _error: &str,
        _again: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        todo!()
    }

    /// Keeps an update that could not be processed.
    pub async fn set_aside(
        &self,
        _source: &str,
        _raw: &str,
        _error: &str,
        _at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        todo!()
    }
}
