//! Plain messages to staff chats, as rows of the outbox.

use chrono::{DateTime, Utc};

use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::{Content, Lane, Message, Outgoing, Purpose, Urgency};
use crate::domain::step::Fresh;

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

/// The same message to each supervisor, in private.
pub fn to_supervisors(
    directory: &Directory,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Vec<Outgoing> {
    let accounts = directory.supervisors.iter().filter_map(|one| one.telegram);
    accounts
        .map(|account| {
            let chat = ChatId::private(account);
            to_chat(chat, Purpose::Staff, message.clone(), now, fresh)
        })
        .collect()
}
