//! Planned works: on cards, in lists, and one by one.

mod change;
mod register;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

pub use change::*;
pub use register::*;

use super::card::line;
use super::lists::{PAGE, pager};
use super::words;
use crate::domain::desk::Desk;
use crate::domain::directory::{Directory, StaffMember};
use crate::domain::ids::{CategoryCode, ReportId, WorkId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::press::{Index, Press};
use crate::domain::report::Report;
use crate::domain::step::Facts;
use crate::domain::work::{Area, PlannedWork};
use crate::text::format::{button, clip, day, escape, said, with_buttons};
use crate::text::report::report_name;
use crate::text::{plain, t};

/// Works that are offered on a card.
const MOST_ON_A_CARD: usize = 3;
/// Works that are offered in a chooser.
const MOST_IN_A_CHOOSER: usize = 20;
/// Longest name of a work on a button, UTF-16 units.
const LONGEST_LABEL: usize = 50;
/// Longest name of a work in a text, UTF-16 units.
const LONGEST_NAME: usize = 200;

/// Where and what: `via Battisti: complete resurfacing`. Plain text.
pub(super) fn name(lang: Lang, work: &PlannedWork) -> String {
    let place = match &work.area {
        Area::Streets(streets) => streets.join(", "),
        Area::Around { metres, .. } => plain!(lang, "works-around", metres = *metres),
    };
    let name = plain!(lang, "works-name", place = place, what = &work.what);
    clip(&name, LONGEST_NAME).into_owned()
}

/// The same, short enough for a button.
fn label(lang: Lang, work: &PlannedWork) -> String {
    clip(&name(lang, work), LONGEST_LABEL).into_owned()
}

fn categories(directory: &Directory, lang: Lang, codes: &[CategoryCode]) -> String {
    let names = codes.iter().map(|code| words::category_name(directory, lang, Some(code)));
    names.collect::<Vec<_>>().join(", ")
}

/// The works that a report falls in and does not wait for yet.
fn matching<'a>(facts: &'a Facts, report: &Report, now: DateTime<Utc>) -> Vec<&'a PlannedWork> {
    let today = facts.directory.calendar.day_of(now);
    let open = facts.works.open().iter();
    open.filter(|work| work.covers(report, today) && !work.is_awaited_by(report))
        .take(MOST_ON_A_CARD)
        .collect()
}

/// The lines of a card that name the works in which the report falls.
pub(super) fn falls_in(
    facts: &Facts,
    report: &Report,
    desk: Desk,
    now: DateTime<Utc>,
) -> Vec<String> {
    if desk.is_past() {
        return Vec::new();
    }
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let awaited = facts.works.open().iter().find(|work| work.is_awaited_by(report));
    let awaited = awaited.map(|work| t!(lang, "works-card-awaited", work = name(lang, work)));
    let falls = matching(facts, report, now).into_iter().map(|work| {
        let date = day(lang, work.until, today);
        t!(lang, "works-card-falls-in", work = name(lang, work), date = date)
    });
    awaited.into_iter().chain(falls).collect()
}

/// *Answer with this*, for each work in which the report falls.
pub(super) fn answers(
    facts: &Facts,
    report: &Report,
    desk: Desk,
    now: DateTime<Utc>,
) -> Vec<Vec<Button>> {
    if !desk.may_plan() {
        return Vec::new();
    }
    let lang = facts.directory.staff_lang();
    let works = matching(facts, report, now);
    let alone = works.len() == 1;
    let of = |work: &PlannedWork| {
        let label = if alone {
            plain!(lang, "works-button-answer")
        } else {
            plain!(lang, "works-button-answer-with", work = self::label(lang, work))
        };
        vec![button(label, &Press::WorkAnswer(report.id, work.id))]
    };
    works.into_iter().map(of).collect()
}

/// *Link to a work*, where there are other works that it may wait for.
pub(super) fn link(
    facts: &Facts,
    report: &Report,
    lang: Lang,
    now: DateTime<Utc>,
) -> Option<Button> {
    let today = facts.directory.calendar.day_of(now);
    let shown = matching(facts, report, now);
    let mut others = facts.works.open().iter().filter(|work| {
        work.is_for(report, today)
            && !work.is_awaited_by(report)
            && !shown.iter().any(|one| one.id == work.id)
    });
    others.next()?;
    Some(button(plain!(lang, "works-button-link"), &Press::WorkChoose(report.id)))
}

/// Which work does the report wait for?
pub fn work_chooser(
    directory: &Directory,
    report: &Report,
    works: &[&PlannedWork],
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let mut html = t!(lang, "works-choose", report = report_name(lang, report));
    let mut rows = Vec::new();
    for work in works.iter().take(MOST_IN_A_CHOOSER) {
        let date = day(lang, work.until, today);
        let line = t!(lang, "works-line", work = name(lang, work), date = date);
        let _ = write!(html, "\n• {line}");
        rows.push(vec![button(label(lang, work), &Press::WorkAnswer(report.id, work.id))]);
    }
    rows.push(super::choosers::chooser_cancel(lang, report.id));
    with_buttons(html, rows)
}

/// A page (from 0) of the works.
pub fn works(
    directory: &Directory,
    works: &[&PlannedWork],
    page: Index,
    can_add: bool,
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let count = u32::try_from(works.len()).unwrap_or(u32::MAX);
    let pages = count.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let mut html = if works.is_empty() { t!(lang, "works-none") } else { t!(lang, "works-title") };
    let mut rows = Vec::new();
    let before = usize::try_from(page * PAGE).unwrap_or(usize::MAX);
    for work in works.iter().skip(before).take(10) {
        let office = directory.office_name(&work.office);
        let line = t!(
            lang,
            "works-entry",
            work = name(lang, work),
            date = day(lang, work.until, today),
            office = office
        );
        let late = if work.until < today { t!(lang, "works-late") } else { String::new() };
        let _ = write!(html, "\n• {line}{late}");
        rows.push(vec![button(label(lang, work), &Press::Work(work.id))]);
    }
    rows.push(pager(lang, page, pages, Press::Works));
    if can_add {
        rows.push(vec![button(plain!(lang, "works-button-new"), &Press::WorkNew)]);
    }
    with_buttons(html, rows)
}

/// The lines that say all of a work. HTML.
fn whole(directory: &Directory, work: &PlannedWork, now: DateTime<Utc>) -> String {
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let title = escape(&name(lang, work)).into_owned();
    let rest = t!(
        lang,
        "works-whole",
        office = directory.office_name(&work.office),
        categories = categories(directory, lang, &work.categories),
        from = day(lang, work.from, today),
        until = day(lang, work.until, today)
    );
    let words = clip(&work.explanation, LONGEST_EXPLANATION);
    format!("<b>{title}</b>\n{rest}\n<blockquote>{}</blockquote>", escape(&words))
}

/// What whoever reads of a work may do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MayDo {
    /// Another date, done, cancelled.
    pub change: bool,
    /// A report waits for it.
    pub link: bool,
}

/// One work, with what can be done. `count`: the open reports that wait for it.
pub fn work(
    directory: &Directory,
    work: &PlannedWork,
    count: u64,
    may: MayDo,
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let mut html = whole(directory, work, now);
    let _ = write!(html, "\n{}", t!(lang, "works-waiting", count = count));
    let id = work.id;
    let reports = || button(plain!(lang, "works-button-reports"), &first_reports(id));
    if !work.is_open() {
        let _ = write!(html, "\n{}", t!(lang, "works-over"));
        return with_buttons(html, vec![vec![reports()]]);
    }
    let mut look = vec![reports()];
    if may.link {
        look.push(button(plain!(lang, "works-button-number"), &Press::WorkLink(id)));
    }
    if !may.change {
        return with_buttons(html, vec![look]);
    }
    with_buttons(
        html,
        vec![
            vec![
                button(plain!(lang, "works-button-date"), &Press::WorkDate(id)),
                button(plain!(lang, "works-button-done"), &Press::WorkDone(id)),
            ],
            look,
            vec![button(plain!(lang, "works-button-cancel"), &Press::WorkCancel(id))],
        ],
    )
}

fn first_reports(work: WorkId) -> Press {
    Press::WorkReports(work, ReportId(0))
}

/// Some of the reports that wait for a work.
pub fn work_reports(facts: &Facts, work: &PlannedWork, linked: &[ReportId]) -> Message {
    let lang = facts.directory.staff_lang();
    let known: Vec<&Report> = linked.iter().filter_map(|id| facts.report(*id)).collect();
    let mut html = if known.is_empty() {
        t!(lang, "works-reports-none", work = name(lang, work))
    } else {
        t!(lang, "works-reports", work = name(lang, work))
    };
    let mut rows = Vec::new();
    for report in &known {
        let _ = write!(html, "\n• {}", line(facts, lang, report));
        let label = plain!(lang, "staff-button-show", what = report.id);
        rows.push(vec![button(label, &Press::Show(report.id))]);
    }
    let is_full = u32::try_from(linked.len()).is_ok_and(|len| len >= PAGE);
    if let Some(last) = linked.last().filter(|_| is_full) {
        let after = Press::WorkReports(work.id, *last);
        rows.push(vec![button(plain!(lang, "staff-button-after"), &after)]);
    }
    with_buttons(html, rows)
}

/// A work is done: so many reports are ready to close.
pub fn work_made_ready(directory: &Directory, work: &PlannedWork, count: u64) -> Message {
    let lang = directory.staff_lang();
    with_buttons(
        t!(lang, "works-made-ready", work = name(lang, work), count = count),
        vec![vec![button(plain!(lang, "works-button-reports"), &first_reports(work.id))]],
    )
}

/// A work's date is near, or past: is it done, or later? `people`: who is called in the chat that is asked.
pub fn work_near(
    directory: &Directory,
    work: &PlannedWork,
    count: u64,
    people: &[StaffMember],
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let today = directory.calendar.day_of(now);
    let (work_name, date) = (name(lang, work), day(lang, work.until, today));
    let mut html = if work.until < today {
        t!(lang, "works-past", work = work_name, date = date, count = count)
    } else {
        t!(lang, "works-near", work = work_name, date = date, count = count)
    };
    let names: Vec<String> = people
        .iter()
        .filter_map(|one| {
            let telegram = one.telegram?;
            let name = one.name.clone();
            Some(super::mention(&crate::domain::outgoing::Mention { person: None, telegram, name }))
        })
        .collect();
    if !names.is_empty() {
        html.push('\n');
        let names = crate::text::Html(names.join(", "));
        html.push_str(&t!(lang, "staff-ring-for", names = names));
    }
    with_buttons(
        html,
        vec![vec![
            button(plain!(lang, "works-button-done"), &Press::WorkDone(work.id)),
            button(plain!(lang, "works-button-date"), &Press::WorkDate(work.id)),
        ]],
    )
}

/// The work is over: no report can wait for it. Plain text.
pub fn work_over(lang: Lang) -> String {
    plain!(lang, "works-over-notice")
}

/// No work is planned for such a report. Plain text.
pub fn work_none_for(lang: Lang) -> String {
    plain!(lang, "works-none-for")
}

/// Nothing was changed or kept.
pub fn work_stopped(lang: Lang, who: &str) -> Message {
    said(t!(lang, "works-stopped", who = who))
}

/// *Cancel*, in each question about a work.
fn stop(lang: Lang) -> Vec<Button> {
    vec![button(plain!(lang, "staff-button-cancel"), &Press::WorkStop)]
}
