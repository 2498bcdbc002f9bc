//! One step: what a decision may look at, and what it may change, in one transaction.
//!
//! Whoever decides names [`Keys`], is given [`Facts`], and returns [`Decision`]. The store loads and
//! saves; it knows no logic, and the logic knows no store.

use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;
use uuid::Uuid;

use super::directory::Directory;
use super::event::Event;
use super::ids::{
    CategoryCode, ChatId, FileId, MessageId, OfficeCode, OutboxId, PersonId, ReportId, TaskId,
    TelegramId,
};
use super::inbound::Attachment;
use super::outgoing::{Delivery, DeliveryLine, KnownMessage, Outgoing};
use super::people::Person;
use super::place::Place;
use super::report::Report;
use super::state::StateKind;
use super::task::Task;
use super::timer::Timer;

/// The mark of an input that was taken in: the same one again changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Bot API `update_id`.
    Update(i64),
}

/// What a decision wants to look at. Reports bring their citizens with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys {
    /// Was this taken in already?
    pub seen: Option<Seen>,
    /// People by Telegram account; one who is new is simply absent from the facts.
    pub accounts: Vec<TelegramId>,
    /// People by key.
    pub people: Vec<PersonId>,
    /// Dialogues by chat and person.
    pub dialogues: Vec<(ChatId, TelegramId)>,
    /// Reports. They are locked until the step ends.
    pub reports: Vec<ReportId>,
    /// Reports whose whole history is wanted.
    pub histories: Vec<ReportId>,
    /// Reports whose delivery lines (of what is owed to the citizen) are wanted.
    pub deliveries: Vec<ReportId>,
    /// Reports of which to know who is writing about them.
    pub writers: Vec<ReportId>,
    /// Reports of which to know how many of the citizen's photos could not be had.
    pub lost_photos: Vec<ReportId>,
    /// Chats of which to know whether they are known to be lost.
    pub lost_chats: Vec<ChatId>,
    /// Messages of chats that something may be known of.
    pub messages: Vec<(ChatId, MessageId)>,
    /// The latest reports (at most 20) of the person with this account, newest first.
    pub reports_of: Option<TelegramId>,
    /// A number for a new report in this year of the town's calendar.
    pub new_report_in: Option<i32>,
    /// Tasks by key.
    pub tasks: Vec<TaskId>,
    /// The open tasks of this report are wanted.
    pub tasks_of: Vec<ReportId>,
    /// A page of what is open, for the URP.
    pub open: Option<Page>,
    /// The newest ten reports with all these folded words.
    pub search: Option<Vec<String>>,
    /// Blocked people, by name.
    pub blocked: bool,
    /// The outbox rows of this key, as they stand.
    pub rows: Vec<OutboxId>,
    /// Rows to this chat that could not be delivered, and are owed.
    pub undelivered_to: Option<ChatId>,
    /// When this timer is due, if it is set.
    pub timers: Vec<Timer>,
    /// Cards of reports in chats; the facts have an entry for each, also where there is no card.
    pub cards: Vec<(ChatId, ReportId)>,
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Entries before it.
    pub offset: u32,
    /// Entries on it.
    pub limit: u32,
}

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
    /// Delivery lines found, oldest first.
    pub deliveries: Vec<(ReportId, Vec<DeliveryLine>)>,
    /// Names of those who are writing about a report.
    pub writers: Vec<(ReportId, Vec<String>)>,
    /// How many of the citizen's photos could not be had, by report.
    pub lost_photos: Vec<(ReportId, i64)>,
    /// Those of [`Keys::lost_chats`] that could not be written to already, which was told.
    pub lost_chats: Vec<ChatId>,
    /// Messages found.
    pub messages: Vec<KnownMessage>,
    /// Answer to [`Keys::reports_of`], if it was asked for.
    pub reports_of: Option<Vec<Report>>,
    /// Answer to [`Keys::new_report_in`].
    pub new_report: Option<ReportId>,
    /// Answer to [`Keys::tasks`] and [`Keys::tasks_of`].
    pub tasks: Vec<Task>,
    /// Answer to [`Keys::open`].
    pub open: OpenPage,
    /// Answer to [`Keys::search`].
    pub found: Vec<Report>,
    /// Answer to [`Keys::blocked`].
    pub blocked: Vec<Person>,
    /// Answer to [`Keys::rows`] and [`Keys::undelivered_to`].
    pub rows: Vec<SentRow>,
    /// The chat that [`Keys::undelivered_to`] asked for: its rows, perhaps none, are among `rows`.
    pub looked_for_undelivered: Option<ChatId>,
    /// Answer to [`Keys::cards`].
    pub cards: Vec<CardFact>,
    /// Timers that are set, with when they are due.
    pub timers: Vec<(Timer, DateTime<Utc>)>,
}

/// A card as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFact {
    /// The chat.
    pub chat: ChatId,
    /// The report.
    pub report: ReportId,
    /// The message that shows it, once sent.
    pub message: Option<MessageId>,
    /// The newest message of the chat that is known of.
    pub newest: Option<MessageId>,
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
            deliveries: Vec::new(),
            writers: Vec::new(),
            lost_photos: Vec::new(),
            lost_chats: Vec::new(),
            messages: Vec::new(),
            reports_of: None,
            new_report: None,
            tasks: Vec::new(),
            open: OpenPage::default(),
            found: Vec::new(),
            blocked: Vec::new(),
            rows: Vec::new(),
            looked_for_undelivered: None,
            cards: Vec::new(),
            timers: Vec::new(),
        }
    }

    /// A person by account.
    pub fn account(&self, telegram: TelegramId) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.telegram == Some(telegram))
    }

    /// A person by key.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// A card by chat and report.
    pub fn card(&self, chat: ChatId, report: ReportId) -> Option<&CardFact> {
        self.cards
            .iter()
            .find(|card| card.chat == chat && card.report == report)
    }

    /// A report by number.
    pub fn report(&self, id: ReportId) -> Option<&Report> {
        self.reports.iter().find(|report| report.id == id)
    }

    /// A report's history.
    pub fn history(&self, id: ReportId) -> &[Event] {
        self.histories
            .iter()
            .find(|(report, _)| *report == id)
            .map_or(&[], |(_, events)| events)
    }

    /// A report's delivery lines.
    pub fn deliveries(&self, id: ReportId) -> &[DeliveryLine] {
        self.deliveries
            .iter()
            .find(|(report, _)| *report == id)
            .map_or(&[], |(_, lines)| lines)
    }

    /// Who is writing about a report.
    pub fn writers(&self, id: ReportId) -> &[String] {
        self.writers
            .iter()
            .find(|(report, _)| *report == id)
            .map_or(&[], |(_, names)| names)
    }

    /// How many of the citizen's photos could not be had.
    pub fn lost_photos(&self, id: ReportId) -> i64 {
        let of_it = self.lost_photos.iter().find(|(report, _)| *report == id);
        of_it.map_or(0, |(_, count)| *count)
    }

    /// What is known of a message.
    pub fn message(&self, chat: ChatId, message: MessageId) -> Option<&KnownMessage> {
        self.messages
            .iter()
            .find(|known| known.chat == chat && known.message == message)
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
    /// Open tasks, in all.
    pub tasks: u64,
    /// Other open reports, in all.
    pub others: u64,
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
        /// The date by which the citizen hears.
        promised: Option<NaiveDate>,
    },
    /// A task.
    Task(Box<Task>),
}

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
    pub settled: Vec<(OutboxId, Delivery)>,
    /// Cards to bring up to date (or to show first): the chat and the report.
    pub cards: Vec<(ChatId, ReportId)>,
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
    /// What came of sends. Only those of the present holder of the sender's lease count.
    pub sent: Vec<SendResult>,
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

/// What is sent: a row of the outbox, or a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parcel {
    /// A message.
    Row(OutboxId),
    /// A report's card in a chat.
    Card(ChatId, ReportId),
}

/// What came of one send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendResult {
    /// What was sent.
    pub parcel: Parcel,
    /// The epoch of the lease under which it was claimed.
    pub epoch: i64,
    /// When this was known.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: SendOutcome,
}

/// What came of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The channel has taken it as these messages (an album has several; an edit has none new).
    Delivered {
        /// Bot API `message_id`s.
        messages: Vec<MessageId>,
        /// For a card: the fingerprint of what it shows now.
        fingerprint: Option<String>,
    },
    /// Not now: again from then on. `unknown` where it may have arrived all the same.
    Again {
        /// When.
        not_before: DateTime<Utc>,
        /// Why, in the channel's words.
        reason: String,
        /// The outcome is not known: a second sending is marked.
        unknown: bool,
    },
    /// Never.
    Undeliverable {
        /// Why, in the channel's words.
        reason: String,
    },
    /// The card's message is gone or cannot be edited: it is to be sent anew.
    CardLost,
}

/// What a claim found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim {
    /// What is to be sent now.
    pub parcels: Vec<Claimed>,
    /// There may be more to send once these, or what was busy, are out of the way.
    pub more: bool,
    /// When the next parcel that waits for its time may be sent; looked for only where there is
    /// nothing to send now.
    pub next_at: Option<DateTime<Utc>>,
}

/// A parcel claimed for sending, with all that the send needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Claimed {
    /// A message.
    Row {
        /// The row.
        row: Outgoing,
        /// The message that it replies to or edits, found. None: send without, or (an edit) drop it.
        target: Option<MessageId>,
        /// Photos it carries, in order.
        files: Vec<StoredFile>,
        /// Earlier attempts.
        attempts: i32,
    },
    /// A card.
    Card {
        /// The chat.
        chat: ChatId,
        /// The report.
        report: ReportId,
        /// The message that shows it, if one does.
        message: Option<MessageId>,
        /// An older message that loses its buttons, as the card is sent anew.
        retire: Option<MessageId>,
        /// The fingerprint of what it shows.
        fingerprint: Option<String>,
        /// Earlier attempts.
        attempts: i32,
    },
}

/// A file and where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Key.
    pub id: FileId,
    /// Bot API `file_id`, while it is good.
    pub telegram_file_id: Option<String>,
    /// The report whose citizen sent it.
    pub report: Option<ReportId>,
    /// Its key in the blob store, once fetched.
    pub blob: Option<String>,
    /// Earlier attempts to fetch it.
    pub attempts: i32,
}

/// What a decision says.
#[derive(Debug, Clone)]
pub enum Decision<T> {
    /// These changes, and this for the caller once they are durable.
    Done(Box<Changes>, T),
    /// More to look at first: asked again with these keys added to the former ones.
    Need(Box<Keys>),
}

impl Keys {
    /// Adds other keys to these.
    pub fn join(&mut self, other: Keys) {
        fn add<T: PartialEq>(mine: &mut Vec<T>, theirs: Vec<T>) {
            for one in theirs {
                if !mine.contains(&one) {
                    mine.push(one);
                }
            }
        }
        add(&mut self.accounts, other.accounts);
        add(&mut self.people, other.people);
        add(&mut self.dialogues, other.dialogues);
        add(&mut self.reports, other.reports);
        add(&mut self.histories, other.histories);
        add(&mut self.deliveries, other.deliveries);
        add(&mut self.writers, other.writers);
        add(&mut self.lost_photos, other.lost_photos);
        add(&mut self.lost_chats, other.lost_chats);
        add(&mut self.messages, other.messages);
        add(&mut self.tasks, other.tasks);
        add(&mut self.tasks_of, other.tasks_of);
        add(&mut self.rows, other.rows);
        add(&mut self.timers, other.timers);
        add(&mut self.cards, other.cards);
        self.seen = other.seen.or(self.seen.take());
        self.reports_of = other.reports_of.or(self.reports_of);
        self.new_report_in = other.new_report_in.or(self.new_report_in);
        self.open = other.open.or(self.open);
        self.search = other.search.or(self.search.take());
        self.undelivered_to = other.undelivered_to.or(self.undelivered_to);
        self.blocked |= other.blocked;
    }
}

impl Keys {
    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Keys) -> Keys {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter()
                .filter(|one| !theirs.contains(one))
                .cloned()
                .collect()
        }
        fn one<T: PartialEq + Clone>(mine: Option<&T>, theirs: Option<&T>) -> Option<T> {
            mine.filter(|_| mine != theirs).cloned()
        }
        Keys {
            seen: one(self.seen.as_ref(), other.seen.as_ref()),
            accounts: rest(&self.accounts, &other.accounts),
            people: rest(&self.people, &other.people),
            dialogues: rest(&self.dialogues, &other.dialogues),
            reports: rest(&self.reports, &other.reports),
            histories: rest(&self.histories, &other.histories),
            deliveries: rest(&self.deliveries, &other.deliveries),
            writers: rest(&self.writers, &other.writers),
            lost_photos: rest(&self.lost_photos, &other.lost_photos),
            lost_chats: rest(&self.lost_chats, &other.lost_chats),
            messages: rest(&self.messages, &other.messages),
            reports_of: one(self.reports_of.as_ref(), other.reports_of.as_ref()),
            new_report_in: one(self.new_report_in.as_ref(), other.new_report_in.as_ref()),
            tasks: rest(&self.tasks, &other.tasks),
            tasks_of: rest(&self.tasks_of, &other.tasks_of),
            open: one(self.open.as_ref(), other.open.as_ref()),
            search: one(self.search.as_ref(), other.search.as_ref()),
            blocked: self.blocked && !other.blocked,
            rows: rest(&self.rows, &other.rows),
            undelivered_to: one(self.undelivered_to.as_ref(), other.undelivered_to.as_ref()),
            timers: rest(&self.timers, &other.timers),
            cards: rest(&self.cards, &other.cards),
        }
    }
}

/// A supply of ids for one step, the same each time the step is decided again.
#[derive(Debug, Clone)]
pub struct Fresh {
    next: u128,
}

impl Fresh {
    /// A supply that begins at a version 7 id: the following ones sort after it.
    pub fn from(first: Uuid) -> Self {
        Self {
            next: first.as_u128() & !0xffff,
        }
    }

    fn take(&mut self) -> Uuid {
        let id = Uuid::from_u128(self.next);
        self.next += 1;
        id
    }

    /// An id for an outbox row.
    pub fn outbox(&mut self) -> OutboxId {
        OutboxId(self.take())
    }

    /// An id for a person.
    pub fn person(&mut self) -> PersonId {
        PersonId(self.take())
    }

    /// An id for a task.
    pub fn task(&mut self) -> TaskId {
        TaskId(self.take())
    }

    /// An id for a file.
    pub fn file(&mut self) -> FileId {
        FileId(self.take())
    }
}
