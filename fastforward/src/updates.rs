//! What people do in chats, as raw updates of the Bot API.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::world::Sight;

/// Who does it, and where.
#[derive(Debug, Clone)]
pub struct Who {
    /// Their account.
    pub user: i64,
    /// Their name.
    pub name: String,
    /// Their Telegram's language.
    pub lang: &'static str,
    /// The chat: their own, or a group.
    pub chat: i64,
}

/// What they do.
#[derive(Debug, Clone)]
pub enum Doing {
    /// Writes; perhaps in reply to a message.
    Write(String, Option<i32>),
    /// Sends a photo, perhaps with words or in reply.
    Photo(String, Option<i32>),
    /// Shares a position.
    Position(f64, f64),
    /// Presses a button of a message.
    Press(i32, String),
    /// Edits a message of theirs.
    Edit(i32, String),
    /// Blocks the bot, or takes it back.
    Block(bool),
}

impl Who {
    /// Does it: the update, as Telegram would send it.
    pub fn does(&self, sight: &mut Sight, now: DateTime<Utc>, doing: &Doing) -> String {
        let date = now.timestamp();
        let update = sight.next_update();
        let message = |sight: &mut Sight, text: &str, reply: Option<i32>| {
            let id = sight.say(self.chat, false, text).id;
            let mut message = json!({
                "message_id": id, "date": date, "chat": self.chat(), "from": self.from(),
            });
            if let Some(reply) = reply {
                message["reply_to_message"] = json!({
                    "message_id": reply, "date": date, "chat": self.chat(), "from": bot(),
                    "text": "…",
                });
            }
            message
        };
        match doing {
            Doing::Write(text, reply) => {
                let mut message = message(sight, text, *reply);
                message["text"] = json!(text);
                json!({ "update_id": update, "message": message })
            }
            Doing::Photo(caption, reply) => {
                let mut message = message(sight, caption, *reply);
                let name = format!("photo-{}-{update}", self.chat);
                message["photo"] = json!([{
                    "file_id": name, "file_unique_id": name, "width": 1280, "height": 960,
                    "file_size": 120_000,
                }]);
                if !caption.is_empty() {
                    message["caption"] = json!(caption);
                }
                json!({ "update_id": update, "message": message })
            }
            Doing::Position(lat, lon) => {
                let mut message = message(sight, "", None);
                message["location"] = json!({ "latitude": lat, "longitude": lon });
                json!({ "update_id": update, "message": message })
            }
            Doing::Edit(id, text) => {
                let message = json!({
                    "message_id": id, "date": date, "edit_date": date, "chat": self.chat(),
                    "from": self.from(), "text": text,
                });
                json!({ "update_id": update, "edited_message": message })
            }
            Doing::Press(id, button) => json!({
                "update_id": update,
                "callback_query": {
                    "id": format!("press-{update}"), "from": self.from(), "chat_instance": "1",
                    "data": button,
                    "message": {
                        "message_id": id, "date": date, "chat": self.chat(), "from": bot(),
                        "text": "…",
                    },
                },
            }),
            Doing::Block(block) => {
                if *block {
                    sight.blocked.insert(self.user);
                } else {
                    sight.blocked.remove(&self.user);
                }
                let standing = |member| json!({ "user": bot(), "status": member });
                let (old, new) = if *block { ("member", "kicked") } else { ("kicked", "member") };
                let mut left = standing(old);
                let mut comes = standing(new);
                for one in [&mut left, &mut comes] {
                    if one["status"] == "kicked" {
                        one["until_date"] = json!(0);
                    }
                }
                json!({
                    "update_id": update,
                    "my_chat_member": {
                        "chat": self.chat(), "from": self.from(), "date": date,
                        "old_chat_member": left, "new_chat_member": comes,
                    },
                })
            }
        }
        .to_string()
    }

    fn from(&self) -> Value {
        json!({
            "id": self.user, "is_bot": false, "first_name": self.name, "language_code": self.lang,
        })
    }

    fn chat(&self) -> Value {
        if self.chat < 0 {
            json!({ "id": self.chat, "type": "supergroup", "title": "Gruppo" })
        } else {
            json!({ "id": self.chat, "type": "private", "first_name": self.name })
        }
    }
}

fn bot() -> Value {
    json!({ "id": 1, "is_bot": true, "first_name": "rispondo", "username": "rispondo_bot" })
}
