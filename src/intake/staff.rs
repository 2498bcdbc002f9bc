//! Plain messages to staff chats, as rows of the outbox.

use chrono::{DateTime, Utc};

use crate::domain::ids::{ChatId, TelegramId};
use crate::domain::mail::Account;
use crate::domain::outgoing::{
    AutoSubmitted, Content, Keyboard, Lane, MailContent, MailTo, Message, Outgoing, Purpose, To,
    Urgency,
};
use crate::domain::step::{ClockKeys, Facts, Fresh, Keys};
use crate::text;

/// A message to a staff chat.
pub fn to_chat(
    chat: ChatId,
    purpose: Purpose,
    message: Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Outgoing {
    Outgoing {
        id: fresh.outbox(),
        to: chat.into(),
        lane: Lane::Message,
        urgency: Urgency::Rest,
        purpose,
        report: None,
        event: None,
        created_at: now,
        not_before: None,
        reply_to: None,
        content: Content::Text(message),
        held: None,
    }
}

/// What [`to_supervisors`] looks at.
pub fn supervisors() -> Keys {
    let clock = ClockKeys { supervisors: true, ..ClockKeys::default() };
    Keys { clock, ..Keys::default() }
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
        let mut message = text::staff::for_unheard_supervisors(directory, message);
        message.silent = !directory.calendar.is_open(now);
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
        Outgoing {
            to: To::Mail(MailTo { account: Account::Mail, address, counted: None }),
            content: Content::Mail(Box::new(content)),
            ..to_chat(ChatId::NONE, Purpose::Staff, Message::default(), now, fresh)
        }
    };
    addresses.map(mail).collect()
}
