//! Nothing comes in from Telegram while the service runs: what people write then is lost after a day, and only their
//! own town can tell them so.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::intake::Intake;
use crate::store::{Store, StoreError};

/// What has not come in for so long is no mere cut of the line.
const LONG: TimeDelta = TimeDelta::hours(1);
/// After a failure of the database.
const AGAIN: Duration = Duration::from_secs(5);

/// How it stands with what comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Hearing {
    /// Nobody here asks for it, or nothing is known yet.
    #[default]
    Unknown,
    /// It comes in.
    Heard,
    /// It does not. Why, where people can be told of it: what we say goes out.
    Away(Option<String>),
}

/// Whoever sees how long nothing comes in.
pub(super) struct Silences {
    pub store: Store,
    pub intake: Intake,
    pub clock: Clock,
}

impl Silences {
    /// Tells the town's people of long ones, until stopped. Since when it is, the database keeps: another process
    /// may be the one that hears again.
    pub async fn watch(self, mut hearing: watch::Receiver<Hearing>, stop: CancellationToken) {
        loop {
            let now = hearing.borrow_and_update().clone();
            let again = match self.follow(&now).await {
                Ok(again) => again,
                Err(error) => {
                    tracing::error!(%error, "telegram.silence_not_told");
                    tokio::select! {
                        () = stop.cancelled() => return,
                        () = tokio::time::sleep(AGAIN) => continue,
                    }
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                changed = hearing.changed() => if changed.is_err() {
                    return stop.cancelled().await;
                },
                () = self.clock.sleep_until(again.unwrap_or_default()), if again.is_some() => {}
            }
        }
    }

    /// Notes it, or tells it; when there may be something to tell, if nothing changes.
    async fn follow(&self, hearing: &Hearing) -> Result<Option<DateTime<Utc>>, StoreError> {
        match hearing {
            Hearing::Unknown => Ok(None),
            Hearing::Heard => {
                if let Some(since) = self.store.unheard_since().await? {
                    self.intake.hears_again(since).await?;
                    self.store.is_heard().await?;
                }
                Ok(None)
            }
            Hearing::Away(why) => {
                let now = self.clock.now();
                let since = self.store.note_unheard(now).await?;
                let Some(why) = why else { return Ok(None) };
                if now < since + LONG {
                    return Ok(Some(since + LONG));
                }
                self.intake.hears_nothing(since, why).await?;
                Ok(None)
            }
        }
    }
}
