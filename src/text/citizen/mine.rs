//! A citizen's own reports: the list, and one with its public history.

use chrono::{DateTime, TimeDelta, Utc};

use super::{menu, plain, t};
use crate::domain::decide::REOPEN_DAYS;
use crate::domain::directory::Directory;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::report::{Question, Report};
use crate::domain::state::{Outcome, State};
use crate::domain::step::MOST_OF_THEIRS;
use crate::text::format::{button, clip, day, first_line, place_line, said, with_buttons};
use crate::text::report::{About, category_name, report_name, state_in_words};

/// The most of an event's words that a history shows, UTF-16 units.
const WORDS_SHOWN: usize = 600;
/// The most that a history takes of a message, UTF-16 units: what is older is left out.
const HISTORY_SHOWN: usize = 2600;

/// /mine: their reports, each with its state and a button; those that are open, and the latest of the others.
pub fn mine(directory: &Directory, lang: Lang, now: DateTime<Utc>, reports: &[Report]) -> Message {
    if reports.is_empty() {
        return menu(lang, t!(lang, "citizen-mine-none"));
    }
    let mut html = t!(lang, "citizen-mine");
    let mut rows = Vec::new();
    for report in reports {
        let about = About { directory, report, now };
        let kind = category_name(directory, lang, report);
        let state = state_in_words(about, lang);
        html.push_str("\n\n");
        html.push_str(&t!(
            lang,
            "citizen-mine-line",
            number = report.id,
            kind = kind,
            state = state
        ));
        rows.push(vec![button(report_name(lang, report), &Press::MyReport(report.id))]);
    }
    if reports.len() >= MOST_OF_THEIRS {
        html.push_str("\n\n");
        html.push_str(&t!(lang, "citizen-mine-some", count = MOST_OF_THEIRS));
    }
    with_buttons(html, rows)
}

/// A report with its public history, and what can be done with it.
pub fn one_of_mine(about: About<'_>, lang: Lang, history: &[Event]) -> Message {
    with_buttons(shown(about, lang, None, history), buttons(lang, about.report, about.now))
}

/// The same, of a report that is joined to `main`: how far that is.
pub fn one_that_follows(
    about: About<'_>,
    lang: Lang,
    main: ReportId,
    history: &[Event],
) -> Message {
    let html = shown(about, lang, Some(main), history);
    if !about.report.state.is_open() {
        return with_buttons(html, buttons(lang, about.report, about.now));
    }
    // It cannot be taken back by itself: the main report goes on without it.
    let add = Press::AddMore(about.report.id);
    with_buttons(html, vec![vec![button(plain!(lang, "citizen-button-add"), &add)]])
}

fn shown(about: About<'_>, lang: Lang, main: Option<ReportId>, history: &[Event]) -> String {
    let About { directory, report, now } = about;
    let today = directory.calendar.day_of(now);
    let place = place_line(lang, &report.place);
    let mut html = t!(
        lang,
        "citizen-one",
        number = report.id,
        kind = category_name(directory, lang, report),
        place = &*first_line(&place, 200),
        state = state_in_words(about, lang)
    );
    if let Some(main) = main {
        html.push('\n');
        html.push_str(&t!(lang, "citizen-follows", number = main));
    }
    if let Some(date) = report.promised {
        html.push('\n');
        html.push_str(&t!(lang, "report-promise", date = day(lang, date, today)));
    }
    if let Some(question) = &report.question {
        html.push_str("\n\n");
        let words = clip(&question.words, WORDS_SHOWN);
        html.push_str(&t!(lang, "citizen-one-question", words = &*words));
    }
    html.push_str("\n\n");
    html.push_str(&lines(directory, lang, now, history));
    html
}

fn buttons(
    lang: Lang,
    report: &Report,
    now: DateTime<Utc>,
) -> Vec<Vec<crate::domain::outgoing::Button>> {
    let id = report.id;
    let mut rows = Vec::new();
    if let Some(question) = &report.question {
        let answer = Press::AnswerQuestion(id, question.seq);
        rows.push(vec![button(plain!(lang, "button-answer"), &answer)]);
    }
    let add = button(plain!(lang, "citizen-button-add"), &Press::AddMore(id));
    match report.state {
        State::Closed { outcome } => {
            rows.push(vec![add]);
            let reopens =
                matches!(outcome, Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs);
            let days = TimeDelta::days(i64::try_from(REOPEN_DAYS).unwrap_or_default());
            if reopens && report.closed_at.is_some_and(|closed| now <= closed + days) {
                let label = plain!(lang, "button-still-there");
                rows.push(vec![button(label, &Press::StillThere(id))]);
            }
        }
        _ => rows
            .push(vec![add, button(plain!(lang, "citizen-button-withdraw"), &Press::Withdraw(id))]),
    }
    rows
}

/// What the citizen may know of the history, oldest first; the oldest are left out if it is long.
fn lines(directory: &Directory, lang: Lang, now: DateTime<Utc>, history: &[Event]) -> String {
    let calendar = &directory.calendar;
    let today = calendar.day_of(now);
    let mut left = HISTORY_SHOWN;
    let mut shown = Vec::new();
    for event in history.iter().rev() {
        let Some(what) = line(directory, lang, &event.kind, today) else {
            continue;
        };
        let date = day(lang, calendar.day_of(event.at), today);
        let what = super::Html(what);
        let line = t!(lang, "citizen-history-line", date = date, what = what);
        let length = line.encode_utf16().count();
        if length > left {
            shown.push(t!(lang, "citizen-history-older"));
            break;
        }
        left -= length;
        shown.push(line);
    }
    shown.reverse();
    shown.join("\n")
}

/// An event in a citizen's words (HTML): never a name or a note of staff. None if it is not for them.
fn line(
    directory: &Directory,
    lang: Lang,
    kind: &EventKind,
    today: chrono::NaiveDate,
) -> Option<String> {
    let cut = |words: &str| clip(words, WORDS_SHOWN).into_owned();
    Some(match kind {
        EventKind::Filed(_) => t!(lang, "citizen-history-filed"),
        EventKind::Assigned { office } => {
            t!(lang, "citizen-history-assigned", office = directory.office_name(office))
        }
        EventKind::Taken { office, .. } => {
            t!(lang, "citizen-history-taken", office = directory.office_name(office))
        }
        EventKind::Planned { until, reason, work } => {
            let (date, words) = (day(lang, *until, today), cut(reason));
            match work {
                Some(_) => t!(lang, "citizen-history-planned", date = date, words = words),
                None => t!(lang, "citizen-history-planned-again", date = date, words = words),
            }
        }
        EventKind::PlanDue => t!(lang, "citizen-history-plan-due"),
        EventKind::Closed { outcome: Outcome::Withdrawn, .. } => {
            t!(lang, "citizen-history-withdrawn")
        }
        EventKind::Closed { words: Some(words), .. } => {
            t!(lang, "citizen-history-closed", words = cut(words))
        }
        EventKind::Closed { words: None, .. } => t!(lang, "citizen-history-closed-silently"),
        EventKind::ReopenRequested { .. } => t!(lang, "citizen-history-reopening"),
        EventKind::ReopenRefused { words } => {
            t!(lang, "citizen-history-reopen-refused", words = cut(words))
        }
        EventKind::Unmerged { .. } => t!(lang, "citizen-history-unmerged"),
        EventKind::Asked { words, .. } => {
            t!(lang, "citizen-history-asked", words = cut(words))
        }
        EventKind::Answered { words, photos } | EventKind::Completed { words, photos, .. } => {
            let words = cut(words);
            t!(lang, "citizen-history-answered", words = words, photos = photos.len())
        }
        EventKind::Added { words, photos } => {
            let words = cut(words);
            t!(lang, "citizen-history-added", words = words, photos = photos.len())
        }
        EventKind::Edited { words } => t!(lang, "citizen-history-edited", words = cut(words)),
        EventKind::Told { words, .. } => t!(lang, "citizen-history-told", words = cut(words)),
        EventKind::Rated { solved: true } => t!(lang, "citizen-history-rated"),
        EventKind::Followed { of, .. } => t!(lang, "citizen-history-followed", number = *of),
        EventKind::LateTold => t!(lang, "citizen-history-late"),
        EventKind::QuestionReminded => t!(lang, "citizen-history-reminded"),
        EventKind::CategorySet { .. }
        | EventKind::PlaceSet { .. }
        | EventKind::Returned { .. }
        | EventKind::GivenBack
        | EventKind::Ready { .. }
        | EventKind::SentBack { .. }
        | EventKind::ProtocolSet { .. }
        | EventKind::FromDuplicate { .. }
        | EventKind::Noted { .. }
        | EventKind::Rated { solved: false } => return None,
    })
}

/// Asks for the answer to the town's question, or for something more.
pub fn ask_more(lang: Lang, report: &Report, question: Option<&Question>) -> Message {
    let name = report_name(lang, report);
    let html = match question {
        Some(question) => {
            let words = clip(&question.words, WORDS_SHOWN);
            t!(lang, "citizen-ask-answer", report = name, words = &*words)
        }
        None => t!(lang, "citizen-ask-more", report = name),
    };
    let stop = button(plain!(lang, "citizen-button-cancel"), &Press::StopWriting(report.id));
    with_buttons(html, vec![vec![stop]])
}

/// Nothing more is added.
pub fn writing_stopped(lang: Lang, report: ReportId) -> Message {
    said(t!(lang, "citizen-writing-stopped", number = report))
}

/// *Withdraw*, asked once more.
pub fn ask_withdraw(lang: Lang, report: &Report) -> Message {
    let yes = button(plain!(lang, "citizen-button-withdraw-yes"), &Press::WithdrawYes(report.id));
    let no = button(plain!(lang, "citizen-button-withdraw-no"), &Press::WithdrawNo(report.id));
    let html = t!(lang, "citizen-ask-withdraw", report = report_name(lang, report));
    with_buttons(html, vec![vec![yes], vec![no]])
}

/// The question above, answered with yes.
pub fn withdrawing(lang: Lang, report: &Report) -> Message {
    said(t!(lang, "citizen-withdrawing", report = report_name(lang, report)))
}

/// It stays.
pub fn not_withdrawn(lang: Lang, report: &Report) -> Message {
    said(t!(lang, "citizen-not-withdrawn", report = report_name(lang, report)))
}
