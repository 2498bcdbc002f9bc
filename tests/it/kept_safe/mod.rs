mod files;
mod set_aside;
mod webhook;
