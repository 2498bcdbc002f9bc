mod commands;
mod life;
pub mod program;
