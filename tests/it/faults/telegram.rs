//! Telegram is away for hours, slow, or says *too many requests*: what had reached us is delivered
//! afterwards in its order, and no limit is broken. The clock is moved by hand.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use simulator::{Fault, Seat};
use tokio::task::JoinSet;

use super::flood::backlog;
use crate::support::letters::{TOWN, Writer, deliver};
use crate::support::{Database, Town};

/// So many citizens wait for an answer: more than Telegram takes in a second.
const CITIZENS: usize = 40;
/// What the standard limits allow in a second, in all.
const A_SECOND: usize = 30;
/// What they allow in a group in a minute.
const A_MINUTE: usize = 20;

async fn town(database: Database) -> Town {
    let town = Town::with(database, |variables| variables.set("TELEGRAM_LIMITS", "standard")).await;
    town.sim.flood_limits(true);
    town
}

/// Time passes for the town and for Telegram, a little at a time.
async fn passes(town: &Town, time: TimeDelta, steps: i32) {
    let step = time / steps;
    for _ in 0..steps {
        town.sim.advance(step.to_std().unwrap());
        town.clock.advance(step);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Time passes until that is so.
async fn until(town: &Town, what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if is_so() {
            return;
        }
        passes(town, TimeDelta::milliseconds(500), 1).await;
    }
    panic!("it never came to this: {what}\n{}", town.sim.transcript());
}

/// Until what was on its way has come back: nothing more is sent while the clock stands still.
async fn settled_in_flight(town: &Town) {
    let mut known = usize::MAX;
    while known != sends(town).len() {
        known = sends(town).len();
        passes(town, TimeDelta::zero(), 40).await;
    }
}

/// Waits for that while the clock stands still; what the sender may send now it is asked to look for.
async fn in_real_time(town: &Town, is_so: impl AsyncFn() -> bool) {
    let waits = async {
        while !is_so().await {
            let looks = town.service().settled();
            let _ = tokio::time::timeout(Duration::from_millis(5), looks).await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waits).await.expect("it never came to this");
}

/// Of how many sends to groups the next sender is told.
async fn told_of_groups(town: &Town) -> usize {
    let told = town.store().pace().await.unwrap().unwrap_or_default();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap_or_default();
    let groups = told["groups"].as_array().cloned().unwrap_or_default();
    groups.iter().filter_map(|group| group[1].as_array()).map(Vec::len).sum()
}

/// Calls that wrote something into a chat, with the chat; refused ones too.
fn sends(town: &Town) -> Vec<(simulator::Call, i64)> {
    let writes =
        |call: &simulator::Call| ["sendMessage", "editMessageText"].contains(&&*call.method);
    let chat = |call: &simulator::Call| call.param("chat_id").unwrap().parse().unwrap();
    let calls = town.sim.calls().into_iter().filter(writes);
    calls.map(|call| (call.clone(), chat(&call))).collect()
}

/// Telegram itself, unasked for faults, never had to refuse for haste. Not asked where the clock runs: a
/// call that is on its way for five milliseconds takes half a second then (`process/limits` and `flood`
/// ask it in real time).
fn no_limit_was_broken(town: &Town) {
    let broken: Vec<_> = sends(town)
        .into_iter()
        .filter(|(call, _)| {
            call.fault.is_none() && call.result.as_ref().is_err_and(|error| error.code == 429)
        })
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

/// What had reached us when Telegram went away, what reaches Telegram meanwhile, and what comes of both.
async fn away(hours: i64, fault: Fault) {
    let town = town(Database::sqlite()).await;
    let citizens: Vec<Seat> =
        (0..CITIZENS).map(|number| town.citizen(&format!("Citizen {number}"))).collect();
    for citizen in &citizens {
        citizen.sends("/help");
    }
    until(&town, "all know the bot", || citizens.iter().all(|one| one.unread() > 0)).await;
    let help: Vec<_> = citizens.iter().map(|one| one.latest().unwrap()).collect();
    town.sim.read_all();
    // What went out counts no more: a card may go although the clock stands still.
    passes(&town, TimeDelta::seconds(2), 4).await;

    // Updates still come, and nothing can be said: a mail's card waits for the URP, then answers.
    town.sim.faults().next_n("*", usize::MAX, fault.clone());
    let luca = Writer::new("Luca");
    let refused = town.sim.calls_of("sendMessage").len();
    luca.writes(&town, "Hole", "A deep hole in via Roma 12").await;
    town.sim.wait_calls("sendMessage", refused + 1).await;
    for citizen in &citizens {
        citizen.sends("/mine");
        citizen.sends("/privacy");
    }
    town.sim.quiet().await;
    // Now it is away altogether.
    town.sim.faults().clear();
    town.sim.faults().at_random(1, 1.0, &[fault]);
    // The poll that waits brings Ines' words; that they were taken in cannot be said any more.
    let ines = town.citizen("Ines");
    let asked = town.sim.calls_of("getUpdates").len();
    ines.sends("/help");
    town.sim.wait_calls("getUpdates", asked + 2).await;
    let rosa = town.citizen("Rosa");
    rosa.sends("/help");
    citizens[0].presses(&help[0], "My reports");
    assert_eq!(town.bot.pending(), 3);
    passes(&town, TimeDelta::hours(hours), 100).await;
    // Presses wait two and a half minutes for the bot, messages a day.
    assert_eq!(town.bot.pending(), if hours < 24 { 2 } else { 0 });

    town.sim.faults().clear();
    // It is back: all goes out, each chat's in its order.
    until(&town, "everybody is answered", || citizens.iter().all(|one| one.unread() == 2)).await;
    for citizen in &citizens {
        let [mine, privacy] = [citizen.next().await, citizen.next().await].map(|one| one.text);
        assert!(privacy.contains("privacy"), "{privacy}");
        assert!(!mine.contains("privacy"), "{mine}");
    }
    until(&town, "the card is shown", || town.carlo.unread() > 0).await;
    if hours < 24 {
        until(&town, "who wrote meanwhile is answered", || rosa.unread() == 1).await;
    }
    until(&town, "who was heard is answered", || ines.unread() == 1).await;
    passes(&town, TimeDelta::minutes(2), 100).await;
    assert_eq!(ines.unread(), 1, "{}", ines.transcript());
    assert_eq!(rosa.unread(), usize::from(hours < 24), "{}", rosa.transcript());
    assert!(citizens.iter().all(|one| one.unread() == 0), "nothing is said twice");
    town.sim.read_all();
    town.sim.ignore_unread();
}

/// More waits than a second takes: who waits for an answer goes first, whatever waited before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_go_before_what_nobody_waits_for() {
    let town = town(Database::sqlite()).await;
    let citizens: Vec<Seat> =
        (0..CITIZENS).map(|number| town.citizen(&format!("Citizen {number}"))).collect();
    // The clock stands still: this second's thirty are soon gone.
    for citizen in &citizens {
        citizen.sends("/help");
    }
    town.sim.wait_calls("sendMessage", A_SECOND).await;
    let (raw, _) = Writer::new("Luca").letter("Hole", "A deep hole in via Roma 12");
    deliver(&town, "luca@example.org", TOWN, raw.as_bytes()).await;
    for citizen in &citizens {
        citizen.sends("/privacy");
    }
    town.sim.quiet().await;
    settled_in_flight(&town).await;
    assert_eq!(sends(&town).len(), A_SECOND, "{:#?}", sends(&town));
    passes(&town, TimeDelta::milliseconds(1_100), 1).await;
    town.sim.wait_calls("sendMessage", 2 * A_SECOND).await;
    settled_in_flight(&town).await;
    let both = sends(&town);
    assert_eq!(both.len(), 2 * A_SECOND);
    assert!(both.iter().all(|(_, chat)| *chat > 0), "the card waits: {both:?}");
    until(&town, "the card is shown", || town.carlo.unread() > 0).await;
    until(&town, "all are answered", || citizens.iter().all(|one| one.unread() == 2)).await;
    no_limit_was_broken(&town);
    town.sim.ignore_unread();
}

/// Much waits for others: an answer goes with the next second's sends, not behind what the limit holds up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_overtakes_what_waits_for_the_limit() {
    let town = town(Database::sqlite()).await;
    let readers: Vec<i64> = (0..200)
        .map(|number| {
            let reader = town.person(&format!("Reader {number}"));
            reader.knows(&town.bot);
            reader.private(&town.bot).chat_id()
        })
        .collect();
    // The clock stands still: a second's thirty go out, a hundred and seventy wait.
    backlog(town.store(), &town.clock, &readers).await;
    town.sim.wait_calls("sendMessage", A_SECOND).await;
    settled_in_flight(&town).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    town.sim.quiet().await;
    settled_in_flight(&town).await;
    assert_eq!(sends(&town).len(), A_SECOND);
    passes(&town, TimeDelta::milliseconds(1_100), 1).await;
    town.sim.wait_calls("sendMessage", 2 * A_SECOND).await;
    settled_in_flight(&town).await;
    assert_eq!(maria.unread(), 1, "of the next thirty one is for her");
    no_limit_was_broken(&town);
    town.sim.ignore_unread();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn away_for_an_hour() {
    away(1, Fault::Status(502)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn away_for_twenty_hours() {
    away(20, Fault::Html(503)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn away_for_more_than_a_day() {
    away(26, Fault::CloseBefore).await;
}

/// Each send is refused for haste again and again: the wait is obeyed, and each arrives once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_too_many_requests_is_obeyed() {
    const WAIT: u32 = 7;
    let town = town(Database::sqlite()).await;
    let citizens: Vec<Seat> =
        (0..10).map(|number| town.citizen(&format!("Citizen {number}"))).collect();
    town.sim.faults().next_n("sendMessage", 60, Fault::TooManyRequests(WAIT));
    for citizen in &citizens {
        citizen.sends("/help");
    }
    until(&town, "all are answered", || citizens.iter().all(|one| one.unread() == 1)).await;
    passes(&town, TimeDelta::minutes(1), 50).await;
    assert!(citizens.iter().all(|one| one.unread() == 1), "once each");
    let calls = sends(&town);
    for citizen in &citizens {
        let of_it: Vec<DateTime<Utc>> = calls
            .iter()
            .filter(|(_, chat)| *chat == citizen.chat_id())
            .map(|(call, _)| call.at.into())
            .collect();
        for (refused, again) in of_it.iter().zip(&of_it[1..]) {
            let waited = *again - *refused;
            assert!(waited >= TimeDelta::seconds(i64::from(WAIT) - 1), "waited {waited}");
        }
    }
    town.sim.read_all();
    town.sim.ignore_unread();
}

/// Two answers go one after the other, and the first fails: the second waits for it, and neither comes twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_behind_one_that_fails_comes_after_it_once() {
    let town = Town::with(Database::sqlite(), |_| ()).await;
    let maria = town.citizen("Maria");
    let summary = town.up_to_summary(&maria).await;
    town.settles().await;
    let before = sends(&town).len();
    let of_maria = || {
        let calls = sends(&town).split_off(before);
        calls.into_iter().filter(|(_, chat)| *chat == maria.chat_id()).map(|(call, _)| call.method)
    };
    town.sim.faults().next("editMessageText", Fault::Status(502));
    maria.presses(&summary, "Send");
    town.sim.wait_calls("editMessageText", 1).await;
    until(&town, "she has her number", || maria.unread() == 1).await;
    passes(&town, TimeDelta::minutes(1), 50).await;
    assert!(maria.next().await.text.contains("Its number is"));
    let made: Vec<String> = of_maria().collect();
    assert_eq!(made, ["editMessageText", "editMessageText", "sendMessage"]);
    assert_eq!(maria.unread(), 0);
    town.sim.read_all();
    town.sim.ignore_unread();
}

/// Answers come after half a minute: they are waited for, and nothing is said again meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_take_half_a_minute_are_waited_for() {
    let town = town(Database::sqlite()).await;
    let citizens: Vec<Seat> =
        (0..10).map(|number| town.citizen(&format!("Citizen {number}"))).collect();
    town.sim.faults().next_n("sendMessage", 10, Fault::Delay(Duration::from_secs(30)));
    for citizen in &citizens {
        citizen.sends("/help");
    }
    until(&town, "all are answered", || citizens.iter().all(|one| one.unread() == 1)).await;
    passes(&town, TimeDelta::minutes(5), 100).await;
    assert!(citizens.iter().all(|one| one.unread() == 1), "once each");
    assert_eq!(sends(&town).len(), 10);
    town.sim.read_all();
    town.sim.ignore_unread();
}

/// What is on its way and not answered may arrive at any moment: no more goes out beside it than the limit allows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_telegram_has_not_answered_counts() {
    let town = town(Database::sqlite()).await;
    let citizens: Vec<Seat> =
        (0..CITIZENS).map(|number| town.citizen(&format!("Citizen {number}"))).collect();
    town.sim.faults().next_n("sendMessage", A_SECOND, Fault::Delay(Duration::from_secs(30)));
    for citizen in &citizens {
        citizen.sends("/help");
    }
    town.sim.quiet().await;
    passes(&town, TimeDelta::seconds(20), 80).await;
    let arrived = town.sim.calls_of("sendMessage");
    assert!(arrived.is_empty(), "{}: {arrived:?}", arrived.len());
    // A message is there a moment before its call is noted.
    let are_answered =
        || citizens.iter().all(|one| one.unread() == 1) && sends(&town).len() >= CITIZENS;
    until(&town, "all are answered", are_answered).await;
    assert_eq!(sends(&town).len(), CITIZENS, "once each");
    town.sim.read_all();
    town.sim.ignore_unread();
}

/// A card that is shown anew is two calls to its group, the end of the old one and the new one: a second apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_is_shown_anew_breaks_no_limit() {
    let town = town(Database::sqlite()).await;
    Writer::new("Luca").writes(&town, "Hole", "A deep hole in via Roma 12").await;
    until(&town, "there is a card", || town.carlo.unread() > 0).await;
    town.sim.read_all();
    passes(&town, TimeDelta::seconds(3), 6).await;
    town.carlo.sends("/report 1");
    until(&town, "the card is shown anew", || town.carlo.unread() > 0).await;
    assert!(town.carlo.next().await.text.contains("2026-000001"));
    let calls = town.sim.calls();
    let refused: Vec<_> = calls.iter().filter(|call| call.result.is_err()).collect();
    assert!(refused.is_empty(), "{refused:?}");
    town.sim.ignore_unread();
}

/// The process that sends is another one now: it knows what the group was sent in the last minute.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_sender_knows_what_the_last_one_sent() {
    let mut town = town(Database::sqlite()).await;
    let luca = Writer::new("Luca");
    for number in 1..=A_MINUTE {
        let (raw, _) = luca.letter(&format!("Hole {number}"), "A deep hole in via Roma 12");
        deliver(&town, &format!("luca{number}@example.org"), TOWN, raw.as_bytes()).await;
    }
    let cards = |town: &Town| {
        let sends = sends(town);
        sends.into_iter().filter(|(_, chat)| *chat < 0).map(|(call, _)| call).collect::<Vec<_>>()
    };
    // The clock stands still while something is waited for: a minute of it must not pass on a busy machine.
    for number in 1..=A_MINUTE {
        in_real_time(&town, async || cards(&town).len() == number).await;
        in_real_time(&town, async || told_of_groups(&town).await == number).await;
        passes(&town, TimeDelta::milliseconds(1_100), 1).await;
    }
    let until_now = cards(&town);
    town.stops().await;
    // Nobody else waits for what was sent before.
    passes(&town, TimeDelta::seconds(5), 1).await;
    town.starts().await;
    let (raw, _) = luca.letter("One more", "A broken lamp in via Verdi 3");
    deliver(&town, "anna@example.org", TOWN, raw.as_bytes()).await;
    let is_filed = "SELECT COUNT(*) FROM report WHERE data LIKE '%via Verdi 3%'";
    in_real_time(&town, async || town.database.count(is_filed).await == 1).await;
    // It sends: a citizen is answered, and the group's turn does not come.
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    passes(&town, TimeDelta::seconds(5), 100).await;
    assert_eq!(cards(&town).len(), A_MINUTE, "the group has had its minute's");
    until(&town, "the last card is shown", || cards(&town).len() > A_MINUTE).await;
    let (first, last) = (&until_now[0], &cards(&town)[A_MINUTE]);
    let between = DateTime::<Utc>::from(last.at) - DateTime::<Utc>::from(first.at);
    assert!(between >= TimeDelta::minutes(1), "{between}");
    no_limit_was_broken(&town);
    town.sim.ignore_unread();
}

/// Of all that may go wrong at once: everybody gets a number of their own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_goes_wrong_now_and_then() {
    let seed = super::place::seed();
    let town = town(Database::sqlite()).await;
    town.sim.ignore_unread();
    let kinds = [
        Fault::Status(500),
        Fault::StatusAfter(504),
        Fault::Html(502),
        Fault::TooManyRequests(5),
        Fault::CloseBefore,
        Fault::CloseAfter,
    ];
    town.sim.faults().at_random(seed, 0.2, &kinds);
    let mut reports = JoinSet::new();
    for number in 0..5 {
        let citizen = town.citizen(&format!("Citizen {number}"));
        reports.spawn(async move { super::many::reports(&citizen, number, seed, &[]).await });
    }
    let mut numbers = Vec::new();
    while !reports.is_empty() {
        tokio::select! {
            Some(number) = reports.join_next() => numbers.push(number.unwrap()),
            () = passes(&town, TimeDelta::milliseconds(500), 1) => {}
        }
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 5);
    town.sim.faults().clear();
}
