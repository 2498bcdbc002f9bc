//! A Telegram Bot API server for tests and demonstrations of any bot.
//!
//! The bot under test speaks to it over HTTP as to the real one: it polls or sets a webhook, sends,
//! edits, answers presses, and is refused in the real words. The test plays the people: it types,
//! presses buttons, blocks the bot, and reads what the bot said. A test that leaves something said
//! unread fails, so silence needs no assertion.
//!
//! ```no_run
//! # async fn story() -> std::io::Result<()> {
//! use simulator::Simulator;
//!
//! let sim = Simulator::start().await?;
//! let bot = sim.add_bot("111:TOKEN", "example_bot");
//! // … start the bot under test with `sim.api_url()` …
//! let maria = sim.user("Maria").language("it").create();
//! let chat = maria.private(&bot);
//! chat.starts();
//! let welcome = chat.next().await;
//! let press = chat.presses(&welcome, "Report a problem");
//! assert_eq!(press.answer().await, None);
//! sim.finish();
//! # Ok(())
//! # }
//! ```
//!
//! Time is the system's plus what the test adds with [`Simulator::advance`]: updates and presses
//! expire by it, flood limits and webhook retries obey it. No test sleeps.

mod clock;
mod driver;
mod error;
mod html;
mod http;
mod methods;
mod samples;
mod shared;
mod text;
mod webhook;
mod world;

pub use driver::bot::Bot;
pub use driver::faults::Faults;
pub use driver::groups::{Group, GroupBuilder};
pub use driver::message::{Button, Message, MessageRef, Sent};
pub use driver::people::{User, UserBuilder};
pub use driver::presses::Press;
pub use driver::seat::Seat;
pub use driver::simulator::Simulator;
pub use error::ApiError;
pub use methods::{ANSWER_LIMIT, CALLBACK_DATA_LIMIT};
pub use samples::jpeg;
pub use text::{CAPTION_LIMIT, TEXT_LIMIT};
pub use world::ANONYMOUS_ADMIN;
pub use world::faults::Fault;
pub use world::files::DOWNLOAD_LIMIT;
pub use world::log::Call;
pub use world::presses::Answer;
