//! What is wrong with something that keeps things: the database, the store of files.

use std::error::Error;

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What a person has to do.
    pub ill: Ill,
    /// In its own words, for those who run the service.
    pub why: String,
}

/// How bad it is, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ill {
    /// It cannot be reached, or takes nothing for now: it may pass by itself.
    Away,
    /// Its disk is full: a person has to make room.
    Full,
    /// What it keeps is damaged: a person has to put a copy in its place.
    Damaged,
}

impl Trouble {
    /// Whether it is to be said, where this is known already. Each refusal has its own words: that it is
    /// still so is no news. Full stays full while it cannot be reached as well.
    pub fn is_news(&self, known: Option<&Self>) -> bool {
        known.is_none_or(|known| self.ill > known.ill)
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

/// What is wrong with JSON, and where. The error's own words quote what is written there, and this is logged.
pub fn json_mistake(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let mistake = match error.classify() {
        Category::Io => "input ended",
        Category::Syntax => "no JSON",
        Category::Data => "unexpected data",
        Category::Eof => "JSON ends too early",
    };
    format!("{mistake} at column {}", error.column())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged meanwhile, on this thread.
    pub(crate) fn logged(run: impl FnOnce()) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(log, run);
        let lines = lines.0.lock().unwrap().clone();
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn what_is_said_of_json_does_not_quote_it() {
        let error = serde_json::from_str::<u32>("\"Maria Rossi\"").unwrap_err();
        assert!(error.to_string().contains("Maria"), "else this is not needed any more: {error}");
        assert_eq!(json_mistake(&error), "unexpected data at column 13");
    }
}
