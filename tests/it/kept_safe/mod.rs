mod away;
mod backup;
mod files;
mod groups;
mod mail;
mod migration;
mod set_aside;
mod start;
pub(crate) mod webhook;
