//! Somebody who writes faster than a chat can be answered (Telegram takes one message a second for it):
//! all is taken in, the latest answer alone is sent, and they are told so once.
//!
//! Who writes how fast is counted in memory: it only decides whether to look at what waits for them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Content, Lane, Outgoing, Purpose};
use crate::domain::step::{Changes, Coalesced, Facts, Keys};
use crate::text;

/// So many messages within [`WINDOW`] are more than a person who reads the answers writes.
const MANY: usize = 20;
const WINDOW: TimeDelta = TimeDelta::seconds(10);
/// So many things said within [`GROUP_WINDOW`] that a group which is nobody's would be answered are more than that.
const MANY_IN_GROUP: usize = 6;
const GROUP_WINDOW: TimeDelta = TimeDelta::minutes(1);
/// So many answers may wait for a chat: a burst is answered one by one.
const MOST_WAITING: usize = 5;
/// Who was silent for so long is told anew.
const FORGOTTEN: TimeDelta = TimeDelta::minutes(10);
/// So many of what was heard in a chat are remembered: more than are taken in together, so that each of them is known
/// where it comes again.
const REMEMBERED: usize = 32;
/// Chats beyond this number are looked through for those who fell silent.
const MANY_CHATS: usize = 4_096;

/// How fast people write. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<Mutex<HashMap<ChatId, Recent>>>);

#[derive(Debug, Default)]
struct Recent {
    heard: VecDeque<Heard>,
    told: Option<OutboxId>,
}

/// One thing that came.
#[derive(Debug, Clone, Copy)]
struct Heard {
    update: i64,
    at: DateTime<Utc>,
    /// Very much had come lately.
    floods: bool,
}

/// Somebody writes very fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flood {
    /// They were told already, by that row: it is not dropped as their answers are.
    pub told: Option<OutboxId>,
}

impl Meter {
    /// Something came in a private chat, or in a group that may be nobody's; whether very much has come lately. An update
    /// that comes again, as it could not be taken in, is the same one and counts no further: it is answered as it would
    /// have been.
    pub fn heard(&self, chat: ChatId, update: i64, now: DateTime<Utc>) -> bool {
        let (many, window) =
            if chat.is_private() { (MANY, WINDOW) } else { (MANY_IN_GROUP, GROUP_WINDOW) };
        let mut chats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old =
            |last: Option<&Heard>| last.is_none_or(|last| (now - last.at).abs() > FORGOTTEN);
        if chats.len() > MANY_CHATS {
            chats.retain(|_, recent| !is_old(recent.heard.back()));
        }
        let recent = chats.entry(chat).or_default();
        if is_old(recent.heard.back()) {
            *recent = Recent::default();
        }
        if let Some(same) = recent.heard.iter().find(|one| one.update == update) {
            return same.floods;
        }
        let first = recent.heard.iter().rev().nth(many - 2);
        let floods = first.is_some_and(|first| (now - first.at).abs() <= window);
        recent.heard.push_back(Heard { update, at: now, floods });
        if recent.heard.len() > REMEMBERED {
            recent.heard.pop_front();
        }
        floods
    }

    /// The row that told them, if one did.
    pub fn told_in(&self, chat: ChatId) -> Option<OutboxId> {
        let chats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chats.get(&chat).and_then(|recent| recent.told)
    }

    /// They are told now, by that row.
    pub fn told(&self, chat: ChatId, row: OutboxId) {
        let mut chats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(recent) = chats.get_mut(&chat) {
            recent.told = Some(row);
        }
    }
}

/// Where too many answers wait for a chat, none of them but what is being said now is sent any more.
/// What they are owed is no answer of that kind, and is sent in any case. `id`: of the row that tells
/// them, if they are told now. An error: what there is to look at first.
pub(super) fn coalesce(
    facts: &Facts,
    (chat, lang): (ChatId, Lang),
    (flood, id): (Flood, OutboxId),
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<Option<OutboxId>, Box<Keys>> {
    let says = changes.outbox.iter().any(|row| row.purpose == Purpose::Conversation);
    if !says {
        return Ok(None);
    }
    let Some(waiting) = &facts.waiting else {
        return Err(Box::new(Keys { waiting_for: Some(chat), ..Keys::default() }));
    };
    let rows: Vec<OutboxId> =
        waiting.iter().copied().filter(|row| flood.told != Some(*row)).collect();
    if rows.len() < MOST_WAITING {
        return Ok(None);
    }
    changes.coalesced = Some(Coalesced { rows, at: now });
    if flood.told.is_some() {
        return Ok(None);
    }
    let said = Outgoing::answer(id, chat, Content::Text(text::citizen::too_fast(lang)), now);
    changes.outbox.push(Outgoing { lane: Lane::Message, ..said });
    Ok(Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: ChatId = ChatId(7);

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_795_000_000_000 + milliseconds).unwrap()
    }

    /// Another update for each moment.
    fn heard(meter: &Meter, chat: ChatId, milliseconds: i64) -> bool {
        meter.heard(chat, milliseconds, at(milliseconds))
    }

    #[test]
    fn who_reads_the_answers_is_no_flood() {
        let meter = Meter::default();
        assert!(!(0..200).any(|second| heard(&meter, CHAT, second * 1_000)));
    }

    #[test]
    fn a_group_is_answered_five_times_a_minute() {
        let (meter, group) = (Meter::default(), ChatId(-7));
        let answered = |seconds: i64| !heard(&meter, group, seconds * 1_000);
        assert_eq!((0..60).filter(|second| answered(*second)).count(), 5);
        // Whoever goes on is not answered for that.
        assert!(!answered(61));
        assert!(answered(200));
    }

    /// The database is away, say.
    #[test]
    fn what_comes_again_as_it_could_not_be_taken_in_is_no_flood() {
        let (meter, group) = (Meter::default(), ChatId(-7));
        for second in 0..60 {
            assert!(!meter.heard(group, 1, at(second * 1_000)));
            assert!(!meter.heard(CHAT, 2, at(second * 100)));
        }
        // Of many that come again together, each is answered as it was to be.
        let many = ChatId(-8);
        for attempt in 0..3 {
            let answered = |update: &i64| !meter.heard(many, *update, at(attempt * 1_000));
            assert_eq!((0..16).filter(answered).count(), 5);
        }
    }

    #[test]
    fn a_flood_is_told_once_until_it_is_long_over() {
        let meter = Meter::default();
        assert_eq!((0..30).filter(|n| heard(&meter, CHAT, n * 10)).count(), 11);
        assert_eq!(meter.told_in(CHAT), None);
        let row = OutboxId(uuid::Uuid::nil());
        meter.told(CHAT, row);
        assert!(heard(&meter, CHAT, 400));
        assert_eq!(meter.told_in(CHAT), Some(row));
        assert!(!heard(&meter, ChatId(8), 400), "somebody else");
        assert_eq!(meter.told_in(ChatId(8)), None, "somebody else");
        let later = 700_000;
        assert_eq!((0..20).filter(|n| heard(&meter, CHAT, later + n)).count(), 1);
        assert_eq!(meter.told_in(CHAT), None, "that was another flood");
    }
}
