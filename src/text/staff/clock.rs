//! What the clock reminds staff of, and the words that it drafts for them.

mod asks;

use std::cmp::Ordering;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

pub use asks::{asked_office, no_office_chat, office_answers, office_asked, supervisor_asks};

use super::lists::pager;
use super::{card, mention, tasks};
use crate::domain::chase::{self, Level};
use crate::domain::desk::Desk;
use crate::domain::directory::Directory;
use crate::domain::ids::CategoryCode;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Mention, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::state::{State, StateKind};
use crate::domain::step::Facts;
use crate::domain::task::Task;
use crate::text::format::{button, clip, day, escape, said, with_buttons};
use crate::text::{Html, plain, t};

/// Lines of a morning's message; the rest is counted.
const LINES: usize = 10;
/// Reports beyond the lines of a message that are named by their numbers.
const MOST_NAMED: usize = 150;
/// The same for supervisors, whose lines have more buttons.
const SUPERVISOR_LINES: usize = 5;
/// Longest question quoted, UTF-16 units.
const LONGEST_QUESTION: usize = 300;

/// What somebody is reminded of.
#[derive(Debug, Clone, Copy)]
pub enum Chased<'a> {
    /// A report whose citizen is to hear.
    Report(&'a Report),
    /// A task of the URP.
    Task(&'a Task),
}

impl<'a> Chased<'a> {
    /// The report, if it is one.
    pub fn report(self) -> Option<&'a Report> {
        match self {
            Self::Report(report) => Some(report),
            Self::Task(_) => None,
        }
    }
}

/// A line of a morning's message.
#[derive(Debug, Clone)]
pub struct Reminder<'a> {
    /// Of what.
    pub what: Chased<'a>,
    /// Who is called for it.
    pub mentions: Vec<Mention>,
}

/// The morning's message to an office or an operator.
pub fn morning(facts: &Facts, reminders: &[Reminder<'_>], now: DateTime<Utc>) -> Message {
    morning_of(facts, reminders, 0, now)
}

/// `unseen`: so many more there are of which only that is known.
fn morning_of(
    facts: &Facts,
    reminders: &[Reminder<'_>],
    unseen: usize,
    now: DateTime<Utc>,
) -> Message {
    let lang = facts.directory.staff_lang();
    let title = t!(lang, "clock-morning", count = reminders.len() + unseen);
    let (html, rows) = listed(facts, title, reminders, unseen, LINES, now, |_, _| Vec::new());
    with_buttons(html, rows)
}

/// The same to the URP, with what else is open. `unseen`: so many more there are of which only that
/// is known. `unheard`: no supervisor can be told.
pub fn morning_of_urp(
    facts: &Facts,
    reminders: &[Reminder<'_>],
    unseen: usize,
    unheard: bool,
    now: DateTime<Utc>,
) -> Message {
    let lang = facts.directory.staff_lang();
    let mut message = morning_of(facts, reminders, unseen, now);
    let open = &facts.open;
    message.html.push_str("\n\n");
    message.html.push_str(&t!(
        lang,
        "clock-morning-open",
        waiting = open.waiting,
        tasks = open.tasks,
        others = open.others
    ));
    if unheard {
        message.html.push('\n');
        message.html.push_str(&t!(lang, "clock-unheard"));
    }
    message
}

/// The same to a supervisor: what can be done about each is below it.
pub fn morning_of_supervisor(
    facts: &Facts,
    reminders: &[Reminder<'_>],
    unseen: usize,
    now: DateTime<Utc>,
) -> Message {
    let lang = facts.directory.staff_lang();
    let title = t!(lang, "clock-morning-supervisor", count = reminders.len() + unseen);
    let more = |place: usize, what: Chased<'_>| match what {
        Chased::Report(report) => {
            let label = if asks_urp(&facts.directory, report) {
                plain!(lang, "clock-button-ask-urp-of", place = place)
            } else {
                plain!(lang, "clock-button-ask-office-of", place = place)
            };
            let ask = button(label, &Press::ClockAskOffice(report.id));
            let tell = button(
                plain!(lang, "clock-button-tell-of", place = place),
                &Press::ClockTell(report.id),
            );
            [ask].into_iter().chain(Some(tell).filter(|_| report.is_awaited())).collect()
        }
        Chased::Task(_) => Vec::new(),
    };
    let (html, rows) = listed(facts, title, reminders, unseen, SUPERVISOR_LINES, now, more);
    with_buttons(html, rows)
}

/// Lines with their buttons; how many are left out.
fn listed(
    facts: &Facts,
    title: String,
    reminders: &[Reminder<'_>],
    unseen: usize,
    most: usize,
    now: DateTime<Utc>,
    more: impl Fn(usize, Chased<'_>) -> Vec<Button>,
) -> (String, Vec<Vec<Button>>) {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let mut html = title;
    let mut rows = Vec::new();
    for (place, reminder) in (1..).zip(reminders.iter().take(most)) {
        let _ = write!(html, "\n{place}. {}", line(facts, lang, reminder, today));
        rows.push(vec![show(lang, place, reminder.what)]);
        rows.push(more(place, reminder.what));
    }
    let left = reminders.len().saturating_sub(most) + unseen;
    if left > 0 {
        html.push('\n');
        html.push_str(&t!(lang, "clock-more", count = left));
        // Named all the same: nobody's date passes without somebody who was told. Where they are too
        // many, the latest are: those of longest standing are the lines above.
        // Things to do are only counted: a thousand of them would hide the dates of citizens.
        let reports = reminders.iter().skip(most).filter_map(|reminder| reminder.what.report());
        let numbers: Vec<String> = reports.map(|one| one.id.to_string()).collect();
        let numbers = numbers.get(numbers.len().saturating_sub(MOST_NAMED)..).unwrap_or_default();
        if !numbers.is_empty() {
            let _ = write!(html, "\n{}", numbers.join(", "));
        }
    }
    (html, rows)
}

fn show(lang: Lang, place: usize, what: Chased<'_>) -> Button {
    match what {
        Chased::Report(report) => {
            let label = plain!(lang, "clock-button-show", place = place, what = report.id);
            button(label, &Press::Show(report.id))
        }
        Chased::Task(task) => {
            let name = task.report.map_or_else(String::new, |id| id.to_string());
            let label = plain!(lang, "clock-button-show-task", place = place, what = name);
            button(label.trim_end(), &Press::ShowTask(task.id))
        }
    }
}

fn line(facts: &Facts, lang: Lang, reminder: &Reminder<'_>, today: NaiveDate) -> String {
    let mut html = match reminder.what {
        Chased::Report(report) => of_report(facts, lang, report, today),
        Chased::Task(task) => {
            let what = tasks::what(lang, &task.kind);
            let what = match task.report {
                Some(id) => t!(lang, "staff-list-task-report", what = what, number = id),
                None => t!(lang, "staff-list-task", what = what),
            };
            let date = day(lang, task.due, today);
            match task.due.cmp(&today) {
                Ordering::Less => t!(lang, "clock-line-task-late", what = Html(what), date = date),
                Ordering::Equal => t!(lang, "clock-line-task-today", what = Html(what)),
                Ordering::Greater => t!(lang, "clock-line-task", what = Html(what), date = date),
            }
        }
    };
    if !reminder.mentions.is_empty() {
        let names: Vec<String> = reminder.mentions.iter().map(mention).collect();
        html.push_str(" – ");
        html.push_str(&names.join(", "));
    }
    html
}

/// A report in a line: what it is, who has it, and by when its citizen was to hear.
fn of_report(facts: &Facts, lang: Lang, report: &Report, today: NaiveDate) -> String {
    let mut html = card::line(facts, lang, report);
    if let Some(office) = report.state.office() {
        html.push_str(", ");
        html.push_str(&escape(facts.directory.office_name(office)));
    }
    html.push_str(": ");
    let date = report.limbo_since.or(report.promised).unwrap_or(today);
    let words = day(lang, date, today);
    html.push_str(&if !report.is_awaited() {
        t!(lang, "desk-line-deadline", date = words)
    } else if report.is_in_limbo(today) {
        t!(lang, "clock-line-late", date = words)
    } else if date == today {
        t!(lang, "clock-line-today")
    } else {
        t!(lang, "clock-line-due", date = words)
    });
    html
}

/// A page (from 0) of what is in limbo, oldest first.
pub fn limbo(facts: &Facts, page: u32, now: DateTime<Utc>) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let Some((total, reports)) = facts.clock.limbo.as_ref().filter(|(total, _)| *total > 0) else {
        return said(t!(lang, "clock-limbo-none"));
    };
    let today = directory.calendar.day_of(now);
    let mut html = t!(lang, "clock-limbo", count = *total);
    let mut rows = Vec::new();
    for (place, report) in (page.saturating_mul(super::PAGE) + 1..).zip(reports) {
        let _ = write!(html, "\n{place}. {}", of_report(facts, lang, report, today));
        let label = plain!(lang, "staff-button-show", what = report.id);
        rows.push(vec![button(label, &Press::Show(report.id))]);
    }
    let pages = u32::try_from(total.div_ceil(u64::from(super::PAGE))).unwrap_or(u32::MAX);
    rows.push(pager(lang, page, pages, Press::Limbo));
    with_buttons(html, rows)
}

/// What the clock adds to a card: what is late.
pub(super) fn card_lines(
    directory: &Directory,
    report: &Report,
    now: DateTime<Utc>,
) -> Vec<String> {
    let (lang, calendar) = (directory.staff_lang(), &directory.calendar);
    let today = calendar.day_of(now);
    let mut lines = Vec::new();
    if let Some(since) = report.limbo_since {
        lines.push(t!(lang, "clock-card-limbo", date = day(lang, since, today)));
    }
    let (state, category) = (report.state.kind(), report.category.as_ref());
    if let Some(date) = was_to_close(directory, state, category, report.received_at, today) {
        lines.push(t!(lang, "clock-card-overdue", date = day(lang, date, today)));
    }
    lines
}

fn was_to_close(
    directory: &Directory,
    state: StateKind,
    category: Option<&CategoryCode>,
    received_at: DateTime<Utc>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let deadlines = directory.deadlines(category);
    chase::overdue_since(&directory.calendar, today, state, received_at, deadlines)
}

/// What a list says of a report that should be closed by now. HTML, or nothing.
pub(super) fn overdue(
    directory: &Directory,
    state: StateKind,
    category: Option<&CategoryCode>,
    received_at: DateTime<Utc>,
    today: NaiveDate,
) -> String {
    let lang = directory.staff_lang();
    was_to_close(directory, state, category, received_at, today).map_or_else(String::new, |date| {
        t!(lang, "clock-list-overdue", date = day(lang, date, today))
    })
}

/// Whether a supervisor's question goes to the URP's group: no office with a chat has something to do.
fn asks_urp(directory: &Directory, report: &Report) -> bool {
    let office = report.state.busy_office().and_then(|code| directory.office(code));
    office.is_none_or(|office| office.chat.is_none())
}

/// What can be done about a promise: by a supervisor at any time, by the URP when it is about to
/// break.
pub(super) fn card_buttons(
    directory: &Directory,
    report: &Report,
    desk: Desk,
    now: DateTime<Utc>,
) -> Vec<Vec<Button>> {
    let (lang, calendar) = (directory.staff_lang(), &directory.calendar);
    let level = chase::of_report(calendar, calendar.day_of(now), report);
    let presses = level.is_some_and(|level| level >= Level::Urp);
    let tell = || button(plain!(lang, "clock-button-tell"), &Press::ClockTell(report.id));
    let label = || {
        if asks_urp(directory, report) {
            plain!(lang, "clock-button-ask-urp")
        } else {
            plain!(lang, "clock-button-ask-office")
        }
    };
    let ask = || button(label(), &Press::ClockAskOffice(report.id));
    let mut rows = Vec::new();
    if desk.supervisor && report.state.is_open() {
        rows.push(vec![ask()]);
        if report.is_awaited() {
            rows.push(vec![tell()]);
        }
    } else if desk.urp && presses && report.is_awaited() {
        rows.push(vec![tell()]);
    }
    rows
}

/// Honest words on why there is no answer yet, for the person who tells the citizen to change. Plain
/// text in the citizen's language.
pub fn draft_of_delay(directory: &Directory, report: &Report, now: DateTime<Utc>) -> String {
    let lang = report.lang;
    let office = report.state.office().map(|code| directory.office_name(code));
    let where_it_is = match (&report.state, office) {
        (State::Ready { .. }, Some(office)) => plain!(lang, "clock-draft-ready", office = office),
        (State::ReopenRequested { .. }, _) => plain!(lang, "clock-draft-reopened"),
        (State::InProgress { .. }, Some(office)) => {
            plain!(lang, "clock-draft-in-progress", office = office)
        }
        (_, Some(office)) => plain!(lang, "clock-draft-assigned", office = office),
        (_, None) => plain!(lang, "clock-draft-received"),
    };
    if report.is_in_limbo(directory.calendar.day_of(now)) {
        format!("{} {where_it_is}", plain!(lang, "clock-draft-sorry"))
    } else {
        where_it_is
    }
}

/// Why a report is closed whose question was not answered, to be changed. Plain text in the
/// citizen's language.
pub fn draft_without_answer(report: &Report, question: &str) -> String {
    let question = clip(question, LONGEST_QUESTION);
    plain!(report.lang, "clock-draft-no-answer", question = question.as_ref())
}

/// An alarm that reaches no supervisor on Telegram, for the URP.
pub fn for_unheard_supervisors(directory: &Directory, alarm: &Message) -> Message {
    let lang = directory.staff_lang();
    Message { html: format!("{}\n\n{}", t!(lang, "clock-unheard"), alarm.html), ..alarm.clone() }
}

/// The subject of a mail to supervisors. Plain text.
pub fn alarm_subject(directory: &Directory) -> String {
    plain!(directory.staff_lang(), "clock-alarm-subject", town = &directory.name)
}

/// *Close, no answer*, *Ask again*, *Show*.
pub(super) fn task_buttons(lang: Lang, task: &Task) -> Vec<Vec<Button>> {
    let close = plain!(lang, "clock-button-close-no-answer");
    let again = plain!(lang, "clock-button-ask-again");
    let show = task
        .report
        .map(|id| button(plain!(lang, "staff-button-show", what = id), &Press::Show(id)));
    vec![
        vec![button(close, &Press::TaskCloseNoAnswer(task.id))],
        vec![button(again, &Press::TaskAskAgain(task.id))],
        show.into_iter().collect(),
    ]
}
