//! Complaints about a mail: the Abuse Reporting Format (RFC 5965), and what looks like it.

use super::head;
use super::view::{View, text_of};

/// Whether a mail is a complaint about a mail.
pub(super) fn is_report(view: &View<'_>) -> bool {
    view.report().is_some_and(|it| it.contains("feedback-report"))
        || view.parts_of("message", &["feedback-report"]).next().is_some()
        || is_bare_complaint(view)
        // A person pressed "unsubscribe" in Apple's mail program.
        || view.header("X-Apple-Unsubscribe").is_some_and(|it| it.eq_ignore_ascii_case("true"))
}

/// The complaint of a provider that sends no machine part but attaches the mail.
fn is_bare_complaint(view: &View<'_>) -> bool {
    let sender = view.from.iter().any(|address| {
        let local = address.split('@').next().unwrap_or_default();
        SENDERS.iter().any(|start| local.starts_with(start))
    });
    let names_ip = view.subject.starts_with("complaint about message from");
    if names_ip && sender {
        return true;
    }
    let Some(original) = view.originals().next() else {
        return false;
    };
    let original = text_of(view.message, original);
    let hotmail = head::header_in(&original, "X-HmXmrOriginalRecipient").is_some();
    // Each alone may be a person's: such words in a subject, an attached mail.
    let subject = SUBJECTS.iter().any(|words| view.subject.starts_with(words));
    [subject, sender, hotmail].iter().filter(|it| **it).count() > 1
}

const SENDERS: &[&str] =
    &["feedbackloop", "fbl", "abuse", "complaint", "scomp", "feedback", "staff", "arf"];

const SUBJECTS: &[&str] = &[
    "complaint about message from",
    "email feedback report for",
    "abuse report",
    "spam complaint",
    "spam report",
];
