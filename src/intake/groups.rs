//! Groups: the bot's standing in them, and what to write into the directory to bind them.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Decided, done, people};
use crate::conversation::{Scene, Turn};
use crate::domain::ids::ChatId;
use crate::domain::inbound::{ChatKind, Inbound, MessageRef};
use crate::domain::outgoing::Target;
use crate::domain::people::Person;
use crate::domain::step::{Changes, Facts, Fresh, GroupChange, GroupChat};
use crate::domain::timer::Timer;
use crate::text;

/// A group that nobody bound is left after this time, hours.
const UNBOUND_HOURS: i64 = 24;

/// The bot was added, removed, blocked or unblocked. `unbound`: the group is not of the directory; `quiet`: it was answered
/// often enough.
pub(super) fn membership(
    facts: &Facts,
    inbound: &Inbound,
    (present, admin): (bool, bool),
    (unbound, quiet): (bool, bool),
    mut changes: Changes,
    mut fresh: Fresh,
) -> Decided {
    let chat = inbound.chat.id;
    let private = inbound.chat.kind == ChatKind::Private;
    if !private {
        if present && !unbound {
            changes.chats_back.push(chat);
        }
        changes.groups.push(if present {
            let title = inbound.chat.title.clone().unwrap_or_default();
            GroupChange::In(GroupChat { chat, title, admin })
        } else {
            GroupChange::Out(chat)
        });
    }
    let Some(from) = inbound.from.as_ref().filter(|_| private || unbound) else {
        return done(changes, Vec::new());
    };
    let (mut person, _) = people::person(facts, from, false, inbound.at, &mut fresh);
    if private {
        // Who has blocked the bot is back once they write: then they get what they missed.
        person.reachable &= present;
        changes.people.push(person);
        return done(changes, Vec::new());
    }
    let timer = Timer::Unbound(chat);
    if !present {
        changes.timers.push((timer, None));
        return done(changes, Vec::new());
    }
    if facts.timers.iter().any(|(set, _)| *set == timer) {
        // Greeted already: now it was only made an administrator, say.
        return done(changes, Vec::new());
    }
    changes.timers.push((timer, Some(inbound.at + TimeDelta::hours(UNBOUND_HOURS))));
    // It may have been a group of the town once: what waited for it is not for whoever is there now.
    changes.chats_given_up.push((chat, inbound.at));
    if quiet {
        return done(changes, Vec::new());
    }
    let scene = Scene { facts, now: inbound.at, chat, person: &person, capacities: &[] };
    let mut turn = Turn::new(&scene, fresh);
    turn.say(text::service::unbound(&facts.directory, chat));
    changes.outbox.extend(turn.say);
    done(changes, Vec::new())
}

/// /id: this chat's and the sender's id, as lines to paste into the directory.
pub(super) fn id(
    inbound: &Inbound,
    person: &Person,
    facts: &Facts,
    mut changes: Changes,
    fresh: Fresh,
) -> Decided {
    let chat = inbound.chat.id;
    let private = inbound.chat.kind == ChatKind::Private;
    let lang = if private { person.lang } else { facts.directory.staff_lang() };
    let scene = Scene { facts, now: inbound.at, chat, person, capacities: &[] };
    let mut turn = Turn::new(&scene, fresh);
    turn.say(text::service::ids(lang, (!private).then_some(chat), person));
    changes.outbox.extend(turn.say);
    if facts.person(person.id) != Some(person) {
        changes.people.push(person.clone());
    }
    done(changes, Vec::new())
}

/// What was written in the name of the group (by an administrator who remains anonymous), if that was for us: who writes
/// it cannot be seen, so nothing is done, and that is said.
pub(super) fn of_nobody(
    inbound: &Inbound,
    message: &MessageRef,
    (binds, is_for_us): (bool, bool),
    facts: &Facts,
    mut changes: Changes,
    fresh: Fresh,
) -> Decided {
    let nobody = Person::nobody(facts.directory.staff_lang(), inbound.at);
    let chat = inbound.chat.id;
    let scene = Scene { facts, now: inbound.at, chat, person: &nobody, capacities: &[] };
    let mut turn = Turn::new(&scene, fresh);
    if binds {
        turn.say(text::staff::bind_anonymous(nobody.lang));
    } else if is_for_us {
        let why = text::staff::written_by_nobody(nobody.lang);
        turn.reply(None, Target::Message(message.id), why);
    }
    changes.outbox.extend(turn.say);
    done(changes, Vec::new())
}

/// The day of an unbound group is over: it is left, unless it was bound meanwhile.
pub(super) fn unbound_over(facts: &Facts, chat: ChatId, now: DateTime<Utc>) -> Decided {
    use crate::domain::outgoing::Notice;
    let changes = Changes { timers: vec![(Timer::Unbound(chat), None)], ..Changes::default() };
    let directory = &facts.directory;
    if directory.is_desk(chat) {
        return done(changes, Vec::new());
    }
    let changes = Changes { chats_given_up: vec![(chat, now)], ..changes };
    done(changes, vec![Notice::Leave(chat)])
}
