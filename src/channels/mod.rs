//! The channels: each translates between its own protocol and the domain's words.

pub mod mail;
pub mod telegram;
