//! One service and two on the same PostgreSQL: `cargo xtask bench replicas`.
//!
//! The real program runs once, then twice, behind a balancer that shares out the updates; 32 citizens
//! write reports of six updates each, and every update waits for its answer. Beside the times stands what
//! each update costs in processor time, transactions and round trips, what PostgreSQL's sessions were at,
//! and what the machine does at most: bare transactions of as many round trips, and as one statement.
//!
//! One and two take turns, for some rounds. With `RISPONDO_BENCH_STATEMENTS=1` it also says how often each
//! statement was asked.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // what is printed has three digits

mod balancer;
#[path = "../end_to_end/citizens.rs"]
#[allow(dead_code, reason = "the other benchmarks ask more of it")]
mod citizens;
mod limits;
mod line;
#[path = "../end_to_end/process.rs"]
#[allow(dead_code, reason = "the other benchmarks ask more of it")]
mod process;
mod server;
#[path = "../end_to_end/shared.rs"]
#[allow(dead_code, reason = "the other benchmarks ask more of it")]
mod shared;

use std::path::Path;
use std::time::Duration;

use balancer::{Balancer, free_port};
use citizens::Run;
use line::Line;
use process::{Database, Town};
use server::Server;

const CITIZENS: usize = 32;
const REPORTS: usize = 1_280;
const ROUNDS: usize = 3;
/// Reports whose round trips are counted.
const COUNTED: usize = 320;

fn main() {
    shared::measures(run());
}

async fn run() {
    let Ok(url) = &std::env::var("RISPONDO_BENCH_POSTGRES") else {
        println!("NOT measured: run `cargo xtask bench replicas`, which has a PostgreSQL.");
        return;
    };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let server = Server::of(url).await;
    let mut place = Places { folder: folder.path().to_owned(), next: 0 };
    let trips = counted(url, &mut place).await;
    for round_trips in [1, 5, trips] {
        let rate = limits::transactions_a_second(url, round_trips).await;
        println!(
            "this machine: {rate:.0} transactions/s of {round_trips} round trips, 32 at a time"
        );
    }
    println!(
        "\n{:<9} {:>10} {:>7} {:>7} {:>9} {:>14} {:>9} {:>9}  the machine",
        "replicas",
        "updates/s",
        "p50 ms",
        "p99 ms",
        "CPU ours",
        "CPU PostgreSQL",
        "CPU rest",
        "tx/update"
    );
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for replicas in [1, 2] {
            let row = measured(url, &server, &mut place, replicas).await;
            print(replicas, &row);
            rates[replicas - 1].push(row.run.updates_a_second());
        }
    }
    let ratios: Vec<String> =
        rates[0].iter().zip(&rates[1]).map(|(one, two)| format!("{:.2}", two / one)).collect();
    let [one, two] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    });
    println!("\ntwo : one = {:.2} by the medians; round by round {}", two / one, ratios.join(", "));
    println!("CPU in ms an update; rest: Bot API, citizens and balancer, played by the benchmark");
}

/// Where the town keeps its files, and the numbers of each start.
struct Places {
    folder: std::path::PathBuf,
    next: i64,
}

/// A town of so many replicas behind a balancer.
async fn town(url: &str, places: &mut Places, replicas: usize) -> Town {
    places.next += 1;
    let blobs = places.folder.join("blobs");
    let database = Database::Postgres(url.to_owned());
    let service = free_port().await;
    let balancer = Balancer::before(service).await;
    let variables = |service: std::net::SocketAddr| {
        [
            ("TELEGRAM_WEBHOOK_URL", format!("http://{}/telegram", balancer.address)),
            ("TELEGRAM_WEBHOOK_SECRET", "bench".to_owned()),
            ("HTTP_ADDR", service.to_string()),
        ]
    };
    let first = places.next * 1_000_000;
    let mut town = Town::with(&database, &blobs, first, &variables(service)).await;
    for _ in 1..replicas {
        let another = free_port().await;
        town.with_another(&database, Path::new(&blobs), &variables(another));
        balancer.and_before(another).await;
    }
    town.rests().await;
    town
}

/// Counts round trips and statements of an update, and says the first.
async fn counted(url: &str, places: &mut Places) -> usize {
    let line = Line::to(url).await;
    let mut town = town(&line.url, places, 1).await;
    // The first ones prepare the statements.
    citizens::as_fast_as_answered(&mut town, CITIZENS, COUNTED).await;
    town.rests().await;
    line.take();
    let run = citizens::as_fast_as_answered(&mut town, CITIZENS, COUNTED).await;
    town.rests().await;
    let counts = line.take();
    town.stop().await;
    let updates = run.answers.len() as f64;
    let a_update = |count: usize| count as f64 / updates;
    let count = |words: &str| {
        let of = |(text, count): (&String, &usize)| text.starts_with(words).then_some(*count);
        counts.statements.iter().filter_map(of).sum::<usize>()
    };
    let all: usize = counts.statements.values().sum();
    println!(
        "an update: {:.1} round trips, {:.1} statements (of {} texts, {:.2} prepared anew), \
         {:.2} transactions",
        a_update(counts.round_trips),
        a_update(all),
        counts.statements.len(),
        a_update(counts.prepared),
        a_update(count("BEGIN"))
    );
    if std::env::var("RISPONDO_BENCH_STATEMENTS").is_ok() {
        let mut statements: Vec<_> = counts.statements.iter().collect();
        statements.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (text, count) in statements.iter().take(60) {
            let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            println!(
                "  {:>6.3}  {}",
                a_update(**count),
                text.chars().take(150).collect::<String>()
            );
        }
    }
    (counts.round_trips / run.answers.len()).max(3)
}

/// What was measured.
struct Row {
    run: Run,
    /// CPU times while it ran.
    ours: Vec<Duration>,
    postgres: Option<Duration>,
    rest: Duration,
    work: Duration,
    idle: Duration,
    transactions: i64,
    sessions: Vec<(String, f64)>,
}

async fn measured(url: &str, server: &Server, places: &mut Places, replicas: usize) -> Row {
    let mut town = town(url, places, replicas).await;
    citizens::as_fast_as_answered(&mut town, CITIZENS, 128).await;
    town.rests().await;
    let before = (town.cpu_of_each(), server.cpu(), process::cpu_of(std::process::id()));
    let (transactions, machine) = (server.transactions().await, server::machine());
    let watch = server.watch().await;
    let run = citizens::as_fast_as_answered(&mut town, CITIZENS, REPORTS).await;
    let sessions = watch.ends();
    let (work, idle) = server::machine();
    let rest = process::cpu_of(std::process::id()).saturating_sub(before.2);
    let ours = town
        .cpu_of_each()
        .into_iter()
        .zip(before.0)
        .map(|(now, then)| now.saturating_sub(then))
        .collect();
    let postgres = server.cpu().zip(before.1).map(|(now, then)| now.saturating_sub(then));
    // The sender has its cards to do; each session tells its transactions when it has rested.
    town.rests().await;
    town.stop().await;
    let transactions = server.transactions().await - transactions;
    let (work, idle) = (work.saturating_sub(machine.0), idle.saturating_sub(machine.1));
    Row { run, ours, postgres, rest, work, idle, transactions, sessions }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn print(replicas: usize, row: &Row) {
    let updates = row.run.answers.len() as f64;
    let ours: Duration = row.ours.iter().sum();
    let all = row.work + row.idle;
    let share = |time: Duration| 100.0 * time.as_secs_f64() / all.as_secs_f64();
    let postgres = row.postgres.unwrap_or_default();
    let others = row.work.saturating_sub(ours + postgres + row.rest);
    println!(
        "{replicas:<9} {:>10.0} {:>7.1} {:>7.1} {:>9.3} {:>14.3} {:>9.3} {:>9.2}  \
         {:.0} % busy: ours {:.0} ({}), PostgreSQL {:.0}, the benchmark {:.0}, others {:.0}",
        row.run.updates_a_second(),
        ms(row.run.percentile(50)),
        ms(row.run.percentile(99)),
        ms(ours) / updates,
        ms(postgres) / updates,
        ms(row.rest) / updates,
        row.transactions as f64 / updates,
        share(row.work),
        share(ours),
        row.ours.iter().map(|one| format!("{:.0}", share(*one))).collect::<Vec<_>>().join(" + "),
        share(postgres),
        share(row.rest),
        share(others),
    );
    let sessions = row.sessions.iter().filter(|(_, average)| *average >= 0.05);
    let sessions: Vec<_> = sessions.map(|(at, average)| format!("{at} {average:.1}")).collect();
    println!("          sessions in a transaction wait for: {}", sessions.join(", "));
}
