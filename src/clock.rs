//! The only place that reads the wall clock or draws randomness.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use uuid::{Builder, ContextV7, Timestamp, Uuid};

use crate::domain::step::Fresh;

/// The time, and ids that sort by it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    ids: Ids,
}

#[derive(Debug, Clone)]
enum Ids {
    Random(Arc<Mutex<ContextV7>>),
    /// The same ones each time for a seed; how many were drawn.
    Drawn(u64, Arc<AtomicU64>),
}

#[derive(Debug, Clone)]
enum Source {
    System,
    /// System time plus the seconds in a file.
    Offset(Arc<PathBuf>),
    Manual(watch::Sender<DateTime<Utc>>),
}

/// How often a shifted clock looks whether its file has changed.
const OFFSET_POLL: Duration = Duration::from_millis(200);

/// The process's own monotonic time, which no test moves: leases between processes go by it, so that
/// no wall clock decides.
#[expect(clippy::disallowed_methods, reason = "this is the place where it is read")]
pub fn monotonic() -> tokio::time::Instant {
    tokio::time::Instant::now()
}

impl Clock {
    fn new(source: Source) -> Self {
        Self { source, ids: Ids::Random(Arc::new(Mutex::new(ContextV7::new()))) }
    }

    /// The system's clock.
    pub fn system() -> Self {
        Self::new(Source::System)
    }

    /// The system's clock plus the seconds (`-3600`, `86400`) that stand in a file.
    pub fn with_offset_file(path: PathBuf) -> Self {
        Self::new(Source::Offset(Arc::new(path)))
    }

    /// A clock that moves only by [`Clock::set`] and [`Clock::advance`].
    pub fn manual(now: DateTime<Utc>) -> Self {
        Self::new(Source::Manual(watch::Sender::new(now)))
    }

    /// The same; its ids and secrets are those of the seed, so that what happened happens again.
    /// Secrets that can be told from a seed protect nobody: for towns that are played.
    pub fn replayed(now: DateTime<Utc>, seed: u64) -> Self {
        let source = Source::Manual(watch::Sender::new(now));
        Self { source, ids: Ids::Drawn(seed, Arc::default()) }
    }

    /// Now, truncated to microseconds: what PostgreSQL keeps.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.source {
            Source::System => system_now(),
            Source::Offset(path) => {
                let seconds = std::fs::read_to_string(path.as_path())
                    .ok()
                    .and_then(|text| text.trim().parse().ok())
                    .unwrap_or(0);
                system_now() + TimeDelta::seconds(seconds)
            }
            Source::Manual(now) => *now.borrow(),
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Sets a manual clock; another one ignores it.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Source::Manual(now) = &self.source {
            now.send_replace(moment);
        }
    }

    /// Moves a manual clock on; another one ignores it.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Manual(now) = &self.source {
            now.send_modify(|moment| *moment += by);
        }
    }

    /// Whether it goes on by itself. One that is moved by hand stands still between two moves: that says nothing of
    /// whoever goes by it.
    pub fn goes_by_itself(&self) -> bool {
        !matches!(self.source, Source::Manual(_))
    }

    /// Waits until `moment` has come by this clock.
    pub async fn sleep_until(&self, moment: DateTime<Utc>) {
        match &self.source {
            Source::Manual(now) => {
                let mut now = now.subscribe();
                // The sender lives in self: the wait cannot fail.
                let _ = now.wait_for(|now| *now >= moment).await;
            }
            Source::System => {
                while let Ok(left) = (moment - self.now()).to_std() {
                    if left.is_zero() {
                        break;
                    }
                    tokio::time::sleep(left.min(Duration::from_secs(60))).await;
                }
            }
            Source::Offset(_) => {
                while let Ok(left) = (moment - self.now()).to_std() {
                    if left.is_zero() {
                        break;
                    }
                    tokio::time::sleep(left.min(OFFSET_POLL)).await;
                }
            }
        }
    }

    /// Waits that long by this clock.
    pub async fn sleep(&self, time: Duration) {
        let time = TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
        self.sleep_until(self.now() + time).await;
    }

    /// Lets that time pass, whatever the clock is set to meanwhile.
    pub async fn lets_pass(&self, time: Duration) {
        match &self.source {
            Source::Manual(_) => self.sleep(time).await,
            Source::System | Source::Offset(_) => tokio::time::sleep(time).await,
        }
    }

    /// A new id that sorts after all earlier ones of this process.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws randomness")]
    pub fn id(&self) -> Uuid {
        let now = self.now();
        match &self.ids {
            Ids::Random(context) => {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                let context = context.lock().unwrap_or_else(PoisonError::into_inner);
                Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
            }
            Ids::Drawn(_, drawn) => {
                let drawn = drawn.fetch_add(1, Ordering::SeqCst) + 1;
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
                // What counts up comes before the 16 bits that a step counts on in.
                let counted = u128::from(drawn) << 16;
                let mut bytes = [0; 10];
                for (byte, from) in bytes.iter_mut().rev().zip(counted.to_le_bytes()) {
                    *byte = from;
                }
                Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
            }
        }
    }

    /// A supply of ids for one step.
    pub fn fresh(&self) -> Fresh {
        let first = self.id();
        match &self.ids {
            Ids::Random(_) => Fresh::from(first, random()),
            Ids::Drawn(seed, _) => {
                let drawn = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(first);
                Fresh::from(first, drawn.finalize().into())
            }
        }
    }
}

/// 32 bytes, 244 of their bits random (two version 4 UUIDs).
#[expect(clippy::disallowed_methods, reason = "the one place that draws randomness")]
fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    let (first, second) = bytes.split_at_mut(16);
    first.copy_from_slice(Uuid::new_v4().as_bytes());
    second.copy_from_slice(Uuid::new_v4().as_bytes());
    bytes
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replayed_draws_the_same_ids_in_order_and_the_same_secrets() {
        let start: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
        let drawn = |seed| {
            let clock = Clock::replayed(start, seed);
            let ids: Vec<Uuid> = (0..300).map(|_| clock.id()).collect();
            (ids, clock.fresh().secret())
        };
        let (ids, secret) = drawn(1);
        assert!(ids.is_sorted_by(|one, next| one < next));
        assert_eq!((ids, secret), drawn(1));
        assert_ne!(secret, drawn(2).1);
    }
}
