//! Somebody opens an invitation.

use super::super::dialogue::Talk;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::Notice;
use crate::domain::people::Capacity;
use crate::domain::town::{Invitation, TownChange};
use crate::text::format::first_line;
use crate::text::staff::{self as text, NoEntry};

pub(super) fn join(talk: &mut Talk<'_>, token: &str) {
    let (directory, scene) = (talk.directory(), talk.scene);
    let (lang, now) = (scene.person.lang, scene.now);
    let Some(telegram) = scene.person.telegram else {
        return;
    };
    let found = scene.facts.town.invitations.iter().find(|one| one.is(token));
    let Some(invitation) = found else {
        talk.turn.say(text::no_entry(directory, lang, NoEntry::Unknown));
        return;
    };
    let Invitation { invited, selector, expires_at, used_at, .. } = invitation;
    let to = &invited.to;
    if scene.capacities.contains(to) {
        // Whoever opened it once more reads again what they are; who made it may try it.
        let message = if used_at.is_some() {
            text::welcome(directory, lang, to, talk.name())
        } else {
            text::already(directory, lang, to)
        };
        talk.turn.say(message);
        return;
    }
    // Whoever is a supervisor no more comes back by no link of their own making.
    let is_no_more = |by| !directory.capacities(by).contains(&Capacity::Supervisor);
    let why = match used_at {
        Some(_) => Some(NoEntry::Used),
        None if invited.withdrawn || invited.by_account.is_some_and(is_no_more) => {
            Some(NoEntry::Withdrawn)
        }
        None if *expires_at < now => Some(NoEntry::Expired),
        None => None,
    };
    if let Some(why) = why {
        talk.turn.say(text::no_entry(directory, lang, why));
        return;
    }
    let shown = first_line(&scene.person.name, text::LONGEST_NAME).into_owned();
    let name = invited.name.clone().unwrap_or(shown);
    talk.turn.say(text::welcome(directory, lang, to, &name));
    let joined = text::joined(directory, to, &name, scene.person, invited.by.as_deref());
    talk.turn.to_supervisors.push(joined);
    let capacities = [scene.capacities, std::slice::from_ref(to)].concat();
    // Who is back sees again what they had here.
    talk.turn.cards_in.push(ChatId::private(telegram));
    let commands = crate::text::service::private_commands(lang, &capacities);
    talk.turn.notices.push(Notice::Menu { chat: scene.chat, commands });
    talk.turn.town.push(TownChange::Used { selector: selector.clone(), by: telegram, at: now });
    talk.turn.town.push(TownChange::Joined { capacity: to.clone(), name, telegram, at: now });
}
