//! URP tasks: small things that a person has to do.

use chrono::{DateTime, Utc};

use super::stamp;
use super::words;
use crate::domain::event::Channel;
use crate::domain::lang::Lang;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Button, Message, UNREADABLE};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Facts;
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::text::format::{button, clip, day, escape, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{plain, t};

/// Longest words quoted in a task, UTF-16 units: the rest is in the history.
pub const LONGEST_QUOTE: usize = 2500;

/// A task as a message with its buttons; once done, how it ended, with *Undo* where that can be.
/// `can_do`: whoever reads it may press them; else there are none.
pub fn task(facts: &Facts, task: &Task, can_do: bool, now: DateTime<Utc>) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let report = task.report.and_then(|id| facts.report(id));
    let name = match (report, task.report) {
        (Some(report), _) => Some(report_name(lang, report)),
        (None, Some(id)) => Some(id.to_string()),
        (None, None) => None,
    };
    if let Some(done) = &task.done {
        let title = match name {
            Some(name) => {
                t!(lang, "staff-task-title-done", what = what(lang, &task.kind), report = name)
            }
            None => t!(lang, "staff-task-title-alone-done", what = what(lang, &task.kind)),
        };
        let ended = ended(facts, lang, done, now);
        let undo = if can_do { undo(lang, task, done) } else { Vec::new() };
        return with_buttons(format!("{title}\n{ended}"), vec![undo]);
    }
    let title = match name {
        Some(name) => t!(lang, "staff-task-title", what = what(lang, &task.kind), report = name),
        None => t!(lang, "staff-task-title-alone", what = what(lang, &task.kind)),
    };
    let due = day(lang, task.due, directory.calendar.day_of(now));
    let due = t!(lang, "staff-task-due", date = due);
    let body = match &task.kind {
        TaskKind::Undeliverable { reason, words, .. } => {
            let channel = report.map_or(Channel::Telegram, |report| report.channel);
            let why = words::reason(lang, channel, reason);
            let why = t!(lang, "staff-task-undeliverable", reason = why);
            let how = report.map_or_else(String::new, |report| reach(facts, lang, report));
            let said =
                if reason == UNREADABLE { t!(lang, "staff-task-unreadable") } else { quote(words) };
            format!("{why}{how}\n{said}")
        }
        TaskKind::WordsAfterClosing { words, thanks } => {
            let ask = if *thanks {
                t!(lang, "staff-task-thanks-ask")
            } else {
                t!(lang, "staff-task-words-ask")
            };
            format!("{}\n{ask}", quote(words))
        }
        TaskKind::NoReceipt { .. } => {
            let how = report.map_or_else(String::new, |report| reach(facts, lang, report));
            format!("{}{how}", t!(lang, "staff-task-no-receipt-ask"))
        }
        TaskKind::Call { phone, words, tried, .. } => {
            let citizen = report.and_then(|report| facts.person(report.citizen));
            super::desk::call(lang, citizen, phone, words, *tried)
        }
        TaskKind::QuestionUnanswered { words, .. } => {
            format!("{}\n{}", quote(words), t!(lang, "clock-task-question-ask"))
        }
        kind => super::mails::body(lang, kind),
    };
    let html = format!("{title}\n{body}\n{due}");
    if !can_do {
        return said(format!("{html}\n{}", t!(lang, "staff-task-of-urp")));
    }
    with_buttons(html, buttons(lang, task, report))
}

/// What there is to do, in a few words. Plain text.
pub(super) fn what(lang: Lang, kind: &TaskKind) -> String {
    match kind {
        TaskKind::Undeliverable { .. } => plain!(lang, "staff-task-tell-otherwise"),
        TaskKind::WordsAfterClosing { .. } => plain!(lang, "staff-task-words-after-closing"),
        TaskKind::NoReceipt { .. } => plain!(lang, "staff-task-no-receipt"),
        TaskKind::MailSetAside { rule: MailRule::PecReview, .. } => {
            plain!(lang, "staff-task-pec-review")
        }
        TaskKind::MailSetAside { .. } => plain!(lang, "staff-task-mail"),
        TaskKind::SenderToCheck { .. } => plain!(lang, "staff-task-sender"),
        TaskKind::AnswersHeldBack { .. } => plain!(lang, "staff-task-answers"),
        TaskKind::Call { phone, .. } => plain!(lang, "staff-task-call", phone = phone),
        TaskKind::QuestionUnanswered { .. } => plain!(lang, "clock-task-question"),
    }
}

fn reach(facts: &Facts, lang: Lang, report: &Report) -> String {
    facts.person(report.citizen).map_or_else(String::new, |person| {
        let name = clip(&person.name, 60);
        // The address as well: a slip of the pen in it can be seen.
        let who = match person.mail.as_deref().filter(|mail| *mail != person.name) {
            Some(mail) => format!("{name}, {}", clip(mail, 120)),
            None => name.into_owned(),
        };
        format!("\n{}", t!(lang, "staff-task-reach", name = who))
    })
}

pub(super) fn quote(words: &str) -> String {
    // What did not arrive is kept as HTML or as plain words: shown as plain words either way.
    let plain = strip(words);
    format!("<blockquote>{}</blockquote>", escape(&clip(&plain, LONGEST_QUOTE)))
}

/// The words of a text in which there may be Telegram HTML of ours.
fn strip(words: &str) -> String {
    let mut plain = words.to_owned();
    for tag in ["b", "i", "blockquote"] {
        plain = plain.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn buttons(lang: Lang, task: &Task, report: Option<&Report>) -> Vec<Vec<Button>> {
    match &task.kind {
        // The other way is a call, most often.
        TaskKind::Undeliverable { .. } | TaskKind::NoReceipt { .. } => {
            super::desk::call_buttons(lang, task.id, &Press::TaskNobody(task.id))
        }
        TaskKind::WordsAfterClosing { .. } => vec![vec![
            button(plain!(lang, "staff-button-reopen"), &Press::TaskReopen(task.id)),
            button(plain!(lang, "staff-button-leave"), &Press::TaskLeave(task.id)),
        ]],
        TaskKind::Call { question, tried, .. } => {
            let nobody = Press::CallNobody(task.id, *tried);
            let mut rows = super::desk::call_buttons(lang, task.id, &nobody);
            rows.extend(super::desk::they_answered(lang, report, *question));
            rows
        }
        TaskKind::QuestionUnanswered { seq, .. } => {
            let mut rows = super::clock::task_buttons(lang, task);
            rows.extend(super::desk::they_answered(lang, report, Some(*seq)));
            rows
        }
        kind => super::mails::buttons(lang, task.id, kind),
    }
}

fn how_ended(lang: Lang, how: TaskEnd) -> String {
    match how {
        TaskEnd::Told => plain!(lang, "staff-task-end-told"),
        TaskEnd::CannotBeReached => plain!(lang, "staff-task-end-cannot"),
        TaskEnd::Delivered => plain!(lang, "staff-task-end-delivered"),
        TaskEnd::Reopened => plain!(lang, "staff-task-end-reopened"),
        TaskEnd::LeftClosed => plain!(lang, "staff-task-end-left"),
        TaskEnd::MadeReport => plain!(lang, "staff-task-end-made"),
        TaskEnd::AddedToReport => plain!(lang, "staff-task-end-added"),
        TaskEnd::Dropped => plain!(lang, "staff-task-end-dropped"),
        TaskEnd::Released => plain!(lang, "staff-task-end-released"),
        TaskEnd::Withheld => plain!(lang, "staff-task-end-withheld"),
        TaskEnd::Replaced => plain!(lang, "staff-task-end-replaced"),
        TaskEnd::Answered => plain!(lang, "clock-task-end-answered"),
        TaskEnd::Closed => plain!(lang, "clock-task-end-closed"),
        TaskEnd::AskedAgain => plain!(lang, "clock-task-end-asked-again"),
    }
}

fn ended(facts: &Facts, lang: Lang, done: &TaskDone, now: DateTime<Utc>) -> String {
    t!(
        lang,
        "staff-task-ended",
        how = how_ended(lang, done.how),
        who = words::actor(lang, &done.by),
        time = stamp(&facts.directory, lang, done.at, now)
    )
}

/// A notice: somebody has done the task already. Plain text.
pub fn task_done_already(lang: Lang, done: &TaskDone) -> String {
    plain!(
        lang,
        "staff-task-already",
        who = words::actor(lang, &done.by),
        how = how_ended(lang, done.how)
    )
}

/// A notice: the citizen has written more than was quoted where it was pressed. Plain text.
pub fn task_has_more(lang: Lang) -> String {
    plain!(lang, "staff-task-has-more")
}

/// *Undo*, for an end that was only somebody's word.
fn undo(lang: Lang, task: &Task, done: &TaskDone) -> Vec<Button> {
    if let TaskKind::AnswersHeldBack { .. } | TaskKind::SenderToCheck { .. } = task.kind {
        // What was closed with it is undone report by report.
        return Vec::new();
    }
    match done.how {
        TaskEnd::Told
        | TaskEnd::CannotBeReached
        | TaskEnd::LeftClosed
        | TaskEnd::Dropped
        | TaskEnd::Withheld => {
            vec![button(plain!(lang, "staff-button-undo-task"), &Press::TaskUndo(task.id))]
        }
        TaskEnd::Delivered
        | TaskEnd::Reopened
        | TaskEnd::MadeReport
        | TaskEnd::AddedToReport
        | TaskEnd::Released
        | TaskEnd::Replaced
        | TaskEnd::Answered
        | TaskEnd::Closed
        | TaskEnd::AskedAgain => Vec::new(),
    }
}
