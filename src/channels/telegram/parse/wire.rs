//! The parts of the Bot API's updates that we read, in one pass over the text. What else there is in an
//! update is skipped.
//!
//! Teloxide's own types try one kind of message after the other on a copy of the whole; see
//! `docs/PERFORMANCE.md`.

#![expect(clippy::struct_field_names, reason = "the Bot API's names")]

use serde::Deserialize;
use serde::de::IgnoredAny;

/// Bot API `Update`.
#[derive(Deserialize)]
pub(super) struct Update {
    pub update_id: i64,
    pub message: Option<Message>,
    pub edited_message: Option<Message>,
    pub channel_post: Option<Post>,
    pub edited_channel_post: Option<Post>,
    pub callback_query: Option<CallbackQuery>,
    pub my_chat_member: Option<ChatMemberUpdated>,
}

/// Bot API `Message`.
#[derive(Deserialize)]
pub(super) struct Message {
    pub message_id: i32,
    pub chat: Chat,
    pub from: Option<User>,
    pub sender_chat: Option<IgnoredAny>,
    pub forward_origin: Option<IgnoredAny>,
    pub reply_to_message: Option<Replied>,
    pub text: Option<String>,
    pub caption: Option<String>,
    pub media_group_id: Option<String>,
    #[serde(default)]
    pub photo: Vec<PhotoSize>,
    pub document: Option<Document>,
    pub animation: Option<IgnoredAny>,
    pub location: Option<Location>,
    pub venue: Option<Venue>,
    pub migrate_to_chat_id: Option<i64>,
}

/// A message that was replied to.
#[derive(Deserialize)]
pub(super) struct Replied {
    pub message_id: i32,
    /// It began a topic of the group: whatever is written in that topic carries it, and replies to nobody.
    pub forum_topic_created: Option<IgnoredAny>,
}

/// A message of a channel, or one that is too old to be shown (Bot API `InaccessibleMessage`).
#[derive(Deserialize)]
pub(super) struct Post {
    pub message_id: i32,
    pub chat: Chat,
}

/// Bot API `Chat`.
#[derive(Deserialize)]
pub(super) struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: ChatKind,
    pub title: Option<String>,
}

/// Bot API `Chat.type`.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
}

/// Bot API `User`.
#[derive(Deserialize)]
pub(super) struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub first_name: String,
    pub last_name: Option<String>,
    pub language_code: Option<String>,
}

/// Bot API `PhotoSize`.
#[derive(Deserialize)]
pub(super) struct PhotoSize {
    pub file_id: String,
    pub file_size: Option<u64>,
    #[serde(default)]
    pub width: u32,
    #[serde(default)]
    pub height: u32,
}

/// Bot API `Document`.
#[derive(Deserialize)]
pub(super) struct Document {
    pub file_id: String,
    pub file_size: Option<u64>,
    pub mime_type: Option<String>,
}

/// Bot API `Location`.
#[derive(Deserialize)]
pub(super) struct Location {
    pub latitude: f64,
    pub longitude: f64,
}

/// Bot API `Venue`.
#[derive(Deserialize)]
pub(super) struct Venue {
    pub location: Location,
    pub title: String,
    pub address: String,
}

/// Bot API `CallbackQuery`.
#[derive(Deserialize)]
pub(super) struct CallbackQuery {
    pub id: String,
    pub from: User,
    pub message: Option<Post>,
    pub data: Option<String>,
}

/// Bot API `ChatMemberUpdated`.
#[derive(Deserialize)]
pub(super) struct ChatMemberUpdated {
    pub chat: Chat,
    pub from: User,
    pub new_chat_member: ChatMember,
}

/// Bot API `ChatMember`.
#[derive(Deserialize)]
pub(super) struct ChatMember {
    pub status: String,
    #[serde(default)]
    pub is_member: bool,
}
