//! Pressing buttons.

use std::sync::Arc;

use serde_json::json;

use super::message::{Button, MessageRef, Sent, find_button};
use super::seat::Seat;
use super::waiting::wait;
use crate::shared::Shared;
use crate::world::World;
use crate::world::chat::ChatKey;
use crate::world::message::Sender;
use crate::world::presses::{Answer, PressState};
use crate::world::updates::Queue;

impl Seat {
    /// Presses the button with this label on the keyboard that the message has now. The label is
    /// meant to the letter, or with a count or mark: "Photos" finds "Photos (2)".
    ///
    /// # Panics
    /// With the labels there are, if there is no such button, or more than one.
    pub fn presses(&self, message: &impl MessageRef, label: &str) -> Press {
        let now = self.current(message);
        let button = find_button(now.buttons(), label);
        let button = button.unwrap_or_else(|count| {
            let labels = now.labels();
            self.gives_up(&format!("{count} buttons say {label:?}; there are {labels:?}"))
        });
        match &button.data {
            Some(data) => self.presses_data(message, data),
            None => self.gives_up(&format!("pressing {label:?} tells no bot; see Seat::taps")),
        }
    }

    /// Presses a button by its `callback_data`, also one that is no longer there: the client of a
    /// person may show an old keyboard.
    pub fn presses_data(&self, message: &impl MessageRef, data: &str) -> Press {
        let (key, id) = (self.chat_of(message), message.message_id());
        let press = self.shared.change(|world| press(world, self, key, id, data));
        match press {
            Some(id) => Press { shared: self.shared.clone(), id, seat: self.clone() },
            None => self.gives_up(&format!("no bot stands behind message #{id}")),
        }
    }

    /// Taps a button of the reply keyboard shown last, which sends its label.
    ///
    /// # Panics
    /// If no message has such a button, or it asks for a place or a number: send those.
    pub fn taps(&self, label: &str) -> Sent {
        let rows: Vec<Vec<Button>> = {
            let messages = self.messages();
            let shown = messages
                .iter()
                .rev()
                .find(|m| m.raw.get("reply_markup").is_none() && !m.buttons().is_empty());
            shown.map(|m| m.buttons().to_vec()).unwrap_or_default()
        };
        match find_button(&rows, label) {
            Ok(button) if !button.request_location && !button.request_contact => {
                self.sends(&button.label.clone())
            }
            Ok(_) => self.gives_up(&format!("{label:?} sends a place or a contact, not words")),
            Err(count) => self.gives_up(&format!("{count} keys of the keyboard say {label:?}")),
        }
    }
}

/// Queues the press; none if no bot wrote the message.
fn press(world: &mut World, seat: &Seat, key: ChatKey, id: i64, data: &str) -> Option<String> {
    let chat = world.chats.get(&key)?;
    let message = chat.messages.get(&id);
    let bot = match (key.bot, message.map(|message| message.sender)) {
        (Some(bot), _) => bot,
        (None, Some(Sender::Account(author))) => {
            world.bots.iter().position(|bot| bot.id == author)?
        }
        // Deleted or a channel's: the first bot there.
        (None, _) => world.bots.iter().position(|bot| chat.members.contains_key(&bot.id))?,
    };
    let object = match message {
        Some(message) => world.message_json(chat, message),
        None => json!({ "chat": world.chat_json(chat), "message_id": id, "date": 0 }),
    };
    let now_ms = world.now_ms();
    let query = world.presses.add(PressState {
        bot,
        user: seat.user,
        at_ms: now_ms,
        data: data.to_owned(),
        answer: None,
        read: false,
    });
    let update = json!({ "id": query, "from": world.user(seat.user), "message": object,
        "chat_instance": key.id.wrapping_mul(7_919).to_string(), "data": data });
    let queue = Queue::Person(seat.user);
    world.bots[bot].updates.push("callback_query", &update.to_string(), queue, now_ms);
    Some(query)
}

/// A press of a button, which waits for the bot's answer.
pub struct Press {
    shared: Arc<Shared>,
    id: String,
    seat: Seat,
}

impl Press {
    /// Id of the callback query.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Waits for the answer and returns its text, none if the bot only stopped the waiting.
    ///
    /// # Panics
    /// With the transcript, if there is no answer within 30 s.
    pub async fn answer(&self) -> Option<String> {
        self.full_answer().await.text
    }

    /// Like [`Press::answer`], with all that the bot said.
    ///
    /// # Panics
    /// With the transcript, if there is no answer within 30 s.
    pub async fn full_answer(&self) -> Answer {
        let found = wait(&self.shared, |world| self.read(world));
        found.await.unwrap_or_else(|| self.seat.gives_up("the press was not answered"))
    }

    /// The answer if there is one by now.
    pub fn answered(&self) -> Option<Answer> {
        self.read(&mut self.shared.lock())
    }

    fn read(&self, world: &mut World) -> Option<Answer> {
        let answer = world.presses.by_id.get(&self.id)?.answer.clone()?;
        world.presses.mark_read(&self.id);
        Some(answer)
    }
}
