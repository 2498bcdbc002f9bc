//! Folded words: how a report is indexed, and how /find asks for it. Both sides use this.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Of a word so much is compared, characters: what is longer has no place in an index of PostgreSQL.
const LONGEST: usize = 64;

/// The words of a text as search compares them: lower case, without accents, cut to a length, each once, in order of
/// appearance. Single letters are left out, single digits are not (house numbers).
pub fn fold(text: &str) -> Vec<String> {
    let mut words = fold_all(text);
    // A long mail has very many.
    let mut known = HashSet::new();
    words.retain_mut(|word| {
        word.truncate(cut(word).len());
        let kept = word.chars().nth(1).is_some() || word.chars().all(char::is_numeric);
        kept && known.insert(word.clone())
    });
    words
}

/// A folded word as far as it is compared.
pub fn cut(word: &str) -> &str {
    let end = word.char_indices().nth(LONGEST).map(|(end, _)| end);
    end.and_then(|end| word.get(..end)).unwrap_or(word)
}

/// All words of a text so folded, in order, single letters and repetitions as well.
pub fn fold_all(text: &str) -> Vec<String> {
    let words = |flat: &str| {
        let words = flat.split(|character: char| !character.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    if text.is_ascii() {
        return words(&text.to_ascii_lowercase());
    }
    let flat: String = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .fold(String::with_capacity(text.len()), |mut flat, character| {
            match undecomposed(character) {
                Some(letters) => flat.push_str(letters),
                None => flat.push(character),
            }
            flat
        });
    words(&flat)
}

/// Letters of the region's languages that Unicode does not take apart.
fn undecomposed(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'đ' => "d",
        'ł' => "l",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_however_they_are_written() {
        assert_eq!(fold("Città, CITTA' e città"), ["citta"]);
        assert_eq!(fold("Luknja v Škofiji, Straße 7/b"), ["luknja", "skofiji", "strasse", "7"]);
        assert_eq!(fold("via dell'Università 12"), ["via", "dell", "universita", "12"]);
        assert_eq!(fold("2026-000123"), ["2026", "000123"]);
        assert_eq!(fold(" – ! "), Vec::<String>::new());
    }

    #[test]
    fn a_word_without_end_is_found_by_its_beginning() {
        let long = "è".repeat(4_000);
        assert_eq!(fold(&format!("{long}a {long}b fine")), ["e".repeat(64), "fine".to_owned()]);
    }

    #[test]
    fn a_text_of_very_many_words_has_each_once_and_in_order() {
        let words: Vec<String> = (0..50_000).map(|number| format!("word{number}")).collect();
        let text = words.join(" ");
        assert_eq!(fold(&format!("{text} {text}")), words);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,80}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once.join(" ")), once);
        }
    }
}
