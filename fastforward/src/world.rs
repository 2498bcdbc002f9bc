//! What people have before their eyes: chats, their messages and the buttons below them; and mail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rispondo::clock::Clock;
use rispondo::domain::press::Press;

use crate::habits::{Matter, Stage};
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
    /// Those of the bot's with something to press, and how they look.
    pressable: BTreeMap<i32, (Matter, Stage)>,
    /// When the bot said or changed which message, as a count over the whole world.
    stirs: Vec<(u64, i32)>,
    last: i32,
    /// How many calls named this chat.
    pub calls: u64,
}

impl Chat {
    /// What the bot has said and has buttons now, how it looks, and which message it is, the newest first: people
    /// need not look through years.
    pub fn pressable(&self) -> impl Iterator<Item = (i32, Matter, Stage)> {
        self.pressable.iter().rev().map(|(id, (matter, stage))| (*id, *matter, *stage))
    }

    /// The bot has changed a message.
    pub fn stirs(&mut self, id: i32, stirred: u64) {
        self.stirs.push((stirred, id));
    }

    /// A message of the bot's has other words and buttons now.
    pub fn has_buttons(&mut self, id: i32, offices: &[String]) {
        match self.said.get(&id).filter(|said| said.by_bot && !said.buttons.is_empty()) {
            Some(said) => {
                self.pressable.insert(id, (Matter::of(said), Stage::of(said, offices)));
            }
            None => {
                self.pressable.remove(&id);
            }
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
    /// The names of the offices, as cards say them.
    pub offices: Arc<[String]>,
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
        if by_bot {
            chat.stirs.push((self.stirred, id));
        }
        chat.said.entry(id).or_insert(Said {
            id,
            by_bot,
            text: text.to_owned(),
            buttons: Vec::new(),
            keys: false,
            asks: false,
        })
    }

    /// The next update's id.
    pub fn next_update(&mut self) -> i64 {
        self.updates += 1;
        self.updates
    }

    /// What the bot said or changed in a chat since `stirred`, oldest first: of its last 400 messages.
    pub fn since(&self, chat: i64, stirred: u64) -> Vec<&Said> {
        let Some(chat) = self.chats.get(&chat) else { return Vec::new() };
        let fresh = chat.stirs.iter().rev().take_while(|(at, _)| *at > stirred);
        let fresh: BTreeSet<i32> =
            fresh.map(|(_, id)| *id).filter(|id| *id > chat.last - 400).collect();
        fresh.iter().filter_map(|id| chat.said.get(id)).collect()
    }
}
