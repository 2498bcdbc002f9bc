//! Choosers: a category, an office, an outcome, and whether it is really spam.

use super::lists::pager;
use super::prompts::LONGEST_WORDS;
use super::words;
use crate::domain::directory::{Category, Directory, Office};
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::press::{Closing, Press};
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::text::format::{button, clip, escape, with_buttons};
use crate::text::report::report_name;
use crate::text::{plain, t};

/// How many categories are on a page of the chooser.
pub const CATEGORIES: u32 = 8;
/// Which category? Pages from 0.
pub fn categories(directory: &Directory, report: &Report, page: u32) -> Message {
    let lang = directory.staff_lang();
    let marked = |name: &str, current: bool| {
        if current { plain!(lang, "staff-choice-now", name = name) } else { name.to_owned() }
    };
    let count = u32::try_from(directory.categories_in_use().count()).unwrap_or(u32::MAX);
    let pages = count.div_ceil(CATEGORIES).max(1);
    let page = page.min(pages - 1);
    let from = usize::try_from(page * CATEGORIES).unwrap_or(0);
    let shown = directory.categories_in_use().skip(from).take(8);
    let mut rows: Vec<Vec<Button>> = shown
        .map(|category| {
            let current = report.category.as_ref() == Some(&category.code);
            let label = marked(category.name.get(lang), current);
            let press = Press::SetCategory(report.id, category.code.clone());
            vec![button(label, &press)]
        })
        .collect();
    let none = marked(&plain!(lang, "category-none"), report.category.is_none());
    rows.push(vec![button(none, &Press::SetNoCategory(report.id))]);
    // The card opens the chooser with 0: its own pages are counted from 1.
    rows.push(pager(lang, page, pages, |page| Press::Categories(report.id, page + 1)));
    rows.push(chooser_cancel(lang, report.id));
    let title = t!(lang, "staff-choose-category", report = report_name(lang, report));
    with_buttons(title, rows)
}

/// A category that was offered once and is not in use any more: the present ones are shown instead. Plain text.
pub fn category_retired(lang: Lang, category: &Category) -> String {
    plain!(lang, "staff-category-retired", name = clip(category.name.get(lang), 60).as_ref())
}

/// The same of an office. Plain text.
pub fn office_retired(lang: Lang, office: &Office) -> String {
    plain!(lang, "staff-office-retired", name = clip(&office.name, 60).as_ref())
}

/// The same, to whoever has a new work for it. Plain text.
pub fn office_retired_works(lang: Lang, office: &Office) -> String {
    plain!(lang, "staff-office-retired-works", name = clip(&office.name, 60).as_ref())
}

/// The same of a ready-made reply. Plain text.
pub fn reply_retired(lang: Lang) -> String {
    plain!(lang, "staff-reply-retired")
}

/// An office's name, so long at most, where all of them are listed: one that is retired is marked. Plain text.
pub(super) fn office_marked(lang: Lang, office: &Office, longest: usize) -> String {
    let name = clip(&office.name, longest);
    if office.retired {
        plain!(lang, "staff-not-in-use", name = name.as_ref())
    } else {
        name.into_owned()
    }
}

/// Which office? The usual one of the category first.
pub fn offices(directory: &Directory, report: &Report) -> Message {
    let lang = directory.staff_lang();
    let usual = report
        .category
        .as_ref()
        .and_then(|code| directory.category(code))
        .and_then(|category| category.office.as_ref());
    let mut offices: Vec<_> = directory.offices_in_use().collect();
    offices.sort_by_key(|office| Some(&office.code) != usual);
    let buttons: Vec<Button> = offices
        .into_iter()
        .take(90)
        .map(|office| {
            let label = if report.state.office() == Some(&office.code) {
                plain!(lang, "staff-choice-now", name = &office.name)
            } else if usual == Some(&office.code) {
                plain!(lang, "staff-choice-usual", name = &office.name)
            } else {
                office.name.clone()
            };
            let press = Press::AssignTo(report.id, report.state_seq, office.code.clone());
            button(label, &press)
        })
        .collect();
    let mut rows: Vec<Vec<Button>> = buttons.into_iter().map(|one| vec![one]).collect();
    let title = if rows.is_empty() {
        t!(lang, "staff-no-offices")
    } else {
        t!(lang, "staff-choose-office", report = report_name(lang, report))
    };
    rows.push(chooser_cancel(lang, report.id));
    with_buttons(title, rows)
}

/// How is it closed?
pub fn outcomes(directory: &Directory, report: &Report) -> Message {
    let lang = directory.staff_lang();
    let (id, seq) = (report.id, report.state_seq);
    let row = |closing| {
        let label = closing_name(lang, closing);
        vec![button(label, &Press::CloseAs(id, seq, closing))]
    };
    let title = t!(lang, "staff-choose-outcome", report = report_name(lang, report));
    let mut spam = row(Closing::Spam);
    spam.extend(row(Closing::SpamAndBlock));
    with_buttons(
        title,
        vec![
            row(Closing::Resolved),
            row(Closing::NotResolvable),
            row(Closing::NotOurs),
            spam,
            chooser_cancel(lang, id),
        ],
    )
}

/// The label of a way of closing. Plain text.
pub fn closing_name(lang: Lang, closing: Closing) -> String {
    match closing {
        Closing::Resolved => words::outcome(lang, Outcome::Resolved),
        Closing::NotResolvable => words::outcome(lang, Outcome::NotResolvable),
        Closing::NotOurs => words::outcome(lang, Outcome::NotOurs),
        Closing::Spam => words::outcome(lang, Outcome::Spam),
        Closing::SpamAndBlock => plain!(lang, "staff-outcome-spam-block"),
    }
}

/// Is this really spam? The citizen's words once more.
pub fn really_spam(directory: &Directory, report: &Report, closing: Closing) -> Message {
    let lang = directory.staff_lang();
    let (id, seq) = (report.id, report.state_seq);
    let report_name = report_name(lang, report);
    let ask = match closing {
        Closing::SpamAndBlock => t!(lang, "staff-really-spam-block", report = report_name),
        _ => t!(lang, "staff-really-spam", report = report_name),
    };
    let words = clip(&report.words, LONGEST_WORDS);
    let photos = if report.photos.is_empty() {
        String::new()
    } else {
        t!(lang, "staff-photos", count = report.photos.len())
    };
    with_buttons(
        format!("{ask}\n<blockquote>{}</blockquote>{photos}", escape(&words)),
        vec![
            vec![button(
                plain!(lang, "staff-button-silently"),
                &Press::CloseSilently(id, seq, closing),
            )],
            vec![button(plain!(lang, "staff-button-words"), &Press::SpamWords(id, seq, closing))],
            chooser_cancel(lang, id),
        ],
    )
}

/// *Cancel* of a chooser, which is nobody's in particular; a prompt's is its writer's alone.
pub(super) fn chooser_cancel(lang: Lang, report: ReportId) -> Vec<Button> {
    let label = plain!(lang, "staff-button-cancel");
    vec![button(label, &Press::ChooserCancel(report))]
}
