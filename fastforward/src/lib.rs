//! A town in fast-forward: years of reports through the service's own code, in minutes.
//!
//! Only the outermost calls are played: the Bot API's (`bot_api`) and the mail server's (`post`).
//! Updates come in as raw JSON, mails as raw bytes, timers by the scheduler; what goes out goes
//! through the real outbox. The clock stands still until the next thing is due.

mod audit;
mod bot_api;
mod chance;
mod citizens;
mod desk;
mod habits;
mod pace;
mod phrases;
mod post;
mod staff;
mod town;
mod trouble;
mod updates;
mod words;
mod world;
mod writers;

pub use audit::{Outcome, Times};
pub use town::Plan;

/// Plays a town.
///
/// # Errors
///
/// The service could not be started, or a step of its failed for good.
pub fn play(plan: Plan) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { town::Town::found(plan).await?.plays().await })
}
