//! A small town for the tests of what staff read.

mod cards;
mod office;
mod others;
mod works;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;
use crate::domain::decide::Refusal;
use crate::domain::desk::Desk;
use crate::domain::directory::{Category, Directory, Names, Office, StaffMember, Template};
use crate::domain::event::{Channel, Event, EventKind, Filing};
use crate::domain::ids::{ChatId, FileId, OutboxId, PersonId, ReportId, TaskId, TelegramId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Delivery, DeliveryLine, Keyboard, Message, Purpose};
use crate::domain::people::{Actor, Capacity, Person};
use crate::domain::place::Place;
use crate::domain::promise::{Calendar, Deadlines};
use crate::domain::report::Report;
use crate::domain::rights::Role;
use crate::domain::state::{Outcome, State, StateKind};
use crate::domain::step::Facts;
use crate::domain::task::{Task, TaskKind};

pub(crate) const URP: ChatId = ChatId(-1);
pub(crate) const CARLO: TelegramId = TelegramId(12);
pub(crate) const DORA: TelegramId = TelegramId(13);
const MARIO: PersonId = PersonId(Uuid::from_u128(7));
const GINO: PersonId = PersonId(Uuid::from_u128(8));

fn names(it: &str, en: &str) -> Names {
    Names([(Lang::It, it.to_owned()), (Lang::En, en.to_owned())].into())
}

fn member(name: &str, telegram: Option<TelegramId>) -> StaffMember {
    StaffMember { name: name.to_owned(), telegram, ..StaffMember::default() }
}

pub(crate) fn directory(languages: &[Lang]) -> Directory {
    let office = |code: &str, name: &str| Office {
        code: code.into(),
        name: name.to_owned(),
        chat: None,
        referents: Vec::new(),
        operators: Vec::new(),
        retired: false,
    };
    let category = |code: &str, it: &str, en: &str, office: &str| Category {
        code: code.into(),
        name: names(it, en),
        office: Some(office.into()),
        keywords: Vec::new(),
        deadlines: Deadlines::default(),
        near_metres: 100,
        retired: false,
    };
    Directory {
        version: 1,
        name: "Comune di Esempio".to_owned(),
        languages: languages.to_vec(),
        calendar: Calendar::default(),
        contact: names("URP, tel. 040 000000", "URP, phone 040 000000"),
        privacy_url: None,
        urp_chat: Some(URP),
        supervisors: vec![member("Anna Bianchi", Some(TelegramId(11)))],
        urp: vec![member("Carlo Neri", Some(CARLO)), member("Dora Verdi", Some(DORA))],
        offices: vec![office("luci", "Illuminazione"), office("strade", "Strade e verde")],
        categories: vec![
            category("buche", "Buche e marciapiedi", "Potholes and pavements", "strade"),
            category("lampioni", "Lampioni", "Street lamps", "luci"),
        ],
        templates: vec![Template {
            outcome: Outcome::Resolved,
            category: Some("buche".into()),
            text: names(
                "La buca in {place} è stata riparata.",
                "The pothole in {place} has been repaired.",
            ),
            retired: false,
        }],
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:30:00Z".parse().unwrap()
}

pub(crate) fn person(id: PersonId, name: &str) -> Person {
    Person {
        id,
        telegram: Some(TelegramId(77)),
        name: name.to_owned(),
        reachable: true,
        ..Person::nobody(Lang::It, now())
    }
}

fn facts(lang: Lang) -> Facts {
    let mut facts = Facts::of(Arc::new(directory(&[lang])));
    facts.people = vec![person(MARIO, "Mario Rossi"), person(GINO, "Gino Blu")];
    facts
}

fn carlo() -> Actor {
    Actor { person: None, name: "Carlo Neri".to_owned(), capacities: vec![Capacity::Urp] }
}

fn event(seq: i32, actor: Actor, promised: Option<&str>, kind: EventKind) -> Event {
    Event {
        report: ReportId::new(2026, 123),
        seq,
        at: now(),
        actor,
        promised: promised.map(|day| day.parse().unwrap()),
        kind,
    }
}

fn filed(words: &str, photos: u128) -> Event {
    let filing = Filing {
        citizen: MARIO,
        channel: Channel::Telegram,
        suggested: false,
        missing: crate::domain::event::Missing::default(),
        lang: Lang::It,
        category: Some("buche".into()),
        place: Place::typed("via Roma 12 <bis>"),
        words: words.to_owned(),
        photos: (0..photos).map(|one| FileId(Uuid::from_u128(one))).collect(),
    };
    let citizen = Actor::citizen(MARIO, "Mario Rossi");
    event(1, citizen, Some("2026-11-26"), EventKind::Filed(Box::new(filing)))
}

fn report() -> Report {
    Report::opened_by(&filed("Una buca & un tombino.", 2)).unwrap()
}

/// The report in that state, moved there by Carlo.
fn in_state(state: State) -> Report {
    let mut report = report();
    report.state = state;
    report.version = 5;
    report.state_seq = 5;
    report.last.event = "assigned".to_owned();
    report.last.actor = carlo();
    if !report.state.is_open() {
        report.promised = None;
        report.last.event = "closed".to_owned();
    }
    report
}

fn assigned() -> State {
    State::Assigned { office: "strade".into() }
}

fn in_progress() -> State {
    State::InProgress { office: "strade".into(), operator: GINO }
}

fn planned() -> State {
    State::Planned {
        office: Some("strade".into()),
        operator: None,
        until: "2027-05-03".parse().unwrap(),
        reason: "A maggio si rifà tutta la via.".to_owned(),
        work: None,
    }
}

fn ready(draft: &str) -> State {
    State::Ready {
        office: "strade".into(),
        operator: Some(GINO),
        outcome: Outcome::Resolved,
        draft: draft.to_owned(),
    }
}

fn shown(message: &Message) -> String {
    assert!(visible(&message.html) <= 4096);
    let mut text = message.html.clone();
    if let Keyboard::Inline(rows) = &message.keyboard {
        for row in rows {
            let labels: Vec<_> = row.iter().map(|one| format!("[{}]", one.label)).collect();
            text.push('\n');
            text.push_str(&labels.join(" "));
            assert!(row.iter().all(|one| one.data.len() <= 64));
        }
    }
    text
}

/// The card in the URP's group.
fn urp_card(facts: &Facts, report: &Report) -> Message {
    card(facts, report, Desk::URP, now())
}

/// The same in Italian and English, of a report in that state.
fn both(state: State) -> String {
    let report = in_state(state);
    [Lang::It, Lang::En].map(|lang| shown(&urp_card(&facts(lang), &report))).join("\n======\n")
}

fn line(id: u128, purpose: Purpose, state: Delivery) -> DeliveryLine {
    DeliveryLine {
        id: OutboxId(Uuid::from_u128(id)),
        purpose,
        event: Some(2),
        state,
        at: now(),
        reason: (state == Delivery::Undeliverable)
            .then(|| "Forbidden: bot was blocked by the user".to_owned()),
        repeated: false,
    }
}

fn undeliverable() -> Task {
    Task {
        id: TaskId(Uuid::from_u128(1)),
        report: Some(ReportId::new(2026, 123)),
        kind: TaskKind::Undeliverable {
            row: OutboxId(Uuid::from_u128(3)),
            reason: "Forbidden: bot was blocked by the user".to_owned(),
            words: "C'è una <b>domanda</b> &amp; basta.".to_owned(),
        },
        opened_at: now(),
        due: "2026-11-26".parse().unwrap(),
        done: None,
    }
}
