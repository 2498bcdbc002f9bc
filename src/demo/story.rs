//! The first chapter: Maria reports, Carlo sees to it, Maria is answered.

use anyhow::Context as _;
use simulator::{Bot, Message, Seat, Simulator};

use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::press::{Closing, Press};
use crate::text::demo::{self as words, Line, Scene};

/// The people, each in their place.
pub struct Cast {
    maria: Seat,
    carlo: Seat,
}

impl Cast {
    /// Everybody takes their place: a citizen in her private chat, a clerk in the URP's group.
    pub fn gather(sim: &Simulator, bot: &Bot, lang: Lang) -> Self {
        let maria = sim.user("Maria").language(lang.code()).create();
        let carlo = sim.user("Carlo").id(12).language(lang.code()).create();
        let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(bot).create();
        Self { maria: maria.private(bot), carlo: urp.seat(&carlo) }
    }

    /// Maria's view.
    pub fn maria(&self) -> Voice<'_> {
        Voice { name: "Maria", seat: &self.maria }
    }

    /// Carlo's view.
    pub fn carlo(&self) -> Voice<'_> {
        Voice { name: "Carlo", seat: &self.carlo }
    }
}

/// One person's view: what they do and hear goes into the transcript.
pub struct Voice<'a> {
    name: &'static str,
    /// Where they sit.
    pub seat: &'a Seat,
}

impl Voice<'_> {
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
    pub fn presses(&self, message: &Message, such: impl Fn(&Press) -> bool) {
        if let Some(label) = label_of(message, such) {
            transcript::presses(self.name, &label);
            self.seat.presses(message, &label);
        }
    }

    /// Hears the next message.
    pub async fn hears(&self) -> Message {
        let message = self.seat.next().await;
        transcript::hears(&message);
        message
    }

    /// Hears on until a message is such.
    pub async fn hears_until(&self, such: impl Fn(&Message) -> bool) -> Message {
        loop {
            let message = self.hears().await;
            if such(&message) {
                return message;
            }
        }
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

/// Plays it; the number of Maria's report.
///
/// # Errors
///
/// A reply without its buttons.
pub async fn play(maria: &Voice<'_>, carlo: &Voice<'_>, lang: Lang) -> anyhow::Result<ReportId> {
    let line = |line| words::line(lang, line);

    transcript::scene(&words::scene(lang, Scene::Report));
    reports(maria, lang).await;

    transcript::scene(&words::scene(lang, Scene::Card));
    let card = carlo.hears_until(offers(|press| matches!(press, Press::Assign(..)))).await;
    carlo.presses(&card, |press| matches!(press, Press::Assign(..)));
    let offices = carlo.hears().await;
    carlo.presses(&offices, |press| matches!(press, Press::AssignTo(..)));
    let is_asking = |press: &Press| matches!(press, Press::Ask(_));
    let card = carlo
        .seat
        .wait_until(&card, |card| card.edited && label_of(card, is_asking).is_some())
        .await;
    carlo.presses(&card, is_asking);
    let prompt = carlo.hears_until(|message| message.force_reply).await;
    carlo.replies(&prompt, &line(Line::Question));
    let preview = carlo.hears_until(offers(|press| matches!(press, Press::PreviewSend(_)))).await;
    carlo.presses(&preview, |press| matches!(press, Press::PreviewSend(_)));

    transcript::scene(&words::scene(lang, Scene::Question));
    let question =
        maria.hears_until(offers(|press| matches!(press, Press::AnswerQuestion(..)))).await;
    maria.replies(&question, &line(Line::Answer));
    maria.hears().await;

    transcript::scene(&words::scene(lang, Scene::Closing));
    let ring = carlo.hears().await;
    let card = carlo.seat.wait_until(&card, |card| card.text.contains(&line(Line::Answer))).await;
    let _ = ring;
    carlo.presses(&card, |press| matches!(press, Press::Close(..)));
    let outcomes = carlo.hears().await;
    carlo.presses(&outcomes, |press| matches!(press, Press::CloseAs(.., Closing::Resolved)));
    let prompt = carlo.hears_until(|message| message.force_reply).await;
    carlo.replies(&prompt, &line(Line::Reply));
    let preview = carlo.hears_until(offers(|press| matches!(press, Press::PreviewSend(_)))).await;
    carlo.presses(&preview, |press| matches!(press, Press::PreviewSend(_)));

    transcript::scene(&words::scene(lang, Scene::Answer));
    let reply = maria.hears_until(offers(|press| matches!(press, Press::Solved(_)))).await;
    maria.presses(&reply, |press| matches!(press, Press::Solved(_)));
    maria.hears().await;

    transcript::scene(&words::scene(lang, Scene::End));
    let closed =
        |card: &Message| label_of(card, |press| matches!(press, Press::Close(..))).is_none();
    let card = carlo.seat.wait_until(&card, closed).await;
    transcript::hears(&card);
    number(&reply).context("the reply has no buttons")
}

async fn reports(maria: &Voice<'_>, lang: Lang) {
    let line = |line| words::line(lang, line);
    transcript::says(maria.name, "/start");
    maria.seat.starts();
    let hello = maria.hears().await;
    maria.presses(&hello, |press| matches!(press, Press::New));
    let kinds = maria.hears().await;
    maria.presses(&kinds, |press| matches!(press, Press::DraftCategory(..)));
    maria.hears().await;
    maria.says(&line(Line::Address));
    maria.hears().await;
    maria.says(&line(Line::Problem));
    maria.hears().await;
    let caption = line(Line::Caption);
    transcript::says(maria.name, &words::photo(lang, &caption));
    maria.seat.sends_photo(Some(&caption));
    let photos =
        maria.hears_until(offers(|press| matches!(press, Press::DraftPhotosDone(_)))).await;
    maria.presses(&photos, |press| matches!(press, Press::DraftPhotosDone(_)));
    let summary = maria.hears_until(offers(|press| matches!(press, Press::DraftSend(_)))).await;
    maria.presses(&summary, |press| matches!(press, Press::DraftSend(_)));
    maria.hears().await;
}

/// The report whose reply this is.
fn number(reply: &Message) -> Option<ReportId> {
    match press_of(reply, |press| matches!(press, Press::Solved(_)))? {
        Press::Solved(report) => Some(report),
        _ => None,
    }
}
