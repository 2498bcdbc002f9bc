//! Which update goes to the webhook next, and when a refused one goes again.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::updates::{Queue, Updates};

/// The longest pause that an answer's `Retry-After` can ask for, in seconds.
const MAX_RETRY_AFTER: i64 = 3600;

/// A webhook and the state of its queues.
#[derive(Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) max_connections: usize,
    /// Queues whose first update may go now.
    pub(crate) ready: VecDeque<Queue>,
    /// Queues that wait, by the time in milliseconds.
    delayed: BTreeSet<(i64, Queue)>,
    /// Queues with an update on its way; a queue may have become ready meanwhile.
    busy: HashSet<Queue>,
    /// Delay in seconds and number of failures of the first update of a queue.
    failures: HashMap<Queue, (i64, u32)>,
    /// Seconds since 1970 and words of the last failure.
    pub(crate) last_error: Option<(i64, String)>,
    /// How many deliveries failed.
    pub(crate) errors: usize,
    seed: u64,
}

/// An update on its way.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) queue: Queue,
    pub(crate) body: String,
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) generation: u64,
}

impl Updates {
    /// Sets or replaces the webhook; whatever waits will go to it.
    pub(crate) fn set_webhook(&mut self, url: &str, secret: Option<String>, connections: usize) {
        self.generation += 1;
        self.webhook = Some(Webhook {
            url: url.to_owned(),
            secret,
            max_connections: connections,
            ready: self.by_queue.keys().copied().collect(),
            delayed: BTreeSet::new(),
            busy: HashSet::new(),
            failures: HashMap::new(),
            last_error: None,
            errors: 0,
            seed: self.generation,
        });
    }

    /// The next update to deliver, if one may go now.
    pub(crate) fn next_delivery(&mut self, now_ms: i64) -> Option<Delivery> {
        loop {
            let webhook = self.webhook.as_mut()?;
            while let Some(&(at, queue)) = webhook.delayed.first()
                && at <= now_ms
            {
                webhook.delayed.pop_first();
                webhook.ready.push_back(queue);
            }
            let queue = webhook.ready.pop_front()?;
            if webhook.busy.contains(&queue) {
                continue;
            }
            let Some(id) = self.by_queue.get(&queue).and_then(|line| line.front().copied()) else {
                continue;
            };
            let update = self.pending.get(&id)?;
            if update.expires_ms <= now_ms {
                webhook.failures.remove(&queue);
                webhook.ready.push_front(queue);
                self.remove(id);
                continue;
            }
            webhook.busy.insert(queue);
            return Some(Delivery {
                id,
                queue,
                body: update.body.clone(),
                url: webhook.url.clone(),
                secret: webhook.secret.clone(),
                generation: self.generation,
            });
        }
    }

    /// When a waiting queue may go, in milliseconds.
    pub(crate) fn next_retry(&self) -> Option<i64> {
        self.webhook.as_ref()?.delayed.first().map(|(at, _)| *at)
    }

    /// Records how a delivery went; `Err` has the words and the `Retry-After` in seconds.
    pub(crate) fn delivered(
        &mut self,
        delivery: &Delivery,
        outcome: Result<(), (String, i64)>,
        now_ms: i64,
    ) {
        if delivery.generation != self.generation {
            return;
        }
        let Some(webhook) = self.webhook.as_mut() else {
            return;
        };
        let queue = delivery.queue;
        webhook.busy.remove(&queue);
        match outcome {
            Ok(()) => {
                webhook.failures.remove(&queue);
                webhook.ready.push_back(queue);
                self.remove(delivery.id);
            }
            Err((words, retry_after)) => {
                webhook.errors += 1;
                webhook.last_error = Some((now_ms / 1000, words));
                let (delay, fails) = webhook.failures.get(&queue).copied().unwrap_or((1, 0));
                let retry_after = retry_after.clamp(0, MAX_RETRY_AFTER);
                // The first failure is repeated at once; the cap is drawn between 60 and 120 s.
                let (delay, pause) = if retry_after > 0 || fails == 0 {
                    (delay, retry_after)
                } else {
                    webhook.seed = super::faults::next_random(webhook.seed);
                    let cap = 60 + i64::try_from(webhook.seed % 61).unwrap_or(0);
                    let delay = (delay * 2).min(cap);
                    (delay, delay)
                };
                let at = now_ms + pause * 1000;
                if self.pending.get(&delivery.id).is_none_or(|update| at > update.expires_ms) {
                    webhook.failures.remove(&queue);
                    webhook.ready.push_back(queue);
                    self.remove(delivery.id);
                } else {
                    webhook.failures.insert(queue, (delay, fails + 1));
                    webhook.delayed.insert((at, queue));
                }
            }
        }
    }
}
