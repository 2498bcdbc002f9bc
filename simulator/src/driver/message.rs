//! Messages as a person sees them.

use serde_json::Value;

use crate::text::escape;
use crate::world::World;
use crate::world::chat::Chat;
use crate::world::message::{Sender, Stored};

/// A button of an inline or of a reply keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// `callback_data`.
    pub data: Option<String>,
    /// The address it opens.
    pub url: Option<String>,
    /// It asks for the person's place.
    pub request_location: bool,
    /// It asks for the person's telephone number.
    pub request_contact: bool,
}

/// A message at one moment.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[expect(clippy::struct_field_names, reason = "the Bot API's names")]
pub struct Message {
    /// Id of the chat it stands in.
    pub chat_id: i64,
    /// Its number in that chat.
    pub message_id: i64,
    /// Id of who wrote it; none for the chat itself.
    pub from: Option<i64>,
    /// The text, or the caption, as shown.
    pub text: String,
    /// The same as HTML: to the letter as the bot wrote it, escaped if it wrote plain text.
    pub html: String,
    /// The caption, if it has something to stand under.
    pub caption: Option<String>,
    /// The message it replies to.
    pub reply_to: Option<i64>,
    /// File id of its picture in the largest size; none or one, as an album is several messages.
    pub photos: Vec<String>,
    /// What its messages of one album share.
    pub media_group_id: Option<String>,
    /// It opens a reply in the reader's client.
    pub force_reply: bool,
    /// The keyboard or the forced reply is for those who are mentioned or replied to.
    pub selective: bool,
    /// It makes no sound.
    pub silent: bool,
    /// It was edited.
    pub edited: bool,
    /// Seconds since 1970.
    pub date: i64,
    /// The `Message` object.
    pub raw: Value,
    rows: Vec<Vec<Button>>,
}

impl Message {
    /// The rows of the keyboard that came with it.
    pub fn buttons(&self) -> &[Vec<Button>] {
        &self.rows
    }

    /// The labels of all buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.rows.iter().flatten().map(|button| button.label.as_str()).collect()
    }

    /// The button that a person would know by this label.
    pub fn button(&self, label: &str) -> Option<&Button> {
        find_button(&self.rows, label).ok()
    }

    pub(crate) fn of(world: &World, chat: &Chat, stored: &Stored) -> Self {
        let markup = stored.inline.as_ref().or(stored.reply_markup.as_ref());
        let markup = markup.cloned().unwrap_or_default();
        let text = stored.words().to_owned();
        let photo = stored.content.get("photo").and_then(Value::as_array);
        let photo = photo.and_then(|sizes| sizes.last()).and_then(|size| size["file_id"].as_str());
        Self {
            chat_id: chat.key.id,
            message_id: stored.id,
            from: match stored.sender {
                Sender::Account(id) => Some(id),
                Sender::Chat => None,
            },
            html: stored.raw.clone().unwrap_or_else(|| escape(&text)),
            text,
            caption: stored.field("caption").map(Into::into),
            reply_to: stored.reply_to,
            photos: photo.map(Into::into).into_iter().collect(),
            media_group_id: stored.field("media_group_id").map(Into::into),
            force_reply: markup["force_reply"] == true,
            selective: markup["selective"] == true,
            silent: stored.silent,
            edited: stored.edited.is_some(),
            date: stored.date,
            raw: world.message_json(chat, stored),
            rows: rows(&markup),
        }
    }
}

fn rows(markup: &Value) -> Vec<Vec<Button>> {
    let rows = markup["inline_keyboard"].as_array().or_else(|| markup["keyboard"].as_array());
    let row = |row: &Value| row.as_array().into_iter().flatten().map(button).collect();
    rows.into_iter().flatten().map(row).collect()
}

fn button(button: &Value) -> Button {
    let text = |field: &str| button[field].as_str().map(str::to_owned);
    Button {
        label: button.as_str().map(Into::into).or_else(|| text("text")).unwrap_or_default(),
        data: text("callback_data"),
        url: text("url"),
        request_location: button["request_location"] == true,
        request_contact: button["request_contact"] == true,
    }
}

/// The one button that `label` means: to the letter, or followed by a count or mark, or with one
/// before it. `Err` has how many there are.
pub(crate) fn find_button<'a>(rows: &'a [Vec<Button>], label: &str) -> Result<&'a Button, usize> {
    let wordless = |rest: &str| !rest.chars().any(char::is_alphabetic);
    let exact = |b: &&Button| b.label == label;
    let followed = |b: &&Button| b.label.strip_prefix(label).is_some_and(wordless);
    let preceded = |b: &&Button| b.label.strip_suffix(label).is_some_and(wordless);
    let ways: [&dyn Fn(&&Button) -> bool; 3] = [&exact, &followed, &preceded];
    for way in ways {
        let found: Vec<&Button> = rows.iter().flatten().filter(|b| way(b)).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one),
            _ => return Err(found.len()),
        }
    }
    Err(0)
}

/// What a person sent: enough to edit it or to reply to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Id of the chat.
    pub chat_id: i64,
    /// Its number in that chat; of an album, the first.
    pub message_id: i64,
    /// The numbers of all messages that were sent, several for an album.
    pub ids: Vec<i64>,
}

/// Anything that names a message of a chat.
pub trait MessageRef {
    /// Its number.
    fn message_id(&self) -> i64;
    /// The chat it was seen in, if it says so.
    fn chat_id(&self) -> Option<i64> {
        None
    }
}

impl MessageRef for Message {
    fn message_id(&self) -> i64 {
        self.message_id
    }
    fn chat_id(&self) -> Option<i64> {
        Some(self.chat_id)
    }
}

impl MessageRef for Sent {
    fn message_id(&self) -> i64 {
        self.message_id
    }
    fn chat_id(&self) -> Option<i64> {
        Some(self.chat_id)
    }
}

impl MessageRef for i64 {
    fn message_id(&self) -> i64 {
        *self
    }
}
