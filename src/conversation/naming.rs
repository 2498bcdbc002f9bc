//! The category that a citizen's words name.

use crate::domain::directory::{Category, Directory};
use crate::domain::ids::CategoryCode;

/// A category that words name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// They are its name or one of its keywords.
    Whole(CategoryCode),
    /// They speak of one, and only one.
    Within(CategoryCode),
    /// None, or several.
    None,
}

/// The category that a text names.
pub(super) fn named(directory: &Directory, text: &str) -> Named {
    let text = folded(text);
    let mut within = Vec::new();
    for category in directory.categories_in_use() {
        let names = category.name.0.values().chain(&category.keywords);
        for name in names.map(|name| folded(name)).filter(|name| !name.trim().is_empty()) {
            if name == text {
                return Named::Whole(category.code.clone());
            }
            if text.contains(&name) {
                within.push(&category.code);
            }
        }
    }
    within.dedup();
    match within.as_slice() {
        [one] => Named::Within((*one).clone()),
        _ => Named::None,
    }
}

/// Whether a text is the category's name, or one of its keywords.
pub(super) fn is_named(category: &Category, text: &str) -> bool {
    let text = folded(text);
    let mut names = category.name.0.values().chain(&category.keywords).map(|name| folded(name));
    names.any(|name| !name.trim().is_empty() && name == text)
}

/// Lower-case words between single spaces, one before and one after: whole words are then found
/// as parts of the text.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric());
    let mut folded = String::from(" ");
    for word in words.filter(|word| !word.is_empty()) {
        folded.push_str(word);
        folded.push(' ');
    }
    folded
}
