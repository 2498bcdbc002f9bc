//! Connections to PostgreSQL, and transactions on them.
//!
//! A pool of our own: sqlx's asks each connection whether it is alive before and after a transaction, two
//! round trips for each. Here the beginning of a transaction shows it. A connection that says nothing then
//! is replaced by another one; nothing has been asked on it yet.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::backend::Pg;
use super::depths::Connections;
use super::errors::StoreError;
use super::together::Together;

/// Connections at most.
const CONNECTIONS: u32 = 16;
/// How long a step waits for one of them.
const WAIT: Duration = Duration::from_secs(10);
/// Between attempts to reach a server that is not there yet, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// PostgreSQL: it starts or stops.
const STARTING: Option<&str> = Some("57P03");
/// A connection that was not needed for so long is closed.
const IDLE: Duration = Duration::from_secs(600);
/// Its server's process grows with what it was asked: a connection is replaced by then.
const LIFE: Duration = Duration::from_secs(1_800);

/// The connections. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    options: Arc<PgConnectOptions>,
    /// Whether statements are prepared under names: not behind a transaction pooler.
    named: bool,
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Idle>>,
}

#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Live>,
    /// When the database last took no changes, if it ever did. A connection that is older may have been
    /// made to a server, or under a setting, that never takes any: it is not used again.
    read_only: Option<Instant>,
}

/// A connection, since when it is one, and when it was last used.
#[derive(Debug)]
struct Live {
    connection: PgConnection,
    since: Instant,
    used: Instant,
}

#[expect(clippy::disallowed_methods, reason = "how old a connection is, is real time")]
fn now() -> Instant {
    Instant::now()
}

impl Pool {
    pub fn of(options: PgConnectOptions, named: bool) -> Self {
        let permits = Arc::new(Semaphore::new(CONNECTIONS as usize));
        Self { options: Arc::new(options), named, permits, idle: Arc::default() }
    }

    /// Begins a transaction by that statement. Only texts of ours.
    pub async fn begin(&self, statement: &str) -> Result<Open, StoreError> {
        let (open, _) = self.first(statement).await?;
        Ok(open)
    }

    /// Runs one statement that is a transaction by itself, in one round trip: the number of rows that it
    /// touched. Where its outcome cannot be known it is run once more. Only texts of ours.
    pub async fn alone(&self, statement: &str) -> Result<u64, StoreError> {
        let (open, touched) = self.first(statement).await?;
        open.give_back();
        Ok(touched)
    }

    /// A connection on which this is the first statement, and how many rows that has touched.
    async fn first(&self, statement: &str) -> Result<(Open, u64), StoreError> {
        let statement = || sqlx::raw_sql(AssertSqlSafe(statement));
        let begun = tokio::time::timeout(WAIT, async {
            let permit = Arc::clone(&self.permits).acquire_owned().await;
            let permit = permit.map_err(|_| sqlx::Error::PoolClosed)?;
            while let Some(mut live) = self.pop() {
                if let Ok(done) = live.connection.execute(statement()).await {
                    return Ok((self.open(live, permit), done.rows_affected()));
                }
            }
            let mut connection = self.connect().await?;
            let done = connection.execute(statement()).await?;
            let since = now();
            let open = self.open(Live { connection, since, used: since }, permit);
            Ok::<_, sqlx::Error>((open, done.rows_affected()))
        });
        match begun.await {
            Ok(begun) => Ok(begun?),
            Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    }

    /// A new connection. A server that is starting is waited for.
    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.options.connect().await {
                Err(sqlx::Error::Io(error)) if error.kind() == ErrorKind::ConnectionRefused => {}
                Err(sqlx::Error::Database(refused)) if refused.code().as_deref() == STARTING => {}
                connected => return connected,
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn open(&self, live: Live, permit: OwnedSemaphorePermit) -> Open {
        Open { live, pool: self.clone(), permit }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that was used last, as its server's process is the warmest; those that are too old
    /// go.
    fn pop(&self) -> Option<Live> {
        let now = now();
        let mut idle = self.idle();
        let read_only = idle.read_only;
        let good = |live: &Live| {
            now.duration_since(live.since) < LIFE
                && now.duration_since(live.used) < IDLE
                && read_only.is_none_or(|found| live.since > found)
        };
        let old: Vec<Live> = idle.connections.extract_if(.., |live| !good(live)).collect();
        let found = idle.connections.pop();
        drop(idle);
        for live in old {
            tokio::spawn(live.connection.close());
        }
        found
    }

    /// The database takes no changes on connections of now.
    pub fn is_read_only(&self) {
        self.idle().read_only = Some(now());
    }

    /// How many there are.
    pub fn connections(&self) -> Connections {
        let max = u64::from(CONNECTIONS);
        let in_use = max.saturating_sub(self.permits.available_permits() as u64);
        let idle = self.idle().connections.len() as u64;
        Connections { in_use, idle, max }
    }

    /// Closes them once nobody uses them.
    pub async fn close(&self) {
        // Whoever has one gives it back first; who comes later gets none.
        let all = self.permits.acquire_many(CONNECTIONS).await;
        self.permits.close();
        drop(all);
        let idle = std::mem::take(&mut self.idle().connections);
        for live in idle {
            // It is of no use any more, whatever is wrong with it.
            let _ = live.connection.close().await;
        }
    }
}

/// A transaction. Dropped, it takes its connection with it, and nothing of it lasts.
#[derive(Debug)]
pub(super) struct Open {
    live: Live,
    pool: Pool,
    permit: OwnedSemaphorePermit,
}

impl Open {
    /// For statements of ours.
    pub fn statements(&mut self) -> Pg<'_> {
        let together = Together::default();
        Pg { connection: &mut self.live.connection, named: self.pool.named, together }
    }

    /// Makes it last.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.live.connection.execute("COMMIT").await?;
        self.give_back();
        Ok(())
    }

    /// Ends it without a trace, after whoever asks has gone on.
    pub fn rollback(mut self) {
        tokio::spawn(async move {
            // One that says nothing any more goes, and its place is free.
            let ended = tokio::time::timeout(WAIT, self.live.connection.execute("ROLLBACK")).await;
            if ended.is_ok_and(|ended| ended.is_ok()) {
                self.give_back();
            }
        });
    }

    fn give_back(mut self) {
        self.live.used = now();
        self.pool.idle().connections.push(self.live);
        drop(self.permit);
    }
}
