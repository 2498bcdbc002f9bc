mod away;
mod files;
mod groups;
mod migration;
mod set_aside;
mod webhook;
