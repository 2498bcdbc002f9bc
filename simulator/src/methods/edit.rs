//! Changing and deleting what was said, and answering presses.

use serde_json::Value;

use super::{content, markup};
use crate::error::ApiError;
use crate::http::params::Params;
use crate::text::utf16_len;
use crate::world::World;
use crate::world::chat::{ChatKey, Kind, Status};
use crate::world::message::{Sender, Stored};
use crate::world::presses::{ANSWER_LIFE_MS, Answer};

/// The longest answer to a press, in UTF-16 units.
pub const ANSWER_LIMIT: usize = 200;
/// How long a message can be deleted for everybody, in seconds.
const DELETE_WINDOW: i64 = 48 * 3600;

/// The message that a bot wants to change.
fn target(world: &World, bot: usize, params: &Params) -> Result<(ChatKey, Stored), ApiError> {
    if params.text("inline_message_id").is_some() {
        return Err(ApiError::bad("MESSAGE_ID_INVALID"));
    }
    let key = world.reach(bot, params.raw("chat_id"))?;
    let Some(id) = params.int("message_id").filter(|id| *id != 0) else {
        return Err(ApiError::bad("message identifier is not specified"));
    };
    let chat = &world.chats[&key];
    let message = chat.messages.get(&id);
    let message = message.ok_or_else(|| ApiError::bad("message to edit not found"))?;
    let mine = message.sender == Sender::Account(world.bots[bot].id)
        || (chat.kind == Kind::Channel && message.sender == Sender::Chat);
    // A message that carried a reply keyboard cannot be edited either.
    if !mine || message.reply_markup.is_some() || message.content.contains_key("forward_origin") {
        return Err(ApiError::bad("message can't be edited"));
    }
    Ok((key, message.clone()))
}

/// Stores the changed message, unless nothing changed.
fn store(
    world: &mut World,
    bot: usize,
    key: ChatKey,
    before: &Stored,
    mut after: Stored,
) -> Result<Value, ApiError> {
    if before.content == after.content && before.inline == after.inline {
        return Err(ApiError::bad(
            "message is not modified: specified new message content and reply markup are exactly \
             the same as a current content and reply markup of the message",
        ));
    }
    content::admit(world, bot, key, 1)?;
    after.edited = Some(world.now_ms() / 1000);
    let json = world.message_json(&world.chats[&key], &after);
    if let Some(chat) = world.chats.get_mut(&key) {
        chat.messages.insert(after.id, after.clone());
    }
    content::remember_edit(world, key, after);
    Ok(json)
}

/// `editMessageText`.
pub(crate) fn text(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let words = content::text_words(world, params)?;
    let inline = markup::read_inline(params)?;
    let (key, before) = target(world, bot, params)?;
    if before.field("text").is_none() {
        return Err(ApiError::bad("there is no text in the message to edit"));
    }
    let mut after = before.clone();
    after.raw = Some(words.raw.clone());
    words.put(&mut after.content, "text", "entities");
    after.inline = inline;
    store(world, bot, key, &before, after)
}

/// `editMessageCaption`.
pub(crate) fn caption(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let entities = params.list("caption_entities", "caption entities")?;
    let raw = params.text("caption");
    let words = content::caption_words(world, raw, params.raw("parse_mode"), entities)?;
    let inline = markup::read_inline(params)?;
    let (key, before) = target(world, bot, params)?;
    if ["photo", "document", "video", "voice"].iter().all(|f| !before.content.contains_key(*f)) {
        return Err(ApiError::bad("there is no caption in the message to edit"));
    }
    let mut after = before.clone();
    after.content.remove("caption");
    after.content.remove("caption_entities");
    after.raw = None;
    if let Some(words) = words {
        after.raw = Some(words.raw.clone());
        words.put(&mut after.content, "caption", "caption_entities");
    }
    after.inline = inline;
    store(world, bot, key, &before, after)
}

/// `editMessageReplyMarkup`.
pub(crate) fn reply_markup(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    let inline = markup::read_inline(params)?;
    let (key, before) = target(world, bot, params)?;
    let mut after = before.clone();
    after.inline = inline;
    store(world, bot, key, &before, after)
}

/// `deleteMessage`.
pub(crate) fn delete(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = world.reach(bot, params.raw("chat_id"))?;
    let Some(id) = params.int("message_id").filter(|id| *id != 0) else {
        return Err(ApiError::bad("message identifier is not specified"));
    };
    let now = world.now_ms() / 1000;
    let me = world.bots[bot].id;
    let chat = &world.chats[&key];
    let Some(message) = chat.messages.get(&id) else {
        return Err(ApiError::bad("message to delete not found"));
    };
    let admin = chat.status(me).is_some_and(Status::is_admin);
    let mine = message.sender == Sender::Account(me);
    if !(mine || admin || chat.kind == Kind::Private) {
        return Err(ApiError::bad("message can't be deleted"));
    }
    if !admin && now - message.date > DELETE_WINDOW {
        return Err(ApiError::bad("message can't be deleted for everyone"));
    }
    if let Some(chat) = world.chats.get_mut(&key) {
        chat.messages.remove(&id);
        chat.unread.retain(|unread| *unread != id);
    }
    Ok(Value::Bool(true))
}

/// `deleteMessages`: what cannot be deleted is passed over.
pub(crate) fn delete_many(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    world.reach(bot, params.raw("chat_id"))?;
    let ids = params.list("message_ids", "message identifiers")?.unwrap_or_default();
    if ids.is_empty() || ids.len() > 100 {
        return Err(ApiError::bad("message identifiers are not specified"));
    }
    for id in ids {
        let mut one = Params::default();
        one.values.insert("chat_id".into(), params.raw("chat_id").clone());
        one.values.insert("message_id".into(), id);
        let _ = delete(world, bot, &one);
    }
    Ok(Value::Bool(true))
}

/// `answerCallbackQuery`.
pub(crate) fn answer_callback_query(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    let id = match params.raw("callback_query_id") {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    let text = params.text("text").filter(|text| !text.is_empty()).map(str::to_owned);
    if text.as_deref().is_some_and(|text| utf16_len(text) > ANSWER_LIMIT) {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let now_ms = world.now_ms();
    let press = world.presses.by_id.get_mut(&id);
    let Some(press) = press.filter(|p| p.bot == bot && now_ms - p.at_ms <= ANSWER_LIFE_MS) else {
        return Err(ApiError::bad(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    };
    // Only the first answer reaches the person.
    if press.answer.is_none() {
        if text.is_some() {
            world.presses.unread.push(id);
        }
        let url = params.text("url").map(str::to_owned);
        press.answer = Some(Answer { text, alert: params.flag("show_alert"), url });
    }
    Ok(Value::Bool(true))
}
