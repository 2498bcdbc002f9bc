//! What a decision is given.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::clock::ClockFacts;
use super::duplicates::DuplicateFacts;
use super::keys::Page;
use super::mail::MailFacts;
use super::works::WorkFacts;
use crate::domain::directory::Directory;
use crate::domain::event::Event;
use crate::domain::figures::Figures;
use crate::domain::ids::{
    CategoryCode, ChatId, MessageId, OfficeCode, OutboxId, PersonId, ReportId, TaskId, TelegramId,
};
use crate::domain::outgoing::{Delivery, DeliveryLine, KnownMessage, Outgoing};
use crate::domain::people::Person;
use crate::domain::place::Place;
use crate::domain::report::Report;
use crate::domain::state::StateKind;
use crate::domain::task::Task;
use crate::domain::timer::Timer;
use crate::domain::town::TownFacts;

/// What a decision is given.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The town.
    pub directory: Arc<Directory>,
    /// The input was taken in already.
    pub seen: bool,
    /// People found.
    pub people: Vec<Person>,
    /// Dialogues found, as their JSON.
    pub dialogues: Vec<DialogueRow>,
    /// Reports found.
    pub reports: Vec<Report>,
    /// Histories found, each in order.
    pub histories: Vec<(ReportId, Vec<Event>)>,
    /// Answer to [`super::Keys::kinds`]: their names, see [`EventKind::as_str`](crate::domain::event::EventKind::as_str);
    /// none where there is no such event.
    pub kinds: Vec<((ReportId, i32), Option<String>)>,
    /// Delivery lines found, oldest first.
    pub deliveries: Vec<(ReportId, Vec<DeliveryLine>)>,
    /// Names of those who are writing about a report.
    pub writers: Vec<(ReportId, Vec<String>)>,
    /// How many of the citizen's photos could not be had, by report.
    pub lost_photos: Vec<(ReportId, i64)>,
    /// Those of [`super::Keys::lost_chats`] that could not be written to already, which was told.
    pub lost_chats: Vec<ChatId>,
    /// Messages found.
    pub messages: Vec<KnownMessage>,
    /// Answer to [`super::Keys::reports_of`], if it was asked for.
    pub reports_of: Option<Vec<Report>>,
    /// Answer to [`super::Keys::new_report_in`].
    pub new_report: Option<ReportId>,
    /// Answer to [`super::Keys::tasks`] and [`super::Keys::tasks_of`].
    pub tasks: Vec<Task>,
    /// Reports whose open tasks, perhaps none, are among `tasks`.
    pub tasks_known_of: Vec<ReportId>,
    /// Answer to [`super::Keys::open`].
    pub open: OpenPage,
    /// Answer to [`super::Keys::search`].
    pub found: Vec<Report>,
    /// Answer to [`super::Keys::blocked`].
    pub blocked: BlockedPage,
    /// Answer to [`super::Keys::rows`] and [`super::Keys::undelivered_to`].
    pub rows: Vec<SentRow>,
    /// Those of [`super::Keys::rows`]: one that is not among `rows` is gone.
    pub rows_known: Vec<OutboxId>,
    /// Answer to [`super::Keys::in_flight`]: those that are, with the chat that each goes to by now.
    pub in_flight: Vec<(OutboxId, ChatId)>,
    /// The chat that [`super::Keys::undelivered_to`] asked for: its rows, perhaps none, are among `rows`.
    pub looked_for_undelivered: Option<ChatId>,
    /// Answer to [`super::Keys::waiting_for`], if it was asked for.
    pub waiting: Option<Vec<OutboxId>>,
    /// Answer to [`super::Keys::cards`].
    pub cards: Vec<CardFact>,
    /// Timers that are set, with when they are due.
    pub timers: Vec<(Timer, DateTime<Utc>)>,
    /// Answers to [`super::Keys::mail`].
    pub mail: MailFacts,
    /// Answer to [`super::Keys::in_hand_of`], if it was asked for.
    pub in_hand: Option<Vec<Report>>,
    /// Answers to [`super::Keys::works`].
    pub works: WorkFacts,
    /// Answers to [`super::Keys::clock`].
    pub clock: ClockFacts,
    /// Answers to [`super::Keys::town`].
    pub town: TownFacts,
    /// Answers to [`super::Keys::duplicates`].
    pub duplicates: DuplicateFacts,
    /// Answer to [`super::Keys::figures`].
    pub figures: Option<Arc<Figures>>,
}

/// With more messages than this below it, a card is sent anew where something asks for it.
pub const BURIED: u32 = 20;

/// A card as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFact {
    /// The chat.
    pub chat: ChatId,
    /// The report.
    pub report: ReportId,
    /// The message that shows it, once sent.
    pub message: Option<MessageId>,
    /// How many messages of the chat are known to stand below it. Not counted beyond the first after [`BURIED`].
    pub below: u32,
    /// When a ring last called for it.
    pub rung_at: Option<DateTime<Utc>>,
}

impl Facts {
    /// No facts but the town.
    pub fn of(directory: Arc<Directory>) -> Self {
        Self {
            directory,
            seen: false,
            people: Vec::new(),
            dialogues: Vec::new(),
            reports: Vec::new(),
            histories: Vec::new(),
            kinds: Vec::new(),
            deliveries: Vec::new(),
            writers: Vec::new(),
            lost_photos: Vec::new(),
            lost_chats: Vec::new(),
            messages: Vec::new(),
            reports_of: None,
            new_report: None,
            tasks: Vec::new(),
            tasks_known_of: Vec::new(),
            open: OpenPage::default(),
            found: Vec::new(),
            blocked: BlockedPage::default(),
            rows: Vec::new(),
            rows_known: Vec::new(),
            in_flight: Vec::new(),
            looked_for_undelivered: None,
            waiting: None,
            cards: Vec::new(),
            timers: Vec::new(),
            mail: MailFacts::default(),
            in_hand: None,
            works: WorkFacts::default(),
            clock: ClockFacts::default(),
            town: TownFacts::default(),
            duplicates: DuplicateFacts::default(),
            figures: None,
        }
    }

    /// A person by account.
    pub fn account(&self, telegram: TelegramId) -> Option<&Person> {
        self.people.iter().find(|person| person.telegram == Some(telegram))
    }

    /// A person by mail address.
    pub fn correspondent(&self, address: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.mail.as_deref() == Some(address))
    }

    /// A row of the outbox by key.
    pub fn row(&self, id: OutboxId) -> Option<&SentRow> {
        self.rows.iter().find(|sent| sent.row.id == id)
    }

    /// A person by key.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// A card by chat and report.
    pub fn card(&self, chat: ChatId, report: ReportId) -> Option<&CardFact> {
        self.cards.iter().find(|card| card.chat == chat && card.report == report)
    }

    /// A report by number.
    pub fn report(&self, id: ReportId) -> Option<&Report> {
        self.reports.iter().find(|report| report.id == id)
    }

    /// The report that this one is joined to, where it is to one that is among the facts.
    pub fn main_of(&self, report: &Report) -> Option<&Report> {
        report.duplicate_of().and_then(|main| self.report(main))
    }

    /// A report as its citizen sees it: who reported what is known already hears how far that is. The report that
    /// it is joined to must be among the facts.
    pub fn as_citizen_sees<'r>(&self, report: &'r Report) -> Cow<'r, Report> {
        match self.main_of(report) {
            Some(main) => Cow::Owned(report.through(main)),
            None => Cow::Borrowed(report),
        }
    }

    /// A report's history.
    pub fn history(&self, id: ReportId) -> &[Event] {
        self.histories.iter().find(|(report, _)| *report == id).map_or(&[], |(_, events)| events)
    }

    /// The name of an event.
    pub fn kind(&self, of: ReportId, seq: i32) -> Option<&str> {
        let found = self.kinds.iter().find(|(one, _)| *one == (of, seq));
        found.and_then(|(_, kind)| kind.as_deref())
    }

    /// A report's delivery lines.
    pub fn deliveries(&self, id: ReportId) -> &[DeliveryLine] {
        self.deliveries.iter().find(|(report, _)| *report == id).map_or(&[], |(_, lines)| lines)
    }

    /// Who is writing about a report.
    pub fn writers(&self, id: ReportId) -> &[String] {
        self.writers.iter().find(|(report, _)| *report == id).map_or(&[], |(_, names)| names)
    }

    /// How many of the citizen's photos could not be had.
    pub fn lost_photos(&self, id: ReportId) -> i64 {
        let of_it = self.lost_photos.iter().find(|(report, _)| *report == id);
        of_it.map_or(0, |(_, count)| *count)
    }

    /// What is known of a message.
    pub fn message(&self, chat: ChatId, message: MessageId) -> Option<&KnownMessage> {
        self.messages.iter().find(|known| known.chat == chat && known.message == message)
    }

    /// A dialogue's JSON.
    pub fn dialogue(&self, chat: ChatId, user: TelegramId) -> Option<&str> {
        self.dialogues
            .iter()
            .find(|row| row.chat == chat && row.user == user)
            .map(|row| row.json.as_str())
    }

    /// A task by key.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }
}

/// A dialogue as it is kept: its content is the conversation's own affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogueRow {
    /// The chat.
    pub chat: ChatId,
    /// The person.
    pub user: TelegramId,
    /// The report that they are writing about, so that its card can say so.
    pub report: Option<ReportId>,
    /// Their name, for the card.
    pub name: String,
    /// The dialogue itself.
    pub json: String,
}

/// An outbox row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// The row.
    pub row: Outgoing,
    /// How it stands.
    pub state: Delivery,
    /// The message it became (Bot API `message_id`).
    pub message: Option<MessageId>,
}

/// What is open, a page of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenPage {
    /// Entries, in order: reports that wait for the URP by promised date, tasks by due date, the
    /// other open reports by promised date.
    pub entries: Vec<OpenEntry>,
    /// Reports that wait for the URP, in all.
    pub waiting: u64,
    /// Open tasks, in all; none where the page is without them.
    pub tasks: u64,
    /// Other open reports, in all.
    pub others: u64,
}

/// Blocked people, a page of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BlockedPage {
    /// So many are before it.
    pub offset: u32,
    /// Those on it, by name.
    pub people: Vec<Person>,
    /// So many there are in all.
    pub total: u32,
}

impl BlockedPage {
    /// Where the page begins that was asked for: of `total`, on the last one if there are no more.
    pub fn begins(page: Page, total: u32) -> u32 {
        let limit = page.limit.max(1);
        page.offset.min(total.saturating_sub(1) / limit * limit)
    }
}

/// An entry of the list of what is open.
#[derive(Debug, Clone, PartialEq)]
pub enum OpenEntry {
    /// A report.
    Report {
        /// Number.
        id: ReportId,
        /// State.
        state: StateKind,
        /// Category.
        category: Option<CategoryCode>,
        /// Office.
        office: Option<OfficeCode>,
        /// Place.
        place: Place,
        /// The date by which the citizen hears, or was to hear and did not.
        promised: Option<NaiveDate>,
        /// When it came in.
        received_at: DateTime<Utc>,
    },
    /// A task.
    Task(Box<Task>),
}
