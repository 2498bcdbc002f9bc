//! Conversations while everything goes wrong, kills above all: each ends with one report, acknowledged.

use std::time::Duration;

use simulator::{Fault, Message, Seat};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::look::Look;
use super::place::{Place, counts, is_long, roll, seed};
use crate::support::Database;
use crate::support::town::number_in;

const CITIZENS: usize = 200;
/// Of a hundred calls, so many meet a fault.
const FAULTS: f64 = 0.05;
/// Somebody to whom nothing was answered says it again after this time.
const SAYS_AGAIN: Duration = Duration::from_secs(15);
/// Nothing that goes wrong here may hold anybody up longer than this.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often it is killed, and after how many milliseconds: so many, and up to so many more.
struct Kills {
    count: i64,
    after: (u64, u64),
    /// Counted from when it has taken over what the one before it did: killed sooner, nobody ever sends.
    from_takeover: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_conversations_end_with_two_hundred_reports_on_sqlite() {
    let kills = Kills { count: counts(7, 1_000), after: (500, 1_500), from_takeover: false };
    story(&Database::sqlite(), &kills).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_conversations_end_with_two_hundred_reports_on_postgres() {
    let after = counts((500, 1_500), (0, 5_000));
    let kills = Kills { count: counts(7, 200), after, from_takeover: is_long() };
    story(&Database::postgres().await, &kills).await;
}

/// In a long run everybody goes on reporting until the last kill.
async fn story(database: &Database, kills: &Kills) {
    let seed = seed();
    let place = Place::on(database).await;
    let mut serving = place.serves().await;
    place.sim.faults().at_random(
        seed,
        FAULTS,
        &[
            Fault::Status(502),
            Fault::StatusAfter(504),
            Fault::Html(503),
            Fault::TooManyRequests(1),
            Fault::CloseBefore,
            Fault::CloseAfter,
        ],
    );
    let (enough, is_enough) = watch::channel(!is_long());
    let mut citizens = JoinSet::new();
    for number in 0..CITIZENS {
        let seat = place.citizen(&format!("Citizen {number}"));
        let is_enough = is_enough.clone();
        citizens.spawn(async move {
            let mut numbers = Vec::new();
            loop {
                let new = reports(&seat, number, seed, &numbers).await;
                numbers.push(new);
                if *is_enough.borrow() {
                    return numbers;
                }
            }
        });
    }
    // Not on SQLite: a reader beside it would keep what the next process is to recover from.
    let leases = if kills.from_takeover { Some(Look::at(database).await) } else { None };
    let mut dice = seed;
    let mut taken_over = 0;
    let mut acknowledged: Vec<String> = Vec::new();
    let mut left = CITIZENS;
    for _ in 0..kills.count {
        let (least, more) = kills.after;
        let some = Duration::from_millis(least + roll(&mut dice) % more);
        let some = async {
            if let Some(leases) = &leases {
                taken_over = takes_over(leases, taken_over).await;
            }
            tokio::time::sleep(some).await;
        };
        tokio::pin!(some);
        loop {
            tokio::select! {
                () = &mut some => break,
                Some(done) = citizens.join_next() => {
                    acknowledged.extend(done.unwrap());
                    left -= 1;
                }
            }
        }
        assert!(left > 0, "nothing was left to disturb");
        serving.dies().await;
        serving = place.program.serves();
    }
    enough.send_replace(true);
    while let Some(done) = citizens.join_next().await {
        acknowledged.extend(done.unwrap());
    }
    place.sim.faults().clear();
    let look = Look::at(database).await;
    look.until_all_is_sent().await;
    let ended = serving.stops().await;
    assert!(ended.success(), "{ended}");

    let all = acknowledged.len();
    acknowledged.sort();
    acknowledged.dedup();
    assert_eq!(acknowledged.len(), all, "every report has a number of its own");
    let stored = look.count("SELECT COUNT(*) FROM report").await;
    assert_eq!(usize::try_from(stored).unwrap(), all, "each was filed once");
    let twice = look.nothing_was_said_twice_without_need(&place.sim, kills.count).await;
    println!(
        "{all} reports, {} kills: none lost, none twice; {twice} messages were sent twice, as their \
         outcome was unknown",
        kills.count
    );
}

/// Until who polls and who sends have begun anew since that epoch: theirs now.
async fn takes_over(look: &Look, before: i64) -> i64 {
    const EPOCH: &str = "SELECT MIN(epoch) FROM lease WHERE role IN ('poller', 'sender')";
    for _ in 0..600 {
        let epoch = look.count(EPOCH).await;
        if epoch > before {
            return epoch;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nobody takes over from epoch {before} within a minute");
}

/// A citizen who presses, writes, waits, and says it again if nothing comes; the number they got, which is
/// none of those that they know.
pub async fn reports(citizen: &Seat, number: usize, seed: u64, known: &[String]) -> String {
    let before = citizen.latest().map_or(0, |message| message.message_id);
    let mut dice = seed ^ u64::try_from(number).unwrap();
    let mut thinks = || Duration::from_millis(roll(&mut dice) % 3_000);
    let words = format!("Hole number {number}");
    // Once a press was taken in its buttons may be gone, although the answer is still on its way.
    let press = |message: &Message, label: &str| {
        if citizen.find(message).is_some_and(|now| now.button(label).is_some()) {
            drop(citizen.presses(message, label));
        }
    };
    let new = || drop(citizen.sends("/new"));
    let kinds =
        after(citizen, before, thinks(), &new, &|m| m.button("Street lights").is_some()).await;
    let lights = || press(&kinds, "Street lights");
    after(citizen, before, thinks(), &lights, &|m| m.text.contains("Where")).await;
    let address = || drop(citizen.sends("via Roma 12"));
    after(citizen, before, thinks(), &address, &|m| m.text.contains("What is")).await;
    let wrong = || drop(citizen.sends(&words));
    let photos =
        after(citizen, before, thinks(), &wrong, &|m| m.button("No photo").is_some()).await;
    let without = || press(&photos, "No photo");
    let summary = after(citizen, before, thinks(), &without, &|m| m.button("Send").is_some()).await;
    assert!(summary.text.contains(&words), "{}", summary.text);
    // A summary that a killed process had just sent comes again, when its report is filed already: whoever sees two of
    // them tries both.
    let files = || citizen.after(before).iter().for_each(|message| press(message, "Send"));
    // The number of an earlier report may come a second time.
    let is_new =
        |m: &Message| m.text.contains("Its number is") && !known.contains(&number_in(&m.text));
    let received = after(citizen, before, thinks(), &files, &is_new).await;
    number_in(&received.text)
}

/// Thinks, does something, and waits for what comes of it after `before`.
async fn after(
    citizen: &Seat,
    before: i64,
    thinks: Duration,
    act: &(dyn Fn() + Sync),
    found: &(dyn Fn(&Message) -> bool + Sync),
) -> Message {
    tokio::time::sleep(thinks).await;
    act();
    let mut passed = Duration::ZERO;
    let step = Duration::from_millis(50);
    while passed < PATIENCE {
        if let Some(message) = citizen.after(before).into_iter().find(found) {
            return message;
        }
        tokio::time::sleep(step).await;
        passed += step;
        if passed.as_millis().is_multiple_of(SAYS_AGAIN.as_millis()) {
            act();
        }
    }
    panic!("nothing came:\n{}", citizen.transcript());
}
