//! Flood limits: how fast a bot may speak.

use std::collections::{HashMap, VecDeque};

use super::chat::{ChatKey, Kind};

/// Messages a second in all chats together.
const TOTAL_A_SECOND: usize = 30;
/// Messages a minute in one group.
const GROUP_A_MINUTE: usize = 20;
/// How many messages a private chat bears at once.
const PRIVATE_BURST: i64 = 3;

/// What a bot sent of late.
#[derive(Debug, Default)]
pub(crate) struct Flood {
    total: VecDeque<i64>,
    groups: HashMap<ChatKey, VecDeque<i64>>,
    /// When a chat's second is over: the theoretical arrival time of a leaky bucket, in ms.
    seconds: HashMap<ChatKey, i64>,
}

impl Flood {
    /// Counts one send of `weight` messages, or says how many seconds to wait.
    pub(crate) fn admit(
        &mut self,
        key: ChatKey,
        kind: Kind,
        weight: usize,
        now_ms: i64,
    ) -> Result<(), u32> {
        forget(&mut self.total, now_ms - 1000);
        let mut wait = over(&self.total, TOTAL_A_SECOND, weight, 1000, now_ms);
        let burst = if kind == Kind::Private { PRIVATE_BURST } else { 1 };
        let free_at = self.seconds.get(&key).copied().unwrap_or(0).max(now_ms);
        wait = wait.max(free_at - now_ms - (burst - 1) * 1000);
        if kind != Kind::Private {
            let minute = self.groups.entry(key).or_default();
            forget(minute, now_ms - 60_000);
            wait = wait.max(over(minute, GROUP_A_MINUTE, weight, 60_000, now_ms));
        }
        if wait > 0 {
            return Err(u32::try_from((wait + 999) / 1000).unwrap_or(u32::MAX));
        }
        self.seconds.insert(key, free_at + 1000);
        for _ in 0..weight {
            self.total.push_back(now_ms);
            if let Some(minute) = self.groups.get_mut(&key) {
                minute.push_back(now_ms);
            }
        }
        Ok(())
    }
}

fn forget(sent: &mut VecDeque<i64>, until_ms: i64) {
    while sent.front().is_some_and(|at| *at <= until_ms) {
        sent.pop_front();
    }
}

/// Milliseconds until `weight` more fit into the window.
fn over(sent: &VecDeque<i64>, limit: usize, weight: usize, window_ms: i64, now_ms: i64) -> i64 {
    let excess = (sent.len() + weight).saturating_sub(limit);
    match excess.checked_sub(1).and_then(|at| sent.get(at)) {
        Some(at) => at + window_ms - now_ms,
        None => 0,
    }
}
