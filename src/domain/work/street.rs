//! Whether the words of a place name a street, however people write it.

use unicode_normalization::char::is_combining_mark;

use crate::domain::search::fold;
use crate::domain::street::{is_small_in_address, kind, short_of_written};

/// Saints, cut short.
const SAINTS: [(&str, &str); 3] = [("ss.", "santi"), ("s.", "san"), ("s", "san")];

/// How many words may stand between the kind and the part of the name that is looked for: a first
/// name or two that the other side leaves out.
const BETWEEN: usize = 2;

/// The streets that somebody listed: one a line, or with commas, or *e* before another kind.
pub fn streets(text: &str) -> Vec<String> {
    let mut streets: Vec<String> = Vec::new();
    for part in text.split(['\n', ',', ';']) {
        let mut street = String::new();
        for word in part.split_whitespace() {
            let joined = street
                .rsplit(' ')
                .next()
                .is_some_and(|last| ["e", "ed", "and"].contains(&last.to_lowercase().as_str()));
            if joined && is_kind(word) {
                let whole = street.rsplit_once(' ').map_or("", |(whole, _)| whole).to_owned();
                streets.push(whole);
                street.clear();
            }
            if !street.is_empty() {
                street.push(' ');
            }
            street.push_str(word);
        }
        streets.push(street);
    }
    streets.retain(|street| !tokens(street).is_empty());
    streets
}

fn is_kind(word: &str) -> bool {
    tokens(word).first().is_some_and(|word| is_kind_name(word))
}

/// Whether it is a kind, written out.
fn is_kind_name(word: &str) -> bool {
    kind(word).is_some()
}

/// Whether the words of a place name that street. House numbers may follow, first names may be left
/// out or cut to a letter; *viale Battisti* is not *via Battisti*.
pub fn named_in(street: &str, place: &str) -> bool {
    let street = tokens(street);
    let place = tokens(place);
    let kind = street.first().filter(|word| is_kind_name(word)).cloned();
    let name: Vec<&str> = street
        .iter()
        .skip(usize::from(kind.is_some()))
        .map(String::as_str)
        .filter(|word| !is_small_in_address(word))
        .collect();
    let place: Vec<&str> =
        place.iter().map(String::as_str).filter(|word| !is_small_in_address(word)).collect();
    let Some(last) = name.last() else {
        return false;
    };
    let whole = (0..place.len()).any(|at| {
        let rest = place.get(at..).unwrap_or_default();
        let alike = rest.len() >= name.len() && name.iter().zip(rest).all(|(a, b)| same(a, b));
        alike && kind_agrees(kind.as_deref(), &place, at)
    });
    // The family name alone, right after the kind: "via Battisti 12" in via Cesare Battisti.
    let short = || {
        name.len() > 1
            && !is_number(last)
            && place.windows(2).any(|pair| match pair {
                [before, word] => kind.as_deref() == Some(*before) && word == last,
                _ => false,
            })
    };
    whole || short()
}

/// Whether the kind that stands before the name in the place, if one does, is that of the street.
fn kind_agrees(kind: Option<&str>, place: &[&str], at: usize) -> bool {
    let before = place.get(..at).unwrap_or_default();
    let nearest = before.iter().rev().take(BETWEEN + 1).take_while(|word| !is_number(word));
    let nearest = nearest.into_iter().find(|word| is_kind_name(word));
    match (kind, nearest) {
        (Some(kind), Some(nearest)) => kind == *nearest,
        // Without its kind, the name must not be the end of a longer one.
        (_, None) => before.is_empty() || before.last().is_some_and(|word| !is_capital(word)),
        (None, Some(_)) => true,
    }
}

/// Titles and first words of names after which a name is another one.
fn is_capital(word: &str) -> bool {
    ["san", "santa", "santo", "sant", "santi", "monte"].contains(&word)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

/// The same word, or one of them its first letter: *C. Battisti*.
fn same(one: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| {
        let mut letters = short.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => letter.is_alphabetic() && long.starts_with(letter),
            _ => false,
        }
    };
    one == other || initial(one, other) || initial(other, one)
}

/// The saint that a written word begins with, and the rest of the word.
fn saint(written: &str) -> Option<(&'static str, &str)> {
    SAINTS.iter().find_map(|(short, whole)| {
        let rest = written.strip_prefix(short)?;
        (rest.is_empty() || short.ends_with('.')).then_some((*whole, rest))
    })
}

/// The words of a text as they are compared: folded, single letters kept, kinds written out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let lower = text.to_lowercase();
    for (place, written) in lower.split_whitespace().enumerate() {
        let mut written = written.trim_matches(|end: char| "(),;:".contains(end));
        // "p.zza" anywhere, "v." and "p." only where a kind can stand.
        let short = short_of_written(written, place == 0).or_else(|| saint(written));
        if let Some((whole, rest)) = short {
            tokens.push(whole.to_owned());
            written = rest;
        }
        let apart = |letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter);
        for word in written.split(apart).filter(|word| !word.is_empty()) {
            let folded = fold(word);
            if folded.is_empty() {
                tokens.push(word.to_owned());
            }
            tokens.extend(folded);
        }
    }
    tokens
}
