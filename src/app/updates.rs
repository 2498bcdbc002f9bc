//! Where updates come from: Telegram is asked, or calls.

use std::sync::Arc;

use serde_json::value::RawValue;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::greeting::Greeting;
use super::inputs::Input;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::channels::telegram::poll;
use crate::channels::telegram::setup::press_end_in_answer;
use crate::clock::Clock;
use crate::domain::outgoing::Notice;
use crate::http::TakeUpdate;
use crate::intake::{Intake, batch};

/// Where updates cannot come before Telegram is there.
const NOTHING_YET: &str = "nothing is heard of Telegram since the start";

/// What brings updates in. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Updates {
    pub greeting: Greeting,
    pub intake: Intake,
    /// Where it is said whether they come.
    pub input: Input,
    /// Told why the service cannot go on.
    pub fatal: watch::Sender<Option<String>>,
}

impl Updates {
    /// Asks Telegram for them until stopped.
    pub async fn asks(self, stop: CancellationToken) {
        if !self.greeting.is_settled() {
            self.input.away(NOTHING_YET);
            if !self.settles(&stop).await {
                self.input.unknown();
                return;
            }
            self.input.well();
        }
        let take = |updates: Vec<Box<RawValue>>| batch::take(&self.intake, updates);
        let heard = |error: Option<&CallError>| match error {
            // It answers, and gives the updates to somebody else.
            Some(error) if cure(error, None) == Cure::OtherPoller => {
                self.input.deaf(format!("nothing is heard of Telegram: {error}"));
            }
            Some(error) => self.input.away(format!("nothing is heard of Telegram: {error}")),
            None => self.input.well(),
        };
        if let Err(error) = poll::poll(&self.greeting.api, &stop, heard, take).await {
            tracing::error!(%error, "telegram.token");
            self.ends_it(error.to_string(), &stop).await;
        }
    }

    /// Takes in what Telegram calls us with. The answer may bring a call of ours: the end of a press.
    pub fn taken(&self) -> TakeUpdate {
        let (intake, input) = (self.intake.clone(), self.input.clone());
        Arc::new(move |raw: String| {
            let intake = intake.clone();
            input.called();
            Box::pin(async move {
                let end = intake.update_called(&raw).await.map_err(|error| error.to_string())?;
                Ok(match end {
                    Some(Notice::AnswerPress { callback, words, alert }) => {
                        Some(press_end_in_answer(&callback, words.as_deref(), alert))
                    }
                    _ => None,
                })
            })
        })
    }

    /// Sees until stopped that it is us whom Telegram calls.
    pub async fn watches(self, clock: Clock, stop: CancellationToken) {
        let input = self.input.clone();
        if let Some(error) = input.watch_webhook(self.greeting.clone(), clock, stop.clone()).await {
            tracing::error!(error, "telegram.token");
            self.ends_it(error, &stop).await;
        }
    }

    /// Lets Telegram call once it is there, if it was not at the start.
    pub async fn waits_to_be_called(self, stop: CancellationToken) {
        self.input.away(NOTHING_YET);
        if self.settles(&stop).await {
            self.input.well();
        }
        stop.cancelled().await;
    }

    /// What a start could not settle with Telegram, once it is there; whether it is settled before the stop. Where
    /// it cannot be, the service ends.
    async fn settles(&self, stop: &CancellationToken) -> bool {
        let settled = tokio::select! {
            () = stop.cancelled() => return false,
            settled = self.greeting.settle() => settled,
        };
        let Err(error) = settled else { return true };
        // With its cause: what was refused, and of which variable.
        let error = format!("{error:#}");
        tracing::error!(error, "telegram.not_settled");
        self.ends_it(error, stop).await;
        false
    }

    /// The service cannot go on: it is told why, and stops.
    async fn ends_it(&self, why: String, stop: &CancellationToken) {
        self.fatal.send_replace(Some(why));
        stop.cancelled().await;
    }
}
