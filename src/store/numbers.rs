//! The numbers of new reports on PostgreSQL, fetched beside the transactions that need them: one that counted within
//! its own kept all other new reports waiting until it was durable, or given up.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::connections::Pool;
use super::errors::StoreError;
use crate::domain::ids::ReportId;

/// At the most so many at once: those of the steps that wait.
const MOST: u32 = 64;

/// Hands out numbers. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Numbers(Arc<Desk>);

#[derive(Debug)]
struct Desk {
    /// A connection of its own: those for steps may all be waiting for something.
    pool: Pool,
    /// Numbers that are counted and are no report's.
    free: Mutex<BTreeSet<ReportId>>,
    /// The year that was asked for last; 0 at first.
    year: AtomicI32,
    /// How many wait for one.
    waiting: AtomicU32,
    /// Who asks the database, for all that wait.
    asking: tokio::sync::Mutex<()>,
}

impl Numbers {
    /// `pool`: of one connection.
    pub fn of(pool: Pool) -> Self {
        let (free, year, waiting, asking) = Default::default();
        Self(Arc::new(Desk { pool, free, year, waiting, asking }))
    }

    /// For a piece of work that may need some.
    pub fn taking(&self) -> Taking {
        let (at_hand, taken) = Default::default();
        let desk = Arc::clone(&self.0);
        Taking { desk, at_hand, taken, committing: false, wants: None, fetched: 0, conflicts: 0 }
    }

    /// The pool, to be told of what is wrong with its database.
    pub fn pool(&self) -> &Pool {
        &self.0.pool
    }
}

/// What a piece of work takes, in all its attempts. What it takes in vain is given back.
#[derive(Debug)]
pub(super) struct Taking {
    desk: Arc<Desk>,
    at_hand: Vec<ReportId>,
    /// In the attempt that is under way.
    taken: Vec<ReportId>,
    /// That attempt is being committed: what it took may be reports' numbers by now.
    committing: bool,
    /// That attempt came to nothing for want of a number of this year.
    wants: Option<i32>,
    /// How often numbers were fetched, and how often others were in the way.
    fetched: u32,
    conflicts: u32,
}

impl Taking {
    /// The next number of that year. Numbers follow the order of the reports, but for those that are made at the
    /// same time or after another one came to nothing; some are left out where a process dies or the database
    /// goes away at the wrong moment, or where a new report met others in its way twice.
    ///
    /// Where none is at hand, the attempt comes to nothing, [`Self::again`] fetches one, and it is made again: who
    /// waited for a number within a transaction would wait for a connection that others in the same
    /// place have.
    pub fn next(&mut self, year: i32) -> Result<ReportId, StoreError> {
        self.desk.year.store(year, Ordering::Relaxed);
        let of_year = |id: &ReportId| id.year() == i64::from(year);
        let at_hand = self.at_hand.iter().position(of_year).map(|place| self.at_hand.remove(place));
        let Some(number) = at_hand.or_else(|| self.desk.lowest(year)) else {
            self.wants = Some(year);
            return Err(StoreError::Conflict);
        };
        self.taken.push(number);
        Ok(number)
    }

    /// One is likely to be asked for: no attempt need come to nothing.
    pub async fn prepare(&mut self) -> Result<(), StoreError> {
        let year = self.desk.year.load(Ordering::Relaxed);
        if year > 0 {
            self.at_hand.push(self.desk.next(year).await?);
        }
        Ok(())
    }

    /// What was taken is being committed.
    pub fn commits(&mut self) {
        self.committing = true;
    }

    /// What was taken are reports' numbers now, or may be; or is left out, as what failed with it may fail because of
    /// it: given back, it would be the next one's.
    pub fn keep(&mut self) {
        self.taken.clear();
    }

    /// The attempt came to nothing, and another one is to be made: fetches what it wanted, one more each time.
    /// Whether it wanted any; else others were in its way.
    pub async fn again(&mut self) -> Result<bool, StoreError> {
        self.committing = false;
        let taken = std::mem::take(&mut self.taken);
        let took = !taken.is_empty();
        self.at_hand.splice(0..0, taken);
        let Some(year) = self.wants.take() else {
            self.conflicts += u32::from(took);
            if self.conflicts > 1 {
                // Perhaps the numbers themselves: a database that was put back to an earlier state counts from
                // there, and what is free here may be a report's. Those that are fetched anew get past it.
                self.at_hand.clear();
                self.desk.free().clear();
            }
            return Ok(false);
        };
        self.fetched += 1;
        if self.fetched > MOST {
            return Err(StoreError::Bug("a step asks for ever more numbers".to_owned()));
        }
        for _ in 0..self.fetched {
            self.at_hand.push(self.desk.next(year).await?);
        }
        Ok(true)
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        if self.committing {
            self.taken.clear();
        }
        let left = self.at_hand.drain(..).chain(self.taken.drain(..));
        self.desk.free().extend(left);
    }
}

impl Desk {
    async fn next(&self, year: i32) -> Result<ReportId, StoreError> {
        let _waiting = Waiting::begins(&self.waiting);
        let _turn = self.asking.lock().await;
        match self.lowest(year) {
            Some(number) => Ok(number),
            None => self.more(year).await,
        }
    }

    /// The lowest that is free.
    fn lowest(&self, year: i32) -> Option<ReportId> {
        let mut free = self.free();
        let year = ReportId::new(year, 0)..ReportId::new(year + 1, 0);
        let first = free.range(year).next().copied()?;
        free.remove(&first);
        Some(first)
    }

    /// As many as are waited for: the first of them. The others are free then.
    async fn more(&self, year: i32) -> Result<ReportId, StoreError> {
        let wanted = self.waiting.load(Ordering::SeqCst).clamp(1, MOST);
        let ask = format!(
            "INSERT INTO report_count (year, count) VALUES ({year}, {wanted}) \
             ON CONFLICT (year) DO UPDATE SET count = report_count.count + {wanted} \
             RETURNING count"
        );
        let last = self.pool.number(&ask).await?;
        let first = last - i64::from(wanted) + 1;
        self.free().extend((first + 1..=last).map(|count| ReportId::new(year, count)));
        Ok(ReportId::new(year, first))
    }

    fn free(&self) -> MutexGuard<'_, BTreeSet<ReportId>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts whoever waits, also one that does not wait to the end.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn begins(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
