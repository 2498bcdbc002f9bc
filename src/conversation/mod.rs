//! Conversations with citizens and staff. Pure: `(dialogue, input) → (dialogue', things to say, deeds)`.
//!
//! A conversation never carries a command out: it returns a [`Turn`] whose deeds the intake decides.
//! If one is refused, the whole turn is void and the person is told why: what a turn says may assume
//! that its deeds succeed. Words *about a report* that a deed causes (acknowledgements, replies,
//! confirmations, cards, rings) are not said here: they are consequences of events, the same for all
//! channels, and made by the intake.

pub mod citizen;
pub mod mail;
mod naming;
pub mod staff;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::event::Filing;
use crate::domain::ids::{
    ChatId, MailId, MessageId, OutboxId, PersonId, ReportId, TaskId, TelegramId,
};
use crate::domain::inbound::Attachment;
use crate::domain::outgoing::{Content, Message, Notice, Outgoing, Purpose, Target};
use crate::domain::people::{Capacity, Person};
use crate::domain::step::{Changes, DialogueRow, Facts, Fresh, Keys};
use crate::domain::task::TaskEnd;
use crate::domain::timer::Timer;
use crate::domain::town::{TownChange, TownChanges};
use crate::domain::work::PlannedWork;

/// What a conversation may look at.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What was loaded.
    pub facts: &'a Facts,
    /// Now.
    pub now: DateTime<Utc>,
    /// Where.
    pub chat: ChatId,
    /// Who acts (just met, or loaded).
    pub person: &'a Person,
    /// All that they are beside a citizen.
    pub capacities: &'a [Capacity],
}

impl<'a> Scene<'a> {
    /// The town.
    pub fn directory(&self) -> &'a Directory {
        &self.facts.directory
    }
}

/// What a conversation answers.
#[derive(Debug)]
pub enum Reply {
    /// This.
    Turn(Box<Turn>),
    /// It must look at more first.
    Need(Box<Keys>),
}

impl From<Turn> for Reply {
    fn from(turn: Turn) -> Self {
        Self::Turn(Box::new(turn))
    }
}

/// What is done beside talking.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A new report, with the citizen's messages that made it. Needs `Keys::new_report_in`.
    File {
        /// The report.
        filing: Filing,
        /// The messages whose edits belong to its history.
        messages: Vec<MessageId>,
    },
    /// A command on a report.
    Command {
        /// The report.
        report: ReportId,
        /// The command.
        command: Command,
        /// The `state_seq` that the person saw, if a button carried it.
        seen: Option<i32>,
        /// The messages of this chat that belong to the report from now on.
        messages: Vec<MessageId>,
    },
    /// A command that follows by itself from what is done (an operator is removed, a work is done).
    ByItself {
        /// The report.
        report: ReportId,
        /// The command, one of the clock's.
        command: Command,
    },
    /// Takes no new report from a person, or takes them again.
    Block {
        /// The person. Must be among the facts.
        person: PersonId,
        /// Block, or unblock.
        blocked: bool,
    },
    /// Ends a task.
    EndTask {
        /// The task. Must be among the facts.
        task: TaskId,
        /// How.
        how: TaskEnd,
    },
    /// Makes a report of a mail, or adds it to one.
    FromMail {
        /// The mail.
        mail: MailId,
        /// The report that it is added to; none: it opens one.
        into: Option<ReportId>,
    },
    /// The report gets another reply address; the old one is no longer good.
    RenewAddress {
        /// The report.
        report: ReportId,
    },
    /// Rows that were held are not sent.
    Withhold {
        /// The rows.
        rows: Vec<OutboxId>,
    },
    /// Rows that were held go out, as it is by now.
    Release {
        /// The rows.
        rows: Vec<OutboxId>,
    },
    /// Writes a report down for somebody at the desk or on the phone. Needs `Keys::new_report_in`.
    FileFor {
        /// The report.
        filing: Box<Filing>,
        /// Its citizen, perhaps new.
        citizen: Box<Person>,
    },
    /// Nobody answered the call of a task: it comes back on the next working day.
    CallAgain {
        /// The task. Must be among the facts.
        task: TaskId,
    },
    /// Takes a task's end back.
    ReopenTask {
        /// The task. Must be among the facts.
        task: TaskId,
    },
    /// Keeps a planned work, new or changed; where it is to be told of, that begins.
    SaveWork(Box<PlannedWork>),
    /// Somebody who was never met is known from now on, by their account.
    Know(Box<Person>),
}

/// What becomes of the dialogue.
#[derive(Debug, Clone, Default)]
pub enum Keep {
    /// It stays as it was loaded.
    #[default]
    Same,
    /// It is this now.
    Now(DialogueRow),
    /// It ended.
    Ended,
}

/// One turn of a conversation.
#[derive(Debug)]
pub struct Turn {
    /// The dialogue from now on.
    pub keep: Keep,
    /// What is said, in order.
    pub say: Vec<Outgoing>,
    /// What is done, in order.
    pub deeds: Vec<Deed>,
    /// Best-effort calls (answers to presses).
    pub notices: Vec<Notice>,
    /// Timers set or cleared.
    pub timers: Vec<(Timer, Option<DateTime<Utc>>)>,
    /// Files to fetch.
    pub files: Vec<Attachment>,
    /// The person, where the turn changes them (language).
    pub person: Option<Person>,
    /// Reports whose cards change although no event happens to them (who is writing).
    pub cards: Vec<ReportId>,
    /// What supervisors are told, wherever they can be reached.
    pub to_supervisors: Vec<Message>,
    /// Cards to send anew below in this chat (*Show*).
    pub cards_anew: Vec<ReportId>,
    /// Other dialogues of the person that the turn took something out of.
    pub others: Vec<DialogueRow>,
    /// Changes of the town itself.
    pub town: Vec<TownChange>,
    /// Dialogues of others that end.
    pub forgotten: Vec<(ChatId, TelegramId)>,
    /// Chats that are somebody else's, or nobody's, from now on: their cards show what may be read there.
    pub cards_in: Vec<ChatId>,
    /// The chat under which the dialogue is kept.
    pub kept_under: ChatId,
    chat: ChatId,
    now: DateTime<Utc>,
    fresh: Fresh,
}

impl Turn {
    /// An empty turn in that chat. `fresh` is the step's supply of ids; take it back with
    /// [`Turn::fresh`] when more are needed after the turn.
    pub fn new(scene: &Scene<'_>, fresh: Fresh) -> Self {
        Self {
            keep: Keep::Same,
            say: Vec::new(),
            deeds: Vec::new(),
            notices: Vec::new(),
            timers: Vec::new(),
            files: Vec::new(),
            person: None,
            cards: Vec::new(),
            cards_anew: Vec::new(),
            to_supervisors: Vec::new(),
            others: Vec::new(),
            town: Vec::new(),
            forgotten: Vec::new(),
            cards_in: Vec::new(),
            kept_under: scene.chat,
            chat: scene.chat,
            now: scene.now,
            fresh,
        }
    }

    /// The step's supply of ids.
    pub fn fresh(&mut self) -> &mut Fresh {
        &mut self.fresh
    }

    /// The rest of the supply, when the turn is void.
    pub fn into_fresh(self) -> Fresh {
        self.fresh
    }

    /// Says something in this chat, as the answer to what the person just did.
    pub fn say(&mut self, message: Message) -> OutboxId {
        self.push(Content::Text(message), None, None)
    }

    /// Says something about a report: who replies to it means that report.
    pub fn say_of(&mut self, report: ReportId, message: Message) -> OutboxId {
        self.push(Content::Text(message), Some(report), None)
    }

    /// Says something in reply to a message.
    pub fn reply(&mut self, report: Option<ReportId>, to: Target, message: Message) -> OutboxId {
        self.push(Content::Text(message), report, Some(to))
    }

    /// Replaces an earlier message of ours in this chat.
    pub fn edit(&mut self, target: Target, message: Message) {
        self.push(Content::Edit { target, message }, None, None);
    }

    /// Says something in another chat of staff, in its turn there.
    pub fn say_in(
        &mut self,
        chat: ChatId,
        report: Option<ReportId>,
        reply_to: Option<Target>,
        message: Message,
    ) {
        let (id, content) = (self.fresh.outbox(), Content::Text(message));
        let row = Outgoing::new(id, chat, Purpose::Staff, content, self.now);
        self.say.push(Outgoing { report, reply_to, ..row });
    }

    /// Any content, as the answer to what the person just did.
    pub fn push(
        &mut self,
        content: Content,
        report: Option<ReportId>,
        reply_to: Option<Target>,
    ) -> OutboxId {
        let id = self.fresh.outbox();
        let row = Outgoing::answer(id, self.chat, content, self.now);
        self.say.push(Outgoing { report, reply_to, ..row });
        id
    }

    /// All of it that is written, and its notices. Its deeds, and what supervisors are told, are carried out by
    /// whoever asks for it.
    pub fn changes(self, scene: &Scene<'_>) -> (Changes, Vec<Notice>) {
        // Every field by its name: a new one has to go somewhere.
        let Self {
            keep,
            say,
            deeds: _,
            notices,
            timers,
            files,
            person,
            cards,
            to_supervisors: _,
            cards_anew,
            others,
            town,
            forgotten,
            cards_in,
            kept_under,
            chat,
            now: _,
            fresh: _,
        } = self;
        let mut changes = Changes {
            people: person.into_iter().collect(),
            ended_dialogues: forgotten,
            outbox: say,
            cards_of: cards,
            cards_in,
            cards_anew: cards_anew.into_iter().map(|report| (chat, report)).collect(),
            timers,
            files,
            town: TownChanges { seen: scene.directory().version, changes: town },
            ..Changes::default()
        };
        if let Some(telegram) = scene.person.telegram {
            match keep {
                Keep::Same => {}
                Keep::Now(row) => changes.dialogues.push(row),
                Keep::Ended => changes.ended_dialogues.push((kept_under, telegram)),
            }
        }
        changes.dialogues.extend(others);
        (changes, notices)
    }

    /// Ends a press without words.
    pub fn hush(&mut self, callback: &str) {
        self.notices.push(Notice::AnswerPress {
            callback: callback.to_owned(),
            words: None,
            alert: false,
        });
    }

    /// Ends a press with words for that person alone, at most 200 characters.
    pub fn notice(&mut self, callback: &str, words: impl Into<String>) {
        self.notices.push(Notice::AnswerPress {
            callback: callback.to_owned(),
            words: Some(words.into()),
            alert: true,
        });
    }

    /// Keeps this dialogue from now on.
    pub fn keep(&mut self, scene: &Scene<'_>, report: Option<ReportId>, dialogue: &impl Serialize) {
        let Some(user) = scene.person.telegram else {
            return;
        };
        // Dialogues are plain data: their serialization cannot fail.
        let Ok(json) = serde_json::to_string(dialogue) else {
            return;
        };
        let name =
            scene.directory().staff_name(user).unwrap_or(scene.person.name.as_str()).to_owned();
        self.keep = Keep::Now(DialogueRow { chat: self.kept_under, user, report, name, json });
    }
}
