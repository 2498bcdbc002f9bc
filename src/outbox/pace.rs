//! Telegram's limits, kept ahead of Telegram. Pure: the time is an argument.
//!
//! Source: Bot API FAQ, "My bot is hitting limits": about 30 messages a second in all, one a second in
//! a chat with short bursts, 20 a minute in a group. Edits count like messages.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::config::telegram::SendLimits;
use crate::domain::ids::ChatId;

/// Messages a second in all.
const STANDARD_A_SECOND: u32 = 30;
/// Messages a minute in a group.
const GROUP_A_MINUTE: u32 = 20;
/// A private chat bears this many at once.
const PRIVATE_BURST: u32 = 3;
/// A clock that goes back by less was only adjusted.
const CLOCK_SLACK: TimeDelta = TimeDelta::seconds(2);
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
    groups: Vec<(ChatId, Vec<Counted>)>,
}

/// When a send counts, and what it weighs.
type Counted = (DateTime<Utc>, u32);

/// A send that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Recent {
    /// When it went out or, once it is answered, when that was.
    at: DateTime<Utc>,
    /// What it weighs.
    weight: u32,
    /// It is not answered: Telegram may count it at any moment.
    out: bool,
}

impl Recent {
    /// The latest moment at which Telegram may have counted it.
    fn counted(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        if self.out { self.at.max(now) } else { self.at }
    }

    /// Whether it counts within such a window that ends now.
    fn is_within(&self, window: TimeDelta, now: DateTime<Utc>) -> bool {
        self.counted(now) + window > now
    }
}

#[derive(Debug, Default)]
struct ChatPace {
    /// What was sent in the last minute.
    recent: VecDeque<Recent>,
    /// Telegram said to wait until then.
    paused_until: Option<DateTime<Utc>>,
}

/// What went out lately, and when the next may.
#[derive(Debug)]
pub struct Pace {
    limits: SendLimits,
    all: VecDeque<Recent>,
    all_paused_until: Option<DateTime<Utc>>,
    chats: HashMap<ChatId, ChatPace>,
    /// The latest moment that was seen.
    latest: Option<DateTime<Utc>>,
    /// When the holder before this one last sent: any private chat may have had its burst then.
    before: Option<DateTime<Utc>>,
}

impl Pace {
    /// Nothing went out yet.
    pub fn new(limits: SendLimits) -> Self {
        let (all, chats) = (VecDeque::new(), HashMap::new());
        Self { limits, all, all_paused_until: None, chats, latest: None, before: None }
    }

    /// What the next holder is to know, for [`Pace::recall`]; nothing where there are no limits.
    pub fn memory(&self, now: DateTime<Utc>) -> Option<String> {
        if self.limits == SendLimits::Off {
            return None;
        }
        let groups = self.chats.iter().filter(|(chat, _)| !chat.is_private());
        let recent = groups.map(|(chat, pace)| {
            let recent = pace.recent.iter().filter(|one| one.is_within(minute(), now));
            (*chat, recent.map(|one| (one.counted(now), one.weight)).collect::<Vec<_>>())
        });
        let groups = recent.filter(|(_, recent)| !recent.is_empty()).collect();
        serde_json::to_string(&Memory { at: now, groups }).ok()
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
        for (chat, recent) in &memory.groups {
            let recent =
                recent.iter().map(|(at, weight)| Recent { at: *at, weight: *weight, out: false });
            self.chats.entry(*chat).or_default().recent = recent.collect();
        }
        self.before = Some(memory.at);
        self.all_paused_until = Some(memory.at + second());
    }

    /// It is that late now. Where the clock was set back, what went out before is forgotten: it would
    /// keep its chats waiting until the clock has caught up. Telegram says it if we are too fast.
    pub fn at(&mut self, now: DateTime<Utc>) {
        if self.latest.is_some_and(|latest| now + CLOCK_SLACK < latest) {
            tracing::warn!("pace.clock_set_back");
            self.all.clear();
            self.all_paused_until = None;
            self.chats.clear();
            self.before = None;
        }
        self.latest = Some(now);
    }

    /// When something of that weight (an album counts its photos) may go to `chat`: at once, or later.
    pub fn ready_at(&self, chat: ChatId, weight: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        let nothing = ChatPace::default();
        let pace = self.chats.get(&chat).unwrap_or(&nothing);
        self.all_ready_at(weight, now).max(self.chat_ready_at(chat, pace, weight, now))
    }

    /// When that chat's own limits allow it.
    fn chat_ready_at(
        &self,
        chat: ChatId,
        pace: &ChatPace,
        weight: u32,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let mut ready = pace.paused_until.map_or(now, |until| until.max(now));
        if self.limits == SendLimits::Off {
            return ready;
        }
        let second = second();
        if chat.is_private() {
            // The burst comes back at one a second: of the last three sends, the third to last
            // must be as many seconds old as sends came since.
            let third = pace.recent.iter().rev().nth(PRIVATE_BURST as usize - 1);
            if let Some(third) = third.map(|third| third.counted(now)).or(self.before) {
                ready = ready.max(third + second * 3);
            }
        } else {
            if let Some(last) = pace.recent.back() {
                ready = ready.max(last.counted(now) + second);
            }
            ready = ready.max(window_ready_at(&pace.recent, weight, GROUP_A_MINUTE, minute(), now));
        }
        ready
    }

    /// When the limit for all chats allows that weight.
    pub fn all_ready_at(&self, weight: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        let paused = self.all_paused_until.map_or(now, |until| until.max(now));
        let Some(a_second) = self.a_second() else {
            return paused;
        };
        paused.max(window_ready_at(&self.all, weight, a_second, second(), now))
    }

    /// How many sends the limit for all chats allows at this moment.
    pub fn room(&self, now: DateTime<Utc>) -> usize {
        if self.all_paused_until.is_some_and(|until| until > now) {
            return 0;
        }
        let Some(limit) = self.a_second() else {
            return usize::MAX;
        };
        let inside = self.all.iter().filter(|one| one.is_within(second(), now));
        limit.saturating_sub(inside.map(|one| one.weight).sum()) as usize
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
            let ready = self.chat_ready_at(*chat, pace, 1, now);
            if ready > now {
                chats.push(*chat);
                first = Some(first.map_or(ready, |known| known.min(ready)));
            }
        }
        (chats, first)
    }

    /// Something of that weight goes out now.
    pub fn sent(&mut self, chat: ChatId, weight: u32, at: DateTime<Utc>) {
        if self.limits == SendLimits::Off {
            return;
        }
        // It may go out later than now: what went before still counts for whoever goes sooner.
        let now = self.latest.map_or(at, |latest| latest.min(at));
        let keep = |recent: &mut VecDeque<Recent>, window| {
            while recent.front().is_some_and(|one| !one.is_within(window, now)) {
                recent.pop_front();
            }
            recent.push_back(Recent { at, weight, out: true });
        };
        keep(&mut self.all, second());
        keep(&mut self.chats.entry(chat).or_default().recent, minute());
        if self.chats.len() > MANY_CHATS {
            self.forget_idle(now);
        }
    }

    /// What went out at that moment was answered now. Telegram counted it somewhere in between: it is
    /// counted from now on, so that a way there that was long once breaks no limit.
    pub fn answered(&mut self, chat: ChatId, weight: u32, at: DateTime<Utc>, now: DateTime<Utc>) {
        if self.limits == SendLimits::Off {
            return;
        }
        let went = Recent { at, weight, out: true };
        let came = Recent { at: at.max(now), weight, out: false };
        let counts_from_now = |recent: &mut VecDeque<Recent>| {
            // Where the clock was set back meanwhile, it is forgotten.
            if let Some(place) = recent.iter().position(|one| *one == went) {
                recent.remove(place);
                let after = recent.iter().rposition(|one| one.at <= came.at);
                recent.insert(after.map_or(0, |place| place + 1), came);
            }
        };
        counts_from_now(&mut self.all);
        if let Some(pace) = self.chats.get_mut(&chat) {
            counts_from_now(&mut pace.recent);
        }
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
            pace.paused_until.is_some_and(|until| until > now)
                || pace.recent.iter().any(|one| one.is_within(minute, now))
        });
    }
}

/// When a sliding window that holds at most `limit` has room for `weight` again; as far as can be said while
/// something is not answered.
fn window_ready_at(
    sent: &VecDeque<Recent>,
    weight: u32,
    limit: u32,
    window: TimeDelta,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    // What is heavier than the window ever holds waits for an empty one.
    let room = limit.saturating_sub(weight.min(limit));
    let within = sent.iter().filter(|one| one.is_within(window, now));
    let mut inside: u32 = within.clone().map(|one| one.weight).sum();
    let mut ready = now;
    // What is not answered leaves it last.
    for one in within.clone().filter(|one| !one.out).chain(within.filter(|one| one.out)) {
        if inside <= room {
            break;
        }
        inside -= one.weight;
        ready = ready.max(one.counted(now) + window);
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn start() -> DateTime<Utc> {
        "2026-11-24T09:00:00Z".parse().unwrap()
    }

    /// It goes out, and is answered at once.
    fn arrives(pace: &mut Pace, chat: ChatId, weight: u32, at: DateTime<Utc>) {
        pace.sent(chat, weight, at);
        pace.answered(chat, weight, at, at);
    }

    #[test]
    fn what_goes_out_later_does_not_forget_what_went_before() {
        let mut pace = Pace::new(SendLimits::Standard);
        let now = start();
        let mut at_once = 0;
        for chat in 1..=100 {
            pace.at(now);
            let ready = pace.ready_at(ChatId(chat), 1, now);
            pace.sent(ChatId(chat), 1, ready);
            at_once += usize::from(ready <= now);
        }
        assert_eq!(at_once, 30);
    }

    #[test]
    fn there_is_room_for_a_seconds_sends_and_no_more() {
        let (mut pace, now) = (Pace::new(SendLimits::Standard), start());
        assert_eq!(pace.room(now), 30);
        for chat in 1..=12 {
            arrives(&mut pace, ChatId(chat), 2, now);
        }
        assert_eq!(pace.room(now), 6, "an album counts its photos");
        assert_eq!(pace.room(now + second()), 30, "a second later");
        pace.pause(ChatId(1), now + minute(), now);
        assert_eq!(pace.room(now), 6, "one chat waits");
        pace.pause(ChatId(2), now + minute(), now);
        assert_eq!(pace.room(now), 0, "all wait");
        assert_eq!(Pace::new(SendLimits::Off).room(now), usize::MAX);
    }

    #[test]
    fn what_was_long_on_its_way_counts_from_its_answer() {
        let (mut pace, chat) = (Pace::new(SendLimits::Standard), ChatId(5));
        let (sent, answered) = (start(), start() + TimeDelta::milliseconds(400));
        for chat in (1..=30).filter(|other| *other != chat.0) {
            arrives(&mut pace, ChatId(chat), 1, sent);
        }
        pace.sent(chat, 1, sent);
        pace.answered(chat, 1, sent, answered);
        assert_eq!(pace.room(sent + second()), 29, "one may have arrived a moment ago");
        assert_eq!(pace.room(answered + second()), 30);
        // A clock that was set back meanwhile.
        pace.answered(ChatId(6), 1, sent, sent - TimeDelta::hours(1));
        assert_eq!(pace.room(answered + second()), 30);
    }

    #[test]
    fn what_is_not_answered_counts_until_it_is() {
        let (mut pace, sent) = (Pace::new(SendLimits::Standard), start());
        for chat in 1..=30 {
            pace.sent(ChatId(chat), 1, sent);
        }
        let late = sent + TimeDelta::seconds(20);
        assert_eq!(pace.room(late), 0);
        assert_eq!(pace.ready_at(ChatId(31), 1, late), late + second(), "not before");
        pace.sent(ChatId(31), 1, late);
        for chat in 1..=30 {
            pace.answered(ChatId(chat), 1, sent, late);
        }
        assert_eq!(pace.room(late + second()), 29);
        pace.answered(ChatId(31), 1, late, late);
        assert_eq!(pace.room(late + second()), 30);
    }

    #[test]
    fn the_next_holder_keeps_the_same_limits() {
        let (mut pace, group) = (Pace::new(SendLimits::Standard), ChatId(-5));
        let mut now = start();
        for _ in 0..GROUP_A_MINUTE {
            now = pace.ready_at(group, 1, now);
            arrives(&mut pace, group, 1, now);
        }
        let memory = pace.memory(now).unwrap();
        let mut next = Pace::new(SendLimits::Standard);
        next.recall(&memory, now);
        assert_eq!(next.ready_at(group, 1, now), start() + minute());
        assert_eq!(next.ready_at(ChatId(-6), 1, now), now + second());
        assert_eq!(next.ready_at(ChatId(7), 1, now), now + second() * 3, "it may have had three");
        let mut later = now + second() * 3;
        next.sent(ChatId(7), 1, later);
        assert_eq!(next.ready_at(ChatId(7), 1, later), later);
        // Where nothing is limited, nothing is kept or held.
        assert_eq!(Pace::new(SendLimits::Off).memory(now), None);
        for (kept, clock) in [("what is this", now), (memory.as_str(), start() - minute())] {
            let mut other = Pace::new(SendLimits::Standard);
            other.recall(kept, clock);
            later = clock;
            assert_eq!(other.ready_at(group, 1, later), later);
        }
    }

    #[test]
    fn a_private_chat_bears_three_at_once_then_one_a_second() {
        let (mut pace, chat) = (Pace::new(SendLimits::Standard), ChatId(5));
        let mut now = start();
        let mut gaps = Vec::new();
        for _ in 0..6 {
            let ready = pace.ready_at(chat, 1, now);
            gaps.push((ready - now).num_milliseconds());
            now = ready;
            arrives(&mut pace, chat, 1, now);
        }
        assert_eq!(gaps, [0, 0, 0, 3150, 0, 0]);
    }

    #[test]
    fn an_album_counts_each_photo_in_the_groups_minute() {
        let (mut pace, chat) = (Pace::new(SendLimits::Standard), ChatId(-5));
        arrives(&mut pace, chat, 15, start());
        let later = start() + second();
        assert_eq!(pace.ready_at(chat, 5, later), later);
        assert_eq!(pace.ready_at(chat, 6, later), start() + minute());
    }

    #[test]
    fn what_telegram_says_is_obeyed_even_without_limits() {
        let mut pace = Pace::new(SendLimits::Off);
        let until = start() + TimeDelta::seconds(7);
        pace.pause(ChatId(5), until, start());
        assert_eq!(pace.ready_at(ChatId(5), 1, start()), until);
        assert_eq!(pace.ready_at(ChatId(6), 1, start()), start());
    }

    #[test]
    fn when_a_second_chat_is_told_to_wait_everything_waits() {
        let mut pace = Pace::new(SendLimits::Standard);
        let until = start() + TimeDelta::seconds(7);
        pace.pause(ChatId(5), until, start());
        pace.pause(ChatId(6), until, start());
        assert_eq!(pace.ready_at(ChatId(7), 1, start()), until);
        // Long after, another chat's flood is its own again.
        let later = until + TimeDelta::minutes(1);
        pace.pause(ChatId(5), later + TimeDelta::seconds(7), later);
        assert_eq!(pace.ready_at(ChatId(7), 1, later), later);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let (mut pace, group) = (Pace::new(SendLimits::Standard), ChatId(-5));
        pace.at(start());
        pace.sent(group, 1, start());
        let before = start() - TimeDelta::hours(1);
        pace.at(before);
        assert_eq!(pace.ready_at(group, 1, before), before);
    }

    proptest! {
        /// Whatever is asked for, no window ever holds more than its limit.
        #[test]
        fn no_limit_is_ever_broken(
            asked in prop::collection::vec((0_usize..6, 1_u32..=10, 0_i64..900, 0_i64..3_000), 1..300)
        ) {
            let chats = [ChatId(1), ChatId(2), ChatId(3), ChatId(-1), ChatId(-2), ChatId(-3)];
            let mut pace = Pace::new(SendLimits::Standard);
            let mut now = start();
            let mut sent: Vec<(DateTime<Utc>, ChatId, u32)> = Vec::new();
            // When each is answered; Telegram counted it then, as late as it can.
            let mut out: Vec<(DateTime<Utc>, ChatId, u32, DateTime<Utc>)> = Vec::new();
            for (chat, weight, pause, way) in asked {
                now += TimeDelta::milliseconds(pause);
                let chat = chats[chat];
                loop {
                    let come = |out: &(DateTime<Utc>, ChatId, u32, DateTime<Utc>)| out.0 <= now;
                    out.sort_by_key(|one| one.0);
                    let back = out.partition_point(come);
                    for (at, chat, weight, went) in out.drain(..back) {
                        pace.answered(chat, weight, went, at);
                        sent.push((at, chat, weight));
                    }
                    // The sender has one thing at a time on its way to a chat.
                    let busy = out.iter().filter(|one| one.1 == chat).map(|one| one.0).max();
                    let ready = busy.unwrap_or_else(|| pace.ready_at(chat, weight, now));
                    if ready <= now {
                        break;
                    }
                    now = ready;
                }
                pace.sent(chat, weight, now);
                out.push((now + TimeDelta::milliseconds(way), chat, weight, now));
            }
            sent.extend(out.iter().map(|(at, chat, weight, _)| (*at, *chat, *weight)));
            let within = |from: DateTime<Utc>, time: TimeDelta, chat: Option<ChatId>| -> u32 {
                sent.iter()
                    .filter(|(at, to, _)| {
                        *at >= from && *at < from + time && chat.is_none_or(|chat| chat == *to)
                    })
                    .map(|(.., weight)| weight)
                    .sum()
            };
            for (at, chat, _) in &sent {
                prop_assert!(within(*at, TimeDelta::seconds(1), None) <= STANDARD_A_SECOND);
                let in_chat = sent.iter().filter(|(other, to, _)| {
                    to == chat && *other >= *at && *other < *at + TimeDelta::seconds(1)
                });
                let burst = if chat.is_private() { 3 } else { 1 };
                prop_assert!(in_chat.count() <= burst);
                if !chat.is_private() {
                    prop_assert!(within(*at, TimeDelta::minutes(1), Some(*chat)) <= GROUP_A_MINUTE);
                }
            }
        }
    }
}
