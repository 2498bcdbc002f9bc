//! Steps: together or alone, one after the other, to their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rispondo::domain::command::Command;
use rispondo::domain::decide::{self, Refusal};
use rispondo::domain::ids::{ChatId, ReportId, TelegramId};
use rispondo::domain::step::{
    BlockedPage, Changes, Decision, DialogueRow, Facts, Keys, Page, Seen,
};
use rispondo::store::{Store, StoreError};
use sqlx::Connection as _;

use super::{change, file, settle};
use crate::support::facts as town;
use crate::support::{Database, on_both};

fn dialogue(user: i64, json: &str) -> DialogueRow {
    DialogueRow {
        chat: ChatId(user),
        user: TelegramId(user),
        report: None,
        name: "Persona".to_owned(),
        json: json.to_owned(),
    }
}

/// Takes an update in: says whether it was new.
async fn take_in(store: &Store, update: i64) -> bool {
    let keys = Keys {
        seen: Some(Seen::Update(update)),
        dialogues: vec![(ChatId(1), TelegramId(1))],
        ..Keys::default()
    };
    let decide = move |facts: &Facts| {
        let mut changes = Changes::default();
        if !facts.seen {
            let count = facts.dialogue(ChatId(1), TelegramId(1)).map_or(0, str::len);
            changes.seen = Some(Seen::Update(update));
            changes.people = vec![town::citizen(1)];
            changes.dialogues = vec![dialogue(1, &"x".repeat(count + 1))];
        }
        Decision::Done(Box::new(changes), !facts.seen)
    };
    store.step(keys, decide).await.unwrap()
}

on_both! {
    async fn the_same_update_again_changes_nothing(store: Store) {
        settle(&store).await;
        assert!(take_in(&store, 7).await);
        assert!(!take_in(&store, 7).await);
        let both = tokio::join!(take_in(&store, 8), take_in(&store, 8));
        assert_ne!(both.0, both.1, "one of two at once is the first");
        let keys = Keys { dialogues: vec![(ChatId(1), TelegramId(1))], ..Keys::default() };
        let facts = store.read(keys).await.unwrap();
        assert_eq!(facts.dialogue(ChatId(1), TelegramId(1)), Some("xx"));
    }

    async fn without_a_directory_a_step_says_what_to_do(store: Store) {
        let step = |_: &Facts| Decision::Done(Box::default(), ());
        let error = store.step(Keys::default(), step).await.unwrap_err();
        assert!(error.to_string().contains("DIRECTORY_FILE"), "{error}");
        assert!(store.directory().await.unwrap().is_none());
    }

    async fn of_two_clerks_at_once_one_wins_and_the_other_hears_of_it(store: Store) {
        settle(&store).await;
        let id = file(&store, 1).await;
        let close = |clerk: &'static str, office: &'static str| {
            let keys = Keys { reports: vec![id], ..Keys::default() };
            store.step(keys, move |facts: &Facts| {
                let report = facts.report(id).unwrap();
                let mut actor = town::urp();
                clerk.clone_into(&mut actor.name);
                let terms = decide::Terms {
                    seen: Some(1),
                    ..town::terms(&facts.directory, town::now())
                };
                let command = Command::Assign { office: office.into() };
                match decide::decide(report, command, &actor, terms) {
                    Ok(events) => {
                        let mut report = report.clone();
                        for event in &events {
 report.apply(event);
 }
                        let reports = vec![report];
                        let changes = Changes { reports, events, ..Changes::default() };
                        Decision::Done(Box::new(changes), Ok(clerk))
                    }
                    Err(refusal) => Decision::Done(Box::default(), Err(refusal)),
                }
            })
        };
        let (carlo, dora) = tokio::join!(close("Carlo", "strade"), close("Dora", "verde"));
        let (winner, refusal) = match (carlo.unwrap(), dora.unwrap()) {
            (Ok(winner), Err(refusal)) | (Err(refusal), Ok(winner)) => (winner, refusal),
            both => panic!("{both:?}"),
        };
        let by = winner.to_owned();
        assert_eq!(refusal, Refusal::Overtaken { by, event: "assigned".to_owned() });
    }

    async fn many_filings_at_once_get_numbers_without_gaps(store: Store) {
        settle(&store).await;
        let filings = (1..=20).map(|account| file(&store, account));
        let mut numbers = futures_util::future::join_all(filings).await;
        numbers.sort();
        let counts: Vec<_> = numbers.iter().map(|id| id.count()).collect();
        assert_eq!(counts, (1..=20).collect::<Vec<_>>());
    }

    async fn only_the_guilty_one_of_a_group_fails(store: Store) {
        settle(&store).await;
        let step = |number: i64| {
            store.step(Keys::default(), move |_: &Facts| {
                assert!(number != 3, "step three is broken");
                let changes = Changes {
                    seen: Some(Seen::Update(number)),
                    people: vec![town::citizen(number)],
                    ..Changes::default()
                };
                Decision::Done(Box::new(changes), number)
            })
        };
        let done = futures_util::future::join_all((1..=8).map(step)).await;
        for (number, outcome) in (1..).zip(done) {
            match outcome {
                Ok(value) => assert_eq!(value, number),
                Err(StoreError::Bug(words)) => {
                    assert_eq!(number, 3);
                    assert!(words.contains("a decision panicked"));
                }
                Err(other) => panic!("{other}"),
            }
        }
        let accounts = (1..=8).map(TelegramId).collect();
        let facts = store.read(Keys { accounts, ..Keys::default() }).await.unwrap();
        assert_eq!(facts.people.len(), 7);
    }

    async fn a_decision_may_ask_for_more_but_not_for_ever(store: Store) {
        settle(&store).await;
        let id = file(&store, 1).await;
        let keys = Keys { accounts: vec![TelegramId(1)], ..Keys::default() };
        let found = store.step(keys, move |facts: &Facts| {
            if facts.report(id).is_none() {
                return Decision::Need(Box::new(Keys { reports: vec![id], ..Keys::default() }));
            }
            if facts.history(id).is_empty() {
                return Decision::Need(Box::new(Keys { histories: vec![id], ..Keys::default() }));
            }
            let people = facts.people.len();
            Decision::Done(Box::default(), (people, facts.history(id).len()))
        });
        assert_eq!(found.await.unwrap(), (1, 1));

        // One thing after the other, as long as each is a new one.
        let patient = store.step(Keys::default(), move |facts: &Facts| {
            let asked = facts.cards.len();
            let chat = ChatId(i64::try_from(asked).unwrap());
            if asked == 40 {
                return Decision::Done(Box::default(), asked);
            }
            Decision::Need(Box::new(Keys { cards: vec![(chat, id)], ..Keys::default() }))
        });
        assert_eq!(patient.await.unwrap(), 40);

        let stubborn = store.step(Keys::default(), move |_: &Facts| -> Decision<()> {
            Decision::Need(Box::new(Keys { reports: vec![id], ..Keys::default() }))
        });
        assert!(matches!(stubborn.await, Err(StoreError::Bug(_))));

        let count = AtomicU32::new(0);
        let greedy = store.step(Keys::default(), move |_: &Facts| -> Decision<()> {
            let next = TelegramId(count.fetch_add(1, Ordering::Relaxed).into());
            Decision::Need(Box::new(Keys { accounts: vec![next], ..Keys::default() }))
        });
        assert!(matches!(greedy.await, Err(StoreError::Bug(_))));
    }

    async fn a_caller_who_goes_away_cancels_nothing(store: Store) {
        settle(&store).await;
        let decided = Arc::new(tokio::sync::Notify::new());
        let tell = Arc::clone(&decided);
        let step = store.step(Keys::default(), move |_: &Facts| {
            tell.notify_one();
            let people = vec![town::citizen(5)];
            Decision::Done(Box::new(Changes { people, ..Changes::default() }), ())
        });
        // Polled once, so that it is under way, then dropped.
        let mut step = Box::pin(step);
        assert!(futures_util::poll!(step.as_mut()).is_pending());
        drop(step);
        decided.notified().await;
        // On SQLite a later step waits for it; on PostgreSQL it commits beside others.
        let accounts = vec![TelegramId(5)];
        while store.read(Keys { accounts: accounts.clone(), ..Keys::default() })
            .await.unwrap().people.is_empty()
        {
            change(&store, Changes::default()).await;
        }
    }

    async fn a_dialogue_that_ended_is_gone_and_a_person_is_as_last_saved(store: Store) {
        settle(&store).await;
        let mut person = town::citizen(1);
        change(&store, Changes {
            people: vec![person.clone()],
            dialogues: vec![dialogue(1, "{}")],
            ..Changes::default()
        }).await;
        person.blocked_at = Some(town::now());
        person.blocked_told_on = Some("2026-11-24".parse().unwrap());
        change(&store, Changes {
            people: vec![person.clone()],
            ended_dialogues: vec![(ChatId(1), TelegramId(1))],
            ..Changes::default()
        }).await;
        let facts = store.read(Keys {
            people: vec![person.id],
            dialogues: vec![(ChatId(1), TelegramId(1))],
            blocked: Some(Page { offset: 40, limit: 10, tasks: false }),
            ..Keys::default()
        }).await.unwrap();
        assert_eq!(facts.person(person.id), Some(&person));
        // Of fewer, the last page.
        assert_eq!(facts.blocked, BlockedPage { offset: 0, people: vec![person], total: 1 });
        assert!(facts.dialogues.is_empty());
    }
}

on_both! {
    async fn a_damaged_row_is_named(store: Store, database: &Database) {
        settle(&store).await;
        let id = file(&store, 1).await;
        database.execute("UPDATE report SET data = '{\"id\": 1}'").await;
        let error = store.read(Keys { reports: vec![id], ..Keys::default() }).await.unwrap_err();
        let StoreError::Corrupt { table, id, .. } = error else { panic!("{error}") };
        assert_eq!((table, id.as_str()), ("report", "2026-000001"));
    }
}

/// The count of reports was put back, by a backup or a server that took over: reports are counted past it.
#[tokio::test]
async fn a_count_that_was_put_back_gives_no_number_twice() {
    let database = Database::postgres().await;
    let store = database.open().await;
    settle(&store).await;
    for account in 1..=5 {
        file(&store, account).await;
    }
    let mut server = sqlx::PgConnection::connect(&database.url()).await.unwrap();
    sqlx::query("UPDATE report_count SET count = 2").execute(&mut server).await.unwrap();
    assert_eq!(file(&store, 6).await, ReportId::new(2026, 6));
    assert_eq!(file(&store, 7).await, ReportId::new(2026, 7));
}

/// A step that fails by itself may fail because of its number: given to the next one, it would stop all of them.
#[tokio::test]
async fn a_number_with_which_a_step_fails_is_left_out() {
    let database = Database::postgres().await;
    let store = database.open().await;
    settle(&store).await;
    assert_eq!(file(&store, 1).await, ReportId::new(2026, 1));
    let keys = Keys { new_report_in: Some(2026), ..Keys::default() };
    let fails = |facts: &Facts| -> Decision<()> {
        panic!("a step that cannot have {:?}", facts.new_report)
    };
    let error = store.step(keys, fails).await.unwrap_err();
    assert!(error.is_of_what_was_asked(), "{error}");
    assert_eq!(file(&store, 2).await, ReportId::new(2026, 3));
}
