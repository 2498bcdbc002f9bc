//! An address in a citizen's words.

use crate::domain::street::{is_kind_in_prose, is_number_mark, is_small};

/// Words of a street's name before its number, at most.
const LONGEST: usize = 6;

/// Words before a street in which somebody lives.
const LIVES: &[&str] = &[
    // Italian.
    "residente",
    "residenti",
    "residenza",
    "risiede",
    "risiedo",
    "abitante",
    "abito",
    "domiciliato",
    "domiciliata",
    "domicilio",
    "nato",
    "nata",
    // English.
    "resident",
    "residing",
    "living",
    "live",
    // Slovene.
    "stanujem",
    "stanujoč",
    "stanujoča",
    "živim",
    "prebivam",
    // German.
    "wohnhaft",
    "wohne",
    "wohnen",
];
/// The same of two words: `davanti all'ufficio postale in via Roma 12` is where something is.
const WORKS: &[(&str, &str)] = &[
    ("in", "ufficio"),
    ("mio", "ufficio"),
    ("nostro", "ufficio"),
    ("in", "studio"),
    ("mio", "studio"),
    ("nostro", "studio"),
    ("studio", "legale"),
    ("my", "office"),
    ("our", "office"),
    ("im", "büro"),
    ("mein", "büro"),
    ("meinem", "büro"),
    ("v", "pisarni"),
    ("moji", "pisarni"),
];
/// So many words before a street belong to it.
const BEFORE: usize = 4;
/// How the last lines of a letter begin.
const CLOSINGS: &[&str] = &[
    "cordiali saluti",
    "distinti saluti",
    "cordialmente",
    "saluti",
    "un saluto",
    "un cordiale saluto",
    "in fede",
    "grazie",
    "ringrazio",
    "ringraziando",
    "best regards",
    "kind regards",
    "warm regards",
    "regards",
    "sincerely",
    "yours",
    "thanks",
    "thank you",
    "many thanks",
    "lep pozdrav",
    "lepo pozdravljeni",
    "lepe pozdrave",
    "s spoštovanjem",
    "hvala",
    "mit freundlichen",
    "freundliche grüße",
    "viele grüße",
    "liebe grüße",
    "beste grüße",
    "grüße",
    "hochachtungsvoll",
    "danke",
    "vielen dank",
];
/// More words are more than a closing.
const LONGEST_CLOSING: usize = 6;

/// A street with its number, if the words name exactly one: `via Roma 12`. Where somebody lives or works is
/// not where the problem is: as they say it, below the end of a letter, and above a postcode.
pub(super) fn found(words: &str) -> Option<String> {
    let marked: Vec<&str> = words.lines().collect();
    let lines: Vec<&str> =
        marked.iter().map(|line| line.trim_start_matches(['>', ' ', '\t'])).collect();
    let mut all: Vec<String> = Vec::new();
    let (mut said, mut closed, mut quoted) = (false, false, false);
    for (at, (line, marked)) in lines.iter().zip(&marked).enumerate() {
        let is_quote = marked.starts_with('>');
        // Another letter begins here: it has an end of its own.
        if (is_quote && !quoted) || begins_another(line) {
            closed = false;
        } else if said && is_closing(line) {
            closed = true;
        }
        quoted = is_quote;
        said |= line.chars().any(char::is_alphanumeric);
        let below = lines.get(at + 1).copied().unwrap_or_default();
        if !closed && !is_town(below) {
            all.extend(in_line(line));
        }
    }
    all.sort_by_key(|place| place.to_lowercase());
    all.dedup_by_key(|place| place.to_lowercase());
    match all.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The end of a letter: below it stand names and addresses.
fn is_closing(line: &str) -> bool {
    let short = line.split_whitespace().nth(LONGEST_CLOSING).is_none();
    let line = line.trim_start().to_lowercase();
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    short && CLOSINGS.iter().any(|closing| line.strip_prefix(closing).is_some_and(ends))
}

/// The beginning of a letter that is passed on.
fn begins_another(line: &str) -> bool {
    let from = ["da:", "from:", "von:", "od:"];
    let ruled = line.starts_with("---") && line.ends_with("---");
    let lower = line.to_lowercase();
    ruled || from.iter().any(|label| lower.starts_with(label))
}

/// A postcode and a town alone: `34100 Trieste`, `SI-6000 Koper`.
fn is_town(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let code = words.next().unwrap_or_default().trim_start_matches(|c: char| !c.is_ascii_digit());
    let named = words.next().is_some_and(|name| name.starts_with(char::is_uppercase));
    let digits = code.chars().all(|c| c.is_ascii_digit());
    digits && (4..=5).contains(&code.len()) && named && words.nth(2).is_none()
}

/// Whether words before a street say that somebody lives or works there.
fn is_home(before: &[&str]) -> bool {
    let near = before.iter().rev().take(BEFORE);
    // A sentence that has ended says nothing of the next.
    let near = near.take_while(|word| !word.ends_with(['.', ';', ':', '!', '?']));
    let near: Vec<String> = near
        .map(|word| word.to_lowercase())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect();
    near.iter().any(|word| LIVES.contains(&word.as_str()))
        || near.windows(2).any(|two| {
            matches!(two, [second, first] if WORKS.contains(&(first.as_str(), second.as_str())))
        })
}

/// Whether words name a street, with or without a number.
pub(super) fn is_street(words: &str) -> bool {
    let opening = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        is_kind_in_prose(&bare.to_lowercase())
    };
    words.split_whitespace().any(opening)
}

fn in_line(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut places = Vec::new();
    let mut after = 0;
    for (at, word) in words.iter().enumerate() {
        if at < after {
            // Part of the name before: via Campo Marzio.
            continue;
        }
        let opening = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if is_kind_in_prose(&opening.to_lowercase())
            && let Some(rest) = words.get(at + 1..)
            && let Some((rest, taken)) = street(rest)
        {
            after = at + 1 + taken;
            if !is_home(words.get(..at).unwrap_or_default()) {
                places.push(format!("{opening} {rest}"));
            }
        }
    }
    places
}

/// The name and number that follow, capitalised words and then a number; and how many words they are.
fn street(words: &[&str]) -> Option<(String, usize)> {
    let mut name: Vec<&str> = Vec::new();
    let mut is_named = false;
    for (at, word) in words.iter().take(LONGEST + 1).enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '\'');
        let lower = bare.to_lowercase();
        if is_number(bare) && is_named {
            name.push(bare);
            return Some((name.join(" "), at + 1));
        }
        let proper =
            bare.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric());
        if is_number_mark(bare) {
            continue;
        }
        if (!proper && !is_small(&lower) && lower != "xx") || is_link(bare) {
            return None;
        }
        // Small words and numbers alone are no name: "la strada da 3 giorni".
        is_named |= bare.starts_with(char::is_uppercase);
        name.push(bare);
        // A sentence that ends here has no number to come.
        if word.ends_with(['.', ';', ':', '!', '?']) && bare.len() > 2 {
            return None;
        }
    }
    None
}

/// What is no word of a street but the name of a page: it must not come back in a mail of ours.
fn is_link(word: &str) -> bool {
    let Some((first, rest)) = word.split_once('.') else { return false };
    // `S.Giovanni` is a saint: what follows a point in a name begins with a capital, and holds no path.
    let long = first.chars().count() > 1 && rest.split('.').all(|part| part.chars().count() > 1);
    long || rest.contains('/') || rest.starts_with(char::is_lowercase)
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
    use crate::domain::near::street_key;
    use crate::domain::place::Place;
    use crate::domain::street::{KINDS, SHORT, Short, Sure};
    use crate::domain::work::named_in;

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
        for page in ["Www.spam.example", "T.me/Cheappills", "X.com", "Bit.ly/Ab3"] {
            assert_eq!(place(&format!("In Via {page} 12")), None, "{page}");
        }
        assert_eq!(place("In via S.Giovanni 12"), Some("via S.Giovanni 12".into()));
        // A name has a word of its own, and may have in it what others begin with.
        assert_eq!(place("La strada da 3 giorni è allagata"), None);
        assert_eq!(place("Hanno portato via le 12 sedie"), None);
        assert_eq!(
            place("La strada da 3 giorni è allagata, in via Roma 12"),
            Some("via Roma 12".into())
        );
        for whole in ["via Campo Marzio 12", "via del 25 Aprile 7", "via 25 Aprile 7"] {
            assert_eq!(place(&format!("Una buca in {whole}")), Some(whole.into()));
        }
    }

    /// All who read addresses know the same kinds.
    #[test]
    fn each_kind_of_street_is_known_to_everybody() {
        let written = |short: &Short| (short.written, short.kind, Sure::Always, short.begins);
        let kinds = KINDS.iter().map(|kind| (kind.name, kind.name, kind.sure, false));
        for (word, kind, sure, begins) in kinds.chain(SHORT.iter().map(written)) {
            let (address, whole) = (format!("{word} Roma 12"), format!("{kind} Roma"));
            assert_eq!(street_key(&address), Some(format!("{kind} roma")), "{address}");
            assert!(named_in(&whole, &address), "{address}");
            let other = if kind == "corso" { "via" } else { "corso" };
            assert!(!named_in(&format!("{other} Roma"), &address), "{address}");
            let street = Place::typed(address.as_str()).street().map(str::to_owned);
            assert_eq!(street, Some(format!("{word} Roma")));
            // With a point behind it, or for several things, it is in prose anything.
            let unsure = sure == Sure::Seldom || begins || word.ends_with('.');
            let found = found(&format!("Una buca: {address}"));
            assert_eq!(found, (!unsure).then_some(address));
        }
    }

    #[test]
    fn what_is_said_of_other_things_every_day_is_no_place_and_hides_none() {
        for words in ["la rotonda Ikea 2", "il sentiero CAI 3", "il molo VII 4", "p. Terra 3"] {
            assert_eq!(found(&format!("Ho visto {words} buche")), None, "{words}");
            let both = format!("Vicino c'è {words}: in via Roma 12 c'è una buca");
            assert_eq!(found(&both), Some("via Roma 12".into()), "{words}");
        }
        // As the name of a street it is part of it.
        for whole in ["via della Rotonda 4", "via Borgo Teresiano 3", "galleria Protti 3"] {
            assert_eq!(found(&format!("In {whole} manca la luce")), Some(whole.into()));
        }
    }

    #[test]
    fn where_somebody_lives_or_works_is_not_the_place() {
        for words in [
            "C'è una buca davanti alla scuola.\nCordiali saluti\nMario Rossi\nVia Verdi 5\n34100 Trieste",
            "C'è una buca davanti alla scuola.\nGrazie.\n\nMario Rossi, via Verdi 5",
            "Aggiungo il Comune.\n\n> Il lampione è spento.\n> Cordiali saluti\n> Mario\n> via Verdi 5\n> 34100 Trieste",
            "Aggiungo il Comune.\n\n> Il lampione è spento.\n> Mario\n> via Verdi 5\n> 34100 Trieste",
            "C'è una buca davanti alla scuola.\n\nMario Rossi\nVia Verdi 5\n34100 Trieste",
            "Mario Rossi, residente in via Verdi 5, segnala che in piazza Unità manca la luce.",
            "Il lampione è spento. Potete chiamarmi in ufficio, corso Italia 22.",
            "Nato a Trieste e domiciliato in via Verdi 5, chiedo un lampione.",
            "I live at via Verdi 5: the lamp by the school is off.",
            "The lamp by the school is off.\nKind regards,\nMario\nvia Verdi 5",
            "Wohnhaft in via Verdi 5: Die Lampe ist kaputt.\nViele Grüße\nvia Po 3",
            "Stanujem v via Verdi 5. Svetilka ne sveti.\nLep pozdrav\nvia Po 3",
        ] {
            assert_eq!(found(words), None, "{words}");
        }
        for words in [
            "Buca in via Roma 12.\nCordiali saluti\nMario Rossi\nVia Verdi 5\n34100 Trieste",
            "Il sottoscritto, residente in via Verdi 5, segnala una buca in via Roma 12.",
            "Sono residente. In via Roma 12 c'è una buca.",
            "Davanti all'ufficio postale in via Roma 12 c'è una buca.",
            "Grazie\nvia Roma 12",
            "Grazie della risposta, la buca è ancora in via Roma 12",
            "Inoltro.\nSaluti\nMario\nvia Verdi 5\n\n> In via Roma 12 c'è una buca.",
        ] {
            assert_eq!(found(words), Some("via Roma 12".into()), "{words}");
        }
    }
}
