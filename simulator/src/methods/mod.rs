//! The methods of the Bot API.

mod chats;
mod content;
mod edit;
mod markup;
pub(crate) mod media;
mod polling;
mod profile;
mod send;
mod webhook;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::http::params::Params;
use crate::shared::Shared;
use crate::world::World;

/// What a method answers.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The `result`.
    Result(Value),
    /// True, with a `description`.
    Done(&'static str),
    /// The `result`, as JSON; it is left out of the log.
    Batch(String),
}

impl Reply {
    /// The body of the answer.
    pub(crate) fn body(&self) -> String {
        match self {
            Self::Result(result) => format!(r#"{{"ok":true,"result":{result}}}"#),
            Self::Batch(result) => format!(r#"{{"ok":true,"result":{result}}}"#),
            Self::Done(words) => {
                json!({ "ok": true, "result": true, "description": words }).to_string()
            }
        }
    }

    /// The `result`, for the log.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Result(result) => result,
            Self::Done(_) => Value::Bool(true),
            Self::Batch(_) => Value::Null,
        }
    }
}

pub use edit::ANSWER_LIMIT;
pub use markup::CALLBACK_DATA_LIMIT;

type Method = fn(&mut World, usize, &Params) -> Result<Value, ApiError>;

/// Every method but those that wait or ring: its spelling and what does it.
const METHODS: &[(&str, Method)] = &[
    ("getMe", profile::get_me),
    ("sendMessage", send::message),
    ("sendPhoto", media::photo),
    ("sendDocument", media::document),
    ("sendMediaGroup", media::group),
    ("sendLocation", send::location),
    ("sendVenue", send::venue),
    ("sendContact", send::contact),
    ("sendChatAction", send::chat_action),
    ("copyMessage", send::copy),
    ("forwardMessage", send::forward),
    ("editMessageText", edit::text),
    ("editMessageCaption", edit::caption),
    ("editMessageReplyMarkup", edit::reply_markup),
    ("deleteMessage", edit::delete),
    ("deleteMessages", edit::delete_many),
    ("answerCallbackQuery", edit::answer_callback_query),
    ("getFile", media::get_file),
    ("getWebhookInfo", webhook::info),
    ("getChat", chats::get_chat),
    ("getChatMember", chats::get_member),
    ("getChatAdministrators", chats::get_administrators),
    ("getChatMemberCount", chats::get_member_count),
    ("leaveChat", chats::leave),
    ("banChatMember", chats::ban),
    ("unbanChatMember", chats::unban),
    ("setMyCommands", profile::set_commands),
    ("getMyCommands", profile::get_commands),
    ("deleteMyCommands", profile::delete_commands),
    ("setMyName", profile::set_name),
    ("getMyName", profile::get_name),
    ("setMyDescription", profile::set_description),
    ("getMyDescription", profile::get_description),
    ("setMyShortDescription", profile::set_short_description),
    ("getMyShortDescription", profile::get_short_description),
    ("setChatMenuButton", profile::set_menu_button),
    ("getChatMenuButton", profile::get_menu_button),
    ("logOut", profile::nothing),
    ("close", profile::nothing),
];

/// The documentation's spelling of a method that came in lower case.
pub(crate) fn spelled(method: &str) -> &str {
    match method {
        "getupdates" => "getUpdates",
        "setwebhook" => "setWebhook",
        "deletewebhook" => "deleteWebhook",
        _ => find(method).map_or(method, |(name, _)| name),
    }
}

fn find(method: &str) -> Option<&'static (&'static str, Method)> {
    METHODS.iter().find(|(name, _)| name.eq_ignore_ascii_case(method))
}

/// Carries out a method, whose name is in lower case.
pub(crate) async fn call(
    shared: &Arc<Shared>,
    bot: usize,
    method: &str,
    params: &Params,
) -> Result<Reply, ApiError> {
    match method {
        "getupdates" => polling::get_updates(shared, bot, params).await,
        "setwebhook" => webhook::set(shared, bot, params),
        "deletewebhook" => webhook::delete(shared, bot, params),
        _ => {
            let Some((_, act)) = find(method) else {
                return Err(ApiError::new(404, "Not Found: method not found"));
            };
            act(&mut shared.lock(), bot, params).map(Reply::Result)
        }
    }
}
