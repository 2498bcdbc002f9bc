//! What a bot is called and what it offers.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::http::params::Params;
use crate::text::utf16_len;
use crate::world::World;

type Answer = Result<Value, ApiError>;

/// `getMe`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn get_me(world: &mut World, bot: usize, _: &Params) -> Answer {
    let bot = &world.bots[bot];
    Ok(bot.me(&world.user(bot.id)))
}

/// `close` and `logOut`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn nothing(_: &mut World, _: usize, _: &Params) -> Answer {
    Ok(Value::Bool(true))
}

fn scope(params: &Params) -> Result<(String, String), ApiError> {
    let default = json!({ "type": "default" });
    let scope = params.object("scope", "BotCommandScope")?.unwrap_or(default);
    Ok((scope.to_string(), language(params)))
}

fn language(params: &Params) -> String {
    params.text("language_code").unwrap_or_default().to_owned()
}

/// `setMyCommands`.
pub(crate) fn set_commands(world: &mut World, bot: usize, params: &Params) -> Answer {
    let scope = scope(params)?;
    let commands = params.list("commands", "list of commands")?.unwrap_or_default();
    if commands.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in &commands {
        let name = command["command"].as_str().unwrap_or_default().trim_start_matches('/');
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || name.len() > 32 || !name.chars().all(plain) {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if description.is_empty() || utf16_len(description) > 256 {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    world.bots[bot].commands.insert(scope, Value::Array(commands));
    Ok(Value::Bool(true))
}

/// `getMyCommands`.
pub(crate) fn get_commands(world: &mut World, bot: usize, params: &Params) -> Answer {
    let commands = world.bots[bot].commands.get(&scope(params)?).cloned();
    Ok(commands.unwrap_or_else(|| json!([])))
}

/// `deleteMyCommands`.
pub(crate) fn delete_commands(world: &mut World, bot: usize, params: &Params) -> Answer {
    world.bots[bot].commands.remove(&scope(params)?);
    Ok(Value::Bool(true))
}

fn set(world: &mut World, bot: usize, params: &Params, field: &'static str, most: usize) -> Answer {
    let text = params.text(field).unwrap_or_default();
    if utf16_len(text) > most {
        return Err(ApiError::bad(format!("bot {} is too long", field.replace('_', " "))));
    }
    world.bots[bot].profile.insert((field, language(params)), text.to_owned());
    Ok(Value::Bool(true))
}

/// A language without words of its own has those of the default.
fn get(world: &World, bot: usize, params: &Params, field: &'static str) -> String {
    let profile = &world.bots[bot].profile;
    let own = profile.get(&(field, language(params))).filter(|text| !text.is_empty());
    own.or_else(|| profile.get(&(field, String::new()))).cloned().unwrap_or_default()
}

/// `setMyName`.
pub(crate) fn set_name(world: &mut World, bot: usize, params: &Params) -> Answer {
    set(world, bot, params, "name", 64)
}

/// `getMyName`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn get_name(world: &mut World, bot: usize, params: &Params) -> Answer {
    let name = get(world, bot, params, "name");
    let account = world.user(world.bots[bot].id)["first_name"].clone();
    Ok(json!({ "name": if name.is_empty() { account } else { name.into() } }))
}

/// `setMyDescription`.
pub(crate) fn set_description(world: &mut World, bot: usize, params: &Params) -> Answer {
    set(world, bot, params, "description", 512)
}

/// `getMyDescription`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn get_description(world: &mut World, bot: usize, params: &Params) -> Answer {
    Ok(json!({ "description": get(world, bot, params, "description") }))
}

/// `setMyShortDescription`.
pub(crate) fn set_short_description(world: &mut World, bot: usize, params: &Params) -> Answer {
    set(world, bot, params, "short_description", 120)
}

/// `getMyShortDescription`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn get_short_description(world: &mut World, bot: usize, params: &Params) -> Answer {
    Ok(json!({ "short_description": get(world, bot, params, "short_description") }))
}

/// `setChatMenuButton`.
pub(crate) fn set_menu_button(world: &mut World, bot: usize, params: &Params) -> Answer {
    let default = json!({ "type": "default" });
    let button = params.object("menu_button", "MenuButton")?.unwrap_or(default);
    world.bots[bot].menu_buttons.insert(params.int("chat_id"), button);
    Ok(Value::Bool(true))
}

/// `getChatMenuButton`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn get_menu_button(world: &mut World, bot: usize, params: &Params) -> Answer {
    let buttons = &world.bots[bot].menu_buttons;
    let own = buttons.get(&params.int("chat_id")).or_else(|| buttons.get(&None));
    Ok(own.cloned().unwrap_or_else(|| json!({ "type": "commands" })))
}
