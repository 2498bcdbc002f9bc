//! A work with many who wait for it, and many who reported the same as they.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::duplicates::tests::{World, merge, number};
use super::*;
use crate::domain::event::Channel;
use crate::domain::ids::CategoryCode;
use crate::domain::outgoing::Content;
use crate::domain::step::CardFact;
use crate::domain::work::{Area, Ended};

/// A decision is given what it asks for, as the store does it; what it comes to, and after how many
/// rounds.
fn decided(world: &mut World, work: &PlannedWork, linked: &[ReportId]) -> (Changes, usize) {
    let mut facts = Facts::of(world.facts.directory.clone());
    facts.works.works.push(work.clone());
    let mut fresh = world.fresh();
    for round in 1..100 {
        let keys = match rings(&facts, work.id, world.now, fresh.apart()) {
            Decision::Done(changes, _) => return (*changes, round),
            Decision::Need(keys) => *keys,
        };
        let pages = keys.works.linked.into_iter();
        facts.works.linked.extend(pages.map(|page| (page, linked.to_vec())));
        facts.reports.extend(keys.reports.iter().filter_map(|id| world.facts.report(*id).cloned()));
        facts.people.extend(keys.people.iter().filter_map(|id| world.facts.person(*id).cloned()));
        let card = |&(chat, report): &(ChatId, ReportId)| CardFact {
            chat,
            report,
            message: None,
            below: 0,
            rung_at: None,
        };
        facts.tasks_known_of.extend(keys.tasks_of);
        facts.cards.extend(keys.cards.iter().map(card));
        for (of, after) in keys.duplicates.followers {
            facts.duplicates.followers.push(world.followers(of, after));
        }
        let followers = facts.duplicates.followers.iter().flat_map(|one| &one.reports);
        let citizens: Vec<_> =
            facts.reports.iter().chain(followers).map(|report| report.citizen).collect();
        facts.people.extend(citizens.iter().filter_map(|id| world.facts.person(*id).cloned()));
    }
    panic!("it asks for ever");
}

fn work(id: WorkId, ended: Option<Ended>) -> PlannedWork {
    PlannedWork {
        id,
        office: "strade".into(),
        what: "via Roma: complete resurfacing".to_owned(),
        area: Area::Streets(vec!["via Roma".to_owned()]),
        categories: vec![CategoryCode::from("buche")],
        from: "2027-05-01".parse().unwrap(),
        until: "2027-05-31".parse().unwrap(),
        explanation: "The whole street is renewed.".to_owned(),
        telling: Some(Telling::START),
        ended,
    }
}

#[test]
fn once_a_work_is_done_the_urp_hears_of_those_that_it_has_made_ready() {
    let mut world = World::of(3);
    let id = WorkId(Uuid::from_u128(9));
    for one in 0..3 {
        let (until, reason) = ("2027-04-30".parse().unwrap(), "The street is renewed.".to_owned());
        world.does(one, Command::Plan { until, reason, work: Some(id) }, false);
    }
    // It is linked still, and waits for something else.
    let words = Some("It has been filled.".to_owned());
    let close = Command::Close { outcome: Outcome::Resolved, words, photos: Vec::new() };
    world.does(1, close, false);
    world.does(1, Command::StillThere { words: None }, true);
    let (at, words) = (world.now, "The street has its new asphalt.".to_owned());
    let mut work = work(id, Some(Ended { at, how: WorkEnd::Done, words }));
    let linked: Vec<ReportId> = (0..3).map(number).collect();
    let told = |changes: &Changes| {
        let texts = changes.outbox.iter().filter_map(|row| match &row.content {
            Content::Text(message) => Some(message.html.clone()),
            _ => None,
        });
        texts.filter(|html| html.contains("with the proposed reply")).collect::<Vec<_>>()
    };
    let (changes, _) = decided(&mut world, &work, &linked);
    let said = told(&changes);
    assert!(said.len() == 1 && said[0].contains("with the proposed reply: 2."), "{said:?}");
    // Those before the last few count as well.
    work.telling = Some(Telling { after: number(0), told: 20 });
    let said = told(&decided(&mut world, &work, &linked[1..]).0);
    assert!(said.len() == 1 && said[0].contains("with the proposed reply: 21."), "{said:?}");
}

#[test]
fn all_who_wait_for_a_work_and_all_who_follow_them_are_looked_at_in_a_few_rounds() {
    let count = BATCH as usize;
    let mut world = World::of(2 * count);
    let id = WorkId(Uuid::from_u128(9));
    for one in 0..count {
        let (until, reason) = ("2027-04-30".parse().unwrap(), "The street is renewed.".to_owned());
        world.does(one, Command::Plan { until, reason, work: Some(id) }, false);
    }
    for one in 0..count {
        world.does(count + one, merge(one), false);
    }
    // Some of those who follow are told by phone.
    for one in 0..count / 2 {
        let id = number(count + one);
        let report = world.facts.reports.iter_mut().find(|report| report.id == id).unwrap();
        report.channel = Channel::Phone;
        let citizen = report.citizen;
        let person = world.facts.people.iter_mut().find(|person| person.id == citizen).unwrap();
        (person.telegram, person.phone) = (None, Some("040 123456".to_owned()));
    }
    let linked: Vec<ReportId> = (0..count).map(number).collect();
    let (changes, rounds) = decided(&mut world, &work(id, None), &linked);
    assert!(rounds <= 6, "{rounds} rounds");
    let told: BTreeSet<_> = changes.outbox.iter().filter_map(|row| row.report).collect();
    assert_eq!(told.len(), 2 * count, "each of them");
    assert_eq!(changes.tasks.len(), count / 2, "calls");
}
