//! Who reaches whom: which chats a bot may write to, and which updates it is shown.

use serde_json::{Value, json};

use super::World;
use super::chat::{Chat, ChatKey, Kind, Status, member_json};
use super::message::{Draft, Sender, Stored};
use super::updates::Queue;
use crate::error::ApiError;

impl World {
    /// The chat a bot means, or the refusal that it gets.
    pub(crate) fn reach(&self, bot: usize, chat_id: &Value) -> Result<ChatKey, ApiError> {
        let id = match chat_id {
            Value::String(name) if name.starts_with('@') => self.named_chat(&name[1..]),
            Value::String(text) if text.is_empty() => {
                return Err(ApiError::bad("chat_id is empty"));
            }
            Value::String(text) => text.parse().ok(),
            Value::Null => return Err(ApiError::bad("chat_id is empty")),
            other => other.as_i64(),
        };
        let id = id.ok_or_else(|| ApiError::bad("chat not found"))?;
        if id > 0 { self.reach_person(bot, id) } else { self.reach_group(bot, id) }
    }

    fn named_chat(&self, username: &str) -> Option<i64> {
        let named = |chat: &&Chat| chat.username.as_deref() == Some(username);
        self.chats.values().find(named).map(|chat| chat.key.id)
    }

    fn reach_person(&self, bot: usize, id: i64) -> Result<ChatKey, ApiError> {
        let Some(user) = self.users.get(&id) else {
            return Err(ApiError::bad("chat not found"));
        };
        if user["is_bot"] == true {
            return Err(ApiError::forbidden("bots can't send messages to bots"));
        }
        if self.deactivated.contains(&id) {
            return Err(ApiError::forbidden("user is deactivated"));
        }
        let key = ChatKey::private(bot, id);
        match self.chats.get(&key).filter(|chat| chat.started) {
            None => Err(ApiError::forbidden("bot can't initiate conversation with a user")),
            Some(chat) if chat.blocked => Err(ApiError::forbidden("bot was blocked by the user")),
            Some(_) => Ok(key),
        }
    }

    fn reach_group(&self, bot: usize, id: i64) -> Result<ChatKey, ApiError> {
        let key = ChatKey::group(id);
        let not_found = || ApiError::bad("chat not found");
        let chat = self.chats.get(&key).ok_or_else(not_found)?;
        if let Some(to) = chat.migrated_to {
            return Err(ApiError::migrated(to));
        }
        if chat.deleted {
            return Err(ApiError::forbidden("the group chat was deleted"));
        }
        let word = chat.kind.refusal_word();
        match chat.status(self.bots[bot].id) {
            None => Err(not_found()),
            Some(Status::Left) => {
                Err(ApiError::forbidden(format!("bot is not a member of the {word}")))
            }
            Some(Status::Kicked) => {
                Err(ApiError::forbidden(format!("bot was kicked from the {word}")))
            }
            Some(_) => Ok(key),
        }
    }

    /// Like [`World::reach`], and the bot must be allowed to write there.
    pub(crate) fn reach_to_write(&self, bot: usize, chat_id: &Value) -> Result<ChatKey, ApiError> {
        let key = self.reach(bot, chat_id)?;
        let chat = &self.chats[&key];
        let status = chat.status(self.bots[bot].id);
        if status == Some(Status::Restricted) {
            return Err(ApiError::bad("not enough rights to send text messages to the chat"));
        }
        if chat.kind == Kind::Channel && status != Some(Status::Admin) {
            return Err(ApiError::bad("need administrator rights in the channel chat"));
        }
        Ok(key)
    }

    /// Keeps a message of a person or a service message, and shows it to the bots.
    pub(crate) fn say(&mut self, key: ChatKey, sender: Sender, draft: Draft) -> i64 {
        let id = self.fresh_message_id(key);
        let message = draft.stored(id, self.now_ms() / 1000, sender);
        let kind = match self.chats.get(&key) {
            Some(chat) if chat.kind == Kind::Channel => "channel_post",
            _ => "message",
        };
        self.show(key, &message, kind);
        if let Some(chat) = self.chats.get_mut(&key) {
            chat.messages.insert(id, message);
        }
        id
    }

    /// Queues a message for every bot that may see it.
    pub(crate) fn show(&mut self, key: ChatKey, message: &Stored, kind: &str) {
        let Some(chat) = self.chats.get(&key) else {
            return;
        };
        let audience: Vec<usize> = match key.bot {
            Some(bot) => vec![bot],
            None => (0..self.bots.len()).filter(|bot| self.may_see(*bot, chat, message)).collect(),
        };
        if audience.is_empty() {
            return;
        }
        let object = self.message_json(chat, message).to_string();
        let now_ms = self.now_ms();
        for bot in audience {
            self.bots[bot].updates.push(kind, &object, Queue::Chat(key.id), now_ms);
        }
    }

    /// Membership and privacy mode.
    fn may_see(&self, bot: usize, chat: &Chat, message: &Stored) -> bool {
        let bot = &self.bots[bot];
        let Some(status) = chat.status(bot.id).filter(|status| status.is_inside()) else {
            return false;
        };
        if !bot.privacy || status.is_admin() || chat.kind == Kind::Channel {
            return true;
        }
        let words = message.words();
        let service = ![
            "text",
            "caption",
            "photo",
            "document",
            "video",
            "voice",
            "sticker",
            "video_note",
            "location",
            "contact",
        ]
        .iter()
        .any(|field| message.content.contains_key(*field));
        let answers_bot = message
            .reply_to
            .and_then(|id| chat.messages.get(&id))
            .is_some_and(|quoted| quoted.sender == Sender::Account(bot.id));
        let command = words.starts_with('/')
            && match words.split_whitespace().next().and_then(|word| word.split_once('@')) {
                Some((_, addressee)) => self.user(bot.id)["username"]
                    .as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case(addressee)),
                None => true,
            };
        service || answers_bot || command
    }

    /// Changes what a bot is in a chat, and tells it.
    pub(crate) fn change_bot(
        &mut self,
        key: ChatKey,
        bot: usize,
        by: i64,
        old: Status,
        new: Status,
    ) {
        let id = self.bots[bot].id;
        let Some(chat) = self.chats.get_mut(&key) else {
            return;
        };
        if chat.kind != Kind::Private {
            chat.members.insert(id, new);
        }
        let me = self.user(id);
        let now_ms = self.now_ms();
        let object = json!({
            "chat": self.chat_json(&self.chats[&key]),
            "from": self.user(by),
            "date": now_ms / 1000,
            "old_chat_member": member_json(&me, old),
            "new_chat_member": member_json(&me, new),
        });
        let updates = &mut self.bots[bot].updates;
        updates.push("my_chat_member", &object.to_string(), Queue::Chat(key.id), now_ms);
    }
}
