//! How fast mail comes in: `cargo xtask bench`.
//!
//! The real program runs as a process of its own; peers hand it mails by LMTP, each from somebody
//! new, and each is a report by the time it is answered with 250. Beside it, in the same run, what
//! this machine can do at most: the parser alone, our reading of the same mails, commits of such
//! rows, and files synced to the same disk. Absolute numbers mean little on another machine; the
//! ratios do.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // what is printed has three digits

mod letters;
#[allow(dead_code)]
#[path = "../end_to_end/limits.rs"]
mod limits;
mod peers;
#[allow(dead_code)]
#[path = "../end_to_end/process.rs"]
mod process;
#[path = "../end_to_end/shared.rs"]
mod shared;

use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use mail_parser::MessageParser;
use process::{Database, Town};
use rispondo::blobs::Blobs;
use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::{Context, read};
use rispondo::config::blobs::BlobConfig;
use rispondo::domain::mail::Account;

fn main() {
    shared::measures(run());
}

async fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let databases = shared::databases(folder.path(), "cargo xtask bench");
    let parser = parsed_a_second();
    let reader = read_a_second();
    let synced = synced_a_second(&folder.path().join("synced")).await;
    println!(
        "\nmail, this machine: mail-parser {parser:.0} mails/s, our reading {reader:.0} mails/s \
         ({:.2} of it), {synced:.0} files/s synced to disk\n",
        reader / parser
    );
    println!(
        "{:<11} {:>11} {:>8} {:>8} {:>8} {:>17} {:>14} {:>16} {:>12}",
        "database",
        "connections",
        "mails/s",
        "p50 ms",
        "p99 ms",
        "of commit limit",
        "of the parser",
        "of synced files",
        "CPU/mail ms"
    );
    for (number, database) in databases.iter().enumerate() {
        for connections in [1, 32] {
            let commits = limits::commits_a_second(database, folder.path(), connections).await;
            let (town, port) = town(database, folder.path(), number * 2 + connections).await;
            let mails = if connections == 1 { 300 } else { 1_600 };
            let before = town.cpu();
            let run = peers::hand_over(port, connections, mails).await;
            let cpu = town.cpu().saturating_sub(before) / u32::try_from(mails).unwrap();
            println!(
                "{:<11} {:>11} {:>8.0} {:>8.1} {:>8.1} {:>8.2} of {:>5.0} {:>14.4} {:>16.2} {:>12.2}",
                database.name(),
                connections,
                run.mails_a_second(),
                ms(run.percentile(50)),
                ms(run.percentile(99)),
                run.mails_a_second() / commits,
                commits,
                run.mails_a_second() / parser,
                run.mails_a_second() / synced,
                ms(cpu),
            );
            if connections == 32 {
                town.rests().await;
                memory(&town, port).await;
            }
            town.stop().await;
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A town that takes mail, and the port of its LMTP.
async fn town(database: &Database, folder: &Path, number: usize) -> (Town, u16) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let variables = [
        ("MAIL_ADDRESS", letters::TOWN.to_owned()),
        ("LMTP_ADDR", format!("127.0.0.1:{port}")),
        ("SMTP_URL", format!("file:{}", folder.join(format!("mail-{number}")).display())),
    ];
    let blobs = folder.join(format!("blobs-{number}"));
    let first_update = (number as i64 + 1) * 1_000_000;
    (Town::with(database, &blobs, first_update, &variables).await, port)
}

/// What the process holds at most while it takes in the largest mails that there may be.
async fn memory(town: &Town, port: u16) {
    let mib = |kib: u64| kib as f64 / 1024.0;
    for (what, mail) in [("an attachment", letters::attachment()), ("text", letters::long_text())] {
        let rest = town.memory("VmRSS");
        town.forgets_peak();
        let begun = Instant::now();
        peers::hand_over_one(port, &mail).await;
        let time = begun.elapsed();
        let most = town.memory("VmHWM");
        println!(
            "  a mail of {:.1} MiB, {what}: {:.1} MiB before, {:.1} at most ({:.1} times the mail), \
             {:.0} ms",
            mail.len() as f64 / 1_048_576.0,
            mib(rest),
            mib(most),
            most.saturating_sub(rest) as f64 * 1024.0 / mail.len() as f64,
            ms(time),
        );
        town.rests().await;
    }
}

/// Mails a second that the parser alone parses, on one thread.
fn parsed_a_second() -> f64 {
    let mails: Vec<String> = (0..5_000).map(|number| letters::letter("parsed", number)).collect();
    let parser = MessageParser::default();
    let begun = Instant::now();
    for mail in &mails {
        let parsed = parser.parse(mail.as_bytes()).unwrap();
        assert!(std::hint::black_box(parsed.body_text(0)).is_some());
    }
    mails.len() as f64 / begun.elapsed().as_secs_f64()
}

/// Mails a second that we read: what they are, who wrote them, their words.
fn read_a_second() -> f64 {
    let context = Context {
        own: vec![letters::TOWN.to_owned()],
        id_host: "comune.example".to_owned(),
        former_hosts: Vec::new(),
        authserv_id: None,
        now: None,
    };
    let arrivals: Vec<Arrival> = (0..5_000)
        .map(|number| Arrival {
            account: Account::Mail,
            envelope_from: None,
            envelope_to: vec![letters::TOWN.to_owned()],
            raw: Bytes::from(letters::letter("read", number)),
            truncated: None,
        })
        .collect();
    let begun = Instant::now();
    for arrival in &arrivals {
        assert!(std::hint::black_box(read(arrival, &context)).mail.from.is_some());
    }
    arrivals.len() as f64 / begun.elapsed().as_secs_f64()
}

/// Files a second that the blob store makes durable, one after the other.
async fn synced_a_second(folder: &Path) -> f64 {
    const FILES: u64 = 500;
    let blobs = Blobs::open(&BlobConfig::Folder(folder.to_owned())).unwrap();
    let begun = Instant::now();
    for number in 0..FILES {
        blobs.put(Bytes::from(letters::letter("synced", number))).await.unwrap();
    }
    FILES as f64 / begun.elapsed().as_secs_f64()
}
