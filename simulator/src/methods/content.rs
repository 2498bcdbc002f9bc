//! From arguments to a message: words, replies, and the last step of every send.

use serde_json::{Map, Value};

use super::markup;
use crate::error::ApiError;
use crate::http::params::Params;
use crate::text::{self, CAPTION_LIMIT, TEXT_LIMIT, utf16_len};
use crate::world::World;
use crate::world::chat::ChatKey;
use crate::world::message::{Draft, Sender, Stored};

/// How many edits and unread messages are remembered; benchmarks read none.
const EDITS_KEPT: usize = 1000;

/// Words with their entities, and as the bot wrote them in HTML.
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
    pub(crate) raw: String,
}

impl Words {
    /// Puts the words into a message's fields.
    pub(crate) fn put(self, content: &mut Map<String, Value>, field: &str, entities_field: &str) {
        content.insert(field.into(), self.text.into());
        if self.entities.is_empty() {
            content.remove(entities_field);
        } else {
            content.insert(entities_field.into(), self.entities.into());
        }
    }
}

/// Reads and checks `text`.
pub(crate) fn text_words(world: &World, params: &Params) -> Result<Words, ApiError> {
    let raw = params.text("text").unwrap_or_default();
    if raw.is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    let words = words(world, params.raw("parse_mode"), params.list("entities", "entities")?, raw)?;
    if words.text.is_empty() {
        return Err(ApiError::bad("text must be non-empty"));
    }
    if utf16_len(&words.text) > TEXT_LIMIT {
        return Err(ApiError::bad("message is too long"));
    }
    Ok(words)
}

/// Checks a caption, which may be none.
pub(crate) fn caption_words(
    world: &World,
    raw: Option<&str>,
    parse_mode: &Value,
    entities: Option<Vec<Value>>,
) -> Result<Option<Words>, ApiError> {
    let words = words(world, parse_mode, entities, raw.unwrap_or_default())?;
    if utf16_len(&words.text) > CAPTION_LIMIT {
        return Err(ApiError::bad("message caption is too long"));
    }
    Ok((!words.text.is_empty()).then_some(words))
}

fn words(
    world: &World,
    parse_mode: &Value,
    entities: Option<Vec<Value>>,
    raw: &str,
) -> Result<Words, ApiError> {
    let mode = parse_mode.as_str();
    let mut formatted = text::format(raw, mode, entities)?;
    // A mention by id names the person in full, or is plain text if nobody has that id.
    formatted.entities.retain_mut(|entity| {
        if entity["type"] != "text_mention" {
            return true;
        }
        let known = entity["user"]["id"].as_i64().and_then(|id| world.users.get(&id));
        known.map(|user| entity["user"] = user.clone()).is_some()
    });
    let html = mode.is_some_and(|mode| mode.eq_ignore_ascii_case("html"));
    let raw = if html { raw.to_owned() } else { text::escape(raw) };
    Ok(Words { text: formatted.text, entities: formatted.entities, raw })
}

/// What a message replies to, by `reply_parameters` or `reply_to_message_id`.
fn reply_to(world: &World, key: ChatKey, params: &Params) -> Result<Option<i64>, ApiError> {
    let parameters = params.object("reply_parameters", "reply parameters")?.unwrap_or_default();
    let asked = match &parameters["message_id"] {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    };
    let Some(id) = asked.or_else(|| params.int("reply_to_message_id")).filter(|id| *id != 0) else {
        return Ok(None);
    };
    if world.chats[&key].messages.contains_key(&id) {
        return Ok(Some(id));
    }
    if parameters["allow_sending_without_reply"] == true
        || params.flag("allow_sending_without_reply")
    {
        return Ok(None);
    }
    Err(ApiError::bad("message to be replied not found"))
}

/// Fills in what all sends have in common.
pub(crate) fn complete(
    world: &World,
    key: ChatKey,
    params: &Params,
    mut draft: Draft,
) -> Result<Draft, ApiError> {
    let markup = markup::read(params)?;
    draft.inline = markup.inline;
    draft.reply_markup = markup.other;
    draft.reply_to = reply_to(world, key, params)?;
    draft.silent = params.flag("disable_notification");
    Ok(draft)
}

/// Counts a send against the flood limits.
pub(crate) fn admit(
    world: &mut World,
    bot: usize,
    key: ChatKey,
    weight: usize,
) -> Result<(), ApiError> {
    if !world.flood_limits {
        return Ok(());
    }
    let (kind, now_ms) = (world.chats[&key].kind, world.now_ms());
    world.bots[bot].flood.admit(key, kind, weight, now_ms).map_err(ApiError::too_many)
}

/// Puts a bot's message into the chat, unread, and answers its `Message`.
pub(crate) fn deliver(world: &mut World, bot: usize, key: ChatKey, draft: Draft) -> Value {
    let id = world.fresh_message_id(key);
    let sender = match key.bot {
        None if world.chats[&key].kind == crate::world::chat::Kind::Channel => Sender::Chat,
        _ => Sender::Account(world.bots[bot].id),
    };
    let message = draft.stored(id, world.now_ms() / 1000, sender);
    let json = world.message_json(&world.chats[&key], &message);
    if let Some(chat) = world.chats.get_mut(&key) {
        chat.unread.push_back(id);
        chat.messages.insert(id, message);
    }
    json
}

/// Remembers how a message stands after an edit.
pub(crate) fn remember_edit(world: &mut World, key: ChatKey, message: Stored) {
    if let Some(chat) = world.chats.get_mut(&key) {
        if chat.edits.len() == EDITS_KEPT {
            chat.edits.pop_front();
        }
        chat.edits.push_back(message);
    }
}

/// A complete send of one message.
pub(crate) fn send(
    world: &mut World,
    bot: usize,
    key: ChatKey,
    params: &Params,
    draft: Draft,
) -> Result<Value, ApiError> {
    let draft = complete(world, key, params, draft)?;
    admit(world, bot, key, 1)?;
    Ok(deliver(world, bot, key, draft))
}
