mod check;
mod commands;
mod ingest;
mod invite;
mod life;
mod limits;
mod mail_check;
mod mail_logs;
pub mod program;
