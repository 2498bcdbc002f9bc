//! What all benchmarks do alike.

use std::path::Path;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::process::Database;

/// Runs a benchmark. `cargo test --benches` only wants to see that it builds and starts.
pub fn measures(run: impl Future<Output = ()>) {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run);
}

/// An SQLite file in that folder, and PostgreSQL, where the command has brought one.
pub fn databases(folder: &Path, command: &str) -> Vec<Database> {
    let mut databases = vec![Database::Sqlite(folder.join("bench.db"))];
    match std::env::var("RISPONDO_BENCH_POSTGRES") {
        Ok(url) => databases.push(Database::Postgres(url)),
        Err(_) => println!("PostgreSQL is NOT measured: run `{command}` for both.\n"),
    }
    databases
}

/// The times that all of them took.
pub async fn gathered(tasks: Vec<JoinHandle<Vec<Duration>>>) -> Vec<Duration> {
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    times
}

/// The time that so many of a hundred did not exceed. The times are sorted.
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let last = times.len().saturating_sub(1);
    times.get(last * percent / 100).copied().unwrap_or_default()
}
