//! A person sitting in a chat: what can be said there.

use bytes::Bytes;
use serde_json::{Value, json};

use super::message::{MessageRef, Sent};
use super::seat::Seat;
use crate::methods::media::{mime, photo_sizes};
use crate::samples::jpeg;
use crate::text::found_entities;
use crate::world::World;
use crate::world::chat::Status;
use crate::world::message::{Draft, Sender};
use crate::world::updates::Queue;

impl Seat {
    fn sender(&self) -> Sender {
        if self.anonymous { Sender::Chat } else { Sender::Account(self.user) }
    }

    /// Says what `drafts` makes, each draft one message.
    fn says(&self, drafts: impl FnOnce(&mut World) -> Vec<Draft>) -> Sent {
        let (key, sender) = (self.now(), self.sender());
        let ids: Vec<i64> = self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.started = true;
            }
            drafts(world).into_iter().map(|draft| world.say(key, sender, draft)).collect()
        });
        Sent { chat_id: key.id, message_id: ids.first().copied().unwrap_or_default(), ids }
    }

    fn says_one(&self, field: &str, value: Value) -> Sent {
        self.says(|_| vec![Draft::of(field, value)])
    }

    /// Presses Start: the bot may write from now on, and "/start" is sent.
    pub fn starts(&self) -> Sent {
        self.sends("/start")
    }

    /// Opens a link with a payload: "/start payload" is sent.
    pub fn starts_with(&self, payload: &str) -> Sent {
        self.sends(&format!("/start {payload}"))
    }

    /// Types a text.
    pub fn sends(&self, text: &str) -> Sent {
        self.says(|_| vec![written(text)])
    }

    /// Replies to a message with a text.
    pub fn replies(&self, message: &impl MessageRef, text: &str) -> Sent {
        let reply_to = Some(message.message_id());
        self.says(|_| vec![Draft { reply_to, ..written(text) }])
    }

    /// Sends a photo.
    pub fn sends_photo(&self, caption: Option<&str>) -> Sent {
        self.says(|world| vec![photo(world, caption)])
    }

    /// Replies to a message with a photo.
    pub fn replies_photo(&self, message: &impl MessageRef, caption: Option<&str>) -> Sent {
        let reply_to = Some(message.message_id());
        self.says(|world| vec![Draft { reply_to, ..photo(world, caption) }])
    }

    /// Sends an album of `count` photos; the caption stands on the first.
    pub fn sends_album(&self, count: usize, caption: Option<&str>) -> Sent {
        self.says(|world| {
            let album = world.fresh_album_id();
            let part = |at| photo(world, caption.filter(|_| at == 0));
            let parts: Vec<Draft> = (0..count).map(part).collect();
            parts.into_iter().map(|part| part.with("media_group_id", album.clone())).collect()
        })
    }

    /// Sends a place.
    pub fn sends_location(&self, latitude: f64, longitude: f64) -> Sent {
        self.says_one("location", json!({ "latitude": latitude, "longitude": longitude }))
    }

    /// Sends a place that moves for 15 minutes; see [`Seat::moves_to`].
    pub fn sends_live_location(&self, latitude: f64, longitude: f64) -> Sent {
        self.says_one(
            "location",
            json!({ "latitude": latitude, "longitude": longitude, "live_period": 900 }),
        )
    }

    /// A live location moves, which is an edit.
    pub fn moves_to(&self, sent: &impl MessageRef, latitude: f64, longitude: f64) {
        let place = json!({ "latitude": latitude, "longitude": longitude, "live_period": 900 });
        self.edits_content(sent, |content| {
            content.insert("location".into(), place);
        });
    }

    /// Sends a place with a name.
    pub fn sends_venue(&self, latitude: f64, longitude: f64, title: &str, address: &str) -> Sent {
        let place = json!({ "latitude": latitude, "longitude": longitude });
        let venue = json!({ "location": place, "title": title, "address": address });
        self.says(|_| vec![Draft::of("venue", venue).with("location", place)])
    }

    /// Sends the person's own telephone number.
    pub fn sends_contact(&self) -> Sent {
        let contact = |world: &mut World| {
            json!({ "phone_number": "+390400000000", "first_name": world.name(self.user),
                "user_id": self.user })
        };
        self.says(|world| vec![Draft::of("contact", contact(world))])
    }

    /// Sends a sticker.
    pub fn sends_sticker(&self) -> Sent {
        let facts = json!({ "type": "regular", "width": 512, "height": 512, "is_animated": false,
            "is_video": false, "emoji": "👍", "set_name": "samples" });
        self.sends_file("sticker", "stickers", "webp", facts, Bytes::from_static(b"RIFF"), None)
    }

    /// Sends a voice message.
    pub fn sends_voice(&self) -> Sent {
        let facts = json!({ "duration": 3, "mime_type": "audio/ogg" });
        self.sends_file("voice", "voice", "oga", facts, Bytes::from_static(b"OggS"), None)
    }

    /// Sends a video.
    pub fn sends_video(&self) -> Sent {
        let facts = json!({ "width": 640, "height": 480, "duration": 3, "mime_type": "video/mp4" });
        let bytes = Bytes::from_static(b"\0\0\0\x18ftypmp42");
        self.sends_file("video", "videos", "mp4", facts, bytes, None)
    }

    /// Sends a round video message.
    pub fn sends_video_note(&self) -> Sent {
        let facts = json!({ "length": 240, "duration": 3 });
        let bytes = Bytes::from_static(b"\0\0\0\x18ftypmp42");
        self.sends_file("video_note", "video_notes", "mp4", facts, bytes, None)
    }

    /// Sends a file with a few bytes in it.
    pub fn sends_document(&self, name: &str) -> Sent {
        self.sends_document_of(name, Bytes::from_static(b"a document\n"))
    }

    /// Sends these bytes as a file; a picture stays as it is, with all that stands in it.
    pub fn sends_document_of(&self, name: &str, bytes: impl Into<Bytes>) -> Sent {
        self.document(name, bytes.into(), None)
    }

    /// Replies to a message with these bytes as a file, which has a caption.
    pub fn replies_document_of(
        &self,
        message: &impl MessageRef,
        name: &str,
        bytes: impl Into<Bytes>,
        caption: &str,
    ) -> Sent {
        let (reply_to, bytes) = (Some(message.message_id()), bytes.into());
        let extension = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
        let facts = json!({ "file_name": name, "mime_type": mime(extension) });
        self.says(|world| {
            let file = world.files.add("documents", extension, bytes, None, facts);
            let draft = Draft::of("document", file.json()).with("caption", caption);
            vec![Draft { reply_to, ..draft }]
        })
    }

    /// Sends a file that says it weighs `size` bytes; over 20 MB a bot cannot download it.
    pub fn sends_big_document(&self, name: &str, size: u64) -> Sent {
        self.document(name, Bytes::new(), Some(size))
    }

    fn document(&self, name: &str, bytes: Bytes, size: Option<u64>) -> Sent {
        let extension = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
        let facts = json!({ "file_name": name, "mime_type": mime(extension) });
        self.sends_file("document", "documents", extension, facts, bytes, size)
    }

    fn sends_file(
        &self,
        field: &str,
        folder: &str,
        extension: &str,
        facts: Value,
        bytes: Bytes,
        size: Option<u64>,
    ) -> Sent {
        self.says(|world| {
            let file = world.files.add(folder, extension, bytes, size, facts);
            vec![Draft::of(field, file.json())]
        })
    }

    /// Forwards somebody's text, whose account is hidden.
    pub fn forwards(&self, text: &str) -> Sent {
        self.says(|world| {
            let origin = json!({ "type": "hidden_user", "date": world.now_ms() / 1000,
                "sender_user_name": "Somebody" });
            vec![written(text).with("forward_origin", origin)]
        })
    }

    /// Edits the text, or the caption, of what was sent.
    pub fn edits(&self, sent: &impl MessageRef, text: &str) {
        self.edits_content(sent, |content| {
            let captioned = !content.contains_key("text");
            let (field, entities) =
                if captioned { ("caption", "caption_entities") } else { ("text", "entities") };
            content.insert(field.into(), text.into());
            content.remove(entities);
            let found = found_entities(text);
            if !found.is_empty() {
                content.insert(entities.into(), found.into());
            }
        });
    }

    fn edits_content(
        &self,
        sent: &impl MessageRef,
        change: impl FnOnce(&mut serde_json::Map<String, Value>),
    ) {
        let (key, id) = (self.chat_of(sent), sent.message_id());
        let found = self.shared.change(|world| {
            let now = world.now_ms() / 1000;
            let chat = world.chats.get_mut(&key)?;
            let message = chat.messages.get_mut(&id)?;
            change(&mut message.content);
            message.edited = Some(now);
            let message = message.clone();
            world.show(key, &message, "edited_message");
            Some(())
        });
        if found.is_none() {
            self.gives_up::<()>(&format!("there is no message #{id} to edit"));
        }
    }

    /// Deletes what was sent, which no bot is told.
    pub fn deletes(&self, message: &impl MessageRef) {
        let (key, id) = (self.chat_of(message), message.message_id());
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.messages.remove(&id);
                chat.unread.retain(|unread| *unread != id);
            }
        });
    }

    /// Reacts with an emoji, which is told to bots that ask for `message_reaction` and are
    /// administrators of the group, or in a private chat.
    pub fn reacts(&self, message: &impl MessageRef, emoji: &str) {
        let (key, id) = (self.chat_of(message), message.message_id());
        self.shared.change(|world| {
            let Some(chat) = world.chats.get(&key) else {
                return;
            };
            let now_ms = world.now_ms();
            let object = json!({ "chat": world.chat_json(chat), "message_id": id,
                "user": world.user(self.user), "date": now_ms / 1000, "old_reaction": [],
                "new_reaction": [{ "type": "emoji", "emoji": emoji }] })
            .to_string();
            let told: Vec<usize> = (0..world.bots.len())
                .filter(|bot| {
                    let status = chat.status(world.bots[*bot].id);
                    key.bot == Some(*bot) || status.is_some_and(Status::is_admin)
                })
                .collect();
            for bot in told {
                let updates = &mut world.bots[bot].updates;
                updates.push("message_reaction", &object, Queue::Chat(key.id), now_ms);
            }
        });
    }
}

/// A typed text with what Telegram finds in it.
fn written(text: &str) -> Draft {
    let draft = Draft::of("text", text);
    let found = found_entities(text);
    if found.is_empty() { draft } else { draft.with("entities", found) }
}

fn photo(world: &mut World, caption: Option<&str>) -> Draft {
    let number = u32::try_from(world.files.count()).unwrap_or(u32::MAX);
    let bytes = Bytes::from(jpeg(number));
    let draft = Draft::of("photo", photo_sizes(world, &bytes));
    match caption {
        Some(caption) => draft.with("caption", caption),
        None => draft,
    }
}
