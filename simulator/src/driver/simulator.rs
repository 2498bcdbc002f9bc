//! The server as a test holds it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::bot::Bot;
use super::faults::Faults;
use super::groups::GroupBuilder;
use super::message::Message;
use super::people::UserBuilder;
use super::waiting::wait;
use crate::shared::Shared;
use crate::world::World;
use crate::world::bot::BotState;
use crate::world::chat::Kind;
use crate::world::log::Call;
use crate::{http, webhook};

/// A running server and the world behind it. Clones are handles of the same server, which stops
/// when the last is dropped; that also fails the test if something said was left unread.
#[derive(Clone)]
pub struct Simulator {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
    address: String,
    runtime: tokio::runtime::Handle,
    stop: watch::Sender<()>,
    finished: AtomicBool,
}

impl Simulator {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port can be had.
    ///
    /// # Panics
    /// Outside a Tokio runtime.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_at("127.0.0.1:0").await
    }

    /// Starts a server on an address, e.g. `127.0.0.1:8081`.
    ///
    /// # Errors
    /// If the address cannot be had.
    ///
    /// # Panics
    /// Outside a Tokio runtime.
    pub async fn start_at(address: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared::new());
        let (stop, stopped) = watch::channel(());
        let runtime = tokio::runtime::Handle::current();
        runtime.spawn(http::serve(listener, shared.clone(), stopped));
        let finished = AtomicBool::new(false);
        Ok(Self { handle: Arc::new(Handle { shared, address, runtime, stop, finished }) })
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }

    /// What a bot puts in place of `https://api.telegram.org`.
    pub fn api_url(&self) -> String {
        self.handle.address.clone()
    }

    /// A bot account with this token, whose part before the colon is the bot's id.
    ///
    /// # Panics
    /// If the token does not begin with a number and a colon, or the id is somebody else's.
    pub fn add_bot(&self, token: &str, username: &str) -> Bot {
        let id = token.split_once(':').and_then(|(id, _)| id.parse::<i64>().ok()).unwrap_or(0);
        assert!(id > 0, "a token looks like 111:TOKEN");
        let user =
            json!({ "id": id, "is_bot": true, "first_name": username, "username": username });
        let (index, former) = {
            let mut world = self.shared().lock();
            let former = world.users.insert(id, user);
            world.bots.push(BotState::new(id, token));
            (world.bots.len() - 1, former)
        };
        assert!(former.is_none(), "the id {id} is already somebody's");
        let stopped = self.handle.stop.subscribe();
        self.handle.runtime.spawn(webhook::deliver(self.shared().clone(), index, stopped));
        Bot { shared: self.shared().clone(), index, id, username: username.to_owned() }
    }

    /// A person; end with [`UserBuilder::create`].
    pub fn user(&self, first_name: &str) -> UserBuilder {
        let user = json!({ "is_bot": false, "first_name": first_name });
        UserBuilder { shared: self.shared().clone(), user }
    }

    /// A supergroup, or with [`GroupBuilder::basic`] an ordinary group; end with
    /// [`GroupBuilder::create`].
    pub fn group(&self, title: &str) -> GroupBuilder {
        self.chat(title, Kind::Supergroup)
    }

    /// A channel; end with [`GroupBuilder::create`].
    pub fn channel(&self, title: &str) -> GroupBuilder {
        self.chat(title, Kind::Channel)
    }

    fn chat(&self, title: &str, kind: Kind) -> GroupBuilder {
        let shared = self.shared().clone();
        GroupBuilder { shared, title: title.to_owned(), kind, id: None, members: Vec::new() }
    }

    /// Moves the simulated clock forward.
    pub fn advance(&self, by: Duration) {
        self.shared().clock.advance(by);
        self.shared().change(|_| ());
    }

    /// The simulated time.
    pub fn now(&self) -> SystemTime {
        let now_ms = u64::try_from(self.shared().clock.now_ms()).unwrap_or(0);
        UNIX_EPOCH + Duration::from_millis(now_ms)
    }

    /// Switches the flood limits; they are off at first.
    pub fn flood_limits(&self, on: bool) {
        self.shared().lock().flood_limits = on;
    }

    /// Makes calls fail.
    pub fn faults(&self) -> Faults<'_> {
        Faults { shared: self.shared() }
    }

    /// All calls but polls, in the order in which they were answered.
    pub fn calls(&self) -> Vec<Call> {
        self.shared().lock().log.calls.clone()
    }

    /// The calls of one method; of `getUpdates`, the last thousand.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let world = self.shared().lock();
        let named = |call: &&Call| call.method.eq_ignore_ascii_case(method);
        world.log.calls.iter().chain(&world.log.polls).filter(named).cloned().collect()
    }

    /// Waits until a method was called `count` times in all, and returns those calls.
    ///
    /// # Panics
    /// If it was not within 30 s.
    pub async fn wait_calls(&self, method: &str, count: usize) -> Vec<Call> {
        let found = wait(self.shared(), |world| {
            let named = |call: &&Call| call.method.eq_ignore_ascii_case(method);
            let calls = world.log.calls.iter().chain(&world.log.polls).filter(named);
            (calls.clone().count() >= count).then(|| calls.cloned().collect())
        });
        let calls: Option<Vec<Call>> = found.await;
        assert!(calls.is_some(), "{method} was not called {count} times: {}", self.transcript());
        calls.unwrap_or_default()
    }

    /// Switches the log of calls, which is kept at first; a benchmark wants none.
    pub fn keep_calls(&self, keep: bool) {
        let mut world = self.shared().lock();
        world.log.keep = keep;
        if !keep {
            world.log.calls = Vec::new();
            world.log.polls.clear();
        }
    }

    /// Waits until every update was confirmed by its bot: an offset past it, or 2xx.
    ///
    /// # Panics
    /// If updates still wait after 30 s.
    pub async fn quiet(&self) {
        let quiet = wait(self.shared(), |world| {
            let now_ms = world.now_ms();
            world
                .bots
                .iter_mut()
                .all(|bot| {
                    bot.updates.expire(now_ms);
                    bot.updates.pending.is_empty()
                })
                .then_some(())
        });
        assert!(quiet.await.is_some(), "updates wait unconfirmed: {}", self.waiting());
    }

    /// Waits until a `getUpdates` of the bot waits for something.
    ///
    /// # Panics
    /// If none does within 30 s.
    pub async fn wait_polling(&self, bot: &Bot) {
        let polling =
            wait(self.shared(), |world| world.bots[bot.index].updates.polling.then_some(()));
        assert!(polling.await.is_some(), "{bot:?} does not poll");
    }

    /// Waits until `count` deliveries to the bot's webhook have failed since it was set.
    ///
    /// # Panics
    /// If they do not within 30 s.
    pub async fn wait_webhook_errors(&self, bot: &Bot, count: usize) {
        let failed = wait(self.shared(), |world| {
            let webhook = world.bots[bot.index].updates.webhook.as_ref()?;
            (webhook.errors >= count).then_some(())
        });
        assert!(failed.await.is_some(), "not {count} deliveries to {bot:?} failed");
    }

    fn waiting(&self) -> String {
        let world = self.shared().lock();
        let bodies = world.bots.iter().flat_map(|bot| bot.updates.pending.values());
        bodies.map(|update| update.body.clone()).collect::<Vec<_>>().join("\n")
    }

    /// All chats as readable text.
    pub fn transcript(&self) -> String {
        let world = self.shared().lock();
        let mut keys: Vec<_> = world.chats.keys().copied().collect();
        keys.sort_by_key(|key| (key.id, key.bot));
        let texts = keys.into_iter().map(|key| super::transcript::transcript(&world, key));
        texts.collect::<Vec<_>>().join("\n")
    }

    /// From here on nothing said needs to be read.
    pub fn ignore_unread(&self) {
        self.shared().lock().ignore_unread = true;
    }

    /// Whatever was said so far counts as read.
    pub fn read_all(&self) {
        let mut world = self.shared().lock();
        for chat in world.chats.values_mut() {
            chat.unread.clear();
        }
        world.presses.unread.clear();
    }

    /// What bots said and nobody read: messages, and answers to presses that have words.
    pub fn unread(&self) -> Vec<String> {
        unread(&self.shared().lock())
    }

    /// Ends the test.
    ///
    /// # Panics
    /// If a message of a bot, or an answer to a press that has words, was left unread.
    pub fn finish(&self) {
        self.handle.finished.store(true, Ordering::SeqCst);
        self.handle.check();
    }
}

impl Handle {
    fn check(&self) {
        let world = self.shared.lock();
        let unread = if world.ignore_unread { Vec::new() } else { unread(&world) };
        drop(world);
        assert!(unread.is_empty(), "left unread:\n{}", unread.join("\n"));
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if !self.finished.load(Ordering::SeqCst) && !std::thread::panicking() {
            self.check();
        }
    }
}

fn unread(world: &World) -> Vec<String> {
    let mut left = Vec::new();
    let mut chats: Vec<_> = world.chats.values().collect();
    chats.sort_by_key(|chat| (chat.key.id, chat.key.bot));
    for chat in chats {
        for message in chat.unread.iter().filter_map(|id| chat.messages.get(id)) {
            let message = Message::of(world, chat, message);
            let labels = message.labels();
            left.push(format!(
                "in {} ({}), #{}: {:?} {labels:?}",
                chat.title, chat.key.id, message.message_id, message.text
            ));
        }
    }
    for press in world.presses.unread.iter().filter_map(|id| world.presses.by_id.get(id)) {
        let words = press.answer.as_ref().and_then(|answer| answer.text.clone());
        let (who, data) = (world.name(press.user), &press.data);
        left.push(format!("the answer to {who}, who pressed {data:?}: {words:?}"));
    }
    left
}
