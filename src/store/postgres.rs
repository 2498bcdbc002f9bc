//! PostgreSQL: each step is a transaction of its own, with its rows locked.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, Transaction};

use super::Address;
use super::backend::{Conn, Pg};
use super::depths::Connections;
use super::errors::StoreError;
use super::work::{DirectoryCache, Work};
use crate::measure::{Measures, Trouble};

/// The row at which processes wait that want to bring the tables up to date.
const MIGRATING: &str = "CREATE TABLE IF NOT EXISTS migrating (id INTEGER PRIMARY KEY); \
     INSERT INTO migrating (id) VALUES (1) ON CONFLICT (id) DO NOTHING";

/// Begins a transaction that only looks.
const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Connections at most.
const CONNECTIONS: u32 = 16;
/// How long a step waits for one of them.
const WAIT: Duration = Duration::from_secs(10);
/// How often a step that others disturb is decided again.
const MOST_ATTEMPTS: u32 = 20;

/// A PostgreSQL database. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Postgres {
    pool: PgPool,
    /// Whether statements are prepared under names: not behind a transaction pooler.
    named: bool,
    measures: Measures,
    read_only: ReadOnly,
}

/// When the database last took no changes, if it ever did. A connection that is older may have been made
/// to a server, or under a setting, that never takes any: it is not used again.
#[derive(Debug, Clone, Default)]
struct ReadOnly(Arc<Mutex<Option<Instant>>>);

#[expect(clippy::disallowed_methods, reason = "sqlx tells a connection's age in real time")]
impl ReadOnly {
    fn found(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn was_before(&self, age: Duration) -> bool {
        let found = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.is_none_or(|found| found.elapsed() > age)
    }
}

impl Postgres {
    /// Opens it.
    pub async fn open(address: &Address, measures: Measures) -> Result<Self, StoreError> {
        let options = options(&address.url, address.pooled, "DATABASE_URL")?;
        let read_only = ReadOnly::default();
        let known = read_only.clone();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT)
            .before_acquire(move |_, connection| {
                let is_good = known.was_before(connection.age);
                Box::pin(async move { Ok(is_good) })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool, named: !address.pooled, measures, read_only })
    }

    /// A transaction.
    pub async fn begin(&self) -> Result<Transaction<'static, sqlx::Postgres>, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// A transaction that only looks, in one snapshot.
    pub async fn begin_to_look(&self) -> Result<Transaction<'static, sqlx::Postgres>, StoreError> {
        Ok(self.pool.begin_with(LOOK).await?)
    }

    /// Its connection, for the statements of ours.
    pub fn of<'t>(&self, transaction: &'t mut Transaction<'static, sqlx::Postgres>) -> Pg<'t> {
        Pg { connection: transaction, named: self.named }
    }

    /// How many connections there are.
    pub fn connections(&self) -> Connections {
        let idle = self.pool.num_idle() as u64;
        let in_use = u64::from(self.pool.size()).saturating_sub(idle);
        Connections { in_use, idle, max: u64::from(CONNECTIONS) }
    }

    /// Closes it, as far as no one else holds a clone.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn options(url: &str, pooled: bool, variable: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| StoreError::Setup(format!("{variable} cannot be read")))?;
    let options = options.log_statements(tracing::log::LevelFilter::Off);
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
    done.map_err(|error| super::not_migrated(&error))
}

/// Runs the work in a transaction of its own, again while others disturb it.
pub(super) async fn run(
    database: &Postgres,
    directory: &DirectoryCache,
    work: Arc<dyn Work>,
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let done = once(database, directory, work.as_ref()).await;
        if matches!(done, Err(StoreError::ReadOnly(_))) {
            database.read_only.found();
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
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut transaction = database.begin().await?;
    let done = {
        let mut conn = Conn::Postgres(database.of(&mut transaction));
        work.run(&mut conn, directory).await?
    };
    let committing = database.measures.commits();
    transaction.commit().await?;
    committing.done(1);
    Ok(done.durable())
}
