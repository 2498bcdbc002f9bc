//! Plain messages to staff chats, as rows of the outbox.

use chrono::{DateTime, Utc};

use super::Wakes;
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, TelegramId};
use crate::domain::mail::Account;
use crate::domain::outgoing::{
    AutoSubmitted, Content, Keyboard, MailContent, MailTo, Message, Outgoing, Purpose,
};
use crate::domain::step::{Alarm, Changes, ClockKeys, Decision, Facts, Fresh, Keys};
use crate::store::{Store, StoreError};
use crate::text;

/// A message to a staff chat.
pub fn to_chat(
    chat: ChatId,
    purpose: Purpose,
    message: Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Outgoing {
    Outgoing::new(fresh.outbox(), chat, purpose, Content::Text(message), now)
}

/// What [`to_supervisors`] looks at.
pub fn supervisors() -> Keys {
    let clock = ClockKeys { supervisors: true, ..ClockKeys::default() };
    Keys { clock, ..Keys::default() }
}

/// The same, and whether they were told of this trouble.
pub fn alarmed(alarm: Alarm) -> Keys {
    let mut keys = supervisors();
    keys.clock.told = Some(alarm);
    keys
}

/// The same message to each supervisor who can be written to, in private. Where nobody can: to the
/// URP's group, and to their addresses.
pub fn to_supervisors(
    facts: &Facts,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Vec<Outgoing> {
    let chats = reached(facts);
    if !chats.is_empty() {
        let each = chats.into_iter();
        return each
            .map(|chat| to_chat(chat, Purpose::Staff, message.clone(), now, fresh))
            .collect();
    }
    unheard(facts, message, now, fresh)
}

/// Tells the supervisors, in a step of its own, and wakes whoever sends that: it may go by mail.
pub async fn tell_supervisors(
    store: &Store,
    clock: &Clock,
    wakes: &Wakes,
    message: impl Fn(&Directory) -> Message + Send + Sync + 'static,
) -> Result<(), StoreError> {
    let (now, fresh) = (clock.now(), clock.fresh());
    let told = store.step(supervisors(), move |facts| {
        let message = message(&facts.directory);
        let outbox = to_supervisors(facts, &message, now, &mut fresh.clone());
        let changes = Changes { outbox, ..Changes::default() };
        let to_send = changes.to_send();
        Decision::Done(Box::new(changes), to_send)
    });
    wakes.call(store, told.await?);
    Ok(())
}

/// The same of a trouble that has begun, or is over, unless they know that. `aloud`: else it is noted alone. Whether it was
/// news.
pub async fn tell_of_trouble(
    store: &Store,
    clock: &Clock,
    wakes: &Wakes,
    (alarm, has_begun): (Alarm, bool),
    aloud: bool,
    message: impl Fn(&Directory) -> Message + Send + Sync + 'static,
) -> Result<bool, StoreError> {
    let (now, fresh) = (clock.now(), clock.fresh());
    let told = store.step(alarmed(alarm), move |facts| {
        let mut changes = Changes::default();
        let is_news = facts.clock.told.is_some() != has_begun;
        if is_news {
            changes.told = Some((alarm, has_begun.then_some(now)));
        }
        if is_news && aloud {
            let message = message(&facts.directory);
            changes.outbox = to_supervisors(facts, &message, now, &mut fresh.clone());
        }
        let to_send = changes.to_send();
        Decision::Done(Box::new(changes), (is_news, to_send))
    });
    let (is_news, to_send) = told.await?;
    wakes.call(store, to_send);
    Ok(is_news)
}

/// What no supervisor can be told in private: to the URP's group, and to their addresses.
pub fn unheard(
    facts: &Facts,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Vec<Outgoing> {
    let directory = &facts.directory;
    let mut rows = Vec::new();
    if let Some(urp) = directory.urp_chat {
        let message = text::staff::for_unheard_supervisors(directory, message);
        rows.push(to_chat(urp, Purpose::Staff, message, now, fresh));
    }
    rows.extend(mails_to_supervisors(facts, message, now, fresh));
    rows
}

/// The private chats of the supervisors who can be written to.
pub fn reached(facts: &Facts) -> Vec<ChatId> {
    let accounts = facts.directory.supervisors.iter().filter_map(|one| one.telegram);
    let can = |account: &TelegramId| {
        // Not looked at: better tried in vain than not at all.
        facts.clock.supervisors.as_ref().is_none_or(|reached| reached.contains(account))
    };
    accounts.filter(can).map(ChatId::private).collect()
}

/// The message to the supervisors' addresses, where the town can write mail.
pub(super) fn mails_to_supervisors(
    facts: &Facts,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Vec<Outgoing> {
    let directory = &facts.directory;
    let addresses = directory.supervisors.iter().filter_map(|one| one.email.as_ref());
    let addresses = addresses.filter(|_| facts.clock.writes_mail);
    let lang = directory.staff_lang();
    let mail = |address: &String| {
        let content = MailContent {
            subject: text::staff::alarm_subject(directory),
            // Buttons of a chat are of no use in a mail.
            message: Message { keyboard: Keyboard::None, ..message.clone() },
            lang,
            photos: Vec::new(),
            auto: AutoSubmitted::Generated,
            answers: None,
        };
        let address = address.to_lowercase();
        let to = MailTo { account: Account::Mail, address, counted: None };
        let content = Content::Mail(Box::new(content));
        Outgoing::new(fresh.outbox(), to, Purpose::Staff, content, now)
    };
    addresses.map(mail).collect()
}
