//! Who works with the service: invitations, the list, roles that end, whose a group is, help.

mod bind;
mod help;
mod invite;
mod join;
mod list;
mod remove;

use super::super::Deed;
use super::asking::ANSWER_TIME;
use super::dialogue::{Step, Talk};
use super::rights;
use crate::domain::command::Command;
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::ids::{MessageId, OfficeCode, OutboxId, ReportId};
use crate::domain::inbound::{Body, ChatKind, Content, Inbound, MessageRef};
use crate::domain::people::{Capacity, Person};
use crate::domain::press::Press;
use crate::domain::rights::{Right, TownDeed};
use crate::domain::step::Keys;
use crate::domain::timer::Timer;
use crate::domain::town::{Invitation, TownKeys};
use crate::text::staff as text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Somebody is being invited: their name is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::conversation::staff) struct Inviting {
    /// To what.
    pub to: Capacity,
    /// The message that asks.
    pub row: OutboxId,
    /// The message whose buttons choose instead, once known.
    pub question: Option<MessageId>,
    /// When it was asked.
    pub touched: DateTime<Utc>,
}

/// The commands of this part.
pub(super) fn is_command(name: &str) -> bool {
    matches!(name, "invite" | "people" | "remove" | "bind" | "help")
}

/// The token of an invitation, where somebody opens one.
fn token(inbound: &Inbound) -> Option<&str> {
    match &inbound.content {
        Content::Message { body: Body::Command { name, rest }, .. }
            if name == "start" && inbound.chat.kind == ChatKind::Private =>
        {
            Invitation::selector_of(rest).map(|_| rest.as_str())
        }
        _ => None,
    }
}

/// Whether somebody opens an invitation: whoever they are, it is for this part.
pub fn joins(inbound: &Inbound) -> bool {
    token(inbound).is_some()
}

/// Whether it is about whose a group is: that is taken in groups that are nobody's yet.
pub fn binds(inbound: &Inbound) -> bool {
    match &inbound.content {
        Content::Message { body: Body::Command { name, .. }, .. } => name == "bind",
        _ => pressed_in(inbound).and_then(|press| rights::in_town(&press)) == Some(TownDeed::Bind),
    }
}

/// The button that was pressed.
fn pressed_in(inbound: &Inbound) -> Option<Press> {
    match &inbound.content {
        Content::Press { data, .. } => Press::decode(data),
        _ => None,
    }
}

/// What to look at first.
pub(super) fn keys(inbound: &Inbound, directory: &Directory) -> Keys {
    let mut keys = Keys::default();
    if let Some(token) = token(inbound) {
        keys.town.invitations.extend(Invitation::selector_of(token));
        return keys;
    }
    if let Some(Press::InviteWithdraw(code)) = pressed_in(inbound) {
        keys.town.invitations.push(code.0);
    }
    if let Some(Press::Expel(_, who)) = pressed_in(inbound) {
        // They are not of the directory any more, and are named all the same.
        keys.accounts.push(who);
    }
    let deed = match &inbound.content {
        Content::Message { body: Body::Command { name, .. }, .. } => rights::of_command(name),
        _ => pressed_in(inbound).and_then(|press| rights::in_town(&press)),
    };
    match deed {
        Some(TownDeed::SeePeople | TownDeed::Remove) => {
            // All of the directory: as many as the town has.
            keys.accounts.extend(directory.staff().filter_map(|(one, _)| one.telegram));
            keys.accounts.sort_unstable();
            keys.accounts.dedup();
            keys.town.telegram = true;
        }
        Some(TownDeed::Bind) => {
            keys.town.telegram = true;
            keys.timers.push(Timer::Unbound(inbound.chat.id));
        }
        _ => {}
    }
    keys
}

/// A message that is for this part: a command of it, an invitation, a name that was asked for.
pub(super) fn received(talk: &mut Talk<'_>, message: &MessageRef, body: &Body) -> Option<Step> {
    if let Body::Command { name, rest } = body {
        return command(talk, name, rest);
    }
    let inviting = talk.dialogue.inviting.as_ref()?;
    let Body::Text(words) = body else {
        return None;
    };
    let known = message.reply_to.and_then(|to| talk.scene.facts.message(talk.scene.chat, to));
    let answers = match (message.reply_to, known) {
        (None, _) => {
            talk.scene.chat.is_private() && talk.scene.now <= inviting.touched + ANSWER_TIME
        }
        (Some(_), None) => talk.scene.chat.is_private(),
        (Some(_), Some(known)) => known.row == Some(inviting.row),
    };
    answers.then(|| invite::named(talk, words))
}

fn command(talk: &mut Talk<'_>, name: &str, rest: &str) -> Option<Step> {
    let private = talk.scene.chat.is_private();
    if name == "start" && private && Invitation::selector_of(rest).is_some() {
        join::join(talk, rest);
        return Some(Ok(()));
    }
    let deed = match rights::of_command(name) {
        Some(TownDeed::Bind) => TownDeed::Bind,
        _ if talk.scene.capacities.is_empty() => return None,
        Some(deed @ (TownDeed::Invite | TownDeed::SeePeople | TownDeed::Remove)) => deed,
        _ if name == "help" || (name == "start" && !private) => {
            help::help(talk);
            return Some(Ok(()));
        }
        _ => return None,
    };
    let right = Right::InTown(deed);
    if !rights::may(talk, right, None) {
        let only = rights::only(talk, right, None);
        talk.turn.say(text::refused_because(&only));
        return Some(Ok(()));
    }
    match deed {
        TownDeed::Invite => {
            talk.turn.say(text::invite_role(talk.lang));
        }
        TownDeed::Bind => bind::begin(talk),
        _ => list::people(talk, rest),
    }
    Some(Ok(()))
}

/// A button of this part, pressed by somebody who may.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    match press {
        Press::InviteAs(post) => Ok(invite::role(talk, *post, at)),
        Press::InviteTo(post, office) => Ok(invite::office(talk, *post, office, at)),
        Press::InviteUnnamed => invite::unnamed(talk, at),
        Press::InviteCancel => Ok(invite::cancel(talk, at)),
        Press::InviteWithdraw(code) => Ok(invite::withdraw(talk, code, at)),
        Press::People(page) => Ok(list::turn_page(talk, *page, at)),
        Press::Remove(mark) => remove::ask(talk, *mark),
        Press::RemoveYes(mark) => remove::remove(talk, *mark, at),
        Press::RemoveNo => {
            talk.edit(at, text::not_removed(talk.lang));
            Ok(None)
        }
        Press::Expel(chat, who) => Ok(remove::expel(talk, *chat, *who, at)),
        Press::BindUrp
        | Press::BindOffice(_)
        | Press::BindPage(_)
        | Press::Unbind
        | Press::BindCancel => bind::pressed(talk, press, at),
        _ => Ok(Some(text::old_button(talk.lang))),
    }
}

/// Whether somebody works, in that town, on what that office has.
fn works_on(town: &Directory, person: &Person, office: &OfficeCode) -> bool {
    let own = person.telegram.map(|telegram| town.capacities(telegram)).unwrap_or_default();
    let acting = desk::acting(town, person, &own, Some(office));
    acting.capacities.iter().any(|one| match one {
        Capacity::Referent(own) | Capacity::Operator(own) => own == office,
        _ => false,
    })
}

/// Their operators leave these reports by themselves. The cards of all are looked at at once: whether something
/// rings depends on them.
fn leave(talk: &mut Talk<'_>, reports: &[ReportId], after: &Directory) -> Step {
    let facts = talk.scene.facts;
    let mut cards = Vec::new();
    for report in reports.iter().filter_map(|id| facts.report(*id)) {
        let operator = report.state.operator().and_then(|id| facts.person(id));
        let chats = [talk.directory(), after].map(|town| desk::chats(town, report, operator));
        let unknown =
            chats.into_iter().flatten().filter(|chat| facts.card(*chat, report.id).is_none());
        cards.extend(unknown.map(|chat| (chat, report.id)));
    }
    if !cards.is_empty() {
        return Err(Box::new(Keys { cards, ..Keys::default() }));
    }
    for report in reports {
        let command = Command::OperatorRemoved;
        talk.turn.deeds.push(Deed::ByItself { report: *report, command });
    }
    Ok(())
}

/// Looks at the groups and at the bot's name, if nobody has yet.
fn with_telegram(talk: &Talk<'_>) -> Step {
    if talk.scene.facts.town.groups.is_some() {
        return Ok(());
    }
    let town = TownKeys { telegram: true, ..TownKeys::default() };
    Err(Box::new(Keys { town, ..Keys::default() }))
}
