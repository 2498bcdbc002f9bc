//! What the service is about, as plain values and pure functions: no clock, database or network.
//!
//! Everything else depends on this module; it depends on nothing of ours.

pub mod chase;
pub mod command;
pub mod dates;
pub mod decide;
pub mod desk;
pub mod directory;
pub mod directory_rows;
pub mod event;
pub mod figures;
pub mod ids;
pub mod inbound;
pub mod joined;
pub mod lang;
pub mod mail;
pub mod near;
pub mod outgoing;
pub mod people;
pub mod place;
pub mod press;
pub mod promise;
pub mod report;
pub mod rights;
pub mod search;
pub mod state;
pub mod step;
pub mod street;
pub mod task;
pub mod timer;
pub mod town;
pub mod trouble;
pub mod work;
pub mod zone;
