//! What is wrong with something that keeps things: the database, the store of files.

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its disk is full: that passes only when a person makes room.
    pub is_full: bool,
    /// In its own words, for those who run the service.
    pub why: String,
}
