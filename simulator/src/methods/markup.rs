//! `reply_markup`: keyboards under messages and in place of the letters.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::http::params::Params;

/// The most bytes in `callback_data`.
pub const CALLBACK_DATA_LIMIT: usize = 64;

/// A markup that passed Telegram's checks.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    pub(crate) inline: Option<Value>,
    /// A reply keyboard, its removal, or a forced reply.
    pub(crate) other: Option<Value>,
}

/// Reads and checks `reply_markup`.
pub(crate) fn read(params: &Params) -> Result<Markup, ApiError> {
    let Some(markup) = params.object("reply_markup", "reply keyboard markup")? else {
        return Ok(Markup::default());
    };
    if !markup.is_object() {
        return Err(ApiError::bad("object expected as reply markup"));
    }
    if let Some(rows) = markup.get("inline_keyboard") {
        let rows = inline_rows(rows)?;
        let inline = (!rows.is_empty()).then(|| json!({ "inline_keyboard": rows }));
        return Ok(Markup { inline, other: None });
    }
    if let Some(rows) = markup.get("keyboard") {
        reply_rows(rows)?;
    }
    Ok(Markup { inline: None, other: Some(markup) })
}

/// Reads a markup that must be an inline keyboard, as edits demand.
pub(crate) fn read_inline(params: &Params) -> Result<Option<Value>, ApiError> {
    let markup = read(params)?;
    if markup.other.is_some_and(|other| other.as_object().is_some_and(|o| !o.is_empty())) {
        return Err(ApiError::bad("inline keyboard expected"));
    }
    Ok(markup.inline)
}

/// The rows of a keyboard, without empty ones.
fn inline_rows(rows: &Value) -> Result<Vec<Value>, ApiError> {
    let wrong = "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays";
    let mut kept = Vec::new();
    for row in rows.as_array().ok_or_else(|| ApiError::bad(wrong))? {
        let row = row.as_array().ok_or_else(|| ApiError::bad(wrong))?;
        let buttons = row.iter().map(inline_button).collect::<Result<Vec<_>, _>>()?;
        if !buttons.is_empty() {
            kept.push(Value::Array(buttons));
        }
    }
    Ok(kept)
}

fn inline_button(button: &Value) -> Result<Value, ApiError> {
    let unparsed =
        |words: &str| ApiError::bad(format!("can't parse inline keyboard button: {words}"));
    if !button.is_object() {
        return Err(unparsed("InlineKeyboardButton must be an Object"));
    }
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(unparsed("Button text must be non-empty"));
    }
    if let Some(data) = button["callback_data"].as_str().filter(|data| !data.is_empty()) {
        if data.len() > CALLBACK_DATA_LIMIT {
            return Err(ApiError::bad("BUTTON_DATA_INVALID"));
        }
        return Ok(button.clone());
    }
    if let Some(url) = button["url"].as_str().filter(|url| !url.is_empty()) {
        let known = ["http://", "https://", "tg://", "mailto:", "tel:"];
        if url.contains(char::is_whitespace) || !(known.iter().any(|k| url.starts_with(k))) {
            return Err(ApiError::bad(format!(
                "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
            )));
        }
        return Ok(button.clone());
    }
    let others = [
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "web_app",
        "login_url",
        "copy_text",
        "callback_game",
        "pay",
    ];
    if others.iter().any(|kind| button.get(*kind).is_some()) {
        return Ok(button.clone());
    }
    Err(unparsed("Text buttons are unallowed in the inline keyboard"))
}

fn reply_rows(rows: &Value) -> Result<(), ApiError> {
    let wrong = "field \"keyboard\" of the ReplyKeyboardMarkup must be an Array of Arrays";
    for row in rows.as_array().ok_or_else(|| ApiError::bad(wrong))? {
        for button in row.as_array().ok_or_else(|| ApiError::bad(wrong))? {
            let text = button.as_str().or_else(|| button["text"].as_str());
            if text.is_none_or(str::is_empty) {
                return Err(ApiError::bad(
                    "can't parse keyboard button: Button text must be non-empty",
                ));
            }
        }
    }
    Ok(())
}
