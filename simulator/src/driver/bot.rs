//! A bot account, as a test sees it.

use std::sync::Arc;

use serde_json::Value;

use crate::shared::Shared;

/// A bot account. The program behind it is under test; this is what the server keeps of it.
#[derive(Clone)]
pub struct Bot {
    pub(crate) shared: Arc<Shared>,
    pub(crate) index: usize,
    /// Telegram's id: the part of the token before the colon.
    pub id: i64,
    /// The name after the `@`.
    pub username: String,
}

impl Bot {
    /// Switches privacy mode; it is on at first. With it a bot that is no administrator sees only
    /// commands, replies to its messages and service messages in groups.
    pub fn privacy(&self, on: bool) -> &Self {
        self.shared.change(|world| world.bots[self.index].privacy = on);
        self
    }

    /// The command list of a scope (a `BotCommandScope` as JSON) and language, "" for all.
    pub fn commands(&self, scope: &Value, language: &str) -> Value {
        let world = self.shared.lock();
        let key = (scope.to_string(), language.to_owned());
        world.bots[self.index].commands.get(&key).cloned().unwrap_or_default()
    }

    /// The description in a language, "" for all.
    pub fn description(&self, language: &str) -> Option<String> {
        self.words("description", language)
    }

    /// The short description in a language, "" for all.
    pub fn short_description(&self, language: &str) -> Option<String> {
        self.words("short_description", language)
    }

    fn words(&self, field: &'static str, language: &str) -> Option<String> {
        let world = self.shared.lock();
        world.bots[self.index].profile.get(&(field, language.to_owned())).cloned()
    }

    /// The menu button of a private chat, none for the default one.
    pub fn menu_button(&self, chat: Option<i64>) -> Option<Value> {
        self.shared.lock().bots[self.index].menu_buttons.get(&chat).cloned()
    }

    /// How many updates wait to be confirmed.
    pub fn pending(&self) -> usize {
        let now_ms = self.shared.clock.now_ms();
        let updates = &mut self.shared.lock().bots[self.index].updates;
        updates.expire(now_ms);
        updates.pending.len()
    }

    /// Numbers the next updates from `id` on, as Telegram does after a week of silence.
    ///
    /// # Panics
    /// If `id` is not between 1 and 2^31 - 1.
    pub fn renumbers_updates(&self, id: i64) {
        assert!((1..=i64::from(i32::MAX)).contains(&id), "update ids stay below 2^31");
        self.shared.lock().bots[self.index].updates.renumber(id);
    }

    /// Queues an update made by the test, for kinds that no driver method makes.
    pub fn receives(&self, kind: &str, object: &Value) {
        let now_ms = self.shared.clock.now_ms();
        let chat = object["chat"]["id"].as_i64().unwrap_or(0);
        self.shared.change(|world| {
            let queue = crate::world::updates::Queue::Chat(chat);
            world.bots[self.index].updates.push(kind, &object.to_string(), queue, now_ms);
        });
    }
}

impl std::fmt::Debug for Bot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "@{} ({})", self.username, self.id)
    }
}
