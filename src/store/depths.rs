//! What waits, and what went wrong, as it stands: looked at when somebody asks, by indexes, and
//! never further than so many rows.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::backend::Conn;
use super::clock::{Zeros, zeros};
use super::errors::StoreError;
use super::query::query;
use super::row::row;
use super::{Pool, Store, sqlite, timers};

/// Rows that are counted one by one; more are said to be that many.
const MOST: i64 = 100_000;

row! {
    /// What waits in the outbox for one channel in one state.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Depth {
        /// `telegram`, `mail` or `pec`.
        pub channel: String,
        /// `pending`, `in_flight`, `scheduled` (its time is later), `held` or `accepted`.
        pub state: String,
        /// How many.
        pub rows: i64,
        /// Since when the oldest waits.
        pub since: DateTime<Utc>,
    }
}

row! {
    struct Count {
        what: String,
        rows: i64,
    }
}

row! {
    struct LeaseOf {
        role: String,
        epoch: i64,
        beat: i64,
    }
}

/// What waits, and what went wrong.
#[derive(Debug, Clone)]
pub struct Depths {
    /// Of the outbox: what is not there is none.
    pub outbox: Vec<Depth>,
    /// Cards that are out of date, by state.
    pub cards: Vec<(String, u64)>,
    /// What could not be processed and is kept, by where it came from.
    pub dead: Vec<(String, u64)>,
    /// The numbers that must be zero.
    pub zeros: Zeros,
    /// For how long the next timer should have rung.
    pub overdue: TimeDelta,
    /// Each role, its epoch, and whether nobody holds it.
    pub leases: Vec<(String, i64, bool)>,
}

/// Connections to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// At work.
    pub in_use: u64,
    /// Open, and free.
    pub idle: u64,
    /// The most that there may be.
    pub max: u64,
}

/// Rows that go out when they can. What waits for office hours waits since its time has come.
const OPEN: &str = "SELECT COALESCE(account, 'telegram') AS channel, \
     CASE WHEN state = 'pending' AND attempts = 0 AND not_before > $1 THEN 'scheduled' \
       ELSE state END AS stands, \
     COUNT(*) AS found, \
     MIN(CASE WHEN attempts = 0 AND not_before > created_at THEN not_before ELSE created_at END) \
     FROM (SELECT account, state, attempts, not_before, created_at FROM outbox \
       WHERE state IN ('pending', 'in_flight') AND chat_id > $2 LIMIT $3) AS open \
     GROUP BY channel, stands";

/// Rows that wait for a person's word, or for a receipt.
const WAITING: &str = "SELECT COALESCE(account, 'telegram') AS channel, state, \
     COUNT(*) AS found, MIN(state_at) \
     FROM (SELECT account, state, state_at FROM outbox \
       WHERE state IN ('held', 'accepted') LIMIT $1) AS waiting \
     GROUP BY channel, state";

const CARDS: &str = "SELECT state, COUNT(*) AS found FROM (SELECT state FROM card \
       WHERE state IN ('pending', 'in_flight') AND chat_id > $1 LIMIT $2) AS open \
     GROUP BY state";

const DEAD: &str = "SELECT source, COUNT(*) AS found FROM (SELECT source FROM failed_update \
       WHERE source IN ('telegram', 'mail') LIMIT $1) AS dead \
     GROUP BY source";

/// For this transaction, milliseconds a statement.
const GIVE_UP: &str = "SET LOCAL statement_timeout = 2000";

const LEASES: &str = "SELECT role, epoch, beat FROM lease ORDER BY role";

async fn look(
    conn: &mut Conn<'_>,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Depths, StoreError> {
    // A bound for the walk over the index, below all.
    let lowest = i64::MIN;
    let mut outbox = query(OPEN).bind(now).bind(lowest).bind(MOST).all::<Depth>(conn).await?;
    outbox.extend(query(WAITING).bind(MOST).all::<Depth>(conn).await?);
    let cards = query(CARDS).bind(lowest).bind(MOST).all::<Count>(conn).await?;
    let dead = query(DEAD).bind(MOST).all::<Count>(conn).await?;
    let next = timers::next_at(conn).await?;
    let leases = query(LEASES).all::<LeaseOf>(conn).await?;
    let counted = |counts: Vec<Count>| -> Vec<(String, u64)> {
        counts.into_iter().map(|count| (count.what, count.rows.unsigned_abs())).collect()
    };
    Ok(Depths {
        outbox,
        cards: counted(cards),
        dead: counted(dead),
        zeros: zeros(conn, today).await?,
        overdue: next.map_or_else(TimeDelta::zero, |next| (now - next).max(TimeDelta::zero())),
        leases: leases
            .into_iter()
            .map(|lease| {
                let free = super::leases::is_free(lease.beat);
                (lease.role, lease.epoch, free)
            })
            .collect(),
    })
}

impl Store {
    /// What waits, and what went wrong, beside whoever writes.
    pub async fn depths(&self, now: DateTime<Utc>, today: NaiveDate) -> Result<Depths, StoreError> {
        match &self.pool {
            Pool::Sqlite { readers, .. } => {
                readers.look(move |conn| sqlite::done(look(conn, now, today))).await
            }
            Pool::Postgres(database) => {
                let looked = database.look_apart(async |conn| {
                    // Whoever asks has gone by then: what still looks would only hold a connection.
                    query(GIVE_UP).run(conn).await?;
                    look(conn, now, today).await
                });
                looked.await
            }
        }
    }

    /// Whether steps are taken: an empty one is.
    pub async fn answers(&self) -> Result<(), StoreError> {
        self.plain(|conn| {
            Box::pin(async move {
                query("SELECT 1").one::<i32>(conn).await?;
                Ok(())
            })
        })
        .await
    }

    /// Connections to the database, as they are.
    pub fn connections(&self) -> Connections {
        match &self.pool {
            Pool::Sqlite { readers, .. } => readers.connections(),
            Pool::Postgres(database) => database.connections(),
        }
    }
}
