mod commands;
mod ingest;
mod life;
mod limits;
mod mail_logs;
pub mod program;
