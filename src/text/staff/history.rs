//! A report's whole history, as staff read it.

use std::collections::VecDeque;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{packed, stamp, texts, words};
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Facts;
use crate::text::format::{button, day, escape, place_line, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{plain, t};

/// Words of one event are shown in pieces of at most this many UTF-16 units.
const PIECE: usize = 3000;

/// So many messages show a part of a history; more only where one event takes more.
const MESSAGES: usize = 3;

/// The history of a report: each event with who, when and the words, and how what was sent arrived.
/// The latest of it, or of what was before an event, split into messages that fit; the last has a button for
/// what was before that.
pub fn history(
    facts: &Facts,
    report: &Report,
    before: Option<i32>,
    now: DateTime<Utc>,
) -> Vec<Message> {
    let lang = facts.directory.staff_lang();
    let title = t!(lang, "staff-history-title", report = report_name(lang, report));
    let events = facts.history(report.id);
    let end = events.partition_point(|event| before.is_none_or(|before| event.seq < before));
    let events = events.get(..end).unwrap_or_default();
    let mut entries: VecDeque<String> = match before {
        None => through_main(facts, report, lang, now).into_iter().collect(),
        Some(_) => VecDeque::new(),
    };
    let mut earlier = None;
    for (back, event) in events.iter().rev().enumerate() {
        let more = entry(facts, lang, event, now);
        let needed = texts([&title].into_iter().chain(&more).chain(&entries));
        if back > 0 && needed > MESSAGES {
            break;
        }
        more.into_iter().rev().for_each(|entry| entries.push_front(entry));
        earlier = Some(event.seq).filter(|_| back + 1 < events.len());
    }
    entries.push_front(title);
    let texts = packed(entries.into());
    let last = texts.len().saturating_sub(1);
    let message = |(place, html)| match earlier.filter(|_| place == last) {
        Some(seq) => {
            let label = plain!(lang, "staff-button-history-earlier");
            with_buttons(html, vec![vec![button(label, &Press::HistoryBefore(report.id, seq))]])
        }
        None => said(html),
    };
    texts.into_iter().enumerate().map(message).collect()
}

/// How what was sent because of its main report arrived.
fn through_main(facts: &Facts, report: &Report, lang: Lang, now: DateTime<Utc>) -> Option<String> {
    let lines = facts.deliveries(report.id).iter();
    let lines = lines.filter(|line| line.event.is_none() && line.purpose.is_owed());
    let lines: Vec<String> = lines
        .map(|line| {
            let line = words::delivery(&facts.directory, lang, report.channel, line, now);
            t!(lang, "staff-history-delivery", line = line)
        })
        .collect();
    let head = || t!(lang, "staff-history-others");
    (!lines.is_empty()).then(|| format!("{}\n{}", head(), lines.join("\n")))
}

fn entry(facts: &Facts, lang: Lang, event: &Event, now: DateTime<Utc>) -> Vec<String> {
    let directory = &facts.directory;
    let mut head = t!(
        lang,
        "staff-history-entry",
        time = stamp(directory, lang, event.at, now),
        who = words::actor(lang, &event.actor),
        what = what(facts, lang, event, now)
    );
    if let Some(date) = event.promised {
        let date = day(lang, date, directory.calendar.day_of(now));
        head.push('\n');
        head.push_str(&t!(lang, "staff-history-promised", date = date));
    }
    let (words, photos) = said_in(&event.kind);
    let mut pieces = pieces(words.trim()).into_iter();
    if let Some(first) = pieces.next() {
        let _ = write!(head, "\n<blockquote>{first}</blockquote>");
    }
    let mut entries = vec![head];
    entries.extend(pieces.map(|piece| format!("<blockquote>{piece}</blockquote>")));
    let mut tail = Vec::new();
    if photos > 0 {
        tail.push(t!(lang, "staff-photos", count = photos));
    }
    let report = facts.report(event.report);
    let channel = report.map_or(Channel::Telegram, |report| report.channel);
    for line in facts.deliveries(event.report) {
        if line.event == Some(event.seq) {
            let line = words::delivery(directory, lang, channel, line, now);
            tail.push(t!(lang, "staff-history-delivery", line = line));
        }
    }
    if let Some(last) = entries.last_mut() {
        for line in tail {
            // A quote ends its line by itself.
            if !last.ends_with("</blockquote>") {
                last.push('\n');
            }
            last.push_str(&line);
        }
    }
    entries
}

/// What happened, with what the event says beside words.
fn what(facts: &Facts, lang: Lang, event: &Event, now: DateTime<Utc>) -> String {
    let directory = &facts.directory;
    let today = directory.calendar.day_of(now);
    let detail = match &event.kind {
        EventKind::Filed(filing) => {
            let category = words::category_name(directory, lang, filing.category.as_ref());
            format!("{category}, {}", place_line(lang, &filing.place))
        }
        EventKind::CategorySet { category } => {
            words::category_name(directory, lang, category.as_ref())
        }
        EventKind::PlaceSet { place } => place_line(lang, place),
        EventKind::Assigned { office } => directory.office_name(office).to_owned(),
        EventKind::Taken { office, operator_name, .. } => {
            format!("{}, {operator_name}", directory.office_name(office))
        }
        EventKind::Planned { until, .. } => day(lang, *until, today),
        EventKind::Ready { office, outcome, .. } => {
            let outcome = words::outcome(lang, *outcome);
            format!("{}, {outcome}", directory.office_name(office))
        }
        EventKind::Closed { outcome, rule, .. } => {
            let outcome = words::outcome(lang, *outcome);
            match rule {
                Some(rule) => format!("{outcome}, {}", words::rule(lang, *rule)),
                None => outcome,
            }
        }
        EventKind::Asked { until, .. } => {
            let date = day(lang, *until, today);
            plain!(lang, "staff-history-until", date = date)
        }
        EventKind::FromDuplicate { report, .. } | EventKind::Followed { of: report, .. } => {
            report.to_string()
        }
        EventKind::Rated { solved: true } => plain!(lang, "staff-history-solved"),
        EventKind::Rated { solved: false } => plain!(lang, "staff-history-not-solved"),
        _ => String::new(),
    };
    let name = words::event(lang, event.kind.as_str());
    if detail.is_empty() { name } else { format!("{name}: {detail}") }
}

/// The words of an event, and how many photos came with them.
fn said_in(kind: &EventKind) -> (String, usize) {
    match kind {
        EventKind::Filed(filing) => (filing.words.clone(), filing.photos.len()),
        EventKind::Returned { reason } | EventKind::Planned { reason, .. } => (reason.clone(), 0),
        EventKind::Ready { done, draft, photos, .. } => (format!("{done}\n{draft}"), photos.len()),
        EventKind::SentBack { note } => (note.clone(), 0),
        EventKind::Closed { words, photos, .. } => {
            (words.clone().unwrap_or_default(), photos.len())
        }
        EventKind::ReopenRequested { words } => (words.clone().unwrap_or_default(), 0),
        EventKind::ReopenRefused { words }
        | EventKind::Asked { words, .. }
        | EventKind::Edited { words } => (words.clone(), 0),
        EventKind::Noted { words, photos }
        | EventKind::Answered { words, photos }
        | EventKind::Added { words, photos }
        | EventKind::Completed { words, photos, .. }
        | EventKind::FromDuplicate { words, photos, .. }
        | EventKind::Told { words, photos } => (words.clone(), photos.len()),
        EventKind::ProtocolSet { number } => (number.clone(), 0),
        EventKind::CategorySet { .. }
        | EventKind::PlaceSet { .. }
        | EventKind::Assigned { .. }
        | EventKind::Taken { .. }
        | EventKind::GivenBack
        | EventKind::PlanDue
        | EventKind::Unmerged { .. }
        | EventKind::Followed { .. }
        | EventKind::LateTold
        | EventKind::QuestionReminded
        | EventKind::Rated { .. } => (String::new(), 0),
    }
}

/// Words in escaped pieces of at most [`PIECE`] units, none empty, cut between words where it can be.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let mut units = 0;
        let whole = rest
            .char_indices()
            .find(|(_, character)| {
                units += character.len_utf16();
                units > PIECE
            })
            .map_or(rest.len(), |(end, _)| end);
        let (piece, _) = rest.split_at(whole);
        let end = if whole == rest.len() {
            whole
        } else {
            piece.rfind(char::is_whitespace).filter(|space| *space > 0).unwrap_or(whole)
        };
        let (piece, after) = rest.split_at(end);
        pieces.push(escape(piece).into_owned());
        rest = after.trim_start();
    }
    pieces
}

/// What the citizen said since an event, for the one who was about to answer without it.
pub fn meanwhile(facts: &Facts, report: &Report, since: i32, now: DateTime<Utc>) -> Message {
    let lang = facts.directory.staff_lang();
    let mut entries = vec![t!(lang, "staff-meanwhile", report = report_name(lang, report))];
    for event in facts.history(report.id) {
        if event.seq > since {
            entries.extend(entry(facts, lang, event, now));
        }
    }
    let mut texts = packed(entries).into_iter();
    let first = texts.next().unwrap_or_default();
    if texts.next().is_none() {
        return said(first);
    }
    // More than one message's worth came: the rest is a press away.
    said(format!("{first}\n{}", t!(lang, "staff-card-more")))
}
