//! The page behind the links of a reply: it asks once more, then thanks. It works without a script.

use askama::Template;

use super::format::plain_text;
use super::plain;
use super::report::{About, contact, report_name};
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::state::Outcome;

/// What a citizen says of a closed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// *Solved, thank you*.
    Solved,
    /// *The problem is still there*.
    StillThere,
}

struct Form {
    words: Option<String>,
    button: String,
    other: Option<Other>,
}

struct Other {
    label: String,
    url: &'static str,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    lang: &'a str,
    town: &'a str,
    title: String,
    lines: Vec<String>,
    form: Option<Form>,
}

fn render(page: &Page<'_>) -> String {
    // A template over strings cannot fail.
    page.render().unwrap_or_default()
}

/// Asks once more: programs that check mail follow links, people press buttons.
pub fn ask(about: About<'_>, verdict: Verdict) -> String {
    let lang = about.report.lang;
    let solved = plain!(lang, "button-solved");
    let still_there = plain!(lang, "button-still-there");
    let (button, words, label, url) = match verdict {
        Verdict::Solved => (solved, None, still_there, "still-there"),
        Verdict::StillThere => {
            (still_there, Some(plain!(lang, "page-still-there-words")), solved, "solved")
        }
    };
    // Where nothing was solved, nobody is asked whether it is.
    let is_asked =
        !matches!(about.report.outcome(), Some(Outcome::NotResolvable | Outcome::NotOurs));
    let ask = is_asked.then(|| plain!(lang, "report-closed-ask"));
    let lines = ask.into_iter().chain([plain!(lang, "page-press")]).collect();
    let has_other = is_asked || verdict == Verdict::Solved;
    let other = has_other.then_some(Other { label, url });
    render(&Page {
        lang: lang.code(),
        town: &about.directory.name,
        title: plain!(lang, "page-report", report = report_name(lang, about.report)),
        lines,
        form: Some(Form { words, button, other }),
    })
}

/// What they said has arrived.
pub fn done(about: About<'_>, verdict: Verdict) -> String {
    let lang = about.report.lang;
    let line = match verdict {
        Verdict::Solved => plain!(lang, "report-rated"),
        Verdict::StillThere => plain!(lang, "page-still-there-done"),
    };
    said(about, vec![line])
}

/// What they said is part of a report that is open. No mail says so again.
pub fn added(about: About<'_>) -> String {
    said(about, vec![plain!(about.report.lang, "page-added")])
}

/// So much was added within a day that no more is taken here.
pub fn enough(about: About<'_>) -> String {
    said(about, vec![plain!(about.report.lang, "page-enough")])
}

/// Why it cannot be done. `why` is plain text.
pub fn refused(about: About<'_>, why: String) -> String {
    said(about, vec![why])
}

fn said(about: About<'_>, lines: Vec<String>) -> String {
    let lang = about.report.lang;
    render(&Page {
        lang: lang.code(),
        town: &about.directory.name,
        title: plain!(lang, "page-report", report = report_name(lang, about.report)),
        lines,
        form: None,
    })
}

/// The link is not good, or not any more.
pub fn unknown(directory: &Directory, lang: Lang) -> String {
    let contact = plain_text(&contact(directory, lang));
    render(&Page {
        lang: lang.code(),
        town: &directory.name,
        title: plain!(lang, "page-unknown"),
        lines: vec![plain!(lang, "page-unknown-why"), contact],
        form: None,
    })
}

/// Something is wrong on our side.
pub fn later(lang: Lang) -> String {
    render(&Page {
        lang: lang.code(),
        town: "",
        title: plain!(lang, "page-later"),
        lines: vec![plain!(lang, "page-later-why")],
        form: None,
    })
}
