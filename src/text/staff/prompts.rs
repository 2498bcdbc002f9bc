//! Prompts and previews: what a clerk reads while writing.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::mention;
use super::tasks::quote;
use super::words;
use crate::domain::directory::Directory;
use crate::domain::event::Channel;
use crate::domain::ids::{ReportId, TaskId, WorkId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Keyboard, Mention, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::task::{Task, TaskKind};
use crate::text::format::{button, clip, escape, first_line, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{Html, plain, t};

/// What a person is asked to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// The reply that closes.
    Close {
        /// How.
        outcome: Outcome,
        /// Also take no new report from this citizen.
        block: bool,
    },
    /// Why it is not reopened.
    Refuse,
    /// A question to the citizen.
    Question,
    /// Words to the citizen.
    Write,
    /// A note among staff.
    Note,
    /// Where it is.
    Place,
    /// Words to a citizen who wrote after closing.
    Task(TaskId),
    /// The protocol office's number.
    Protocol,
    /// A supervisor's question to the office.
    AskOffice,
    /// Why it is not this office's.
    NotOurs,
    /// What the office did, for the reply that closes.
    Ready {
        /// How it is to be closed.
        outcome: Outcome,
    },
    /// What the office still has to do.
    SendBack,
    /// Why not now, and when.
    Plan {
        /// The planned work that it waits for, if one: the date is the work's.
        work: Option<WorkId>,
    },
    /// What the citizen of a duplicate reads when it is joined to the main report.
    Merge {
        /// The main report.
        into: ReportId,
    },
    /// What somebody answered on the phone or at the desk.
    Answer,
    /// The number of the report that it is the same as.
    SameAs,
}

impl Asked {
    /// Whether the citizen reads it, so that it is shown exactly before it is sent; the rest is said
    /// among staff, at once.
    pub fn is_for_citizen(self) -> bool {
        match self {
            Self::Close { .. }
            | Self::Refuse
            | Self::Question
            | Self::Write
            | Self::Task(_)
            | Self::Plan { .. }
            | Self::Merge { .. } => true,
            Self::Note
            | Self::Place
            | Self::Protocol
            | Self::AskOffice
            | Self::NotOurs
            | Self::SendBack
            | Self::Answer
            | Self::SameAs
            | Self::Ready { .. } => false,
        }
    }

    /// Whether photos can go with it.
    pub fn takes_photos(self) -> bool {
        matches!(
            self,
            Self::Close { .. }
                | Self::Write
                | Self::Task(_)
                | Self::Note
                | Self::Answer
                | Self::Ready { .. }
        )
    }
}

/// The longest words that a citizen's message has room for, UTF-16 units.
pub const LONGEST_WORDS: usize = 3000;
/// Longest question quoted where its answer is asked for, UTF-16 units.
const LONGEST_QUOTE: usize = 300;
/// The longest place, UTF-16 units.
pub const LONGEST_PLACE: usize = 300;

fn prompt_cancel(lang: Lang, report: ReportId) -> Vec<Button> {
    let label = plain!(lang, "staff-button-cancel");
    vec![button(label, &Press::PromptCancel(report))]
}

/// Asks one person to write, in reply. `again` is what they had written.
pub fn prompt(
    directory: &Directory,
    report: &Report,
    who: &Mention,
    asked: Asked,
    again: Option<&str>,
) -> Message {
    let lang = directory.staff_lang();
    let who = Html(mention(who));
    let name = report_name(lang, report);
    let text = match asked {
        Asked::Close { outcome, .. } => {
            let outcome = words::outcome(lang, outcome);
            t!(lang, "staff-prompt-close", who = who, report = name, outcome = outcome)
        }
        Asked::Refuse => t!(lang, "staff-prompt-refuse", who = who, report = name),
        Asked::Question => t!(lang, "staff-prompt-question", who = who, report = name),
        Asked::Write | Asked::Task(_) => {
            t!(lang, "staff-prompt-write", who = who, report = name)
        }
        Asked::Note => t!(lang, "staff-prompt-note", who = who, report = name),
        Asked::Place => t!(lang, "staff-prompt-place", who = who, report = name),
        Asked::Protocol => t!(lang, "staff-prompt-protocol", who = who, report = name),
        Asked::AskOffice => t!(lang, "clock-prompt-ask-office", who = who, report = name),
        Asked::NotOurs => t!(lang, "office-prompt-not-ours", who = who, report = name),
        Asked::SendBack => t!(lang, "office-prompt-send-back", who = who, report = name),
        Asked::Ready { outcome: Outcome::Resolved } => {
            t!(lang, "office-prompt-ready", who = who, report = name)
        }
        Asked::Ready { outcome } => {
            let outcome = words::outcome(lang, outcome);
            t!(lang, "office-prompt-ready-why", who = who, report = name, outcome = outcome)
        }
        Asked::Plan { .. } => t!(lang, "staff-prompt-plan", who = who, report = name),
        Asked::Merge { into } => {
            t!(lang, "staff-prompt-merge", who = who, report = name, main = into)
        }
        Asked::SameAs => t!(lang, "desk-prompt-same-as", who = who, report = name),
        Asked::Answer => {
            let question = report.question.as_ref().map_or("", |question| &question.words);
            let question = clip(question, LONGEST_QUOTE);
            t!(lang, "desk-prompt-answer", who = who, report = name, question = &*question)
        }
    };
    let mut html = text;
    if asked.is_for_citizen() && report.lang != lang {
        let language = words::in_language(lang, report.lang);
        html.push(' ');
        html.push_str(&t!(lang, "staff-prompt-language", language = language));
    }
    if let Some(words) = again.filter(|words| !words.is_empty()) {
        let words = clip(words, LONGEST_WORDS);
        html.push('\n');
        html.push_str(&t!(lang, "staff-prompt-again"));
        let _ = write!(html, "\n<blockquote>{}</blockquote>", escape(&words));
    } else {
        html.push('\n');
    }
    html.push_str(&t!(lang, "staff-prompt-stop"));
    Message {
        html,
        keyboard: Keyboard::ForceReply { placeholder: plain!(lang, "staff-prompt-placeholder") },
        silent: false,
    }
}

/// Ready-made replies for the prompt that is open: each text as the citizen would read it.
/// `templates` are places in the directory with the filled-in words.
pub fn templates(directory: &Directory, report: &Report, templates: &[(usize, String)]) -> Message {
    let lang = directory.staff_lang();
    let mut html = t!(lang, "staff-templates");
    let mut rows = Vec::new();
    for (count, (place, text)) in (1..).zip(templates) {
        let text = clip(text, 600);
        let _ = write!(html, "\n\n{count}. {}", escape(&text));
        let label = format!("{count}. {}", first_line(&text, 40));
        let place = u32::try_from(*place).unwrap_or(u32::MAX);
        rows.push(vec![button(label, &Press::Template(report.id, place))]);
    }
    rows.push(prompt_cancel(lang, report.id));
    with_buttons(html, rows)
}

/// Below the exact text: who gets it, and what can be done now.
pub fn preview(directory: &Directory, report: &Report, asked: Asked, photos: usize) -> Message {
    let lang = directory.staff_lang();
    let id = report.id;
    let send = match asked {
        Asked::Close { .. } => plain!(lang, "staff-button-send-close"),
        _ => plain!(lang, "staff-button-send"),
    };
    let mut html = match report.channel {
        Channel::Telegram | Channel::Mail | Channel::Pec => {
            t!(lang, "staff-preview", channel = words::channel(lang, report.channel), report = id)
        }
        Channel::Phone => t!(lang, "desk-preview-phone", report = id),
        Channel::Nobody if report.is_awaited() => t!(lang, "desk-preview-joined", report = id),
        Channel::Nobody => t!(lang, "desk-preview-nobody", report = id),
    };
    if let Asked::Close { block: true, .. } = asked {
        html.push('\n');
        html.push_str(&t!(lang, "staff-preview-block"));
    }
    let mut rows = vec![
        vec![button(send, &Press::PreviewSend(id))],
        vec![
            button(plain!(lang, "staff-button-change"), &Press::PreviewChange(id)),
            button(plain!(lang, "staff-button-cancel"), &Press::PromptCancel(id)),
        ],
    ];
    if asked == (Asked::Plan { work: None }) {
        rows.insert(1, vec![super::plan::another_date(lang, id)]);
    }
    if photos > 0 {
        html.push('\n');
        html.push_str(&t!(lang, "staff-preview-photos", count = photos));
        let label = plain!(lang, "staff-button-no-photos");
        rows.insert(1, vec![button(label, &Press::PreviewNoPhotos(id))]);
    }
    with_buttons(html, rows)
}

/// Why what was to be shown is shown again: something changed about the report.
pub fn changed_meanwhile(lang: Lang, report: &Report) -> Message {
    said(t!(
        lang,
        "staff-changed-meanwhile",
        report = report_name(lang, report),
        who = words::actor(lang, &report.last.actor),
        what = words::event(lang, &report.last.event)
    ))
}

/// What was shown would be sent with other words by now, most often with another date.
pub fn reads_otherwise(lang: Lang, report: &Report) -> Message {
    said(t!(lang, "staff-reads-otherwise", report = report_name(lang, report)))
}

/// A plain message while a prompt is open: is it the answer?
pub fn use_this(lang: Lang, report: ReportId, asked: Asked, who: &Mention) -> Message {
    let what = asked_name(lang, asked);
    let html = t!(lang, "staff-use-this", who = Html(mention(who)), what = what, report = report);
    with_buttons(
        html,
        vec![vec![
            button(plain!(lang, "staff-button-use"), &Press::UseThis(report)),
            button(plain!(lang, "staff-button-use-not"), &Press::UseNot(report)),
        ]],
    )
}

/// A reply to a card when nothing was asked: what is it? Only what the person may do is offered.
pub fn what_is_this(lang: Lang, report: &Report, ready: bool, write: bool) -> Message {
    let id = report.id;
    let html = t!(lang, "staff-what-is-this", report = report_name(lang, report));
    let mut first = Vec::new();
    if ready {
        first.push(button(plain!(lang, "office-button-ready"), &Press::KeptReady(id)));
    }
    let mut second = vec![button(plain!(lang, "staff-button-note"), &Press::KeptNote(id))];
    if write {
        second.push(button(plain!(lang, "staff-button-write"), &Press::KeptWrite(id)));
    }
    let nothing = button(plain!(lang, "staff-button-nothing"), &Press::KeptNothing(id));
    with_buttons(html, vec![first, second, vec![nothing]])
}

/// What is asked for, as a noun. Plain text.
fn asked_name(lang: Lang, asked: Asked) -> String {
    match asked {
        Asked::Close { .. } => plain!(lang, "staff-asked-reply"),
        Asked::Refuse => plain!(lang, "staff-asked-reason"),
        Asked::Question => plain!(lang, "staff-asked-question"),
        Asked::Write | Asked::Task(_) | Asked::Merge { .. } => {
            plain!(lang, "staff-asked-message")
        }
        Asked::Note => plain!(lang, "staff-asked-note"),
        Asked::Place => plain!(lang, "staff-asked-place"),
        Asked::Protocol => plain!(lang, "staff-asked-protocol"),
        Asked::AskOffice => plain!(lang, "clock-asked-ask-office"),
        Asked::NotOurs => plain!(lang, "staff-asked-reason"),
        Asked::Ready { .. } => plain!(lang, "office-asked-ready"),
        Asked::SendBack => plain!(lang, "staff-asked-note"),
        Asked::Plan { .. } => plain!(lang, "staff-asked-plan"),
        Asked::Answer => plain!(lang, "desk-asked-answer"),
        Asked::SameAs => plain!(lang, "desk-asked-number"),
    }
}

/// Half an hour passed: it waits, and can be gone on with.
pub fn prompt_ended(
    lang: Lang,
    report: ReportId,
    asked: Asked,
    who: &Mention,
    written: bool,
) -> Message {
    let (who, what) = (Html(mention(who)), asked_name(lang, asked));
    let html = if written {
        t!(lang, "staff-prompt-ended-kept", who = who, what = what, report = report)
    } else {
        t!(lang, "staff-prompt-ended", who = who, what = what, report = report)
    };
    let mut message = with_buttons(html, vec![vec![go_on(lang, report)]]);
    message.silent = true;
    message
}

/// Another prompt took its place.
pub fn prompt_replaced(lang: Lang, report: ReportId, asked: Asked, written: bool) -> Message {
    let what = asked_name(lang, asked);
    let html = if written {
        t!(lang, "staff-prompt-replaced-kept", what = what, report = report)
    } else {
        t!(lang, "staff-prompt-replaced", what = what, report = report)
    };
    let mut message = with_buttons(html, vec![vec![go_on(lang, report)]]);
    message.silent = true;
    message
}

fn go_on(lang: Lang, report: ReportId) -> Button {
    button(plain!(lang, "staff-button-go-on"), &Press::PromptGoOn(report))
}

/// The words of a task are asked for; perhaps none are needed. All that the citizen has written is
/// quoted: the task may have been shown before the rest came.
pub fn task_words(lang: Lang, report: ReportId, task: &Task) -> Message {
    let mut html = t!(lang, "staff-task-no-words", report = report);
    if let TaskKind::WordsAfterClosing { words, .. } = &task.kind {
        html = format!("{}\n{html}", quote(words));
    }
    with_buttons(
        html,
        vec![
            vec![button(plain!(lang, "staff-button-no-words"), &Press::TaskNoWords(task.id))],
            prompt_cancel(lang, report),
        ],
    )
}

/// Photos are there, words are still needed. Opens a reply box again.
pub fn words_too(lang: Lang, who: &Mention, photos: usize) -> Message {
    Message {
        html: t!(lang, "staff-words-too", who = Html(mention(who)), count = photos),
        keyboard: Keyboard::ForceReply { placeholder: plain!(lang, "staff-prompt-placeholder") },
        silent: false,
    }
}
