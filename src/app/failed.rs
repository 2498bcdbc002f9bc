//! `rispondo failed`: updates that could not be processed.

use std::process::ExitCode;

use tokio::sync::mpsc;

use super::mail::mailroom;
use super::{files, greeting};
use crate::channels::telegram::api::Api;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::database::DatabaseConfig;
use crate::intake::{Intake, Wakes};
use crate::store::Store;

/// Prints them, a line each, without what people wrote.
pub(super) async fn list(database: &DatabaseConfig) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(super::address(database)).await?;
    let failed = store.failed().await?;
    if failed.is_empty() {
        println!("Nothing is set aside.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{:>6}  {:<20}  {:>8}  error", "number", "came", "attempts");
    for one in failed {
        let came = one.at.format("%Y-%m-%d %H:%M:%S");
        println!("{:>6}  {came:<20}  {:>8}  {}", one.id, one.attempts, one.error);
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs them again: all, or those with these numbers. What they cause is sent by the service.
pub(super) async fn retry(config: &Config, ids: &[i64]) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(super::address(&config.database)).await?;
    let bot = bot_name(config, &store).await?;
    // Presses are too old to be ended, and a running service finds new rows by itself.
    let (notices, _unheard) = mpsc::channel(1_000);
    let (clock, wakes) = (Clock::system(), Wakes::default());
    let mut intake = Intake::new(store.clone(), clock, wakes, notices, &bot);
    if let Some(mail) = &config.mail {
        let blobs = files::open(&store, &config.blobs).await?.blobs;
        intake = intake.with_mail(mailroom(mail, &blobs));
    }
    let mut left = 0;
    let failed = store.failed().await?;
    for id in ids.iter().filter(|id| failed.iter().all(|one| one.id != **id)) {
        println!("{id}: nothing of that number is set aside");
        left += 1;
    }
    for one in failed {
        if !ids.is_empty() && !ids.contains(&one.id) {
            continue;
        }
        match intake.retry(&one.source, &one.raw).await {
            Ok(()) => {
                store.failed_done(one.id).await?;
                println!("{}: processed", one.id);
            }
            Err(error) => {
                store.failed_again(one.id, &error).await?;
                println!("{}: failed again: {error}", one.id);
                left += 1;
            }
        }
    }
    Ok(if left == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The bot's name, as the service was told it last: what is run again needs no answer of Telegram.
async fn bot_name(config: &Config, store: &Store) -> anyhow::Result<String> {
    if let Some(bot) = store.bot_name().await? {
        return Ok(bot);
    }
    let api = Api::new(&config.telegram.api_url, config.telegram.token.clone())?;
    let me = api.me().await.map_err(|error| greeting::no_answer(&error))?;
    Ok(me.username)
}
