//! What a supervisor asks of an office, and what it answers.

use std::fmt::Write as _;

use super::super::mention;
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Mention, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::text::format::{button, escape, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{Html, plain, t};

/// A supervisor's words to the office that has a report.
pub fn supervisor_asks(
    directory: &Directory,
    report: &Report,
    who: &str,
    words: &str,
    mentions: &[Mention],
) -> Message {
    let lang = directory.staff_lang();
    let name = report_name(lang, report);
    let mut html = t!(lang, "clock-supervisor-asks", who = who, report = name);
    let _ = write!(html, "\n<blockquote>{}</blockquote>", escape(words));
    if !mentions.is_empty() {
        let names: Vec<String> = mentions.iter().map(mention).collect();
        html.push('\n');
        html.push_str(&t!(lang, "staff-ring-for", names = Html(names.join(", "))));
    }
    html.push('\n');
    html.push_str(&t!(lang, "clock-supervisor-asks-how"));
    said(html)
}

/// The same for the history. Plain text.
pub fn asked_office(lang: Lang, words: &str) -> String {
    plain!(lang, "clock-asked-office-note", words = words)
}

/// A supervisor's words have gone to that chat.
pub fn office_asked(lang: Lang, report: &Report, to: &str) -> Message {
    said(t!(lang, "clock-office-asked", report = report_name(lang, report), to = to))
}

/// What a colleague of that name answers, for the supervisor who asked. Without words, a photo says it.
pub fn office_answers(
    directory: &Directory,
    report: &Report,
    who: &str,
    words: Option<&str>,
) -> Message {
    let lang = directory.staff_lang();
    let name = report_name(lang, report);
    let mut html = t!(lang, "clock-office-answers", who = who, report = name);
    if let Some(words) = words {
        let _ = write!(html, "\n<blockquote>{}</blockquote>", escape(words));
    }
    let show = button(plain!(lang, "staff-button-show", what = report.id), &Press::Show(report.id));
    with_buttons(html, vec![vec![show]])
}

/// There is no chat to ask in. Plain text.
pub fn no_office_chat(lang: Lang) -> String {
    plain!(lang, "clock-no-office-chat")
}
