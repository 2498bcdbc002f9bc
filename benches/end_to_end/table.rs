//! What a person reads of it.

use std::time::Duration;

use crate::citizens::Run;
use crate::process::Town;

/// A line of the table.
pub struct Row<'a> {
    pub database: &'static str,
    pub citizens: usize,
    pub run: &'a Run,
    /// Commits a second that the machine does with such rows.
    pub commits: f64,
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

pub fn head() {
    println!(
        "{:<11} {:>8} {:>10} {:>10} {:>8} {:>8} {:>12} {:>16}",
        "database",
        "citizens",
        "reports/s",
        "updates/s",
        "p50 ms",
        "p99 ms",
        "CPU/upd. ms",
        "upd./commit lim."
    );
}

pub fn print(row: &Row<'_>) {
    let run = row.run;
    println!(
        "{:<11} {:>8} {:>10.0} {:>10.0} {:>8.1} {:>8.1} {:>12.2} {:>7.2} of {:>5.0}",
        row.database,
        row.citizens,
        run.reports_a_second(),
        run.updates_a_second(),
        ms(run.percentile(50)),
        ms(run.percentile(99)),
        ms(run.cpu_an_update()),
        run.updates_a_second() / row.commits,
        row.commits,
    );
}

pub fn print_paced(run: &Run) {
    println!(
        "  paced: {:.0} updates/s, p50 {:.1} ms, p99 {:.1} ms, {:.2} ms of CPU an update",
        run.updates_a_second(),
        ms(run.percentile(50)),
        ms(run.percentile(99)),
        ms(run.cpu_an_update()),
    );
}

pub fn print_process(town: &Town) {
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!(
        "  process: first answer {:.0} ms after start; memory {:.1} MiB at rest, {:.1} now, {:.1} at most",
        ms(town.first_answer),
        mib(town.at_rest),
        mib(town.memory("VmRSS")),
        mib(town.memory("VmHWM")),
    );
}
