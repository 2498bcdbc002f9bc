//! What a decision wants to look at.

use chrono::{DateTime, NaiveDate, Utc};

use super::clock::ClockKeys;
use super::duplicates::DuplicateKeys;
use super::mail::MailKeys;
use super::works::WorkKeys;
use crate::domain::figures::Wanted;
use crate::domain::ids::{ChatId, MessageId, OutboxId, PersonId, ReportId, TaskId, TelegramId};
use crate::domain::timer::Timer;
use crate::domain::town::TownKeys;

/// The mark of an input that was taken in, or of what was told: the same one again changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Seen {
    /// Bot API `update_id`.
    Update(i64),
    /// It was told that nothing was read since then.
    Silence(DateTime<Utc>),
    /// It was told, while that lasted, that nothing had come in from Telegram since then.
    Unheard(DateTime<Utc>),
    /// It was told on that day that a timer fails.
    TimerFailed(NaiveDate),
    /// It was told that the town goes on from a copy of then.
    Copy(DateTime<Utc>),
}

/// So many of a person's reports are looked at, and listed.
pub const MOST_OF_THEIRS: usize = 20;

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
    /// Events, by report and `seq`, of which only the name is wanted.
    pub kinds: Vec<(ReportId, i32)>,
    /// Reports whose delivery lines (of what is owed to the citizen) are wanted.
    pub deliveries: Vec<ReportId>,
    /// Reports of these keys of which to know who has them in hand.
    pub operators: Vec<ReportId>,
    /// Reports of which to know who is writing about them.
    pub writers: Vec<ReportId>,
    /// Reports of which to know how many of the citizen's photos could not be had.
    pub lost_photos: Vec<ReportId>,
    /// Chats of which to know whether they are known to be lost.
    pub lost_chats: Vec<ChatId>,
    /// Messages of chats that something may be known of.
    pub messages: Vec<(ChatId, MessageId)>,
    /// The reports (at most [`MOST_OF_THEIRS`]) of the person with this account: those that are open, also through the one
    /// they are joined to, and the latest of the others. Newest first.
    pub reports_of: Option<TelegramId>,
    /// A number for a new report in this year of the town's calendar.
    pub new_report_in: Option<i32>,
    /// Such a number is likely to be asked for: a database that counts beside the steps does so before this one.
    pub may_file: bool,
    /// Tasks by key.
    pub tasks: Vec<TaskId>,
    /// Reports whose open tasks are wanted.
    pub tasks_of: Vec<ReportId>,
    /// A page of what is open, for the URP.
    pub open: Option<Page>,
    /// The newest ten reports with all these folded words. Wanted from the beginning: what a decision asks for later
    /// may miss the words of the last moments.
    pub search: Option<Vec<String>>,
    /// A page of blocked people, by name; the last one where there are fewer pages.
    pub blocked: Option<Page>,
    /// Rows of the outbox by key, as they stand.
    pub rows: Vec<OutboxId>,
    /// Outbox rows of which to know whether they are in flight under this epoch.
    pub in_flight: Vec<(OutboxId, i64)>,
    /// Rows to this chat that could not be delivered, and are owed.
    pub undelivered_to: Option<ChatId>,
    /// Answers that wait to be sent to this chat.
    pub waiting_for: Option<ChatId>,
    /// Timers of which to know when they are due.
    pub timers: Vec<Timer>,
    /// Cards of reports in chats; the facts have an entry for each, also where there is no card.
    pub cards: Vec<(ChatId, ReportId)>,
    /// What is asked about mail.
    pub mail: MailKeys,
    /// The reports (at most 8) that the person with this account has in hand: what is planned after the others, the newest
    /// first.
    pub in_hand_of: Option<TelegramId>,
    /// What is asked about planned works.
    pub works: WorkKeys,
    /// What the clock looks at.
    pub clock: ClockKeys,
    /// What is asked about the town itself.
    pub town: TownKeys,
    /// What is asked about duplicates.
    pub duplicates: DuplicateKeys,
    /// Figures. Named from the start they are computed before the step begins, beside whoever
    /// writes; asked for later they are computed within it.
    pub figures: Option<Wanted>,
}

/// A page of the list of what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Entries before it.
    pub offset: u32,
    /// Entries on it.
    pub limit: u32,
    /// With the URP's tasks, or reports alone.
    pub tasks: bool,
}

/// Adds what is not there yet.
pub(in crate::domain) fn add<T: PartialEq>(mine: &mut Vec<T>, theirs: Vec<T>) {
    for one in theirs {
        if !mine.contains(&one) {
            mine.push(one);
        }
    }
}

impl Keys {
    /// A report.
    pub fn report(id: ReportId) -> Self {
        Self { reports: vec![id], ..Self::default() }
    }

    /// A task.
    pub fn task(id: TaskId) -> Self {
        Self { tasks: vec![id], ..Self::default() }
    }

    /// A person by key.
    pub fn person(id: PersonId) -> Self {
        Self { people: vec![id], ..Self::default() }
    }

    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        // Every field by its name: a new one has to be joined as well.
        let Self {
            seen,
            accounts,
            people,
            dialogues,
            reports,
            histories,
            kinds,
            deliveries,
            operators,
            writers,
            lost_photos,
            lost_chats,
            messages,
            reports_of,
            new_report_in,
            may_file,
            tasks,
            tasks_of,
            open,
            search,
            blocked,
            rows,
            in_flight,
            undelivered_to,
            waiting_for,
            timers,
            cards,
            mail,
            in_hand_of,
            works,
            clock,
            town,
            duplicates,
            figures,
        } = other;
        add(&mut self.accounts, accounts);
        add(&mut self.people, people);
        add(&mut self.dialogues, dialogues);
        add(&mut self.reports, reports);
        add(&mut self.histories, histories);
        add(&mut self.kinds, kinds);
        add(&mut self.deliveries, deliveries);
        add(&mut self.operators, operators);
        add(&mut self.writers, writers);
        add(&mut self.lost_photos, lost_photos);
        add(&mut self.lost_chats, lost_chats);
        add(&mut self.messages, messages);
        add(&mut self.tasks, tasks);
        add(&mut self.tasks_of, tasks_of);
        add(&mut self.rows, rows);
        add(&mut self.in_flight, in_flight);
        add(&mut self.timers, timers);
        add(&mut self.cards, cards);
        self.seen = seen.or(self.seen.take());
        self.reports_of = reports_of.or(self.reports_of);
        self.in_hand_of = in_hand_of.or(self.in_hand_of);
        self.new_report_in = new_report_in.or(self.new_report_in);
        self.may_file |= may_file;
        self.open = open.or(self.open);
        self.search = search.or(self.search.take());
        self.undelivered_to = undelivered_to.or(self.undelivered_to);
        self.waiting_for = waiting_for.or(self.waiting_for);
        self.blocked = blocked.or(self.blocked);
        self.mail.join(mail);
        self.works.join(works);
        self.clock.join(clock);
        self.town.join(town);
        self.duplicates.join(duplicates);
        self.figures = figures.or(self.figures);
    }
}

impl Keys {
    /// Whether more than single rows are asked for: pages of lists, a search, figures.
    pub fn may_take_long(&self) -> bool {
        self.figures.is_some()
            || self.search.is_some()
            || self.open.is_some()
            || self.blocked.is_some()
            || self.clock != ClockKeys::default()
    }
}

impl Keys {
    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Keys) -> Keys {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter().filter(|one| !theirs.contains(one)).cloned().collect()
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
            kinds: rest(&self.kinds, &other.kinds),
            deliveries: rest(&self.deliveries, &other.deliveries),
            operators: rest(&self.operators, &other.operators),
            writers: rest(&self.writers, &other.writers),
            lost_photos: rest(&self.lost_photos, &other.lost_photos),
            lost_chats: rest(&self.lost_chats, &other.lost_chats),
            messages: rest(&self.messages, &other.messages),
            reports_of: one(self.reports_of.as_ref(), other.reports_of.as_ref()),
            new_report_in: one(self.new_report_in.as_ref(), other.new_report_in.as_ref()),
            may_file: self.may_file && !other.may_file,
            tasks: rest(&self.tasks, &other.tasks),
            tasks_of: rest(&self.tasks_of, &other.tasks_of),
            open: one(self.open.as_ref(), other.open.as_ref()),
            search: one(self.search.as_ref(), other.search.as_ref()),
            blocked: one(self.blocked.as_ref(), other.blocked.as_ref()),
            rows: rest(&self.rows, &other.rows),
            in_flight: rest(&self.in_flight, &other.in_flight),
            undelivered_to: one(self.undelivered_to.as_ref(), other.undelivered_to.as_ref()),
            waiting_for: one(self.waiting_for.as_ref(), other.waiting_for.as_ref()),
            timers: rest(&self.timers, &other.timers),
            cards: rest(&self.cards, &other.cards),
            mail: self.mail.minus(&other.mail),
            in_hand_of: one(self.in_hand_of.as_ref(), other.in_hand_of.as_ref()),
            works: self.works.minus(&other.works),
            clock: self.clock.minus(&other.clock),
            town: self.town.minus(&other.town),
            duplicates: self.duplicates.minus(&other.duplicates),
            figures: one(self.figures.as_ref(), other.figures.as_ref()),
        }
    }
}
