//! Which conversation an update belongs to.

use super::apply::{Applied, Place, apply};
use super::flood::{Flood, coalesce};
use super::{Decided, done, done_before, groups, people, returning};
use crate::conversation::{Reply, Scene, citizen, staff};
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::inbound::{Body, ChatKind, Content, Inbound, Sender};
use crate::domain::outgoing::Notice;
use crate::domain::people::Capacity;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, Seen};
use crate::domain::timer::Timer;
use crate::text;

/// Where an update goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// A private chat: the citizen's conversation, or that of staff where they speak as such.
    Private,
    /// A group of the URP or of an office.
    Desk,
    /// A group that the directory does not name.
    Unbound,
    Nowhere,
}

fn route(inbound: &Inbound, directory: &Directory) -> Route {
    let chat = inbound.chat.id;
    match inbound.chat.kind {
        ChatKind::Private => Route::Private,
        ChatKind::Channel => Route::Nowhere,
        ChatKind::Group if directory.is_desk(chat) => Route::Desk,
        ChatKind::Group => Route::Unbound,
    }
}

/// Whether it is answered in any group, also in one that the directory does not name.
pub(super) fn is_answered_anywhere(inbound: &Inbound) -> bool {
    inbound.chat.kind == ChatKind::Group
        && match &inbound.content {
            Content::Membership { present, .. } => *present,
            _ => is_id(inbound) || staff::binds(inbound),
        }
}

/// Whether it asks for the chat's id.
fn is_id(inbound: &Inbound) -> bool {
    let Content::Message { body: Body::Command { name, .. }, .. } = &inbound.content else {
        return false;
    };
    name == "id"
}

/// What to look at first for an update.
pub(super) fn keys(inbound: &Inbound, directory: &Directory) -> Keys {
    let chat = inbound.chat.id;
    let mut keys = Keys { seen: Some(Seen::Update(inbound.update_id)), ..Keys::default() };
    if let Some(from) = &inbound.from {
        keys.accounts.push(from.id);
        keys.dialogues.push((chat, from.id));
    }
    match &inbound.content {
        Content::Message { message, .. } => {
            keys.messages.extend(message.reply_to.map(|id| (chat, id)));
        }
        Content::Edited { message, .. } => keys.messages.push((chat, message.id)),
        Content::Membership { .. } => keys.timers.push(Timer::Unbound(chat)),
        _ => {}
    }
    match route(inbound, directory) {
        Route::Private => {
            let staff = inbound.from.as_ref().is_some_and(|from| directory.is_staff(from.id));
            if staff && let Some(from) = &inbound.from {
                keys.dialogues.push((staff::kept_under(chat), from.id));
            }
            if staff::joins(inbound) || (staff && staff::speaks_first(inbound)) {
                keys.join(staff::keys(inbound, directory));
            } else {
                keys.join(citizen::keys(inbound, directory));
            }
        }
        Route::Desk => keys.join(staff::keys(inbound, directory)),
        Route::Unbound if staff::binds(inbound) => keys.join(staff::keys(inbound, directory)),
        Route::Unbound | Route::Nowhere => {}
    }
    // A command on a report may ring: that depends on its card.
    keys.cards = directory
        .urp_chat
        .map(|urp| keys.reports.iter().map(|report| (urp, *report)).collect())
        .unwrap_or_default();
    keys
}

/// Whether a message that nobody in particular has written is for us: a command, or a reply to something of ours.
fn is_for_us(facts: &Facts, inbound: &Inbound) -> bool {
    let Content::Message { message, body } = &inbound.content else {
        return false;
    };
    let of_ours = |to| facts.message(inbound.chat.id, to).is_some();
    inbound.from.is_none()
        && (matches!(body, Body::Command { .. }) || message.reply_to.is_some_and(of_ours))
}

/// Whether what came in a private chat is for the conversation of staff.
fn to_staff(facts: &Facts, inbound: &Inbound, capacities: &[Capacity]) -> bool {
    match &inbound.content {
        // Also from who is staff no more: they are told so.
        Content::Press { .. } => staff::speaks_first(inbound),
        _ if staff::joins(inbound) => true,
        _ if capacities.is_empty() => false,
        _ => staff::speaks_first(inbound) || staff::is_meant(facts, inbound),
    }
}

/// Decides about an update. Pure. `flood`: its sender writes very fast.
pub(super) fn decide(
    facts: &Facts,
    inbound: &Inbound,
    flood: Option<Flood>,
    mut fresh: Fresh,
) -> Decided {
    if facts.seen {
        // Whoever pressed may still be waiting for its end: that goes with an answer which was lost.
        return done_before(hush(inbound));
    }
    let changes = Changes { seen: Some(Seen::Update(inbound.update_id)), ..Changes::default() };
    if let Content::MigratedTo(new) = inbound.content {
        let migrated = vec![(inbound.chat.id, new)];
        return done(Changes { migrated, ..changes }, Vec::new());
    }
    let route = route(inbound, &facts.directory);
    let by_staff = |from: &Sender| facts.directory.is_staff(from.id);
    let unbound = route == Route::Unbound;
    // Strangers have the bot in as many groups as they like.
    let quiet = unbound && flood.is_some() && !inbound.from.as_ref().is_some_and(by_staff);
    if let Content::Membership { present, admin } = inbound.content {
        let standing = (present, admin);
        return groups::membership(facts, inbound, standing, (unbound, quiet), changes, fresh);
    }
    if quiet {
        return done(changes, hush(inbound));
    }
    let Some(from) = inbound.from.as_ref().filter(|from| !from.is_bot) else {
        return match &inbound.content {
            Content::Message { message, .. } if matches!(route, Route::Desk | Route::Unbound) => {
                let says =
                    (staff::binds(inbound), route == Route::Desk && is_for_us(facts, inbound));
                groups::of_nobody(inbound, message, says, facts, changes, fresh)
            }
            _ => done(changes, hush(inbound)),
        };
    };
    let private = route == Route::Private;
    let capacities = facts.directory.capacities(from.id);
    let (person, is_new) = people::person(facts, from, private, inbound.at, &mut fresh);
    if is_id(inbound) {
        return groups::id(inbound, &person, facts, changes, fresh);
    }
    let place = match route {
        Route::Private if to_staff(facts, inbound, &capacities) => Place::Staff,
        Route::Private => Place::Private,
        Route::Desk => Place::Staff,
        Route::Unbound if staff::binds(inbound) => Place::Staff,
        Route::Unbound | Route::Nowhere => return done(changes, hush(inbound)),
    };
    let scene = Scene {
        facts,
        now: inbound.at,
        chat: inbound.chat.id,
        person: &person,
        capacities: &capacities,
    };
    if private && let Some(need) = returning::keys(facts, &person, from.id) {
        return Decision::Need(Box::new(need));
    }
    // Before the answer, so that it is read before it.
    let flood = flood.filter(|_| private).map(|flood| (flood, fresh.outbox()));
    let reply = match place {
        Place::Private | Place::Mail(_) => citizen::turn(&scene, inbound, fresh),
        Place::Staff => staff::turn(&scene, inbound, fresh),
    };
    let turn = match reply {
        Reply::Need(keys) => return Decision::Need(keys),
        Reply::Turn(turn) => *turn,
    };
    let mut changes = changes;
    let press = match &inbound.content {
        Content::Press { callback, .. } => Some(callback.as_str()),
        _ => None,
    };
    match apply(&scene, place, turn, press, &mut changes) {
        Applied::Need(keys) => Decision::Need(keys),
        Applied::Done(notices) => {
            if is_new && !changes.people.iter().any(|one| one.id == person.id) {
                changes.people.push(person.clone());
            }
            if private {
                returning::send_again(facts, &person, inbound.at, &mut changes);
                returning::cards_of_their_own(facts, from.id, &mut changes);
            }
            let Some(flood) = flood else {
                return done(changes, notices);
            };
            let to = (inbound.chat.id, person.lang);
            match coalesce(facts, to, flood, inbound.at, &mut changes) {
                Ok(Some(row)) => told((inbound.chat.id, row), done(changes, notices)),
                Ok(None) => done(changes, notices),
                Err(keys) => Decision::Need(keys),
            }
        }
    }
}

/// The same, and it is remembered who was told of their flood.
fn told(flood: (ChatId, OutboxId), decided: Decided) -> Decided {
    match decided {
        Decision::Done(changes, aftermath) => {
            let told_flood = Some(flood);
            Decision::Done(changes, super::Aftermath { told_flood, ..aftermath })
        }
        need @ Decision::Need(_) => need,
    }
}

/// Ends a press that nobody answers, so that the button does not spin.
fn hush(inbound: &Inbound) -> Vec<Notice> {
    match &inbound.content {
        Content::Press { callback, .. } => {
            vec![Notice::AnswerPress { callback: callback.clone(), words: None, alert: false }]
        }
        _ => Vec::new(),
    }
}

/// The words of a refusal for whoever gave the command.
pub(super) fn refusal_words(
    scene: &Scene<'_>,
    place: Place<'_>,
    refusal: &crate::domain::decide::Refusal,
    report: Option<&crate::domain::report::Report>,
) -> String {
    let directory = scene.directory();
    match place {
        Place::Private | Place::Mail(_) => {
            text::refusal::to_citizen(scene.person.lang, directory, refusal)
        }
        Place::Staff => text::staff::refusal(directory.staff_lang(), refusal, report, directory),
    }
}
