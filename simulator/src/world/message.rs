//! Messages as they are kept, and the `Message` objects made of them.

use serde_json::{Map, Value};

use super::World;
use super::chat::{Chat, Kind};

/// Who is shown as the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A person or a bot, by id.
    Account(i64),
    /// The chat itself: an anonymous administrator, or a channel's post.
    Chat,
}

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) id: i64,
    /// Seconds since 1970.
    pub(crate) date: i64,
    /// When it was last edited, in seconds since 1970.
    pub(crate) edited: Option<i64>,
    pub(crate) sender: Sender,
    /// The fields of the `Message` that say what it is: `text`, `photo`, `caption`, …
    pub(crate) content: Map<String, Value>,
    /// The words as the bot wrote them, tags and all.
    pub(crate) raw: Option<String>,
    /// The inline keyboard, as rows under `inline_keyboard`.
    pub(crate) inline: Option<Value>,
    /// A reply keyboard, its removal or a forced reply, as sent.
    pub(crate) reply_markup: Option<Value>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) silent: bool,
}

impl Stored {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.content.get(name).and_then(Value::as_str)
    }

    /// Text or caption, as shown.
    pub(crate) fn words(&self) -> &str {
        self.field("text").or_else(|| self.field("caption")).unwrap_or("")
    }
}

/// What a message is to be, before it has a number.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: Map<String, Value>,
    pub(crate) raw: Option<String>,
    pub(crate) inline: Option<Value>,
    pub(crate) reply_markup: Option<Value>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) silent: bool,
}

impl Draft {
    /// A draft with one field of content.
    pub(crate) fn of(field: &str, value: impl Into<Value>) -> Self {
        Self::default().with(field, value)
    }

    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.content.insert(field.to_owned(), value.into());
        self
    }

    pub(crate) fn stored(self, id: i64, date: i64, sender: Sender) -> Stored {
        Stored {
            id,
            date,
            edited: None,
            sender,
            content: self.content,
            raw: self.raw,
            inline: self.inline,
            reply_markup: self.reply_markup,
            reply_to: self.reply_to,
            silent: self.silent,
        }
    }
}

impl World {
    /// The `Chat` object of a chat.
    pub(crate) fn chat_json(&self, chat: &Chat) -> Value {
        chat.json(|| self.user(chat.key.id))
    }

    /// The `Message` object, with the message it replies to one level deep.
    pub(crate) fn message_json(&self, chat: &Chat, message: &Stored) -> Value {
        let mut json = self.bare_message(chat, message);
        let quoted = message.reply_to.and_then(|id| chat.messages.get(&id));
        if let Some(quoted) = quoted {
            json.insert("reply_to_message".into(), self.bare_message(chat, quoted).into());
        }
        Value::Object(json)
    }

    fn bare_message(&self, chat: &Chat, message: &Stored) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("message_id".into(), message.id.into());
        json.insert("date".into(), message.date.into());
        if let Some(edited) = message.edited {
            json.insert("edit_date".into(), edited.into());
        }
        json.insert("chat".into(), self.chat_json(chat));
        match message.sender {
            Sender::Account(id) => {
                json.insert("from".into(), self.user(id));
            }
            Sender::Chat => {
                if chat.kind != Kind::Channel {
                    json.insert("from".into(), self.user(super::ANONYMOUS_ADMIN));
                }
                json.insert("sender_chat".into(), self.chat_json(chat));
            }
        }
        json.extend(message.content.iter().map(|(name, value)| (name.clone(), value.clone())));
        if let Some(inline) = &message.inline {
            json.insert("reply_markup".into(), inline.clone());
        }
        json
    }
}
