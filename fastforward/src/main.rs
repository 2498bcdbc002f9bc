//! `cargo xtask simulate`: a town in fast-forward.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use fastforward::{Plan, play};

/// It asks for memory more than for anything else.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
    --years N      how long (3)
    --days N       the same in days
    --seed N       which town (1): the same seed plays the same years
    --reports N    reports a year (900)
    --trouble N    of a thousand calls of a channel, so many fail by themselves (8)
    --keep FILE    where the database is kept, to be looked at
    --json         the outcome as JSON";

fn main() -> anyhow::Result<ExitCode> {
    let mut plan = Plan::new(1, 3 * 365);
    let mut json = false;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || -> anyhow::Result<u64> {
            let value = words.next().with_context(|| format!("{word} needs a number"))?;
            value.parse().with_context(|| format!("{word} needs a number, not {value:?}"))
        };
        match word.as_str() {
            "--years" => plan.days = number()? * 365,
            "--days" => plan.days = number()?,
            "--seed" => plan.seed = number()?,
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            "--reports" => plan.a_year = number()? as f64,
            #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
            "--trouble" => plan.trouble = number()? as f64,
            "--keep" => plan.keep = Some(words.next().context("--keep needs a file")?.into()),
            "--json" => json = true,
            "--help" | "-h" => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => bail!("there is no option {other:?}\n{HELP}"),
        }
    }
    let (outcome, took) = timed(|| play(plan));
    let outcome = outcome?;
    if json {
        println!("{}", serde_json::to_string_pretty(&outcome)?);
    } else {
        println!("{outcome}");
        println!("It took {:.1} s.", took.as_secs_f64());
    }
    Ok(if outcome.is_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[expect(clippy::disallowed_methods, reason = "how long it really takes")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}
