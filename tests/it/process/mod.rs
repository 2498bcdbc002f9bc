mod commands;
mod life;
mod limits;
mod mail_check;
pub mod program;
