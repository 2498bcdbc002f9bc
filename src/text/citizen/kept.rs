//! What is sent outside a question of ours.

use super::{menu, plain, t};
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::text::format::{button, with_buttons};

/// Offers what was kept to each report that they have in hand as staff, to each open one of their
/// own (number and name), and as a new one.
pub fn offer(
    lang: Lang,
    [in_hand, open]: [&[(ReportId, String)]; 2],
    messages: usize,
    photos: usize,
    may_report: bool,
) -> Message {
    let what = match (messages, photos) {
        (0, photos) => t!(lang, "citizen-kept-photos", count = photos),
        (messages, 0) => t!(lang, "citizen-kept-messages", count = messages),
        (messages, photos) => t!(lang, "citizen-kept-both", count = messages, photos = photos),
    };
    let own = open.iter().map(|(id, name)| {
        let label = plain!(lang, "citizen-button-add-to", report = name);
        vec![button(label, &Press::AddKept(*id))]
    });
    let work = in_hand.iter().map(|(id, name)| {
        let label = plain!(lang, "office-button-for", report = name);
        vec![button(label, &Press::KeptFor(*id))]
    });
    let mut rows: Vec<_> = work.chain(own).collect();
    if may_report {
        let label = if in_hand.is_empty() {
            plain!(lang, "citizen-button-new-report")
        } else {
            plain!(lang, "office-button-own-report")
        };
        rows.push(vec![button(label, &Press::KeptAsNew)]);
    }
    rows.push(vec![button(plain!(lang, "citizen-button-cancel"), &Press::KeptDrop)]);
    let ask = if !in_hand.is_empty() {
        t!(lang, "office-kept-ask")
    } else if open.is_empty() {
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
