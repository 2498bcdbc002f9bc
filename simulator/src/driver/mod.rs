//! What a test does: it plays the people, reads what bots say, and makes things go wrong.

pub(crate) mod bot;
pub(crate) mod faults;
pub(crate) mod groups;
pub(crate) mod message;
pub(crate) mod people;
pub(crate) mod presses;
mod says;
pub(crate) mod seat;
pub(crate) mod simulator;
mod transcript;
mod waiting;
