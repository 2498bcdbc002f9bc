mod away;
mod files;
mod groups;
mod mail;
mod migration;
mod set_aside;
pub mod webhook;
