//! Signatures: below two dashes, of phones and programs, and the small print of offices.

/// More lines below two dashes are no signature.
const MAX_LINES: usize = 20;

/// More lines below a long dash are no name and office.
const MAX_CARD: usize = 6;

/// Cuts the signature from one stretch of lines. Where no words stand before it, here or in an
/// earlier stretch (`said`), it is no signature.
pub(super) fn cut<'a, 'b>(lines: &'b [&'a str], said: bool) -> &'b [&'a str] {
    let mut end = lines.len();
    let mut words_before = said;
    for (at, line) in lines.iter().enumerate() {
        let after = lines.get(at + 1..).unwrap_or_default();
        if words_before && (is_device(line) || is_dashes(line, after) || is_list(line, after)) {
            end = at;
            break;
        }
        words_before |= is_words(line);
    }
    small_print(lines.get(..end).unwrap_or_default())
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

/// `-- ` (RFC 3676 section 4.3), as programs that strip the space write it too.
fn is_dashes(line: &str, after: &[&str]) -> bool {
    // A long dash alone is one only above a few lines.
    let most = match line.trim() {
        "--" => MAX_LINES,
        "—" => MAX_CARD,
        _ => return false,
    };
    after.iter().filter(|line| is_words(line)).take(most + 1).count() <= most
}

/// What mailing lists add.
fn is_list(line: &str, after: &[&str]) -> bool {
    let line = line.trim();
    let ruled = line.len() >= 2 && line.chars().all(|c| c == '_');
    if !ruled {
        return false;
    }
    let words: Vec<_> = after.iter().filter(|line| is_words(line)).take(6).collect();
    words.len() <= 5
        && words.iter().any(|line| line.contains("mailing list") || line.contains("@lists."))
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

/// Takes off the small print at the end, paragraph by paragraph.
fn small_print<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let mut end = lines.len();
    loop {
        let kept = lines.get(..end).unwrap_or_default();
        let last = kept.iter().rposition(|line| !is_rule(line)).map_or(0, |at| at + 1);
        let kept = kept.get(..last).unwrap_or_default();
        let start = kept.iter().rposition(|line| is_rule(line)).map_or(0, |at| at + 1);
        let paragraph = kept.get(start..).unwrap_or_default().join(" ").to_lowercase();
        let words_before = kept.get(..start).unwrap_or_default().iter().any(|line| is_words(line));
        if !words_before || !is_small_print(&paragraph) {
            return kept;
        }
        end = start;
    }
}

/// What the small print speaks of: three of these are no citizen's report.
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
    &["2016/679", "gdpr", "196/2003", "d.lgs", "dsgvo", "rgpd"],
    &[
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
    ],
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
    let count =
        SPEAKS_OF.iter().filter(|words| words.iter().any(|word| paragraph.contains(word))).count();
    count >= 3 || (paragraph.len() < 300 && ALWAYS.iter().any(|words| paragraph.contains(words)))
}
