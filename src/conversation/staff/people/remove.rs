//! A role ends: what somebody had in hand goes back, and where they still are is named.

use super::super::dialogue::{Step, Talk, kept_under};
use crate::domain::directory::{Directory, StaffMember};
use crate::domain::ids::{ChatId, MessageId, ReportId, TelegramId};
use crate::domain::outgoing::Notice;
use crate::domain::people::Capacity;
use crate::domain::step::Keys;
use crate::domain::town::{Binding, TownChange, TownKeys};
use crate::text::staff as text;

/// Really?
pub(super) fn ask(talk: &mut Talk<'_>, mark: u32) -> Step<Option<String>> {
    let Some((one, capacity)) = talk.directory().marked(mark) else {
        return Ok(Some(text::no_such_entry(talk.lang)));
    };
    if is_last(talk.directory(), one, &capacity) {
        return Ok(Some(text::last_supervisor(talk.lang)));
    }
    let after = talk.directory().without(one, &capacity);
    let reports = go_back(talk, one, &after)?.len();
    talk.turn.say(text::really_remove(talk.directory(), one, &capacity, reports));
    Ok(None)
}

/// Yes.
pub(super) fn remove(
    talk: &mut Talk<'_>,
    mark: u32,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let directory = talk.directory();
    let Some((one, capacity)) = directory.marked(mark) else {
        return Ok(Some(text::no_such_entry(talk.lang)));
    };
    if is_last(directory, one, &capacity) {
        return Ok(Some(text::last_supervisor(talk.lang)));
    }
    let after = directory.without(one, &capacity);
    super::with_telegram(talk)?;
    let reports = go_back(talk, one, &after)?;
    super::leave(talk, &reports, &after)?;
    talk.turn.town.push(TownChange::Removed {
        capacity: capacity.clone(),
        name: one.name.clone(),
        telegram: one.telegram,
        at: talk.scene.now,
    });
    let message = text::removed(directory, one, &capacity, talk.name(), reports.len());
    talk.edit(at, message.clone());
    talk.turn.to_supervisors.push(message);
    if let Capacity::Referent(code) = &capacity
        // One that is retired gets no others.
        && after.office(code).is_some_and(|office| office.referents.is_empty() && !office.retired)
    {
        let alarm = text::no_referent(directory, directory.office_name(code));
        talk.turn.to_supervisors.push(alarm.clone());
        talk.turn.say(alarm);
    }
    if let Some(telegram) = one.telegram {
        part(talk, one, telegram, &capacity, &after);
    }
    Ok(None)
}

/// Without one of them, nobody could invite or bind any more.
fn is_last(directory: &Directory, one: &StaffMember, capacity: &Capacity) -> bool {
    let can_act = |one: &StaffMember| one.telegram.is_some();
    *capacity == Capacity::Supervisor
        && can_act(one)
        && !directory.without(one, capacity).supervisors.iter().any(can_act)
}

/// Open reports that somebody has in hand and, in that town, no longer may.
fn go_back(talk: &Talk<'_>, one: &StaffMember, after: &Directory) -> Step<Vec<ReportId>> {
    let facts = talk.scene.facts;
    let Some(telegram) = one.telegram else {
        return Ok(Vec::new());
    };
    let Some(person) = facts.account(telegram) else {
        return Ok(Vec::new());
    };
    let in_hand = facts.town.in_hand.iter().find(|(of, _)| *of == person.id);
    let Some((_, in_hand)) = in_hand else {
        let town = TownKeys { in_hand: vec![person.id], ..TownKeys::default() };
        return Err(Box::new(Keys { town, ..Keys::default() }));
    };
    let unknown: Vec<_> =
        in_hand.iter().copied().filter(|id| facts.report(*id).is_none()).collect();
    if !unknown.is_empty() {
        return Err(Box::new(Keys { reports: unknown, ..Keys::default() }));
    }
    let may_keep = |id: &ReportId| {
        facts.report(*id).is_none_or(|report| {
            report.state.office().is_some_and(|office| super::works_on(after, person, office))
        })
    };
    Ok(in_hand.iter().copied().filter(|id| !may_keep(id)).collect())
}

/// They are told; what they were writing ends, and the cards of their own are withdrawn; and it is looked in which groups they still are.
fn part(
    talk: &mut Talk<'_>,
    one: &StaffMember,
    telegram: TelegramId,
    capacity: &Capacity,
    after: &Directory,
) {
    let directory = talk.directory();
    let facts = talk.scene.facts;
    let own = ChatId::private(telegram);
    let left = after.capacities(telegram);
    let person = facts.account(telegram).filter(|person| person.reachable);
    if let Some(person) = person.filter(|_| own != talk.scene.chat) {
        let message = text::removed_you(directory, person.lang, capacity);
        talk.turn.say_in(own, None, None, message);
    }
    if left.is_empty() {
        let desks = directory.offices.iter().filter_map(|office| office.chat);
        let chats = desks.chain(directory.urp_chat).chain([kept_under(own)]);
        talk.turn.forgotten.extend(chats.map(|chat| (chat, telegram)));
        talk.turn.cards_in.push(own);
    }
    let desks = directory.desks().into_iter().filter(|chat| !belongs(after, &left, *chat));
    let groups: Vec<_> = desks.map(|chat| (chat, title(talk, chat))).collect();
    if !groups.is_empty() {
        talk.turn.notices.push(Notice::WhereIs {
            who: telegram,
            name: one.name.clone(),
            groups,
            tell: talk.scene.chat,
        });
    }
}

/// A group's title; where it was never told, whose it is.
fn title(talk: &Talk<'_>, chat: ChatId) -> String {
    let known = talk.scene.facts.town.title(chat).filter(|title| !title.is_empty());
    known.map_or_else(|| text::bindings(talk.directory(), chat), str::to_owned)
}

/// Whether somebody who is that works in a group.
fn belongs(directory: &Directory, capacities: &[Capacity], chat: ChatId) -> bool {
    let bindings = directory.bindings(chat);
    capacities.iter().any(|capacity| match capacity {
        // A supervisor may be anywhere.
        Capacity::Supervisor => true,
        Capacity::Urp => bindings.contains(&Binding::Urp),
        Capacity::Referent(code) | Capacity::Operator(code) => {
            bindings.contains(&Binding::Office(code.clone()))
        }
        Capacity::Citizen | Capacity::Clock => false,
    })
}

/// *Remove from the group*: Telegram is asked after the commit, and what it says is told.
pub(super) fn expel(
    talk: &mut Talk<'_>,
    chat: ChatId,
    who: TelegramId,
    at: Option<MessageId>,
) -> Option<String> {
    let (directory, facts) = (talk.directory(), talk.scene.facts);
    if belongs(directory, &directory.capacities(who), chat) {
        return Some(text::belongs_there(talk.lang));
    }
    if !directory.is_desk(chat) {
        return Some(text::old_button(talk.lang));
    }
    let name = facts.account(who).map_or_else(|| who.0.to_string(), |one| one.name.clone());
    talk.turn.notices.push(Notice::Expel {
        who,
        name,
        chat,
        title: title(talk, chat),
        tell: talk.scene.chat,
        below: at,
    });
    None
}
