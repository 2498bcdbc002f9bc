//! The simulated world: who there is, what was said, what waits for whom.

pub(crate) mod bot;
pub(crate) mod chat;
pub(crate) mod delivery;
pub(crate) mod faults;
pub(crate) mod files;
pub(crate) mod flood;
pub(crate) mod log;
pub(crate) mod message;
pub(crate) mod presses;
pub(crate) mod reach;
pub(crate) mod updates;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::clock::Clock;
use bot::BotState;
use chat::{Chat, ChatKey};
use files::Files;
use message::{Draft, Sender};
use presses::Presses;

/// The account in whose name anonymous administrators speak.
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// Everything that is kept, behind one lock.
pub(crate) struct World {
    pub(crate) clock: Arc<Clock>,
    pub(crate) bots: Vec<BotState>,
    /// `User` objects of people and bots, by id.
    pub(crate) users: HashMap<i64, Value>,
    pub(crate) deactivated: Vec<i64>,
    pub(crate) chats: HashMap<ChatKey, Chat>,
    pub(crate) files: Files,
    pub(crate) presses: Presses,
    pub(crate) faults: faults::Plan,
    pub(crate) log: log::Log,
    pub(crate) flood_limits: bool,
    pub(crate) ignore_unread: bool,
    /// Private chats and ordinary groups share one numbering; a supergroup has its own.
    next_shared_message_id: i64,
    next_person: i64,
    next_group: i64,
    next_album: i64,
}

impl World {
    pub(crate) fn new(clock: Arc<Clock>) -> Self {
        let anonymous = json!({ "id": ANONYMOUS_ADMIN, "is_bot": true, "first_name": "Group",
            "username": "GroupAnonymousBot" });
        Self {
            clock,
            bots: Vec::new(),
            users: HashMap::from([(ANONYMOUS_ADMIN, anonymous)]),
            deactivated: Vec::new(),
            chats: HashMap::new(),
            files: Files::default(),
            presses: Presses::default(),
            faults: faults::Plan::default(),
            log: log::Log::default(),
            flood_limits: false,
            ignore_unread: false,
            next_shared_message_id: 1,
            next_person: 500_001,
            next_group: 1_900_000_001,
            next_album: 13_000_000_001,
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The `User` object of an id.
    pub(crate) fn user(&self, id: i64) -> Value {
        self.users
            .get(&id)
            .cloned()
            .unwrap_or_else(|| json!({ "id": id, "is_bot": false, "first_name": "" }))
    }

    /// How transcripts name somebody.
    pub(crate) fn name(&self, id: i64) -> String {
        let user = self.user(id);
        let name = if user["is_bot"] == true { &user["username"] } else { &user["first_name"] };
        name.as_str().unwrap_or("?").to_owned()
    }

    pub(crate) fn fresh_person_id(&mut self) -> i64 {
        self.next_person += 1;
        self.next_person
    }

    /// An id nobody uses: an ordinary group's, or with the prefix of supergroups and channels.
    pub(crate) fn fresh_group_id(&mut self, basic: bool) -> i64 {
        self.next_group += 1;
        if basic { -self.next_group } else { -1_000_000_000_000 - self.next_group }
    }

    pub(crate) fn fresh_album_id(&mut self) -> String {
        self.next_album += 1;
        self.next_album.to_string()
    }

    /// The number of the next message of a chat.
    pub(crate) fn fresh_message_id(&mut self, key: ChatKey) -> i64 {
        match self.chats.get_mut(&key) {
            Some(chat) if chat.kind.numbers_its_own() => {
                chat.next_id += 1;
                chat.next_id - 1
            }
            _ => {
                self.next_shared_message_id += 1;
                self.next_shared_message_id - 1
            }
        }
    }

    /// Follows a group through its migrations.
    pub(crate) fn settled(&self, key: ChatKey) -> ChatKey {
        let mut key = key;
        while let Some(to) = self.chats.get(&key).and_then(|chat| chat.migrated_to) {
            key = ChatKey::group(to);
        }
        key
    }
}

impl World {
    /// The bot of a token.
    pub(crate) fn bot_by_token(&self, token: &str) -> Option<usize> {
        self.bots.iter().position(|bot| bot.token == token)
    }
}

impl World {
    /// Makes a supergroup of an ordinary group; none if it is none.
    pub(crate) fn migrate(&mut self, old: ChatKey) -> Option<i64> {
        let before = self.chats.get(&old).filter(|chat| chat.kind == chat::Kind::Group)?;
        let (title, members) = (before.title.clone(), before.members.clone());
        let by = members.keys().copied().find(|id| self.user(*id)["is_bot"] == false);
        let sender = by.map_or(Sender::Chat, Sender::Account);
        let new = ChatKey::group(self.fresh_group_id(false));
        let mut after = Chat::new(new, chat::Kind::Supergroup, &title);
        after.members = members;
        self.chats.insert(new, after);
        self.say(old, sender, Draft::of("migrate_to_chat_id", new.id));
        if let Some(chat) = self.chats.get_mut(&old) {
            chat.migrated_to = Some(new.id);
        }
        self.say(new, Sender::Chat, Draft::of("migrate_from_chat_id", old.id));
        Some(new.id)
    }
}
