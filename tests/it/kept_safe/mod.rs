mod files;
mod groups;
mod set_aside;
mod webhook;
