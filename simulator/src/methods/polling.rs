//! `getUpdates`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::Reply;
use crate::error::ApiError;
use crate::http::params::Params;
use crate::shared::Shared;
use crate::world::updates::{Interruption, Updates};

/// The longest a poll waits, in seconds.
const MAX_TIMEOUT: i64 = 50;

/// Confirms what is below the offset, and answers what there is or waits for it.
#[expect(clippy::disallowed_methods, reason = "a long poll waits in real time")]
pub(crate) async fn get_updates(
    shared: &Arc<Shared>,
    bot: usize,
    params: &Params,
) -> Result<Reply, ApiError> {
    let limit = usize::try_from(params.int("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let timeout = params.int("timeout").unwrap_or(0).clamp(0, MAX_TIMEOUT);
    let until = Instant::now() + Duration::from_secs(timeout.unsigned_abs());
    let generation = {
        let mut world = shared.lock();
        let updates = &mut world.bots[bot].updates;
        if updates.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        allow(updates, params)?;
        if let Some(offset) = params.int("offset").filter(|offset| *offset != 0) {
            updates.confirm(offset);
        }
        updates.generation += 1;
        updates.interruption = Interruption::OtherPoll;
        // The poll before waits no more; this one says so itself once it does.
        updates.polling = false;
        updates.generation
    };
    // The poll that waited until now must notice that it was replaced.
    shared.updates.notify_waiters();
    shared.acted.notify_waiters();
    loop {
        let changed = shared.updates.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        {
            let now_ms = shared.clock.now_ms();
            let mut world = shared.lock();
            let updates = &mut world.bots[bot].updates;
            if updates.generation != generation {
                return Err(interrupted(updates.interruption));
            }
            if let Some(batch) = updates.batch(limit, now_ms) {
                return Ok(Reply::Batch(batch));
            }
        }
        let _waiting = Waiting::begin(shared, bot, generation, timeout > 0);
        if timeout == 0 || tokio::time::timeout_at(until, changed).await.is_err() {
            return Ok(Reply::Batch("[]".to_owned()));
        }
    }
}

/// Marks the bot as waiting, also if the bot hangs up meanwhile.
struct Waiting<'a> {
    shared: &'a Shared,
    bot: usize,
    generation: u64,
}

impl<'a> Waiting<'a> {
    fn begin(shared: &'a Shared, bot: usize, generation: u64, waits: bool) -> Option<Self> {
        if !waits {
            return None;
        }
        shared.lock().bots[bot].updates.polling = true;
        shared.acted.notify_waiters();
        Some(Self { shared, bot, generation })
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let updates = &mut self.shared.lock().bots[self.bot].updates;
        if updates.generation == self.generation {
            updates.polling = false;
        }
    }
}

fn interrupted(by: Interruption) -> ApiError {
    ApiError::conflict(match by {
        Interruption::OtherPoll => {
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        }
        Interruption::Webhook => "terminated by setWebhook request",
    })
}

/// Takes over `allowed_updates`; without it the last list stays.
pub(crate) fn allow(updates: &mut Updates, params: &Params) -> Result<(), ApiError> {
    if let Some(list) = params.list("allowed_updates", "allowed_updates")? {
        let kinds: Vec<String> = list.iter().filter_map(Value::as_str).map(Into::into).collect();
        updates.allowed = (!kinds.is_empty()).then_some(kinds);
    }
    Ok(())
}
