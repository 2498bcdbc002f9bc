//! What was done, in one line: it takes the place of a chooser or preview.

use crate::domain::directory::Office;
use crate::domain::event::Channel;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::report::Report;
use crate::text::format::{escape, said};
use crate::text::t;

/// The chooser of a category, once chosen.
pub fn category_set(lang: Lang, report: ReportId, category: &str, who: &str) -> Message {
    said(t!(lang, "staff-done-category", report = report, category = category, who = who))
}

/// The place, once corrected.
pub fn place_set(lang: Lang, report: ReportId, place: &str, who: &str) -> Message {
    said(t!(lang, "staff-done-place", report = report, place = place, who = who))
}

/// The protocol office's number is noted.
pub fn protocol_set(lang: Lang, report: ReportId, number: &str, who: &str) -> Message {
    said(t!(lang, "staff-protocol-set", number = number, report = report, who = who))
}

/// The chooser of an office, once chosen.
pub fn assigned(lang: Lang, report: ReportId, office: &Office, who: &str) -> Message {
    let name = &office.name;
    let mut html = t!(lang, "staff-done-assigned", report = report, office = name, who = who);
    if office.chat.is_none() {
        html.push('\n');
        html.push_str(&t!(lang, "staff-done-assigned-no-chat", office = name));
    }
    said(html)
}

/// The chooser of an outcome, once chosen: the words come next.
pub fn closing_as(lang: Lang, report: ReportId, outcome: &str, who: &str) -> Message {
    said(t!(lang, "staff-done-outcome", report = report, outcome = outcome, who = who))
}

/// Closed without words.
pub fn closed_silently(lang: Lang, report: ReportId, outcome: &str, who: &str) -> Message {
    said(t!(lang, "staff-done-silently", report = report, outcome = outcome, who = who))
}

/// Sent, and closed.
pub fn sent_and_closed(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-closed", report = report, who = who))
}

/// What was written for somebody to whom nothing can be sent: it is said on the phone, or stays in
/// the history.
pub fn kept_by_hand(lang: Lang, report: &Report, closes: bool, who: &str) -> Message {
    let id = report.id;
    said(match (report.channel, closes) {
        (Channel::Nobody, true) if report.is_awaited() => {
            t!(lang, "desk-done-closed-joined", report = id, who = who)
        }
        (Channel::Nobody, false) if report.is_awaited() => {
            t!(lang, "desk-done-joined", report = id, who = who)
        }
        (Channel::Nobody, true) => t!(lang, "desk-done-closed-nobody", report = id, who = who),
        (Channel::Nobody, false) => t!(lang, "desk-done-nobody", report = id, who = who),
        (_, true) => t!(lang, "desk-done-closed-phone", report = id, who = who),
        (_, false) => t!(lang, "desk-done-phone", report = id, who = who),
    })
}

/// Sent, and not reopened.
pub fn refused(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-refused", report = report, who = who))
}

/// Sent.
pub fn sent(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-sent", report = report, who = who))
}

/// Noted.
pub fn noted(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-noted", report = report, who = who))
}

/// The preview gave way to a new one.
pub fn changing(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-changing", report = report, who = who))
}

/// A prompt or chooser was stopped.
pub fn cancelled(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-cancelled", report = report, who = who))
}

/// A message was nothing.
pub fn nothing(lang: Lang, who: &str) -> Message {
    said(t!(lang, "staff-done-nothing", who = who))
}

/// A plain message in private was not the answer: it may have been a report of their own.
pub fn not_used(lang: Lang) -> Message {
    said(t!(lang, "staff-not-used"))
}

/// A plain message is the answer.
pub fn used(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-used", report = report, who = who))
}

/// The prompt goes on.
pub fn going_on(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-going-on", report = report, who = who))
}

/// A ready-made reply was taken.
pub fn template_taken(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "staff-done-template", report = report, who = who))
}

/// There is nothing to stop.
pub fn nothing_to_cancel(lang: Lang) -> Message {
    said(t!(lang, "staff-nothing-to-cancel"))
}

/// No voice, no sticker: words or photos.
pub fn unusable(lang: Lang) -> Message {
    said(t!(lang, "staff-unusable"))
}

/// Photos cannot go with this: words only.
pub fn words_only(lang: Lang) -> Message {
    said(t!(lang, "staff-words-only"))
}

/// A place is words or a position.
pub fn place_only(lang: Lang) -> Message {
    said(t!(lang, "staff-place-only"))
}

/// Too long for one message.
pub fn too_long(lang: Lang, units: usize, limit: usize) -> Message {
    said(t!(lang, "staff-too-long", units = units, limit = limit))
}

/// Why something was not done, as a message in the chat: the notice's words.
pub fn refused_because(words: &str) -> Message {
    said(escape(words))
}
