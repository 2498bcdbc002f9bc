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
            && !is_home(words.get(..at).unwrap_or_default())
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
        if (!proper && !SMALL.contains(&lower.as_str())) || is_link(bare) {
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
