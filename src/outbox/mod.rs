//! The only way out: claim, pace, send, record. And what goes beside it: files to fetch, notices.

pub mod cards;
mod counted;
mod courier;
pub mod fetch;
mod held;
mod lost;
pub mod mail;
mod members;
mod memory;
pub mod no_outlet;
pub mod notices;
pub mod pace;
mod photos;
mod record;
pub mod sender;
mod suspects;
