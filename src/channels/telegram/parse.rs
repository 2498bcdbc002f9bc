//! Updates of the Bot API in our words.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use teloxide_core::types::{
    CallbackQuery, ChatKind as TeloxideChatKind, ChatMemberUpdated, MaybeInaccessibleMessage,
    Message, MessageKind, PublicChatKind, Update, UpdateKind, User,
};

use crate::domain::ids::{ChatId, MessageId, TelegramId};
use crate::domain::inbound::{
    Attachment, Body, Chat, ChatKind, Content, FileSource, Inbound, MessageRef, Sender, Unusable,
};
use crate::domain::place::Position;
use crate::domain::step::Fresh;

/// An update that cannot be read. Its text names no content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the update cannot be read: {0}")]
pub struct Unreadable(String);

/// Reads an update as it came. Commands to other bots than `bot_name` are nothing to us.
///
/// Kinds of update that this version does not know come out as [`Content::Nothing`] with no chat.
pub fn inbound(
    raw: &str,
    bot_name: &str,
    at: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Result<Inbound, Unreadable> {
    let update: Update = serde_json::from_str(raw)
        .map_err(|error| Unreadable(format!("{} at column {}", kind_of(&error), error.column())))?;
    let update_id = i64::from(update.id.0);
    let mut reader = Reader { raw, bot_name, fresh };
    let (chat, from, content) = match update.kind {
        UpdateKind::Message(message) => {
            let from = sender_of(&message);
            (chat_of(&message.chat), from, reader.message(&message))
        }
        UpdateKind::EditedMessage(message) => {
            let from = sender_of(&message);
            (chat_of(&message.chat), from, reader.edited(&message))
        }
        UpdateKind::ChannelPost(message) | UpdateKind::EditedChannelPost(message) => {
            (chat_of(&message.chat), None, Content::Nothing)
        }
        UpdateKind::CallbackQuery(press) => pressed(press),
        UpdateKind::MyChatMember(change) => membership(&change),
        UpdateKind::Error(_) => {
            return Err(Unreadable("a kind of update, or a part of one, is not known".to_owned()));
        }
        _ => (nowhere(), None, Content::Nothing),
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

fn kind_of(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Io => "input ended",
        serde_json::error::Category::Syntax => "no JSON",
        serde_json::error::Category::Data => "unexpected data",
        serde_json::error::Category::Eof => "JSON ends too early",
    }
}

fn nowhere() -> Chat {
    Chat { id: ChatId(0), kind: ChatKind::Channel, title: None }
}

fn chat_of(chat: &teloxide_core::types::Chat) -> Chat {
    let (kind, title) = match &chat.kind {
        TeloxideChatKind::Private(_) => (ChatKind::Private, None),
        TeloxideChatKind::Public(public) => {
            let kind = match public.kind {
                PublicChatKind::Channel(_) => ChatKind::Channel,
                PublicChatKind::Group | PublicChatKind::Supergroup(_) => ChatKind::Group,
            };
            (kind, public.title.clone())
        }
    };
    Chat { id: ChatId(chat.id.0), kind, title }
}

fn sender(user: &User) -> Option<Sender> {
    Some(Sender {
        id: TelegramId(i64::try_from(user.id.0).ok()?),
        name: user.full_name(),
        lang_tag: user.language_code.clone(),
        is_bot: user.is_bot,
    })
}

/// Who wrote a message; nobody where a group or channel speaks as itself (anonymous administrators).
fn sender_of(message: &Message) -> Option<Sender> {
    if message.sender_chat.is_some() {
        return None;
    }
    message.from.as_ref().and_then(sender)
}

fn pressed(press: CallbackQuery) -> (Chat, Option<Sender>, Content) {
    let from = sender(&press.from);
    let (chat, message) = match &press.message {
        Some(MaybeInaccessibleMessage::Regular(message)) => {
            (chat_of(&message.chat), Some(MessageId(message.id.0)))
        }
        Some(MaybeInaccessibleMessage::Inaccessible(message)) => {
            (chat_of(&message.chat), Some(MessageId(message.message_id.0)))
        }
        None => (nowhere(), None),
    };
    let data = press.data.unwrap_or_default();
    (chat, from, Content::Press { callback: press.id.0, data, message })
}

fn membership(change: &ChatMemberUpdated) -> (Chat, Option<Sender>, Content) {
    let member = &change.new_chat_member.kind;
    let content =
        Content::Membership { present: member.is_present(), admin: member.is_privileged() };
    (chat_of(&change.chat), sender(&change.from), content)
}

struct Reader<'a> {
    raw: &'a str,
    bot_name: &'a str,
    fresh: &'a mut Fresh,
}

impl Reader<'_> {
    fn message(&mut self, message: &Message) -> Content {
        if let Some(id) = message.migrate_to_chat_id() {
            return Content::MigratedTo(ChatId(id.0));
        }
        let body = if matches!(message.kind, MessageKind::Empty {}) {
            self.unknown(message).map(Body::Unusable)
        } else {
            self.body(message)
        };
        match body {
            Some(body) => Content::Message { message: reference(message), body },
            None => Content::Nothing,
        }
    }

    /// What the library makes nothing of, because it is newer than it, or lacks a field that the
    /// library thinks is always there. A person alone with the bot is answered in any case.
    fn unknown(&self, message: &Message) -> Option<Unusable> {
        const FIELDS: [(&str, Unusable); 8] = [
            ("voice", Unusable::Voice),
            ("video_note", Unusable::VideoNote),
            ("video", Unusable::Video),
            ("audio", Unusable::Audio),
            ("sticker", Unusable::Sticker),
            ("animation", Unusable::Animation),
            ("document", Unusable::Document),
            ("contact", Unusable::Contact),
        ];
        let update: serde_json::Value = serde_json::from_str(self.raw).ok()?;
        let known = FIELDS.into_iter().find(|(field, _)| update["message"].get(field).is_some());
        match known {
            Some((_, kind)) => Some(kind),
            None => message.chat.is_private().then_some(Unusable::Other),
        }
    }

    fn edited(&mut self, message: &Message) -> Content {
        // A live position moves by edits: the first one was taken.
        if message.location().is_some() && message.venue().is_none() {
            return Content::Nothing;
        }
        match self.body(message) {
            Some(body) => Content::Edited { message: reference(message), body },
            None => Content::Nothing,
        }
    }

    fn body(&mut self, message: &Message) -> Option<Body> {
        if let Some(text) = message.text() {
            return self.text(text);
        }
        if let Some(sizes) = message.photo() {
            let largest = sizes.iter().max_by_key(|size| (size.width, size.height))?;
            return Some(self.photo(message, &largest.file));
        }
        if let Some(venue) = message.venue() {
            let position = Position { lat: venue.location.latitude, lon: venue.location.longitude };
            let parts = [venue.title.trim(), venue.address.trim()];
            let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            return Some(Body::Venue { position, name: name.join(", ") });
        }
        if let Some(location) = message.location() {
            let position = Position { lat: location.latitude, lon: location.longitude };
            return Some(Body::Location(position));
        }
        if message.animation().is_some() {
            return Some(Body::Unusable(Unusable::Animation));
        }
        if let Some(document) = message.document() {
            let image = document.mime_type.as_ref().is_some_and(|kind| {
                // What browsers and clients show; others (HEIC, SVG) are a document to us.
                kind.type_() == "image"
                    && ["jpeg", "png", "webp"].contains(&kind.subtype().as_str())
            });
            return Some(if image {
                self.photo(message, &document.file)
            } else {
                Body::Unusable(Unusable::Document)
            });
        }
        let unusable = [
            (message.voice().is_some(), Unusable::Voice),
            (message.video_note().is_some(), Unusable::VideoNote),
            (message.video().is_some(), Unusable::Video),
            (message.audio().is_some(), Unusable::Audio),
            (message.sticker().is_some(), Unusable::Sticker),
            (message.contact().is_some(), Unusable::Contact),
            (message.poll().is_some(), Unusable::Other),
            (message.dice().is_some(), Unusable::Other),
            (message.story().is_some(), Unusable::Other),
            (message.paid_media().is_some(), Unusable::Other),
            (message.checklist().is_some(), Unusable::Other),
            (message.game().is_some(), Unusable::Other),
        ];
        let (_, kind) = unusable.into_iter().find(|(is, _)| *is)?;
        Some(Body::Unusable(kind))
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

    fn photo(&mut self, message: &Message, file: &teloxide_core::types::FileMeta) -> Body {
        Body::Photo {
            file: Attachment {
                id: self.fresh.file(),
                source: FileSource::Telegram(file.id.0.clone()),
                // The library writes its largest number where none was given.
                size: Some(u64::from(file.size)).filter(|size| *size != u64::from(u32::MAX)),
            },
            caption: message.caption().map(ToOwned::to_owned),
            album: message.media_group_id().map(|album| album.0.clone()),
        }
    }
}

fn reference(message: &Message) -> MessageRef {
    MessageRef {
        id: MessageId(message.id.0),
        reply_to: message.reply_to_message().map(|replied| MessageId(replied.id.0)),
        forwarded: message.forward_origin().is_some(),
    }
}

#[cfg(test)]
mod tests;
