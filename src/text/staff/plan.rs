//! *Not now: why*: the reason, and when.

use super::mention;
use crate::domain::dates::NoDay;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Mention, Message};
use crate::domain::press::{Press, Span};
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::text::format::{button, clip, escape, said, with_buttons};
use crate::text::{Html, plain, t};

/// Longest quote of the reason that stands, UTF-16 units.
const LONGEST_REASON: usize = 600;

/// *Not now: why* on a card, or *Another date*, where the report can be planned.
pub(super) fn button_of(report: &Report, lang: Lang) -> Option<Vec<Button>> {
    let label = match &report.state {
        State::Received | State::Assigned { .. } | State::InProgress { .. } => {
            plain!(lang, "staff-button-plan")
        }
        State::Planned { .. } => plain!(lang, "staff-button-another-date"),
        State::Ready { .. } | State::ReopenRequested { .. } | State::Closed { .. } => return None,
    };
    Some(vec![button(label, &Press::Plan(report.id, report.state_seq))])
}

/// *Another date* below the preview of a plan.
pub(super) fn another_date(lang: Lang, report: ReportId) -> Button {
    button(plain!(lang, "staff-button-another-date"), &Press::PlanAnotherDate(report))
}

fn cancel(lang: Lang, report: ReportId) -> Vec<Button> {
    vec![button(plain!(lang, "staff-button-cancel"), &Press::PromptCancel(report))]
}

/// The reason that the citizen was told before can stay.
pub fn plan_same_reason(lang: Lang, report: ReportId, reason: &str) -> Message {
    let reason = clip(reason, LONGEST_REASON);
    let text = t!(lang, "staff-plan-same-reason", report = report);
    with_buttons(
        format!("{text}\n<blockquote>{}</blockquote>", escape(&reason)),
        vec![
            vec![button(plain!(lang, "staff-button-same-reason"), &Press::PlanSameReason(report))],
            cancel(lang, report),
        ],
    )
}

fn span(lang: Lang, span: Span) -> String {
    match span {
        Span::OneWeek => plain!(lang, "staff-span-week"),
        Span::TwoWeeks => plain!(lang, "staff-span-weeks"),
        Span::OneMonth => plain!(lang, "staff-span-month"),
        Span::ThreeMonths => plain!(lang, "staff-span-months"),
    }
}

/// When is it taken in hand again?
pub fn plan_when(lang: Lang, report: ReportId, who: &Mention) -> Message {
    let text = t!(lang, "staff-plan-when", who = Html(mention(who)), report = report);
    let spans = Span::ALL.map(|one| button(span(lang, one), &Press::PlanIn(report, one)));
    let mut rows: Vec<Vec<Button>> = spans.chunks(2).map(<[Button]>::to_vec).collect();
    rows.push(cancel(lang, report));
    with_buttons(format!("{text}\n{}", t!(lang, "staff-day-how")), rows)
}

/// The day was chosen by a button.
pub fn plan_day_set(lang: Lang, report: ReportId, chosen: Span, who: &str) -> Message {
    let when = span(lang, chosen);
    said(t!(lang, "staff-plan-day-set", report = report, when = when, who = who))
}

/// What was written is no day to come.
pub fn plan_unreadable(lang: Lang, report: ReportId, why: NoDay) -> Message {
    let text = no_day(lang, why);
    with_buttons(text, vec![cancel(lang, report)])
}

/// Why what was written is no day to come, and how a day is written. HTML.
pub(super) fn no_day(lang: Lang, why: NoDay) -> String {
    format!("{} {}", why_no_day(lang, why), t!(lang, "staff-day-how"))
}

/// Why what was written is no day to come. HTML.
pub(super) fn why_no_day(lang: Lang, why: NoDay) -> String {
    match why {
        NoDay::Unreadable => t!(lang, "staff-day-unreadable"),
        NoDay::Past => t!(lang, "staff-day-past"),
    }
}
