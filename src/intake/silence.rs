//! Nothing comes in from Telegram while the service runs: its people are told while that lasts, if they can be, and
//! from when to when it was.

use chrono::{DateTime, TimeDelta, Utc};

use super::staff::{self, to_supervisors};
use super::{Intake, done, done_before, timers};
use crate::domain::step::{Changes, Keys, Seen};
use crate::store::StoreError;
use crate::text;

impl Intake {
    /// Says to the supervisors, once, that nothing has come in from Telegram for an hour, and why.
    pub async fn hears_nothing(&self, since: DateTime<Utc>, why: &str) -> Result<(), StoreError> {
        let (now, fresh, why) = (self.clock.now(), self.clock.fresh(), why.to_owned());
        let keys = Keys { seen: Some(Seen::Unheard(since)), ..staff::supervisors() };
        let told = self.store.step(keys, move |facts| {
            if facts.seen {
                return done_before(Vec::new());
            }
            let message = text::service::telegram_away(&facts.directory, &why);
            let outbox = to_supervisors(facts, &message, now, &mut fresh.clone());
            let seen = Some(Seen::Unheard(since));
            done(Changes { seen, outbox, ..Changes::default() }, Vec::new())
        });
        let aftermath = told.await?;
        self.follow(aftermath);
        Ok(())
    }

    /// Says to the URP and the supervisors, once, from when to when nothing came in from Telegram, where that is
    /// more than an hour.
    pub async fn hears_again(&self, since: DateTime<Utc>) -> Result<(), StoreError> {
        let (now, fresh) = (self.clock.now(), self.clock.fresh());
        let Some(silence) = timers::standstill(Some(since), None, now) else {
            return Ok(());
        };
        let keys = Keys { seen: Some(silence.clone()), ..staff::supervisors() };
        let told = self.store.step(keys, move |facts| {
            if facts.seen {
                return done_before(Vec::new());
            }
            let lost = now - since > TimeDelta::hours(timers::TELEGRAM_KEEPS_HOURS);
            let message = text::service::unheard(&facts.directory, since, now, lost);
            let changes = Changes {
                seen: Some(silence.clone()),
                // Whoever looks for how long the service stood still counts from now.
                sign_of_life: Some(now),
                outbox: timers::to_all(facts, message, now, &mut fresh.clone()),
                ..Changes::default()
            };
            done(changes, Vec::new())
        });
        let aftermath = told.await?;
        self.follow(aftermath);
        Ok(())
    }
}
