//! Telegram: the only place that names teloxide.

pub mod api;
pub mod errors;
pub mod parse;
pub mod poll;
pub mod send;
pub mod setup;
