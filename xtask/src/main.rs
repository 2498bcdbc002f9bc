//! The chores of rispondo's developers, run as `cargo xtask …`.
//!
//! `cargo xtask test` brings what the tests need (a throwaway PostgreSQL beside the embedded
//! SQLite, the programs of mail servers), runs all of them, and leaves nothing behind. Unix only, and with no dependency but
//! `anyhow`, so that it builds in seconds on a fresh machine.

mod apt;
mod args;
mod peers;
mod postgres;
mod run;
mod servers;

use std::process::ExitCode;

use args::Chore;

/// Exit code of a chore that could not be done, as distinct from the runner's own codes.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match Chore::parse(&arguments) {
        Ok(Chore::Help) => {
            println!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Chore::Test { options }) => run::test(&options),
        Ok(Chore::Bench { names }) => run::bench(&names),
        Ok(Chore::Peers { options }) => peers::bench(&options),
        Ok(Chore::Faults(faults)) => run::faults(&faults),
        Ok(Chore::Simulate { options }) => run::simulate(&options),
        Ok(Chore::KeepPostgres { programs, durable }) => {
            postgres::keep(&programs, durable).map(|()| ExitCode::SUCCESS)
        }
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::from(FAILED)
    })
}
