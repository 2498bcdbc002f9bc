//! What comes in from Telegram, in our words: the channel parses into this, conversations read it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ChatId, FileId, MessageId, TelegramId};
use super::place::{Place, Position};

/// One update (Bot API `Update`).
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// Bot API `update_id`; the same one again changes nothing.
    pub update_id: i64,
    /// When we took it in.
    pub at: DateTime<Utc>,
    /// The chat it is about.
    pub chat: Chat,
    /// Who acts. None for channel posts, anonymous administrators and service updates without one.
    pub from: Option<Sender>,
    /// What.
    pub content: Content,
}

/// A chat (Bot API `Chat`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its id.
    pub id: ChatId,
    /// What kind.
    pub kind: ChatKind,
    /// A group's title.
    pub title: Option<String>,
}

/// Bot API `Chat.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// One person.
    Private,
    /// A group or supergroup.
    Group,
    /// A channel.
    Channel,
}

/// A person (Bot API `User`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Id.
    pub id: TelegramId,
    /// First and last name.
    pub name: String,
    /// IETF tag of their Telegram's language.
    pub lang_tag: Option<String>,
    /// A bot: never answered.
    pub is_bot: bool,
}

/// A message's own coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRef {
    /// Its id.
    pub id: MessageId,
    /// The message it replies to, if any.
    pub reply_to: Option<MessageId>,
    /// It is forwarded from elsewhere.
    pub forwarded: bool,
}

/// What an update brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A message.
    Message {
        /// Its coordinates.
        message: MessageRef,
        /// What is in it.
        body: Body,
    },
    /// A message edited (Bot API `edited_message`).
    Edited {
        /// Its coordinates.
        message: MessageRef,
        /// What is in it now.
        body: Body,
    },
    /// A button pressed (Bot API `callback_query`).
    Press {
        /// Bot API `callback_query.id`, to answer it.
        callback: String,
        /// Bot API `callback_query.data`.
        data: String,
        /// The message whose button it is.
        message: Option<MessageId>,
    },
    /// The bot's own standing in the chat (Bot API `my_chat_member`).
    Membership {
        /// The bot can write there now; in a private chat: it is not blocked.
        present: bool,
        /// The bot is an administrator there.
        admin: bool,
    },
    /// The group is a supergroup from now on, with another id.
    MigratedTo(ChatId),
    /// Nothing that concerns us (joins, pins, a poll …).
    Nothing,
}

/// What is in a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// `/command rest`: the name without slash and bot name, in lower case.
    Command {
        /// Name.
        name: String,
        /// What follows.
        rest: String,
    },
    /// Words.
    Text(String),
    /// A photo, or an image sent as a document.
    Photo {
        /// The file.
        file: Attachment,
        /// Its caption.
        caption: Option<String>,
        /// Bot API `media_group_id`: photos of one album share it.
        album: Option<String>,
    },
    /// A point; of a live one, where it began.
    Location(Position),
    /// A point with a name.
    Venue {
        /// Where.
        position: Position,
        /// Title and address.
        name: String,
    },
    /// Something that cannot be used in a report, but for the words below it.
    Unusable {
        /// What.
        kind: Unusable,
        /// Its caption.
        caption: Option<String>,
    },
}

impl Body {
    /// The place that a position or a venue is.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Location(position) => Some(Place::at(*position, None)),
            Self::Venue { position, name } => Some(Place::at(*position, Some(name.clone()))),
            Self::Command { .. } | Self::Text(_) | Self::Photo { .. } | Self::Unusable { .. } => {
                None
            }
        }
    }
}

/// Kinds of message that are answered with what to send instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the Bot API's names")]
pub enum Unusable {
    Voice,
    Video,
    VideoNote,
    Audio,
    Sticker,
    Animation,
    Document,
    Contact,
    Other,
}

/// A file of a message (Bot API `PhotoSize`, `Document`) or of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Our key, made when it was parsed.
    pub id: FileId,
    /// Where its bytes are.
    pub source: FileSource,
    /// Bytes, where it is known (Bot API `file_size`).
    pub size: Option<u64>,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSource {
    /// With Telegram, under this `file_id` (Bot API).
    Telegram(String),
    /// In the blob store already, under this key.
    Blob(String),
}
