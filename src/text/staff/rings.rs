//! Short messages in reply to a card: an edit of the card rings nobody.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::mention;
use super::words;
use crate::domain::ids::OfficeCode;
use crate::domain::outgoing::{Mention, Message};
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::domain::step::Facts;
use crate::text::format::{clip, day, escape, said};
use crate::text::report::report_name;
use crate::text::{Html, plain, t};

/// What asks something of the chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ring {
    /// The citizen answered the town's question.
    Answered {
        /// The answer.
        words: String,
        /// Photos with it.
        photos: usize,
    },
    /// The citizen added something.
    Added {
        /// Words.
        words: String,
        /// Photos with them.
        photos: usize,
    },
    /// The citizen edited what was part of the report.
    Edited {
        /// As it reads now.
        words: String,
    },
    /// The citizen took the report back.
    Withdrawn,
    /// The problem is still there, says the citizen, or the URP looks again.
    ReopenRequested {
        /// The citizen's words, if any.
        words: Option<String>,
    },
    /// An office says that it is not theirs.
    NotOurs {
        /// The office.
        office: OfficeCode,
        /// Why.
        reason: String,
    },
    /// An office is done.
    Ready,
    /// A planned day came.
    PlanDue,
    /// The date promised to the citizen is near or past.
    Promise,
}

/// The short message: who must act, what happened, the words themselves.
pub fn ring(
    facts: &Facts,
    report: &Report,
    what: Ring,
    mentions: &[Mention],
    now: DateTime<Utc>,
) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let name = report_name(lang, report);
    let (line, words, photos) = match what {
        Ring::Answered { words, photos } => (
            t!(lang, "staff-ring-answered", report = name),
            Some(words),
            photos,
        ),
        Ring::Added { words, photos } => {
            let line = if report.state.is_open() {
                t!(lang, "staff-ring-added", report = name)
            } else {
                t!(lang, "staff-ring-added-closed", report = name)
            };
            (line, Some(words), photos)
        }
        Ring::Edited { words } => (t!(lang, "staff-ring-edited", report = name), Some(words), 0),
        Ring::Withdrawn => (t!(lang, "staff-ring-withdrawn", report = name), None, 0),
        Ring::ReopenRequested { words } => {
            let line = match &report.last.actor {
                actor if actor.is_citizen() => t!(lang, "staff-ring-still-there", report = name),
                actor => {
                    let who = words::actor(lang, actor);
                    t!(lang, "staff-ring-reopened", report = name, who = who)
                }
            };
            (line, words, 0)
        }
        Ring::NotOurs { office, reason } => {
            let office = directory.office_name(&office);
            let line = t!(lang, "staff-ring-not-ours", report = name, office = office);
            (line, Some(reason), 0)
        }
        Ring::Ready => {
            let draft = match &report.state {
                State::Ready { draft, .. } => Some(draft.clone()),
                _ => None,
            };
            (t!(lang, "staff-ring-ready", report = name), draft, 0)
        }
        Ring::PlanDue => (t!(lang, "staff-ring-plan-due", report = name), None, 0),
        Ring::Promise => {
            let today = directory.calendar.day_of(now);
            let date = report.promised.unwrap_or(today);
            let date = day(lang, date, today);
            let line = t!(lang, "staff-ring-promise", report = name, date = date);
            (line, None, 0)
        }
    };
    let mut html = String::new();
    if !mentions.is_empty() {
        let names: Vec<String> = mentions.iter().map(mention).collect();
        html = t!(lang, "staff-ring-for", names = Html(names.join(", ")));
        html.push('\n');
    }
    html.push_str(&line);
    if let Some(words) = words.filter(|words| !words.trim().is_empty()) {
        let words = clip(words.trim(), 2000).into_owned();
        let _ = write!(html, "\n<blockquote>{}</blockquote>", escape(&words));
    }
    if photos > 0 {
        let photos = plain!(lang, "staff-photos", count = photos);
        let _ = write!(html, "\n{}", escape(&photos));
    }
    said(html)
}
