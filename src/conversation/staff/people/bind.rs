//! /bind: whose a group is.

use chrono::TimeDelta;

use super::super::dialogue::{Step, Talk};
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, MessageId, OfficeCode, ReportId};
use crate::domain::outgoing::Notice;
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Keys;
use crate::domain::timer::Timer;
use crate::domain::town::{Binding, TownChange, TownKeys};
use crate::text::staff as text;

/// A group that is nobody's any more is left after this time, hours.
const LEFT_AFTER: i64 = 24;

/// /bind.
pub(super) fn begin(talk: &mut Talk<'_>) {
    let chat = talk.scene.chat;
    let message = if chat.is_private() {
        text::bind_in_a_group(talk.lang)
    } else {
        text::bind(talk.directory(), chat, 0)
    };
    talk.turn.say(message);
}

/// A button below the question.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let (directory, chat) = (talk.directory(), talk.scene.chat);
    if chat.is_private() {
        return Ok(Some(text::old_button(talk.lang)));
    }
    match press {
        Press::BindPage(page) => {
            talk.edit(at, text::bind(directory, chat, *page));
            Ok(None)
        }
        Press::BindUrp => bind(talk, Binding::Urp, at),
        Press::BindOffice(code) => {
            let Some(office) = directory.office(code) else {
                return Ok(Some(text::no_such_office(talk.lang, code)));
            };
            if office.retired && office.chat != Some(chat) {
                talk.edit(at, text::bind(directory, chat, 0));
                return Ok(Some(text::office_retired(talk.lang, office)));
            }
            bind(talk, Binding::Office(code.clone()), at)
        }
        Press::Unbind => Ok(unbind(talk, at)),
        _ => {
            talk.edit(at, text::bind_cancelled(directory, chat));
            Ok(None)
        }
    }
}

fn bind(talk: &mut Talk<'_>, to: Binding, at: Option<MessageId>) -> Step<Option<String>> {
    let (directory, facts, chat) = (talk.directory(), talk.scene.facts, talk.scene.chat);
    let before = directory.bindings(chat);
    if before.contains(&to) {
        return Ok(Some(text::bound_already(talk.lang)));
    }
    let office: Option<OfficeCode> = match &to {
        Binding::Urp => None,
        Binding::Office(code) => Some(code.clone()),
    };
    super::with_telegram(talk)?;
    let Some((_, open)) = facts.town.open_of.iter().find(|(of, _)| *of == office) else {
        let town = TownKeys { open_of: vec![office], ..TownKeys::default() };
        return Err(Box::new(Keys { town, ..Keys::default() }));
    };
    let instead_of = match &office {
        None => directory.urp_chat,
        Some(code) => directory.office(code).and_then(|office| office.chat),
    };
    let after = directory.bound(&to, Some(chat));
    let back = match &office {
        Some(code) => go_back(talk, code, open, &after)?,
        None => Vec::new(),
    };
    super::leave(talk, &back, &after)?;
    let done = text::bound(facts, &after, chat, &to, instead_of, (open.len(), back.len()));
    talk.edit(at, done);
    // Their cards come here with the binding; those elsewhere say that they are no longer of that chat.
    if office.is_some() {
        talk.turn.cards.extend(open);
    }
    talk.turn.cards_in.extend(instead_of);
    talk.turn.cards_in.push(chat);
    talk.turn.timers.push((Timer::Unbound(chat), None));
    if let Some(old) = instead_of.filter(|old| !after.is_desk(*old)) {
        leave_later(talk, old);
    }
    talk.turn.town.push(TownChange::Bound { to, chat: Some(chat), at: talk.scene.now });
    menu(talk, &after, chat);
    Ok(None)
}

/// Open reports of an office that somebody has in hand who does not work on them in that town: of the URP, which
/// stood in as long as the office had no group.
fn go_back(
    talk: &Talk<'_>,
    office: &OfficeCode,
    open: &[ReportId],
    after: &Directory,
) -> Step<Vec<ReportId>> {
    let facts = talk.scene.facts;
    let unknown: Vec<_> = open.iter().copied().filter(|id| facts.report(*id).is_none()).collect();
    if !unknown.is_empty() {
        let (reports, operators) = (unknown.clone(), unknown);
        return Err(Box::new(Keys { reports, operators, ..Keys::default() }));
    }
    let stood_in = |report: &&Report| {
        let operator = report.state.operator().and_then(|id| facts.person(id));
        operator.is_some_and(|person| !super::works_on(after, person, office))
    };
    let reports = open.iter().filter_map(|id| facts.report(*id));
    Ok(reports.filter(stood_in).map(|report| report.id).collect())
}

fn unbind(talk: &mut Talk<'_>, at: Option<MessageId>) -> Option<String> {
    let (directory, chat) = (talk.directory(), talk.scene.chat);
    talk.edit(at, text::unbound_now(directory, chat));
    for to in directory.bindings(chat) {
        talk.turn.town.push(TownChange::Bound { to, chat: None, at: talk.scene.now });
    }
    leave_later(talk, chat);
    None
}

/// A group that is nobody's any more: its cards are withdrawn, and the bot goes, unless it is bound again.
fn leave_later(talk: &mut Talk<'_>, chat: ChatId) {
    let leaves = talk.scene.now + TimeDelta::hours(LEFT_AFTER);
    talk.turn.cards_in.push(chat);
    talk.turn.timers.push((Timer::Unbound(chat), Some(leaves)));
}

/// The menu of commands of whoever works there now.
fn menu(talk: &mut Talk<'_>, after: &Directory, chat: ChatId) {
    let commands = crate::text::service::group_commands(talk.lang, &after.bindings(chat));
    talk.turn.notices.push(Notice::Menu { chat, commands });
}
