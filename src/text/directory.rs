//! The remarks in the file that `rispondo directory export` writes, in the town's own language.

use chrono::{DateTime, Utc};

use super::format::dated;
use super::plain;
use crate::domain::directory::Directory;

/// What the file is, of when, and how it is brought in again.
pub fn head(directory: &Directory, now: DateTime<Utc>) -> String {
    let lang = directory.staff_lang();
    plain!(lang, "directory-head", when = dated(directory, lang, now))
}

/// The same of a file that an import would refuse: its words.
pub fn head_with_mistake(directory: &Directory, now: DateTime<Utc>, mistake: &str) -> String {
    let before = plain!(directory.staff_lang(), "directory-mistake");
    format!("{}\n\n{before}\n{mistake}", head(directory, now))
}

/// Before the offices.
pub fn offices(directory: &Directory) -> String {
    plain!(directory.staff_lang(), "directory-offices")
}

/// Before the categories.
pub fn categories(directory: &Directory) -> String {
    plain!(directory.staff_lang(), "directory-categories")
}

/// Before the ready-made replies.
pub fn replies(directory: &Directory) -> String {
    plain!(directory.staff_lang(), "directory-replies")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    /// Each line is one of the file, behind `# `.
    #[test]
    fn the_head_is_no_wider_than_the_file() {
        let mut town = Directory::bare("Comune di Esempio".to_owned());
        for lang in Lang::SPOKEN {
            town.languages = vec![lang];
            let head = head(&town, "2026-11-30T18:40:00Z".parse().unwrap());
            assert!(head.lines().all(|line| line.chars().count() <= 100), "{head}");
            let first = head.lines().next().unwrap();
            assert!(first.contains("2026 19:40"), "when it was: {first}");
            assert!(head.contains("rispondo directory import"), "{head}");
        }
    }
}
