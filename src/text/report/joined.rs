//! What the citizens of duplicates read when the report by which they heard is none for them any more.

use chrono::NaiveDate;

use super::super::format::said;
use super::super::t;
use super::About;
use crate::domain::ids::ReportId;
use crate::domain::outgoing::Message;

/// It goes on by itself: it was not the same as another one, or that one has ended.
pub fn unmerged(about: About<'_>) -> Message {
    let text = t!(about.lang(), "report-unmerged", report = about.name());
    still_owed(about, &text, about.report.limbo_since)
}

/// The report that it followed is the same as another one, or has ended: it follows that one, until a later day. `owed`:
/// the day for which its citizen was promised a word that has not come.
pub fn followed(about: About<'_>, main: ReportId, owed: Option<NaiveDate>) -> Message {
    let text = t!(about.lang(), "report-followed", report = about.name(), main = main);
    still_owed(about, &text, owed)
}

/// With the date; before it, that another one was broken, where it was theirs.
fn still_owed(about: About<'_>, text: &str, owed: Option<NaiveDate>) -> Message {
    let calendar = &about.directory.calendar;
    let Some(was) = owed.filter(|day| about.report.was_promised(*day, calendar)) else {
        return said(format!("{text}{}", about.promise()));
    };
    let sorry = t!(about.lang(), "report-still-owed", was = about.day(was));
    said(format!("{text}\n\n{sorry}{}\n\n{}", about.promise(), about.contact()))
}
