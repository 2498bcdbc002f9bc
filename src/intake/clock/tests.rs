use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{morning, plan_due};
use crate::domain::directory::{Directory, StaffMember};
use crate::domain::event::{Channel, Event, EventKind, Filing, Missing};
use crate::domain::ids::{ChatId, PersonId, ReportId, TelegramId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Content, Message};
use crate::domain::people::{Actor, Person};
use crate::domain::place::Place;
use crate::domain::promise::Holiday;
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::domain::step::{CardFact, Changes, Decision, Facts, Fresh};
use crate::domain::timer::Timer;
use crate::text::staff::tests::directory;

const URP: ChatId = ChatId(-1);
const STRADE: ChatId = ChatId(-2);
const ANNA: TelegramId = TelegramId(11);

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

fn town() -> Directory {
    let mut town = directory(&[Lang::En]);
    town.urp_chat = Some(URP);
    for office in &mut town.offices {
        office.chat = (office.code.as_str() == "strade").then_some(STRADE);
    }
    town
}

/// An open report, with its word promised for that day.
fn report(count: i64, promised: &str, state: State) -> Report {
    let filing = Filing {
        citizen: PersonId(Uuid::from_u128(7)),
        channel: Channel::Telegram,
        suggested: false,
        missing: Missing::default(),
        lang: Lang::It,
        category: None,
        place: Place::typed("via Roma 12"),
        words: "Una buca.".to_owned(),
        photos: Vec::new(),
    };
    let mut report = Report::opened_by(&Event {
        report: ReportId::new(2026, count),
        seq: 1,
        at: at("2026-11-24T09:00:00Z"),
        actor: Actor::citizen(filing.citizen, "Mario"),
        promised: Some(promised.parse().unwrap()),
        kind: EventKind::Filed(Box::new(filing)),
    })
    .unwrap();
    report.state = state;
    report
}

fn decided(facts: &Facts, now: &str) -> Changes {
    let fresh = Fresh::from(Uuid::from_u128(1 << 80), [0; 32]);
    match morning(facts, at(now), fresh) {
        Decision::Done(changes, _) => *changes,
        Decision::Need(keys) => panic!("{keys:?}"),
    }
}

fn facts(reports: Vec<Report>) -> Facts {
    let mut facts = Facts::of(Arc::new(town()));
    facts.clock.due = Some((reports, Vec::new()));
    facts.clock.supervisors = Some(vec![ANNA]);
    facts
}

fn said(changes: &Changes) -> Vec<(ChatId, &Message)> {
    let messages = changes.outbox.iter().filter_map(|row| match (&row.content, row.to.chat()) {
        (Content::Text(message), Some(chat)) => Some((chat, message)),
        _ => None,
    });
    messages.collect()
}

#[test]
fn sixty_broken_dates_are_one_message_a_chat() {
    let state = |count| match count % 2 {
        0 => State::Received,
        _ => State::Assigned { office: "strade".into() },
    };
    let reports = (1..=60).map(|count| report(count, "2026-11-26", state(count))).collect();
    let changes = decided(&facts(reports), "2026-11-27T08:00:00Z");
    let said = said(&changes);
    let mut chats: Vec<ChatId> = said.iter().map(|(chat, _)| *chat).collect();
    chats.sort_unstable();
    assert_eq!(chats, [STRADE, URP, ChatId::private(ANNA)]);
    for (chat, message) in &said {
        let lines = message.html.matches("<b>2026-0000").count();
        assert!(lines <= 10, "{chat:?}: {}", message.html);
        let left = if *chat == URP {
            "50 more"
        } else if *chat == STRADE {
            "20 more"
        } else {
            "55 more"
        };
        assert!(message.html.contains(left), "{}", message.html);
    }
    // Each citizen hears by a step of its own, within office hours.
    let late: Vec<_> =
        changes.timers.iter().filter(|(timer, _)| matches!(timer, Timer::Late(_))).collect();
    assert_eq!(late.len(), 60);
    assert!(late.iter().all(|(_, due)| *due == Some(at("2026-11-27T08:00:00Z"))));
}

#[test]
fn beside_an_operator_the_referents_of_the_office_are_called() {
    let one = |name: &str, telegram| StaffMember {
        name: name.to_owned(),
        telegram: Some(TelegramId(telegram)),
        ..StaffMember::default()
    };
    let mut town = town();
    for office in &mut town.offices {
        office.referents = vec![one("Ezio Gialli", 21), one("Fulvia Rossi", 22)];
        office.operators = vec![one("Gino Blu", 31)];
    }
    let (id, office) = (PersonId(Uuid::from_u128(9)), "strade");
    let report = report(1, "2026-12-09", State::InProgress { office: office.into(), operator: id });
    let called = |telegram, reachable| {
        let operator = Person {
            telegram: Some(TelegramId(telegram)),
            reachable,
            ..crate::text::staff::tests::person(id, "Gino")
        };
        let mut facts = facts(vec![report.clone()]);
        facts.directory = Arc::new(town.clone());
        facts.people.push(operator);
        let changes = decided(&facts, "2026-12-04T08:00:00Z");
        let says = |(chat, message): (ChatId, &Message)| {
            let names = ["Gino Blu", "Ezio Gialli", "Fulvia Rossi"].into_iter();
            let called = names.filter(|name| message.html.contains(name)).collect::<Vec<_>>();
            (chat, called.join(", "))
        };
        let said = said(&changes).into_iter().map(says);
        said.filter(|(chat, _)| *chat != URP).collect::<Vec<_>>()
    };
    let group = |names: &str| (STRADE, names.to_owned());
    let alone = |telegram| (ChatId(telegram), String::new());
    assert_eq!(called(31, true), [group("Ezio Gialli, Fulvia Rossi"), alone(31)]);
    assert_eq!(called(31, false), [group("Gino Blu, Ezio Gialli, Fulvia Rossi")]);
    // A referent who has it in hand themselves is called once.
    assert_eq!(called(21, true), [group("Fulvia Rossi"), alone(21)]);
    assert_eq!(called(21, false), [group("Ezio Gialli, Fulvia Rossi")]);
}

#[test]
fn of_more_than_can_be_named_the_oldest_and_the_newest_are_and_all_are_counted() {
    let mut reports: Vec<Report> = (1..=400)
        .map(|count| {
            let mut old = report(count, "2026-12-20", State::Received);
            old.limbo_since = Some("2026-09-01".parse().unwrap());
            old
        })
        .collect();
    reports.push(report(900, "2026-11-26", State::Received));
    let mut facts = facts(reports);
    facts.clock.in_limbo = 2400;
    let changes = decided(&facts, "2026-11-27T08:00:00Z");
    for (chat, message) in said(&changes) {
        assert!(message.html.contains("2401 dates"), "{chat:?}: {}", message.html);
        assert!(message.html.contains("2026-000001"), "{chat:?}: {}", message.html);
        assert!(message.html.contains("2026-000900"), "{chat:?}: {}", message.html);
    }
    assert_eq!(said(&changes).len(), 2);
}

#[test]
fn at_night_it_only_waits_for_the_morning() {
    let late = report(1, "2026-11-24", State::Received);
    let changes = decided(&facts(vec![late]), "2026-11-27T22:00:00Z");
    assert!(changes.outbox.is_empty());
    assert_eq!(changes.timers, [(Timer::Digest, Some(at("2026-11-30T08:00:00Z")))]);
}

#[test]
fn what_is_planned_waits_for_its_own_day() {
    let planned = State::Planned {
        office: Some("strade".into()),
        operator: None,
        until: "2026-11-27".parse().unwrap(),
        reason: "resurfacing".to_owned(),
        work: None,
    };
    let mut planned = report(1, "2026-11-27", planned);
    let changes = decided(&facts(vec![planned.clone()]), "2026-11-27T08:00:00Z");
    assert!(said(&changes).is_empty(), "{changes:?}");
    // Unless its citizen waits since an earlier day.
    planned.limbo_since = Some("2026-11-20".parse().unwrap());
    let changes = decided(&facts(vec![planned]), "2026-11-27T08:00:00Z");
    assert_eq!(said(&changes).len(), 3);
}

/// What becomes of a plan for the 27th at that moment: its events, and when it rings again.
fn planned_day(closed: &[&str], now: &str) -> (Vec<Event>, Option<DateTime<Utc>>) {
    let mut town = town();
    town.calendar.own.extend(closed.iter().map(|day| Holiday::Once(day.parse().unwrap())));
    let planned = State::Planned {
        office: Some("strade".into()),
        operator: None,
        until: "2026-11-27".parse().unwrap(),
        reason: "resurfacing".to_owned(),
        work: None,
    };
    let planned = report(1, "2026-11-27", planned);
    let mut facts = Facts::of(Arc::new(town));
    facts.cards = [URP, STRADE]
        .map(|chat| CardFact { chat, report: planned.id, message: None, below: 0, rung_at: None })
        .into();
    facts.reports.push(planned.clone());
    let fresh = Fresh::from(Uuid::from_u128(1 << 80), [0; 32]);
    match plan_due(&facts, planned.id, at(now), fresh) {
        Decision::Done(changes, _) => {
            let rings =
                changes.timers.iter().find(|(timer, _)| *timer == Timer::Report(planned.id));
            (changes.events, rings.and_then(|(_, at)| *at))
        }
        Decision::Need(keys) => panic!("{keys:?}"),
    }
}

#[test]
fn a_planned_day_is_kept_although_the_office_is_closed_on_it_after_all() {
    let is_due = |(events, _): (Vec<Event>, _)| {
        events.iter().any(|event| matches!(event.kind, EventKind::PlanDue))
    };
    assert!(is_due(planned_day(&[], "2026-11-27T08:00:00Z")));
    // It opens today still: until then it waits.
    let (events, rings) = planned_day(&[], "2026-11-27T05:00:00Z");
    assert!(events.is_empty());
    assert_eq!(rings, Some(at("2026-11-27T07:00:00Z")));
    assert!(is_due(planned_day(&["2026-11-27"], "2026-11-27T08:00:00Z")));
    assert!(is_due(planned_day(&[], "2026-11-27T18:00:00Z")));
    // What is past is past: nobody is written to at night for that.
    let (events, rings) = planned_day(&[], "2026-11-27T23:30:00Z");
    assert!(events.is_empty());
    assert_eq!(rings, Some(at("2026-11-30T07:00:00Z")));
}

#[test]
fn one_group_for_everything_hears_once() {
    let mut small = town();
    for office in &mut small.offices {
        office.chat = Some(URP);
    }
    let mut facts =
        facts(vec![report(1, "2026-11-25", State::Assigned { office: "strade".into() })]);
    facts.directory = Arc::new(small);
    let changes = decided(&facts, "2026-11-24T09:00:00Z");
    let chats: Vec<ChatId> = said(&changes).iter().map(|(chat, _)| *chat).collect();
    assert_eq!(chats, [URP]);
}

#[test]
fn without_a_supervisor_on_telegram_the_urp_and_their_addresses_hear() {
    let mut town = town();
    for one in &mut town.supervisors {
        one.email = Some("A.Bianchi@example.org".to_owned());
    }
    let mut facts = facts(vec![report(1, "2026-11-24", State::Received)]);
    facts.directory = Arc::new(town);
    facts.clock.supervisors = Some(Vec::new());
    facts.clock.writes_mail = true;
    let changes = decided(&facts, "2026-11-24T09:00:00Z");
    let heard = said(&changes);
    assert!(!heard.is_empty());
    assert!(heard.iter().all(|(chat, message)| {
        *chat == URP && message.html.contains("No supervisor can be told here")
    }));
    let mails: Vec<_> = changes.outbox.iter().filter_map(|row| row.to.mail()).collect();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].address, "a.bianchi@example.org");
    // A town without mail has only its group.
    facts.clock.writes_mail = false;
    let changes = decided(&facts, "2026-11-24T09:00:00Z");
    assert!(!said(&changes).is_empty());
    assert!(changes.outbox.iter().all(|row| row.to.mail().is_none()));
}
