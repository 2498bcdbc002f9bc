//! Lists: what is open, what is found, whose reports they are; and the small tables.

use std::sync::{Mutex, mpsc};
use std::time::Duration;

use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::ids::{OutboxId, ReportId, TaskId, TelegramId};
use rispondo::domain::people::Actor;
use rispondo::domain::step::{Changes, Decision, Facts, Keys, OpenEntry, Page};
use rispondo::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use rispondo::domain::timer::Timer;
use rispondo::store::Store;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{change, file, settle};
use crate::support::facts as town;
use crate::support::{Database, on_both};

fn task(id: u128, report: ReportId, due: &str) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(id)),
        report: Some(report),
        kind: TaskKind::Undeliverable {
            row: OutboxId(Uuid::from_u128(1)),
            reason: "blocked".to_owned(),
            words: "La buca è stata riparata".to_owned(),
        },
        opened_at: town::now(),
        due: due.parse().unwrap(),
        done: None,
    }
}

pub(super) async fn command(store: &Store, id: ReportId, command: Command, actor: &Actor) {
    let keys = Keys { reports: vec![id], ..Keys::default() };
    let facts = store.read(keys).await.unwrap();
    let mut report = facts.report(id).unwrap().clone();
    let terms = town::terms(&facts.directory, town::now());
    let events = decide::decide(&report, command, actor, terms).unwrap();
    report.apply(&events[0]);
    change(store, Changes { reports: vec![report], events, ..Changes::default() }).await;
}

/// The numbers of the reports that are found by all these words.
async fn found(store: &Store, words: &[&str]) -> Vec<i64> {
    let search = Some(words.iter().map(|word| (*word).to_owned()).collect());
    let found = store.read(Keys { search, ..Keys::default() }).await.unwrap().found;
    found.iter().map(|report| report.id.count()).collect()
}

fn shown(entries: &[OpenEntry]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| match entry {
            OpenEntry::Report { id, .. } => id.count().to_string(),
            OpenEntry::Task(task) => format!("task {}", task.id.0.as_u128()),
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_search_waits_for_nobody_who_has_a_report_in_hand() {
    let store = Database::postgres().await.open().await;
    settle(&store).await;
    let id = file(&store, 1).await;
    let words = vec![(id, "buca".to_owned())];
    change(&store, Changes { words, ..Changes::default() }).await;
    let ((has, is_had), (ends, is_ended)) = (mpsc::channel(), mpsc::channel::<()>());
    let is_ended = Mutex::new(is_ended);
    let holder = store.clone();
    let holding = tokio::spawn(async move {
        let keys = Keys { reports: vec![id], ..Keys::default() };
        let decide = move |_: &Facts| {
            let _ = has.send(());
            let _ = is_ended.lock().unwrap().recv();
            Decision::Done(Box::default(), ())
        };
        holder.step(keys, decide).await
    });
    tokio::task::spawn_blocking(move || is_had.recv().unwrap()).await.unwrap();
    let found = tokio::time::timeout(Duration::from_secs(4), found(&store, &["buca"])).await;
    drop(ends);
    holding.await.unwrap().unwrap();
    assert_eq!(found.unwrap(), [1]);
}

on_both! {
    async fn what_waits_for_the_urp_comes_first_then_tasks_then_the_rest(store: Store) {
        settle(&store).await;
        for account in 1..=5 {
            file(&store, account).await;
        }
        let id = |count| ReportId::new(2026, count);
        let office = "strade".into();
        command(&store, id(1), Command::Assign { office }, &town::urp()).await;
        let person = town::citizen(2);
        let citizen = Actor::citizen(person.id, "Persona");
        command(&store, id(2), Command::Withdraw, &citizen).await;
        // A question moves the date on: 3 comes after the others.
        let words = "Di che colore?".to_owned();
        command(&store, id(3), Command::Ask { words }, &town::urp()).await;
        let mut done = task(3, id(4), "2026-11-20");
        done.done = Some(TaskDone { by: town::urp(), at: town::now(), how: TaskEnd::Told });
        let tasks = vec![task(1, id(4), "2026-11-26"), task(2, id(5), "2026-11-25"), done];
        change(&store, Changes { tasks, ..Changes::default() }).await;

        let page = |offset, limit| {
            let store = store.clone();
            let open = Some(Page { offset, limit, tasks: true });
            async move { store.read(Keys { open, ..Keys::default() }).await.unwrap().open }
        };
        let all = page(0, 10).await;
        assert_eq!(shown(&all.entries), ["4", "5", "3", "task 2", "task 1", "1"]);
        assert_eq!((all.waiting, all.tasks, all.others), (3, 2, 1));
        assert_eq!(shown(&page(2, 2).await.entries), ["3", "task 2"]);
        assert_eq!(shown(&page(4, 10).await.entries), ["task 1", "1"]);
        assert!(page(6, 10).await.entries.is_empty());
        // Reports alone, a page on which both kinds stand.
        let open = Some(Page { offset: 2, limit: 2, tasks: false });
        let reports = store.read(Keys { open, ..Keys::default() }).await.unwrap().open;
        assert_eq!(shown(&reports.entries), ["3", "1"]);
        assert_eq!((reports.waiting, reports.tasks, reports.others), (3, 0, 1));
        let keys = Keys { tasks_of: vec![id(4)], ..Keys::default() };
        assert_eq!(store.read(keys).await.unwrap().tasks.len(), 1, "only open ones");
    }

    async fn a_report_is_found_by_all_its_words_and_their_beginnings(store: Store) {
        settle(&store).await;
        let mut words = Vec::new();
        for account in 1..=12 {
            let id = file(&store, account).await;
            words.extend(["buca", "via"].map(|word| (id, word.to_owned())));
        }
        let id = |count| ReportId::new(2026, count);
        words.push((id(3), "garibaldi".to_owned()));
        words.push((id(5), "garibaldina".to_owned()));
        words.push((id(5), "garibaldi".to_owned()));
        change(&store, Changes { words: words.clone(), ..Changes::default() }).await;
        change(&store, Changes { words, ..Changes::default() }).await;
        let find = async |words: &[&str]| found(&store, words).await;
        assert_eq!(find(&["buca", "garib"]).await, [5, 3]);
        assert_eq!(find(&["garibaldina"]).await, [5]);
        assert_eq!(find(&["buca"]).await, (3..=12).rev().collect::<Vec<_>>());
        assert!(find(&["buca", "lampione"]).await.is_empty());
        assert!(find(&[]).await.is_empty());
    }

    async fn frequent_words_are_found_together_and_a_rare_one_leads(store: Store) {
        settle(&store).await;
        let town = town::directory();
        let person = town::citizen(1);
        let filed = (1..=1_100).map(|n| town::filed(&town, ReportId::new(2026, n), &person));
        let (reports, events): (Vec<_>, Vec<_>) = filed.unzip();
        let each = |word: &str| {
            let word = word.to_owned();
            (1..=1_100).map(move |n| (ReportId::new(2026, n), word.clone()))
        };
        let rare = (ReportId::new(2026, 7), "garibaldi".to_owned());
        let words = each("buca").chain(each("via")).chain([rare]).collect();
        let people = vec![person];
        change(&store, Changes { people, reports, events, words, ..Changes::default() }).await;
        let find = async |words: &[&str]| found(&store, words).await;
        let newest: Vec<i64> = (1_091..=1_100).rev().collect();
        assert_eq!(find(&["buca", "via"]).await, newest);
        assert_eq!(find(&["via", "buc"]).await, newest);
        assert_eq!(find(&["buca", "garibaldi"]).await, [7]);
        assert_eq!(find(&["garibaldi", "via", "bu"]).await, [7]);
        assert!(find(&["garibaldi", "lampione"]).await.is_empty());
    }

    // Words are written down as they come, and brought to their places for many reports at a time.
    async fn a_report_is_found_at_once_and_ever_after(store: Store) {
        settle(&store).await;
        let id = |count| ReportId::new(2026, count);
        let mut numbers = Vec::new();
        for number in 1..=150 {
            assert_eq!(file(&store, 1).await, id(number));
            let words = vec![(id(number), "buca".to_owned()), (id(number), format!("via{number:03}"))];
            change(&store, Changes { words, ..Changes::default() }).await;
            numbers.push(format!("via{number:03}"));
            if [1, 60, 70].contains(&number) {
                let newest: Vec<i64> = (1..=number).rev().take(10).collect();
                assert_eq!(found(&store, &["buca"]).await, newest);
            }
        }
        // What a step asks finds them too.
        let search = Some(vec!["via150".to_owned()]);
        let keys = Keys { search, ..Keys::default() };
        let decide = |facts: &Facts| Decision::Done(Box::default(), facts.found.len());
        assert_eq!(store.step(keys, decide).await.unwrap(), 1);
        for (before, number) in numbers.iter().enumerate() {
            let only = vec![i64::try_from(before).unwrap() + 1];
            assert_eq!(found(&store, &["buca", number]).await, only);
        }
        // What is added to a report, to one word of it again, and to two reports at once.
        let word = |number, word: &str| (id(number), word.to_owned());
        let words = vec![word(3, "lampione"), word(3, "buca"), word(4, "lampione")];
        change(&store, Changes { words, ..Changes::default() }).await;
        assert_eq!(found(&store, &["buca", "via003", "lampione"]).await, [3]);
        assert_eq!(found(&store, &["lampione"]).await, [4, 3]);
    }

    // A program of a former version wrote down a word that has no place in an index of PostgreSQL.
    async fn a_word_without_end_stands_in_no_reports_way(store: Store) {
        settle(&store).await;
        let id = |count| ReportId::new(2026, count);
        let hash = |number: u32| hex::encode(Sha256::digest(number.to_be_bytes()));
        let long: String = (0..64).map(hash).collect();
        for number in 1..=70 {
            assert_eq!(file(&store, 1).await, id(number));
            let word = if number == 1 { long.clone() } else { "buca".to_owned() };
            change(&store, Changes { words: vec![(id(number), word)], ..Changes::default() }).await;
        }
        assert_eq!(found(&store, &["buca"]).await.len(), 10);
        assert_eq!(found(&store, &[&long[..64]]).await, [1]);
    }

    async fn the_words_of_many_reports_are_brought_in_together(store: Store, database: &Database) {
        settle(&store).await;
        let placed = async || database.count("SELECT COUNT(*) FROM word").await;
        for number in 1..=70 {
            let id = file(&store, 1).await;
            let words = vec![(id, "buca".to_owned()), (id, "via".to_owned())];
            change(&store, Changes { words, ..Changes::default() }).await;
            // With the 64th go those before it.
            assert_eq!(placed().await, if number < 64 { 0 } else { 63 * 2 }, "{number}");
        }
        assert_eq!(found(&store, &["buca", "via"]).await[0], 70);
        assert_eq!(placed().await, 70 * 2);
    }

    async fn what_came_together_with_a_search_and_before_it_is_found(store: Store) {
        settle(&store).await;
        let id = file(&store, 1).await;
        let search = Some(vec!["buca".to_owned()]);
        let each = vec![(Keys::default(), Some(id)), (Keys { search, ..Keys::default() }, None)];
        let decide = |writes: &Option<ReportId>, facts: &Facts, (): &mut ()| {
            let words = writes.iter().map(|id| (*id, "buca".to_owned())).collect();
            Decision::Done(Box::new(Changes { words, ..Changes::default() }), facts.found.len())
        };
        let found = store.steps(each, (), decide).await.into_iter().map(Result::unwrap);
        assert_eq!(found.collect::<Vec<_>>(), [0, 1]);
    }

    async fn those_who_write_and_search_at_once_lose_no_word(store: Store) {
        settle(&store).await;
        for _ in 1..=128 {
            file(&store, 1).await;
        }
        let each = |who: i64| {
            let store = store.clone();
            async move {
                for number in 1..=128 {
                    let id = ReportId::new(2026, number);
                    // All of them have some words, and each one of their own.
                    let words = ["buca", "via", "roma", &format!("di{who}")].map(|word| (id, word.to_owned()));
                    change(&store, Changes { words: words.to_vec(), ..Changes::default() }).await;
                    if number % 16 == who {
                        let own = format!("di{who}");
                        assert_eq!(found(&store, &["roma", &own]).await[0], number);
                    }
                }
            }
        };
        let all: Vec<_> = (0..6).map(|who| tokio::spawn(each(who))).collect();
        for one in all {
            one.await.unwrap();
        }
        let newest: Vec<i64> = (119..=128).rev().collect();
        for who in 0..6 {
            assert_eq!(found(&store, &["buca", &format!("di{who}")]).await, newest);
        }
    }

    async fn a_person_sees_their_own_reports_newest_first(store: Store) {
        settle(&store).await;
        for account in [1, 2, 1] {
            file(&store, account).await;
        }
        let reports_of = Some(TelegramId(1));
        let facts = store.read(Keys { reports_of, ..Keys::default() }).await.unwrap();
        let counts: Vec<_> = facts.reports_of.iter().flatten().map(|report| report.id.count()).collect();
        assert_eq!(counts, [3, 1]);
        let nobody = Keys { reports_of: Some(TelegramId(9)), ..Keys::default() };
        assert!(store.read(nobody).await.unwrap().reports_of.is_some_and(|of| of.is_empty()));
    }

    /// Whoever reports much has an old one that is planned for next year: it is still theirs to ask about.
    async fn an_open_report_is_among_theirs_however_many_were_closed_since(store: Store) {
        settle(&store).await;
        for _ in 0..23 {
            file(&store, 1).await;
        }
        let reports_of = Some(TelegramId(1));
        let theirs = async || {
            let facts = store.read(Keys { reports_of, ..Keys::default() }).await.unwrap();
            facts.reports_of.unwrap()
        };
        let citizen = Actor::citizen(theirs().await[0].citizen, "Persona 1");
        for count in 2..=23 {
            command(&store, ReportId::new(2026, count), Command::Withdraw, &citizen).await;
        }
        let counts: Vec<_> = theirs().await.iter().map(|report| report.id.count()).collect();
        let latest: Vec<i64> = (5..=23).rev().chain([1]).collect();
        assert_eq!(counts, latest);
    }

    /// A newer version, which runs beside this one, has set it: it is left for that one.
    async fn a_timer_that_cannot_be_read_stands_before_no_other_and_stays(store: Store, database: &Database) {
        settle(&store).await;
        let timers = vec![(Timer::Digest, Some(town::now()))];
        change(&store, Changes { timers, ..Changes::default() }).await;
        database.execute("UPDATE timer SET key = 'a kind of next year'").await;
        assert!(store.due_timers(town::now(), 9).await.unwrap().is_empty());
        let later = town::now() + chrono::TimeDelta::hours(1);
        assert_eq!(store.next_timer_at().await.unwrap(), Some(later));
    }

    async fn a_timer_rings_once_it_is_due_and_until_it_is_cleared(store: Store) {
        settle(&store).await;
        let draft = Timer::Draft(rispondo::domain::ids::ChatId(1));
        let early = town::at("2026-11-24T08:00:00.5Z");
        let timers = vec![(Timer::Digest, Some(town::now())), (draft, Some(early))];
        change(&store, Changes { timers, ..Changes::default() }).await;
        assert_eq!(store.next_timer_at().await.unwrap(), Some(early));
        assert!(store.due_timers(town::at("2026-11-24T08:00:00Z"), 9).await.unwrap().is_empty());
        let due = store.due_timers(town::now(), 9).await.unwrap();
        assert_eq!(due, [(draft, early), (Timer::Digest, town::now())]);
        let timers = vec![(draft, None), (Timer::Digest, None)];
        change(&store, Changes { timers, ..Changes::default() }).await;
        assert_eq!(store.next_timer_at().await.unwrap(), None);
    }

    /// What failed may have been done all the same, or somebody has set it anew meanwhile.
    async fn a_timer_is_put_off_only_while_it_is_due_when_it_was(store: Store) {
        settle(&store).await;
        let draft = Timer::Draft(rispondo::domain::ids::ChatId(1));
        let (due, later) = (town::at("2026-11-24T08:00:00.123456Z"), town::at("2026-11-24T09:00:00Z"));
        let timers = vec![(Timer::Digest, Some(due)), (Timer::Week, Some(later))];
        change(&store, Changes { timers, ..Changes::default() }).await;
        let until = town::at("2026-11-24T08:01:00Z");
        for timer in [Timer::Digest, Timer::Week, draft] {
            store.postpone_timer(timer, due, until).await.unwrap();
        }
        let all = store.due_timers(town::at("2026-11-25T08:00:00Z"), 9).await.unwrap();
        assert_eq!(all, [(Timer::Digest, until), (Timer::Week, later)]);
    }

    async fn an_update_that_failed_is_kept_as_it_came(store: Store) {
        settle(&store).await;
        let first = store.set_aside("telegram", "{\"update_id\": 1}", "a bug", town::now());
        assert!(first.await.unwrap(), "somebody is to be told");
        let failed = store.failed().await.unwrap().remove(0);
        assert_eq!((failed.raw.as_str(), failed.attempts), ("{\"update_id\": 1}", 1));
        store.failed_again(failed.id, "the same bug").await.unwrap();
        let again = store.failed().await.unwrap().remove(0);
        assert_eq!((again.error.as_str(), again.attempts), ("the same bug", 2));
        store.failed_done(failed.id).await.unwrap();
        assert!(store.failed().await.unwrap().is_empty());
    }

    async fn the_last_sign_of_life_is_remembered(store: Store) {
        assert_eq!(store.last_sign_of_life().await.unwrap(), None);
        store.sign_of_life(town::now()).await.unwrap();
        assert_eq!(store.last_sign_of_life().await.unwrap(), Some(town::now()));
    }
}
