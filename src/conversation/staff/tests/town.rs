//! A town in memory: loads exactly what is asked for, carries deeds out, and numbers messages.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::conversation::{Deed, Keep, Reply, Scene, Turn, staff};
use crate::domain::command::Command;
use crate::domain::decide::{Terms, decide, file};
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::event::{Channel, Event, Filing};
use crate::domain::figures::{Figures, Line, Wanted};
use crate::domain::ids::{FileId, MessageId, PersonId, ReportId, TaskId, TelegramId, WorkId};
use crate::domain::inbound::{Chat, ChatKind, Content as Came, Inbound};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, KnownMessage, Notice};
use crate::domain::people::{Actor, Capacity, Person};
use crate::domain::place::Place;
use crate::domain::promise::Deadlines;
use crate::domain::report::Report;
use crate::domain::search::fold;
use crate::domain::state::{State, StateKind};
use crate::domain::step::{
    BlockedPage, DialogueRow, Facts, Fresh, Keys, OpenEntry, OpenPage, Page, SentRow, WorkKeys,
};
use crate::domain::task::{Task, TaskDone, TaskKind};
use crate::domain::timer::Timer;
use crate::domain::work::PlannedWork;
pub(super) use crate::text::staff::tests::{CARLO, DORA, URP, directory};

pub const STRANGER: TelegramId = TelegramId(99);
pub const MARIO: PersonId = PersonId(Uuid::from_u128(7));

pub struct Town {
    pub now: DateTime<Utc>,
    pub directory: Directory,
    pub people: Vec<Person>,
    pub histories: BTreeMap<ReportId, Vec<Event>>,
    pub tasks: Vec<Task>,
    pub works: Vec<PlannedWork>,
    pub timers: Vec<(Timer, DateTime<Utc>)>,
    pub cards: Vec<ReportId>,
    pub anew: Vec<ReportId>,
    pub(super) dialogues: Vec<DialogueRow>,
    pub(super) messages: Vec<KnownMessage>,
    pub(super) rows: Vec<SentRow>,
    /// Each message as it reads now, with its buttons.
    pub chat: BTreeMap<MessageId, (String, Vec<Button>)>,
    next: i32,
    ids: u128,
}

fn person(id: PersonId, telegram: TelegramId, name: &str, lang: Lang) -> Person {
    Person {
        id,
        telegram: Some(telegram),
        name: name.to_owned(),
        reachable: true,
        ..Person::nobody(lang, "2026-11-01T09:00:00Z".parse().unwrap())
    }
}

impl Town {
    /// A Tuesday morning, nothing reported yet. Staff read English.
    pub fn new() -> Self {
        let staff = |telegram: TelegramId, name| {
            let id = PersonId(Uuid::from_u128(u128::from(telegram.0.unsigned_abs())));
            person(id, telegram, name, Lang::It)
        };
        Self {
            now: "2026-11-24T09:00:00Z".parse().unwrap(),
            directory: directory(&[Lang::En, Lang::It]),
            people: vec![
                staff(TelegramId(11), "anna"),
                staff(CARLO, "carlo"),
                staff(DORA, "dora"),
                staff(STRANGER, "Somebody"),
                person(MARIO, TelegramId(77), "Mario Rossi", Lang::It),
            ],
            histories: BTreeMap::new(),
            tasks: Vec::new(),
            works: Vec::new(),
            timers: Vec::new(),
            cards: Vec::new(),
            anew: Vec::new(),
            dialogues: Vec::new(),
            messages: Vec::new(),
            rows: Vec::new(),
            chat: BTreeMap::new(),
            next: 100,
            ids: 1 << 64,
        }
    }

    /// The town with Mario's report of a pothole, and its card.
    pub fn with_report() -> (Self, ReportId) {
        let mut town = Self::new();
        let id = town.report("buca in strada", "via Roma 12", 2);
        (town, id)
    }

    /// The same, with the card's message.
    pub fn with_card() -> (Self, ReportId, MessageId) {
        let (town, id) = Self::with_report();
        let card = town.card(id);
        (town, id, card)
    }

    /// The same, closed by Carlo as solved, with the ready-made reply.
    pub fn with_closed() -> (Self, ReportId, MessageId) {
        let (mut town, id, card) = Self::with_card();
        town.closes(CARLO, id, "Resolved");
        town.press(CARLO, "1. La buca");
        town.press(CARLO, "Send and close");
        (town, id, card)
    }

    pub fn report(&mut self, words: &str, place: &str, photos: u128) -> ReportId {
        let id = ReportId::new(2026, i64::try_from(self.histories.len()).unwrap() + 1);
        let filing = Filing {
            citizen: MARIO,
            channel: Channel::Telegram,
            suggested: false,
            missing: crate::domain::event::Missing::default(),
            lang: Lang::It,
            category: Some("buche".into()),
            place: Place::typed(place),
            words: words.to_owned(),
            photos: (0..photos).map(|one| FileId(Uuid::from_u128(900 + one))).collect(),
        };
        let event = file(id, filing, Actor::citizen(MARIO, "Mario Rossi"), self.terms(None));
        self.histories.insert(id, vec![event]);
        let message = self.number();
        self.messages.push(KnownMessage {
            chat: URP,
            message,
            report: Some(id),
            row: None,
            card: true,
            task: None,
        });
        id
    }

    fn terms(&self, seen: Option<i32>) -> Terms<'_> {
        let calendar = &self.directory.calendar;
        Terms { now: self.now, calendar, deadlines: Deadlines::default(), seen }
    }

    pub(super) fn number(&mut self) -> MessageId {
        self.next += 1;
        MessageId(self.next)
    }

    pub fn row(&self, id: ReportId) -> Report {
        Report::fold(&self.histories[&id]).unwrap()
    }

    pub fn card(&self, id: ReportId) -> MessageId {
        self.messages.iter().find(|one| one.card && one.report == Some(id)).unwrap().message
    }

    pub fn last(&self, id: ReportId) -> &Event {
        self.histories[&id].last().unwrap()
    }

    /// Something happens to the report outside this chat.
    pub fn happens(&mut self, id: ReportId, command: Command, actor: &Actor) {
        let events = decide(&self.row(id), command, actor, self.terms(None)).unwrap();
        self.histories.get_mut(&id).unwrap().extend(events);
    }

    pub fn citizen(&mut self, id: ReportId, command: Command) {
        self.happens(id, command, &Actor::citizen(MARIO, "Mario Rossi"));
    }

    pub fn mario(&mut self) -> &mut Person {
        self.people.iter_mut().find(|one| one.id == MARIO).unwrap()
    }

    pub fn task(&mut self, report: ReportId, kind: TaskKind) -> TaskId {
        let id = TaskId(Uuid::from_u128(5000 + self.tasks.len() as u128));
        let due = self.directory.calendar.after(self.now, 2);
        let opened_at = self.now;
        self.tasks.push(Task { id, report: Some(report), kind, opened_at, due, done: None });
        id
    }

    /// Only what is asked for.
    pub fn facts(&self, keys: &Keys) -> Facts {
        let mut facts = Facts::of(Arc::new(self.directory.clone()));
        let reports: Vec<ReportId> =
            keys.reports.iter().copied().filter(|id| self.histories.contains_key(id)).collect();
        facts.reports = reports.iter().map(|id| self.row(*id)).collect();
        for id in &keys.histories {
            // Empty for a report that does not exist, as the store has it.
            facts.histories.push((*id, self.histories.get(id).cloned().unwrap_or_default()));
        }
        let citizens = facts.reports.iter().map(|report| report.citizen);
        let wanted: Vec<PersonId> = keys.people.iter().copied().chain(citizens).collect();
        let account = |one: &Person| one.telegram.is_some_and(|id| keys.accounts.contains(&id));
        facts.people = self
            .people
            .iter()
            .filter(|one| account(one) || wanted.contains(&one.id))
            .cloned()
            .collect();
        facts.dialogues = self.dialogues.clone();
        let rows = self.rows.iter().filter(|one| keys.rows.contains(&one.row.id));
        facts.rows = rows.cloned().collect();
        facts.rows_known.clone_from(&keys.rows);
        facts.messages = self
            .messages
            .iter()
            .filter(|one| keys.messages.contains(&(one.chat, one.message)))
            .cloned()
            .collect();
        facts.tasks =
            self.tasks.iter().filter(|one| keys.tasks.contains(&one.id)).cloned().collect();
        if let Some(words) = &keys.search {
            facts.found = self
                .histories
                .keys()
                .rev()
                .map(|id| self.row(*id))
                .filter(|row| {
                    let place = row.place.words.clone().unwrap_or_default();
                    let known = fold(&format!("{} {place}", row.words));
                    words.iter().all(|word| known.contains(word))
                })
                .take(10)
                .collect();
        }
        if let Some(page) = keys.blocked {
            let blocked = self.people.iter().filter(|one| one.blocked_at.is_some());
            let (total, place) = (blocked.clone().count(), |of: u32| usize::try_from(of).unwrap());
            let total = u32::try_from(total).unwrap();
            let offset = BlockedPage::begins(page, total);
            let people = blocked.skip(place(offset)).take(place(page.limit)).cloned().collect();
            facts.blocked = BlockedPage { offset, people, total };
        }
        self.work_facts(&keys.works, &mut facts);
        facts.figures = keys.figures.map(|Wanted { period, now }| {
            let day = |events: &&Vec<Event>| self.directory.calendar.day_of(events[0].at);
            let within = |events: &&Vec<Event>| (period.from..period.to).contains(&day(events));
            let arrived = self.histories.values().filter(within).count() as u64;
            let town = Line { arrived, ..Line::default() };
            Arc::new(Figures { period, now, town, offices: vec![(None, town)] })
        });
        if let Some(page) = keys.open {
            facts.open = self.open(page);
        }
        facts
    }

    /// Works, and the reports that wait for them now.
    fn work_facts(&self, keys: &WorkKeys, facts: &mut Facts) {
        let waits = |work: WorkId| {
            let rows = self.histories.keys().map(|id| self.row(*id));
            let of = move |row: &Report| matches!(row.state, State::Planned { work: Some(one), .. } if one == work);
            rows.filter(of).map(|row| row.id).collect::<Vec<_>>()
        };
        let wanted = |work: &&PlannedWork| keys.works.contains(&work.id);
        facts.works.works = self.works.iter().filter(wanted).cloned().collect();
        if keys.open {
            let open = self.works.iter().filter(|work| work.is_open());
            facts.works.open = Some(open.cloned().collect());
        }
        facts.works.counts = keys.counts.iter().map(|id| (*id, waits(*id).len() as u64)).collect();
        facts.works.linked = (keys.linked.iter())
            .map(|page| {
                let after = waits(page.work).into_iter().filter(|id| *id > page.after);
                (*page, after.take(usize::try_from(page.limit).unwrap()).collect())
            })
            .collect();
    }

    fn open(&self, page: Page) -> OpenPage {
        let mut rows: Vec<Report> = self.histories.keys().map(|id| self.row(*id)).collect();
        rows.retain(|row| row.state.is_open());
        rows.sort_by_key(|row| row.promised);
        let waits = |row: &&Report| {
            matches!(row.state.kind(), StateKind::Received | StateKind::ReopenRequested)
        };
        let entry = |row: &Report| OpenEntry::Report {
            id: row.id,
            state: row.state.kind(),
            category: row.category.clone(),
            office: row.state.office().cloned(),
            place: row.place.clone(),
            promised: row.promised,
            received_at: row.received_at,
        };
        let waiting: Vec<_> = rows.iter().filter(waits).map(entry).collect();
        let others: Vec<_> = rows.iter().filter(|row| !waits(row)).map(entry).collect();
        let open = self.tasks.iter().filter(|one| page.tasks && one.done.is_none());
        let tasks: Vec<_> = open.map(|one| OpenEntry::Task(Box::new(one.clone()))).collect();
        OpenPage {
            waiting: waiting.len() as u64,
            tasks: tasks.len() as u64,
            others: others.len() as u64,
            entries: waiting
                .into_iter()
                .chain(tasks)
                .chain(others)
                .skip(page.offset as usize)
                .take(page.limit as usize)
                .collect(),
        }
    }

    fn inbound(&self, who: TelegramId, content: Came) -> Inbound {
        let chat = Chat { id: URP, kind: ChatKind::Group, title: None };
        let name = "x".to_owned();
        let from = crate::domain::inbound::Sender { id: who, name, lang_tag: None, is_bot: false };
        Inbound { update_id: 1, at: self.now, chat, from: Some(from), content }
    }

    /// What an update comes to, told as a transcript.
    pub fn take(&mut self, who: TelegramId, content: Came) -> String {
        let inbound = self.inbound(who, content);
        let mut keys = staff::keys(&inbound, &self.directory);
        keys.dialogues.push((URP, who));
        match &inbound.content {
            Came::Message { message, .. } => {
                keys.messages.extend(message.reply_to.map(|id| (URP, id)));
            }
            Came::Edited { message, .. } => keys.messages.push((URP, message.id)),
            _ => {}
        }
        self.decide(who, keys, |scene, fresh| staff::turn(scene, &inbound, fresh))
    }

    /// Timers that are due by now.
    pub fn wait(&mut self, time: TimeDelta) -> String {
        self.now += time;
        let mut said = String::new();
        while let Some(place) = self.timers.iter().position(|(_, due)| *due <= self.now) {
            let (timer, _) = self.timers.remove(place);
            let (Timer::Prompt(_, who) | Timer::Preview(_, who)) = timer else {
                continue;
            };
            said += &self
                .decide(who, Keys::default(), |scene, fresh| staff::timer(scene, timer, fresh));
        }
        said
    }

    fn decide(
        &mut self,
        who: TelegramId,
        mut keys: Keys,
        turn: impl Fn(&Scene<'_>, Fresh) -> Reply,
    ) -> String {
        keys.accounts.push(who);
        self.ids += 1 << 16;
        let fresh = Fresh::from(Uuid::from_u128(self.ids), [0; 32]);
        for _ in 0..8 {
            let facts = self.facts(&keys);
            let person = facts.account(who).unwrap().clone();
            let capacities: Vec<Capacity> = self.directory.capacities(who);
            let scene = Scene {
                facts: &facts,
                now: self.now,
                chat: URP,
                person: &person,
                capacities: &capacities,
            };
            match turn(&scene, fresh.clone()) {
                Reply::Need(more) => keys.join(*more),
                Reply::Turn(turn) => return self.done(who, *turn),
            }
        }
        panic!("asks for ever more: {keys:?}");
    }

    fn done(&mut self, who: TelegramId, turn: Turn) -> String {
        let actor = Actor {
            person: self.people.iter().find(|one| one.telegram == Some(who)).map(|one| one.id),
            name: self.directory.staff_name(who).unwrap_or("?").to_owned(),
            capacities: self.directory.capacities(who),
        };
        for deed in turn.deeds {
            self.deed(deed, &actor);
        }
        match turn.keep {
            Keep::Same => {}
            Keep::Ended => self.dialogues.retain(|row| row.user != who),
            Keep::Now(row) => {
                self.dialogues.retain(|one| one.user != who);
                self.dialogues.push(row);
            }
        }
        for (timer, due) in turn.timers {
            self.timers.retain(|(one, _)| *one != timer);
            self.timers.extend(due.map(|due| (timer, due)));
        }
        self.cards = turn.cards;
        self.anew = turn.cards_anew;
        let mut lines = Vec::new();
        for row in turn.say {
            lines.push(self.said(row));
        }
        for notice in turn.notices {
            if let Notice::AnswerPress { words: Some(words), .. } = notice {
                assert!(words.chars().count() <= 200, "{words}");
                lines.push(format!("(to them alone) {words}"));
            }
        }
        lines.join("\n---\n")
    }

    fn deed(&mut self, deed: Deed, actor: &Actor) {
        match deed {
            Deed::Command { report, command, seen, .. } => {
                let row = self.row(report);
                let by = self.people.iter().find(|one| Some(one.id) == actor.person).unwrap();
                // For an office without a chat the URP acts too.
                let office = row.state.office();
                let actor = desk::acting(&self.directory, by, &actor.capacities, office);
                let events = decide(&row, command, &actor, self.terms(seen)).unwrap();
                self.histories.get_mut(&report).unwrap().extend(events);
            }
            Deed::ByItself { report, command } => {
                let terms = self.terms(None);
                let events = decide(&self.row(report), command, &Actor::clock(), terms).unwrap();
                self.histories.get_mut(&report).unwrap().extend(events);
            }
            Deed::Block { person, blocked } => {
                let now = self.now;
                let one = self.people.iter_mut().find(|one| one.id == person).unwrap();
                one.blocked_at = blocked.then_some(now);
            }
            Deed::Know(person) => self.people.push(*person),
            Deed::EndTask { task, how } => {
                let at = self.now;
                let one = self.tasks.iter_mut().find(|one| one.id == task).unwrap();
                one.done = Some(TaskDone { by: actor.clone(), at, how });
            }
            Deed::ReopenTask { task } => {
                self.tasks.iter_mut().find(|one| one.id == task).unwrap().done = None;
            }
            Deed::SaveWork(work) => {
                self.works.retain(|one| one.id != work.id);
                self.works.push(*work);
            }
            Deed::File { .. }
            | Deed::FileFor { .. }
            | Deed::CallAgain { .. }
            | Deed::FromMail { .. }
            | Deed::RenewAddress { .. }
            | Deed::Release { .. }
            | Deed::Withhold { .. } => {
                panic!("no mail here")
            }
        }
    }
}
