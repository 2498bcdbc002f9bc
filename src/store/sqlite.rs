//! SQLite: one writer task, which puts all the work that waits into one transaction and one fsync.

use std::any::Any;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{mpsc, oneshot, watch};

use super::backend::Conn;
use super::errors::StoreError;
use super::work::{DirectoryCache, Work};

/// Work waiting for the writer beyond this makes callers wait.
const QUEUE: usize = 1_024;
/// The most that share one transaction.
const GROUP: usize = 256;
/// Another program (a backup, a `rispondo check`) may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(5);

/// Work with where its value goes.
pub(super) struct Job {
    pub work: Arc<dyn Work>,
    pub answer: oneshot::Sender<Result<Box<dyn Any + Send>, StoreError>>,
}

pub(super) fn options(url: &str) -> Result<(SqliteConnectOptions, PathBuf), StoreError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| StoreError::Setup(format!("DATABASE_URL: {error}")))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .log_statements(tracing::log::LevelFilter::Off);
    let file = options.get_filename().to_owned();
    Ok((options, file))
}

/// A few connections for looking.
pub(super) async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    Ok(SqlitePoolOptions::new().max_connections(4).connect_with(options).await?)
}

/// Only one process may serve a file: an OS lock on a file beside it, gone with the process.
pub(super) fn lock(file: &Path) -> Result<std::fs::File, StoreError> {
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    let lock = std::fs::File::create(&name).map_err(|error| {
        StoreError::Setup(format!("{} cannot be written: {error}", Path::new(&name).display()))
    })?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::Taken(file.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(StoreError::Setup(format!(
            "{} cannot be locked: {error}",
            Path::new(&name).display()
        ))),
    }
}

/// Starts the writer; it ends when the last sender is dropped, and then says so.
pub(super) async fn writer(
    options: SqliteConnectOptions,
    directory: DirectoryCache,
) -> Result<(mpsc::Sender<Job>, watch::Receiver<()>), StoreError> {
    let connection = options.connect().await?;
    let (sender, jobs) = mpsc::channel(QUEUE);
    let writer = Writer { connection, options, directory };
    let (tell, ended) = watch::channel(());
    tokio::spawn(async move {
        writer.run(jobs).await;
        tell.send_replace(());
    });
    Ok((sender, ended))
}

struct Writer {
    connection: SqliteConnection,
    options: SqliteConnectOptions,
    directory: DirectoryCache,
}

type Value = Result<Box<dyn Any + Send>, StoreError>;

impl Writer {
    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut group = Vec::new();
        while jobs.recv_many(&mut group, GROUP).await > 0 {
            let works: Vec<Arc<dyn Work>> = group.iter().map(|job| Arc::clone(&job.work)).collect();
            let values = match self.together(&works).await {
                Ok(values) => values.into_iter().map(Ok).collect(),
                Err(error) if works.len() == 1 => vec![Err(error)],
                // One of them is guilty: alone, only that one fails.
                Err(_) => self.one_by_one(&works).await,
            };
            for (job, value) in group.drain(..).zip(values) {
                // Whoever asked may be gone: what was done stays done.
                let _ = job.answer.send(value);
            }
        }
        // The last look at the file: checkpoints the log.
        let _ = self.connection.close().await;
    }

    async fn one_by_one(&mut self, works: &[Arc<dyn Work>]) -> Vec<Value> {
        let mut values = Vec::with_capacity(works.len());
        for work in works {
            let alone = self.together(std::slice::from_ref(work)).await;
            values.push(alone.and_then(|mut values| {
                values.pop().ok_or_else(|| StoreError::Bug("work without a value".to_owned()))
            }));
        }
        values
    }

    /// All of it in one transaction, or none.
    async fn together(
        &mut self,
        works: &[Arc<dyn Work>],
    ) -> Result<Vec<Box<dyn Any + Send>>, StoreError> {
        let done = self.attempt(works).await;
        if done.is_err() {
            // It may be the town of a transaction that never was.
            self.directory.forget();
        }
        if done.is_err() && sqlx::query("ROLLBACK").execute(&mut self.connection).await.is_err() {
            // No transaction to roll back is no trouble; a broken connection is replaced.
            if self.connection.ping().await.is_err() {
                self.connection = self.options.connect().await?;
            }
        }
        done
    }

    async fn attempt(
        &mut self,
        works: &[Arc<dyn Work>],
    ) -> Result<Vec<Box<dyn Any + Send>>, StoreError> {
        sqlx::query("BEGIN IMMEDIATE").execute(&mut self.connection).await?;
        let mut values = Vec::with_capacity(works.len());
        for work in works {
            let mut conn = Conn::Sqlite(&mut self.connection);
            values.push(work.run(&mut conn, &self.directory).await?);
        }
        sqlx::query("COMMIT").execute(&mut self.connection).await?;
        Ok(values)
    }
}
