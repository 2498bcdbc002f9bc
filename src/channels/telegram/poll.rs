//! Long polling of our own: the offset moves only after what came is durable.

use std::time::Duration;

use serde::Serialize;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use super::api::Api;
use super::errors::{CallError, Cure, cure};
use super::parse;

/// Bot API `getUpdates`' `timeout`, seconds.
const POLL_SECONDS: u64 = 25;
/// Bot API `getUpdates`' largest `limit`.
const BATCH: u32 = 100;
/// After a failure, doubling up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// While it is our own database that is away, nobody else is spared by waiting longer.
const LONGEST_OWN_PAUSE: Duration = Duration::from_secs(2);

/// The kinds of update that we ask for (Bot API `allowed_updates`).
pub const ALLOWED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// Why polling cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "Telegram does not know the token: check TELEGRAM_BOT_TOKEN, or ask @BotFather for a new one"
)]
pub struct TokenWrong;

/// Bot API `getUpdates`.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u32,
    timeout: u64,
    allowed_updates: [&'static str; 4],
}

/// Asks for updates until stopped and hands each batch to `take`, as they came. While `take` fails,
/// the offset stays: the same updates come again. `heard` is told of each answer, or why there was none.
pub async fn poll<F, Fut, E>(
    api: &Api,
    stop: &CancellationToken,
    heard: impl Fn(Option<&CallError>),
    take: F,
) -> Result<(), TokenWrong>
where
    F: Fn(Vec<Box<RawValue>>) -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: std::fmt::Display,
{
    // No stored offset: after a quiet week Telegram begins with a lower number.
    let mut offset = None;
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        let ask =
            GetUpdates { offset, limit: BATCH, timeout: POLL_SECONDS, allowed_updates: ALLOWED };
        let wait = Duration::from_secs(POLL_SECONDS + 20);
        let asked = api.post::<Vec<Box<RawValue>>>("GetUpdates", &ask, wait);
        let batch = tokio::select! {
            () = stop.cancelled() => break,
            batch = asked => batch,
        };
        heard(batch.as_ref().err());
        let updates = match batch {
            Ok(updates) => updates,
            Err(error) => {
                pause = failed(&error, pause)?;
                rest(stop, pause).await;
                continue;
            }
        };
        // An update without a number cannot be acknowledged by itself: the next one's offset does.
        // The last, not the highest: numbers may begin anew, lower.
        let last = updates.iter().rev().find_map(|raw| parse::update_id(raw.get()));
        if updates.is_empty() {
            pause = FIRST_PAUSE;
            continue;
        }
        match take(updates).await {
            Ok(()) => {
                offset = last.map(|id| id + 1).or(offset);
                pause = FIRST_PAUSE;
            }
            Err(error) => {
                tracing::error!(%error, "telegram.poll.not_taken");
                pause = (pause * 2).min(LONGEST_OWN_PAUSE);
                rest(stop, pause).await;
            }
        }
    }
    // Confirms what was taken, so that the next process is not given it again; best effort.
    if let Some(offset) = offset {
        let ask =
            GetUpdates { offset: Some(offset), limit: 1, timeout: 0, allowed_updates: ALLOWED };
        let confirmed = api.post::<serde_json::Value>("GetUpdates", &ask, Duration::from_secs(3));
        if let Err(error) = confirmed.await {
            tracing::debug!(%error, "telegram.poll.unconfirmed");
        }
    }
    Ok(())
}

async fn rest(stop: &CancellationToken, pause: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

/// The pause after a failed poll, or the end of it all.
fn failed(error: &CallError, pause: Duration) -> Result<Duration, TokenWrong> {
    let longer = (pause * 2).min(LONGEST_PAUSE);
    Ok(match cure(error, None) {
        Cure::TokenWrong => return Err(TokenWrong),
        Cure::Wait(wait) => wait,
        Cure::OtherPoller => {
            tracing::error!(
                %error,
                "telegram.poll.other: another process asks for this bot's updates, or a webhook is \
                 set: stop the other one"
            );
            longer
        }
        _ => {
            tracing::warn!(%error, "telegram.poll.failed");
            longer
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use simulator::{Fault, Simulator};

    use super::*;

    /// Polls until the closure wants no more; the texts of each batch that was handed over.
    async fn batches(
        sim: &Simulator,
        mut answer: impl FnMut(usize) -> Result<bool, &'static str>,
    ) -> Result<Vec<Vec<String>>, TokenWrong> {
        let api = Api::new(&sim.api_url().parse().unwrap(), "111:POLL".into()).unwrap();
        let stop = CancellationToken::new();
        let seen = Mutex::new(Vec::new());
        let answer = Mutex::new(&mut answer);
        poll(
            &api,
            &stop,
            |_| {},
            |updates| {
                let texts = updates.iter().map(|update| {
                    let update: serde_json::Value = serde_json::from_str(update.get()).unwrap();
                    update["message"]["text"].as_str().unwrap().to_owned()
                });
                let mut seen = seen.lock().unwrap();
                seen.push(texts.collect::<Vec<_>>());
                let taken = (*answer.lock().unwrap())(seen.len());
                if taken == Ok(false) {
                    stop.cancel();
                }
                async move { taken.map(|_| ()) }
            },
        )
        .await?;
        Ok(seen.into_inner().unwrap())
    }

    #[tokio::test]
    async fn what_could_not_be_kept_comes_again_and_what_was_kept_does_not() {
        let sim = Simulator::start().await.unwrap();
        let bot = sim.add_bot("111:POLL", "town_bot");
        let maria = sim.user("Maria").create().private(&bot);
        maria.sends("one");
        maria.sends("two");
        let seen = batches(&sim, |count| match count {
            1 => Err("the database is full"),
            _ => Ok(false),
        });
        let expected = vec![vec!["one".to_owned(), "two".to_owned()]; 2];
        assert_eq!(seen.await, Ok(expected));
        assert_eq!(bot.pending(), 0);
        maria.sends("three");
        let seen = batches(&sim, |_| Ok(false)).await;
        assert_eq!(seen, Ok(vec![vec!["three".to_owned()]]));
    }

    #[tokio::test]
    async fn servers_that_fail_are_asked_again() {
        let sim = Simulator::start().await.unwrap();
        let bot = sim.add_bot("111:POLL", "town_bot");
        sim.faults().next("getUpdates", Fault::Status(502));
        sim.user("Maria").create().private(&bot).sends("one");
        let seen = batches(&sim, |_| Ok(false)).await;
        assert_eq!(seen, Ok(vec![vec!["one".to_owned()]]));
    }

    #[tokio::test]
    async fn a_wrong_token_ends_it() {
        let sim = Simulator::start().await.unwrap();
        assert_eq!(batches(&sim, |_| Ok(false)).await, Err(TokenWrong));
    }
}
