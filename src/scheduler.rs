//! Due timers enter like everything else: one step each.

use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::intake::{Intake, Wakes};
use crate::store::{Store, StoreError};

/// Timers taken at once.
const BATCH: u32 = 100;
/// The longest sleep: a change of the clock is noticed by then.
const PAUSE: Duration = Duration::from_secs(30);
/// After a failure: the database is away, say.
const RETRY: Duration = Duration::from_secs(5);
/// So long a timer waits that cannot succeed,
const HOPELESS: TimeDelta = TimeDelta::hours(1);
/// or that a database refuses which is well otherwise.
const REFUSED: TimeDelta = TimeDelta::minutes(1);

/// Lets timers do their work when they come due.
#[derive(Debug, Clone)]
pub struct Scheduler {
    /// The database.
    pub store: Store,
    /// Where timers enter.
    pub intake: Intake,
    /// The clock they go by.
    pub clock: Clock,
    /// Who is woken when a timer is set.
    pub wakes: Wakes,
}

impl Scheduler {
    /// Runs until stopped. Failures are tried again: nothing here ends the service.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            // Registered before the query, so that a timer set meanwhile is not slept over.
            let woken = self.wakes.timers.notified();
            self.wakes.timers_at.store(i64::MAX, Ordering::SeqCst);
            let pause = match self.round().await {
                Ok(true) => continue,
                Ok(false) => self.until_next().await,
                Err(error) => {
                    tracing::error!(%error, "scheduler.failed");
                    // Real time: a clock that is moved by hand does not stand in the way.
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = woken => {}
                        () = tokio::time::sleep(RETRY) => {}
                    }
                    continue;
                }
            };
            let wakes_at = self.clock.now() + TimeDelta::from_std(pause).unwrap_or_default();
            self.wakes.timers_at.store(wakes_at.timestamp_micros(), Ordering::SeqCst);
            tokio::select! {
                () = stop.cancelled() => {}
                () = woken => {}
                () = self.clock.sleep(pause) => {}
                // A manual clock stands still, a system clock may jump: look again all the same.
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
        // Whatever timer is set from now on is another process's to hear of.
        self.wakes.timers_at.store(i64::MAX, Ordering::SeqCst);
    }

    /// Does what is due; whether there was anything.
    pub async fn round(&self) -> Result<bool, StoreError> {
        let due = self.store.due_timers(self.clock.now(), BATCH).await?;
        for (timer, at) in &due {
            tracing::debug!(%timer, %at, "timer.due");
            let Err(error) = self.intake.timer(*timer).await else {
                continue;
            };
            // Set aside for a while: it must not stop the others.
            let pause = if error.may_spare_others() {
                HOPELESS
            } else if error.may_pass() && self.store.is_well(self.clock.now()).await.is_ok() {
                REFUSED
            } else {
                return Err(error);
            };
            tracing::error!(%timer, %error, "timer.failed");
            self.store.postpone_timer(*timer, *at, self.clock.now() + pause).await?;
            if pause == HOPELESS
                && let Err(error) = self.intake.timer_failed().await
            {
                tracing::error!(%error, "timer.not_told");
            }
        }
        Ok(!due.is_empty())
    }

    async fn until_next(&self) -> Duration {
        let now = self.clock.now();
        match self.store.next_timer_at().await {
            Ok(Some(at)) => (at - now).to_std().unwrap_or(Duration::ZERO),
            Ok(None) => PAUSE,
            Err(_) => PAUSE,
        }
    }
}
