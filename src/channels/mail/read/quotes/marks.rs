//! How mail programs introduce what is quoted or passed on, in the languages they speak.

/// Subjects of mails that are passed on begin so.
const FORWARD: &[&str] =
    &["fwd:", "fw:", "i:", "inoltro:", "inoltra:", "wg:", "tr:", "rv:", "posr:", "pd:", "enc:"];

/// Whether the subject says that a mail is passed on.
pub(in super::super) fn is_forward(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    FORWARD.iter().any(|prefix| subject.starts_with(prefix))
}

/// What stands above a mail that is passed on.
const FORWARD_MARKS: &[&str] = &[
    "forwarded message",
    "forwarded by",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "inoltrato da",
    "weitergeleitete nachricht",
    "weitergeleiteten nachricht",
    "message transféré",
    "mensaje reenviado",
    "posredovano sporočilo",
    "fwd message",
];
/// What stands above a mail that is answered.
const ORIGINAL_MARKS: &[&str] = &[
    "original message",
    "messaggio originale",
    "messaggio original",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "message d'origine",
    "message d’origine",
    "message original",
    "mensaje original",
    "izvirno sporočilo",
    "originalno sporočilo",
    "oorspronkelijk bericht",
    "mensagem original",
    "original appointment",
    "oprindelig besked",
    "ursprungligt meddelande",
    "opprinnelig melding",
    "wiadomość oryginalna",
];

/// Whether somewhere in it a forward is announced.
pub(in super::super) fn has_forward_mark(text: &str) -> bool {
    let text = text.to_lowercase();
    FORWARD_MARKS.iter().any(|mark| text.contains(mark))
}

/// A line that announces what is passed on: between dashes, or with a colon (Apple Mail).
pub(super) fn is_forward_line(line: &str) -> bool {
    let line = line.trim();
    line.len() < 120 && is_ruled(line, ':') && has_forward_mark(line)
}

fn is_ruled(line: &str, or_end: char) -> bool {
    (line.starts_with("--") && line.ends_with("--"))
        || (line.starts_with("__") && line.ends_with("__"))
        || line.ends_with(or_end)
}

/// Whether the mail that is answered begins here, without any mark on its lines: a line between
/// dashes, or a block of headers.
pub(super) fn begins_original(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    let line = first.trim();
    let marked = line.len() < 120 && line.starts_with("--") && line.ends_with("--");
    if marked {
        let line = line.to_lowercase();
        if ORIGINAL_MARKS.iter().any(|mark| line.contains(mark)) {
            return true;
        }
    }
    is_header_block(lines)
}

/// The fields of a header block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    From,
    Sent,
    To,
    Subject,
}

/// The label that a line begins with.
fn label(line: &str) -> Option<Label> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let (label, _) = line.split_once(':')?;
    if label.len() > 24 {
        return None;
    }
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    match label.to_lowercase().as_str() {
        "from" | "da" | "von" | "de" | "van" | "od" | "fra" | "från" | "mittente" | "remitente"
        | "expéditeur" | "absender" | "pošiljatelj" => Some(Label::From),
        "sent" | "date" | "inviato" | "inviato il" | "data" | "gesendet" | "gesendet am"
        | "datum" | "envoyé" | "envoyé le" | "enviado" | "enviado el" | "fecha" | "poslano"
        | "verzonden" | "skickat" | "sendt" | "message du" => Some(Label::Sent),
        "to" | "a" | "an" | "à" | "para" | "za" | "aan" | "til" | "till" | "destinatario"
        | "destinataire" | "empfänger" => Some(Label::To),
        "subject" | "oggetto" | "sujet" | "betreff" | "objet" | "asunto" | "zadeva"
        | "onderwerp" | "assunto" | "ämne" | "emne" => Some(Label::Subject),
        _ => None,
    }
}

/// `Da: … Inviato: … A: … Oggetto: …`: at least three kinds of field, with an address or a time.
fn is_header_block(lines: &[&str]) -> bool {
    let Some(first) = lines.first().and_then(|line| label(line)) else { return false };
    if first == Label::To {
        return false;
    }
    let mut seen: Vec<Label> = Vec::new();
    let (mut other, mut proof) = (0, false);
    for line in lines.iter().take(12) {
        match label(line) {
            Some(label) => {
                other = 0;
                if !seen.contains(&label) {
                    seen.push(label);
                }
                proof |= line.contains('@') || has_time(line);
            }
            // A long list of recipients goes on in the next line.
            None => other += 1,
        }
        if other > 2 {
            break;
        }
    }
    seen.len() >= 3 && seen.contains(&Label::From) && proof
}

/// A line that introduces a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribution {
    /// How many lines it takes.
    pub(super) lines: usize,
    /// It names an address, or a year and a time: no sentence of a person.
    pub(super) certain: bool,
}

/// `Il giorno … ha scritto:` and its like, over at most four lines.
pub(super) fn attribution(lines: &[&str]) -> Option<Attribution> {
    let block = lines.iter().take(4).take_while(|line| !line.trim().is_empty()).count();
    for count in 1..=block {
        let here = lines.get(..count)?;
        if !introduces(&one_line(here)) {
            continue;
        }
        // The last line where it can begin is where it begins.
        let later =
            (1..count).any(|from| here.get(from..).is_some_and(|tail| introduces(&one_line(tail))));
        let line = one_line(here);
        let to_us = [" you wrote:", " hai scritto:", " ha scritto lei:"];
        let certain = line.contains('@')
            || (has_year(&line) && has_time(&line))
            || to_us.iter().any(|verb| line.ends_with(verb));
        return (!later).then_some(Attribution { lines: count, certain });
    }
    None
}

/// The lines that say who wrote what follows, where a quote is introduced here for certain.
pub(super) fn introduction<'a, 'b>(lines: &'b [&'a str]) -> Option<&'b [&'a str]> {
    if is_header_block(lines) {
        let from = lines.iter().take(12).position(|line| label(line) == Some(Label::From))?;
        return lines.get(from..=from);
    }
    let found = attribution(lines).filter(|found| found.certain)?;
    lines.get(..found.lines)
}

fn one_line(lines: &[&str]) -> String {
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(line.trim());
    }
    out.replace('*', "")
}

/// First words of such lines.
const OPENERS: &[&str] = &[
    "on",
    "il",
    "in",
    "le",
    "am",
    "el",
    "op",
    "em",
    "dne",
    "v",
    "w",
    "dnia",
    "den",
    "lun",
    "mar",
    "mer",
    "gio",
    "ven",
    "sab",
    "dom",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "pon",
    "tor",
    "sre",
    "čet",
    "pet",
    "sob",
    "ned",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "ponedeljek",
    "torek",
    "sreda",
    "sredo",
    "četrtek",
    "petek",
    "sobota",
    "soboto",
    "nedelja",
    "nedeljo",
];
/// Last words of such lines.
const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "ha scritto",
    "scrive",
    "ha inviato",
    "a écrit",
    "schrieb",
    "geschrieben",
    "schreef",
    "escribió",
    "escribio",
    "escreveu",
    "napisal",
    "napisala",
    "napisal/a",
    "napisal(a)",
    "je pisal",
    "je pisala",
    "piše",
    "napisał",
    "napisała",
    "napisał(a)",
    "napsal",
    "napsal(a)",
    "skrev",
    "kirjoitti",
    "написал",
    "написала",
    "пишет",
    "yazdı",
    "a scris",
    "ha escrit",
    "írta",
];
/// Verbs that stand before the name.
const WROTE_BEFORE: &[&str] = &[" schrieb ", " skrev ", " schreef ", " het volgende geschreven"];

/// Whether one line introduces a quote.
fn introduces(line: &str) -> bool {
    if line.chars().count() > 500 || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // Zoho draws dashes at both ends.
    let line = line.trim_matches(['-', ' ']);
    let lower = line.to_lowercase();
    let ended = lower.trim_end_matches([':', ' ']);
    let first = lower.split([' ', ',', '.']).next().unwrap_or_default();
    let opens = OPENERS.contains(&first) || first.starts_with(|c: char| c.is_ascii_digit());
    let address = line.contains('@');
    if !opens && !address {
        return false;
    }
    let wrote = WROTE.iter().any(|verb| {
        ended.strip_suffix(verb).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    });
    let colon = line.ends_with(':');
    let before = colon && WROTE_BEFORE.iter().any(|verb| lower.contains(verb));
    // `2017-11-24 16:32 GMT+01:00 Name <address>:` names no verb.
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let dated = opens || has_time(line);
    let bare = dated && address && line.ends_with(">:") && digits >= 4;
    (wrote && dated) || (before && opens) || bare
}

/// `10:11` or `10.11`.
fn has_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.windows(4).any(|four| {
        matches!(four, [a, b':' | b'.' | b'h', c, d]
            if a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit())
    })
}

/// `2026`, as a word.
fn has_year(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
}
