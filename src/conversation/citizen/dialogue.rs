//! What is remembered of a conversation with a citizen: plain data, kept as JSON.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::conversation::mail::only_thanks;
use crate::domain::ids::{CategoryCode, MessageId, OutboxId, ReportId};
use crate::domain::inbound::Attachment;
use crate::domain::place::Place;
use crate::domain::press::DraftNo;
use crate::domain::trouble::json_mistake;

/// The most photos in a draft.
pub(super) const MOST_PHOTOS: usize = 5;
/// The most photos that are added to a report at a time, or kept outside of a draft: an album.
pub(super) const MOST_AT_ONCE: usize = 10;
/// The most words in a draft, or kept outside of one, bytes: beyond, a report is no message any more.
const MOST_WORDS: usize = 20_000;
/// An addition or an answer that was begun waits for so long, hours.
const WRITING_HOURS: i64 = 24;

/// A conversation with a citizen. Every field has a default, so that an older one still reads.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Dialogue {
    /// The number of the last draft begun.
    pub drafts: DraftNo,
    /// The last draft that was sent.
    pub sent: Option<DraftNo>,
    /// The report being written.
    pub draft: Option<Draft>,
    /// The next words or photos are for this report.
    pub writing: Option<Writing>,
    /// Photos for reports, until they have settled.
    pub pending: Vec<Pending>,
    /// The last album that went to a report: its later parts go there too.
    pub album: Option<(String, ReportId)>,
    /// What was sent outside a question of ours.
    pub kept: Option<Kept>,
    /// Keys stand in place of the person's keyboard.
    pub keys_shown: bool,
}

impl Dialogue {
    /// Reads a stored one. One that cannot be read is begun afresh, with a draft number that no
    /// older button can have: numbers grow by one, far more slowly than minutes pass.
    pub fn read(json: Option<&str>, now: DateTime<Utc>) -> Self {
        let Some(json) = json else {
            return Self::default();
        };
        let mut dialogue = serde_json::from_str(json).unwrap_or_else(|error| {
            tracing::warn!(error = json_mistake(&error), "citizen.dialogue_unreadable");
            let minutes = u32::try_from(now.timestamp() / 60).unwrap_or_default();
            Self { drafts: minutes, ..Self::default() }
        });
        // Whoever writes a day later has forgotten what they had pressed.
        let hours = TimeDelta::hours(WRITING_HOURS);
        let is_old = |begun: DateTime<Utc>| now - begun > hours;
        dialogue.writing.take_if(|writing| writing.waits() && writing.asked_at.is_some_and(is_old));
        dialogue
    }

    /// What was left before it was sent, a draft or else what was kept: since when, and how often it
    /// was called to mind.
    pub fn left(&self) -> Option<(DateTime<Utc>, u8)> {
        if let Some(draft) = &self.draft {
            return Some((draft.touched, draft.reminded));
        }
        let kept = self.kept.as_ref().filter(|kept| kept.waits)?;
        Some((kept.at, kept.reminded))
    }
}

/// Words and the message that brought them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    /// The message.
    pub message: MessageId,
    /// Its words.
    pub words: String,
}

/// A photo and the message that brought it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Photo {
    /// The message.
    pub message: MessageId,
    /// The photo.
    pub file: Attachment,
}

/// Words and photos, with the messages that they came in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Material {
    /// Words, in the order in which they came.
    pub said: Vec<Said>,
    /// Photos, in the order in which they came.
    pub photos: Vec<Photo>,
    /// Photos that came beyond the most.
    #[serde(skip_serializing_if = "is_none")]
    pub left_out: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Material {
    /// Takes words in; false if there are too many already.
    pub fn say(&mut self, message: MessageId, words: &str) -> bool {
        let words = words.trim();
        if words.is_empty() {
            return true;
        }
        let length: usize = self.said.iter().map(|said| said.words.len()).sum();
        if length + words.len() > MOST_WORDS {
            return false;
        }
        self.said.push(Said { message, words: words.to_owned() });
        true
    }

    /// Takes a photo in, or counts it as left out if there are too many already.
    pub fn show(&mut self, message: MessageId, file: &Attachment) {
        if self.photos.len() < MOST_AT_ONCE {
            self.photos.push(Photo { message, file: file.clone() });
        } else {
            self.left_out = self.left_out.saturating_add(1);
        }
    }

    /// All words.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.said.iter().map(|said| said.words.as_str()).collect();
        words.join("\n")
    }

    /// How many messages are words alone; a caption belongs to its photo.
    pub fn words_alone(&self) -> usize {
        let captioned =
            |said: &&Said| self.photos.iter().any(|photo| photo.message == said.message);
        self.said.iter().filter(|said| !captioned(said)).count()
    }

    /// The messages, each once.
    pub fn messages(&self) -> Vec<MessageId> {
        let said = self.said.iter().map(|said| said.message);
        let mut messages: Vec<_> = said.chain(self.photos.iter().map(|one| one.message)).collect();
        messages.sort_unstable();
        messages.dedup();
        messages
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.photos.is_empty()
    }

    /// Changes the words of a message; false if the message is not among these.
    pub fn edit(&mut self, message: MessageId, words: &str) -> bool {
        if let Some(said) = self.said.iter_mut().find(|said| said.message == message) {
            if !words.trim().is_empty() {
                words.trim().clone_into(&mut said.words);
            }
            return true;
        }
        let photo = self.photos.iter().any(|photo| photo.message == message);
        if photo {
            self.say(message, words);
        }
        photo
    }
}

/// What a draft asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// What kind of problem?
    #[default]
    Kind,
    /// Where?
    Place,
    /// How can the place be found, as the address is not known?
    Described,
    /// What is wrong?
    Words,
    /// Are there photos?
    Photos,
    /// Is all this right?
    Summary,
}

/// The answer to the first question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Chosen {
    /// *Something else*: the URP gives the category.
    SomethingElse,
    /// This.
    Category(CategoryCode),
}

impl Chosen {
    /// The category, if one.
    pub fn code(&self) -> Option<&CategoryCode> {
        match self {
            Self::SomethingElse => None,
            Self::Category(code) => Some(code),
        }
    }
}

/// A report being written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    /// Its number.
    pub no: DraftNo,
    /// What is being asked.
    pub step: Step,
    /// The question is asked again to change its answer.
    pub changing: bool,
    /// What kind.
    pub kind: Option<Chosen>,
    /// Where.
    pub place: Option<Place>,
    /// The message that said where.
    pub place_message: Option<MessageId>,
    /// What is wrong, in words and photos.
    pub material: Material,
    /// There are no more photos.
    pub photos_done: bool,
    /// Photos that came beyond the most, since the last words of ours.
    pub left_out: u32,
    /// Photos have come since the last words of ours.
    pub settling: bool,
    /// The message that says how many photos there are.
    pub photos_line: Option<OutboxId>,
    /// The summary.
    pub summary: Option<OutboxId>,
    /// Last touched.
    pub touched: DateTime<Utc>,
    /// How often it was called to mind since then.
    pub reminded: u8,
    /// When something came though it had been left for long: they are asked whether it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubted_at: Option<DateTime<Utc>>,
}

impl Draft {
    /// The first question without an answer.
    pub fn missing(&self) -> Step {
        if self.kind.is_none() {
            Step::Kind
        } else if self.place.is_none() {
            Step::Place
        } else if self.material.said.is_empty() {
            Step::Words
        } else if !self.photos_done {
            Step::Photos
        } else {
            Step::Summary
        }
    }

    /// Whether nothing would be lost without it.
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.place.is_none() && self.material.is_empty()
    }
}

/// An addition or an answer that was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Writing {
    /// The report.
    pub report: ReportId,
    /// As the answer to the town's question.
    #[serde(default)]
    pub answer: bool,
    /// Something was given already: what follows at once belongs to it.
    #[serde(default)]
    pub used: Option<DateTime<Utc>>,
    /// When it was begun. None where an earlier version wrote it, before it is read by this one.
    #[serde(default)]
    pub asked_at: Option<DateTime<Utc>>,
}

impl Writing {
    /// It still waits for what was to be given.
    pub fn waits(&self) -> bool {
        self.used.is_none()
    }
}

/// Photos (with their words) for a report, until they have settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The report.
    pub report: ReportId,
    /// As the answer to the town's question.
    #[serde(default)]
    pub answer: bool,
    /// What.
    #[serde(flatten)]
    pub material: Material,
}

/// Words and photos outside a question of ours.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// What.
    pub material: Material,
    /// A place that was sent.
    pub place: Option<Place>,
    /// The message that sent it.
    pub place_message: Option<MessageId>,
    /// The person's open reports and the last one closed, by number and name, as the offer shows them.
    pub open: Vec<(ReportId, String)>,
    /// When the last of it came.
    pub at: DateTime<Utc>,
    /// When it was last offered.
    pub offered: Option<DateTime<Utc>>,
    /// Something has come since it was last offered.
    pub settling: bool,
    /// For somebody who works here: the reports that they have in hand, by number and name.
    pub in_hand: Vec<(ReportId, String)>,
    /// It is more than thanks: it is called to mind if nothing is chosen.
    pub waits: bool,
    /// How often it was called to mind since then.
    pub reminded: u8,
}

impl Kept {
    /// Whether it is nothing but thanks, which wait for nothing.
    pub fn is_thanks(&self) -> bool {
        let words = self.material.words();
        self.place.is_none() && self.material.photos.is_empty() && only_thanks(&words)
    }
}
