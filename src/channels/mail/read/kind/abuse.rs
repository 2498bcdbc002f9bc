//! Complaints about a mail: the Abuse Reporting Format (RFC 5965), and what looks like it.

use super::head;
use super::view::{View, text_of};

/// Whether a mail is a complaint about a mail.
pub(super) fn is_report(view: &View<'_>) -> bool {
    view.report().is_some_and(|it| it.contains("feedback-report"))
        || view.parts_of("message", &["feedback-report"]).next().is_some()
        || is_bare_complaint(view)
}

/// The complaint of a provider that sends no machine part but attaches the mail.
fn is_bare_complaint(view: &View<'_>) -> bool {
    let Some(original) = view.originals().next() else {
        return false;
    };
    let original = text_of(view.message, original);
    let hotmail = head::header_in(&original, "X-HmXmrOriginalRecipient");
    let subject = [
        "complaint about message from",
        "email feedback report for",
        "abuse report",
        "spam complaint",
        "spam report",
    ]
    .iter()
    .any(|words| view.subject.starts_with(words));
    let sender = view.from.iter().any(|address| {
        let local = address.split('@').next().unwrap_or_default();
        ["feedbackloop", "fbl", "abuse", "complaint", "scomp", "feedback", "staff", "arf"]
            .iter()
            .any(|start| local.starts_with(start))
    });
    // Each alone may be a person's: the town's own words in a subject, an attached mail.
    subject && (sender || hotmail.is_some())
}
