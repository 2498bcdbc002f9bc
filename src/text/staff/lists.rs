//! Lists: what is open, what was found, who is blocked; and help.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

use super::words;
use super::{card, tasks};
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::people::Person;
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::state::StateKind;
use crate::domain::step::{Facts, OpenEntry, OpenPage};
use crate::text::format::{button, clip, day, first_line, place_line, said, with_buttons};
use crate::text::{plain, t};

/// Entries on a page.
pub const PAGE: u32 = 10;

/// A page (from 0) of what is open: what waits for the URP, tasks (for who reads them), the rest.
pub fn open(facts: &Facts, page: u32, with_tasks: bool, now: DateTime<Utc>) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let OpenPage { entries, waiting, tasks, others } = &facts.open;
    let total = waiting + tasks + others;
    if total == 0 {
        return said(if with_tasks {
            t!(lang, "staff-open-none")
        } else {
            // What the URP has to do is not seen here: not each citizen need have an answer.
            t!(lang, "staff-open-none-reports")
        });
    }
    let mut html = if with_tasks {
        t!(lang, "staff-open-title", waiting = *waiting, tasks = *tasks, others = *others)
    } else {
        t!(lang, "staff-open-title-reports", waiting = *waiting, others = *others)
    };
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut section = None;
    for (place, entry) in (page * PAGE + 1..).zip(entries) {
        let now_in = Section::of(entry);
        if section != Some(now_in) {
            section = Some(now_in);
            html.push_str("\n\n");
            html.push_str(&now_in.title(lang));
        }
        let (line, show) = self::entry(directory, lang, entry, today);
        let _ = write!(html, "\n{place}. {line}");
        rows.push(vec![show]);
    }
    let pages = u32::try_from(total.div_ceil(u64::from(PAGE))).unwrap_or(u32::MAX);
    rows.push(pager(lang, page, pages, Press::Open));
    with_buttons(html, rows)
}

/// A part of the list of what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Waiting,
    Tasks,
    Others,
}

impl Section {
    fn of(entry: &OpenEntry) -> Self {
        match entry {
            OpenEntry::Task(_) => Self::Tasks,
            OpenEntry::Report { state, .. } => match state {
                StateKind::Received | StateKind::Ready | StateKind::ReopenRequested => {
                    Self::Waiting
                }
                _ => Self::Others,
            },
        }
    }

    fn title(self, lang: Lang) -> String {
        match self {
            Self::Waiting => t!(lang, "staff-open-waiting"),
            Self::Tasks => t!(lang, "staff-open-tasks"),
            Self::Others => t!(lang, "staff-open-others"),
        }
    }
}

fn entry(
    directory: &Directory,
    lang: Lang,
    entry: &OpenEntry,
    today: NaiveDate,
) -> (String, Button) {
    let due = |date: Option<NaiveDate>| {
        date.map_or_else(String::new, |date| {
            let words = day(lang, date, today);
            if date < today {
                t!(lang, "staff-open-late", date = words)
            } else {
                t!(lang, "staff-open-due", date = words)
            }
        })
    };
    match entry {
        OpenEntry::Report { id, state, category, office, place, promised, received_at } => {
            let overdue =
                super::clock::overdue(directory, *state, category.as_ref(), *received_at, today);
            let place = place_line(lang, place);
            let state = words::state_kind(lang, *state);
            let state = match office {
                Some(office) => format!("{state}, {}", directory.office_name(office)),
                None => state,
            };
            let line = t!(
                lang,
                "staff-list-report",
                number = *id,
                place = first_line(&place, 60).as_ref(),
                category = words::category_name(directory, lang, category.as_ref()),
                state = state
            );
            (line + &due(*promised) + &overdue, show_report(lang, *id))
        }
        OpenEntry::Task(task) => {
            let what = tasks::what(lang, &task.kind);
            let line = match task.report {
                Some(id) => t!(lang, "staff-list-task-report", what = &what, number = id),
                None => t!(lang, "staff-list-task", what = &what),
            };
            let what = task.report.map_or(what, |id| id.to_string());
            let label = plain!(lang, "staff-button-show-task", what = what);
            let show = button(label, &Press::ShowTask(task.id));
            (line + &due(Some(task.due)), show)
        }
    }
}

fn show_report(lang: Lang, id: crate::domain::ids::ReportId) -> Button {
    button(plain!(lang, "staff-button-show", what = id.to_string()), &Press::Show(id))
}

/// Turning pages: nothing where there is but one.
pub(super) fn pager(
    lang: Lang,
    page: u32,
    pages: u32,
    press: impl Fn(u32) -> Press,
) -> Vec<Button> {
    if pages < 2 {
        return Vec::new();
    }
    let mut row = Vec::new();
    if page > 0 {
        row.push(button(plain!(lang, "staff-button-before"), &press(page - 1)));
    }
    let at = plain!(lang, "staff-page", page = page + 1, pages = pages);
    row.push(button(at, &Press::Idle));
    if page + 1 < pages {
        row.push(button(plain!(lang, "staff-button-after"), &press(page + 1)));
    }
    row
}

/// What /find found, newest first.
pub fn found(facts: &Facts, asked: &str, reports: &[&Report]) -> Message {
    let lang = facts.directory.staff_lang();
    let asked = clip(asked, 100);
    if asked.trim().is_empty() {
        return said(t!(lang, "staff-find-what"));
    }
    if reports.is_empty() {
        return said(t!(lang, "staff-find-none", words = asked.as_ref()));
    }
    let mut html = t!(lang, "staff-find-title", words = asked.as_ref());
    let mut rows = Vec::new();
    for (place, report) in (1..).zip(reports) {
        let _ = write!(html, "\n{place}. {}", card::line(facts, lang, report));
        rows.push(vec![show_report(lang, report.id)]);
    }
    with_buttons(html, rows)
}

/// A page of who is blocked, each with *Unblock* where `can_unblock`; first, who just no longer is.
pub fn blocked(
    facts: &Facts,
    unblocked: Option<&Person>,
    can_unblock: bool,
    now: DateTime<Utc>,
) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let mut html = unblocked.map_or_else(String::new, |person| {
        let name = clip(&person.name, 60);
        t!(lang, "staff-unblocked", name = name.as_ref()) + "\n\n"
    });
    let page = &facts.blocked;
    let gone = |person: &Person| unblocked.is_some_and(|one| one.id == person.id);
    let people: Vec<&Person> = page.people.iter().filter(|person| !gone(person)).collect();
    if people.is_empty() {
        html.push_str(&t!(lang, "staff-blocked-none"));
        return said(html);
    }
    html.push_str(&t!(lang, "staff-blocked-title"));
    let mut rows = Vec::new();
    let at = page.offset / PAGE;
    for person in people {
        let name = clip(&person.name, 60);
        let since = person.blocked_at.unwrap_or(now);
        html.push('\n');
        html.push_str(&t!(
            lang,
            "staff-blocked-line",
            name = name.as_ref(),
            time = super::stamp(directory, lang, since, now)
        ));
        if can_unblock {
            let label = plain!(lang, "staff-button-unblock", name = clip(&name, 30).as_ref());
            rows.push(vec![button(label, &Press::UnblockOn(person.id, at))]);
        }
    }
    // As they were looked up: who just no longer is counts among them.
    let counted = unblocked.is_some_and(|person| person.blocked_at.is_some());
    let rest = page.total.saturating_sub(u32::from(counted));
    rows.push(pager(lang, at, rest.div_ceil(PAGE), Press::Blocked));
    with_buttons(html, rows)
}

/// A command that staff do not have here.
pub fn unknown_command(lang: Lang) -> Message {
    said(t!(lang, "staff-unknown-command"))
}

/// /report without a number that can be read.
pub fn unknown_number(lang: Lang) -> Message {
    said(t!(lang, "staff-report-which"))
}

/// There is no report with that number.
pub fn not_found(lang: Lang, number: &str) -> String {
    plain!(lang, "staff-report-none", number = clip(number, 40).as_ref())
}
