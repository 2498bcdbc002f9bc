//! Two hundred conversations while everything goes wrong: each ends with one report, acknowledged once.

use std::collections::BTreeMap;
use std::time::Duration;

use simulator::{Fault, Message, Seat, Simulator};
use sqlx::Row as _;
use tokio::task::JoinSet;

use crate::process::program::Program;
use crate::support::Database;
use crate::support::town::number_in;

const CITIZENS: usize = 200;
const KILLS: i64 = 7;
/// Of a hundred calls, so many meet a fault.
const FAULTS: f64 = 0.05;
/// Somebody to whom nothing was answered says it again after this time.
const SAYS_AGAIN: Duration = Duration::from_secs(15);
/// Nothing that goes wrong here may hold anybody up longer than this.
const PATIENCE: Duration = Duration::from_secs(90);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_conversations_end_with_two_hundred_reports_on_sqlite() {
    story(&Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_conversations_end_with_two_hundred_reports_on_postgres() {
    story(&Database::postgres().await).await;
}

async fn story(database: &Database) {
    let seed =
        std::env::var("RISPONDO_FAULT_SEED").map_or(20_261_124, |seed| seed.parse().unwrap());
    println!("RISPONDO_FAULT_SEED={seed} repeats these faults");
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.ignore_unread();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).language("en").create();
    sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    let program = Program::town(folder.path(), &sim.api_url(), &database.url());
    let mut serving = program.serves();
    sim.wait_polling(&bot).await;

    sim.faults().at_random(
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
    let mut citizens = JoinSet::new();
    for number in 0..CITIZENS {
        let citizen = sim.user(&format!("Citizen {number}")).language("en").create();
        let seat = citizen.private(&bot);
        citizens.spawn(async move { reports(&seat, number, seed).await });
    }
    let mut dice = seed;
    let mut acknowledged = Vec::new();
    for _ in 0..KILLS {
        let some = tokio::time::sleep(Duration::from_millis(500 + roll(&mut dice) % 1_500));
        tokio::pin!(some);
        loop {
            tokio::select! {
                () = &mut some => break,
                Some(done) = citizens.join_next() => acknowledged.push(done.unwrap()),
            }
        }
        assert!(acknowledged.len() < CITIZENS, "nothing was left to disturb");
        serving.dies().await;
        serving = program.serves();
    }
    while let Some(done) = citizens.join_next().await {
        acknowledged.push(done.unwrap());
    }
    sim.faults().clear();
    let look = Look::at(database).await;
    look.until_all_is_sent().await;
    let ended = serving.stops().await;
    assert!(ended.success(), "{ended}");

    acknowledged.sort();
    acknowledged.dedup();
    assert_eq!(acknowledged.len(), CITIZENS, "every citizen has a number of their own");
    assert_eq!(look.count("SELECT COUNT(*) FROM report").await, 200);
    look.nothing_was_said_twice_without_need(&sim).await;
}

/// A citizen who presses, writes, waits, and says it again if nothing comes; the number they got.
async fn reports(citizen: &Seat, number: usize, seed: u64) -> String {
    let mut dice = seed ^ u64::try_from(number).unwrap();
    let mut thinks = || Duration::from_millis(roll(&mut dice) % 3_000);
    let words = format!("Hole number {number}");
    let say = |text: &'static str| move || drop(citizen.sends(text));
    let kinds =
        after(citizen, thinks(), say("/new"), |m| m.button("Street lights").is_some()).await;
    let press =
        |message: Message, label: &'static str| move || drop(citizen.presses(&message, label));
    let is = |words: &'static str| move |m: &Message| m.text.contains(words);
    after(citizen, thinks(), press(kinds, "Street lights"), is("Where")).await;
    after(citizen, thinks(), say("via Roma 12"), is("What is")).await;
    let wrong = || drop(citizen.sends(&words));
    let photos = after(citizen, thinks(), wrong, |m| m.button("No photo").is_some()).await;
    let summary =
        after(citizen, thinks(), press(photos, "No photo"), |m| m.button("Send").is_some()).await;
    assert!(summary.text.contains(&words), "{}", summary.text);
    let received = after(citizen, thinks(), press(summary, "Send"), is("Its number is")).await;
    number_in(&received.text)
}

/// Thinks, does something, and waits for what comes of it.
async fn after(
    citizen: &Seat,
    thinks: Duration,
    act: impl Fn(),
    found: impl Fn(&Message) -> bool,
) -> Message {
    tokio::time::sleep(thinks).await;
    act();
    let mut waited = Duration::ZERO;
    let step = Duration::from_millis(50);
    while waited < PATIENCE {
        if let Some(message) = citizen.messages().into_iter().rev().find(&found) {
            return message;
        }
        tokio::time::sleep(step).await;
        waited += step;
        if waited.as_millis().is_multiple_of(SAYS_AGAIN.as_millis()) {
            act();
        }
    }
    panic!("nothing came:\n{}", citizen.transcript());
}

/// The next number of a repeatable row (splitmix64).
fn roll(dice: &mut u64) -> u64 {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*dice ^ (*dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The database beside the service.
enum Look {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

impl Look {
    async fn at(database: &Database) -> Self {
        match database {
            Database::Sqlite(_) => {
                Self::Sqlite(sqlx::SqlitePool::connect(&database.url()).await.unwrap())
            }
            Database::Postgres(url) | Database::Pooled(_, url) => {
                Self::Postgres(sqlx::PgPool::connect(url).await.unwrap())
            }
        }
    }

    async fn count(&self, query: &'static str) -> i64 {
        match self {
            Self::Sqlite(pool) => sqlx::query(query).fetch_one(pool).await.unwrap().get(0),
            Self::Postgres(pool) => sqlx::query(query).fetch_one(pool).await.unwrap().get(0),
        }
    }

    /// Four numbers of each row.
    async fn rows(&self, query: &'static str) -> Vec<[i64; 4]> {
        let four = |get: &dyn Fn(usize) -> i64| [get(0), get(1), get(2), get(3)];
        match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::query(query).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| four(&|at| row.get(at))).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query(query).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| four(&|at| row.get(at))).collect()
            }
        }
    }

    async fn until_all_is_sent(&self) {
        let unsent = "SELECT (SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'in_flight')) \
             + (SELECT COUNT(*) FROM card WHERE state IN ('pending', 'in_flight'))";
        for _ in 0..600 {
            if self.count(unsent).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} rows are not sent after a minute", self.count(unsent).await);
    }

    /// In each chat: as many messages as rows, but where a row is marked as repeated.
    async fn nothing_was_said_twice_without_need(&self, sim: &Simulator) {
        // Chat, messages that must be there, repeats that were marked, attempts at those.
        let owed = self
            .rows(
                "SELECT chat_id, COUNT(*), \
                 CAST(SUM(CASE WHEN repeated THEN 1 ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN repeated THEN attempts ELSE 0 END) AS BIGINT) \
                 FROM outbox WHERE message_id IS NOT NULL GROUP BY chat_id",
            )
            .await;
        let mut sent: BTreeMap<i64, i64> = BTreeMap::new();
        for call in sim.calls_of("sendMessage") {
            // Carried out, whatever the service was told of it.
            let lost = matches!(call.fault, Some(Fault::StatusAfter(_) | Fault::CloseAfter));
            if call.result.is_ok() || lost {
                let chat = call.param("chat_id").and_then(|chat| chat.parse().ok());
                *sent.entry(chat.unwrap()).or_default() += 1;
            }
        }
        let mut twice = 0;
        for [chat, rows, repeated, attempts] in owed {
            if chat < 0 {
                continue;
            }
            let more = sent.get(&chat).copied().unwrap_or_default() - rows;
            assert!(more >= 0, "{chat}: {rows} rows are delivered, {more} messages more were sent");
            assert!(
                more == 0 || repeated > 0 && more <= attempts + repeated * KILLS,
                "{chat}: {more} messages too many, {repeated} rows marked as repeated"
            );
            twice += more;
        }
        println!("{twice} messages were sent twice, as their outcome was unknown");
    }
}
