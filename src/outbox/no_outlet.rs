//! Mails of a mailbox that has no way out, since it is not in the settings any more. (One that is read and has no
//! way out is refused at the start.)
//!
//! They wait for a day, in which those who run the service are told: somebody may have taken it out by
//! mistake, and a citizen whom the URP has called hears the same thing once more by mail after that. Then they
//! are given up like whatever cannot be delivered, so that the URP tells these people another way; and from then
//! on at once, until there is a way out again.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::counted;
use super::record::{self, Ended, Meaning, result};
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::mail::Account;
use crate::domain::step::{Alarm, Parcel, SendOutcome};
use crate::intake::{Wakes, staff};
use crate::store::{Store, StoreError};
use crate::text;

/// For how long what waits is kept.
const GRACE: TimeDelta = TimeDelta::days(1);
/// How often it is looked. Nobody wakes us: those who do would wake us instead of who sends.
const LOOK: Duration = Duration::from_secs(5);
/// Mails at a time.
const AT_A_TIME: u32 = 50;

/// Gives up the mails of a mailbox that has no way out.
#[derive(Debug, Clone)]
pub struct NoOutlet {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Who is woken where something follows.
    pub wakes: Wakes,
    /// Which mailbox.
    pub account: Account,
    /// The setting that would be its way out.
    pub variable: &'static str,
    /// Told whether anything is kept.
    pub waits: watch::Sender<bool>,
    /// The sender's lease.
    pub epoch: i64,
}

impl NoOutlet {
    /// Runs until stopped, or until another process sends instead.
    pub async fn run(self, stop: CancellationToken) {
        let mut told = false;
        while !stop.is_cancelled() {
            let begun = self.clock.now();
            match self.round(&mut told).await {
                Ok(()) => {}
                Err(StoreError::LeaseLost) => break,
                Err(error) => {
                    tracing::error!(%error, account = self.account.as_str(), "mail.not_given_up");
                }
            }
            tokio::select! {
                () = self.clock.sleep_until(begun + LOOK) => {}
                () = tokio::time::sleep(LOOK) => {}
                () = stop.cancelled() => {}
            }
        }
        // Another process says it now, or nobody.
        self.waits.send_replace(false);
    }

    /// Looks whether anything waits; tells it, or gives it up.
    async fn round(&self, told: &mut bool) -> Result<(), StoreError> {
        let now = self.clock.now();
        let since = self.store.waits_for_outlet(self.account, now).await?;
        let kept = since.is_some_and(|since| now < since + GRACE);
        self.waits.send_replace(kept);
        if kept && !*told {
            tracing::error!(variable = self.variable, "mail.no_outlet");
            self.tell().await?;
            *told = true;
        }
        if since.is_some() && !kept {
            while self.give_up().await? {}
        }
        Ok(())
    }

    /// Gives up the first mail of each address; whether there was any.
    async fn give_up(&self) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let claimed = self.store.claim_mail(self.account, self.epoch, now, AT_A_TIME).await?.0;
        if claimed.is_empty() {
            return Ok(false);
        }
        let ended = claimed.into_iter().map(|mail| {
            let reason = format!("{}{}", text::staff::NO_OUTLET, self.variable);
            tracing::warn!(row = %mail.row.id.0, variable = self.variable, "mail.given_up");
            let outcome = SendOutcome::Undeliverable { reason };
            let channel = counted::channel(self.account);
            counted::send(&self.store, channel, counted::how(&outcome), Some(&mail.row), now);
            let result = result(Parcel::Row(mail.row.id), self.epoch, now, outcome);
            Ended { chat: ChatId::NONE, row: Some(mail.row), result, meaning: Meaning::None }
        });
        let ended: Vec<_> = ended.collect();
        let to_send = record::record(&self.store, &self.clock, &ended, None, true).await?;
        self.wakes.call(&self.store, to_send);
        Ok(true)
    }

    /// Tells the supervisors, unless they know it.
    async fn tell(&self) -> Result<(), StoreError> {
        let (account, variable) = (self.account, self.variable);
        let message = move |town: &Directory| text::service::no_outlet(town, account, variable);
        let trouble = (Alarm::NoOutlet(account), true);
        let (store, clock, wakes) = (&self.store, &self.clock, &self.wakes);
        staff::tell_of_trouble(store, clock, wakes, trouble, true, message).await.map(drop)
    }
}
