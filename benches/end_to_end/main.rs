//! How fast the whole service answers: `cargo xtask bench`.
//!
//! The real program runs as a process of its own against the simulator's HTTP; citizens write a report
//! of six updates each, and every update waits for its answer. Beside it, in the same run, what this
//! machine can do at most: commits of the same rows, and requests of the same HTTP stack. Absolute
//! numbers mean little on another machine; the ratios do. With `cargo bench --bench end_to_end -- --long` 32 citizens
//! write 100,000 reports, after which the memory counts.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // what is printed has three digits

mod citizens;
mod limits;
mod process;
mod shared;
mod table;

use std::time::Duration;

use table::Row;

fn main() {
    shared::measures(run());
}

async fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let databases = shared::databases(folder.path(), "cargo xtask bench");
    let many = if std::env::args().any(|one| one == "--long") { 100_000 } else { 1_600 };
    let requests = limits::requests_a_second(32, 20_000).await;
    println!("this machine: {requests:.0} HTTP requests/s of the same stack, 32 at a time\n");
    table::head();
    for database in databases {
        for citizens in [1, 32] {
            let commits = limits::commits_a_second(&database, folder.path(), citizens).await;
            let reports = if citizens == 1 { 150 } else { many };
            let blobs = folder.path().join(format!("blobs-{}", database.name()));
            let mut town =
                process::Town::start(&database, &blobs, citizens as i64 * 1_000_000).await;
            let run = citizens::as_fast_as_answered(&mut town, citizens, reports).await;
            table::print(&Row { database: database.name(), citizens, run: &run, commits });
            if citizens == 32 {
                town.rests().await;
                let paced = citizens::paced(&mut town, 50, Duration::from_secs(20)).await;
                table::print_paced(&paced);
                table::print_process(&town);
            }
            town.stop().await;
        }
    }
}
