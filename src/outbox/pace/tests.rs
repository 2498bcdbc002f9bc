//! No limit is broken, whatever is asked for and however long an answer takes.

use super::*;
use proptest::prelude::*;

fn start() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// It goes out, and is answered at once.
fn arrives(pace: &mut Pace, chat: ChatId, weight: u32, at: DateTime<Utc>) {
    pace.sent(chat, weight, at);
    pace.answered(chat, weight, at);
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
    pace.answered(chat, 1, answered);
    assert_eq!(pace.room(sent + second()), 29, "one may have arrived a moment ago");
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
        pace.answered(ChatId(chat), 1, late);
    }
    assert_eq!(pace.room(late + second()), 29);
    pace.answered(ChatId(31), 1, late);
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
    let memory = pace.memory(true, now).unwrap();
    assert_eq!(pace.memory(false, now), None, "it is known");
    assert!(pace.memory(false, now + TOLD_AGAIN).is_some());
    let mut next = Pace::new(SendLimits::Standard);
    next.recall(&memory, now);
    assert_eq!(next.ready_at(group, 1, now), start() + minute());
    let told = now + TOLD_AGAIN;
    assert_eq!(next.ready_at(ChatId(-6), 1, now), told + second());
    assert_eq!(next.ready_at(ChatId(7), 1, now), told + second() * 3, "it may have had three");
    let mut later = told + second() * 3;
    next.sent(ChatId(7), 1, later);
    assert_eq!(next.ready_at(ChatId(7), 1, later), later);
    // Where nothing is limited, nothing is kept or held.
    assert_eq!(Pace::new(SendLimits::Off).memory(true, now), None);
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
    arrives(&mut pace, group, 1, start());
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
        let mut out: Vec<(DateTime<Utc>, ChatId, u32)> = Vec::new();
        for (chat, weight, pause, way) in asked {
            now += TimeDelta::milliseconds(pause);
            let chat = chats[chat];
            loop {
                out.sort_by_key(|one| one.0);
                let back = out.partition_point(|one| one.0 <= now);
                for (at, chat, weight) in out.drain(..back) {
                    pace.answered(chat, weight, at);
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
            out.push((now + TimeDelta::milliseconds(way), chat, weight));
        }
        sent.extend(out);
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
            let burst = if chat.is_private() { PRIVATE_BURST } else { 1 };
            prop_assert!(in_chat.count() <= burst);
            if !chat.is_private() {
                prop_assert!(within(*at, TimeDelta::minutes(1), Some(*chat)) <= GROUP_A_MINUTE);
            }
        }
    }
}
