//! Reports about the same problem, as staff see them.

use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::step::Facts;
use crate::text::format::{button, clip, escape, first_line, place_line, said, with_buttons};
use crate::text::{plain, t};

use super::{Asked, words};

/// Longest quotes of what citizens of duplicates said, UTF-16 units.
const LONGEST_QUOTE: usize = 200;
/// So many of the latest of them are on the card: the others are in the history.
const QUOTES: usize = 3;

/// The card's lines about other reports of the same problem. HTML.
pub(super) fn lines(facts: &Facts, report: &Report, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let others = facts.duplicates.count(report.id);
    if others > 0 {
        lines.push(t!(lang, "staff-card-followers", count = others));
    }
    let excess = report.from_duplicates.len().saturating_sub(QUOTES);
    for one in report.from_duplicates.iter().skip(excess) {
        let head = t!(lang, "staff-card-from-duplicate", number = one.report);
        let said = escape(&clip(one.words.trim(), LONGEST_QUOTE)).into_owned();
        lines.push(format!("{head}\n<blockquote>{said}</blockquote>"));
    }
    let near = facts.duplicates.near(report.id);
    if !near.is_empty() {
        lines.push(t!(lang, "staff-card-near"));
    }
    lines.extend(near.iter().map(|other| {
        let place = place_line(lang, &other.place);
        let place = first_line(&place, 60);
        let state = words::state_kind(lang, other.state.kind());
        t!(lang, "staff-card-near-one", number = other.id, place = &*place, state = state)
    }));
    lines
}

/// The card's buttons for joining a new report to one that is known, and for undoing that.
pub(super) fn buttons(facts: &Facts, report: &Report, lang: Lang) -> Vec<Vec<Button>> {
    if let Some(main) = report.duplicate_of() {
        let undo = Press::UndoMerge(report.id, report.state_seq);
        return vec![
            vec![button(plain!(lang, "staff-button-undo-merge"), &undo)],
            vec![button(plain!(lang, "staff-button-show", what = main), &Press::Show(main))],
        ];
    }
    facts.duplicates.near(report.id).iter().map(|other| same(report, other.id, lang)).collect()
}

fn same(report: &Report, other: ReportId, lang: Lang) -> Vec<Button> {
    let join = Press::SameAs(report.id, report.state_seq, other);
    vec![
        button(plain!(lang, "staff-button-same", number = other), &join),
        button(plain!(lang, "staff-button-show", what = other), &Press::Show(other)),
    ]
}

/// What the citizen of a duplicate is told, in their language, before anybody changes it. Plain text.
pub fn merge_words(report: &Report, main: ReportId) -> String {
    plain!(report.lang, "merge-words", main = main)
}

/// Joined, and its citizen told.
pub fn merged(lang: Lang, report: ReportId, main: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-merged", report = report, main = main, who = who))
}

/// The one that it was to be joined to is part of another: that one is offered.
pub fn main_is_duplicate(lang: Lang, report: &Report, main: ReportId, of: ReportId) -> Message {
    let html = t!(lang, "staff-main-is-duplicate", main = main, of = of, report = report.id);
    with_buttons(html, vec![same(report, of, lang)])
}

/// No number of a report, where one is asked for.
pub fn not_a_number(lang: Lang) -> Message {
    said(t!(lang, "desk-not-a-number"))
}

/// *Same as…*: any other report, by its number.
pub(super) fn same_as_number(report: &Report, lang: Lang) -> Button {
    let press = Press::SameAsNumber(report.id, report.state_seq);
    button(plain!(lang, "desk-button-same-as"), &press)
}

/// Below a preview: how many other reports of the same problem it concerns. HTML.
pub fn preview_others(lang: Lang, asked: Asked, others: u64) -> String {
    match asked {
        Asked::Merge { into } => {
            t!(lang, "desk-preview-others-move", count = others, main = into)
        }
        _ => t!(lang, "desk-preview-others", count = others),
    }
}
