//! Photos, documents, albums and downloads.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::content::{self, send};
use crate::error::ApiError;
use crate::http::params::{Params, Upload};
use crate::world::World;
use crate::world::files::{DOWNLOAD_LIMIT, File};
use crate::world::message::Draft;

/// The largest photo that a bot can send, in bytes.
const PHOTO_UPLOAD_LIMIT: usize = 10 * 1024 * 1024;
/// The largest file of any kind that a bot can send, in bytes.
const UPLOAD_LIMIT: usize = 50 * 1024 * 1024;

/// The fields of a photo or document message, from a `file_id` or an upload.
fn medium(
    world: &mut World,
    params: &Params,
    kind: &str,
    media: &str,
) -> Result<Map<String, Value>, ApiError> {
    let mut content = Map::new();
    if media.is_empty() {
        return Err(ApiError::bad(format!("there is no {kind} in the request")));
    }
    let value = if let Some(name) = media.strip_prefix("attach://") {
        let upload = params.files.get(name);
        let upload = upload.ok_or_else(|| ApiError::bad(format!("file \"{name}\" not found")))?;
        uploaded(world, kind, &upload.clone())?
    } else if media.starts_with("http://") || media.starts_with("https://") {
        return Err(ApiError::bad("failed to get HTTP URL content"));
    } else {
        let wrong = || ApiError::bad("wrong file identifier/HTTP URL specified");
        let file = world.files.get(media).ok_or_else(wrong)?;
        if kind == "photo" && file.facts.get("width").is_none() {
            return Err(ApiError::bad("can't use file of type Document as Photo"));
        }
        if kind == "photo" { json!([file.json()]) } else { file.json() }
    };
    content.insert(kind.into(), value);
    Ok(content)
}

fn uploaded(world: &mut World, kind: &str, upload: &Upload) -> Result<Value, ApiError> {
    let size = upload.bytes.len();
    if size == 0 {
        return Err(ApiError::bad("file must be non-empty"));
    }
    if size > UPLOAD_LIMIT {
        return Err(ApiError::new(413, "Request Entity Too Large"));
    }
    if kind == "photo" {
        if size > PHOTO_UPLOAD_LIMIT {
            return Err(ApiError::bad(format!(
                "file of size {size} bytes is too big for a photo; the maximum size is \
                 {PHOTO_UPLOAD_LIMIT} bytes"
            )));
        }
        return Ok(photo_sizes(world, &upload.bytes));
    }
    let extension = upload.name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
    let facts = json!({ "file_name": upload.name, "mime_type": mime(extension) });
    Ok(world.files.add("documents", extension, upload.bytes.clone(), None, facts).json())
}

/// The media type that Telegram guesses from a file's name.
pub(crate) fn mime(extension: &str) -> &'static str {
    match extension.to_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "heic" => "image/heic",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "zip" => "application/zip",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

/// A photo in the two sizes that matter: a thumbnail and the picture.
pub(crate) fn photo_sizes(world: &mut World, bytes: &Bytes) -> Value {
    let mut size = |width: u32, height: u32| -> File {
        let facts = json!({ "width": width, "height": height });
        world.files.add("photos", "jpg", bytes.clone(), None, facts)
    };
    json!([size(90, 67).json(), size(640, 480).json()])
}

fn captioned(
    world: &mut World,
    bot: usize,
    params: &Params,
    kind: &str,
) -> Result<Value, ApiError> {
    let entities = params.list("caption_entities", "caption entities")?;
    let caption = params.text("caption");
    let words = content::caption_words(world, caption, params.raw("parse_mode"), entities)?;
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    let media = params.text(kind).unwrap_or_default().to_owned();
    let mut draft = Draft { content: medium(world, params, kind, &media)?, ..Draft::default() };
    if let Some(words) = words {
        draft.raw = Some(words.raw.clone());
        words.put(&mut draft.content, "caption", "caption_entities");
    }
    send(world, bot, key, params, draft)
}

/// `sendPhoto`.
pub(crate) fn photo(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    captioned(world, bot, params, "photo")
}

/// `sendDocument`.
pub(crate) fn document(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    captioned(world, bot, params, "document")
}

/// `sendMediaGroup`: two to ten photos or documents.
pub(crate) fn group(world: &mut World, bot: usize, params: &Params) -> Result<Value, ApiError> {
    let key = world.reach_to_write(bot, params.raw("chat_id"))?;
    let items = params.list("media", "media")?;
    let items = items.ok_or_else(|| ApiError::bad("parameter \"media\" is required"))?;
    match items.len() {
        0 => return Err(ApiError::bad("there are no messages to send")),
        1 => return Err(ApiError::bad("group send must have 2-10 items")),
        2..=10 => {}
        _ => return Err(ApiError::bad("too many messages to send as an album")),
    }
    let album = world.fresh_album_id();
    let mut drafts = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let kind = item["type"].as_str().unwrap_or_default();
        if !matches!(kind, "photo" | "document") || item["type"] != items[0]["type"] {
            return Err(ApiError::bad(format!("{kind} can't be mixed with other media types")));
        }
        let media = item["media"].as_str().unwrap_or_default();
        let entities = item["caption_entities"].as_array().cloned();
        let caption = item["caption"].as_str();
        let words = content::caption_words(world, caption, &item["parse_mode"], entities)?;
        let content = medium(world, params, kind, media);
        let content = content.map_err(|error| error.of_message(at + 1))?;
        let mut draft = Draft { content, ..Draft::default() }.with("media_group_id", album.clone());
        if let Some(words) = words {
            draft.raw = Some(words.raw.clone());
            words.put(&mut draft.content, "caption", "caption_entities");
        }
        let mut draft = content::complete(world, key, params, draft)?;
        draft.inline = None;
        drafts.push(draft);
    }
    content::admit(world, bot, key, drafts.len())?;
    Ok(drafts.into_iter().map(|draft| content::deliver(world, bot, key, draft)).collect())
}

/// `getFile`.
pub(crate) fn get_file(world: &mut World, _: usize, params: &Params) -> Result<Value, ApiError> {
    let id = params.text("file_id").filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| ApiError::bad("file_id not specified"))?;
    let wrong = || ApiError::bad("wrong file_id or the file is temporarily unavailable");
    let file = world.files.get(id).ok_or_else(wrong)?;
    if file.size > DOWNLOAD_LIMIT {
        return Err(ApiError::bad("file is too big"));
    }
    Ok(file.file_json())
}
