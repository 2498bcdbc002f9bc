//! The PostgreSQL that the tests use: the one that the environment names, else a throwaway one.
//!
//! A throwaway cluster is held by a *keeper*, a second xtask process that lives as long as a pipe
//! from the first. When the first ends, in whatever way, the pipe closes and the keeper stops the
//! server and removes its folder. So neither Ctrl-C nor `kill -9` leaves a server behind, and no
//! signal handler is needed.

mod cluster;
mod keeper;
mod programs;
mod system;

use anyhow::Result;

pub use keeper::keep;
pub use system::is_root;

/// The variable in which the tests find a server; the one who runs them may set it.
pub const VARIABLE: &str = "RISPONDO_TEST_POSTGRES";

/// A server on which tests may create databases.
pub enum Database {
    /// It was named in the environment, and is left alone.
    Given(String),
    /// It is ours, and goes when this value is dropped.
    Throwaway(keeper::Keeper),
}

impl Database {
    /// The address, as libpq and sqlx read it.
    pub fn url(&self) -> &str {
        match self {
            Self::Given(url) => url,
            Self::Throwaway(keeper) => keeper.url(),
        }
    }
}

/// Finds or makes a server, installing PostgreSQL where that is possible.
pub fn obtain() -> Result<Database> {
    match std::env::var(VARIABLE) {
        Ok(url) if !url.trim().is_empty() => Ok(Database::Given(url)),
        _ => {
            let programs = programs::find_or_install()?;
            keeper::Keeper::start(&programs, false).map(Database::Throwaway)
        }
    }
}

/// Makes a server that syncs its commits to disk, as a town's would.
pub fn obtain_durable() -> Result<Database> {
    let programs = programs::find_or_install()?;
    keeper::Keeper::start(&programs, true).map(Database::Throwaway)
}
