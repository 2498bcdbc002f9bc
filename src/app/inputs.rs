//! Whether words can come in: where they come from says it in health, and in the numbers. Whoever cannot
//! reach us is not heard of otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::greeting::{Calls, Greeting};
use super::silence::Hearing;
use crate::channels::telegram::setup::WebhookInfo;
use crate::clock::Clock;
use crate::http::Health;
use crate::measure::{Held, Measures};

/// How often Telegram is asked whether it reaches us.
const LOOK: Duration = Duration::from_secs(300);
/// So many looks in a row without an answer, and without a call of Telegram's meanwhile, are more than chance.
const UNANSWERED: u32 = 2;

/// Where words come from. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// Its part in health.
    part: &'static str,
    health: Health,
    failing: Held,
    /// How often something has come in by a call.
    calls: Arc<AtomicU64>,
    hearing: watch::Sender<Hearing>,
}

impl Input {
    /// Well as far as is known. `source`: its name in the numbers.
    pub fn of(
        part: &'static str,
        source: &'static str,
        health: &Health,
        measures: &Measures,
    ) -> Self {
        let failing = measures.input(source);
        failing.set(false);
        let (health, calls) = (health.clone(), Arc::default());
        Self { part, health, failing, calls, hearing: watch::Sender::default() }
    }

    /// How it stands, to be waited for.
    pub fn hearing(&self) -> watch::Receiver<Hearing> {
        self.hearing.subscribe()
    }

    fn is(&self, hearing: Hearing) {
        self.hearing.send_if_modified(|known| {
            let news = *known != hearing;
            *known = hearing;
            news
        });
    }

    /// Words come in.
    pub fn well(&self) {
        self.health.well(self.part);
        self.failing.set(false);
        self.is(Hearing::Heard);
    }

    /// Words come in here by calls, said at each look: what another process has noted, which is not called itself, is
    /// over.
    fn well_by_calls(&self) {
        self.well();
        self.hearing.send_replace(Hearing::Heard);
    }

    /// Nobody here asks for them.
    pub fn unknown(&self) {
        self.health.well(self.part);
        self.failing.set(false);
        self.is(Hearing::Unknown);
    }

    /// Something has come in by a call.
    pub fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Nothing can come in from there, and why. It is no reason to give this process no work.
    pub fn away(&self, why: impl Into<String>) {
        self.health.warn(self.part, why);
        self.failing.set(true);
        self.is(Hearing::Away(None));
    }

    /// The same, and what we say goes out.
    pub fn deaf(&self, why: impl Into<String>) {
        let why = why.into();
        self.health.warn(self.part, why.clone());
        self.failing.set(true);
        self.is(Hearing::Away(Some(why)));
    }

    /// Asks Telegram now and then whether its calls arrive, until stopped, or until the token is good no more: why.
    pub async fn watch_webhook(
        self,
        greeting: Greeting,
        clock: Clock,
        stop: CancellationToken,
    ) -> Option<String> {
        let (mut unanswered, mut calls) = (0, self.calls.load(Ordering::Relaxed));
        loop {
            tokio::select! {
                () = stop.cancelled() => return None,
                () = clock.lets_pass(LOOK) => {}
            }
            let answer = greeting.calls().await;
            let before = std::mem::replace(&mut calls, self.calls.load(Ordering::Relaxed));
            let error = match answer {
                Ok(Some(Calls::TokenWrong(why))) => return Some(why),
                Ok(answer) => {
                    unanswered = 0;
                    self.says(answer, clock.now());
                    continue;
                }
                Err(error) => error,
            };
            tracing::warn!(%error, "telegram.webhook_not_looked_at");
            if calls != before {
                // Only our way to Telegram is cut: it calls us.
                unanswered = 0;
                self.well_by_calls();
                continue;
            }
            unanswered += 1;
            if unanswered >= UNANSWERED {
                self.away(format!(
                    "Telegram does not answer: nothing is known of its calls ({error})"
                ));
            }
        }
    }

    /// Says what Telegram says of its calls; nothing where nothing is known of them yet.
    fn says(&self, calls: Option<Calls>, now: DateTime<Utc>) {
        match calls {
            Some(Calls::Ours(info)) => match trouble(&info, now) {
                Some(why) => {
                    tracing::warn!(pending = info.pending_update_count, "telegram.webhook_failing");
                    self.deaf(format!("Telegram cannot call us: {why}"));
                }
                None => self.well_by_calls(),
            },
            Some(Calls::SetAgain(Ok(()))) => self.well_by_calls(),
            Some(Calls::SetAgain(Err(why))) => self.deaf(format!(
                "somebody has told Telegram to call us no more, and it cannot be told otherwise: {why}"
            )),
            Some(Calls::Elsewhere(host)) => self.deaf(format!(
                "Telegram calls {host} instead of us: another program was started with the same \
                 token. Stop that one, then start this one again"
            )),
            Some(Calls::TokenWrong(_)) | None => {}
        }
    }
}

/// Why calls failed, where they still do: Telegram remembers the last failure for good.
pub(super) fn trouble(info: &WebhookInfo, now: DateTime<Utc>) -> Option<&str> {
    let last = DateTime::from_timestamp(info.last_error_date?, 0)?;
    let still = info.pending_update_count > 0 && now - last < TimeDelta::minutes(10);
    still.then(|| info.last_error_message.as_deref().unwrap_or("it does not say why"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of several that are called, one may have noted that it is not.
    #[test]
    fn whoever_is_called_says_so_at_each_look() {
        let input = Input::of("updates", "telegram", &Health::default(), &Measures::new());
        let mut hearing = input.hearing();
        input.well();
        assert_eq!(*hearing.borrow_and_update(), Hearing::Heard);
        input.well();
        assert!(!hearing.has_changed().unwrap(), "a poll says it with each answer");
        input.well_by_calls();
        assert!(hearing.has_changed().unwrap());
    }

    #[test]
    fn a_failure_of_long_ago_or_that_left_nothing_waiting_is_none() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let info = |ago: i64, pending_update_count| WebhookInfo {
            url: "https://rispondo.comune.example/telegram".to_owned(),
            pending_update_count,
            last_error_date: Some(1_000_000 - ago),
            last_error_message: Some("certificate has expired".to_owned()),
        };
        assert_eq!(trouble(&info(60, 3), now), Some("certificate has expired"));
        assert_eq!(trouble(&info(60, 0), now), None);
        assert_eq!(trouble(&info(3_600, 3), now), None);
        let never = WebhookInfo { last_error_date: None, ..info(0, 3) };
        assert_eq!(trouble(&never, now), None);
    }
}
