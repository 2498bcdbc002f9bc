//! SQLite: one writer task, which puts all the work that waits into one transaction and one fsync.

use std::any::Any;
use std::fmt;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use rusqlite::backup::Progress;
use rusqlite::config::DbConfig;
use rusqlite::{MAIN_DB, OpenFlags};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

use super::backend::{Conn, Lite};
use super::depths::Connections;
use super::errors::StoreError;
use super::open::Use;
use super::work::{DirectoryCache, Done, Work};
use crate::measure::Measures;

/// Work waiting for the writer beyond this makes callers wait.
const QUEUE: usize = 1_024;
/// The most that share one transaction.
const GROUP: usize = 256;
/// Another program (a backup, a `rispondo check`) may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(5);
/// Prepared statements that a connection keeps: more than the service has texts of.
const STATEMENTS: usize = 512;
/// Pages that the writer keeps at hand, KiB: others have SQLite's own 2,000.
const WRITER_CACHE_KIB: i64 = 8_000;
/// Connections for looking.
const READERS: usize = 4;

/// Whoever writes may be expected to write again within this time: work that nobody waits for waits so long
/// for company.
const MOMENT: Duration = Duration::from_millis(5);

/// Work with where its value goes.
pub(super) struct Job {
    work: Arc<dyn Work>,
    answer: oneshot::Sender<Value>,
}

/// What is asked of the writer: work, or what had been left for later.
type Asked = Option<Job>;

/// Work that goes with the next that somebody waits for.
#[derive(Clone, Default)]
pub(super) struct Later {
    jobs: Arc<Mutex<Vec<Job>>>,
    company: Arc<Mutex<Company>>,
}

/// Who else writes.
#[derive(Clone, Copy, Default)]
enum Company {
    /// Nobody yet.
    #[default]
    None,
    /// Somebody's work is being done.
    Now,
    /// Nobody since then.
    Last(Instant),
}

impl Later {
    fn leave(&self, job: Job) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).push(job);
    }

    fn take(&self) -> Vec<Job> {
        std::mem::take(&mut *self.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_company(&self, company: Company) {
        *self.company.lock().unwrap_or_else(PoisonError::into_inner) = company;
    }

    /// How long somebody may still be expected to write.
    #[expect(clippy::disallowed_methods, reason = "when others wrote, is real time")]
    fn expects(&self) -> Option<Duration> {
        match *self.company.lock().unwrap_or_else(PoisonError::into_inner) {
            Company::None => None,
            Company::Now => Some(MOMENT),
            Company::Last(at) => MOMENT.checked_sub(at.elapsed()),
        }
    }
}

/// The writer, as whoever has work for it sees it. It ends when the last of these is dropped.
#[derive(Clone)]
pub(super) enum WriterDoor {
    /// It works on a thread of its own.
    Thread { asked: mpsc::Sender<Asked>, later: Later },
    /// It works on the thread of whoever asks, who waits for it.
    Here(Arc<Mutex<Writer>>),
}

impl fmt::Debug for WriterDoor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("WriterDoor").finish_non_exhaustive()
    }
}

impl WriterDoor {
    /// Has work done, with whatever else waits.
    pub async fn run(&self, work: Arc<dyn Work>) -> Value {
        let asked = match self {
            Self::Thread { asked, .. } => asked,
            Self::Here(writer) => return alone(writer, &work),
        };
        let (answer, value) = oneshot::channel();
        asked.send(Some(Job { work, answer })).await.map_err(|_| ended())?;
        value.await.map_err(|_| ended())?
    }

    /// Whether it is the only connection to its file.
    pub fn is_alone(&self) -> bool {
        matches!(self, Self::Here(_))
    }

    /// Brings into the file what a simulation has in memory; everybody else's is there.
    pub fn keep(&self) -> Result<(), StoreError> {
        if let Self::Here(writer) = self {
            let writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.connection.backup(MAIN_DB, &writer.file, None)?;
        }
        Ok(())
    }

    /// Has work done with the next that changes something, so that it costs no fsync of its own; alone if
    /// there is none for a moment.
    pub async fn run_later(&self, work: Arc<dyn Work>) -> Value {
        let (asked, later) = match self {
            Self::Thread { asked, later } => (asked, later),
            Self::Here(writer) => return alone(writer, &work),
        };
        let (answer, mut value) = oneshot::channel();
        later.leave(Job { work, answer });
        while let Some(wait) = later.expects() {
            if let Ok(value) = tokio::time::timeout(wait, &mut value).await {
                return value.map_err(|_| ended())?;
            }
        }
        asked.send(None).await.map_err(|_| ended())?;
        value.await.map_err(|_| ended())?
    }
}

fn alone(writer: &Mutex<Writer>, work: &Arc<dyn Work>) -> Value {
    let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
    writer.alone(work)
}

fn ended() -> StoreError {
    StoreError::Unavailable("the database's writer has ended".to_owned())
}

/// How the file of a URL is opened to bring its tables up to date, and which it is.
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
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        // SQLite itself would only say a number.
        return Err(StoreError::Setup(format!(
            "DATABASE_URL: there is no folder {} for the file {}: make it, or name another file",
            folder.display(),
            file.display()
        )));
    }
    Ok((options, file))
}

/// Whether the file is there: a command that only looks makes no empty one in the wrong folder.
pub(super) fn is_there(file: &Path) -> Result<(), StoreError> {
    if file.is_file() {
        return Ok(());
    }
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    Err(StoreError::Setup(format!(
        "there is no database at {}: run this in the folder where the service runs, as its user \
         (sudo -u rispondo sh -c 'cd /var/lib/rispondo && rispondo …')",
        whole.display()
    )))
}

/// A connection: the journal's mode stands in the file, the rest is said by each.
fn connect(file: &Path) -> Result<rusqlite::Connection, StoreError> {
    with_settings(rusqlite::Connection::open(file)?)
}

fn with_settings(connection: rusqlite::Connection) -> Result<rusqlite::Connection, StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What a statement may have to undo is small: in memory it costs no file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Else a statement is planned anew whenever a value of another kind is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// The value of a future that waits for nothing: on SQLite no statement does.
pub(super) fn done<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    work.now_or_never().unwrap_or_else(|| {
        Err(StoreError::Bug("something in a transaction waits for another thing".to_owned()))
    })
}

/// A few connections for looking, opened when they are needed.
#[derive(Debug, Clone)]
pub(super) struct Readers {
    file: Arc<Path>,
    idle: Arc<Mutex<Vec<rusqlite::Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub fn new(file: &Path) -> Self {
        Self { file: file.into(), idle: Arc::default(), permits: Arc::new(Semaphore::new(READERS)) }
    }

    /// How many there are, with the writer's.
    pub fn connections(&self) -> Connections {
        let in_use = READERS.saturating_sub(self.permits.available_permits());
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).len();
        Connections { in_use: in_use as u64 + 1, idle: idle as u64, max: READERS as u64 + 1 }
    }

    /// Looks in one snapshot, beside whoever writes, on a thread that may block.
    pub async fn look<T, F>(&self, look: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Conn<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|error| StoreError::Bug(error.to_string()))?;
        let readers = self.clone();
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            readers.look_now(look)
        });
        task.await.map_err(|_| StoreError::panicked("a look"))?
    }

    fn look_now<T>(
        &self,
        look: impl FnOnce(&mut Conn<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connect(&self.file)?,
        };
        connection.execute_batch("BEGIN")?;
        let found = look(&mut Conn::Sqlite(Lite::new(&mut connection)));
        // One that cannot even end its transaction is not kept.
        if connection.execute_batch("ROLLBACK").is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        found
    }
}

/// Only one process may serve a file: an OS lock on a file beside it, gone with the process. Beside the file itself, as
/// whoever names it by a link to it must meet the same lock.
pub(super) fn lock(file: &Path) -> Result<std::fs::File, StoreError> {
    // A link that leads to no file yet would be another name tomorrow: SQLite makes the file in a moment in any case.
    // What stands in the way of that is said below, or by SQLite. One that is there is not opened: its closing would end
    // the locks that SQLite has on it in this process.
    if !file.exists() {
        let _ = OpenOptions::new().append(true).create(true).mode(0o644).open(file);
    }
    let mut name = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()).into_os_string();
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

/// Starts the writer, on a thread of its own but for a simulation; it ends when the last door is dropped,
/// and then says so.
pub(super) fn writer(
    file: &Path,
    directory: DirectoryCache,
    measures: Measures,
    used: Use,
) -> Result<(WriterDoor, watch::Receiver<()>), StoreError> {
    let later = Later::default();
    let (tell, ended) = watch::channel(());
    let writer = Writer {
        connection: connect_to_write(file, used)?,
        used,
        file: file.to_owned(),
        directory,
        measures,
        later: later.clone(),
    };
    if used == Use::Simulation {
        return Ok((WriterDoor::Here(Arc::new(Mutex::new(writer))), ended));
    }
    let (asked, jobs) = mpsc::channel(QUEUE);
    let door = WriterDoor::Thread { asked, later };
    let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
        writer.run(jobs);
        tell.send_replace(());
    });
    thread.map_err(|error| StoreError::Setup(format!("no thread for the database: {error}")))?;
    Ok((door, ended))
}

/// The connection that writes. A simulation's has the file in memory, and the pages that it needs as a file's:
/// nobody else looks, and nothing in it is to outlast the machine.
fn connect_to_write(file: &Path, used: Use) -> Result<rusqlite::Connection, StoreError> {
    let connection = if used == Use::Simulation {
        let flags = OpenFlags::default();
        let opened = rusqlite::Connection::open_with_flags_and_vfs("simulation", flags, "memdb")?;
        let mut connection = with_settings(opened)?;
        connection.restore(MAIN_DB, file, None::<fn(Progress)>)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "MEMORY")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection
    } else {
        connect(file)?
    };
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    Ok(connection)
}

/// Whoever has the connection that writes.
pub(super) struct Writer {
    connection: rusqlite::Connection,
    used: Use,
    file: PathBuf,
    directory: DirectoryCache,
    measures: Measures,
    later: Later,
}

/// What work comes to.
type Value = Result<Box<dyn Any + Send>, StoreError>;

impl Writer {
    #[expect(clippy::disallowed_methods, reason = "when others wrote, is real time")]
    fn run(mut self, mut jobs: mpsc::Receiver<Asked>) {
        let mut asked = Vec::new();
        while jobs.blocking_recv_many(&mut asked, GROUP) > 0 {
            // Whoever only looks need not wait for a disk because of others.
            let looks = |one: &Asked| one.as_ref().is_some_and(|job| job.work.only_looks());
            let mut group = if asked.iter().all(looks) { Vec::new() } else { self.later.take() };
            let is_company = asked.iter().flatten().any(|job| !job.work.only_looks());
            group.extend(asked.drain(..).flatten());
            if is_company {
                self.later.set_company(Company::Now);
            }
            self.serve(group);
            if is_company {
                self.later.set_company(Company::Last(Instant::now()));
            }
        }
        let left = self.later.take();
        self.serve(left);
        // Closing checkpoints the log; what is in it is durable in any case.
        drop(self.connection);
    }

    fn serve(&mut self, group: Vec<Job>) {
        let works: Vec<Arc<dyn Work>> = group.iter().map(|job| Arc::clone(&job.work)).collect();
        let values = match self.together(&works) {
            Ok(values) => values.into_iter().map(Ok).collect(),
            Err(error) if works.len() == 1 => vec![Err(error)],
            // One of them is guilty: alone, only that one fails.
            Err(_) => self.one_by_one(&works),
        };
        for (job, value) in group.into_iter().zip(values) {
            // Whoever asked may be gone: what was done stays done.
            let _ = job.answer.send(value);
        }
    }

    fn one_by_one(&mut self, works: &[Arc<dyn Work>]) -> Vec<Value> {
        let mut values = Vec::with_capacity(works.len());
        for work in works {
            values.push(self.alone(work));
        }
        values
    }

    fn alone(&mut self, work: &Arc<dyn Work>) -> Value {
        let mut values = self.together(std::slice::from_ref(work))?;
        values.pop().ok_or_else(|| StoreError::Bug("work without a value".to_owned()))
    }

    /// All of it in one transaction, or none.
    fn together(
        &mut self,
        works: &[Arc<dyn Work>],
    ) -> Result<Vec<Box<dyn Any + Send>>, StoreError> {
        if works.is_empty() {
            return Ok(Vec::new());
        }
        let done = self.attempt(works);
        if done.is_err() {
            // It may be the town of a transaction that never was.
            self.directory.forget();
            let open = !self.connection.is_autocommit();
            // What cannot even be rolled back is a broken connection: another one is opened.
            if open && self.connection.execute_batch("ROLLBACK").is_err() {
                self.connection = connect_to_write(&self.file, self.used)?;
            }
        }
        done
    }

    fn attempt(&mut self, works: &[Arc<dyn Work>]) -> Result<Vec<Box<dyn Any + Send>>, StoreError> {
        // Who only looks takes no lock that another program's writing would make wait.
        let looks = works.iter().all(|work| work.only_looks());
        self.statement(if looks { "BEGIN" } else { "BEGIN IMMEDIATE" })?;
        let before = self.connection.total_changes();
        let mut values = Vec::with_capacity(works.len());
        let mut conn = Conn::Sqlite(Lite::new(&mut self.connection));
        for work in works {
            // What panics is undone like any other failure, and the thread goes on.
            let run = AssertUnwindSafe(|| self::done(work.run(&mut conn, &self.directory)));
            values.push(catch_unwind(run).unwrap_or_else(|_| Err(StoreError::panicked("a step")))?);
        }
        let committing = self.measures.commits();
        self.statement("COMMIT")?;
        // Whoever only looked has waited for no disk.
        if self.connection.total_changes() > before {
            committing.done(works.iter().map(|work| work.count()).sum());
        }
        Ok(values.into_iter().map(Done::durable).collect())
    }

    fn statement(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_on_the_disk_and_what_it_names_is_there() {
        let folder = tempfile::tempdir().unwrap();
        for used in [Use::Service, Use::Tool] {
            let writer = connect_to_write(&folder.path().join("town.db"), used).unwrap();
            let setting = |name: &str| {
                writer.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap()
            };
            // 2 is FULL: NORMAL may lose the last commits in a power cut.
            assert_eq!((setting("synchronous"), setting("foreign_keys")), (2, 1));
        }
    }
}
