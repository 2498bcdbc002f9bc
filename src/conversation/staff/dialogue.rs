//! What is kept of a conversation with one member of staff in one chat, and the turn being made.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Deed, Keep, Reply, Scene, Turn};
use super::asking::ANSWER_TIME;
use super::desk::Draft;
use super::plan::Planning;
use super::works::Working;
use crate::domain::command::Command;
use crate::domain::decide::{Refusal, Terms, decide};
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::event::Event;
use crate::domain::ids::{ChatId, FileId, MessageId, OfficeCode, OutboxId, ReportId, TaskId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Mention, Message, Target};
use crate::domain::people::Actor;
use crate::domain::place::Place;
use crate::domain::report::Report;
use crate::domain::step::{Fresh, Keys};
use crate::domain::task::Task;
use crate::domain::timer::Timer;
use crate::domain::trouble::json_mistake;
use crate::text::staff::{self as text, Asked};

/// For how long a prompt stays open in a group.
const PROMPT_TIME: TimeDelta = TimeDelta::minutes(30);
/// A message of ours that is this new may not be recorded yet.
pub(super) const JUST_SENT: TimeDelta = TimeDelta::minutes(1);
/// How long after its last photo an album counts as complete: nothing marks it.
pub(super) const ALBUM_SETTLES: TimeDelta = TimeDelta::milliseconds(700);
/// The most photos of one message or report; Bot API `sendMediaGroup` takes as many.
pub(super) const MOST_PHOTOS: usize = 10;
/// How many ended prompts and offered messages are remembered, each.
const REMEMBERED: usize = 5;

/// The dialogue with one person in one chat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Dialogue {
    /// What they are asked to write now.
    pub prompt: Option<Prompt>,
    /// What they were asked before: can be gone on with.
    pub ended: Vec<Prompt>,
    /// Messages of theirs that wait for a word on what they are.
    pub kept: Vec<Kept>,
    /// The mail whose report they are asked for.
    pub adding: Option<Adding>,
    /// A report that they write down for somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake: Option<Draft>,
    /// How many of those there were.
    pub intakes: u32,
    /// The planned work that they register or change.
    pub working: Option<Working>,
    /// Whose name they are asked for.
    pub inviting: Option<super::people::Inviting>,
}

/// A mail that is to be added to a report whose number is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Adding {
    /// The task that shows the mail.
    pub task: TaskId,
    /// The message that asks.
    pub row: OutboxId,
    /// The message that shows the task.
    pub task_message: Option<MessageId>,
    /// When it was asked, or answered last.
    #[serde(default)]
    pub touched: DateTime<Utc>,
}

/// Something that a person is asked to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Prompt {
    /// The report.
    pub report: ReportId,
    /// What.
    pub asked: Asked,
    /// The message that asks.
    pub row: OutboxId,
    /// The words so far.
    pub words: String,
    /// The photos so far.
    pub photos: Vec<FileId>,
    /// The album that the last photo came in.
    pub album: Option<String>,
    /// The message that the words came in: an edit of it counts.
    pub message: Option<MessageId>,
    /// The newest message of theirs that it took up: a preview of it comes later in the chat.
    #[serde(default)]
    pub latest: Option<MessageId>,
    /// The next photo replaces those so far.
    pub renew: bool,
    /// When it ends; in a private chat never.
    pub until: Option<DateTime<Utc>>,
    /// When it was asked, or answered last.
    #[serde(default)]
    pub touched: DateTime<Utc>,
    /// What the person was shown last.
    pub preview: Option<Preview>,
    /// The message of the task that it belongs to.
    pub task_message: Option<MessageId>,
    /// What it was asked about: the report's `state_seq`, where another state makes the answer void;
    /// how far the citizen's words had come, where they are what is answered; the number of the
    /// question whose answer it is.
    #[serde(default)]
    pub seen: Option<i32>,
    /// How far the choice of a plan's day is.
    #[serde(default)]
    pub plan: Planning,
    /// The message that offers to go on with it, once it has ended.
    #[serde(default)]
    pub offered: Option<OutboxId>,
}

/// A preview and the report as it stood then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Preview {
    /// The message with its buttons.
    pub row: OutboxId,
    /// The report's `state_seq`.
    pub state_seq: i32,
    /// The report's `citizen_seq`.
    pub citizen_seq: i32,
    /// The mark of the exact text; none on what an older version has shown.
    #[serde(default)]
    pub exact: Option<u64>,
}

/// A message that waits for a word on what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The report that it is about.
    pub report: ReportId,
    /// The message of ours that asks.
    pub row: OutboxId,
    /// What they wrote.
    pub given: Given,
    /// What was asked then, where it may be the answer to that: words for colleagues are none for a
    /// citizen.
    #[serde(default)]
    pub asked: Option<Asked>,
}

/// What a message brings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Given {
    /// Words, or a caption.
    pub words: Option<String>,
    /// Photos.
    pub photos: Vec<FileId>,
    /// The album that they belong to.
    pub album: Option<String>,
    /// A position.
    pub place: Option<Place>,
    /// The message.
    pub message: Option<MessageId>,
}

/// The chat under which a dialogue with staff is kept: in a private chat, whose own dialogue is the
/// citizen's, under none.
pub fn kept_under(chat: ChatId) -> ChatId {
    if chat.is_private() { ChatId::NONE } else { chat }
}

/// What a part of a turn comes to, unless more must be looked at first.
pub(super) type Step<T = ()> = Result<T, Box<Keys>>;

/// A turn being made.
pub(super) struct Talk<'a> {
    pub scene: Scene<'a>,
    pub turn: Turn,
    pub dialogue: Dialogue,
    pub lang: Lang,
    loaded: Dialogue,
}

impl<'a> Talk<'a> {
    pub fn new(scene: &Scene<'a>, fresh: Fresh) -> Self {
        let loaded: Dialogue = scene
            .person
            .telegram
            .and_then(|user| scene.facts.dialogue(kept_under(scene.chat), user))
            .and_then(|json| {
                serde_json::from_str(json)
                    .inspect_err(|error| {
                        tracing::error!(error = json_mistake(error), "staff.dialogue_unreadable");
                    })
                    .ok()
            })
            .unwrap_or_default();
        let mut turn = Turn::new(scene, fresh);
        turn.kept_under = kept_under(scene.chat);
        Self {
            scene: *scene,
            turn,
            dialogue: loaded.clone(),
            lang: scene.directory().staff_lang(),
            loaded,
        }
    }

    /// The turn, with the dialogue kept, the prompt's timer set and the cards told who writes.
    pub fn finish(mut self) -> Reply {
        self.dialogue.forget_the_oldest();
        if self.dialogue != self.loaded {
            let is = self.dialogue.prompt.as_ref();
            let was = self.loaded.prompt.as_ref();
            let report = is.map(|prompt| prompt.report);
            if was.map(|prompt| prompt.report) != report {
                let both = was.map(|prompt| prompt.report).into_iter().chain(report);
                self.turn.cards.extend(both);
            }
            let until = is.and_then(|prompt| prompt.until);
            if was.and_then(|prompt| prompt.until) != until
                && let Some(user) = self.scene.person.telegram
            {
                let timer = Timer::Prompt(self.scene.chat, user);
                self.turn.timers.push((timer, until));
            }
            if self.dialogue == Dialogue::default() {
                self.turn.keep = Keep::Ended;
            } else {
                self.turn.keep(&self.scene, report, &self.dialogue);
            }
        }
        self.turn.cards.sort_unstable();
        self.turn.cards.dedup();
        self.turn.into()
    }

    pub fn directory(&self) -> &'a Directory {
        self.scene.directory()
    }

    /// The name under which colleagues know the person.
    pub fn name(&self) -> &'a str {
        self.scene
            .person
            .telegram
            .and_then(|user| self.directory().staff_name(user))
            .unwrap_or(&self.scene.person.name)
    }

    pub fn me(&self) -> Mention {
        Mention {
            person: Some(self.scene.person.id),
            telegram: self.scene.person.telegram.unwrap_or(crate::domain::ids::TelegramId(0)),
            name: self.name().to_owned(),
        }
    }

    pub fn actor(&self) -> Actor {
        desk::acting(self.directory(), self.scene.person, self.scene.capacities, None)
    }

    /// The same, acting on a report: for an office that has no chat yet, the URP acts too.
    pub fn actor_on(&self, report: &Report) -> Actor {
        self.actor_for(report.state.office())
    }

    /// The same, acting for an office.
    pub fn actor_for(&self, office: Option<&OfficeCode>) -> Actor {
        desk::acting(self.directory(), self.scene.person, self.scene.capacities, office)
    }

    /// When a prompt that is touched now ends.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        (!self.scene.chat.is_private()).then(|| self.scene.now + PROMPT_TIME)
    }

    /// A report that exists: asked for if it was not loaded.
    pub fn report(&self, id: ReportId) -> Step<&'a Report> {
        self.scene.facts.report(id).ok_or_else(|| Box::new(Keys::report(id)))
    }

    /// Whether a report was looked for in this step, found or not.
    pub fn asked_for(&self, id: ReportId) -> bool {
        self.scene.facts.histories.iter().any(|(report, _)| *report == id)
    }

    /// A task that exists: asked for if it was not loaded.
    pub fn task(&self, id: TaskId) -> Step<&'a Task> {
        self.scene.facts.task(id).ok_or_else(|| Box::new(Keys::task(id)))
    }

    /// What a command would make of the report: the event and the report after it.
    pub fn attempt(
        &self,
        report: &Report,
        command: Command,
        seen: Option<i32>,
    ) -> Result<(Event, Report), Refusal> {
        let directory = self.directory();
        let terms = Terms {
            now: self.scene.now,
            calendar: &directory.calendar,
            deadlines: directory.deadlines(report.category.as_ref()),
            seen,
        };
        let events = decide(report, command, &self.actor_on(report), terms);
        // Who had the right when the button was made learns what happened, not who has it now.
        let events = events.map_err(|refusal| match refusal {
            Refusal::NotAllowed { .. } if seen.is_some_and(|seen| seen != report.state_seq) => {
                let (by, event) = (report.last.actor.name.clone(), report.last.event.clone());
                Refusal::Overtaken { by, event }
            }
            other => other,
        })?;
        let mut after = report.clone();
        for event in &events {
            after.apply(event);
        }
        events.into_iter().next_back().map(|event| (event, after)).ok_or(Refusal::Already)
    }

    /// Gives a command, if it can be carried out; else the words that say why not.
    pub fn command(
        &mut self,
        report: &Report,
        command: Command,
        seen: Option<i32>,
    ) -> Result<(), String> {
        match self.attempt(report, command.clone(), seen) {
            Ok(_) => {
                self.turn.deeds.push(Deed::Command {
                    report: report.id,
                    command,
                    seen,
                    messages: Vec::new(),
                });
                Ok(())
            }
            Err(refusal) => Err(self.why_not(report, &refusal)),
        }
    }

    /// Why not, in words; the card is brought up to date, as it showed something else.
    pub fn why_not(&mut self, report: &Report, refusal: &Refusal) -> String {
        self.turn.cards.push(report.id);
        text::refusal(self.lang, refusal, Some(report), self.directory())
    }

    /// The message whose button was pressed, unless it is a card, which brings itself up to date.
    pub fn no_card(&self, pressed: Option<MessageId>) -> Option<MessageId> {
        let known = pressed.and_then(|one| self.scene.facts.message(self.scene.chat, one));
        pressed.filter(|_| known.is_some_and(|known| !known.card))
    }

    /// Replaces the message whose button was pressed.
    pub fn edit(&mut self, pressed: Option<MessageId>, message: Message) {
        if let Some(pressed) = pressed {
            self.turn.edit(Target::Message(pressed), message);
        }
    }
}

impl Dialogue {
    /// Whether a message of theirs is part of it.
    pub fn took(&self, message: MessageId) -> bool {
        let prompts = self.prompt.iter().chain(&self.ended).map(|prompt| prompt.message);
        let kept = self.kept.iter().map(|kept| kept.given.message);
        prompts.chain(kept).any(|one| one == Some(message))
            || self.intake.as_ref().is_some_and(|draft| draft.took(message))
    }

    /// A prompt that had ended is asked again.
    pub fn resume(&mut self, mut prompt: Prompt, now: DateTime<Utc>, until: Option<DateTime<Utc>>) {
        prompt.touch(now, until);
        self.prompt = Some(prompt);
    }

    fn forget_the_oldest(&mut self) {
        let excess = self.ended.len().saturating_sub(REMEMBERED);
        self.ended.drain(..excess);
        let excess = self.kept.len().saturating_sub(REMEMBERED);
        self.kept.drain(..excess);
    }

    /// Takes out what had been asked of this report, if it can be gone on with.
    pub fn take_ended(&mut self, fits: impl Fn(&Prompt) -> bool) -> Option<Prompt> {
        let place = self.ended.iter().rposition(fits)?;
        Some(self.ended.remove(place))
    }
}

impl Prompt {
    /// A prompt that asks now.
    pub fn new(talk: &Talk<'_>, report: &Report, asked: Asked, row: OutboxId) -> Self {
        Self {
            report: report.id,
            asked,
            row,
            words: String::new(),
            photos: Vec::new(),
            album: None,
            message: None,
            latest: None,
            renew: false,
            until: talk.until(),
            touched: talk.scene.now,
            preview: None,
            task_message: None,
            seen: match asked {
                Asked::NotOurs | Asked::SendBack | Asked::SameAs => Some(report.state_seq),
                Asked::Task(_) => Some(report.citizen_seq),
                Asked::Answer => report.question.as_ref().map(|question| question.seq),
                // What is ready is so in any state that allows it.
                _ => None,
            },
            plan: Planning::default(),
            offered: None,
        }
    }

    /// Asked or answered just now: it stays open for another while.
    pub fn touch(&mut self, now: DateTime<Utc>, until: Option<DateTime<Utc>>) {
        (self.touched, self.until) = (now, until);
    }

    /// Whether plain words in private are its answer without a further question.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now <= self.touched + ANSWER_TIME
    }

    /// Whether something was written.
    pub fn has_content(&self) -> bool {
        !self.words.is_empty() || !self.photos.is_empty()
    }

    /// Whether its own message, or the last one about it, may not be recorded yet as sent.
    pub fn just_touched(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| until - now > PROMPT_TIME - JUST_SENT)
    }
}
