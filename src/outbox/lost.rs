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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::domain::directory::StaffMember;
    use crate::domain::lang::Lang;
    use crate::domain::outgoing::Outgoing;
    use crate::domain::step::SendOutcome;
    use crate::intake::staff::to_chat;
    use crate::outbox::record::result;
    use crate::text::format::said;
    use crate::text::staff::tests::directory;

    const URP: ChatId = ChatId(-1);
    const TWO: [TelegramId; 2] = [TelegramId(11), TelegramId(14)];

    fn now() -> DateTime<Utc> {
        "2026-11-24T09:00:00Z".parse().unwrap()
    }

    /// A town with two supervisors, who could be written to until now.
    fn facts(reached: &[TelegramId]) -> Facts {
        let mut town = directory(&[Lang::En]);
        let one = |telegram| StaffMember { telegram: Some(telegram), ..StaffMember::default() };
        town.supervisors = TWO.map(one).to_vec();
        town.urp_chat = Some(URP);
        let mut facts = Facts::of(Arc::new(town));
        facts.clock.supervisors = Some(reached.to_vec());
        facts
    }

    /// The same alarm to each of them was in vain.
    fn in_vain(fresh: &mut Fresh, lost: &[TelegramId]) -> Vec<Ended> {
        let one = |account: &TelegramId| {
            let chat = ChatId::private(*account);
            let row = to_chat(chat, Purpose::Staff, said("Alarm"), now(), fresh);
            let outcome = SendOutcome::Undeliverable { reason: "deactivated".to_owned() };
            let result = result(Parcel::Row(row.id), 1, now(), outcome);
            Ended { chat, row: Some(row), result, meaning: Meaning::PersonLost }
        };
        lost.iter().map(one).collect()
    }

    /// What follows from it.
    fn said_again(reached: &[TelegramId], lost: &[TelegramId]) -> Vec<Outgoing> {
        let mut fresh = Fresh::from(Uuid::from_u128(1 << 80), [0; 32]);
        let (facts, ended) = (facts(reached), in_vain(&mut fresh, lost));
        let mut changes = Changes::default();
        for one in &ended {
            follow(&facts, &ended, one, now(), &mut fresh, &mut changes);
        }
        changes.outbox
    }

    #[test]
    fn an_alarm_is_said_again_only_where_nobody_heard_it_and_once() {
        assert!(said_again(&TWO, &TWO[..1]).is_empty(), "the other one heard it");
        for rows in [said_again(&TWO, &TWO), said_again(&TWO[1..], &TWO[1..])] {
            let chats: Vec<_> = rows.iter().filter_map(|row| row.to.chat()).collect();
            assert_eq!(chats, [URP]);
        }
        // A citizen is none of them.
        assert!(said_again(&[], &[TelegramId(77)]).is_empty());
    }
}
