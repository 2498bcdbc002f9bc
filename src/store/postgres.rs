//! PostgreSQL: each piece of work is a transaction of its own, with its rows locked.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

use super::backend::Conn;
use super::connections::Pool;
use super::depths::Connections;
use super::errors::StoreError;
use super::numbers::{Numbers, Taking};
use super::open::{Address, not_migrated};
use super::query::query;
use super::work::{DirectoryCache, Done, Work};
use crate::measure::{Measures, Trouble};

/// The row at which processes wait that want to bring the tables up to date.
const MIGRATING: &str = "CREATE TABLE IF NOT EXISTS migrating (id INTEGER PRIMARY KEY); \
     INSERT INTO migrating (id) VALUES (1) ON CONFLICT (id) DO NOTHING";

/// What holds within a step. The server's planner does without some ways: each statement there has indexes to go by, from a few rows
/// to the next, in their order: such a scan also marks the entries of dead rows as it meets them, so that the
/// next one passes them over. By the statistics of a busy minute the server would rather read whole tables
/// and all their dead. And a process may stand still in the middle of a step (or its machine may be gone) no
/// longer than this, which is shorter than the silence after which others take over its roles: then the server
/// ends the transaction, and nobody waits for its locks.
const SETTINGS: [(&str, &str); 5] = [
    ("enable_bitmapscan", "off"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("idle_in_transaction_session_timeout", "'5s'"),
];
/// No step waits longer for the database: who may have gone away without a word is given up.
const ANSWER: Duration = Duration::from_secs(20);
/// The same for looks at figures and lists, which may take long in a large town.
const LONG_LOOK: Duration = Duration::from_secs(120);
/// Begins one that only looks.
const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Connections at most, beside the one for numbers of new reports.
const CONNECTIONS: u32 = 16;
/// Prepared statements that a connection keeps: more than the service has texts of.
const STATEMENTS: usize = 256;

/// How often a step that others disturb is decided again.
const MOST_ATTEMPTS: u32 = 20;

/// A PostgreSQL database. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Postgres {
    pool: Pool,
    numbers: Numbers,
    /// How a step's transaction begins.
    begin: Arc<str>,
    measures: Measures,
}

impl Postgres {
    /// Opens it.
    pub async fn open(address: &Address, measures: Measures) -> Result<Self, StoreError> {
        let options = options(&address.url, address.pooled, "DATABASE_URL")?;
        let pool = Pool::of(options.clone(), !address.pooled, CONNECTIONS);
        let numbers = Numbers::of(Pool::of(options, !address.pooled, 1));
        // What is wrong with the address, or how many connections are allowed, is said at the start.
        let begin = beginning(&pool).await?.into();
        numbers.pool().alone("SELECT 1").await?;
        Ok(Self { pool, numbers, begin, measures })
    }

    /// Looks, in a transaction that is undone.
    pub async fn look<T>(
        &self,
        look: impl AsyncFnOnce(&mut Conn<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut open = self.pool.begin(&self.begin).await?;
        let found = within(ANSWER, look(&mut Conn::Postgres(open.looks()))).await;
        open.rollback();
        found
    }

    /// The same, in one snapshot and without a lock.
    pub async fn look_apart<T>(
        &self,
        look: impl AsyncFnOnce(&mut Conn<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut open = self.pool.begin(LOOK).await?;
        let found = within(LONG_LOOK, look(&mut Conn::Reading(open.looks()))).await;
        open.rollback();
        found
    }

    /// Runs one statement of ours that is a transaction by itself, perhaps twice: how many rows it touched.
    pub async fn alone(&self, statement: &str) -> Result<u64, StoreError> {
        self.pool.alone(statement).await
    }

    /// How many connections there are.
    pub fn connections(&self) -> Connections {
        let (steps, numbers) = (self.pool.connections(), self.numbers.pool().connections());
        Connections {
            in_use: steps.in_use + numbers.in_use,
            idle: steps.idle + numbers.idle,
            max: steps.max + numbers.max,
        }
    }

    /// Closes it, as far as no one else holds a clone.
    pub async fn close(&self) {
        self.pool.close().await;
        self.numbers.pool().close().await;
    }
}

/// How a step's transaction begins on this server: with what its planner is to avoid, and when it is to be given
/// up, as far as it knows that.
/// One that is compatible with PostgreSQL may have a planner of its own, and would refuse the rest.
async fn beginning(pool: &Pool) -> Result<String, StoreError> {
    let mut open = pool.begin("BEGIN").await?;
    let asked = query("SELECT name FROM pg_settings WHERE name IN (")
        .list(SETTINGS.map(|(name, _)| name))
        .push(")");
    let known = asked.all::<String>(&mut Conn::Postgres(open.looks())).await;
    open.rollback();
    Ok(begin_with(&known?))
}

fn begin_with(known: &[String]) -> String {
    let known = SETTINGS.iter().filter(|(name, _)| known.iter().any(|one| one == name));
    known.fold("BEGIN".to_owned(), |begin, (name, to)| format!("{begin}; SET LOCAL {name} TO {to}"))
}

fn options(url: &str, pooled: bool, variable: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| StoreError::Setup(format!("{variable} cannot be read")))?;
    let options =
        options.log_statements(tracing::log::LevelFilter::Off).statement_cache_capacity(STATEMENTS);
    // Poolers refuse what they do not know at the start of a connection.
    Ok(if pooled { options.extra_float_digits(None) } else { options })
}

/// Brings the tables up to date, one process at a time: the others wait at a row, which is free again
/// when its holder's connection ends. No lock of a session, which a pooler would not keep.
pub(super) async fn migrate(migrator: &Migrator, address: &Address) -> Result<(), StoreError> {
    let options = match &address.direct {
        Some(direct) => options(direct, false, "DATABASE_DIRECT_URL")?,
        None => options(&address.url, address.pooled, "DATABASE_URL")?,
    };
    let mut waiting = options.connect().await?;
    for attempt in 1.. {
        // Two that make it at once: one of them is refused, and finds it then.
        match waiting.execute(MIGRATING).await {
            Ok(_) => break,
            Err(error) if attempt == MOST_ATTEMPTS => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    let mut turn = waiting.begin().await?;
    turn.execute("SELECT id FROM migrating FOR UPDATE").await?;
    let mut tables = options.connect().await?;
    let done = migrator.run(&mut tables).await;
    tables.close().await?;
    turn.rollback().await?;
    waiting.close().await?;
    done.map_err(not_migrated)
}

/// Runs the work in a transaction of its own, again while others disturb it.
pub(super) async fn run(
    database: &Postgres,
    directory: &DirectoryCache,
    work: Arc<dyn Work>,
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut attempt = 0;
    let mut numbers = database.numbers.taking();
    let mut prepared = Ok(());
    if work.may_file() {
        prepared = within(ANSWER, numbers.prepare()).await;
    }
    loop {
        let mut done = match std::mem::replace(&mut prepared, Ok(())) {
            Ok(()) => once(database, directory, work.as_ref(), &mut numbers).await,
            Err(error) => Err(error),
        };
        if matches!(done, Err(StoreError::Conflict)) {
            match within(ANSWER, numbers.again()).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => done = Err(error),
            }
        }
        attempt += 1;
        if matches!(done, Err(StoreError::ReadOnly(_))) {
            database.pool.is_read_only();
            database.numbers.pool().is_read_only();
        }
        match done {
            Err(StoreError::Conflict) if attempt < MOST_ATTEMPTS => {
                database.measures.trouble(Trouble::Conflict);
                // Whoever was first needs a moment to finish.
                tokio::time::sleep(Duration::from_millis(u64::from(attempt))).await;
            }
            done => return done,
        }
    }
}

async fn once(
    database: &Postgres,
    directory: &DirectoryCache,
    work: &dyn Work,
    numbers: &mut Taking,
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut open = database.pool.begin(&database.begin).await?;
    // A town that its own steps have changed is nobody else's before the commit.
    let own = directory.apart();
    let mut conn = Conn::Postgres(open.statements(numbers));
    match within(ANSWER, changed(&mut conn, &own, work)).await {
        Ok(done) => {
            let committing = database.measures.commits();
            numbers.commits();
            let committed = within(ANSWER, open.commit()).await;
            // Unless it surely is not, it may be durable, whatever is said of it.
            if !matches!(committed, Err(StoreError::Conflict)) {
                numbers.keep();
            }
            committed?;
            committing.done(work.count());
            if let Some(town) = own.get() {
                directory.put(town);
            }
            Ok(done.durable())
        }
        Err(error) => {
            open.rollback();
            if error.is_of_what_was_asked() {
                numbers.keep();
            }
            Err(error)
        }
    }
}

/// What comes of it, if it does within that time.
async fn within<T>(
    time: Duration,
    asked: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let answer = tokio::time::timeout(time, asked).await;
    answer
        .unwrap_or_else(|_| Err(StoreError::Unavailable("it does not answer any more".to_owned())))
}

async fn changed(
    conn: &mut Conn<'_>,
    directory: &DirectoryCache,
    work: &dyn Work,
) -> Result<Done, StoreError> {
    let done = work.run(conn, directory).await?;
    conn.make_changes().await?;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_told_only_what_it_knows() {
        let known = ["enable_seqscan", "enable_sort", "idle_in_transaction_session_timeout"]
            .map(str::to_owned);
        let begin = "BEGIN; SET LOCAL enable_seqscan TO off; SET LOCAL idle_in_transaction_session_timeout TO '5s'";
        assert_eq!(begin_with(&known), begin);
        assert_eq!(begin_with(&[]), "BEGIN");
    }
}
