//! Steps in one transaction: each sees those before it, all are done or none, and one that is broken
//! fails alone.

use std::sync::Arc;

use rispondo::domain::ids::{ChatId, TelegramId};
use rispondo::domain::outgoing::{Outgoing, Urgency};
use rispondo::domain::step::{Changes, Decision, DialogueRow, Facts, Keys, Seen};
use rispondo::measure::Measures;
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::{Births, Store, StoreError};

use super::{said, settle};
use crate::support::facts::{self as town, message};
use crate::support::on_both;

const MARIO: (ChatId, TelegramId) = (ChatId(1), TelegramId(1));

/// One update that counts on in Mario's dialogue.
fn counts(update: i64) -> (Keys, i64) {
    let seen = Some(Seen::Update(update));
    (Keys { seen, dialogues: vec![MARIO], ..Keys::default() }, update)
}

/// What it comes to: the count now, nothing if it was taken in before; and how many of them there were
/// in this call.
fn counted(update: i64, facts: &Facts, called: &mut usize) -> Decision<Option<(usize, usize)>> {
    if facts.seen {
        return Decision::Done(Box::default(), None);
    }
    *called += 1;
    let count = facts.dialogue(MARIO.0, MARIO.1).map_or(0, str::len) + 1;
    let (name, json) = ("Mario".to_owned(), "x".repeat(count));
    let changes = Changes {
        seen: Some(Seen::Update(update)),
        people: vec![town::citizen(1)],
        dialogues: vec![DialogueRow { chat: MARIO.0, user: MARIO.1, report: None, name, json }],
        ..Changes::default()
    };
    Decision::Done(Box::new(changes), Some((count, *called)))
}

async fn take_in(
    store: &Store,
    updates: impl IntoIterator<Item = i64>,
) -> Vec<Option<(usize, usize)>> {
    let each = updates.into_iter().map(counts).collect();
    let decide = |update: &i64, facts: &Facts, called: &mut usize| counted(*update, facts, called);
    store.steps(each, 0, decide).await.into_iter().map(Result::unwrap).collect()
}

async fn count(store: &Store) -> usize {
    let facts = store.read(Keys { dialogues: vec![MARIO], ..Keys::default() }).await.unwrap();
    facts.dialogue(MARIO.0, MARIO.1).map_or(0, str::len)
}

fn commits(measures: &Measures) -> (i64, i64) {
    let text = measures.text();
    let number = |name: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(name));
        found.map_or(0, |number| number.trim().parse().unwrap())
    };
    (number("rispondo_commit_seconds_count "), number("rispondo_commit_steps_sum "))
}

on_both! {
    async fn each_sees_what_those_before_it_changed_and_said(store: Store) {
        settle(&store).await;
        let some: Vec<_> = (1..=5).map(|n| Some((n, n))).collect();
        assert_eq!(take_in(&store, 1..=5).await, some);
        let others = [None, None, Some((6, 1)), Some((7, 2)), None];
        assert_eq!(take_in(&store, [4, 5, 6, 7, 6]).await, others, "some came before");
        assert_eq!(take_in(&store, []).await, []);
        assert_eq!(count(&store).await, 7);
    }

    async fn many_steps_are_one_commit(store: Store, database: &Database) {
        settle(&store).await;
        store.close().await;
        let measures = Measures::new();
        let store = Store::open_serving(&database.url(), measures.clone()).await.unwrap();
        let (before, steps) = commits(&measures);
        take_in(&store, 1..=12).await;
        assert_eq!(commits(&measures), (before + 1, steps + 12));
        assert_eq!(count(&store).await, 12);
    }

    async fn a_broken_one_fails_alone_and_nothing_is_done_behind_it(store: Store) {
        settle(&store).await;
        let measured = |updates: Vec<i64>| {
            let each = updates.into_iter().map(counts).collect();
            store.steps(each, 0, |update: &i64, facts: &Facts, called: &mut usize| {
                let decided = counted(*update, facts, called);
                assert!(*update != 3, "step three is broken");
                decided
            })
        };
        let mut done = measured((1..=5).collect()).await;
        let Some(Err(StoreError::Bug(words))) = done.pop() else { panic!("{done:?}") };
        assert!(words.contains("a decision panicked"), "{words}");
        let done: Vec<_> = done.into_iter().map(Result::unwrap).collect();
        assert_eq!(done, [Some((1, 1)), Some((2, 2))]);
        assert_eq!(count(&store).await, 2);
        let rest: Vec<_> = measured(vec![4, 5]).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(rest, [Some((3, 1)), Some((4, 2))]);
    }

    async fn of_two_who_take_the_same_in_at_once_one_does_all(store: Store) {
        settle(&store).await;
        let both = tokio::join!(take_in(&store, 1..=8), take_in(&store, 1..=8));
        let all: Vec<_> = (1..=8).map(|n| Some((n, n))).collect();
        let (done, other) = if both.0 == all { both } else { (both.1, both.0) };
        assert_eq!(done, all);
        assert_eq!(other, [None; 8]);
        assert_eq!(count(&store).await, 8);
    }

    async fn an_answer_is_sent_once_though_its_transaction_was_given_up(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let (births, mut born) = Births::new(epoch, Arc::default());
        births.set_open(true);
        store.set_births(Some(births));
        let each = (1..=3).map(|row| (Keys::default(), row)).collect();
        let done = store.steps(each, (), |row: &u128, _: &Facts, (): &mut ()| {
            assert!(*row != 3, "the third is broken, when two were decided");
            let row = Outgoing { urgency: Urgency::Answer, ..message(*row, MARIO.0) };
            Decision::Done(Box::new(Changes { outbox: vec![row], ..Changes::default() }), ())
        });
        let done = done.await;
        assert!(matches!(done.as_slice(), [Ok(()), Ok(()), Err(StoreError::Bug(_))]), "{done:?}");
        let first = born.try_recv().unwrap();
        assert_eq!(said(&first.parcels), ["1"], "it is on its way");
        assert!(born.try_recv().is_err(), "once, and the second waits for it");
        let others = store.claim(epoch, town::now(), 30, &[MARIO.0]).await.unwrap();
        assert!(others.parcels.is_empty() && others.more, "the second is there");
    }
}
