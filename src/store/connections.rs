//! Connections to PostgreSQL, and transactions on them.
//!
//! A pool of our own: sqlx's asks each connection whether it is alive before and after a transaction, two
//! round trips for each. Here the beginning of a transaction shows it. A connection that says nothing then
//! is replaced by another one; nothing has been asked on it yet.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgQueryResult, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Either, Executor as _, Row as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::backend::Pg;
use super::depths::Connections;
use super::errors::StoreError;
use super::numbers::Taking;
use super::together::Together;

/// How long a step waits for one of them.
const WAIT: Duration = Duration::from_secs(10);
/// A connection that was idle and says nothing for so long is dead, and so are those of its age: after a failover, or
/// behind a firewall that forgets, nothing on them is ever answered.
const SILENCE: Duration = Duration::from_secs(5);
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
    /// Connections at most.
    most: u32,
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Idle>>,
}

#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Live>,
    /// When the database last took no changes, or did not answer, if ever. A connection that is older may have been
    /// made to a server that is gone, or that never takes any: it is not used again.
    doubted: Option<Instant>,
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
    /// At most so many connections.
    pub fn of(options: PgConnectOptions, named: bool, most: u32) -> Self {
        let permits = Arc::new(Semaphore::new(most as usize));
        Self { options: Arc::new(options), named, most, permits, idle: Arc::default() }
    }

    /// Begins a transaction by that statement. Only texts of ours.
    pub async fn begin(&self, statement: &str) -> Result<Open, StoreError> {
        let (open, _) = self.first(statement).await?;
        Ok(open)
    }

    /// Runs one statement that is a transaction by itself, in one round trip: the number of rows that it
    /// touched. Where its outcome cannot be known it is run again. Only texts of ours.
    pub async fn alone(&self, statement: &str) -> Result<u64, StoreError> {
        let (open, done) = self.first(statement).await?;
        open.give_back();
        Ok(done.touched)
    }

    /// The same: the number that it returns.
    pub async fn number(&self, statement: &str) -> Result<i64, StoreError> {
        let (open, done) = self.first(statement).await?;
        open.give_back();
        let row = done.row.ok_or(sqlx::Error::RowNotFound)?;
        Ok(row.try_get(0)?)
    }

    /// A connection on which this is the first statement, and what came of that.
    async fn first(&self, statement: &str) -> Result<(Open, Ran), StoreError> {
        let begun = tokio::time::timeout(WAIT, async {
            let permit = Arc::clone(&self.permits).acquire_owned().await;
            let permit = permit.map_err(|_| sqlx::Error::PoolClosed)?;
            while let Some(mut live) = self.pop() {
                let asked = now();
                let answer = Ran::on(&mut live.connection, statement);
                match tokio::time::timeout(SILENCE, answer).await {
                    Ok(Ok(done)) => return Ok((self.open(live, permit), done)),
                    Ok(Err(_)) => {}
                    Err(_) => self.doubts(asked),
                }
            }
            // Nothing was asked yet: whatever keeps us out (a password that was changed) is not of what will be.
            let mut connection =
                self.connect().await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
            let done = Ran::on(&mut connection, statement).await?;
            let since = now();
            let open = self.open(Live { connection, since, used: since }, permit);
            Ok((open, done))
        });
        begun.await.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut.into()))
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
        let doubted = idle.doubted;
        let good = |live: &Live| {
            now.duration_since(live.since) < LIFE
                && now.duration_since(live.used) < IDLE
                && doubted.is_none_or(|doubted| live.since > doubted)
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
        self.doubts(now());
    }

    /// What was connected by then is not used again.
    fn doubts(&self, then: Instant) {
        let mut idle = self.idle();
        idle.doubted = idle.doubted.max(Some(then));
    }

    /// How many there are.
    pub fn connections(&self) -> Connections {
        let max = u64::from(self.most);
        let in_use = max.saturating_sub(self.permits.available_permits() as u64);
        let idle = self.idle().connections.len() as u64;
        Connections { in_use, idle, max }
    }

    /// Closes them once nobody uses them.
    pub async fn close(&self) {
        // Whoever has one gives it back first; who comes later gets none.
        let all = self.permits.acquire_many(self.most).await;
        self.permits.close();
        drop(all);
        let idle = std::mem::take(&mut self.idle().connections);
        for live in idle {
            // It is of no use any more, whatever is wrong with it.
            let _ = live.connection.close().await;
        }
    }
}

/// What came of a text of statements.
#[derive(Default)]
struct Ran {
    /// The number of rows that they touched.
    touched: u64,
    /// The last row that they returned.
    row: Option<PgRow>,
}

impl Ran {
    async fn on(connection: &mut PgConnection, statements: &str) -> Result<Self, sqlx::Error> {
        let all = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(statements)));
        let add = |ran: Self, one| {
            std::future::ready(Ok(match one {
                Either::Left(done) => {
                    Self { touched: ran.touched + PgQueryResult::rows_affected(&done), ..ran }
                }
                Either::Right(row) => Self { row: Some(row), ..ran },
            }))
        };
        all.try_fold(Self::default(), add).await
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
    /// For statements of ours that only look.
    pub fn looks(&mut self) -> Pg<'_> {
        let (together, numbers) = (Together::default(), None);
        Pg { connection: &mut self.live.connection, named: self.pool.named, together, numbers }
    }

    /// For statements of ours.
    pub fn statements<'a>(&'a mut self, numbers: &'a mut Taking) -> Pg<'a> {
        Pg { numbers: Some(numbers), ..self.looks() }
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
