//! What people have before their eyes: chats, their messages and the buttons below them; and mail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rispondo::clock::Clock;
use rispondo::domain::press::Press;

use crate::trouble::Trouble;

/// A message of a chat, as it stands.
#[derive(Debug, Clone)]
pub struct Said {
    /// Bot API `message_id`.
    pub id: i32,
    /// The bot said it.
    pub by_bot: bool,
    /// The words, as HTML.
    pub text: String,
    /// What each button sends, and what that means.
    pub buttons: Vec<(String, Press)>,
    /// It has keys that replace the keyboard.
    pub keys: bool,
    /// It asks for a reply (Bot API `ForceReply`).
    pub asks: bool,
    /// When it was said or changed last, as a count over the whole world.
    pub stirred: u64,
}

impl Said {
    /// What can be pressed.
    pub fn presses(&self) -> impl Iterator<Item = (&str, &Press)> {
        self.buttons.iter().map(|(data, press)| (data.as_str(), press))
    }
}

/// A chat's messages.
#[derive(Debug, Default)]
pub struct Chat {
    /// By their id.
    pub said: BTreeMap<i32, Said>,
    /// Those of the bot's with something to press.
    pressable: BTreeSet<i32>,
    last: i32,
    /// How many calls named this chat.
    pub calls: u64,
}

impl Chat {
    /// What the bot has said and has buttons now, the newest first: people need not look through years.
    pub fn pressable(&self) -> impl Iterator<Item = &Said> {
        self.pressable.iter().rev().filter_map(|id| self.said.get(id))
    }

    /// A message of the bot's has other buttons now.
    pub fn has_buttons(&mut self, id: i32) {
        if self.said.get(&id).is_some_and(|said| said.by_bot && !said.buttons.is_empty()) {
            self.pressable.insert(id);
        } else {
            self.pressable.remove(&id);
        }
    }
}

/// A mail of the town's.
#[derive(Debug, Clone)]
pub struct Letter {
    /// It went out of the mailbox of certified mail.
    pub certified: bool,
    /// The envelope's sender.
    pub envelope_from: String,
    /// The recipient.
    pub to: String,
    /// As it is.
    pub raw: String,
}

/// What the bot once said in a chat of the staff's.
#[derive(Debug, Clone)]
pub struct Heard {
    /// When.
    pub at: DateTime<Utc>,
    /// The words, as they were said first.
    pub text: String,
    /// It is a card, or something else with buttons to look a report up.
    pub card: bool,
}

/// All that there is to see and hear.
#[derive(Debug, Default)]
pub struct Sight {
    /// Chats by their id.
    pub chats: BTreeMap<i64, Chat>,
    /// People who have blocked the bot.
    pub blocked: BTreeSet<i64>,
    /// People who were never written to: the bot may not begin.
    pub strangers: BTreeSet<i64>,
    /// Chats in which the bot has said something that nobody has looked at.
    pub news: BTreeSet<i64>,
    /// Mails that nobody has looked at.
    pub letters: Vec<Letter>,
    /// Chats of the staff.
    pub staff: BTreeSet<i64>,
    /// All that was said there.
    pub heard: Vec<Heard>,
    /// Counts.
    pub stirred: u64,
    /// Bot API `update_id` of the last update.
    pub updates: i64,
}

/// The world outside the service.
#[derive(Debug)]
pub struct World {
    /// Its time.
    pub clock: Clock,
    /// What goes wrong.
    pub trouble: Trouble,
    sight: Mutex<Sight>,
}

impl World {
    /// An empty one.
    pub fn new(clock: Clock, trouble: Trouble) -> Self {
        Self { clock, trouble, sight: Mutex::default() }
    }

    /// A look at it. Nobody holds it while anything is awaited.
    pub fn look(&self) -> MutexGuard<'_, Sight> {
        self.sight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sight {
    /// Somebody says something in a chat: the message.
    pub fn say(&mut self, chat: i64, by_bot: bool, text: &str) -> &mut Said {
        self.stirred += 1;
        let chat = self.chats.entry(chat).or_default();
        chat.last += 1;
        let id = chat.last;
        chat.said.entry(id).or_insert(Said {
            id,
            by_bot,
            text: text.to_owned(),
            buttons: Vec::new(),
            keys: false,
            asks: false,
            stirred: self.stirred,
        })
    }

    /// The next update's id.
    pub fn next_update(&mut self) -> i64 {
        self.updates += 1;
        self.updates
    }

    /// What the bot said or changed in a chat since `stirred`, oldest first.
    pub fn since(&self, chat: i64, stirred: u64) -> Vec<Said> {
        let Some(chat) = self.chats.get(&chat) else { return Vec::new() };
        let mut fresh: Vec<Said> = chat
            .said
            .values()
            .rev()
            .take(400)
            .filter(|said| said.by_bot && said.stirred > stirred)
            .cloned()
            .collect();
        fresh.reverse();
        fresh
    }
}
