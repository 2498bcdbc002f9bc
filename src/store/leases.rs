//! Roles that one process fills at a time. Whoever holds one lets its beat go on; no clock in the
//! database or in the row says anything.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, query};
use super::row::row;
use super::{Pool, Store};

row! {
    /// A role's lease as it stands.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LeaseRow {
        /// How often it was taken. Results under an older one are not recorded.
        pub epoch: i64,
        /// Grows while it is held; -1 when nobody holds it.
        pub beat: i64,
        /// Where the holder is woken: `host:port` of its `ADMIN_ADDR`.
        pub address: Option<String>,
    }
}

/// The beat of a lease that was given back.
const GIVEN_BACK: i64 = -1;

impl LeaseRow {
    /// Whether nobody holds it.
    pub fn is_free(&self) -> bool {
        is_free(self.beat)
    }
}

/// Whether nobody holds a lease of that beat.
pub(super) fn is_free(beat: i64) -> bool {
    beat == GIVEN_BACK
}

/// The epoch under which a role is held, if anybody has taken it yet.
pub(super) async fn epoch(conn: &mut Conn<'_>, role: &str) -> Result<Option<i64>, StoreError> {
    epoch_asked(role).optional(conn).await
}

/// The epoch of a role.
pub(super) fn epoch_asked(role: &str) -> Query<'_> {
    query("SELECT epoch FROM lease WHERE role = $1").bind(role)
}

/// An error where somebody has taken the role under a higher epoch.
pub(super) async fn must_hold(
    conn: &mut Conn<'_>,
    role: &str,
    mine: i64,
) -> Result<(), StoreError> {
    match epoch(conn, role).await? {
        Some(held) if held > mine => Err(StoreError::LeaseLost),
        _ => Ok(()),
    }
}

async fn look(conn: &mut Conn<'_>, role: &str) -> Result<Option<LeaseRow>, StoreError> {
    const SQL: &str = "SELECT epoch, beat, address FROM lease WHERE role = $1";
    query(SQL).bind(role).optional(conn).await
}

/// Takes a role at once; the new epoch, higher than all before.
async fn take(
    conn: &mut Conn<'_>,
    role: &'static str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO lease (role, epoch, beat, taken_at) VALUES ($1, 1, 0, $2) \
         ON CONFLICT (role) DO UPDATE SET epoch = lease.epoch + 1, beat = 0, \
         taken_at = excluded.taken_at RETURNING epoch";
    query(SQL).bind(role).bind(now).one(conn).await
}

/// Takes a role if it stands as it was seen; the new epoch, or none where somebody was quicker.
async fn take_from(
    conn: &mut Conn<'_>,
    role: &'static str,
    seen: Option<&LeaseRow>,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    const FIRST: &str = "INSERT INTO lease (role, epoch, beat, address, taken_at) \
         VALUES ($1, 1, 0, $2, $3) ON CONFLICT (role) DO NOTHING RETURNING epoch";
    const NEXT: &str = "UPDATE lease SET epoch = epoch + 1, beat = 0, address = $2, taken_at = $3 \
         WHERE role = $1 AND epoch = $4 AND beat = $5 RETURNING epoch";
    let taken = query(if seen.is_some() { NEXT } else { FIRST }).bind(role).bind(address).bind(now);
    let taken = match seen {
        Some(seen) => taken.bind(seen.epoch).bind(seen.beat),
        None => taken,
    };
    taken.optional(conn).await
}

async fn beat(conn: &mut Conn<'_>, role: &str, epoch: i64) -> Result<bool, StoreError> {
    Ok(query("").push(&beat_of(role, epoch)).run(conn).await? == 1)
}

/// Twice is as good as once.
fn beat_of(role: &str, epoch: i64) -> String {
    format!(
        "UPDATE lease SET beat = beat + 1 WHERE role = '{role}' AND epoch = {epoch} AND beat >= 0"
    )
}

async fn give_back(conn: &mut Conn<'_>, role: &str, epoch: i64) -> Result<(), StoreError> {
    let sql = "UPDATE lease SET beat = $3, address = NULL WHERE role = $1 AND epoch = $2";
    execute!(conn, sql, role, epoch, GIVEN_BACK)?;
    Ok(())
}

impl Store {
    /// A role's lease as it stands; none before it is taken for the first time.
    pub async fn lease(&self, role: &'static str) -> Result<Option<LeaseRow>, StoreError> {
        self.look_at(move |conn| Box::pin(look(conn, role))).await
    }

    /// Takes the lease of a role (`sender`, `poller`, …) at once; the new epoch.
    pub async fn take_lease(
        &self,
        role: &'static str,
        now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.plain(move |conn| Box::pin(take(conn, role, now))).await
    }

    /// Takes the lease of a role that still stands as it was `seen`; the new epoch, or none where
    /// somebody was quicker.
    pub async fn take_lease_from(
        &self,
        role: &'static str,
        seen: Option<LeaseRow>,
        address: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        self.plain(move |conn| {
            let (seen, address) = (seen.clone(), address.clone());
            Box::pin(
                async move { take_from(conn, role, seen.as_ref(), address.as_deref(), now).await },
            )
        })
        .await
    }

    /// Shows that the role is held under that epoch; whether it still is.
    pub async fn lease_beats(&self, role: &'static str, epoch: i64) -> Result<bool, StoreError> {
        match &self.pool {
            Pool::Sqlite { .. } => self.plain(move |conn| Box::pin(beat(conn, role, epoch))).await,
            // One round trip: however slow they are, it is shown in time.
            Pool::Postgres(database) => {
                let touched = database.alone(&beat_of(role, epoch)).await;
                Ok(self.standing.noted(touched)? == 1)
            }
        }
    }

    /// Gives a role back: whoever waits for it may take it at once.
    pub async fn give_lease_back(&self, role: &'static str, epoch: i64) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(give_back(conn, role, epoch))).await
    }
}
