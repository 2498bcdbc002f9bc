//! Bots that do the same work, measured beside rispondo: `cargo xtask bench peers`. See README.md.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

mod api;
mod citizens;
mod contestants;
mod measure;
mod process;
mod table;
mod wire;
mod world;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use contestants::{Contestant, Places};
use table::Measured;

/// What is asked for.
struct Asked {
    rounds: usize,
    /// How long each load lasts.
    time: Duration,
    only: Vec<Contestant>,
}

fn asked() -> Result<Asked> {
    let mut asked =
        Asked { rounds: 3, time: Duration::from_secs(5), only: Contestant::ALL.to_vec() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--short" => (asked.rounds, asked.time) = (1, Duration::from_secs(2)),
            "--ahead" => process::goes_ahead()?,
            "--only" => {
                let names = words.next().unwrap_or_default();
                let only: Result<_> = names.split(',').map(Contestant::named).collect();
                asked.only = only?;
            }
            other => bail!("{other:?} is none of: --short, --ahead, --only NAME[,NAME…]"),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    match asked().and_then(|asked| run(&asked)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("peers: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether everyone could be measured.
fn run(asked: &Asked) -> Result<bool> {
    let places = Places::find()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut all: Vec<Measured> = asked.only.iter().map(|who| Measured::new(*who)).collect();
    table::says_where(asked.rounds, asked.time);
    for round in 0..asked.rounds {
        for at in 0..all.len() {
            // Each round begins with another one, so that nobody always follows the same.
            let at = (at + round) % all.len();
            let one = &mut all[at];
            if one.failure.is_some() {
                continue;
            }
            eprintln!("peers: round {} of {}: {}", round + 1, asked.rounds, one.who.name());
            let tasks = tokio::task::LocalSet::new();
            let measured = measure::measure(one.who, &places, asked.time);
            match tasks.block_on(&runtime, measured) {
                Ok(sample) => one.samples.push(sample),
                Err(error) => one.failure = Some(format!("{error:#}")),
            }
        }
    }
    table::print(&all);
    Ok(all.iter().all(|one| one.failure.is_none()))
}
