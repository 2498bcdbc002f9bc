//! What a citizen answers to the question of the acknowledgement: a number, a place, or both.

use crate::domain::directory::Directory;
use crate::domain::event::Missing;
use crate::domain::ids::CategoryCode;
use crate::domain::place::Place;

use super::{manners, places};
use crate::conversation::naming::{Named, is_named, named};

/// Longer words are no place: they are added to the report. Characters.
const LONGEST_PLACE: usize = 160;

/// What an answer says of what was missing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Chosen {
    /// The category.
    pub category: Option<CategoryCode>,
    /// The place.
    pub place: Option<Place>,
    /// What was chosen for a category, and is not in use any more.
    pub retired: Option<CategoryCode>,
}

/// Reads an answer; none where it says nothing of what was asked. One that chooses what is not in use any more has chosen
/// nothing: it is asked again.
pub(super) fn read(directory: &Directory, missing: &Missing, text: &str) -> Option<Chosen> {
    let mut rest = text.trim();
    let mut chosen = Chosen::default();
    while let Some((number, after)) = leading_number(rest) {
        if let Some(code) = number.checked_sub(1).and_then(|at| missing.categories.get(at))
            && chosen.category.is_none()
            && chosen.retired.is_none()
        {
            if directory.retired_category(code).is_some() {
                chosen.retired = Some(code.clone());
            } else {
                chosen.category = Some(code.clone());
            }
        } else if number == missing.categories.len() + 1
            && let Some(position) = missing.position.filter(|_| missing.place)
        {
            chosen.place = Some(Place::at(position, None));
        } else {
            break;
        }
        rest = after;
    }
    if chosen.category.is_some()
        && let Named::Whole(code) = named(directory, rest)
        && chosen.category.as_ref() == Some(&code)
    {
        // The number, and the name behind it as the question has it.
        rest = "";
    }
    if chosen.category.is_none() && !missing.categories.is_empty() {
        let mut before =
            missing.categories.iter().filter_map(|code| directory.retired_category(code));
        match named(directory, rest) {
            // A whole answer is the category alone, also where it has the name of one of before.
            Named::Whole(code) => {
                rest = "";
                chosen.category = Some(code);
            }
            // Words that speak of it are a place only if they look like one; behind a number they are no choice.
            Named::Within(code) if chosen.retired.is_none() => {
                if !rest.contains(|c: char| c.is_ascii_digit()) && !places::is_street(rest) {
                    rest = "";
                }
                chosen.category = Some(code);
            }
            Named::Within(_) | Named::None => {
                let name = rest.trim_start_matches(|c: char| !c.is_alphabetic());
                if let Some(category) = before.find(|category| is_named(category, name)) {
                    chosen.retired = Some(category.code.clone());
                    rest = "";
                }
            }
        }
    }
    if chosen.place.is_none() && missing.place && !rest.is_empty() {
        chosen.place = places::found(rest).map(Place::typed).or_else(|| short(rest));
    }
    (chosen != Chosen::default()).then_some(chosen)
}

/// A few words in one line are the place themselves.
fn short(words: &str) -> Option<Place> {
    let lines: Vec<&str> =
        words.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).collect();
    let first = *lines.first()?;
    if lines.len() > 2 || first.chars().count() > LONGEST_PLACE {
        return None;
    }
    if manners::only_thanks(words) || words.trim_end().ends_with('?') {
        // Polite words, or a question: no place.
        return None;
    }
    if !manners::is_mannerly(words) {
        return Some(Place::typed(first));
    }
    // "Ok grazie" is no place; "davanti alla scuola, grazie" is one, and thanks.
    let names =
        |words: &str| places::is_street(words) || words.contains(|c: char| c.is_ascii_digit());
    let clauses = lines.iter().flat_map(|line| line.split([',', '.', ';', '!', ':']));
    let clauses: Vec<&str> = clauses
        .map(str::trim)
        .filter(|clause| !clause.is_empty() && !manners::is_mannerly(clause))
        .collect();
    let rest = clauses.join(", ");
    if names(&rest) || manners::says_where(&rest) {
        return Some(Place::typed(&rest));
    }
    names(first).then(|| Place::typed(first))
}

/// A number that stands by itself at the beginning, and what follows it.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    one_of_numbers(text, MOST_NUMBERS)
}

/// More numbers in a row are no choice.
const MOST_NUMBERS: usize = 3;

/// The same, where at most so many numbers stand in a row.
fn one_of_numbers(text: &str, most: usize) -> Option<(usize, &str)> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, after) = text.split_at_checked(digits)?;
    let number: usize = number.parse().ok()?;
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(c));
    let rest = after_and(rest);
    (most > 0 && stands_alone(after, rest, most)).then_some((number, rest))
}

/// What may stand between a number and what else is said.
const MARKS: &str = ".,;:)-=";

/// Words between two numbers that are both meant.
const AND: [&str; 8] = ["e", "ed", "and", "in", "ter", "und", "+", "&"];

/// What follows an "and" that another number stands after.
fn after_and(rest: &str) -> &str {
    let Some((word, next)) = rest.split_once(char::is_whitespace) else { return rest };
    let next = next.trim_start();
    let joins = AND.contains(&word.to_lowercase().as_str());
    if joins && next.starts_with(|c: char| c.is_ascii_digit()) { next } else { rest }
}

/// Whether a number before such words chooses something, and counts nothing: in "3 trees have fallen" it is no choice.
fn stands_alone(after: &str, rest: &str, most: usize) -> bool {
    let Some(first) = rest.split_whitespace().next() else { return true };
    let between = after.strip_suffix(rest).unwrap_or_default();
    if between.is_empty() {
        return false;
    }
    // "2.5 metres" and "2-3 trees" are no choice, "2 3" is two; "2. 3 trees" is one.
    if first.starts_with(|c: char| c.is_ascii_digit())
        && !between.contains('\n')
        && (between.trim().is_empty()
            || AND.contains(&between.trim().to_lowercase().as_str())
            || !between.ends_with(char::is_whitespace))
    {
        return one_of_numbers(rest, most - 1).is_some();
    }
    between.contains(|c: char| c == '\n' || MARKS.contains(c))
        || places::is_street(first)
        || manners::says_where(first)
        || manners::is_mannerly(first)
}
