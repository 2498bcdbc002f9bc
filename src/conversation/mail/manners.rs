//! Words that people write out of politeness, in the languages of the town.

/// Words of thanks.
const THANKS: &[&str] = &[
    "grazie",
    "ringrazio",
    "ringraziamo",
    "ringraziamenti",
    "thanks",
    "thank",
    "hvala",
    "zahvaljujem",
    "zahvaljujemo",
    "danke",
    "dankeschön",
    "dank",
    "bedanke",
    "merci",
    "gracias",
    "ottimo",
    "perfetto",
    "bravi",
    "great",
    "perfect",
    "super",
    "evviva",
    "bravissimi",
];
/// What is thanked for, or called for.
const HELP: &[&str] = &["help", "hilfe", "pomoč"];
/// Words that go with thanks and ask for nothing.
const POLITE: &[&str] = &[
    // Italian.
    "ok",
    "okay",
    "va",
    "bene",
    "ricevuto",
    "mille",
    "tante",
    "molte",
    "infinite",
    "a",
    "tutti",
    "voi",
    "vi",
    "di",
    "cuore",
    "per",
    "la",
    "il",
    "del",
    "della",
    "vostra",
    "vostro",
    "lavoro",
    "risposta",
    "riscontro",
    "intervento",
    "disponibilità",
    "attenzione",
    "celere",
    "rapida",
    "rapido",
    "gentile",
    "gentilissimi",
    "cordiali",
    "cordialmente",
    "saluti",
    "distinti",
    "buona",
    "buon",
    "giornata",
    "serata",
    // English.
    "lot",
    "many",
    "all",
    "you",
    "so",
    "much",
    "very",
    "for",
    "your",
    "the",
    "quick",
    "answer",
    "reply",
    "help",
    "work",
    "job",
    "kind",
    "regards",
    "best",
    // Slovene.
    "lepa",
    "lep",
    "najlepša",
    "pozdrav",
    "za",
    "odgovor",
    "pomoč",
    "vam",
    // German.
    "vielen",
    "herzlichen",
    "besten",
    "schön",
    "sehr",
    "für",
    "die",
    "ihre",
    "antwort",
    "hilfe",
    "mit",
    "freundlichen",
    "viele",
    "grüße",
    "grüßen",
];
/// Words of somebody who only says that they have read it, or greets: where one stands, no place is named.
const MANNERS: &[&str] = &[
    // Italian.
    "grazie",
    "ringrazio",
    "ringraziamo",
    "ok",
    "okay",
    "bene",
    "perfetto",
    "ottimo",
    "ricevuto",
    "ricevuta",
    "capito",
    "inteso",
    "buongiorno",
    "buonasera",
    "buon",
    "buona",
    "salve",
    "ciao",
    "saluti",
    "cordialmente",
    "attendo",
    "attendiamo",
    "attesa",
    "aspetto",
    "aspettiamo",
    "notizie",
    "riscontro",
    // English.
    "thanks",
    "thank",
    "hello",
    "hi",
    "dear",
    "good",
    "morning",
    "evening",
    "regards",
    "received",
    "noted",
    "understood",
    "waiting",
    // Slovene.
    "hvala",
    "zahvaljujem",
    "zahvaljujemo",
    "dober",
    "dobro",
    "dobrodošli",
    "pozdravljeni",
    "pozdrav",
    "živjo",
    "prav",
    "redu",
    "razumem",
    "prejel",
    "prejela",
    "čakam",
    // German.
    "danke",
    "dankeschön",
    "dank",
    "guten",
    "hallo",
    "gut",
    "klar",
    "ordnung",
    "erhalten",
    "verstanden",
    "grüße",
    "grüßen",
    "gruß",
    "warte",
];
/// How words begin that say where something is.
const WHERE: &[&str] = &[
    // Italian.
    "davanti",
    "dietro",
    "vicino",
    "accanto",
    "presso",
    "fronte",
    "sotto",
    "sopra",
    "tra",
    "fra",
    "dentro",
    "lungo",
    "angolo",
    "incrocio",
    "in",
    "nel",
    "nella",
    "nello",
    "nei",
    "sul",
    "sulla",
    "al",
    "alla",
    "allo",
    "all",
    "dal",
    "dalla",
    // English.
    "near",
    "at",
    "on",
    "by",
    "behind",
    "opposite",
    "outside",
    "between",
    "next",
    "corner",
    "front",
    // Slovene.
    "pred",
    "pri",
    "ob",
    "blizu",
    "za",
    "na",
    "v",
    "nasproti",
    "pod",
    // German.
    "vor",
    "neben",
    "bei",
    "beim",
    "hinter",
    "an",
    "am",
    "im",
    "auf",
    "gegenüber",
    "zwischen",
    "ecke",
];

/// Words in lower case.
fn words_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Words of thanks that may agree to something: *OK, thank you*.
const AGREED: &[&str] = &["ok", "okay", "bene", "perfetto", "ottimo", "great", "perfect", "super"];

/// Whether words are only thanks that agree to nothing either: they answer no question.
pub fn answers_nothing(words: &str) -> bool {
    only_thanks(words) && !words_of(words).iter().any(|word| AGREED.contains(&word.as_str()))
}

/// Whether words are only thanks: nothing is asked in them.
pub fn only_thanks(words: &str) -> bool {
    let asks = words.contains('?');
    let words = words_of(words);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    // "For your help", but not "Help!".
    let calls = words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        is(HELP, word) && before.is_none_or(|before| !is(POLITE, before))
    });
    !asks
        && !calls
        && words.len() <= 12
        && words.iter().any(|word| is(THANKS, word))
        && words.iter().all(|word| is(THANKS, word) || is(POLITE, word))
}

/// Whether a word of thanks, of a greeting or of having understood stands in them.
pub(super) fn is_mannerly(words: &str) -> bool {
    words_of(words).iter().any(|word| MANNERS.contains(&word.as_str()))
}

/// Whether words begin by saying where: `davanti alla scuola`, `it is near the school`.
pub(super) fn says_where(words: &str) -> bool {
    words_of(words).iter().take(3).any(|word| WHERE.contains(&word.as_str()))
}
