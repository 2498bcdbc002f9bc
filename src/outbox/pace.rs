//! Telegram's limits, kept ahead of Telegram. Pure: the time is an argument.
//!
//! Source: Bot API FAQ, "My bot is hitting limits": about 30 messages a second in all, one a second in
//! a chat with short bursts, 20 a minute in a group. Edits count like messages.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::config::telegram::SendLimits;
use crate::domain::ids::ChatId;

#[cfg(test)]
mod tests;

/// Messages a second in all.
const STANDARD_A_SECOND: u32 = 30;
/// Messages a minute in a group.
const GROUP_A_MINUTE: u32 = 20;
/// A private chat bears this many at once.
const PRIVATE_BURST: usize = 3;
/// A clock that goes back by less was only adjusted.
const CLOCK_SLACK: TimeDelta = TimeDelta::seconds(2);
/// So often the next holder is told how it stands, at least while something is sent.
const TOLD_AGAIN: TimeDelta = TimeDelta::seconds(1);
/// Chats beyond this number are looked through for idle ones.
const MANY_CHATS: usize = 1_024;

/// Telegram counts when a message arrives: the way there may be shorter for a later one.
const MARGIN: TimeDelta = TimeDelta::milliseconds(50);

fn second() -> TimeDelta {
    TimeDelta::seconds(1) + MARGIN
}

fn minute() -> TimeDelta {
    TimeDelta::minutes(1) + MARGIN
}

/// What the next holder of the sender's lease is to know, so that both together break no limit.
#[derive(Serialize, Deserialize)]
struct Memory {
    /// When this was so.
    at: DateTime<Utc>,
    /// What each group was sent in the last minute.
    groups: Vec<(ChatId, VecDeque<Counted>)>,
}

/// When a send counts, and what it weighs.
type Counted = (DateTime<Utc>, u32);

/// Sends that count.
#[derive(Debug, Default)]
struct Recent {
    /// How many are not answered, and what they weigh: Telegram may count each at any moment.
    out: usize,
    out_weight: u32,
    /// Those that are, by when they were: Telegram counted them by then.
    answered: VecDeque<Counted>,
}

impl Recent {
    fn goes(&mut self, weight: u32) {
        self.out += 1;
        self.out_weight += weight;
    }

    /// One has come back; what has left the window is forgotten.
    fn comes_back(&mut self, weight: u32, window: TimeDelta, now: DateTime<Utc>) {
        self.out = self.out.saturating_sub(1);
        self.out_weight = self.out_weight.saturating_sub(weight);
        while self.answered.front().is_some_and(|(at, _)| *at + window <= now) {
            self.answered.pop_front();
        }
        let last = self.answered.back().map_or(now, |(at, _)| (*at).max(now));
        self.answered.push_back((last, weight));
    }

    /// When the `nth` to last counts, the last being the 0th.
    fn nth_to_last(&self, nth: usize, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match nth.checked_sub(self.out) {
            None => Some(now),
            Some(nth) => self.answered.iter().nth_back(nth).map(|(at, _)| *at),
        }
    }

    fn is_idle(&self, window: TimeDelta, now: DateTime<Utc>) -> bool {
        self.out == 0 && self.answered.back().is_none_or(|(at, _)| *at + window <= now)
    }

    /// What a window that ends now holds.
    fn weight(&self, window: TimeDelta, now: DateTime<Utc>) -> u32 {
        let within = self.answered.iter().rev().take_while(|(at, _)| *at + window > now);
        self.out_weight + within.map(|(_, weight)| weight).sum::<u32>()
    }

    /// When a window that holds at most `limit` has room for `weight`; not before then, while something is not
    /// answered.
    fn ready_at(
        &self,
        weight: u32,
        limit: u32,
        window: TimeDelta,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        // What is heavier than the window ever holds waits for an empty one.
        let room = limit.saturating_sub(weight.min(limit));
        let mut inside = self.weight(window, now);
        for (at, weight) in self.answered.iter().filter(|(at, _)| *at + window > now) {
            if inside <= room {
                return now;
            }
            inside -= weight;
            if inside <= room {
                return *at + window;
            }
        }
        if inside <= room { now } else { now + window }
    }
}

#[derive(Debug, Default)]
struct ChatPace {
    /// What was sent in the last minute.
    recent: Recent,
    /// Telegram said to wait until then.
    paused_until: Option<DateTime<Utc>>,
}

/// What went out lately, and when the next may.
#[derive(Debug)]
pub struct Pace {
    limits: SendLimits,
    all: Recent,
    all_paused_until: Option<DateTime<Utc>>,
    chats: HashMap<ChatId, ChatPace>,
    /// The latest moment that was seen.
    latest: Option<DateTime<Utc>>,
    /// Until then the holder before this one may have sent: any private chat may have had its burst then.
    before: Option<DateTime<Utc>>,
    /// When the next holder was last told how it stands.
    told: Option<DateTime<Utc>>,
}

impl Pace {
    /// Nothing went out yet.
    pub fn new(limits: SendLimits) -> Self {
        Self {
            limits,
            all: Recent::default(),
            all_paused_until: None,
            chats: HashMap::new(),
            latest: None,
            before: None,
            told: None,
        }
    }

    /// What the next holder is to know, for [`Pace::recall`], if it is to be told: at once of a send to a group,
    /// whose limits last, else after a second.
    pub fn memory(&mut self, of_group: bool, now: DateTime<Utc>) -> Option<String> {
        let is_known = self.told.is_some_and(|told| told <= now && now < told + TOLD_AGAIN);
        if self.limits == SendLimits::Off || (is_known && !of_group) {
            return None;
        }
        self.told = Some(now);
        let groups = self.chats.iter().filter(|(chat, _)| !chat.is_private());
        let groups = groups.filter_map(|(chat, ChatPace { recent, .. })| {
            let within = recent.answered.iter().filter(|(at, _)| *at + minute() > now);
            let out = (recent.out > 0).then_some((now, recent.out_weight));
            let all: VecDeque<Counted> = within.copied().chain(out).collect();
            (!all.is_empty()).then_some((*chat, all))
        });
        serde_json::to_string(&Memory { at: now, groups: groups.collect() }).ok()
    }

    /// What the holder before this one knew. What by this clock is still to come was another clock's; what
    /// another version wrote may not be read here.
    pub fn recall(&mut self, memory: &str, now: DateTime<Utc>) {
        let Ok(memory) = serde_json::from_str::<Memory>(memory) else {
            return;
        };
        if self.limits == SendLimits::Off || memory.at > now + CLOCK_SLACK {
            return;
        }
        for (chat, answered) in memory.groups {
            self.chats.entry(chat).or_default().recent.answered = answered;
        }
        let before = memory.at + TOLD_AGAIN;
        self.before = Some(before);
        self.all_paused_until = Some(before + second());
    }

    /// It is that late now. Where the clock was set back, what went out before is forgotten: it would
    /// keep its chats waiting until the clock has caught up. Telegram says it if we are too fast.
    pub fn at(&mut self, now: DateTime<Utc>) {
        if self.latest.is_some_and(|latest| now + CLOCK_SLACK < latest) {
            tracing::warn!("pace.clock_set_back");
            self.all.answered.clear();
            self.all_paused_until = None;
            for pace in self.chats.values_mut() {
                pace.recent.answered.clear();
                pace.paused_until = None;
            }
            self.before = None;
        }
        self.latest = Some(now);
    }

    /// When something of that weight (an album counts its photos) may go to `chat`: at once, or later.
    pub fn ready_at(&self, chat: ChatId, weight: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        self.all_ready_at(weight, now).max(self.chat_ready_at(chat, weight, now))
    }

    /// When that chat's own limits allow it.
    pub fn chat_ready_at(&self, chat: ChatId, weight: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        match self.chats.get(&chat) {
            Some(pace) => self.ready_by(pace, chat, weight, now),
            None => self.ready_by(&ChatPace::default(), chat, weight, now),
        }
    }

    fn ready_by(
        &self,
        ChatPace { recent, paused_until }: &ChatPace,
        chat: ChatId,
        weight: u32,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let mut ready = paused_until.map_or(now, |until| until.max(now));
        if self.limits == SendLimits::Off {
            return ready;
        }
        let second = second();
        if chat.is_private() {
            // The burst comes back at one a second: of the last three sends, the third to last
            // must be as many seconds old as sends came since.
            if let Some(third) = recent.nth_to_last(PRIVATE_BURST - 1, now).or(self.before) {
                ready = ready.max(third + second * 3);
            }
        } else {
            if let Some(last) = recent.nth_to_last(0, now) {
                ready = ready.max(last + second);
            }
            ready = ready.max(recent.ready_at(weight, GROUP_A_MINUTE, minute(), now));
        }
        ready
    }

    /// When the limit for all chats allows that weight.
    pub fn all_ready_at(&self, weight: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        let paused = self.all_paused_until.map_or(now, |until| until.max(now));
        let Some(a_second) = self.a_second() else {
            return paused;
        };
        paused.max(self.all.ready_at(weight, a_second, second(), now))
    }

    /// How many sends the limit for all chats allows at this moment.
    pub fn room(&self, now: DateTime<Utc>) -> usize {
        if self.all_paused_until.is_some_and(|until| until > now) {
            return 0;
        }
        let Some(limit) = self.a_second() else {
            return usize::MAX;
        };
        limit.saturating_sub(self.all.weight(second(), now)) as usize
    }

    /// Between two calls that one parcel takes, in the same chat.
    pub fn between(&self) -> Option<TimeDelta> {
        (self.limits != SendLimits::Off).then(second)
    }

    /// How many cards may be on their way to a chat, one after the other: where there is a limit, what waits
    /// for it waits in the outbox.
    pub fn in_a_row(&self) -> usize {
        match self.limits {
            SendLimits::Off => 8,
            SendLimits::Standard | SendLimits::PerSecond(_) => 1,
        }
    }

    /// The limit for all chats in a second, if there is one.
    fn a_second(&self) -> Option<u32> {
        match self.limits {
            SendLimits::Off => None,
            SendLimits::Standard => Some(STANDARD_A_SECOND),
            SendLimits::PerSecond(limit) => Some(limit.max(1)),
        }
    }

    /// Chats whose own limits do not let them be written to now, and when the first of them may.
    pub fn not_ready(&self, now: DateTime<Utc>) -> (Vec<ChatId>, Option<DateTime<Utc>>) {
        let mut first: Option<DateTime<Utc>> = None;
        let mut chats = Vec::new();
        for (chat, pace) in &self.chats {
            let ready = self.ready_by(pace, *chat, 1, now);
            if ready > now {
                chats.push(*chat);
                first = Some(first.map_or(ready, |known| known.min(ready)));
            }
        }
        (chats, first)
    }

    /// Something of that weight goes out. Until it is answered it counts: Telegram may do so at any moment.
    pub fn sent(&mut self, chat: ChatId, weight: u32, now: DateTime<Utc>) {
        if self.limits == SendLimits::Off {
            return;
        }
        self.all.goes(weight);
        self.chats.entry(chat).or_default().recent.goes(weight);
        if self.chats.len() > MANY_CHATS {
            self.forget_idle(now);
        }
    }

    /// Something of that weight was answered. Telegram counted it by then, so it counts from now on: a way there
    /// that was long once breaks no limit.
    pub fn answered(&mut self, chat: ChatId, weight: u32, now: DateTime<Utc>) {
        if self.limits == SendLimits::Off {
            return;
        }
        self.all.comes_back(weight, second(), now);
        self.chats.entry(chat).or_default().recent.comes_back(weight, minute(), now);
    }

    /// Telegram said to wait (`retry_after`), to a send to this chat. It does not say whether it
    /// means the chat or the bot: when it says so to a second chat while the first still waits, it
    /// means the bot, and everything waits.
    pub fn pause(&mut self, chat: ChatId, until: DateTime<Utc>, now: DateTime<Utc>) {
        let waits = |pace: &ChatPace| pace.paused_until.is_some_and(|until| until > now);
        if self.chats.iter().any(|(other, pace)| *other != chat && waits(pace)) {
            self.all_paused_until = self.all_paused_until.max(Some(until));
        }
        let pace = self.chats.entry(chat).or_default();
        pace.paused_until = pace.paused_until.max(Some(until));
    }

    fn forget_idle(&mut self, now: DateTime<Utc>) {
        let minute = minute();
        self.chats.retain(|_, pace| {
            pace.paused_until.is_some_and(|until| until > now) || !pace.recent.is_idle(minute, now)
        });
    }
}
