//! What a person reads of it.

use std::time::Duration;

use crate::contestants::Contestant;
use crate::measure::{Load, Sample};

/// A contestant with its rounds.
pub struct Measured {
    pub who: Contestant,
    pub samples: Vec<Sample>,
    /// Why it could not be measured.
    pub failure: Option<String>,
}

impl Measured {
    pub fn new(who: Contestant) -> Self {
        Self { who, samples: Vec::new(), failure: None }
    }

    /// The rounds' median.
    fn median(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of).collect())
    }
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    match all.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => all[middle],
        _ => f64::midpoint(all[middle - 1], all[middle]),
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The conditions, which every figure depends on.
pub fn says_where(rounds: usize, time: Duration) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split_whitespace().take(3).collect();
    println!(
        "{rounds} round(s), {} s for each load; {cores} cores, load before: {}\n",
        time.as_secs(),
        load.join(" ")
    );
}

pub fn print(all: &[Measured]) {
    let done: Vec<&Measured> = all.iter().filter(|one| !one.samples.is_empty()).collect();
    print_loads(&done);
    print_costs(&done);
    let of = |who| done.iter().copied().find(|one| one.who == who);
    if let Some(ours) = of(Contestant::Rispondo) {
        print_ratios(ours, &done);
        let (limit, teloxide) = (of(Contestant::Limit), of(Contestant::Teloxide));
        print_aims(ours, limit, teloxide, of(Contestant::Aiogram));
    }
    for one in all {
        if let Some(failure) = &one.failure {
            println!("\n{} could NOT be measured: {failure}", one.who.name());
        }
    }
}

fn print_loads(done: &[&Measured]) {
    println!(
        "reports/s (six answers each; median of the rounds), times from update to answer in ms"
    );
    println!(
        "{:<10} | {:>8} {:>6} {:>6} | {:>8} {:>6} {:>6} | {:>8} {:>6} {:>6} | syncs slowed: fsync, fdatasync",
        "", "1 citiz.", "p50", "p99", "32", "p50", "p99", "32 slow", "p50", "p99"
    );
    for one in done {
        let load = |of: fn(&Sample) -> &Load| {
            format!(
                "{:>8.0} {:>6.1} {:>6.1}",
                one.median(|sample| of(sample).reports_a_second),
                one.median(|sample| ms(of(sample).p50)),
                one.median(|sample| ms(of(sample).p99)),
            )
        };
        let (fsync, fdatasync) = one
            .samples
            .iter()
            .fold((0, 0), |(a, b), sample| (a + sample.syncs.0, b + sample.syncs.1));
        println!(
            "{:<10} | {} | {} | {} | {fsync}, {fdatasync}",
            one.who.name(),
            load(|sample| &sample.one),
            load(|sample| &sample.many),
            load(|sample| &sample.slow),
        );
    }
}

fn print_costs(done: &[&Measured]) {
    println!(
        "\nCPU ms and calls for six updates (at 32), memory in MiB as resident (proportional), start to first answer in ms"
    );
    println!(
        "{:<10} | {:>8} {:>8} {:>8} | {:>5} | {:>14} {:>14} | {:>7} | staff told last after, ms",
        "", "CPU", "at 1", "driver's", "calls", "at rest", "after", "start"
    );
    for one in done {
        println!(
            "{:<10} | {:>8.2} {:>8.2} {:>8.2} | {:>5.1} | {:>6.1} ({:>5.1}) {:>6.1} ({:>5.1}) | {:>7.0} | {:.0}",
            one.who.name(),
            one.median(|sample| ms(sample.many.cpu)),
            one.median(|sample| ms(sample.one.cpu)),
            one.median(|sample| ms(sample.many.driver)),
            one.median(|sample| sample.many.calls),
            one.median(|sample| sample.at_rest.resident),
            one.median(|sample| sample.at_rest.proportional),
            one.median(|sample| sample.after.resident),
            one.median(|sample| sample.after.proportional),
            one.median(|sample| ms(sample.start)),
            one.median(|sample| ms(sample.many.behind)),
        );
    }
}

/// Ours by theirs: the median of the rounds' own ratios, and their extremes.
struct Ratio {
    middle: f64,
    least: f64,
    most: f64,
}

fn ratio(ours: &Measured, theirs: &Measured, of: impl Fn(&Sample) -> f64) -> Ratio {
    let pairs = ours.samples.iter().zip(&theirs.samples);
    let all: Vec<f64> = pairs.map(|(ours, theirs)| of(ours) / of(theirs)).collect();
    Ratio {
        least: all.iter().copied().fold(f64::INFINITY, f64::min),
        most: all.iter().copied().fold(0.0, f64::max),
        middle: median(all),
    }
}

fn print_ratios(ours: &Measured, done: &[&Measured]) {
    println!("\nrispondo by the others: median of the rounds (least to most)");
    for theirs in done.iter().filter(|one| one.who != Contestant::Rispondo) {
        let show = |what: &str, of: &dyn Fn(&Sample) -> f64| {
            let Ratio { middle, least, most } = ratio(ours, theirs, of);
            format!("{what} {middle:.2} ({least:.2} to {most:.2})")
        };
        println!(
            "{:<10} | {}; {}; {}\n{:<10} | {}; {}; {}; {}",
            theirs.who.name(),
            show("reports/s at 1:", &|sample| sample.one.reports_a_second),
            show("at 32:", &|sample| sample.many.reports_a_second),
            show("at 32 slow:", &|sample| sample.slow.reports_a_second),
            "",
            show("p99 at 32:", &|sample| ms(sample.many.p99)),
            show("CPU:", &|sample| ms(sample.many.cpu)),
            show("memory:", &|sample| sample.at_rest.resident),
            show("start:", &|sample| ms(sample.start)),
        );
    }
}

fn print_aims(
    ours: &Measured,
    limit: Option<&Measured>,
    teloxide: Option<&Measured>,
    aiogram: Option<&Measured>,
) {
    println!("\naims");
    let one = |sample: &Sample| sample.one.reports_a_second;
    let many = |sample: &Sample| sample.many.reports_a_second;
    let slow = |sample: &Sample| sample.slow.reports_a_second;
    let by = |theirs: Option<&Measured>, of: &dyn Fn(&Sample) -> f64| {
        theirs.map(|theirs| ratio(ours, theirs, of).middle)
    };
    at_least("at 32, by aiogram", by(aiogram, &many), 15.0);
    at_least("at 32, by teloxide", by(teloxide, &many), 4.0);
    at_least("at 32, by the bare limit", by(limit, &many), 0.5);
    at_least("at 32 with the slow fsync, by aiogram", by(aiogram, &slow), 15.0);
    at_least("one at a time, by aiogram", by(aiogram, &one), 3.0);
    at_most("p99 at 32, ms", ours.median(|sample| ms(sample.many.p99)), 10.0);
    at_most("CPU for six updates, ms", ours.median(|sample| ms(sample.many.cpu)), 0.8);
    at_most("memory at rest, MiB", ours.median(|sample| sample.at_rest.resident), 20.0);
    at_most("first answer after the start, ms", ours.median(|sample| ms(sample.start)), 100.0);
}

fn at_least(what: &str, is: Option<f64>, aim: f64) {
    match is {
        Some(is) if is >= aim => println!("    met  {what}: {is:.2}, at least {aim}"),
        Some(is) => println!(" MISSED  {what}: {is:.2}, at least {aim}"),
        None => println!("      ?  {what}: not measured, at least {aim}"),
    }
}

fn at_most(what: &str, is: f64, aim: f64) {
    let verdict = if is <= aim { "   met" } else { "MISSED" };
    println!(" {verdict:>6}  {what}: {is:.2}, at most {aim}");
}
