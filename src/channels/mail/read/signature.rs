//! Signatures: below two dashes, of phones and programs, and the small print of offices.

/// More lines below two dashes are no signature.
const MAX_LINES: usize = 20;

/// More lines below a long dash are no name and office.
const MAX_CARD: usize = 6;

/// What mailing lists add is not longer.
const MAX_LIST: usize = 12;

/// Cuts the signature from one stretch of lines. Where no words stand before it, here or in an
/// earlier stretch (`said`), it is no signature.
pub(super) fn cut<'a>(lines: &[&'a str], said: bool) -> Vec<&'a str> {
    // What only follows as small print keeps no telephone's line from being the end.
    let told = small_print(lines).len();
    let last_words = |end: usize| {
        let words = |line: &&str| is_words(line) && !is_device(line);
        lines.get(..end).unwrap_or_default().iter().rposition(words)
    };
    let last_told = last_words(told);
    // Word lines that are still to come: counting them anew at each line would take for ever.
    let mut left = lines.iter().filter(|line| is_words(line)).count();
    let (mut words_before, mut more_than_greeted) = (said, said);
    let mut kept = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        left -= usize::from(is_words(line));
        if is_device(line) {
            if last_told.is_some_and(|last| last > at) {
                // Somebody wrote on below what their telephone had put there.
                continue;
            }
            if words_before {
                break;
            }
        }
        let after = lines.get(at + 1..).unwrap_or_default();
        // Below a greeting alone stands what they have to say.
        if (more_than_greeted && is_dashes(line, left))
            || (words_before && is_list(line, left, after))
        {
            break;
        }
        words_before |= is_words(line);
        more_than_greeted |= is_words(line) && !is_greeting(line);
        kept.push(*line);
    }
    let end = small_print(&kept).len();
    kept.truncate(end);
    kept
}

/// How a letter begins.
const GREETINGS: &[&str] = &[
    "buongiorno",
    "buon giorno",
    "buonasera",
    "buona sera",
    "buon pomeriggio",
    "salve",
    "ciao",
    "gentile",
    "gentili",
    "gentilissim",
    "egregi",
    "spett",
    "alla cortese attenzione",
    "hello",
    "hi",
    "dear",
    "good morning",
    "good afternoon",
    "good evening",
    "guten tag",
    "guten morgen",
    "guten abend",
    "hallo",
    "sehr geehrte",
    "liebe",
    "lieber",
    "grüß gott",
    "dober dan",
    "dobro jutro",
    "dober večer",
    "pozdravljeni",
    "spoštovani",
    "zdravo",
    "živjo",
];

/// More words are no greeting alone.
const MAX_GREETING: usize = 6;

/// A greeting alone in its line.
fn is_greeting(line: &str) -> bool {
    if line.split_whitespace().nth(MAX_GREETING).is_some() {
        return false;
    }
    let line = line.trim().to_lowercase();
    // What stands behind its comma is more than a greeting.
    let alone = line.trim_end_matches([',', '!', '.', ';', ':', ' ']);
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let greets = |greeting: &str| {
        // Of some only the beginning is given, as they end in many ways.
        let open = ["gentilissim", "egregi", "spett", "sehr geehrte"].contains(&greeting);
        alone.strip_prefix(greeting).is_some_and(|rest| open || ends(rest))
    };
    !alone.contains([',', '!', ':']) && GREETINGS.iter().any(|greeting| greets(greeting))
}

/// Whether a line has a letter or a digit.
pub(super) fn is_words(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// A line of dashes, underscores and the like, or nothing.
fn is_rule(line: &str) -> bool {
    line.chars()
        .all(|c| matches!(c, '-' | '_' | '=' | '*' | '—' | '–' | '~' | '#') || c.is_whitespace())
}

/// `-- ` (RFC 3676 section 4.3), as programs that strip the space write it too, above so many lines with words.
fn is_dashes(line: &str, after: usize) -> bool {
    // A long dash alone is one only above a few lines.
    match line.trim() {
        "--" => after <= MAX_LINES,
        "—" => after <= MAX_CARD,
        _ => false,
    }
}

/// What mailing lists add, of so many lines with words.
fn is_list(line: &str, words: usize, after: &[&str]) -> bool {
    let line = line.trim();
    let ruled = line.len() >= 2 && line.chars().all(|c| c == '_');
    ruled
        && words <= 5
        && after
            .iter()
            .take(MAX_LIST)
            .any(|line| line.contains("mailing list") || line.contains("@lists."))
}

/// How phones and programs begin their line.
const SENT: &[&str] = &[
    "sent from",
    "sent via",
    "sent with",
    "sent using",
    "get outlook for",
    "inviato da",
    "inviata da",
    "inviato con",
    "inviato dal",
    "inviato tramite",
    "scarica outlook",
    "ottieni outlook",
    "scaricare outlook",
    "gesendet von",
    "gesendet mit",
    "von meinem",
    "von meiner",
    "diese nachricht wurde von meinem",
    "outlook für",
    "holen sie sich outlook",
    "envoyé de",
    "envoyé depuis",
    "envoyé à partir",
    "télécharger outlook",
    "obtenir outlook",
    "enviado desde",
    "enviado con",
    "obtener outlook",
    "poslano z",
    "poslano iz",
    "poslano prek",
    "prenesite outlook",
    "verstuurd vanaf",
    "verzonden vanaf",
    "sendt fra",
    "skickat från",
    "wysłane z",
    "odesláno z",
];
/// What they name.
const DEVICES: &[&str] = &[
    "dispositivo",
    "device",
    "appareil",
    "gerät",
    "naprav",
    "iphone",
    "iphon",
    "ipad",
    "android",
    "samsung",
    "galaxy",
    "huawei",
    "xiaomi",
    "redmi",
    "outlook",
    "yahoo",
    "libero",
    "windows",
    "smartphone",
    "cellulare",
    "tablet",
    "blackberry",
    "nokia",
    "phone",
    "mobile",
    "telefono",
    "handy",
    "téléphone",
    "móvil",
    "telefona",
    "gmail",
    "proton",
    "thunderbird",
    "motorola",
    "oppo",
    "honor",
    "oneplus",
    "posta di",
    "virgilio",
    "tiscali",
    "mail",
];

/// `Inviato da iPhone` and its like: short, no sentence.
pub(super) fn is_device(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['*', '_', '[', '>']).to_lowercase();
    // Outlook's line carries a link.
    let line = line.split(['<', '(']).next().unwrap_or_default().replace("https://", " ");
    let line = line.trim_end_matches(['.', '*', '_', ']', ' ']);
    let Some(start) = SENT.iter().find(|start| line.starts_with(**start)) else { return false };
    let words = line.split_whitespace().count();
    let sentence = line.contains([',', ';', ':', '?', '!']);
    if words > 10 || sentence {
        return false;
    }
    let named = DEVICES.iter().any(|device| line.contains(device));
    // `Sent from my` anything, as long as it is no sentence.
    named || (*start == "sent from" && words <= 7)
}

/// Takes off the small print at the end, paragraph by paragraph; where somebody's words stand right above it, from the
/// first line that is of it.
fn small_print<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let first_words = lines.iter().position(|line| is_words(line)).unwrap_or(lines.len());
    let mut end = lines.len();
    loop {
        let kept = lines.get(..end).unwrap_or_default();
        let last = kept.iter().rposition(|line| !is_rule(line)).map_or(0, |at| at + 1);
        let kept = kept.get(..last).unwrap_or_default();
        let start = kept.iter().rposition(|line| is_rule(line)).map_or(0, |at| at + 1);
        let paragraph = kept.get(start..).unwrap_or_default();
        if !is_small_print(&paragraph.join(" ").to_lowercase()) {
            return kept;
        }
        let start = start + begins(paragraph);
        if first_words >= start {
            return kept;
        }
        end = start;
    }
}

/// The line of a paragraph with which its small print begins, and a title right above it.
fn begins(paragraph: &[&str]) -> usize {
    let first = paragraph.iter().position(|line| is_plain(&line.to_lowercase()));
    let first = first.unwrap_or_default();
    let title = |line: &&str| line.ends_with(':') || !line.chars().any(char::is_lowercase);
    let above = first.checked_sub(1).and_then(|at| paragraph.get(at));
    first - usize::from(above.is_some_and(title))
}

/// What the small print speaks of: four of these are no citizen's report, nor three with a law or the message itself.
const SPEAKS_OF: &[&[&str]] = &[
    &[
        "riservat",
        "confidenzial",
        "confidential",
        "privileged",
        "vertraulich",
        "confidentiel",
        "zaupn",
    ],
    &[
        "destinatari",
        "recipient",
        "addressee",
        "empfänger",
        "adressat",
        "destinataire",
        "prejemnik",
    ],
    &["errore", "in error", "by mistake", "irrtümlich", "par erreur", "por error", "pomotoma"],
    LAWS,
    MESSAGES,
    &[
        "vietat",
        "prohibited",
        "unauthorised",
        "unauthorized",
        "nicht gestattet",
        "interdit",
        "prepovedan",
    ],
    &["cancell", "distrugger", "delete", "destroy", "löschen", "vernichten", "détruire"],
];
/// Laws on data.
const LAWS: &[&str] = &["2016/679", "gdpr", "196/2003", "d.lgs", "dsgvo", "rgpd"];
/// How it calls itself.
const MESSAGES: &[&str] = &[
    "questa e-mail",
    "questa email",
    "questo messaggio",
    "presente messaggio",
    "presente e-mail",
    "presente mail",
    "presente comunicazione",
    "informazioni contenute",
    "this e-mail",
    "this email",
    "this message",
    "information contained",
    "diese e-mail",
    "diese nachricht",
    "ce message",
    "este mensaje",
    "este correo",
    "to sporočilo",
];
/// One of these is enough.
const ALWAYS: &[&str] = &[
    "consider the environment before printing",
    "prima di stampare",
    "virus-free",
    "privo di virus",
    "virenfrei",
    "sans virus",
    "www.avast.com",
    "www.avg.com",
];

fn is_small_print(paragraph: &str) -> bool {
    let spoken_of = spoken_of(paragraph);
    spoken_of >= 4 || (spoken_of == 3 && is_plain(paragraph)) || is_always(paragraph)
}

/// How many of those things.
fn spoken_of(words: &str) -> usize {
    SPEAKS_OF.iter().filter(|kind| kind.iter().any(|word| words.contains(word))).count()
}

fn is_always(words: &str) -> bool {
    words.len() < 300 && ALWAYS.iter().any(|always| words.contains(always))
}

/// Whether words can only be of the small print: a street has reserved places, gates and what is forbidden too, but it
/// speaks of no law on data, nor of itself as a message.
fn is_plain(words: &str) -> bool {
    let names = |kind: &&[&str]| kind.iter().any(|word| words.contains(word));
    [LAWS, MESSAGES].iter().any(names) || is_always(words)
}
