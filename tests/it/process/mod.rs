mod commands;
mod life;
mod limits;
pub mod program;
