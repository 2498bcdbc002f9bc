//! Whether words can come in: where they come from says it in health, and in the numbers. Whoever cannot
//! reach us is not heard of otherwise.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::greeting::{Calls, Greeting};
use crate::channels::telegram::setup::WebhookInfo;
use crate::clock::Clock;
use crate::http::Health;
use crate::measure::{Held, Measures};

/// How often Telegram is asked whether it reaches us.
const LOOK: Duration = Duration::from_secs(300);

/// Where words come from. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// Its part in health.
    part: &'static str,
    health: Health,
    failing: Held,
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
        Self { part, health: health.clone(), failing }
    }

    /// Words come in, or nobody here asks for them.
    pub fn well(&self) {
        self.health.well(self.part);
        self.failing.set(false);
    }

    /// Nothing can come in from there, and why. It is no reason to give this process no work.
    pub fn away(&self, why: impl Into<String>) {
        self.health.warn(self.part, why);
        self.failing.set(true);
    }

    /// Asks Telegram now and then whether its calls arrive, until stopped, or until the token is good no more: why.
    pub async fn watch_webhook(
        self,
        greeting: Greeting,
        clock: Clock,
        stop: CancellationToken,
    ) -> Option<String> {
        loop {
            tokio::select! {
                () = stop.cancelled() => return None,
                () = clock.lets_pass(LOOK) => {}
            }
            match greeting.calls().await {
                Some(Calls::Ours(info)) => match trouble(&info, clock.now()) {
                    Some(why) => {
                        tracing::warn!(pending = info.pending_update_count, "telegram.webhook_failing");
                        self.away(format!("Telegram cannot call us: {why}"));
                    }
                    None => self.well(),
                },
                Some(Calls::SetAgain(Ok(()))) => self.well(),
                Some(Calls::SetAgain(Err(why))) => self.away(format!(
                    "somebody has told Telegram to call us no more, and it cannot be told otherwise: {why}"
                )),
                Some(Calls::Elsewhere(host)) => self.away(format!(
                    "Telegram calls {host} instead of us: another program was started with the same \
                     token. Stop that one, then start this one again"
                )),
                Some(Calls::TokenWrong(why)) => return Some(why),
                // Where Telegram cannot be asked, nothing is known of its calls.
                None => {}
            }
        }
    }
}

/// Why calls failed, where they still do: Telegram remembers the last failure for good.
fn trouble(info: &WebhookInfo, now: DateTime<Utc>) -> Option<&str> {
    let last = DateTime::from_timestamp(info.last_error_date?, 0)?;
    let still = info.pending_update_count > 0 && now - last < TimeDelta::minutes(10);
    still.then(|| info.last_error_message.as_deref().unwrap_or("it does not say why"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
