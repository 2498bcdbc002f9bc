//! The command line: a handful of words, read by hand.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What `cargo xtask --help` prints.
pub const HELP: &str = "\
The chores of rispondo's developers.

    cargo xtask test [FILTER…]      run all tests on both databases
    cargo xtask bench [NAME…]       measure the whole service on both databases
    cargo xtask bench peers [OPTION…]  measure it beside other bots with the same work
    cargo xtask faults [OPTION…]    let everything go wrong, and see that nothing is lost
    cargo xtask simulate [OPTION…]  play a town in fast-forward, and audit it
    cargo xtask help                print this

test
    Runs the documentation's examples, then every test of the workspace: with cargo-nextest
    where it is installed, else with cargo test. The last lines are the runner's own summary,
    the exit code is the runner's (or that of the examples, if only they failed).

    FILTER…  handed to the runner: a part of a test's name, or any of its options, such as
             -E 'test(store)' for nextest. With a filter the examples are left out.

    PostgreSQL: a throwaway cluster is made in the temporary folder, on a free port of
    127.0.0.1, and is gone when the tests end, also after a failure, Ctrl-C or kill. Its
    programs are looked for in /usr/lib/postgresql/*/bin and in PATH. Where they are missing,
    root gets them with apt-get; anyone else is told what to do, and no test runs.

    Dovecot and Postfix: tests of mail start their own on free ports of 127.0.0.1. Where they
    are missing, root gets them with apt-get; anyone else is told which tests do not run.
    Postfix needs root.

bench
    Builds the release, then measures the service (end_to_end), its intake of mail (mail), what
    a report costs among a million others (growth), and one service and two on one PostgreSQL
    (replicas), or those of them that are named. On SQLite and on a throwaway PostgreSQL that
    syncs its commits to disk, beside what the machine can do at most.

bench peers
    Builds the release, then the same work as bots on aiogram and on teloxide and as a bare limit
    with no product around it, and measures all of them in one run (benches/peers/README.md). Wants
    python3 with venv and pip, and fetches packages. Exits with 1 if one could not be measured.

    --short      one round of short loads, for a quick look
    --ahead      with real-time priority, where the machine has other work (root, chrt)
    --only NAME  rispondo, limit, teloxide or aiogram, or several, set apart by commas

faults [--long] [--seed N] [NAME…]
    Runs the tests of faults (tests/it/faults), or those with one of these words in their name, one
    after the other, and prints their figures. They are part of `cargo xtask test` as well.

    --long    the full counts (a thousand kills, a quarter of an hour without a database, …), with
              the program built as a release: some two hours
    --seed N  what is drawn by lot is drawn from this seed; each test prints its own

simulate
    Builds the release, then plays a town: the service's own code, with citizens, clerks, mail
    servers and a Bot API that are played in the same process, and a clock that jumps to whatever
    is due next. Then audits what was stored and what was really said. Exits with 1 if a citizen
    was left without a word past the promise and nobody was told, if a closing has neither a
    delivered answer nor a task nor a named rule, or if something could not be processed.

    --years N    how long (3); --days N the same in days
    --seed N     which town (1): the same seed plays the same years
    --reports N  reports a year (900)
    --trouble N  of a thousand calls of a channel, so many fail by themselves (8)
    --keep FILE  where the database is kept, to be looked at
    --json       the outcome as JSON

Environment
    RISPONDO_TEST_POSTGRES  address of a server to use instead of a throwaway one, such as
                            postgres://app:secret@127.0.0.1:5432/postgres; its user must be
                            allowed to create databases. The tests read the same variable.
    CARGO_TARGET_DIR        as for every cargo command.";

/// First word of the internal command that [`crate::postgres`] starts to look after its cluster.
pub const KEEP_POSTGRES: &str = "keep-postgres";

/// One of the things that xtask does.
#[derive(Debug, PartialEq, Eq)]
pub enum Chore {
    /// Say what there is.
    Help,
    /// Run all tests.
    Test {
        /// Handed to the runner as they are.
        options: Vec<String>,
    },
    /// Measure.
    Bench {
        /// What; everything where nothing is named.
        names: Vec<String>,
    },
    /// Measure the service beside other bots.
    Peers {
        /// Handed to the driver as they are.
        options: Vec<String>,
    },
    /// Let everything go wrong.
    Faults(Faults),
    /// Play a town in fast-forward.
    Simulate {
        /// Handed to it as they are.
        options: Vec<String>,
    },
    /// Hold a throwaway PostgreSQL until standard input ends.
    KeepPostgres {
        /// The folder of PostgreSQL's programs.
        programs: PathBuf,
        /// Its commits are synced to disk.
        durable: bool,
    },
}

/// Which faults, and how often.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The full counts.
    pub long: bool,
    /// What is drawn by lot is drawn from this.
    pub seed: Option<u64>,
    /// Words in the tests' names; all where there is none.
    pub names: Vec<String>,
}

impl Faults {
    fn parse(words: &[String]) -> Result<Self> {
        let mut faults = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--long" => faults.long = true,
                "--seed" => {
                    let seed = words.next().and_then(|seed| seed.parse().ok());
                    faults.seed = Some(seed.context("--seed needs a number")?);
                }
                name if !name.starts_with('-') => faults.names.push(name.to_owned()),
                other => bail!("faults knows no {other}; see cargo xtask --help"),
            }
        }
        Ok(faults)
    }
}

impl Chore {
    /// Reads the words that follow the program's name.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let Some((chore, rest)) = arguments.split_first() else {
            return Ok(Self::Help);
        };
        let wants_help = rest.first().is_some_and(|word| word == "-h" || word == "--help");
        match (chore.as_str(), rest) {
            ("help" | "-h" | "--help", _) => Ok(Self::Help),
            ("test", _) if wants_help => Ok(Self::Help),
            ("test", options) => Ok(Self::Test { options: options.to_vec() }),
            ("bench", _) if wants_help => Ok(Self::Help),
            ("bench", [peers, options @ ..]) if peers == "peers" => {
                Ok(Self::Peers { options: options.to_vec() })
            }
            ("bench", names) => Ok(Self::Bench { names: names.to_vec() }),
            ("faults", _) if wants_help => Ok(Self::Help),
            ("faults", words) => Ok(Self::Faults(Faults::parse(words)?)),
            ("simulate", _) if wants_help => Ok(Self::Help),
            ("simulate", options) => Ok(Self::Simulate { options: options.to_vec() }),
            (KEEP_POSTGRES, [programs, durable]) => Ok(Self::KeepPostgres {
                programs: PathBuf::from(programs),
                durable: durable == "durable",
            }),
            (other, _) => bail!("there is no chore \"{other}\"; see cargo xtask --help"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Chore> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Chore::parse(&words)
    }

    #[test]
    fn nothing_or_a_question_gives_help() {
        for line in ["", "help", "--help", "-h", "test --help", "simulate --help"] {
            assert_eq!(parse(line).unwrap(), Chore::Help, "{line:?}");
        }
    }

    #[test]
    fn filters_and_options_reach_the_runner_unchanged() {
        let options = ["store", "-E", "test(a)"].map(str::to_owned).to_vec();
        assert_eq!(parse("test store -E test(a)").unwrap(), Chore::Test { options });
        let options = ["--years", "3"].map(str::to_owned).to_vec();
        assert_eq!(parse("simulate --years 3").unwrap(), Chore::Simulate { options });
    }

    #[test]
    fn faults_are_short_unless_long_is_said() {
        let faults = |line: &str| match parse(line).unwrap() {
            Chore::Faults(faults) => faults,
            other => panic!("{other:?}"),
        };
        assert_eq!(faults("faults"), Faults::default());
        let long = faults("faults --long --seed 7 disk");
        assert_eq!(long, Faults { long: true, seed: Some(7), names: vec!["disk".to_owned()] });
        for wrong in ["faults --seed", "faults --seed x", "faults --lnog"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn all_is_measured_unless_something_is_named() {
        assert_eq!(parse("bench").unwrap(), Chore::Bench { names: Vec::new() });
        assert_eq!(parse("bench mail").unwrap(), Chore::Bench { names: vec!["mail".to_owned()] });
    }

    #[test]
    fn peers_are_measured_on_their_own() {
        let options = ["--only", "limit"].map(str::to_owned).to_vec();
        assert_eq!(parse("bench peers --only limit").unwrap(), Chore::Peers { options });
    }

    #[test]
    fn an_unknown_chore_is_named_in_the_refusal() {
        let refusal = parse("tset").unwrap_err().to_string();
        assert!(refusal.contains("\"tset\""), "{refusal}");
    }
}
