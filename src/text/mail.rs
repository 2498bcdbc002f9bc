//! What belongs to mail alone: subjects, and a message as plain text and as HTML.

use std::fmt::Write as _;

use askama::Template;
use chrono::{DateTime, Utc};

use super::format::{escape, plain_text, said};
use super::report::contact_and_hours;
use super::{Html, plain, t};
use crate::domain::directory::Directory;
use crate::domain::event::Missing;
use crate::domain::lang::Lang;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Keyboard, MailContent, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;

/// Prefixes of replies and forwards, in the languages of mail programs.
const PREFIXES: [&str; 12] =
    ["re", "r", "rif", "aw", "odg", "sv", "fw", "fwd", "i", "wg", "tr", "inoltra"];

/// The subject of all mails about a report: its number, and what it is.
pub fn subject(report: &Report) -> String {
    plain!(report.lang, "mail-subject", number = report.id)
}

/// A note about a mail that could not be taken in as it is: its subject, and that a person looks.
pub fn set_aside(
    directory: &Directory,
    (lang, rule): (Lang, MailRule),
    now: DateTime<Utc>,
) -> (String, Message) {
    let (subject, why) = match rule {
        MailRule::TooManyRecipients => {
            (plain!(lang, "mail-note-many-subject"), t!(lang, "mail-too-many"))
        }
        _ => (plain!(lang, "mail-note-subject"), t!(lang, "mail-too-big")),
    };
    let contact = contact_and_hours(directory, lang, now);
    (subject, said(format!("{why}\n\n{contact}")))
}

/// A subject without `Re:`, `R:`, `Fwd:` and the like.
pub fn bare_subject(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((prefix, after)) = rest.split_once(':') {
        let prefix = prefix.trim().to_lowercase();
        let bare = prefix.trim_end_matches(|c: char| c.is_ascii_digit() || "[]".contains(c));
        if !PREFIXES.contains(&bare) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Attachments that no card can show, in a line.
pub fn attachments(lang: Lang, names: &[String]) -> String {
    plain!(lang, "mail-attachments", names = names.join(", "))
}

/// How many photos of a mail are no part of its report, which has enough. Plain text.
pub fn photos_beyond(lang: Lang, count: usize) -> String {
    plain!(lang, "mail-photos-beyond", count = count)
}

/// Whether an answer in words says that it is solved (or is not): the words that the reply asks for.
pub fn solved_or_not(words: &str) -> Option<bool> {
    let said = folded(words.lines().find(|line| !line.trim().is_empty())?);
    Lang::SPOKEN.into_iter().find_map(|lang| {
        let is = |label: String| said == folded(&label);
        if is(plain!(lang, "button-solved")) {
            Some(true)
        } else if is(plain!(lang, "button-still-there")) {
            Some(false)
        } else {
            None
        }
    })
}

fn folded(words: &str) -> String {
    let lower = words.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What an acknowledgement asks for, HTML: the place, what it is about, with numbers to answer with.
pub fn missing(directory: &Directory, lang: Lang, missing: &Missing) -> String {
    let mut text = String::new();
    let is_in_use = |code| directory.category(code).is_none_or(|category| !category.retired);
    if missing.categories.iter().any(is_in_use) {
        text.push_str(&t!(lang, "mail-missing-category"));
        let mut retired = Vec::new();
        for (at, code) in missing.categories.iter().enumerate() {
            let category = directory.category(code);
            let name = category.map_or(code.as_str(), |category| category.name.get(lang));
            // A number means what it meant in the mails of before: what is not in use any more keeps its own.
            let line = format!("{} = {}", at + 1, escape(name));
            if category.is_some_and(|category| category.retired) {
                retired.push(line);
            } else {
                text.push('\n');
                text.push_str(&line);
            }
        }
        if !retired.is_empty() {
            let lines = Html(retired.join(", "));
            text.push_str("\n\n");
            text.push_str(&t!(lang, "mail-missing-retired", lines = lines));
        }
    }
    if missing.place {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&t!(lang, "mail-missing-place"));
        if missing.position.is_some() {
            let number = missing.categories.len() + 1;
            text.push('\n');
            text.push_str(&t!(lang, "mail-missing-photo", number = number));
        }
    }
    text.push('\n');
    text.push_str(&t!(lang, "mail-missing-done"));
    text
}

/// What came along and nobody sees in the report, HTML: else its sender believes that it was looked at.
pub fn unseen(lang: Lang, missing: &Missing) -> Option<String> {
    let types = missing.unseen.join(", ");
    (!types.is_empty()).then(|| t!(lang, "mail-unseen", types = types))
}

/// The pages behind the links of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// *Solved, thank you*.
    pub solved: String,
    /// *The problem is still there*.
    pub still_there: String,
}

/// A mail's words, twice the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// As `text/plain`.
    pub text: String,
    /// As `text/html`.
    pub html: String,
}

struct Link {
    label: String,
    url: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    lang: &'a str,
    subject: &'a str,
    town: &'a str,
    parts: Vec<String>,
    links: Vec<Link>,
}

/// A message laid out as a mail. What a chat would press are links to pages; where there are none,
/// the mail asks for an answer in words.
pub fn layout(town: &str, mail: &MailContent, pages: Option<&Pages>) -> Laid {
    let mut words = mail.message.html.trim().to_owned();
    let mut links = Vec::new();
    let asked = asked(&mail.message.keyboard);
    let solved = plain!(mail.lang, "button-solved");
    let still = plain!(mail.lang, "button-still-there");
    match (asked, pages) {
        (Asked { solved: false, still_there: false }, _) => {}
        (asked, Some(pages)) => {
            let link = |label, url: &String| Link { label, url: url.clone() };
            if asked.solved {
                links.push(link(solved, &pages.solved));
            }
            if asked.still_there {
                links.push(link(still, &pages.still_there));
            }
        }
        (Asked { solved: true, .. }, None) => {
            let how = t!(mail.lang, "mail-answer-in-words", solved = solved, still = still);
            words.push('\n');
            words.push_str(&how);
        }
        (Asked { solved: false, .. }, None) => {
            words.push('\n');
            words.push_str(&t!(mail.lang, "mail-answer-still-there", still = still));
        }
    }
    let mut text = plain_text(&links_in_words(&words));
    for link in &links {
        let _ = write!(text, "\n\n{}:\n{}", link.label, link.url);
    }
    let _ = write!(text, "\n\n-- \n{town}\n");
    let page = MailPage {
        lang: mail.lang.code(),
        subject: &mail.subject,
        town,
        parts: paragraphs(&words),
        links,
    };
    // A template over strings cannot fail; the plain text alone would do.
    let html = page.render().unwrap_or_default();
    Laid { text, html }
}

/// What can be said to a reply.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    solved: bool,
    still_there: bool,
}

fn asked(keyboard: &Keyboard) -> Asked {
    let Keyboard::Inline(rows) = keyboard else {
        return Asked::default();
    };
    let mut asked = Asked::default();
    for button in rows.iter().flatten() {
        match Press::decode(&button.data) {
            Some(Press::Solved(_)) => asked.solved = true,
            Some(Press::StillThere(_)) => asked.still_there = true,
            _ => {}
        }
    }
    asked
}

/// Paragraphs of HTML for mail: a blank line ends one, a quote is one of its own.
fn paragraphs(html: &str) -> Vec<String> {
    const QUOTE: &str = "<blockquote style=\"margin:0 0 16px;padding-left:12px;\
         border-left:4px solid #5c6f82\">";
    let apart = html.replace("<blockquote>", "\n\n<blockquote>");
    let apart = apart.replace("</blockquote>", "</blockquote>\n\n");
    let mut parts = Vec::new();
    let mut quote: Option<String> = None;
    for part in apart.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        // A quote may have blank lines within.
        let mut whole = match quote.take() {
            Some(begun) => format!("{begun}\n\n{part}"),
            None => part.to_owned(),
        };
        if whole.starts_with("<blockquote>") && !whole.ends_with("</blockquote>") {
            quote = Some(whole);
            continue;
        }
        whole = whole.replace('\n', "<br>\n");
        parts.push(match whole.strip_prefix("<blockquote>") {
            Some(quoted) => format!("{QUOTE}{quoted}"),
            None => format!("<p style=\"margin:0 0 16px\">{whole}</p>"),
        });
    }
    if let Some(open) = quote {
        parts.push(format!("{}</blockquote>", open.replacen("<blockquote>", QUOTE, 1)));
    }
    parts
}

/// `<a href="URL">words</a>` as `words (URL)`: plain text has no links.
fn links_in_words(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<a href=\"") {
        text.push_str(before);
        let Some((url, after)) = after.split_once("\">") else {
            rest = after;
            break;
        };
        let (words, after) = after.split_once("</a>").unwrap_or((after, ""));
        let _ = write!(text, "{words} ({url})");
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ReportId;
    use crate::domain::outgoing::AutoSubmitted;
    use crate::text::format::{button, with_buttons};

    fn content(message: Message) -> MailContent {
        MailContent {
            subject: "Segnalazione 2026-000001".to_owned(),
            message,
            lang: Lang::It,
            photos: Vec::new(),
            auto: AutoSubmitted::No,
            answers: None,
        }
    }

    fn closing() -> Message {
        let id = ReportId::new(2026, 1);
        let rows = vec![
            vec![button("Risolto, grazie", &Press::Solved(id))],
            vec![button("Il problema c'è ancora", &Press::StillThere(id))],
        ];
        with_buttons("La buca è <b>riparata</b>.\n\nIl problema è davvero risolto?", rows)
    }

    #[test]
    fn a_reply_reads_the_same_as_plain_text() {
        let pages = Pages {
            solved: "https://segnala.example/r/x/solved".to_owned(),
            still_there: "https://segnala.example/r/x/still-there".to_owned(),
        };
        let laid = layout("Comune di Esempio", &content(closing()), Some(&pages));
        insta::assert_snapshot!(laid.text, @r"
        La buca è riparata.

        Il problema è davvero risolto?

        Risolto, grazie:
        https://segnala.example/r/x/solved

        Il problema c'è ancora:
        https://segnala.example/r/x/still-there

        -- 
        Comune di Esempio
        ");
        assert!(laid.html.contains("<html lang=\"it\">"));
        assert!(laid.html.contains("La buca è <b>riparata</b>."));
        assert!(laid.html.contains("href=\"https://segnala.example/r/x/still-there\""));
    }

    #[test]
    fn without_pages_the_reply_asks_for_an_answer_in_words_that_is_understood() {
        let laid = layout("Comune di Esempio", &content(closing()), None);
        insta::assert_snapshot!(laid.text, @r#"
        La buca è riparata.

        Il problema è davvero risolto?
        Basta rispondere a questa email con le parole «Risolto, grazie» oppure «Il problema c'è ancora».

        -- 
        Comune di Esempio
        "#);
        assert_eq!(solved_or_not("Risolto, grazie!"), Some(true));
        assert_eq!(solved_or_not("\nil problema c’è ancora"), Some(false));
        assert_eq!(solved_or_not("Grazie, ma la buca è più grande di prima"), None);
    }

    #[test]
    fn a_reply_that_solved_nothing_asks_for_no_thanks() {
        let id = ReportId::new(2026, 1);
        let row = vec![button("Il problema c'è ancora", &Press::StillThere(id))];
        let closing = with_buttons("Non è del Comune.\n\nSe qualcosa non è chiaro…", vec![row]);
        let pages = Pages {
            solved: "https://segnala.example/r/x/solved".to_owned(),
            still_there: "https://segnala.example/r/x/still-there".to_owned(),
        };
        let laid = layout("Comune di Esempio", &content(closing.clone()), Some(&pages));
        assert!(laid.text.contains("/still-there"), "{}", laid.text);
        assert!(!laid.text.contains("/solved"), "{}", laid.text);
        let laid = layout("Comune di Esempio", &content(closing), None);
        assert!(laid.text.contains("bastano le parole «Il problema c'è ancora»"), "{}", laid.text);
        assert!(!laid.text.contains("Risolto, grazie"), "{}", laid.text);
    }

    #[test]
    fn what_a_person_wrote_stays_text_in_html() {
        let message = Message {
            html: "&lt;script&gt;\n<blockquote>uno\n\ndue</blockquote>\nfine".into(),
            ..Message::default()
        };
        let laid = layout("Comune di Esempio", &content(message), None);
        assert!(laid.html.contains("&lt;script&gt;"));
        assert!(laid.html.contains("uno<br>\n<br>\ndue</blockquote>"), "{}", laid.html);
        assert!(laid.text.starts_with("<script>\n"));
    }

    #[test]
    fn a_subject_loses_its_prefixes() {
        assert_eq!(bare_subject("R: Re: AW: Buca in via Roma"), "Buca in via Roma");
        assert_eq!(bare_subject("Re[2]: Buca"), "Buca");
        assert_eq!(bare_subject("Via Roma: buca"), "Via Roma: buca");
    }
}
