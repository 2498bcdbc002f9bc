//! What one report, one card and one search cost as the database grows: `cargo xtask bench growth`.
//!
//! The same database is filled to 1,000, 100,000 and 1,000,000 reports with their histories, words,
//! messages and cards; at each size the real program takes reports from one citizen at a time, and
//! sends the cards of reports from all over the database. What a card's look at the database takes,
//! and searches, are timed alone. The ratio to the first size is what counts. `cargo bench --bench
//! growth -- 100000` stops at that size.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // what is printed has three digits

#[path = "../end_to_end/citizens.rs"]
#[allow(dead_code, reason = "the other benchmarks ask more of it")]
mod citizens;
mod filling;
#[path = "../end_to_end/process.rs"]
#[allow(dead_code, reason = "the other benchmarks ask more of it")]
mod process;
#[path = "../end_to_end/shared.rs"]
mod shared;

use std::time::{Duration, Instant};

use chrono::Utc;
use process::Database;
use rispondo::domain::ids::ChatId;
use rispondo::domain::search::fold;
use rispondo::domain::step::Keys;
use rispondo::outbox::cards::{self, Views};
use rispondo::store::Store;

const SIZES: [i64; 3] = [1_000, 100_000, 1_000_000];
const REPORTS: usize = 120;
/// Cards that are sent.
const CARDS: i64 = 600;
/// Cards that are only looked at.
const LOOKS: i64 = 200;
/// What is looked for: a word of every report, two of them, a rare one among them, a beginning.
const SEARCHES: [&str; 4] = ["buca", "buca via", "via segno7", "buca scu"];

fn main() {
    shared::measures(run());
}

/// What was measured at a size.
struct Row {
    cpu: Duration,
    answer: Duration,
    /// From the command to the card.
    card: Duration,
    /// CPU time of the service for it.
    card_cpu: Duration,
    /// What the card asks of the database, alone.
    look: Duration,
    search: [Duration; 4],
    start: Duration,
    rest: u64,
}

async fn run() {
    let most = std::env::args().filter_map(|one| one.parse::<i64>().ok()).next_back();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let databases = shared::databases(folder.path(), "cargo xtask bench growth");
    println!(
        "{:<11}{:>10} {:>15} {:>15} {:>15} {:>15} {:>14} {:>42} {:>9} {:>9}",
        "database",
        "reports",
        "CPU/update ms",
        "answer p50 ms",
        "CPU/card ms",
        "card p50 ms",
        "its look µs",
        "find µs (frequent, two, rare, begins)",
        "start ms",
        "rest MiB"
    );
    for database in databases {
        let mut first = None;
        let mut there = 0;
        for (place, size) in SIZES.into_iter().enumerate() {
            if most.is_some_and(|most| size > most) {
                break;
            }
            filling::fill(&database.url(), there, size).await;
            there = size;
            let row = measure(&database, folder.path(), place, size).await;
            print(&database, size, &row, first.as_ref().unwrap_or(&row));
            first.get_or_insert(row);
        }
    }
}

async fn measure(database: &Database, folder: &std::path::Path, place: usize, size: i64) -> Row {
    let blobs = folder.join(format!("blobs-{}", database.name()));
    let updates = 10_000_000 * (place as i64 + 1);
    let mut town = process::Town::start(database, &blobs, updates).await;
    // The first ones warm caches up.
    citizens::as_fast_as_answered(&mut town, 1, REPORTS / 4).await;
    let run = citizens::as_fast_as_answered(&mut town, 1, REPORTS).await;
    let (card, card_cpu) = cards_sent(&town, size).await;
    let (start, rest) = (town.first_answer, town.at_rest);
    town.stop().await;
    let store = Store::open(&database.url()).await.unwrap();
    let mut times = Vec::new();
    for look in 0..LOOKS {
        let report = filling::number(1 + look * (size - 1) / LOOKS);
        let begun = Instant::now();
        let urp = ChatId(-1_001_000_000_001);
        cards::render(&store, &Views::default(), urp, report, Utc::now()).await.unwrap().unwrap();
        times.push(begun.elapsed());
    }
    let look = median(&mut times);
    let mut search = [Duration::ZERO; 4];
    for (words, median_of) in SEARCHES.iter().zip(&mut search) {
        let mut times = Vec::new();
        for _ in 0..31 {
            let begun = Instant::now();
            let keys = Keys { search: Some(fold(words)), ..Keys::default() };
            assert!(!store.read(keys).await.unwrap().found.is_empty(), "{words} is not found");
            times.push(begun.elapsed());
        }
        *median_of = median(&mut times);
    }
    store.close().await;
    let (cpu, answer) = (run.cpu_an_update(), run.percentile(50));
    Row { cpu, answer, card, card_cpu, look, search, start, rest }
}

/// Somebody of the URP asks for one card after the other, by number: from command to card, half of them
/// faster, and the CPU time of each.
async fn cards_sent(town: &process::Town, size: i64) -> (Duration, Duration) {
    town.rests().await;
    let seat = town.urp.seat(&town.carlo);
    seat.read_all();
    let mut times = Vec::new();
    let before = town.cpu();
    for card in 0..CARDS {
        let report = filling::number(1 + card * (size - 1) / CARDS);
        let begun = Instant::now();
        seat.sends(&format!("/report {report}"));
        seat.next_matching(&report.to_string()).await.unwrap();
        times.push(begun.elapsed());
    }
    let cpu = town.cpu().saturating_sub(before);
    (median(&mut times), cpu / u32::try_from(CARDS).unwrap())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn print(database: &Database, size: i64, row: &Row, first: &Row) {
    let ratio = |now: Duration, then: Duration| now.as_secs_f64() / then.as_secs_f64().max(1e-9);
    let millis =
        |now: Duration, then| format!("{:.2} ({:.2}×)", now.as_secs_f64() * 1e3, ratio(now, then));
    let micros =
        |now: Duration, then| format!("{:.0} ({:.2}×)", now.as_secs_f64() * 1e6, ratio(now, then));
    let searches: Vec<String> =
        row.search.iter().zip(&first.search).map(|(now, then)| micros(*now, *then)).collect();
    println!(
        "{:<11}{size:>10} {:>15} {:>15} {:>15} {:>15} {:>14} {:>42} {:>9.0} {:>9.1}",
        database.name(),
        millis(row.cpu, first.cpu),
        millis(row.answer, first.answer),
        millis(row.card_cpu, first.card_cpu),
        millis(row.card, first.card),
        micros(row.look, first.look),
        searches.join(" "),
        row.start.as_secs_f64() * 1e3,
        row.rest as f64 / 1024.0,
    );
}
