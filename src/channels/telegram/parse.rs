//! Updates of the Bot API in our words.

#![expect(clippy::zero_sized_map_values, reason = "serde reads no set of names from an object")]

mod wire;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::ids::{ChatId, MessageId, TelegramId};
use crate::domain::inbound::{
    Attachment, Body, Chat, ChatKind, Content, FileSource, Inbound, MessageRef, Sender, Unusable,
};
use crate::domain::place::Position;
use crate::domain::step::Fresh;
use crate::domain::trouble::json_mistake;

/// An update that cannot be read. Its text names no content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the update cannot be read: {0}")]
pub struct Unreadable(String);

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(json_mistake(&error))
    }
}

/// An object of which only the names of its fields matter.
type Fields = BTreeMap<String, IgnoredAny>;

/// Kinds of update that bring nothing for us. Others that we do not know are kept: they may.
const NOTHING_FOR_US: [&str; 17] = [
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
];

/// Messages that cannot be used in a report: the field that such a one has.
const UNUSABLE: [(&str, Unusable); 14] = [
    ("animation", Unusable::Animation),
    ("voice", Unusable::Voice),
    ("video_note", Unusable::VideoNote),
    ("video", Unusable::Video),
    ("audio", Unusable::Audio),
    ("sticker", Unusable::Sticker),
    ("document", Unusable::Document),
    ("contact", Unusable::Contact),
    ("poll", Unusable::Other),
    ("dice", Unusable::Other),
    ("story", Unusable::Other),
    ("paid_media", Unusable::Other),
    ("checklist", Unusable::Other),
    ("game", Unusable::Other),
];

/// Service messages that a private chat may have: nobody said anything by them.
const SERVICE: [&str; 21] = [
    "pinned_message",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "web_app_data",
    "giveaway",
    "giveaway_completed",
];

/// Reads an update as it came. Commands to other bots than `bot_name` are nothing to us.
pub fn inbound(
    raw: &str,
    bot_name: &str,
    at: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Result<Inbound, Unreadable> {
    let update: wire::Update = serde_json::from_str(raw)?;
    let update_id = update.update_id;
    let mut reader = Reader { raw, bot_name, fresh };
    let (chat, from, content) = if let Some(message) = update.message {
        (chat_of(&message.chat), sender_of(&message), reader.message(&message)?)
    } else if let Some(press) = update.callback_query {
        pressed(press)
    } else if let Some(message) = update.edited_message {
        (chat_of(&message.chat), sender_of(&message), reader.edited(&message)?)
    } else if let Some(post) = update.channel_post.or(update.edited_channel_post) {
        (chat_of(&post.chat), None, Content::Nothing)
    } else if let Some(change) = update.my_chat_member {
        membership(&change)
    } else {
        let fields: Fields = serde_json::from_str(raw)?;
        if !NOTHING_FOR_US.iter().any(|kind| fields.contains_key(*kind)) {
            return Err(Unreadable("a kind of update that is not known".to_owned()));
        }
        (nowhere(), None, Content::Nothing)
    };
    Ok(Inbound { update_id, at, chat, from, content })
}

/// Bot API `update_id` of a raw update, for acknowledging one that cannot be read.
pub fn update_id(raw: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Id {
        update_id: i64,
    }
    serde_json::from_str::<Id>(raw).ok().map(|id| id.update_id)
}

fn nowhere() -> Chat {
    Chat { id: ChatId(0), kind: ChatKind::Channel, title: None }
}

fn chat_of(chat: &wire::Chat) -> Chat {
    let kind = match chat.kind {
        wire::ChatKind::Private => ChatKind::Private,
        wire::ChatKind::Group | wire::ChatKind::Supergroup => ChatKind::Group,
        wire::ChatKind::Channel => ChatKind::Channel,
    };
    Chat { id: ChatId(chat.id), kind, title: chat.title.clone() }
}

fn sender(user: &wire::User) -> Sender {
    let name = match user.last_name.as_deref() {
        Some(last) => format!("{} {last}", user.first_name),
        None => user.first_name.clone(),
    };
    let lang_tag = user.language_code.clone();
    Sender { id: TelegramId(user.id), name, lang_tag, is_bot: user.is_bot }
}

/// Who wrote a message; nobody where a group or channel speaks as itself (anonymous administrators).
fn sender_of(message: &wire::Message) -> Option<Sender> {
    if message.sender_chat.is_some() {
        return None;
    }
    message.from.as_ref().map(sender)
}

fn pressed(press: wire::CallbackQuery) -> (Chat, Option<Sender>, Content) {
    let from = Some(sender(&press.from));
    let (chat, message) = match &press.message {
        Some(message) => (chat_of(&message.chat), Some(MessageId(message.message_id))),
        None => (nowhere(), None),
    };
    let data = press.data.unwrap_or_default();
    (chat, from, Content::Press { callback: press.id, data, message })
}

fn membership(change: &wire::ChatMemberUpdated) -> (Chat, Option<Sender>, Content) {
    let member = &change.new_chat_member;
    let (present, admin) = match member.status.as_str() {
        "creator" | "administrator" => (true, true),
        "member" => (true, false),
        "restricted" => (member.is_member, false),
        _ => (false, false),
    };
    (chat_of(&change.chat), Some(sender(&change.from)), Content::Membership { present, admin })
}

struct Reader<'a> {
    raw: &'a str,
    bot_name: &'a str,
    fresh: &'a mut Fresh,
}

impl Reader<'_> {
    fn message(&mut self, message: &wire::Message) -> Result<Content, Unreadable> {
        if let Some(id) = message.migrate_to_chat_id {
            return Ok(Content::MigratedTo(ChatId(id)));
        }
        let body = self.body("message", message)?;
        Ok(match body {
            Some(body) => Content::Message { message: reference(message), body },
            None => Content::Nothing,
        })
    }

    fn edited(&mut self, message: &wire::Message) -> Result<Content, Unreadable> {
        // A live position moves by edits. The first one counts: it is where the problem was seen, and
        // whoever sent it may walk home before the report goes.
        if message.location.is_some() && message.venue.is_none() {
            return Ok(Content::Nothing);
        }
        let body = self.body("edited_message", message)?;
        Ok(match body {
            Some(body) => Content::Edited { message: reference(message), body },
            None => Content::Nothing,
        })
    }

    /// What is in a message; nothing in a command to another bot.
    fn body(&mut self, kind: &str, message: &wire::Message) -> Result<Option<Body>, Unreadable> {
        if let Some(text) = &message.text {
            return Ok(self.text(text));
        }
        match self.usable(message) {
            Some(body) => Ok(Some(body)),
            None => Ok(self.unusable(kind, message)?.map(|kind| {
                let caption = message.caption.clone().filter(|words| !words.trim().is_empty());
                Body::Unusable { kind, caption }
            })),
        }
    }

    /// What can be used in a report, beside words.
    fn usable(&mut self, message: &wire::Message) -> Option<Body> {
        if let Some(largest) = message.photo.iter().max_by_key(|size| (size.width, size.height)) {
            return Some(self.photo(message, &largest.file_id, largest.file_size));
        }
        let point = |at: &wire::Location| Position { lat: at.latitude, lon: at.longitude };
        if let Some(venue) = &message.venue {
            let parts = [venue.title.trim(), venue.address.trim()];
            let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let name = name.join(", ");
            return Some(Body::Venue { position: point(&venue.location), name });
        }
        if let Some(location) = &message.location {
            return Some(Body::Location(point(location)));
        }
        // An animation comes as a document, too.
        let document = message.document.as_ref().filter(|_| message.animation.is_none())?;
        let kind = document.mime_type.as_deref().unwrap_or_default().to_ascii_lowercase();
        // What browsers and clients show; others (HEIC, SVG) are a document to us.
        if !["image/jpeg", "image/png", "image/webp"].contains(&kind.as_str()) {
            return None;
        }
        Some(self.photo(message, &document.file_id, document.file_size))
    }

    /// What a message is that cannot be used: looked for in the names of its fields. What is newer than
    /// we are is nothing in a group; a person alone with the bot is answered in any case.
    fn unusable(
        &self,
        kind: &str,
        message: &wire::Message,
    ) -> Result<Option<Unusable>, Unreadable> {
        #[derive(Deserialize)]
        struct Update {
            #[serde(alias = "edited_message")]
            message: Fields,
        }
        let fields = serde_json::from_str::<Update>(self.raw)?.message;
        if let Some((_, what)) = UNUSABLE.iter().find(|(field, _)| fields.contains_key(*field)) {
            return Ok(Some(*what));
        }
        let said = !SERVICE.iter().any(|field| fields.contains_key(*field));
        let alone = message.chat.kind == wire::ChatKind::Private && kind == "message";
        Ok(Some(Unusable::Other).filter(|_| said && alone))
    }

    fn text(&self, text: &str) -> Option<Body> {
        let Some(command) = text.strip_prefix('/') else {
            return Some(Body::Text(text.to_owned()));
        };
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let (name, bot) =
            word.split_once('@').map_or((word, None), |(name, bot)| (name, Some(bot)));
        let is_name =
            !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
        if !is_name {
            return Some(Body::Text(text.to_owned()));
        }
        if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(self.bot_name)) {
            return None;
        }
        Some(Body::Command { name: name.to_ascii_lowercase(), rest: rest.trim().to_owned() })
    }

    fn photo(&mut self, message: &wire::Message, file_id: &str, size: Option<u64>) -> Body {
        Body::Photo {
            file: Attachment {
                id: self.fresh.file(),
                source: FileSource::Telegram(file_id.to_owned()),
                size,
            },
            caption: message.caption.clone(),
            album: message.media_group_id.clone(),
        }
    }
}

fn reference(message: &wire::Message) -> MessageRef {
    let replied = message.reply_to_message.as_ref();
    let replied = replied.filter(|replied| replied.forum_topic_created.is_none());
    MessageRef {
        id: MessageId(message.message_id),
        reply_to: replied.map(|replied| MessageId(replied.message_id)),
        forwarded: message.forward_origin.is_some(),
    }
}

#[cfg(test)]
mod tests;
