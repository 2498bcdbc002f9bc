//! What the stories need: databases, and a town.

pub mod balancer;
mod citizen;
pub mod databases;
pub mod disk;
pub mod facts;
pub mod letters;
pub mod line;
pub mod lmtp;
pub mod numbers;
#[allow(dead_code, reason = "not every one of its people has a story yet")]
pub mod offices;
pub mod pec;
pub mod pg_line;
pub mod post;
pub mod relay;
pub mod s3;
pub mod servers;
pub mod town;
mod urp;

pub use citizen::{drafts, without_photos};
pub use databases::Database;
pub(crate) use databases::{on_both, on_both_databases};
pub use offices::{Offices, OneGroup};
pub use town::Town;
pub use urp::{plans, says_as_shown, sends_as_shown};
