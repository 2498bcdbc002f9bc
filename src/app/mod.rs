//! From arguments to configuration to wiring: nothing is wired elsewhere.

mod check;
mod directory;
mod export;
mod failed;
mod files;
mod gap;
mod greeting;
mod ingest;
mod inputs;
mod invite;
mod kept;
pub mod mail;
mod mailbox;
mod new_file;
mod roles;
mod scrape;
pub mod service;
mod silence;
mod standing;
mod updates;

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::cli::{Cli, Command, DirectoryCommand, FailedCommand, FilesCommand, MailCommand};
use crate::clock::Clock;
use crate::config::database::DatabaseConfig;
use crate::config::names::Unknown;
use crate::config::{self, Config, log::LogFormat};
use crate::domain::mail::Account;
use crate::store::{Address, Store};

/// The whole program: arguments, configuration, logs, runtime, and the command.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let in_file = match config::env_file::load() {
        Ok(names) => names,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let quiet = matches!(cli.command, Command::Demo { .. } | Command::Check);
    if let Err(error) = logs(quiet) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    if !quiet {
        say_where_it_panics();
    }
    // The database's writer has a thread of its own: on a small server the two share its cores.
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let workers = cores.saturating_sub(1).max(1);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = match runtime.worker_threads(workers).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("the runtime cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let unknown = config::names::unknown(set, &in_file);
    let ended = runtime.block_on(run(cli.command, &unknown));
    // A name that is still being looked up, or a disk that hangs, holds up nobody's end: what counts is done.
    runtime.shutdown_background();
    match ended {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The environment of the process.
fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

fn logs(quiet: bool) -> Result<(), config::ConfigError> {
    let format = config::log::format(&environment)?;
    let otherwise = if quiet { LevelFilter::OFF } else { LevelFilter::INFO };
    let levels = config::log::levels(&environment, otherwise)?;
    // In a file or a pipe colours would be signs between the words.
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(levels)).init();
    Ok(())
}

/// A panic is logged by its place alone: its words may be those of the people whose mail was being read.
fn say_where_it_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "service.panicked");
    }));
}

async fn run(command: Command, unknown: &BTreeSet<Unknown>) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => {
            for one in unknown {
                tracing::warn!("config.unknown: {one}");
            }
            serve().await
        }
        Command::Demo { locale, keep } => crate::demo::run(locale, keep).await,
        Command::Check => check::run(&environment, unknown).await,
        Command::Migrate => {
            store().await?;
            println!("The tables are up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Backup { file } => backup(&file),
        Command::Directory(DirectoryCommand::Import { file }) => import(file).await,
        Command::Directory(DirectoryCommand::Export { file }) => {
            export::run(&database()?, file.as_deref(), Clock::system().now()).await
        }
        Command::Invite(wish) => {
            let config = Config::read(&environment)?;
            invite::run(&config, &clock(&config), wish).await
        }
        Command::Mail(MailCommand::Ingest { envelope_from, pec, files }) => {
            let account = if pec { Account::Pec } else { Account::Mail };
            ingest::run(&environment, ingest::Mails { files, envelope_from, account }).await
        }
        Command::Mail(MailCommand::Show { of, to }) => {
            let blobs = config::blobs::BlobConfig::read(&environment)?;
            kept::show(&database()?, &blobs, of, to.as_deref()).await
        }
        Command::Files(FilesCommand::Adopt) => {
            let blobs = config::blobs::BlobConfig::read(&environment)?;
            files::adopt(&database()?, &blobs).await
        }
        Command::Failed(FailedCommand::List) => failed::list(&database()?).await,
        Command::Failed(FailedCommand::Retry { ids }) => {
            let config = Config::read(&environment)?;
            failed::retry(&config, &ids).await
        }
    }
}

async fn serve() -> anyhow::Result<ExitCode> {
    let config = Config::read(&environment)?;
    let clock = clock(&config);
    // Listened for from the beginning: a start may wait long for Telegram.
    let mut told = std::pin::pin!(terminated());
    let mut service = tokio::select! {
        biased;
        () = &mut told => return Ok(ExitCode::SUCCESS),
        started = service::Service::start(config, clock) => started?,
    };
    tracing::info!("service.started");
    let why = tokio::select! {
        () = told => None,
        why = service.failed() => Some(why),
    };
    tracing::info!("service.stopping");
    service.stop().await?;
    match why {
        None => Ok(ExitCode::SUCCESS),
        Some(why) => anyhow::bail!(why),
    }
}

fn clock(config: &Config) -> Clock {
    match &config.clock_offset_file {
        Some(file) => Clock::with_offset_file(file.clone()),
        None => Clock::system(),
    }
}

/// Resolves on SIGTERM or Ctrl-C.
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        // Without a handler the signal ends the process by itself.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Where the database is, in the words of the store.
fn address(config: &DatabaseConfig) -> Address {
    Address {
        url: config.url.0.clone(),
        pooled: config.pooled,
        direct: config.direct.as_ref().map(|url| url.0.clone()),
    }
}

/// The database alone, for commands that need nothing else.
async fn store() -> anyhow::Result<Store> {
    Ok(Store::open(address(&database()?)).await?)
}

/// Which database.
fn database() -> Result<DatabaseConfig, config::ConfigError> {
    DatabaseConfig::read(&environment)
}

/// Copies the database, and says what belongs to it.
fn backup(file: &Path) -> anyhow::Result<ExitCode> {
    let blobs = config::blobs::BlobConfig::read(&environment)?;
    Store::back_up(address(&database()?), file, Clock::system().now())?;
    println!("The database as it is now is in {}.", file.display());
    println!("Now copy the photos and mails that it names: {blobs}");
    Ok(ExitCode::SUCCESS)
}

async fn import(file: Option<std::path::PathBuf>) -> anyhow::Result<ExitCode> {
    let file = match file {
        Some(file) => file,
        None => config::directory_file(&environment)
            .context("name the file: rispondo directory import FILE, or set DIRECTORY_FILE")?,
    };
    let summary = directory::import_directory(&store().await?, &file, &Clock::system()).await?;
    println!("{summary}");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::trouble::tests::logged;

    #[test]
    fn a_panic_is_logged_by_its_place_without_its_words() {
        let hook = std::panic::take_hook();
        let log = logged(|| {
            say_where_it_panics();
            let panicked = std::panic::catch_unwind(|| panic!("the words of Maria Rossi"));
            assert!(panicked.is_err());
        });
        std::panic::set_hook(hook);
        assert!(log.contains("service.panicked") && log.contains("src/app/mod.rs:"), "{log}");
        assert!(!log.contains("Maria"), "{log}");
    }
}
