//! Chats and their members.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::http::params::Params;
use crate::world::World;
use crate::world::chat::{ChatKey, Kind, Status, member_json};

/// `getChat`.
pub(crate) fn get_chat(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = world.reach(bot, params.raw("chat_id"))?;
    let chat = &world.chats[&key];
    let mut json = world.chat_json(chat);
    json["accent_color_id"] = 0.into();
    json["max_reaction_count"] = 11.into();
    json["accepted_gift_types"] = json!({ "unlimited_gifts": true, "limited_gifts": true,
        "unique_gifts": true, "premium_subscription": true });
    if chat.kind != Kind::Private {
        json["permissions"] = json!({ "can_send_messages": true, "can_send_photos": true });
    }
    Ok(json)
}

/// The group that a method about members means.
fn group(world: &World, bot: usize, params: &Params) -> Result<ChatKey, ApiError> {
    let key = world.reach(bot, params.raw("chat_id"))?;
    if world.chats[&key].kind == Kind::Private {
        return Err(ApiError::bad("there are no administrators in the private chat"));
    }
    Ok(key)
}

/// The person that a method means.
fn person(world: &World, params: &Params) -> Result<i64, ApiError> {
    let id = params.int("user_id").ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    if world.users.contains_key(&id) {
        Ok(id)
    } else {
        Err(ApiError::bad("PARTICIPANT_ID_INVALID"))
    }
}

/// `getChatMember`.
pub(crate) fn get_member(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    let key = world.reach(bot, params.raw("chat_id"))?;
    let id = person(world, params)?;
    let chat = &world.chats[&key];
    let status = match chat.kind {
        Kind::Private => Status::Member,
        _ => chat.status(id).unwrap_or(Status::Left),
    };
    Ok(member_json(&world.user(id), status))
}

/// `getChatAdministrators`.
pub(crate) fn get_administrators(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    let key = group(world, bot, params)?;
    let members = &world.chats[&key].members;
    let me = world.bots[bot].id;
    let admins = members.iter().filter(|(id, status)| {
        // Other bots are not listed.
        status.is_admin() && (**id == me || world.user(**id)["is_bot"] != true)
    });
    Ok(admins.map(|(id, status)| member_json(&world.user(*id), *status)).collect())
}

/// `getChatMemberCount`.
pub(crate) fn get_member_count(
    world: &mut World,
    bot: usize,
    params: &Params,
) -> Result<Value, ApiError> {
    let key = world.reach(bot, params.raw("chat_id"))?;
    let chat = &world.chats[&key];
    let count = chat.members.values().filter(|status| status.is_inside()).count();
    Ok(if chat.kind == Kind::Private { 2.into() } else { count.into() })
}

/// `leaveChat`.
pub(crate) fn leave(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = group(world, bot, params)?;
    let me = world.bots[bot].id;
    let old = world.chats[&key].status(me).unwrap_or(Status::Member);
    world.change_bot(key, bot, me, old, Status::Left);
    Ok(Value::Bool(true))
}

fn as_admin(world: &World, bot: usize, params: &Params) -> Result<(ChatKey, i64), ApiError> {
    let key = group(world, bot, params)?;
    let id = person(world, params)?;
    let chat = &world.chats[&key];
    if !chat.status(world.bots[bot].id).is_some_and(Status::is_admin) {
        return Err(ApiError::bad("not enough rights to restrict/unrestrict chat member"));
    }
    match chat.status(id) {
        Some(Status::Owner) => Err(ApiError::bad("can't remove chat owner")),
        Some(Status::Admin) => Err(ApiError::bad("user is an administrator of the chat")),
        _ => Ok((key, id)),
    }
}

/// `banChatMember`.
pub(crate) fn ban(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let (key, id) = as_admin(world, bot, params)?;
    if let Some(chat) = world.chats.get_mut(&key) {
        chat.members.insert(id, Status::Kicked);
    }
    Ok(Value::Bool(true))
}

/// `unbanChatMember`: also removes a member, unless `only_if_banned`.
pub(crate) fn unban(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let (key, id) = as_admin(world, bot, params)?;
    if world.chats[&key].kind == Kind::Group {
        return Err(ApiError::bad("method is available for supergroup and channel chats only"));
    }
    if let Some(chat) = world.chats.get_mut(&key) {
        let banned = chat.status(id) == Some(Status::Kicked);
        if banned || !params.flag("only_if_banned") {
            chat.members.insert(id, Status::Left);
        }
    }
    Ok(Value::Bool(true))
}
