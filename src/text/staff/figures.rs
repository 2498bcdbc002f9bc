//! The supervisor's figures in words, and as a file.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::choosers::office_marked;
use super::lists::pager;
use crate::domain::directory::Directory;
use crate::domain::figures::{Figures, Line, PeriodName, Spread};
use crate::domain::ids::OfficeCode;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::press::Press;
use crate::text::format::{LONGEST_TEXT, button, clip, day, with_buttons};
use crate::text::{plain, t};

/// Offices on a page of buttons.
const OFFICES: u32 = 8;
/// Offices of which it is named that a referent is missing.
const NAMED: usize = 20;

/// The figures of a period, for the town or one office.
pub fn figures(
    figures: &Figures,
    period: PeriodName,
    office: Option<&OfficeCode>,
    directory: &Directory,
) -> Message {
    let lang = directory.staff_lang();
    let days = days(lang, figures, directory);
    let title = t!(lang, "figures-title", period = period_name(lang, period), days = days);
    let (whose, line) = match office {
        None => (t!(lang, "figures-town"), figures.town),
        Some(code) => {
            let name = directory.office_name(code);
            (t!(lang, "figures-office", office = name), figures.office(office))
        }
    };
    let html = format!("{title}\n{whose}\n\n{}", body(lang, &line, office, directory));
    with_buttons(html, keyboard(lang, period, office))
}

/// The figures of last week, by themselves on its first working day: what must be 0 on top.
pub fn monday(figures: &Figures, directory: &Directory) -> Message {
    let lang = directory.staff_lang();
    let title = t!(lang, "figures-monday", days = days(lang, figures, directory));
    let html = format!("{title}\n\n{}", body(lang, &figures.town, None, directory));
    with_buttons(html, keyboard(lang, PeriodName::LastWeek, None))
}

fn body(lang: Lang, line: &Line, office: Option<&OfficeCode>, directory: &Directory) -> String {
    let times = |spread: &Spread| match (spread.median, spread.ninetieth) {
        (Some(median), Some(ninetieth)) => plain!(
            lang,
            "figures-times",
            median = time(lang, median, directory),
            ninetieth = time(lang, ninetieth, directory),
            count = spread.count
        ),
        _ => plain!(lang, "figures-no-times"),
    };
    let mut html = t!(
        lang,
        "figures-body",
        limbo = line.limbo,
        unanswered = line.unanswered,
        late = line.late,
        arrived = line.arrived,
        closed = line.closed,
        answered = line.answered,
        undelivered = line.undelivered,
        unreachable = line.unreachable,
        first_word = times(&line.first_word),
        closing = times(&line.closing)
    );
    let missing: Vec<&str> = directory
        .offices_in_use()
        .filter(|one| office.is_none_or(|office| &one.code == office) && one.referents.len() < 2)
        .map(|one| one.name.as_str())
        .take(NAMED)
        .collect();
    if !missing.is_empty() {
        html.push_str("\n\n");
        let names = missing.join(", ");
        let offices = clip(&names, LONGEST_TEXT / 2);
        html.push_str(&t!(lang, "figures-referents", offices = offices.as_ref()));
    }
    html
}

fn keyboard(lang: Lang, period: PeriodName, office: Option<&OfficeCode>) -> Vec<Vec<Button>> {
    let shows = |period: PeriodName| match office {
        None => Press::Stats(period),
        Some(office) => Press::StatsOf(period, office.clone()),
    };
    let buttons = PeriodName::ALL.map(|one| {
        let label = period_name(lang, one);
        let label =
            if one == period { plain!(lang, "figures-chosen", label = label) } else { label };
        button(label, &shows(one))
    });
    let mut rows: Vec<Vec<Button>> = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    let mut last = Vec::new();
    if office.is_some() {
        last.push(button(plain!(lang, "figures-button-town"), &Press::Stats(period)));
    }
    last.push(button(plain!(lang, "figures-button-offices"), &Press::StatsOffices(period, 0)));
    last.push(button(plain!(lang, "figures-button-csv"), &Press::StatsCsv(period)));
    rows.push(last);
    rows
}

/// A page (from 0) of offices to choose from.
pub fn figures_offices(period: PeriodName, page: u32, directory: &Directory) -> Message {
    let lang = directory.staff_lang();
    let pages = u32::try_from(directory.offices.len()).unwrap_or(u32::MAX).div_ceil(OFFICES);
    let page = page.min(pages.saturating_sub(1));
    let of_page = directory
        .offices
        .iter()
        .skip(usize::try_from(page * OFFICES).unwrap_or(usize::MAX))
        .take(usize::try_from(OFFICES).unwrap_or(usize::MAX));
    let mut rows: Vec<Vec<Button>> = of_page
        .map(|one| {
            let press = Press::StatsOf(period, one.code.clone());
            vec![button(office_marked(lang, one, 40), &press)]
        })
        .collect();
    rows.push(pager(lang, page, pages, |page| Press::StatsOffices(period, page)));
    rows.push(vec![button(plain!(lang, "figures-button-town"), &Press::Stats(period))]);
    with_buttons(t!(lang, "figures-which-office"), rows)
}

fn period_name(lang: Lang, period: PeriodName) -> String {
    match period {
        PeriodName::ThisWeek => plain!(lang, "figures-this-week"),
        PeriodName::LastWeek => plain!(lang, "figures-last-week"),
        PeriodName::ThisMonth => plain!(lang, "figures-this-month"),
        PeriodName::LastMonth => plain!(lang, "figures-last-month"),
        PeriodName::ThisYear => plain!(lang, "figures-this-year"),
    }
}

fn last_day(figures: &Figures, directory: &Directory) -> NaiveDate {
    figures.period.last(directory.calendar.day_of(figures.now))
}

fn days(lang: Lang, figures: &Figures, directory: &Directory) -> String {
    let last = last_day(figures, directory);
    let today = directory.calendar.day_of(figures.now);
    // Where the year is not this one, it is said once.
    let first = if figures.period.from.year() == last.year() { last } else { today };
    let (from, to) = (day(lang, figures.period.from, first), day(lang, last, today));
    plain!(lang, "figures-days", from = from, to = to)
}

/// A working time as people say it: days are the town's working days.
fn time(lang: Lang, time: TimeDelta, directory: &Directory) -> String {
    let calendar = &directory.calendar;
    let minutes = time.num_minutes();
    let a_day = (calendar.closes - calendar.opens).num_minutes().max(60);
    let (days, hours) = (minutes / a_day, minutes % a_day / 60);
    if days > 0 && hours > 0 {
        plain!(lang, "figures-days-hours", days = days, hours = hours)
    } else if days > 0 {
        plain!(lang, "figures-whole-days", days = days)
    } else if hours > 0 {
        plain!(lang, "figures-hours", hours = hours, minutes = minutes % 60)
    } else {
        plain!(lang, "figures-minutes", minutes = minutes)
    }
}

/// What stands below the file.
pub fn figures_caption(figures: &Figures, directory: &Directory) -> String {
    let lang = directory.staff_lang();
    t!(lang, "figures-caption", days = days(lang, figures, directory))
}

/// The figures by office as a file for a spreadsheet: its name, and its text.
///
/// It opens with a double click in the town's language: in Italian the columns are parted by
/// semicolons and numbers have a decimal comma, in English commas and a point; a byte order mark
/// says that it is UTF-8. Times are hours of working time.
pub fn figures_csv(figures: &Figures, directory: &Directory) -> (String, String) {
    let lang = directory.staff_lang();
    let (separator, point) = if lang == Lang::En { (",", ".") } else { (";", ",") };
    let last = last_day(figures, directory);
    let mut text = String::from('\u{feff}');
    let mut row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(separator));
        text.push_str("\r\n");
    };
    row(&columns(lang));
    let urp = std::iter::once((plain!(lang, "figures-csv-urp"), figures.office(None)));
    // One that is retired has a line as long as there is something of it in the period.
    let known = directory
        .offices
        .iter()
        .map(|one| (one, figures.office(Some(&one.code))))
        .filter(|(one, line)| !one.retired || *line != Line::default())
        .map(|(one, line)| (one.name.clone(), line));
    // An office that the directory no longer has still has its past.
    let gone = figures.offices.iter().filter_map(|(code, line)| {
        let code = code.as_ref().filter(|code| directory.office(code).is_none())?;
        Some((code.as_str().to_owned(), *line))
    });
    let town = std::iter::once((plain!(lang, "figures-csv-town"), figures.town));
    for (name, line) in known.chain(gone).chain(urp).chain(town) {
        let hours = |time: Option<TimeDelta>| {
            time.map_or_else(String::new, |time| {
                let tenths = (time.num_minutes() + 3) / 6;
                format!("{}{point}{}", tenths / 10, tenths % 10)
            })
        };
        row(&[
            harmless(&name),
            figures.period.from.to_string(),
            last.to_string(),
            line.arrived.to_string(),
            line.closed.to_string(),
            line.answered.to_string(),
            line.undelivered.to_string(),
            line.unreachable.to_string(),
            hours(line.first_word.median),
            hours(line.first_word.ninetieth),
            hours(line.closing.median),
            hours(line.closing.ninetieth),
            line.limbo.to_string(),
            line.unanswered.to_string(),
            line.late.to_string(),
        ]);
    }
    (
        plain!(
            lang,
            "figures-csv-file",
            from = figures.period.from.to_string(),
            to = last.to_string()
        ),
        text,
    )
}

fn columns(lang: Lang) -> [String; 15] {
    [
        plain!(lang, "figures-csv-office"),
        plain!(lang, "figures-csv-from"),
        plain!(lang, "figures-csv-to"),
        plain!(lang, "figures-csv-arrived"),
        plain!(lang, "figures-csv-closed"),
        plain!(lang, "figures-csv-answered"),
        plain!(lang, "figures-csv-undelivered"),
        plain!(lang, "figures-csv-unreachable"),
        plain!(lang, "figures-csv-word-median"),
        plain!(lang, "figures-csv-word-ninetieth"),
        plain!(lang, "figures-csv-closing-median"),
        plain!(lang, "figures-csv-closing-ninetieth"),
        plain!(lang, "figures-csv-limbo"),
        plain!(lang, "figures-csv-unanswered"),
        plain!(lang, "figures-csv-late"),
    ]
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', ';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A name that a spreadsheet would take for a formula is marked as text.
fn harmless(name: &str) -> String {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{name}")
    } else {
        name.to_owned()
    }
}
