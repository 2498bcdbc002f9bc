//! Telegram, as the service's calls meet it.

use std::sync::Arc;

use bytes::Bytes;
use rispondo::channels::telegram::api::{BotServer, Later, Upload};
use rispondo::channels::telegram::errors::CallError;
use rispondo::domain::press::Press;
use serde_json::{Value, json};

use crate::trouble::Mishap;
use crate::world::{Heard, Said, Sight, World};

/// A photo, as small as they come.
const PHOTO: &[u8] = include_bytes!("photo.jpg");

type Answered = Result<Value, (u16, &'static str)>;

impl BotServer for World {
    fn call(&self, method: &str, fields: Vec<u8>, _files: Vec<Upload>) -> Later<'_> {
        let answer = self.answer(method, &fields);
        Box::pin(std::future::ready(answer))
    }

    fn download(&self, path: &str) -> Later<'_> {
        // Each photo has bytes of its own.
        let bytes = [PHOTO, path.as_bytes()].concat();
        let away = self.trouble.of_call("telegram", path, 0, self.clock.now());
        Box::pin(std::future::ready(match away {
            Some(_) => Err(CallError::NotMade("the file server is away".to_owned())),
            None => Ok(Bytes::from(bytes)),
        }))
    }
}

impl World {
    fn answer(&self, method: &str, fields: &[u8]) -> Result<Bytes, CallError> {
        let fields: Value = serde_json::from_slice(fields)
            .map_err(|error| CallError::NotMade(format!("no JSON: {error}")))?;
        let now = self.clock.now();
        let chat = fields["chat_id"].as_i64().or_else(|| fields["chat_id"].as_str()?.parse().ok());
        let mut sight = self.look();
        let mishap = chat.and_then(|chat| {
            let calls = &mut sight.chats.entry(chat).or_default().calls;
            *calls += 1;
            self.trouble.of_call("telegram", &chat.to_string(), *calls, now)
        });
        match mishap {
            Some(Mishap::Away) => {
                return Err(CallError::NotMade("connection refused".to_owned()));
            }
            Some(Mishap::Lost) => return Err(CallError::Unknown("timed out".to_owned())),
            Some(Mishap::Gateway) => {
                return Err(CallError::Unknown("502 with a body that cannot be read".to_owned()));
            }
            Some(Mishap::Flood(seconds)) => {
                return Ok(body(&json!({
                    "ok": false, "error_code": 429,
                    "description": format!("Too Many Requests: retry after {seconds}"),
                    "parameters": { "retry_after": seconds },
                })));
            }
            Some(Mishap::Broken) => {
                let description = "Internal Server Error";
                return Ok(body(&json!({
                    "ok": false, "error_code": 500, "description": description,
                })));
            }
            Some(Mishap::Unheard) | None => {}
        }
        let answered = does(&mut sight, now, method, chat, &fields);
        if mishap == Some(Mishap::Unheard) {
            return Err(CallError::Unknown("the connection was reset".to_owned()));
        }
        Ok(body(&match answered {
            Ok(result) => json!({ "ok": true, "result": result }),
            Err((code, description)) => {
                json!({ "ok": false, "error_code": code, "description": description })
            }
        }))
    }
}

fn body(answer: &Value) -> Bytes {
    Bytes::from(answer.to_string())
}

fn does(
    sight: &mut Sight,
    now: chrono::DateTime<chrono::Utc>,
    method: &str,
    chat: Option<i64>,
    fields: &Value,
) -> Answered {
    let to = || chat.ok_or((400, "Bad Request: chat_id is empty"));
    match method.to_ascii_lowercase().as_str() {
        "sendmessage" => {
            let chat = reachable(sight, to()?)?;
            let said = sight.say(chat, true, fields["text"].as_str().unwrap_or_default());
            mark_up(said, &fields["reply_markup"]);
            let id = said.id;
            let offices = Arc::clone(&sight.offices);
            sight.chats.entry(chat).or_default().has_buttons(id, &offices);
            if sight.staff.contains(&chat)
                && let Some(said) = sight.chats.get(&chat).and_then(|chat| chat.said.get(&id))
            {
                let card = said.presses().any(|(_, press)| matches!(press, Press::History(_)));
                let heard = Heard { at: now, text: said.text.clone(), card };
                sight.heard.push(heard);
            }
            sight.news.insert(chat);
            Ok(json!({ "message_id": id }))
        }
        "sendphoto" | "senddocument" => {
            let chat = reachable(sight, to()?)?;
            let caption = fields["caption"].as_str().unwrap_or_default();
            let id = sight.say(chat, true, caption).id;
            sight.news.insert(chat);
            Ok(json!({ "message_id": id }))
        }
        "sendmediagroup" => {
            let chat = reachable(sight, to()?)?;
            // An upload's fields are strings.
            let media = match &fields["media"] {
                Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
                media => media.clone(),
            };
            let photos = media.as_array().map_or(0, Vec::len);
            let ids = (0..photos).map(|_| json!({ "message_id": sight.say(chat, true, "").id }));
            let ids: Vec<Value> = ids.collect();
            sight.news.insert(chat);
            Ok(Value::Array(ids))
        }
        "editmessagetext" => {
            let text = fields["text"].as_str().unwrap_or_default().to_owned();
            changed(sight, to()?, fields, |said| {
                said.text = text;
                mark_up(said, &fields["reply_markup"]);
            })
        }
        "editmessagereplymarkup" => {
            changed(sight, to()?, fields, |said| mark_up(said, &fields["reply_markup"]))
        }
        "getfile" => {
            let id = fields["file_id"].as_str().unwrap_or_default();
            Ok(json!({ "file_id": id, "file_path": format!("photos/{id}.jpg") }))
        }
        "getchatmember" => Ok(json!({ "status": "administrator" })),
        // Answers to presses, menus and the like: nobody here looks at them.
        _ => Ok(Value::Bool(true)),
    }
}

/// Whether the bot may write there.
fn reachable(sight: &Sight, chat: i64) -> Result<i64, (u16, &'static str)> {
    if sight.blocked.contains(&chat) {
        return Err((403, "Forbidden: bot was blocked by the user"));
    }
    if sight.strangers.contains(&chat) {
        return Err((403, "Forbidden: bot can't initiate conversation with a user"));
    }
    Ok(chat)
}

fn changed(
    sight: &mut Sight,
    chat: i64,
    fields: &Value,
    change: impl FnOnce(&mut Said),
) -> Answered {
    reachable(sight, chat)?;
    let id = fields["message_id"].as_i64().and_then(|id| i32::try_from(id).ok()).unwrap_or(0);
    sight.stirred += 1;
    let (stirred, offices) = (sight.stirred, Arc::clone(&sight.offices));
    let chat = sight.chats.entry(chat).or_default();
    let Some(said) = chat.said.get_mut(&id).filter(|said| said.by_bot) else {
        return Err((400, "Bad Request: message to edit not found"));
    };
    let before = (said.text.clone(), said.buttons.clone());
    change(said);
    if before == (said.text.clone(), said.buttons.clone()) {
        return Err((400, "Bad Request: message is not modified"));
    }
    chat.stirs(id, stirred);
    chat.has_buttons(id, &offices);
    Ok(json!({ "message_id": id }))
}

fn mark_up(said: &mut Said, markup: &Value) {
    let rows = markup["inline_keyboard"].as_array();
    said.buttons = rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|button| {
            let data = button["callback_data"].as_str()?;
            Some((data.to_owned(), Press::decode(data)?))
        })
        .collect();
    said.keys = markup["keyboard"].is_array();
    said.asks = markup["force_reply"] == true;
}
