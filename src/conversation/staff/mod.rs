//! The dialogue with staff, in their groups and in private.
//!
//! Buttons are checked against the present state, prompts belong to one person each, and whatever a
//! citizen will read is shown exactly before it is sent.

mod asking;
mod at_once;
mod choose;
mod clock;
mod closing;
mod desk;
mod dialogue;
mod figures;
mod hand;
mod lists;
mod mails;
mod merge;
mod office;
mod people;
mod plan;
mod press;
mod preview;
mod prompt;
mod ready;
mod reply;
mod rights;
mod tasks;
mod works;

use chrono::{DateTime, Utc};

use super::{Reply, Scene};
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::inbound::{Body, Content as Came, Inbound};
use crate::domain::outgoing::{Content, Outgoing, Purpose};
use crate::domain::rights::TownDeed;
use crate::domain::step::{Facts, Fresh, Keys, Page};
use crate::domain::timer::Timer;
use crate::text::staff as text;
use dialogue::{Dialogue, Step, Talk};

pub use dialogue::kept_under;
pub use figures::figures_of;
pub use people::{binds, joins};

/// What to look at before [`turn`], beside the person, their dialogue and the message replied to.
pub fn keys(inbound: &Inbound, directory: &Directory) -> Keys {
    let mut keys = all_keys(inbound, directory);
    if let Some(page) = &mut keys.open {
        let from = inbound.from.as_ref();
        let capacities = from.map_or_else(Vec::new, |from| directory.capacities(from.id));
        let chat = inbound.chat.id;
        page.tasks = rights::is_for(directory, chat, &capacities, TownDeed::SeeTasks);
    }
    keys
}

fn all_keys(inbound: &Inbound, directory: &Directory) -> Keys {
    match &inbound.content {
        Came::Press { data, message, .. } => {
            let mut keys = press::keys(data);
            keys.join(people::keys(inbound, directory));
            keys.join(figures::keys(inbound, directory));
            let pressed = message.map(|message| (inbound.chat.id, message));
            keys.messages.extend(pressed);
            keys
        }
        Came::Message { body: Body::Command { name, rest }, .. } => {
            let mut keys = lists::keys(name, rest, directory, inbound.at);
            keys.join(people::keys(inbound, directory));
            keys.join(figures::keys(inbound, directory));
            keys
        }
        _ => Keys::default(),
    }
}

/// Whether a press or command in a private chat belongs to staff by itself.
pub fn speaks_first(inbound: &Inbound) -> bool {
    match &inbound.content {
        Came::Press { data, .. } => press::is_for_staff(data),
        Came::Message { body: Body::Command { name, .. }, .. } => {
            lists::is_for_staff(name)
                || people::is_command(name)
                || figures::is_command(name)
                || people::joins(inbound)
        }
        _ => false,
    }
}

/// Whether a message in a private chat of staff is for this conversation: it answers what was asked
/// here, or a card.
pub fn is_meant(facts: &Facts, inbound: &Inbound) -> bool {
    let (Came::Message { message, .. } | Came::Edited { message, .. }) = &inbound.content else {
        return false;
    };
    let chat = inbound.chat.id;
    let known = message.reply_to.and_then(|to| facts.message(chat, to));
    let command = matches!(&inbound.content, Came::Message { body: Body::Command { .. }, .. });
    if known.is_some_and(|known| known.card) && !command {
        return true;
    }
    let Some(from) = &inbound.from else {
        return false;
    };
    let kept = facts.dialogue(kept_under(chat), from.id);
    let kept: Option<Dialogue> = kept.and_then(|json| serde_json::from_str(json).ok());
    let Some(dialogue) = kept else {
        return false;
    };
    let Came::Message { body, .. } = &inbound.content else {
        return dialogue.took(message.id);
    };
    match (body, known) {
        (Body::Command { name, .. }, _) => name == "cancel" && dialogue.is_asking(),
        // A reply to something else means that.
        (_, Some(known)) => dialogue.knows(known),
        (_, None) => dialogue.asks(body, inbound.at),
    }
}

/// Whatever comes in a chat of staff: a command, a press, a message, a reply.
pub fn turn(scene: &Scene<'_>, inbound: &Inbound, fresh: Fresh) -> Reply {
    let mut talk = Talk::new(scene, fresh);
    let step = match &inbound.content {
        Came::Press { callback, data, message } => {
            press::pressed(&mut talk, data, *message).map(|words| match words {
                Some(words) => talk.turn.notice(callback, words),
                None => talk.turn.hush(callback),
            })
        }
        Came::Message { message, body } => reply::received(&mut talk, message, body),
        Came::Edited { message, body } => reply::edited(&mut talk, message, body),
        Came::Membership { .. } | Came::MigratedTo(_) | Came::Nothing => Ok(()),
    };
    answer(talk, step)
}

/// A prompt's half hour is over, or the photos of an answer have settled.
pub fn timer(scene: &Scene<'_>, timer: Timer, fresh: Fresh) -> Reply {
    let mut talk = Talk::new(scene, fresh);
    let step = match timer {
        Timer::Prompt(..) => {
            let until = talk.dialogue.prompt.as_ref().and_then(|prompt| prompt.until);
            match until {
                Some(until) if until > scene.now => talk.turn.timers.push((timer, Some(until))),
                Some(_) => prompt::time_over(&mut talk),
                None => talk.turn.timers.push((timer, None)),
            }
            Ok(())
        }
        Timer::Preview(..) => {
            talk.turn.timers.push((timer, None));
            desk::settled(&mut talk);
            let waits =
                |prompt: &dialogue::Prompt| prompt.preview.is_none() && prompt.album.is_some();
            if talk.dialogue.prompt.as_ref().is_some_and(waits) {
                prompt::advance(&mut talk, None)
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    };
    answer(talk, step)
}

fn answer(talk: Talk<'_>, step: Step) -> Reply {
    match step {
        Ok(()) => talk.finish(),
        Err(keys) => Reply::Need(keys),
    }
}

/// What [`digest`] looks at: [`Facts::open`], the first page.
pub fn digest_page() -> Page {
    lists::page(0)
}

/// The morning digest: what /open shows, its first page. Nothing where nothing is open.
pub fn digest(facts: &Facts, chat: ChatId, now: DateTime<Utc>, fresh: &mut Fresh) -> Vec<Outgoing> {
    if facts.open.entries.is_empty() {
        return Vec::new();
    }
    let content = Content::Text(text::open(facts, 0, true, now));
    vec![Outgoing::new(fresh.outbox(), chat, Purpose::Staff, content, now)]
}

#[cfg(test)]
mod tests;
