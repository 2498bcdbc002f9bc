//! The people of the story, each in their place, and what a reader sees of them.

use anyhow::Context as _;
use simulator::{Bot, Message, Seat, Simulator};

use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::press::Press;

/// Everybody.
pub struct Cast {
    /// A citizen, in her private chat.
    pub maria: Voice,
    /// Another one.
    pub paolo: Voice,
    /// Another one.
    pub rosa: Voice,
    /// A clerk, in the URP's group.
    pub carlo: Voice,
    /// A referent, in the office's group.
    pub ezio: Voice,
    /// An operator, in his private chat.
    pub gino: Voice,
    /// The supervisor, in her private chat.
    pub anna: Voice,
    /// The private chats of who works for the town.
    staff: Vec<Seat>,
}

impl Cast {
    /// Everybody takes their place.
    pub fn gather(sim: &Simulator, bot: &Bot, lang: Lang) -> Self {
        let person = |name: &str| sim.user(name).language(lang.code());
        let private = |name: &'static str| Voice { name, seat: person(name).create().private(bot) };
        let [anna, carlo, ezio, fulvia, gino] =
            [("Anna", 11), ("Carlo", 12), ("Ezio", 21), ("Fulvia", 22), ("Gino", 31)]
                .map(|(name, id)| person(name).id(id).create());
        let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(bot).create();
        let roads = sim.group("Strade e marciapiedi").id(-1_001_000_000_002);
        let roads = roads.member(&ezio).member(&fulvia).member(&gino).bot_admin(bot).create();
        let staff = [&anna, &ezio, &fulvia, &gino].map(|one| one.private(bot)).into();
        Self {
            staff,
            maria: private("Maria"),
            paolo: private("Paolo"),
            rosa: private("Rosa"),
            carlo: Voice { name: "Carlo", seat: urp.seat(&carlo) },
            ezio: Voice { name: "Ezio", seat: roads.seat(&ezio) },
            gino: Voice { name: "Gino", seat: gino.private(bot) },
            anna: Voice { name: "Anna", seat: anna.private(bot) },
        }
    }

    /// Who works for the town has started the bot before.
    pub async fn arrive(&self) {
        for seat in &self.staff {
            seat.starts();
            seat.next().await;
        }
    }
}

/// One person's view: what they do and hear goes into the transcript.
pub struct Voice {
    /// Their name.
    pub name: &'static str,
    /// Where they sit.
    pub seat: Seat,
}

impl Voice {
    /// Writes.
    pub fn says(&self, words: &str) {
        transcript::says(self.name, words);
        self.seat.sends(words);
    }

    /// Answers a message.
    pub fn replies(&self, to: &Message, words: &str) {
        transcript::says(self.name, words);
        self.seat.replies(to, words);
    }

    /// Presses the first button that does such a thing.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn presses(&self, message: &Message, such: impl Fn(&Press) -> bool) -> anyhow::Result<()> {
        let label = label_of(message, such);
        let label = label
            .with_context(|| format!("{} misses a button below: {}", self.name, message.text))?;
        transcript::presses(self.name, &label);
        self.seat.presses(message, &label);
        Ok(())
    }

    /// Hears the next message.
    pub async fn hears(&self) -> Message {
        let message = self.seat.next().await;
        transcript::hears(&message);
        message
    }

    /// Hears the next message, elsewhere than where the scene is.
    pub async fn gets(&self) {
        transcript::reaches(self.name, &self.seat.next().await);
    }

    /// Passes over messages until one is such, which is heard.
    pub async fn hears_of(&self, such: impl Fn(&Message) -> bool) -> Message {
        let message = self.finds(such).await;
        transcript::hears(&message);
        message
    }

    /// Passes over messages until one is such.
    pub async fn finds(&self, such: impl Fn(&Message) -> bool) -> Message {
        loop {
            let message = self.seat.next().await;
            if such(&message) {
                return message;
            }
        }
    }

    /// A message once it is such.
    pub async fn sees(&self, message: &Message, such: impl Fn(&Message) -> bool) -> Message {
        self.seat.wait_until(message, such).await
    }

    /// Reads what the citizen would get, and lets it go.
    ///
    /// # Errors
    ///
    /// A preview without its button.
    pub async fn sends_as_previewed(&self) -> anyhow::Result<()> {
        let preview = self.reads_up_to(offers(is_sending)).await;
        self.presses(&preview, is_sending)
    }

    /// Hears everything until a message is such.
    async fn reads_up_to(&self, such: impl Fn(&Message) -> bool) -> Message {
        loop {
            let message = self.hears().await;
            if such(&message) {
                return message;
            }
        }
    }
}

/// A question that wants a reply.
pub fn is_prompt(message: &Message) -> bool {
    message.force_reply
}

fn is_sending(press: &Press) -> bool {
    matches!(press, Press::PreviewSend(_))
}

/// The label of the first button of a message that does such a thing.
pub fn label_of(message: &Message, such: impl Fn(&Press) -> bool) -> Option<String> {
    found(message, such).map(|(label, _)| label)
}

/// What the first button of a message does that does such a thing.
pub fn press_of(message: &Message, such: impl Fn(&Press) -> bool) -> Option<Press> {
    found(message, such).map(|(_, press)| press)
}

fn found(message: &Message, such: impl Fn(&Press) -> bool) -> Option<(String, Press)> {
    let buttons = message.buttons().iter().flatten();
    buttons
        .filter_map(|button| Some((button.label.clone(), Press::decode(button.data.as_deref()?)?)))
        .find(|(_, press)| such(press))
}

/// Whether a message has a button that does such a thing.
pub fn offers(such: impl Fn(&Press) -> bool) -> impl Fn(&Message) -> bool {
    move |message| label_of(message, &such).is_some()
}

/// The report whose new card this is.
///
/// # Errors
///
/// It cannot be assigned.
pub fn number(card: &Message) -> anyhow::Result<ReportId> {
    match press_of(card, |press| matches!(press, Press::Assign(..))) {
        Some(Press::Assign(report, _)) => Ok(report),
        _ => anyhow::bail!("a new card has no button to assign it: {}", card.text),
    }
}
