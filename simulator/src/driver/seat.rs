//! A person sitting in a chat: what can be read there.

use std::sync::Arc;

use super::message::{Message, MessageRef};
use super::transcript::transcript;
use super::waiting::{wait, wait_outside};
use crate::shared::Shared;
use crate::world::World;
use crate::world::chat::ChatKey;
use crate::world::message::{Sender, Stored};

/// A person in one chat, private or group. A group's messages are read once, by whoever sits there.
#[derive(Clone)]
pub struct Seat {
    pub(crate) shared: Arc<Shared>,
    /// Where the person sat down; [`World::settled`] says where that is now.
    pub(crate) key: ChatKey,
    pub(crate) user: i64,
    pub(crate) anonymous: bool,
}

impl Seat {
    /// Id of the chat now.
    pub fn chat_id(&self) -> i64 {
        self.now().id
    }

    /// Id of the person.
    pub fn user_id(&self) -> i64 {
        self.user
    }

    pub(crate) fn now(&self) -> ChatKey {
        self.shared.lock().settled(self.key)
    }

    /// The chat that a message stands in, also before a migration.
    pub(crate) fn chat_of(&self, message: &impl MessageRef) -> ChatKey {
        match message.chat_id() {
            Some(id) => ChatKey { bot: self.key.bot, id },
            None => self.now(),
        }
    }

    /// The next message that a bot sent here and that was not read.
    ///
    /// # Panics
    /// With the transcript, if none comes within 30 s.
    pub async fn next(&self) -> Message {
        let found = wait(&self.shared, |world| {
            let (key, id) = pop_unread(world, self.key, |_| true)?;
            look(world, key, id)
        });
        found.await.unwrap_or_else(|| self.gives_up("no new message came"))
    }

    /// The next unread message whose text contains `words`; others stay unread.
    ///
    /// # Errors
    /// The transcript, if none comes within 30 s.
    pub async fn next_matching(&self, words: &str) -> Result<Message, String> {
        let found = wait(&self.shared, |world| {
            let (key, id) = pop_unread(world, self.key, |m| m.words().contains(words))?;
            look(world, key, id)
        });
        found.await.ok_or_else(|| self.failure(&format!("no new message said {words:?}")))
    }

    /// The next unread messages, as many as asked for: an album, or a burst.
    ///
    /// # Panics
    /// With the transcript, if they do not come.
    pub async fn next_n(&self, count: usize) -> Vec<Message> {
        let mut messages = Vec::with_capacity(count);
        for _ in 0..count {
            messages.push(self.next().await);
        }
        messages
    }

    /// The message as it stands after the next edit that was not read.
    ///
    /// # Panics
    /// With the transcript, if none comes within 30 s.
    pub async fn next_edit(&self) -> Message {
        let found = wait(&self.shared, |world| {
            let key = world.settled(self.key);
            let edited = world.chats.get_mut(&key)?.edits.pop_front()?;
            Some(Message::of(world, &world.chats[&key], &edited))
        });
        found.await.unwrap_or_else(|| self.gives_up("no message was edited"))
    }

    /// Waits until the message stands as `fits` says, and returns it.
    ///
    /// # Panics
    /// With the transcript, if it does not within 30 s.
    pub async fn wait_until(
        &self,
        message: &impl MessageRef,
        fits: impl Fn(&Message) -> bool,
    ) -> Message {
        let (key, id) = (self.chat_of(message), message.message_id());
        let found = wait_outside(&self.shared, || {
            let now = look(&self.shared.lock(), key, id);
            now.filter(|message| fits(message))
        });
        found.await.unwrap_or_else(|| {
            self.gives_up(&format!("message #{id} did not become what was waited for"))
        })
    }

    /// The message as it stands now.
    ///
    /// # Panics
    /// If it was deleted; [`Seat::find`] asks.
    pub fn current(&self, message: &impl MessageRef) -> Message {
        let id = message.message_id();
        self.find(message).unwrap_or_else(|| self.gives_up(&format!("message #{id} is gone")))
    }

    /// The message as it stands now, none if it was deleted.
    pub fn find(&self, message: &impl MessageRef) -> Option<Message> {
        let (key, id) = (self.chat_of(message), message.message_id());
        look(&self.shared.lock(), key, id)
    }

    /// The last message of a bot here, read or not; it does not count as reading.
    pub fn latest(&self) -> Option<Message> {
        let world = self.shared.lock();
        let chat = world.chats.get(&world.settled(self.key))?;
        let message = chat.messages.values().rev().find(|m| of_bot(&world, m))?;
        Some(Message::of(&world, chat, message))
    }

    /// All messages of the chat, of people and bots; it does not count as reading.
    pub fn messages(&self) -> Vec<Message> {
        let world = self.shared.lock();
        let Some(chat) = world.chats.get(&world.settled(self.key)) else {
            return Vec::new();
        };
        chat.messages.values().map(|message| Message::of(&world, chat, message)).collect()
    }

    /// The messages of the chat that came after that one, the newest first; it does not count as reading.
    pub fn after(&self, message: i64) -> Vec<Message> {
        let world = self.shared.lock();
        let Some(chat) = world.chats.get(&world.settled(self.key)) else {
            return Vec::new();
        };
        let newer = chat.messages.range(message.saturating_add(1)..).rev();
        newer.map(|(_, message)| Message::of(&world, chat, message)).collect()
    }

    /// How many messages of bots are unread here.
    pub fn unread(&self) -> usize {
        let world = self.shared.lock();
        chain(&world, self.key).iter().map(|key| world.chats[key].unread.len()).sum()
    }

    /// Whatever was said here counts as read.
    pub fn read_all(&self) {
        let mut world = self.shared.lock();
        for key in chain(&world, self.key) {
            if let Some(chat) = world.chats.get_mut(&key) {
                chat.unread.clear();
                chat.edits.clear();
            }
        }
    }

    /// The whole chat as readable text.
    pub fn transcript(&self) -> String {
        let world = self.shared.lock();
        transcript(&world, world.settled(self.key))
    }

    fn failure(&self, what: &str) -> String {
        format!("{what}\n{}", self.transcript())
    }

    #[expect(clippy::panic, reason = "a driver of tests fails the test")]
    pub(crate) fn gives_up<T>(&self, what: &str) -> T {
        panic!("{}", self.failure(what))
    }
}

/// The chat and those it migrated to.
fn chain(world: &World, from: ChatKey) -> Vec<ChatKey> {
    let mut keys = vec![from];
    let mut key = from;
    while let Some(to) = world.chats.get(&key).and_then(|chat| chat.migrated_to) {
        key = ChatKey::group(to);
        keys.push(key);
    }
    keys.retain(|key| world.chats.contains_key(key));
    keys
}

fn pop_unread(
    world: &mut World,
    from: ChatKey,
    fits: impl Fn(&Stored) -> bool,
) -> Option<(ChatKey, i64)> {
    for key in chain(world, from) {
        let chat = world.chats.get_mut(&key)?;
        let found = chat.unread.iter().position(|id| chat.messages.get(id).is_some_and(&fits));
        if let Some(id) = found.and_then(|at| chat.unread.remove(at)) {
            return Some((key, id));
        }
    }
    None
}

fn look(world: &World, key: ChatKey, id: i64) -> Option<Message> {
    let chat = world.chats.get(&key)?;
    Some(Message::of(world, chat, chat.messages.get(&id)?))
}

fn of_bot(world: &World, message: &Stored) -> bool {
    match message.sender {
        Sender::Account(id) => world.bots.iter().any(|bot| bot.id == id),
        Sender::Chat => false,
    }
}
