//! Whatever becomes of reports about the same problem: nobody is forgotten.

mod dates;
mod phone;
mod random;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::apply::{Applied, Place, apply};
use super::super::timers;
use crate::conversation::{Deed, Scene, Turn};
use crate::domain::chase;
use crate::domain::command::Command;
use crate::domain::decide::{self, Terms};
use crate::domain::event::{Channel, Event, EventKind, Filing, Missing};
use crate::domain::ids::{ChatId, PersonId, ReportId, TelegramId};
use crate::domain::joined::Owed;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Content, Outgoing, Purpose};
use crate::domain::people::{Actor, Capacity, Person};
use crate::domain::place;
use crate::domain::promise::Deadlines;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{
    CardFact, Changes, Decision, FOLLOWERS_AT_ONCE, Facts, Followers, Fresh, Keys,
};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
use crate::text;
use crate::text::report::About;
use crate::text::staff::tests::{CARLO, URP, directory};

/// A town in memory, in which each citizen has one report.
pub(in super::super) struct World {
    pub facts: Facts,
    histories: BTreeMap<ReportId, Vec<Event>>,
    rows: Vec<Outgoing>,
    timers: BTreeMap<String, (Timer, DateTime<Utc>)>,
    pub now: DateTime<Utc>,
    steps: u128,
}

pub(in super::super) fn number(count: usize) -> ReportId {
    ReportId::new(2026, i64::try_from(count).unwrap() + 1)
}

fn person(id: u128, telegram: TelegramId) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(id)),
        telegram: Some(telegram),
        name: format!("Person {id}"),
        reachable: true,
        ..Person::nobody(Lang::En, "2026-11-24T09:00:00Z".parse().unwrap())
    }
}

/// Something that was said to a citizen, or is to be said by whoever calls them.
struct Said {
    purpose: Purpose,
    at: DateTime<Utc>,
    words: String,
    /// It is still to be said.
    waits: bool,
}

impl World {
    pub fn of(reports: usize) -> Self {
        Self::by(&vec![Channel::Telegram; reports])
    }

    /// One whose citizens came by those doors.
    fn by(channels: &[Channel]) -> Self {
        let mut facts = Facts::of(Arc::new(directory(&[Lang::En])));
        let now = "2026-11-24T09:00:00Z".parse().unwrap();
        let mut histories = BTreeMap::new();
        facts.people.push(person(1, CARLO));
        for (count, channel) in channels.iter().enumerate() {
            let telegram = TelegramId(1000 + i64::try_from(count).unwrap());
            let mut citizen = person(1000 + u128::try_from(count).unwrap(), telegram);
            if *channel != Channel::Telegram {
                citizen.telegram = None;
                citizen.phone =
                    Some("040 123456".to_owned()).filter(|_| *channel == Channel::Phone);
            }
            let filing = Filing {
                citizen: citizen.id,
                channel: *channel,
                lang: Lang::En,
                category: Some("buche".into()),
                place: place::Place::typed("via Roma 12"),
                words: "A hole".to_owned(),
                photos: Vec::new(),
                suggested: false,
                missing: Missing::default(),
            };
            let calendar = &facts.directory.calendar;
            let deadlines = Deadlines::default();
            let terms = Terms { now, calendar, deadlines, seen: None };
            let actor = Actor::citizen(citizen.id, citizen.name.clone());
            let event = decide::file(number(count), filing, actor, terms);
            facts.reports.push(Report::opened_by(&event).unwrap());
            histories.insert(number(count), vec![event]);
            facts.people.push(citizen);
        }
        let mut world =
            Self { facts, histories, rows: Vec::new(), timers: BTreeMap::new(), now, steps: 0 };
        world.look();
        world
    }

    /// The facts as the store would load them.
    fn look(&mut self) {
        self.facts.tasks_known_of = self.facts.reports.iter().map(|report| report.id).collect();
        let reports = self.facts.reports.clone();
        self.facts.deliveries = reports.iter().map(|report| (report.id, Vec::new())).collect();
        self.facts.cards = reports
            .iter()
            .map(|report| CardFact {
                chat: URP,
                report: report.id,
                message: None,
                below: 0,
                rung_at: None,
            })
            .collect();
        self.facts.duplicates.followers =
            reports.iter().map(|report| self.followers(report.id, ReportId(0))).collect();
        self.facts.histories =
            self.histories.iter().map(|(id, events)| (*id, events.clone())).collect();
        self.facts.timers = self.timers.values().copied().collect();
    }

    pub fn followers(&self, of: ReportId, after: ReportId) -> Followers {
        let mut reports: Vec<Report> = self.facts.reports.clone();
        reports.retain(|one| one.duplicate_of() == Some(of) && one.id > after);
        let more = reports.len() > FOLLOWERS_AT_ONCE;
        reports.truncate(FOLLOWERS_AT_ONCE);
        Followers { of, after, reports, more }
    }

    pub fn fresh(&mut self) -> Fresh {
        self.steps += 1;
        Fresh::from(Uuid::from_u128(self.steps << 32), [7; 32])
    }

    fn save(&mut self, changes: Changes) {
        for report in changes.reports {
            let stored = self.facts.reports.iter_mut().find(|one| one.id == report.id).unwrap();
            *stored = report;
        }
        for event in changes.events {
            let history = self.histories.get_mut(&event.report).unwrap();
            assert_eq!(event.seq, history.last().unwrap().seq + 1, "a version is not skipped");
            history.push(event);
        }
        self.rows.extend(changes.outbox);
        for task in changes.tasks {
            self.facts.tasks.retain(|one| one.id != task.id);
            self.facts.tasks.push(task);
        }
        for (timer, due) in changes.timers {
            match due {
                Some(due) => self.timers.insert(timer.to_string(), (timer, due)),
                None => self.timers.remove(&timer.to_string()),
            };
        }
        self.look();
    }

    fn report(&self, count: usize) -> &Report {
        self.facts.report(number(count)).unwrap()
    }

    /// A command of the URP, or of the report's citizen; refused ones change nothing. What timers
    /// have to do then is done.
    pub fn does(&mut self, count: usize, command: Command, by_citizen: bool) {
        self.acts(count, command, by_citizen);
        self.timers_run();
    }

    fn acts(&mut self, count: usize, command: Command, by_citizen: bool) {
        if by_citizen && self.report(count).channel != Channel::Telegram {
            return;
        }
        self.now += TimeDelta::minutes(1);
        let fresh = self.fresh();
        let citizen = self.report(count).citizen;
        let id = if by_citizen { citizen } else { PersonId(Uuid::from_u128(1)) };
        let person = self.facts.person(id).unwrap();
        let capacities = if by_citizen { vec![] } else { vec![Capacity::Urp] };
        let chat = if by_citizen { ChatId(1000) } else { URP };
        let scene =
            Scene { facts: &self.facts, now: self.now, chat, person, capacities: &capacities };
        let mut turn = Turn::new(&scene, fresh);
        let report = number(count);
        turn.deeds.push(Deed::Command { report, command, seen: None, messages: Vec::new() });
        let place = if by_citizen { Place::Private } else { Place::Staff };
        let mut changes = Changes::default();
        match apply(&scene, place, turn, None, &mut changes) {
            Applied::Done(_) => self.save(changes),
            Applied::Need(keys) => panic!("all is known: {keys:?}"),
        }
    }

    /// What timers have to do, in the order in which they are due.
    fn timers_run(&mut self) {
        for _ in 0..1000 {
            let due = self.timers.values().filter(|(_, at)| *at <= self.now);
            let Some((timer, _)) = due.min_by_key(|(_, at)| *at).copied() else {
                return;
            };
            let keys: Keys = timers::keys(timer, &self.facts.directory, self.now);
            for (of, after) in keys.duplicates.followers {
                let followers = self.followers(of, after);
                if self.facts.duplicates.followers(of, after).is_none() {
                    self.facts.duplicates.followers.push(followers);
                }
            }
            let fresh = self.fresh();
            match timers::decide(&self.facts, timer, self.now, fresh) {
                Decision::Done(changes, _) => self.save(*changes),
                Decision::Need(keys) => panic!("all is known: {keys:?}"),
            }
        }
        panic!("timers set each other for ever");
    }

    /// What the citizen of a report was told, or is to be told by whoever calls them, in its order.
    fn said(&self, report: ReportId) -> Vec<Said> {
        let citizen = self.facts.report(report).and_then(|one| self.facts.person(one.citizen));
        let chat = citizen.unwrap().telegram.map(ChatId::private);
        let mut rows: Vec<&Outgoing> = self.rows.iter().collect();
        rows.retain(|row| row.report == Some(report) && row.purpose.is_owed());
        let said = rows.into_iter().filter_map(|row| {
            let Content::Text(message) = &row.content else {
                panic!("a text: {row:?}");
            };
            let (purpose, at) = (row.purpose, row.created_at);
            let said = |words: &str, waits| Said { purpose, at, words: words.to_owned(), waits };
            let is_call = |task: &&Task| matches!(&task.kind, TaskKind::Call { row: of, .. } if *of == row.id);
            let call = self.facts.tasks.iter().find(is_call);
            match (chat, call.map(|task| (&task.kind, &task.done))) {
                (Some(chat), _) => {
                    (row.to.chat() == Some(chat)).then(|| said(&message.html, false))
                }
                (None, Some((TaskKind::Call { words, .. }, done))) => {
                    let is_told = done.as_ref().is_none_or(|done| done.how == TaskEnd::Told);
                    is_told.then(|| said(words, done.is_none()))
                }
                _ => None,
            }
        });
        // The acknowledgement went out, or was read out, as the report came in.
        let filed = self.histories[&report].first().map(|event| {
            let received = Report::opened_by(event).unwrap();
            let about =
                About { directory: &self.facts.directory, report: &received, now: event.at };
            let words = text::report::acknowledgement(about).html;
            Said { purpose: Purpose::Acknowledgement, at: event.at, words, waits: false }
        });
        filed.into_iter().chain(said).collect()
    }

    /// Whether the citizen of a report got a reply at that moment, if there is a way to tell them.
    fn is_answered(&self, report: &Report, at: DateTime<Utc>) -> bool {
        let is_reply = |said: &Said| said.purpose == Purpose::Reply && said.at >= at;
        report.channel == Channel::Nobody || self.said(report.id).iter().any(is_reply)
    }

    /// Whether they know how the report that is theirs, or that it is joined to, was closed: in the words of the URP,
    /// also where it was open again since and stays closed.
    fn knows_how_it_was_closed(&self, report: &Report, main: ReportId) -> bool {
        let closing = self.histories[&main].iter().rev().find_map(|event| match &event.kind {
            EventKind::Closed { words, .. } => words.as_deref(),
            _ => None,
        });
        let said = self.said(report.id);
        report.channel == Channel::Nobody
            || closing.is_none_or(|words| said.iter().any(|said| said.words.contains(words)))
    }

    /// Carlo calls somebody, and tells them all that they are to be told.
    fn calls(&mut self, count: usize) {
        let (by, at) = (Actor::clock(), self.now);
        let theirs = |task: &&mut Task| {
            task.report == Some(number(count)) && matches!(task.kind, TaskKind::Call { .. })
        };
        for task in self.facts.tasks.iter_mut().filter(theirs).filter(|task| task.done.is_none()) {
            task.done = Some(TaskDone { by: by.clone(), at, how: TaskEnd::Told });
        }
    }

    /// Some days later: whoever was promised a day that has passed hears that the town is late.
    fn days_pass(&mut self, days: i64) {
        self.now += TimeDelta::days(days);
        self.timers_run();
        let today = self.facts.directory.calendar.day_of(self.now);
        let late = self.facts.reports.iter().filter(|one| chase::is_to_be_told(one, today));
        for timer in late.map(|one| Timer::Late(one.id)).collect::<Vec<_>>() {
            self.timers.insert(timer.to_string(), (timer, self.now));
        }
        self.timers_run();
    }

    fn nobody_is_forgotten(&self) {
        for report in &self.facts.reports {
            let main = match report.duplicate_of() {
                None => report,
                Some(of) => {
                    let main = self.facts.report(of).unwrap();
                    assert_eq!(main.duplicate_of(), None, "{} follows {of}", report.id);
                    // Whoever is called may be called about what came of it instead.
                    let told = report.channel != Channel::Telegram
                        || self.is_answered(report, report.received_at);
                    assert!(told, "{} was told that it is known", report.id);
                    main
                }
            };
            let Some(outcome) = main.outcome() else {
                continue;
            };
            match outcome {
                Outcome::Withdrawn | Outcome::Spam => {
                    assert_eq!(main.id, report.id, "{} ended without an answer", report.id);
                }
                _ => {
                    let at = main.closed_at.unwrap();
                    assert!(self.is_answered(report, at), "{} has its answer", report.id);
                    let knows = self.knows_how_it_was_closed(report, main.id);
                    assert!(knows, "{} knows how it was closed", report.id);
                }
            }
        }
    }
}

fn close(outcome: Outcome, words: Option<&str>) -> Command {
    Command::Close { outcome, words: words.map(str::to_owned), photos: Vec::new() }
}

pub(in super::super) fn merge(into: usize) -> Command {
    Command::Merge { into: number(into), words: "It is known.".to_owned() }
}

#[test]
fn hundreds_of_duplicates_are_served_a_few_at_a_time_and_none_is_left_out() {
    let crowd = 3 * FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 2);
    for one in 2..crowd + 2 {
        world.does(one, merge(0), false);
    }
    // Their main report is joined to another one: they follow that.
    world.does(0, merge(1), false);
    assert_eq!(world.followers(number(1), ReportId(0)).reports.len(), FOLLOWERS_AT_ONCE);
    let follow = |world: &World, of| {
        let of = Some(number(of));
        world.facts.reports.iter().filter(|one| one.duplicate_of() == of).count()
    };
    assert_eq!(follow(&world, 1), crowd + 1);
    world.does(1, close(Outcome::Resolved, Some("Done.")), false);
    world.nobody_is_forgotten();
    let answers = world.rows.iter().filter(|row| row.created_at == world.now).count();
    assert_eq!(answers, crowd + 2, "each once");

    // It is opened again, and turns out to be spam: the oldest of them goes on.
    world.does(1, Command::Reopen, false);
    world.does(1, close(Outcome::Spam, None), false);
    assert_eq!(follow(&world, 0), crowd);
    world.nobody_is_forgotten();
}

#[test]
fn who_is_joined_at_the_moment_in_which_the_main_report_is_closed_gets_its_answer() {
    let crowd = FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 1);
    for one in 1..=crowd {
        world.does(one, merge(0), false);
    }
    // The closing arrived before the joining of any, and was decided after it.
    let joined = world.now;
    world.now -= TimeDelta::hours(2);
    world.does(0, close(Outcome::Resolved, Some("The hole is filled.")), false);
    assert!(world.report(0).closed_at.unwrap() < world.report(1).closed_at.unwrap());
    world.now = joined;
    world.timers_run();
    for one in 0..=crowd {
        let mut rows = world.rows.iter().filter(|row| row.report == Some(number(one)));
        let told = rows.any(|row| match &row.content {
            Content::Text(message) => message.html.contains("The hole is filled."),
            _ => false,
        });
        assert!(told, "{}", number(one));
    }
}

#[test]
fn what_goes_on_is_somebody_elses_where_there_is_one() {
    let mut world = World::of(3);
    // The first two are of one citizen.
    let citizen = world.report(0).citizen;
    world.facts.reports[1].citizen = citizen;
    for one in [1, 2] {
        world.does(one, merge(0), false);
    }
    world.does(0, Command::Withdraw, true);
    assert_eq!(world.report(2).duplicate_of(), None);
    assert_eq!(world.report(1).duplicate_of(), Some(number(2)));
}

#[test]
fn a_crowd_that_comes_to_a_report_when_it_is_closed_already_gets_its_answer() {
    let crowd = 2 * FOLLOWERS_AT_ONCE + 5;
    let mut world = World::of(crowd + 2);
    for one in 2..crowd + 2 {
        world.does(one, merge(0), false);
    }
    // Their main report is joined to another one, which is closed before the timers have gone on.
    world.acts(0, merge(1), false);
    world.acts(1, close(Outcome::Resolved, Some("The hole is filled.")), false);
    let of = Some(number(0));
    assert!(world.facts.reports.iter().any(|one| one.duplicate_of() == of), "some are left");
    world.timers_run();
    world.nobody_is_forgotten();
    let told = |row: &&Outgoing| match &row.content {
        Content::Text(message) => message.html.contains("The hole is filled."),
        _ => false,
    };
    assert_eq!(world.rows.iter().filter(told).count(), crowd + 2, "each once");
}
