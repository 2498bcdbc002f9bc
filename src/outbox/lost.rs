//! Somebody of the staff cannot be written to any more: what they were to read goes another way.

use chrono::{DateTime, Utc};

use super::record::{Ended, Meaning};
use crate::domain::ids::{ChatId, ReportId, TelegramId};
use crate::domain::outgoing::{Content, Message, Purpose};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::step::{Changes, Facts, Fresh, Keys, Parcel};
use crate::intake::{rings, staff};

/// What to look at first for a send that has ended.
pub(super) fn keys(one: &Ended) -> Keys {
    let mut keys = Keys::default();
    if one.meaning != Meaning::PersonLost {
        return keys;
    }
    keys.accounts.push(TelegramId(one.chat.0));
    match one.result.parcel {
        Parcel::Card(chat, report) => {
            keys.reports.push(report);
            keys.cards.push((chat, report));
        }
        Parcel::Row(_) => {
            if let Some((report, _)) = staff_words(one) {
                keys.reports.extend(report);
                keys.clock.supervisors = true;
            }
        }
    }
    keys
}

/// What a row said to a person of the staff, and of which report.
fn staff_words(one: &Ended) -> Option<(Option<ReportId>, &Message)> {
    let row = one.row.as_ref().filter(|row| row.purpose == Purpose::Staff)?;
    match &row.content {
        Content::Text(message) => Some((row.report, message)),
        _ => None,
    }
}

/// Says what a lost person was to read where others read it: an operator's in the office's chat, a
/// supervisor's as every alarm that no supervisor can hear. What goes there is no person's: this
/// comes to an end.
pub(super) fn follow(
    facts: &Facts,
    ended: &[Ended],
    one: &Ended,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    if one.meaning != Meaning::PersonLost {
        return;
    }
    match one.result.parcel {
        Parcel::Card(chat, report) => {
            let card = facts.card(chat, report);
            // A card that was there before was read. One that never arrives is told once.
            let is_new = card.is_some_and(|card| card.message.is_none() && card.rung_at.is_none());
            if let Some((report, person)) = in_hand(facts, one, Some(report)).filter(|_| is_new) {
                changes.rung.push((chat, report.id, now));
                rings::handed_in_vain(facts, report, person, now, fresh, changes);
            }
        }
        Parcel::Row(_) => {
            let Some((report, message)) = staff_words(one) else {
                return;
            };
            if let Some((report, person)) = in_hand(facts, one, report) {
                rings::called_in_vain(facts, report, person, message, now, fresh, changes);
            } else {
                alarm(facts, ended, one.chat, message, now, fresh, changes);
            }
        }
    }
}

/// The report, if whoever is lost has it in hand; and who that is.
fn in_hand<'a>(
    facts: &'a Facts,
    one: &Ended,
    report: Option<ReportId>,
) -> Option<(&'a Report, &'a Person)> {
    let report = facts.report(report?)?;
    let person = facts.account(TelegramId(one.chat.0))?;
    (report.state.operator() == Some(person.id)).then_some((report, person))
}

/// A supervisor's. Those who can be written to were told the same themselves.
fn alarm(
    facts: &Facts,
    ended: &[Ended],
    chat: ChatId,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let is_lost = |chat: &ChatId| {
        ended.iter().any(|one| one.meaning == Meaning::PersonLost && one.chat == *chat)
    };
    let supervisors = &facts.directory.supervisors;
    let is_theirs = supervisors.iter().any(|one| one.telegram.map(ChatId::private) == Some(chat));
    if !is_theirs || staff::reached(facts).iter().any(|chat| !is_lost(chat)) {
        return;
    }
    // Two of them may be lost at the same moment.
    let first = ended.iter().find(|one| {
        one.meaning == Meaning::PersonLost
            && staff_words(one).is_some_and(|(_, words)| words.html == message.html)
    });
    if first.is_some_and(|first| first.chat == chat) {
        changes.outbox.extend(staff::unheard(facts, message, now, fresh));
    }
}
