//! Texts and captions: lengths, trimming, and the entities that Telegram finds by itself.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::html::{self, Formatted};

/// The longest text of a message, in UTF-16 units after entities.
pub const TEXT_LIMIT: usize = 4096;
/// The longest caption, in UTF-16 units after entities.
pub const CAPTION_LIMIT: usize = 1024;

/// Length as Telegram counts it.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What a bot wrote, ready to be stored: formatted by mode or by given entities, and trimmed.
pub(crate) fn format(
    raw: &str,
    parse_mode: Option<&str>,
    entities: Option<Vec<Value>>,
) -> Result<Formatted, ApiError> {
    let formatted = match parse_mode.map(str::to_lowercase).as_deref() {
        Some("html") => html::parse(raw)?,
        // Markdown is taken as it stands: a bot that writes it is not what this server is for.
        None | Some("" | "none" | "markdown" | "markdownv2") => {
            Formatted { text: raw.to_owned(), entities: entities.unwrap_or_default() }
        }
        Some(_) => return Err(ApiError::bad("unsupported parse_mode")),
    };
    Ok(trim(formatted))
}

/// Telegram drops the white space around a text and moves the entities along.
fn trim(formatted: Formatted) -> Formatted {
    let Formatted { text, entities } = formatted;
    let trimmed = text.trim();
    if trimmed.len() == text.len() {
        return Formatted { text, entities };
    }
    let lead = utf16_len(&text[..text.len() - text.trim_start().len()]);
    let length = utf16_len(trimmed);
    let entities = entities
        .into_iter()
        .filter_map(|mut entity| {
            let offset = usize::try_from(entity["offset"].as_u64()?).ok()?;
            let end = offset + usize::try_from(entity["length"].as_u64()?).ok()?;
            let (from, to) = (offset.saturating_sub(lead), end.saturating_sub(lead).min(length));
            (from < to).then(|| {
                entity["offset"] = from.into();
                entity["length"] = (to - from).into();
                entity
            })
        })
        .collect();
    Formatted { text: trimmed.to_owned(), entities }
}

/// Commands, mentions and addresses in what a person typed.
pub(crate) fn found_entities(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let name = bare.get(1..).unwrap_or("");
        let named = |extra: &str| {
            !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || extra.contains(c))
        };
        let kind = if bare.starts_with('/') && named("@") {
            Some("bot_command")
        } else if bare.starts_with('@') && named("") {
            Some("mention")
        } else if bare.starts_with("http://") || bare.starts_with("https://") {
            Some("url")
        } else {
            None
        };
        if let Some(kind) = kind {
            entities.push(json!({ "type": kind, "offset": offset, "length": utf16_len(bare) }));
        }
        offset += utf16_len(word);
    }
    entities
}

/// `text` with the three characters that HTML needs escaped.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
