//! The card of a report: one message in each chat where staff work on it, a view of the present state.

use chrono::{DateTime, Utc};

use super::{clock, office, stamp, visible, words};
use crate::domain::desk::Desk;
use crate::domain::event::Channel;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Delivery, DeliveryLine, Message, Purpose};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};
use crate::domain::step::Facts;
use crate::text::format::{
    LONGEST_TEXT, button, clip, day, escape, first_line, place_line, said, with_buttons,
};
use crate::text::{Html, plain, t};

/// Longest quotes of anything but the citizen's own words, UTF-16 units.
const LONGEST_QUOTE: usize = 300;

/// The card as that desk sees it: what there is to know of the report, and what can be done with it now.
///
/// The citizen's words are cut where all would not fit into one message; nothing else is.
pub fn card(facts: &Facts, report: &Report, desk: Desk, now: DateTime<Utc>) -> Message {
    let lang = facts.directory.staff_lang();
    let head = head(facts, report, lang, now);
    let tail = tail(facts, report, lang, desk, now);
    let room = LONGEST_TEXT.saturating_sub(visible(&head) + visible(&tail) + 2);
    let words = quoted_words(lang, report, room);
    let mut rows = clock::card_buttons(&facts.directory, report, desk, now);
    rows.extend(buttons(facts, report, lang, desk, now));
    with_buttons(format!("{head}\n{words}\n{tail}"), rows)
}

/// Instead of the card, in a chat where nobody is to read of citizens any more. No buttons: none would do anything.
pub fn card_withdrawn(lang: Lang, report: ReportId) -> Message {
    said(t!(lang, "staff-card-withdrawn", number = report))
}

/// The citizen's words as a quote of at most `room` visible units.
fn quoted_words(lang: Lang, report: &Report, room: usize) -> String {
    let all = report.words.trim();
    let fits = all.encode_utf16().count() <= room;
    if fits {
        return format!("<blockquote>{}</blockquote>", escape(all));
    }
    let more = t!(lang, "staff-card-more");
    let cut = clip(all, room.saturating_sub(visible(&more) + 1));
    format!("<blockquote>{}</blockquote>{more}", escape(&cut))
}

fn head(facts: &Facts, report: &Report, lang: Lang, now: DateTime<Utc>) -> String {
    let directory = &facts.directory;
    let mut category = words::category_name(directory, lang, report.category.as_ref());
    if report.suggested {
        category = plain!(lang, "staff-card-suggested", category = category);
    }
    let place = place_line(lang, &report.place);
    let place = escape(&clip(&place, LONGEST_QUOTE)).into_owned();
    let place = match report.place.map_url(&directory.name) {
        Some(url) => format!("<a href=\"{}\">{place}</a>", attribute(&url)),
        None => place,
    };
    let who = facts.person(report.citizen).map_or_else(
        || plain!(lang, "staff-card-citizen"),
        |person| clip(&person.name, 60).into_owned(),
    );
    [
        t!(lang, "staff-card-title", number = report.id, category = category),
        t!(lang, "staff-card-place", place = Html(place)),
        t!(
            lang,
            "staff-card-from",
            who = who,
            channel = words::channel(lang, report.channel),
            language = words::in_language(lang, report.lang),
            time = stamp(directory, lang, report.received_at, now)
        ),
    ]
    .join("\n")
}

fn tail(facts: &Facts, report: &Report, lang: Lang, desk: Desk, now: DateTime<Utc>) -> String {
    let directory = &facts.directory;
    let today = directory.calendar.day_of(now);
    let state = words::state(directory, lang, &report.state, now);
    let mut lines = vec![t!(lang, "staff-card-state", state = state)];
    if let Some(office) = report.state.office() {
        let office = directory.office_name(office);
        let operator = report.state.operator().and_then(|id| facts.person(id));
        lines.push(match operator {
            Some(operator) => {
                let known = operator.telegram.and_then(|one| directory.staff_name(one));
                let operator = known.unwrap_or(&operator.name);
                t!(lang, "staff-card-office-operator", office = office, operator = operator)
            }
            None => t!(lang, "staff-card-office", office = office),
        });
    }
    match &report.state {
        State::Planned { reason, .. } => {
            let reason = clip(reason, LONGEST_QUOTE);
            lines.push(t!(lang, "staff-card-plan", reason = reason.as_ref()));
        }
        State::Ready { outcome, draft, .. } => {
            let outcome = words::outcome(lang, *outcome);
            let draft = clip(draft, LONGEST_QUOTE);
            lines.push(t!(lang, "staff-card-draft", outcome = outcome, draft = draft.as_ref()));
        }
        _ => {}
    }
    lines.extend(office::lines(directory, report, lang, desk));
    lines.push(t!(
        lang,
        "staff-card-last",
        time = stamp(directory, lang, report.last.at, now),
        who = words::actor(lang, &report.last.actor),
        what = words::event(lang, &report.last.event)
    ));
    if let Some(date) = report.promised {
        let day = day(lang, date, today);
        lines.push(if !report.is_awaited() {
            t!(lang, "desk-card-deadline", date = day)
        } else if date < today {
            t!(lang, "staff-card-late", date = day)
        } else {
            t!(lang, "staff-card-promised", date = day)
        });
    }
    lines.extend(clock::card_lines(directory, report, now));
    if let Some(question) = &report.question {
        let asked = clip(&question.words, LONGEST_QUOTE);
        let date = day(lang, question.until, today);
        lines.push(t!(lang, "staff-card-question", words = asked.as_ref(), date = date));
    }
    if !report.missing.is_nothing() {
        lines.push(t!(lang, "staff-card-missing"));
    }
    if let Some(number) = &report.protocol {
        let number = clip(number, 60);
        lines.push(t!(lang, "staff-card-protocol", number = number.as_ref()));
    }
    match report.rated {
        Some(true) => lines.push(t!(lang, "staff-card-rated-solved")),
        Some(false) => lines.push(t!(lang, "staff-card-rated-not-solved")),
        None => {}
    }
    lines.extend(super::works::falls_in(facts, report, desk, now));
    lines.extend(super::merge::lines(facts, report, lang));
    lines.extend(deliveries(facts, report, lang, now));
    let lost = facts.lost_photos(report.id);
    if lost > 0 {
        lines.push(t!(lang, "staff-card-photos-lost", count = lost));
    }
    if facts.person(report.citizen).is_some_and(|person| person.blocked_at.is_some()) {
        lines.push(t!(lang, "staff-card-blocked"));
    }
    let open =
        facts.tasks.iter().filter(|task| task.report == Some(report.id) && task.done.is_none());
    for task in open.take(3) {
        let what = super::tasks::what(lang, &task.kind);
        let date = day(lang, task.due, today);
        lines.push(t!(lang, "staff-card-task", what = what, date = date));
    }
    let writers = facts.writers(report.id);
    if !writers.is_empty() {
        let names = clip(&writers.join(", "), 120).into_owned();
        lines.push(t!(lang, "staff-card-writing", names = names));
    }
    lines.join("\n")
}

/// How the last owed message went, and how the reply went where that is another one; and the
/// oldest that was tried in vain so far, behind which the others wait.
fn deliveries(facts: &Facts, report: &Report, lang: Lang, now: DateTime<Utc>) -> Vec<String> {
    let lines = facts.deliveries(report.id);
    let last = lines.iter().rev().find(|line| line.purpose.is_owed());
    let reply = lines
        .iter()
        .rev()
        .find(|line| line.purpose == Purpose::Reply)
        .filter(|reply| last.is_none_or(|last| last.id != reply.id));
    let is_shown =
        |line: &DeliveryLine| [last, reply].into_iter().flatten().any(|shown| shown.id == line.id);
    let waits = lines.iter().find(|line| {
        line.purpose.is_owed()
            && matches!(line.state, Delivery::Pending | Delivery::InFlight)
            && line.reason.is_some()
    });
    // In a chat photos are a message of their own, before the words.
    let incomplete = lines.iter().rev().filter(|line| line.without_photos().is_some());
    let incomplete = incomplete.filter(|line| !is_shown(line)).find(|line| {
        let words = [last, reply].into_iter().flatten();
        words.into_iter().any(|shown| shown.event == line.event && shown.purpose == line.purpose)
    });
    waits
        .filter(|line| !is_shown(line))
        .into_iter()
        .chain(incomplete)
        .chain(reply)
        .chain(last)
        .map(|line| {
            let words = words::delivery(&facts.directory, lang, report.channel, line, now);
            escape(&words).into_owned()
        })
        .collect()
}

/// What can be done with the report at that desk. A chat that it left can still look.
///
/// One group may be the URP's and the office's at once: then it has the buttons of both, each once.
fn buttons(
    facts: &Facts,
    report: &Report,
    lang: Lang,
    desk: Desk,
    now: DateTime<Utc>,
) -> Vec<Vec<Button>> {
    let mut rows = super::works::answers(facts, report, desk, now);
    if desk.urp {
        rows.extend(super::merge::buttons(facts, report, lang));
        rows.extend(urp_buttons(report, lang));
    }
    let referent = desk.operator && is_referent(facts, report);
    rows.extend(office::buttons(report, lang, desk, referent));
    if desk.may_plan() {
        let mut plan = super::plan::button_of(report, lang).unwrap_or_default();
        plan.extend(super::works::link(facts, report, lang, now));
        rows.push(plan);
    }
    let id = report.id;
    let open = report.state.is_open();
    let mut to_citizen = Vec::new();
    // Whoever left no way to reach them answers nothing; those who reported the same were not asked.
    let can_answer = report.channel != Channel::Nobody;
    if open && can_answer && (desk.urp || desk.office || referent) {
        to_citizen.push(button(plain!(lang, "staff-button-ask"), &Press::Ask(id)));
    }
    if desk.urp || (open && (desk.office || referent)) {
        to_citizen.push(button(plain!(lang, "staff-button-write"), &Press::Write(id)));
    }
    rows.push(to_citizen);
    if desk.urp {
        let asked = report.question.as_ref().map(|question| question.seq);
        rows.extend(super::desk::they_answered(lang, Some(report), asked));
    }
    if desk.urp && report.channel == Channel::Pec {
        rows.push(vec![button(plain!(lang, "staff-button-protocol"), &Press::Protocol(id))]);
    }
    let mut last = Vec::new();
    if !desk.is_past() {
        last.push(button(plain!(lang, "staff-button-note"), &Press::Note(id)));
    }
    let photos = report.finished.as_ref().map_or(0, |finished| finished.photos.len());
    let photos = report.all_photos().count() + photos;
    if photos > 0 {
        let label = plain!(lang, "staff-button-photos", count = photos);
        last.push(button(label, &Press::Photos(id)));
    }
    last.push(button(plain!(lang, "staff-button-history"), &Press::History(id)));
    rows.push(last);
    if desk.office || desk.operator {
        rows.push(vec![office::colleagues_button(lang)]);
    }
    rows
}

/// Whether its operator is a referent of its office.
fn is_referent(facts: &Facts, report: &Report) -> bool {
    let operator = report.state.operator().and_then(|id| facts.person(id));
    let telegram = operator.and_then(|operator| operator.telegram);
    let office = report.state.office().and_then(|code| facts.directory.office(code));
    telegram.is_some()
        && office.is_some_and(|office| office.referents.iter().any(|one| one.telegram == telegram))
}

fn urp_buttons(report: &Report, lang: Lang) -> Vec<Vec<Button>> {
    let (id, seq) = (report.id, report.state_seq);
    let category = || button(plain!(lang, "staff-button-category"), &Press::Categories(id, 0));
    let place = || button(plain!(lang, "staff-button-place"), &Press::Place(id));
    let same = || super::merge::same_as_number(report, lang);
    let assign = || button(plain!(lang, "staff-button-assign"), &Press::Assign(id, seq));
    let close = || button(plain!(lang, "staff-button-close"), &Press::Close(id, seq));
    let refuse = || button(plain!(lang, "staff-button-refuse"), &Press::Refuse(id, seq));
    let undo = || button(plain!(lang, "staff-button-undo"), &Press::UndoSpam(id, seq));
    let reopen = || button(plain!(lang, "staff-button-reopen"), &Press::Reopen(id, seq));
    let confirm = report.category.as_ref().filter(|_| report.suggested && report.state.is_open());
    let confirm = confirm.map(|code| {
        let press = Press::SetCategory(id, code.clone());
        vec![button(plain!(lang, "staff-button-confirm-category"), &press)]
    });
    let states = match &report.state {
        State::Closed { outcome: Outcome::Spam } => vec![vec![undo()]],
        // It is separated from its main report instead.
        State::Closed { outcome: Outcome::Duplicate { .. } } => Vec::new(),
        State::Closed { .. } => vec![vec![reopen()]],
        State::ReopenRequested { .. } => {
            vec![vec![assign(), refuse()], vec![category(), place(), same()], vec![close()]]
        }
        // What the office has finished is closed, or sent back: not given to another office.
        State::Ready { .. } => {
            let mut rows = office::ready_buttons(report, lang);
            rows.push(vec![category(), place(), same()]);
            rows
        }
        _ => vec![vec![category(), place(), same()], vec![assign(), close()]],
    };
    confirm.into_iter().chain(states).collect()
}

/// A value inside an HTML attribute's quotes.
fn attribute(value: &str) -> String {
    escape(value).replace('"', "&quot;")
}

/// The report in one line of HTML, for lists: number, place, and what kind.
pub(super) fn line(facts: &Facts, lang: Lang, report: &Report) -> String {
    let directory = &facts.directory;
    let place = place_line(lang, &report.place);
    t!(
        lang,
        "staff-list-report",
        number = report.id,
        place = first_line(&place, 60).as_ref(),
        category = words::category_name(directory, lang, report.category.as_ref()),
        state = words::state_kind(lang, report.state.kind())
    )
}
