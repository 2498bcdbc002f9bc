//! Short messages in reply to a card: an edit of the card rings nobody.

use chrono::{DateTime, Utc};

use super::{mention, words};
use crate::domain::directory::Directory;
use crate::domain::outgoing::{Mention, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Facts;
use crate::text::format::{button, day, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{Html, plain, t};

/// What asks something of the chat. A new report needs none: its card rings by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// The citizen answered the town's question.
    Answered,
    /// The citizen added something.
    Added,
    /// The citizen edited what was part of the report.
    Edited,
    /// The citizen took the report back.
    Withdrawn,
    /// The URP closed it, or joined it to another one, while somebody had it in hand.
    Closed,
    /// The problem is still there, says the citizen.
    ReopenRequested,
    /// An office says that it is not theirs.
    Returned,
    /// An office is done.
    Ready,
    /// A planned day came.
    PlanDue,
    /// The URP sent it back.
    SentBack,
    /// Its operator gave it back.
    GivenBack,
    /// It was given to this office, whose chat had it before.
    Assigned,
    /// It went to another office.
    MovedAway,
    /// It was handed to this operator.
    Handed,
    /// It was handed to somebody else.
    TakenAway,
    /// It was given to an office that shares this group with others, or with the URP.
    AssignedHere,
    /// The citizen of a duplicate said more.
    FromDuplicate,
    /// It was a duplicate of a report that ended without an answer for it: it goes on by itself.
    GoesOn,
    /// Its operator does not work there any more.
    OperatorLeft,
}

/// The office that has the report.
fn office<'a>(facts: &'a Facts, report: &'a Report) -> &'a str {
    report.state.office().map_or("", |code| facts.directory.office_name(code))
}

/// A report came back a second time or more: for the supervisor. `why`: the office's words.
pub fn returned_again(facts: &Facts, report: &Report, office: &str, why: &str) -> Message {
    let lang = facts.directory.staff_lang();
    let name = report_name(lang, report);
    let times = report.returns;
    with_buttons(
        t!(lang, "staff-returned-again", report = name, office = office, why = why, times = times),
        vec![vec![button(
            plain!(lang, "staff-button-show", what = report.id),
            &Press::Show(report.id),
        )]],
    )
}

/// The answer to a closed report has not arrived: for the supervisor. `why`: the channel's words.
pub fn answer_lost(directory: &Directory, report: &Report, why: &str) -> Message {
    let lang = directory.staff_lang();
    let name = report_name(lang, report);
    let why = words::reason(lang, report.channel, why);
    let show = button(plain!(lang, "staff-button-show", what = report.id), &Press::Show(report.id));
    with_buttons(t!(lang, "staff-answer-lost", report = name, why = why), vec![vec![show]])
}

/// The short message: who must act, and what happened. The words are on the card above.
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
    let line = match what {
        Ring::Answered => t!(lang, "staff-ring-answered", report = name),
        Ring::Added => t!(lang, "staff-ring-added", report = name),
        Ring::Edited => t!(lang, "staff-ring-edited", report = name),
        Ring::Withdrawn => t!(lang, "staff-ring-withdrawn", report = name),
        Ring::Closed => match report.duplicate_of() {
            Some(main) => t!(lang, "staff-ring-joined", report = name, main = main),
            None => t!(lang, "staff-ring-closed", report = name),
        },
        Ring::ReopenRequested => t!(lang, "staff-ring-still-there", report = name),
        Ring::Returned => t!(lang, "staff-ring-returned", report = name),
        Ring::Ready => t!(lang, "staff-ring-ready", report = name),
        Ring::PlanDue => t!(lang, "staff-ring-plan-due", report = name),
        Ring::SentBack => t!(lang, "staff-ring-sent-back", report = name),
        Ring::OperatorLeft => t!(lang, "people-ring-operator-left", report = name),
        Ring::GivenBack => t!(lang, "staff-ring-given-back", report = name),
        Ring::Assigned => t!(lang, "staff-ring-assigned", report = name),
        Ring::MovedAway => {
            t!(lang, "staff-ring-moved-away", report = name, office = office(facts, report))
        }
        Ring::Handed => t!(lang, "staff-ring-handed", report = name),
        Ring::AssignedHere => {
            t!(lang, "office-ring-assigned-here", report = name, office = office(facts, report))
        }
        Ring::TakenAway => t!(lang, "staff-ring-taken-away", report = name),
        Ring::FromDuplicate => t!(lang, "staff-ring-from-duplicate", report = name),
        Ring::GoesOn => t!(lang, "staff-ring-goes-on", report = name),
    };
    let mut html = line;
    if let Some(date) = report.promised.filter(|_| report.is_awaited()) {
        let date = day(lang, date, directory.calendar.day_of(now));
        html.push(' ');
        html.push_str(&t!(lang, "staff-ring-promised", date = date));
    }
    ring_for(directory, &said(html), mentions)
}

/// A short message, with whom it calls.
pub fn ring_for(directory: &Directory, message: &Message, mentions: &[Mention]) -> Message {
    let mut message = message.clone();
    if !mentions.is_empty() {
        let names: Vec<String> = mentions.iter().map(mention).collect();
        let names = Html(names.join(", "));
        message.html.push('\n');
        message.html.push_str(&t!(directory.staff_lang(), "staff-ring-for", names = names));
    }
    message
}
