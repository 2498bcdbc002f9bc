//! `cargo xtask test`: the examples of the documentation, then every test.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};

use crate::args::Faults;
use crate::postgres::{self, Database};
use crate::servers;

/// Runs all tests and gives the exit code that the process should end with.
///
/// The runner comes last and nothing is printed after it, so that its summary ends the output.
pub fn test(options: &[String]) -> Result<ExitCode> {
    let database = postgres::obtain()?;
    let servers = servers::obtain()?;
    let examples = if options.is_empty() {
        let status = examples(&database)?;
        if !status.success() {
            eprintln!("xtask: examples in the documentation failed (above); the tests follow");
        }
        Some(status)
    } else {
        eprintln!("xtask: a filter is given, so the documentation's examples are left out");
        None
    };
    let tests = status(runner(&database, options).env(servers::VARIABLE, servers))?;
    let worst = [Some(tests), examples].into_iter().flatten().find(|status| !status.success());
    Ok(worst.map_or(ExitCode::SUCCESS, |status| ExitCode::from(code(status))))
}

/// What can be measured.
const BENCHMARKS: [&str; 4] = ["end_to_end", "mail", "growth", "replicas"];

/// Measures the service: the benchmark's own output is the result.
pub fn bench(names: &[String]) -> Result<ExitCode> {
    let database = postgres::obtain_durable()?;
    let mut command = clean_cargo();
    command.env("RISPONDO_BENCH_POSTGRES", database.url());
    command.arg("bench");
    let all = BENCHMARKS.map(str::to_owned);
    for name in if names.is_empty() { &all } else { names } {
        command.args(["--bench", name]);
    }
    Ok(ExitCode::from(code(status(&mut command)?)))
}

/// Lets everything go wrong: the runner's output, with what the tests print, is the result.
pub fn faults(faults: &Faults) -> Result<ExitCode> {
    let database = postgres::obtain()?;
    let servers = servers::obtain()?;
    let mut command = cargo(&database);
    command.env(servers::VARIABLE, servers);
    if faults.long {
        command.env("RISPONDO_FAULTS_LONG", "1");
    }
    if let Some(seed) = faults.seed {
        command.env("RISPONDO_FAULT_SEED", seed.to_string());
    }
    let release = faults.long.then_some("--release");
    if has_nextest() {
        let named = faults.names.iter().map(|name| format!("test({name})"));
        let named = named.collect::<Vec<_>>().join(" or ");
        let named = if named.is_empty() { "all()".to_owned() } else { named };
        command.args(["nextest", "run", "--profile", "faults", "--test", "it"]).args(release);
        command.args(["-E", &format!("test(/^faults::/) and ({named})")]);
    } else {
        command.args(["test", "--no-fail-fast", "--test", "it"]).args(release);
        // cargo test takes whole paths, or parts of them: those of other tests match as well.
        let all = ["faults::".to_owned()];
        command.args(["--", "--test-threads=1", "--nocapture"]);
        command.args(if faults.names.is_empty() { &all[..] } else { &faults.names });
    }
    Ok(ExitCode::from(code(status(&mut command)?)))
}

/// Plays a town in fast-forward: its output and its exit code are the result.
pub fn simulate(options: &[String]) -> Result<ExitCode> {
    let mut command = clean_cargo();
    command.args(["run", "--quiet", "--release", "--package", "fastforward", "--"]).args(options);
    Ok(ExitCode::from(code(status(&mut command)?)))
}

/// nextest runs no documentation tests, so they always have a run of their own.
fn examples(database: &Database) -> Result<ExitStatus> {
    status(cargo(database).args(["test", "--quiet", "--doc", "--workspace", "--no-fail-fast"]))
}

/// The command that runs every other test.
fn runner(database: &Database, options: &[String]) -> Command {
    let mut command = cargo(database);
    if has_nextest() {
        command.args(["nextest", "run", "--workspace"]);
    } else {
        eprintln!("xtask: no cargo-nextest here, so cargo test runs the tests");
        command.args(["test", "--workspace", "--no-fail-fast"]);
        command.args(["--lib", "--bins", "--tests"]); // the examples had their run
    }
    command.args(options);
    command
}

fn has_nextest() -> bool {
    clean_cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// cargo, told where the database is.
fn cargo(database: &Database) -> Command {
    let mut command = clean_cargo();
    command.env(postgres::VARIABLE, database.url());
    command
}

/// cargo without what `cargo run` put into our environment for xtask itself.
///
/// Build scripts that watch these variables (ring's does) would else run again, and with them
/// half of the tree, each time a plain cargo command and a chore take turns.
pub fn clean_cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_xtask) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether cargo sets this variable for the package that it runs.
fn is_about_xtask(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_")
}

pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| format!("cannot start {}", command.get_program().display()))
}

/// The exit code of a process, as a shell gives it: 128 and the signal for one that was killed.
pub fn code(status: ExitStatus) -> u8 {
    let code = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
    u8::try_from(code).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_a_shell() {
        assert_eq!(code(ExitStatus::from_raw(0)), 0);
        assert_eq!(code(ExitStatus::from_raw(100 << 8)), 100);
        assert_eq!(code(ExitStatus::from_raw(2)), 130, "killed by SIGINT");
    }

    #[test]
    fn only_what_cargo_says_of_xtask_is_removed() {
        assert!(is_about_xtask("CARGO_PKG_NAME"));
        assert!(is_about_xtask("CARGO_MANIFEST_DIR"));
        for kept in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "RUSTFLAGS"] {
            assert!(!is_about_xtask(kept), "{kept}");
        }
    }
}
