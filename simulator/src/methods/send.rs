//! Sending words, places and copies.

use serde_json::{Map, Value, json};

use super::content::{self, send};
use crate::error::ApiError;
use crate::http::params::Params;
use crate::world::World;
use crate::world::message::{Draft, Sender, Stored};

/// `sendMessage`.
pub(crate) fn message(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let words = content::text_words(world, params)?;
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    let mut draft = Draft { raw: Some(words.raw.clone()), ..Draft::default() };
    words.put(&mut draft.content, "text", "entities");
    if let Some(options) = params.object("link_preview_options", "link preview options")? {
        draft = draft.with("link_preview_options", options);
    }
    send(world, bot, key, params, draft)
}

fn place(params: &Params) -> Result<Value, ApiError> {
    let (latitude, longitude) = (params.float("latitude"), params.float("longitude"));
    match (latitude, longitude) {
        (None, _) => Err(ApiError::bad("latitude is empty")),
        (_, None) => Err(ApiError::bad("longitude is empty")),
        (Some(latitude), Some(longitude)) => {
            Ok(json!({ "latitude": latitude, "longitude": longitude }))
        }
    }
}

/// `sendLocation`.
pub(crate) fn location(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let mut place = place(params)?;
    if let Some(period) = params.int("live_period") {
        place["live_period"] = period.into();
    }
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    send(world, bot, key, params, Draft::of("location", place))
}

/// `sendVenue`.
pub(crate) fn venue(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let place = place(params)?;
    let named = |name: &str| {
        params
            .text(name)
            .filter(|t| !t.is_empty())
            .ok_or_else(|| ApiError::bad(format!("{name} must be non-empty")))
    };
    let venue =
        json!({ "location": place, "title": named("title")?, "address": named("address")? });
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    send(world, bot, key, params, Draft::of("venue", venue).with("location", place))
}

/// `sendContact`.
pub(crate) fn contact(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let number = params.text("phone_number").filter(|number| !number.is_empty());
    let number = number.ok_or_else(|| ApiError::bad("phone number is empty"))?;
    let contact = json!({ "phone_number": number,
        "first_name": params.text("first_name").unwrap_or_default() });
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    send(world, bot, key, params, Draft::of("contact", contact))
}

/// `sendChatAction`.
pub(crate) fn chat_action(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    world.reach_to_write(bot, params.raw("chat_id"))?;
    Ok(Value::Bool(true))
}

/// The message that is to be copied or forwarded.
fn source(world: &World, bot: usize, params: &Params, verb: &str) -> Result<Stored, ApiError> {
    let from = world.reach(bot, params.raw("from_chat_id"))?;
    let id = params.int("message_id").unwrap_or(0);
    let found = world.chats[&from].messages.get(&id).cloned();
    found.ok_or_else(|| ApiError::bad(format!("message to {verb} not found")))
}

fn copied(message: &Stored) -> Draft {
    let kept = [
        "text",
        "entities",
        "photo",
        "document",
        "video",
        "voice",
        "video_note",
        "sticker",
        "caption",
        "caption_entities",
        "location",
        "venue",
        "contact",
    ];
    let content: Map<String, Value> = message
        .content
        .iter()
        .filter(|(field, _)| kept.contains(&field.as_str()))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    Draft { content, raw: message.raw.clone(), ..Draft::default() }
}

/// `copyMessage`.
pub(crate) fn copy(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    let message = source(world, bot, params, "copy")?;
    let mut draft = copied(&message);
    if let Some(raw) = params.text("caption") {
        let entities = params.list("caption_entities", "caption entities")?;
        let words = content::caption_words(world, Some(raw), params.raw("parse_mode"), entities)?;
        draft.content.remove("caption");
        draft.content.remove("caption_entities");
        if let Some(words) = words {
            draft.raw = Some(words.raw.clone());
            words.put(&mut draft.content, "caption", "caption_entities");
        }
    }
    let sent = send(world, bot, key, params, draft)?;
    Ok(json!({ "message_id": sent["message_id"] }))
}

/// `forwardMessage`.
pub(crate) fn forward(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    let message = source(world, bot, params, "forward")?;
    let mut draft = copied(&message);
    if let Sender::Account(id) = message.sender {
        let origin = json!({ "type": "user", "date": message.date, "sender_user": world.user(id) });
        draft = draft.with("forward_origin", origin);
    }
    send(world, bot, key, params, draft)
}
