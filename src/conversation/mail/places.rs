//! An address in a citizen's words.

/// Words that a street's name begins with.
const STREETS: [&str; 22] = [
    "via",
    "viale",
    "piazza",
    "piazzale",
    "piazzetta",
    "corso",
    "largo",
    "vicolo",
    "strada",
    "salita",
    "scala",
    "androna",
    "riva",
    "borgo",
    "contrada",
    "lungomare",
    "passeggio",
    "calle",
    "campo",
    "rione",
    "v.le",
    "p.zza",
];
/// Small words within a street's name.
const SMALL: [&str; 16] = [
    "di", "del", "della", "dello", "dei", "delle", "degli", "d", "da", "dal", "de", "e", "la",
    "le", "al", "xx",
];
/// Words of a street's name before its number, at most.
const LONGEST: usize = 6;

/// A street with its number, if the words name exactly one: `via Roma 12`.
pub(super) fn found(words: &str) -> Option<String> {
    let mut all: Vec<String> = words.lines().flat_map(in_line).collect();
    all.sort_by_key(|place| place.to_lowercase());
    all.dedup_by_key(|place| place.to_lowercase());
    match all.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Whether words name a street, with or without a number.
pub(super) fn is_street(words: &str) -> bool {
    let opening = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        STREETS.contains(&bare.to_lowercase().as_str())
    };
    words.split_whitespace().any(opening)
}

fn in_line(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let opening = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if STREETS.contains(&opening.to_lowercase().as_str())
            && let Some(rest) = words.get(at + 1..)
            && let Some(rest) = street(rest)
        {
            places.push(format!("{opening} {rest}"));
        }
    }
    places
}

/// The name and number that follow: capitalised words, then a number.
fn street(words: &[&str]) -> Option<String> {
    let mut name: Vec<&str> = Vec::new();
    for word in words.iter().take(LONGEST + 1) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '\'');
        let lower = bare.to_lowercase();
        if is_number(bare) && !name.is_empty() {
            name.push(bare);
            return Some(name.join(" "));
        }
        let proper =
            bare.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric());
        let mark = ["n", "nr", "civico", "numero"].contains(&lower.as_str());
        if mark {
            continue;
        }
        if !proper && !SMALL.contains(&lower.as_str()) {
            return None;
        }
        name.push(bare);
        // A sentence that ends here has no number to come.
        if word.ends_with(['.', ';', ':', '!', '?']) && bare.len() > 2 {
            return None;
        }
    }
    None
}

/// A house number: `12`, `12/a`, `12B`.
fn is_number(word: &str) -> bool {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let rest: Vec<char> = word.chars().skip(digits).collect();
    (1..=4).contains(&digits)
        && rest.len() <= 3
        && rest.iter().all(|c| *c == '/' || c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_with_its_number_is_the_place() {
        let place = |words: &str| found(words);
        assert_eq!(
            place("C'è una buca in via Roma 12, davanti al bar"),
            Some("via Roma 12".into())
        );
        assert_eq!(
            place("In Via dei Mille, n. 7/a manca la luce"),
            Some("Via dei Mille 7/a".into())
        );
        assert_eq!(place("viale XX Settembre 40"), Some("viale XX Settembre 40".into()));
        // Two of them: the citizen is asked.
        assert_eq!(place("Da via Roma 1 a via Milano 3"), None);
        assert_eq!(place("via Roma 1 (sì, via Roma 1)"), Some("via Roma 1".into()));
        // No number, or no street: the citizen is asked.
        assert_eq!(place("Buca in via Roma"), None);
        assert_eq!(place("In via eccezionale chiedo 3 cose"), None);
        assert_eq!(place("Ho chiamato 12 volte"), None);
    }
}
