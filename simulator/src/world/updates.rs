//! What waits for a bot: numbered, kept for a while, in queues that do not wait for each other.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::delivery::Webhook;

/// How long a press waits for the bot, in milliseconds.
pub(crate) const PRESS_LIFE_MS: i64 = 150_000;
/// How long any other update waits, in milliseconds.
pub(crate) const UPDATE_LIFE_MS: i64 = 24 * 3_600_000;

/// Updates of one queue reach a webhook one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Queue {
    /// What is said in a chat.
    Chat(i64),
    /// What a person presses.
    Person(i64),
}

/// One update, as JSON.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) body: String,
    pub(crate) queue: Queue,
    pub(crate) expires_ms: i64,
}

/// Why a waiting `getUpdates` has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interruption {
    OtherPoll,
    Webhook,
}

/// The updates of one bot.
#[derive(Debug)]
pub(crate) struct Updates {
    next_id: i64,
    pub(crate) pending: BTreeMap<i64, Update>,
    /// Ids in order, per queue.
    pub(crate) by_queue: HashMap<Queue, VecDeque<i64>>,
    /// The kinds asked for; none is all but the few that must be asked for.
    pub(crate) allowed: Option<Vec<String>>,
    pub(crate) webhook: Option<Webhook>,
    /// Counts polls and webhook changes: who finds another number was interrupted.
    pub(crate) generation: u64,
    pub(crate) interruption: Interruption,
    /// A `getUpdates` waits for something.
    pub(crate) polling: bool,
}

impl Default for Updates {
    fn default() -> Self {
        Self {
            next_id: 700_000_001,
            pending: BTreeMap::new(),
            by_queue: HashMap::new(),
            allowed: None,
            webhook: None,
            generation: 0,
            interruption: Interruption::OtherPoll,
            polling: false,
        }
    }
}

impl Updates {
    /// Whether the bot wants updates of this kind.
    pub(crate) fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.iter().any(|k| k == kind),
            None => !matches!(kind, "chat_member" | "message_reaction" | "message_reaction_count"),
        }
    }

    /// Queues an update whose object is `object`.
    pub(crate) fn push(&mut self, kind: &str, object: &str, queue: Queue, now_ms: i64) {
        if !self.wants(kind) {
            return;
        }
        let id = self.next_id;
        self.next_id += 1;
        let life = if kind == "callback_query" { PRESS_LIFE_MS } else { UPDATE_LIFE_MS };
        let body = format!(r#"{{"update_id":{id},"{kind}":{object}}}"#);
        self.pending.insert(id, Update { body, queue, expires_ms: now_ms + life });
        let waiting = self.by_queue.entry(queue).or_default();
        waiting.push_back(id);
        if waiting.len() == 1
            && let Some(webhook) = &mut self.webhook
        {
            webhook.ready.push_back(queue);
        }
    }

    /// Continues the numbering at `id`, as Telegram does after a week of silence.
    pub(crate) fn renumber(&mut self, id: i64) {
        self.next_id = id;
    }

    /// Forgets one update.
    pub(crate) fn remove(&mut self, id: i64) {
        let Some(update) = self.pending.remove(&id) else {
            return;
        };
        if let Some(line) = self.by_queue.get_mut(&update.queue) {
            // Nearly always the first: confirmed and expired updates leave in order.
            if line.front() == Some(&id) {
                line.pop_front();
            } else {
                line.retain(|other| *other != id);
            }
            if line.is_empty() {
                self.by_queue.remove(&update.queue);
            }
        }
    }

    /// Forgets all updates.
    pub(crate) fn clear(&mut self) {
        self.pending.clear();
        self.by_queue.clear();
        if let Some(webhook) = &mut self.webhook {
            webhook.ready.clear();
        }
    }

    /// Forgets what waited too long.
    pub(crate) fn expire(&mut self, now_ms: i64) {
        let old: Vec<i64> = self
            .pending
            .iter()
            .filter(|(_, u)| u.expires_ms <= now_ms)
            .map(|(id, _)| *id)
            .collect();
        for id in old {
            self.remove(id);
        }
    }

    /// Confirms what is below `offset`; a negative one keeps that many from the end.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let below = if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let Some(id) = self.pending.keys().nth_back(keep - 1).copied() else {
                return;
            };
            id
        } else {
            offset
        };
        while let Some((&id, _)) = self.pending.first_key_value() {
            if id >= below {
                break;
            }
            self.remove(id);
        }
    }

    /// The next updates as a JSON array, none if there are none.
    pub(crate) fn batch(&mut self, limit: usize, now_ms: i64) -> Option<String> {
        let first = self.pending.values().take(limit);
        if first.clone().any(|update| update.expires_ms <= now_ms) {
            self.expire(now_ms);
        }
        let bodies: Vec<&str> =
            self.pending.values().take(limit).map(|update| update.body.as_str()).collect();
        (!bodies.is_empty()).then(|| format!("[{}]", bodies.join(",")))
    }
}
