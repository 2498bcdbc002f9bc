//! Groups and channels.

use std::sync::Arc;

use serde_json::json;

use super::bot::Bot;
use super::people::User;
use super::seat::Seat;
use super::transcript::transcript;
use crate::shared::Shared;
use crate::world::chat::{Chat, ChatKey, Kind, Status};
use crate::world::message::{Draft, Sender};

/// A group to be.
#[must_use = "there is no group before create()"]
pub struct GroupBuilder {
    pub(crate) shared: Arc<Shared>,
    pub(crate) title: String,
    pub(crate) kind: Kind,
    pub(crate) id: Option<i64>,
    pub(crate) members: Vec<(i64, Status)>,
}

impl GroupBuilder {
    /// The id, negative; without it a free one is taken.
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// An ordinary group, which can migrate to a supergroup.
    pub fn basic(mut self) -> Self {
        self.kind = Kind::Group;
        self
    }

    fn with(mut self, id: i64, status: Status) -> Self {
        self.members.push((id, status));
        self
    }

    /// A member.
    pub fn member(self, user: &User) -> Self {
        self.with(user.id, Status::Member)
    }

    /// An administrator.
    pub fn admin(self, user: &User) -> Self {
        self.with(user.id, Status::Admin)
    }

    /// The owner.
    pub fn owner(self, user: &User) -> Self {
        self.with(user.id, Status::Owner)
    }

    /// A bot that is a member.
    pub fn bot(self, bot: &Bot) -> Self {
        self.with(bot.id, Status::Member)
    }

    /// A bot that is an administrator.
    pub fn bot_admin(self, bot: &Bot) -> Self {
        self.with(bot.id, Status::Admin)
    }

    /// The group, as if it had been there long since: no bot is told. See [`Group::adds`].
    ///
    /// # Panics
    /// If the id is positive or another chat's.
    pub fn create(self) -> Group {
        let mut world = self.shared.lock();
        let fresh = world.fresh_group_id(self.kind == Kind::Group);
        let key = ChatKey::group(self.id.unwrap_or(fresh));
        let mut chat = Chat::new(key, self.kind, &self.title);
        chat.members.extend(self.members);
        let taken = key.id >= 0 || world.chats.contains_key(&key);
        if !taken {
            world.chats.insert(key, chat);
        }
        drop(world);
        assert!(!taken, "{} cannot be the id of a new group", key.id);
        Group { shared: self.shared, key, title: self.title }
    }
}

/// A group or a channel. After a migration it means the supergroup.
#[derive(Clone)]
pub struct Group {
    shared: Arc<Shared>,
    key: ChatKey,
    /// The title.
    pub title: String,
}

impl Group {
    /// The id now.
    pub fn id(&self) -> i64 {
        self.now().id
    }

    fn now(&self) -> ChatKey {
        self.shared.lock().settled(self.key)
    }

    /// A person in this group; who is not a member becomes one, quietly.
    pub fn seat(&self, user: &User) -> Seat {
        let key = self.now();
        if let Some(chat) = self.shared.lock().chats.get_mut(&key) {
            chat.members.entry(user.id).or_insert(Status::Member);
        }
        Seat { shared: self.shared.clone(), key: self.key, user: user.id, anonymous: false }
    }

    /// An administrator who speaks in the name of the group.
    pub fn anonymous(&self, user: &User) -> Seat {
        let seat = self.seat(user);
        self.set_status(user.id, Status::Admin);
        Seat { anonymous: true, ..seat }
    }

    /// Posts in the name of the chat: a channel's post.
    pub fn posts(&self, text: &str) -> i64 {
        let key = self.now();
        self.shared.change(|world| world.say(key, Sender::Chat, Draft::of("text", text)))
    }

    fn set_status(&self, id: i64, status: Status) {
        let key = self.now();
        if let Some(chat) = self.shared.lock().chats.get_mut(&key) {
            chat.members.insert(id, status);
        }
    }

    fn change_bot(&self, bot: &Bot, new: Status) {
        let key = self.now();
        self.shared.change(|world| {
            let chat = world.chats.get(&key);
            let old = chat.and_then(|chat| chat.status(bot.id)).unwrap_or(Status::Left);
            let person = |(id, status): (&i64, &Status)| {
                (status.is_inside() && world.user(*id)["is_bot"] == false).then_some(*id)
            };
            let by = chat.and_then(|chat| chat.members.iter().find_map(person)).unwrap_or(bot.id);
            world.change_bot(key, bot.index, by, old, new);
        });
    }

    /// Somebody adds the bot: `my_chat_member`, and the service message.
    pub fn adds(&self, bot: &Bot) {
        self.change_bot(bot, Status::Member);
        self.service("new_chat_members", bot.id);
    }

    /// Somebody makes the bot an administrator: `my_chat_member`.
    pub fn promotes(&self, bot: &Bot) {
        self.change_bot(bot, Status::Admin);
    }

    /// Somebody takes the bot's rights as administrator: `my_chat_member`.
    pub fn demotes(&self, bot: &Bot) {
        self.change_bot(bot, Status::Member);
    }

    /// Somebody forbids the bot to write: `my_chat_member`.
    pub fn mutes(&self, bot: &Bot) {
        self.change_bot(bot, Status::Restricted);
    }

    /// Somebody throws the bot out: `my_chat_member`, and 403 from now on.
    pub fn kicks(&self, bot: &Bot) {
        self.change_bot(bot, Status::Kicked);
    }

    /// A person joins: the service message.
    pub fn joins(&self, user: &User) {
        self.set_status(user.id, Status::Member);
        self.service("new_chat_members", user.id);
    }

    /// A person is removed: the service message.
    pub fn removes(&self, user: &User) {
        self.service("left_chat_member", user.id);
        self.set_status(user.id, Status::Left);
    }

    fn service(&self, field: &str, about: i64) {
        let key = self.now();
        self.shared.change(|world| {
            let user = world.user(about);
            let draft = if field == "new_chat_members" {
                Draft::of(field, json!([user]))
            } else {
                Draft::of(field, user)
            };
            world.say(key, Sender::Account(about), draft);
        });
    }

    /// The group becomes a supergroup: another id, which is returned, and messages numbered from 1.
    ///
    /// # Panics
    /// If it is one already; make the group with [`GroupBuilder::basic`].
    pub fn migrates(&self) -> i64 {
        let old = self.now();
        let new = self.shared.change(|world| world.migrate(old));
        assert!(new.is_some(), "{} is no ordinary group: create it with .basic()", self.title);
        new.unwrap_or_default()
    }

    /// The group is deleted for everybody: 403 from now on.
    pub fn is_deleted(&self) {
        let key = self.now();
        self.shared.change(|world| {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.deleted = true;
            }
        });
    }

    /// The whole chat as readable text.
    pub fn transcript(&self) -> String {
        let key = self.now();
        transcript(&self.shared.lock(), key)
    }

    /// Whatever was said here counts as read.
    pub fn read_all(&self) {
        let mut world = self.shared.lock();
        let keys = [self.key, world.settled(self.key)];
        for key in keys {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.unread.clear();
            }
        }
    }
}

impl std::fmt::Debug for Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.title, self.id())
    }
}
