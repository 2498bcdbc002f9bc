//! All that a step changes.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::clock::Alarm;
use super::facts::DialogueRow;
use super::keys::Seen;
use super::mail::{MailRecord, ReplyAddress, RowNews};
use super::sending::SendResult;
use super::works::WorkChanges;
use crate::domain::event::Event;
use crate::domain::ids::{ChatId, FileId, OutboxId, ReportId, TelegramId};
use crate::domain::inbound::Attachment;
use crate::domain::outgoing::{Delivery, KnownMessage, Outgoing};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::task::Task;
use crate::domain::timer::Timer;
use crate::domain::town::TownChanges;

/// All that a step changes. Everything in it becomes durable together.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Mark the input as taken in.
    pub seen: Option<Seen>,
    /// People, new or changed.
    pub people: Vec<Person>,
    /// Dialogues, new or changed.
    pub dialogues: Vec<DialogueRow>,
    /// Dialogues that ended.
    pub ended_dialogues: Vec<(ChatId, TelegramId)>,
    /// Reports as they stand after the events, new (version 1 first event) or changed.
    pub reports: Vec<Report>,
    /// Their events. Each report's first one must follow the version that was loaded.
    pub events: Vec<Event>,
    /// Folded words by which a report is found.
    pub words: Vec<(ReportId, String)>,
    /// Rows of the outbox.
    pub outbox: Vec<Outgoing>,
    /// Rows of the outbox that change their state (a task told them, a person came back).
    pub settled: Vec<Settled>,
    /// Held rows that go out, as written at that moment: the date of a mail is when somebody let it go.
    pub released: Vec<(OutboxId, DateTime<Utc>)>,
    /// Answers that a later one takes the place of.
    pub coalesced: Option<Coalesced>,
    /// Cards to bring up to date (or to show first): the chat and the report.
    pub cards: Vec<(ChatId, ReportId)>,
    /// Reports whose cards are to be brought up to date wherever there is one.
    pub cards_of: Vec<ReportId>,
    /// Chats whose cards of open reports are to be brought up to date: whose chat it is has changed.
    pub cards_in: Vec<ChatId>,
    /// Cards to send anew below, the old one losing its buttons.
    pub cards_anew: Vec<(ChatId, ReportId)>,
    /// Tasks, new or changed.
    pub tasks: Vec<Task>,
    /// Timers set (with when they are due) or cleared.
    pub timers: Vec<(Timer, Option<DateTime<Utc>>)>,
    /// Files to be fetched into the blob store.
    pub files: Vec<Attachment>,
    /// Staff chats that cannot be written to any more.
    pub chats_lost: Vec<ChatId>,
    /// Staff chats that can be written to again: what waits for them goes on at once.
    pub chats_back: Vec<ChatId>,
    /// Groups that are nobody's, and since when: what still waits for them is not sent any more.
    pub chats_given_up: Vec<(ChatId, DateTime<Utc>)>,
    /// Files that cannot be had, and why.
    pub files_lost: Vec<(FileId, String)>,
    /// Messages that something is known of now.
    pub messages: Vec<KnownMessage>,
    /// Groups that the bot is in now, or no longer.
    pub groups: Vec<GroupChange>,
    /// Groups that have another id now: old, new.
    pub migrated: Vec<(ChatId, ChatId)>,
    /// Cards for which a ring calls now.
    pub rung: Vec<(ChatId, ReportId, DateTime<Utc>)>,
    /// What was sent lately, as the next sender is to know it, in the sender's own words.
    pub pace: Option<String>,
    /// The service is alive, as of then.
    pub sign_of_life: Option<DateTime<Utc>>,
    /// The supervisors are told of this trouble then, or it is over.
    pub told: Option<(Alarm, Option<DateTime<Utc>>)>,
    /// What came of sends. Only those of the present holder of the sender's lease count.
    pub sent: Vec<SendResult>,
    /// Mails taken in, new or with another fate.
    pub mails: Vec<MailRecord>,
    /// Reports whose reply addresses are no longer good from then on; new ones are good.
    pub revoked: Vec<(ReportId, DateTime<Utc>)>,
    /// Reply addresses, new.
    pub addresses: Vec<ReplyAddress>,
    /// What bounces and receipts say of rows.
    pub news: Vec<RowNews>,
    /// Planned works, and what is linked to them.
    pub works: WorkChanges,
    /// Changes of the town itself.
    pub town: TownChanges,
}

/// Answers that are not sent any more, as a later one says how things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coalesced {
    /// The rows; those that are on their way by now are left alone.
    pub rows: Vec<OutboxId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Coalesced {
    fn joined(mut self, later: Self) -> Self {
        self.rows.extend(later.rows);
        Self { rows: self.rows, at: later.at }
    }
}

/// The bot came into a group, or left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupChange {
    /// It is there.
    In(GroupChat),
    /// It is not.
    Out(ChatId),
}

/// A group that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChat {
    /// The group.
    pub chat: ChatId,
    /// Its title.
    pub title: String,
    /// The bot is an administrator there.
    pub admin: bool,
}

/// A row of the outbox that stands otherwise by something that somebody did, not by being sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The row.
    pub row: OutboxId,
    /// How it stands now.
    pub state: Delivery,
    /// Why, where that is another reason than before: mostly the name of a rule.
    pub reason: Option<Cow<'static, str>>,
    /// When that was done.
    pub at: DateTime<Utc>,
}

/// What a step leaves to be sent that was not to be sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ToSend {
    /// To chats.
    pub chats: bool,
    /// By mail.
    pub mail: bool,
}

impl Changes {
    /// Adds what a later part of the same step changes. Rows of the outbox are sent in the order of their ids; all else
    /// of it is done in this order too.
    pub fn join(&mut self, other: Self) {
        // Every field by its name: a new one has to be joined as well.
        let Self {
            seen,
            people,
            dialogues,
            ended_dialogues,
            reports,
            events,
            words,
            outbox,
            settled,
            released,
            coalesced,
            cards,
            cards_of,
            cards_in,
            cards_anew,
            tasks,
            timers,
            files,
            chats_lost,
            chats_back,
            chats_given_up,
            files_lost,
            messages,
            groups,
            migrated,
            rung,
            pace,
            sign_of_life,
            sent,
            mails,
            revoked,
            addresses,
            news,
            works,
            town,
            told,
        } = other;
        // A step takes in one thing, and the later of two moments is the one that counts.
        self.seen = self.seen.take().or(seen);
        self.pace = pace.or(self.pace.take());
        self.sign_of_life = sign_of_life.max(self.sign_of_life);
        self.told = told.or(self.told);
        self.coalesced = match (self.coalesced.take(), coalesced) {
            (Some(mine), Some(other)) => Some(mine.joined(other)),
            (mine, other) => mine.or(other),
        };
        self.people.extend(people);
        self.dialogues.extend(dialogues);
        self.ended_dialogues.extend(ended_dialogues);
        self.reports.extend(reports);
        self.events.extend(events);
        self.words.extend(words);
        self.outbox.extend(outbox);
        self.settled.extend(settled);
        self.released.extend(released);
        self.cards.extend(cards);
        self.cards_of.extend(cards_of);
        self.cards_in.extend(cards_in);
        self.cards_anew.extend(cards_anew);
        self.tasks.extend(tasks);
        self.timers.extend(timers);
        self.files.extend(files);
        self.chats_lost.extend(chats_lost);
        self.chats_back.extend(chats_back);
        self.chats_given_up.extend(chats_given_up);
        self.files_lost.extend(files_lost);
        self.messages.extend(messages);
        self.groups.extend(groups);
        self.migrated.extend(migrated);
        self.rung.extend(rung);
        self.sent.extend(sent);
        self.mails.extend(mails);
        self.revoked.extend(revoked);
        self.addresses.extend(addresses);
        self.news.extend(news);
        self.works.join(works);
        self.town.join(town);
    }

    /// Whether something is to be sent to a chat now that was not before, beside the rows that are
    /// `on_their_way` already.
    pub fn wake_sender(&self, on_their_way: &[OutboxId]) -> bool {
        let waits = |row: &Outgoing| row.to.chat().is_some() && !on_their_way.contains(&row.id);
        self.outbox.iter().any(waits)
            || !self.cards.is_empty()
            || !self.cards_of.is_empty()
            || !self.cards_in.is_empty()
            || !self.cards_anew.is_empty()
            || self.may_free_rows()
    }

    /// What is to be sent now that was not before.
    pub fn to_send(&self) -> ToSend {
        let by_mail = self.outbox.iter().any(|row| row.to.mail().is_some());
        ToSend { chats: self.wake_sender(&[]), mail: by_mail || self.may_free_rows() }
    }

    /// Whether rows that waited may go now.
    fn may_free_rows(&self) -> bool {
        !self.settled.is_empty()
            || !self.released.is_empty()
            || !self.chats_back.is_empty()
            || !self.migrated.is_empty()
    }
}
