//! What is wrong with something that keeps things: the database, the store of files.

use std::error::Error;

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its disk is full: that passes only when a person makes room.
    pub is_full: bool,
    /// In its own words, for those who run the service.
    pub why: String,
}

impl Trouble {
    /// Whether it is to be said, where this is known already. Each refusal has its own words: that it is
    /// still so is no news. Full stays full while it cannot be reached as well.
    pub fn is_news(&self, known: Option<&Self>) -> bool {
        known.is_none_or(|known| self.is_full && !known.is_full)
    }
}

/// An error in its own words, with those of all that caused it: what is to be mended is often said by the last alone.
pub fn with_causes(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words.push_str(": ");
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    words
}
