//! What is sent outside a question of ours.

use super::{menu, plain, t};
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::text::format::{button, with_buttons};

/// Offers what was kept to each open report (number and name), and as a new one.
pub fn offer(
    lang: Lang,
    open: &[(ReportId, String)],
    messages: usize,
    photos: usize,
    may_report: bool,
) -> Message {
    let what = match (messages, photos) {
        (0, photos) => t!(lang, "citizen-kept-photos", count = photos),
        (messages, 0) => t!(lang, "citizen-kept-messages", count = messages),
        (messages, photos) => t!(lang, "citizen-kept-both", count = messages, photos = photos),
    };
    let mut rows: Vec<_> = open
        .iter()
        .map(|(id, name)| {
            let label = plain!(lang, "citizen-button-add-to", report = name);
            vec![button(label, &Press::AddKept(*id))]
        })
        .collect();
    if may_report {
        rows.push(vec![button(plain!(lang, "citizen-button-new-report"), &Press::KeptAsNew)]);
    }
    rows.push(vec![button(plain!(lang, "citizen-button-cancel"), &Press::KeptDrop)]);
    let ask = if open.is_empty() {
        t!(lang, "citizen-kept-ask-new")
    } else {
        t!(lang, "citizen-kept-ask")
    };
    with_buttons(format!("{what}\n{ask}"), rows)
}

/// It is part of a new report. HTML.
pub fn lead_kept(lang: Lang) -> String {
    t!(lang, "citizen-lead-kept")
}

/// It was left out, as asked.
pub fn kept_dropped(lang: Lang) -> Message {
    menu(lang, t!(lang, "citizen-kept-dropped"))
}

/// It was used already, or left out. Plain text, for a notice.
pub fn kept_gone(lang: Lang) -> String {
    plain!(lang, "citizen-kept-gone")
}
