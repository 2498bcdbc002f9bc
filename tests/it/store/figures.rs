//! Figures: whatever is loaded for them, they are those of all histories together.

use chrono::{DateTime, TimeDelta, Utc};
use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::figures::{Figures, Period, Wanted};
use rispondo::domain::ids::{ChatId, OutboxId, ReportId};
use rispondo::domain::mail::MailRule;
use rispondo::domain::outgoing::{CANNOT_BE_REACHED, Delivery, Outgoing, Purpose, TOLD};
use rispondo::domain::people::Actor;
use rispondo::domain::state::Outcome;
use rispondo::domain::step::{Changes, Decision, Facts, Keys, RowNews, Settled};
use rispondo::figures::{Case, Main, Tally};
use rispondo::store::Store;
use uuid::Uuid;

use super::{change, file, settle};
use crate::support::facts as town;
use crate::support::on_both;

/// More than two pages, all of the same moment.
const REPORTS: i64 = 1100;

fn id(count: i64) -> ReportId {
    ReportId::new(2026, count)
}

async fn happens(store: &Store, count: i64, command: Command, actor: Actor, at: DateTime<Utc>) {
    let keys = Keys { reports: vec![id(count)], ..Keys::default() };
    let facts = store.read(keys).await.unwrap();
    let mut report = facts.report(id(count)).unwrap().clone();
    let terms = town::terms(&facts.directory, at);
    let events = decide::decide(&report, command, &actor, terms).unwrap();
    report.apply(&events[0]);
    change(store, Changes { reports: vec![report], events, ..Changes::default() }).await;
}

/// Every report is looked at, and what else there is.
async fn all(store: &Store, wanted: Wanted) -> Figures {
    let ids: Vec<ReportId> = (1..=REPORTS).map(id).collect();
    let keys = Keys {
        reports: ids.clone(),
        histories: ids.clone(),
        deliveries: ids.clone(),
        ..Keys::default()
    };
    let facts = store.read(keys).await.unwrap();
    let mut tally = Tally::new(wanted, &facts.directory);
    for id in ids {
        let main = facts.report(id).and_then(rispondo::domain::report::Report::duplicate_of);
        let main = main.and_then(|main| facts.report(main));
        tally.take(&Case {
            events: facts.history(id).to_vec(),
            deliveries: facts.deliveries(id).to_vec(),
            tasks: Vec::new(),
            main: main.map(|main| Main { closed_at: main.closed_at }),
        });
    }
    tally.finish()
}

async fn loaded(store: &Store, wanted: Wanted) -> Figures {
    let keys = Keys { figures: Some(wanted), ..Keys::default() };
    let decide =
        |facts: &Facts| Decision::Done(Box::default(), facts.figures.as_deref().cloned().unwrap());
    let before = store.step(keys, decide).await.unwrap();
    // Asked for within the step they are the same.
    let asks = move |facts: &Facts| match &facts.figures {
        Some(figures) => Decision::Done(Box::default(), Figures::clone(figures)),
        None => Decision::Need(Box::new(Keys { figures: Some(wanted), ..Keys::default() })),
    };
    assert_eq!(store.step(Keys::default(), asks).await.unwrap(), before);
    before
}

on_both! {
    async fn figures_are_those_of_all_histories_however_little_is_loaded(store: Store) {
        settle(&store).await;
        let mut changes = Changes { people: vec![town::citizen(1)], ..Changes::default() };
        for count in 1..=REPORTS {
            let (report, event) = town::filed(&town::directory(), id(count), &town::citizen(1));
            changes.reports.push(report);
            changes.events.push(event);
        }
        change(&store, changes).await;
        let day = |days| town::now() + TimeDelta::days(days);
        let citizen = || Actor::citizen(town::citizen(1).id, "Maria");
        let close = |outcome| Command::Close {
            outcome,
            words: Some("Fatto.".to_owned()),
            photos: Vec::new(),
        };
        happens(&store, 1, Command::Assign { office: "strade".into() }, town::urp(), day(1)).await;
        happens(&store, 2, close(Outcome::Resolved), town::urp(), day(2)).await;
        happens(&store, 3, close(Outcome::NotOurs), town::urp(), day(2)).await;
        happens(&store, 3, Command::StillThere { words: None }, citizen(), day(10)).await;
        let merge = Command::Merge { into: id(1), words: "Nota.".to_owned() };
        happens(&store, 4, merge, town::urp(), day(3)).await;
        // The answer of a main report that nobody has told to its duplicate's citizen.
        let merge = Command::Merge { into: id(7), words: "Nota.".to_owned() };
        happens(&store, 6, merge, town::urp(), day(3)).await;
        happens(&store, 7, close(Outcome::Resolved), town::urp(), day(4)).await;
        happens(&store, 5, Command::TellLate, Actor::clock(), day(4)).await;
        let row = Outgoing {
            id: OutboxId(Uuid::from_u128(7)),
            purpose: Purpose::Reply,
            report: Some(id(2)),
            event: Some(2),
            ..town::message(7, ChatId(1))
        };
        let own = Outgoing {
            id: OutboxId(Uuid::from_u128(6)),
            report: Some(id(7)),
            held: Some(MailRule::NoContact),
            ..row.clone()
        };
        // Whose main report is open is owed no answer yet, whatever is on its way to them.
        let known = Outgoing {
            id: OutboxId(Uuid::from_u128(5)),
            report: Some(id(4)),
            ..row.clone()
        };
        change(&store, Changes { outbox: vec![row, own, known], ..Changes::default() }).await;

        let zeros = || async { store.zeros(day(5).date_naive()).await.unwrap() };
        assert_eq!(zeros().await.unanswered, 2, "that of 2 is on its way, and 6 heard nothing");

        let today = town::now().date_naive();
        for (from, to, now) in [(0, 1, 5), (0, 30, 5), (2, 3, 12), (3, 40, 70), (-9, 0, 12)] {
            let days = |days| today + TimeDelta::days(days);
            let wanted = Wanted { period: Period { from: days(from), to: days(to) }, now: day(now) };
            let figures = loaded(&store, wanted).await;
            let slow = all(&store, wanted).await;
            assert_eq!(figures.town.arrived, if from == 0 { 1100 } else { 0 });
            // Those of whom nothing happens now or in the period may have been left out.
            assert_eq!(figures, slow, "{wanted:?}");
        }

        let heard = |event: Option<i32>| Outgoing {
            id: OutboxId(Uuid::from_u128(8 + u128::from(event.is_none()))),
            purpose: Purpose::Reply,
            report: Some(id(6)),
            event,
            held: Some(MailRule::NoContact),
            created_at: day(4),
            ..town::message(7, ChatId(1))
        };
        // That it is known is no answer.
        change(&store, Changes { outbox: vec![heard(Some(2))], ..Changes::default() }).await;
        assert_eq!(zeros().await.unanswered, 2);
        change(&store, Changes { outbox: vec![heard(None)], ..Changes::default() }).await;
        assert_eq!(zeros().await.unanswered, 1);
    }

    /// It is told of the week in which it turned out, whatever somebody says of it in another one.
    async fn what_does_not_arrive_counts_once_and_when_that_turned_out(store: Store) {
        settle(&store).await;
        let about = file(&store, 1).await;
        let owed = |id, held| Outgoing {
            purpose: Purpose::Progress, report: Some(about), held, ..town::message(id, ChatId(1))
        };
        // All the rest that was ever owed is not looked at for this.
        let rest = (1..=REPORTS.unsigned_abs()).map(|one| owed(100 + u128::from(one), None));
        let [lost, call, kept] = [1, 2, 3].map(|id| OutboxId(Uuid::from_u128(id)));
        let rows = [
            owed(1, None),
            owed(2, Some(MailRule::ByPhone)),
            owed(3, Some(MailRule::DmarcFailed)),
            owed(4, Some(MailRule::NoContact)),
        ];
        change(&store, Changes { outbox: rows.into_iter().chain(rest).collect(), ..Changes::default() }).await;
        let day = |days| town::now() + TimeDelta::days(days);
        let blocked = || Some("blocked".to_owned());
        let news = RowNews {
            id: lost, state: Some(Delivery::Undeliverable), at: day(8), reason: blocked(), provider_id: None,
        };
        change(&store, Changes { news: vec![news], ..Changes::default() }).await;

        let counted = async |from, to| {
            let days = |days| day(days).date_naive();
            let wanted = Wanted { period: Period { from: days(from), to: days(to) }, now: day(20) };
            let town = loaded(&store, wanted).await.town;
            (town.undelivered, town.unreachable)
        };
        let stands = async |row, state, reason: &'static str, at| {
            let settled = vec![Settled { row, state, reason: Some(reason.into()), at }];
            change(&store, Changes { settled, ..Changes::default() }).await;
        };
        assert_eq!((counted(8, 9).await, counted(0, 30).await), ((1, 0), (1, 0)));

        stands(lost, Delivery::Suppressed, CANNOT_BE_REACHED, day(15)).await;
        assert_eq!((counted(8, 9).await, counted(0, 30).await), ((1, 1), (1, 1)));
        // What waited for a call was not lost before.
        stands(call, Delivery::Suppressed, CANNOT_BE_REACHED, day(15)).await;
        stands(kept, Delivery::Suppressed, "withheld", day(15)).await;
        assert_eq!((counted(8, 9).await, counted(15, 16).await), ((1, 1), (1, 1)));
        assert_eq!((counted(0, 8).await, counted(0, 30).await), ((0, 0), (2, 2)));

        // A slip of the finger is undone, and they are told.
        stands(lost, Delivery::Undeliverable, "blocked", day(16)).await;
        stands(call, Delivery::Held, MailRule::ByPhone.as_str(), day(16)).await;
        assert_eq!((counted(8, 9).await, counted(0, 30).await), ((1, 0), (1, 0)));
        stands(lost, Delivery::Undeliverable, TOLD, day(16)).await;
        stands(call, Delivery::Delivered, TOLD, day(16)).await;
        assert_eq!((counted(8, 9).await, counted(0, 30).await), ((1, 0), (1, 0)));
    }
}
