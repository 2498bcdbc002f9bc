//! People with a Telegram account.

use std::sync::Arc;

use serde_json::Value;

use super::bot::Bot;
use super::seat::Seat;
use crate::shared::Shared;
use crate::world::chat::{Chat, ChatKey, Kind, Status};

/// A person to be.
#[must_use = "nobody is there before create()"]
pub struct UserBuilder {
    pub(crate) shared: Arc<Shared>,
    pub(crate) user: Value,
}

impl UserBuilder {
    /// The Telegram id; without it a free one is taken.
    pub fn id(mut self, id: i64) -> Self {
        self.user["id"] = id.into();
        self
    }

    /// `language_code` of the person's client.
    pub fn language(mut self, code: &str) -> Self {
        self.user["language_code"] = code.into();
        self
    }

    /// The name after the `@`.
    pub fn username(mut self, username: &str) -> Self {
        self.user["username"] = username.into();
        self
    }

    /// The last name.
    pub fn last_name(mut self, name: &str) -> Self {
        self.user["last_name"] = name.into();
        self
    }

    /// The person, who has an account from now on.
    ///
    /// # Panics
    /// If the id is somebody else's.
    pub fn create(mut self) -> User {
        let mut world = self.shared.lock();
        let id = self.user["id"].as_i64().unwrap_or_else(|| world.fresh_person_id());
        self.user["id"] = id.into();
        let name = self.user["first_name"].as_str().unwrap_or_default().to_owned();
        let taken = world.users.insert(id, self.user);
        drop(world);
        assert!(taken.is_none(), "the id {id} is already somebody's");
        User { shared: self.shared, id, name }
    }
}

/// A person.
#[derive(Clone)]
pub struct User {
    pub(crate) shared: Arc<Shared>,
    /// The Telegram id, which is also the id of the private chat with any bot.
    pub id: i64,
    /// The first name.
    pub name: String,
}

impl User {
    /// The person in the private chat with `bot`.
    pub fn private(&self, bot: &Bot) -> Seat {
        let key = ChatKey::private(bot.index, self.id);
        let mut world = self.shared.lock();
        world.chats.entry(key).or_insert_with(|| Chat::new(key, Kind::Private, &self.name));
        Seat { shared: self.shared.clone(), key, user: self.id, anonymous: false }
    }

    /// The person blocks the bot, which is told by `my_chat_member`.
    pub fn blocks(&self, bot: &Bot) {
        self.set_blocked(bot, true);
    }

    /// The person unblocks the bot, which is told by `my_chat_member`.
    pub fn unblocks(&self, bot: &Bot) {
        self.set_blocked(bot, false);
    }

    fn set_blocked(&self, bot: &Bot, blocked: bool) {
        let key = self.private(bot).key;
        let (old, new) = if blocked {
            (Status::Member, Status::Kicked)
        } else {
            (Status::Kicked, Status::Member)
        };
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.blocked = blocked;
            }
            world.change_bot(key, bot.index, self.id, old, new);
        });
    }

    /// The person allows the bot to write, without a message that says so: as if Start had been
    /// pressed long ago.
    pub fn knows(&self, bot: &Bot) {
        let key = self.private(bot).key;
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.started = true;
            }
        });
    }

    /// The person deletes the account: bots get 403 "user is deactivated".
    pub fn deactivates(&self) {
        self.shared.change(|world| world.deactivated.push(self.id));
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name, self.id)
    }
}
