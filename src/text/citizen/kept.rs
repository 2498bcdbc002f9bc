//! What is sent outside a question of ours.

use super::{menu, plain, t};
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::text::format::{button, escape, first_line, with_buttons};

/// So much of what is called to mind is shown, UTF-16 units.
const SHOWN_AGAIN: usize = 80;

/// What is said of what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered<'a> {
    /// That it is here.
    Here,
    /// That nobody has it before a choice is made.
    NotSent,
    /// The same of these words (or none), as they are called to mind.
    Again(&'a str),
}

/// Offers what was kept to each report that they have in hand as staff, to each of their own that it
/// may be about (number and name), and as a new one.
pub fn offer(
    lang: Lang,
    [in_hand, open]: [&[(ReportId, String)]; 2],
    messages: usize,
    photos: usize,
    may_report: bool,
    offered: Offered<'_>,
) -> Message {
    let of_work = !in_hand.is_empty();
    let counted = counted(lang, messages, photos);
    let what = match offered {
        Offered::NotSent if !of_work => {
            format!("{counted} {}", t!(lang, "citizen-kept-not-sent"))
        }
        Offered::Here | Offered::NotSent => counted,
        Offered::Again(words) => {
            let left =
                if of_work { t!(lang, "office-kept-left") } else { t!(lang, "citizen-kept-left") };
            let words = first_line(words, SHOWN_AGAIN);
            if words.is_empty() {
                format!("{left}\n{counted}")
            } else {
                format!("{left}\n<i>{}</i>", escape(&words))
            }
        }
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
        let label = if of_work {
            plain!(lang, "office-button-own-report")
        } else {
            plain!(lang, "citizen-button-new-report")
        };
        rows.push(vec![button(label, &Press::KeptAsNew)]);
    }
    rows.push(vec![button(plain!(lang, "citizen-button-cancel"), &Press::KeptDrop)]);
    let ask = if of_work {
        t!(lang, "office-kept-ask")
    } else if open.is_empty() {
        t!(lang, "citizen-kept-ask-new")
    } else {
        t!(lang, "citizen-kept-ask")
    };
    with_buttons(format!("{what}\n{ask}"), rows)
}

/// What has come, in numbers. HTML.
pub(super) fn counted(lang: Lang, messages: usize, photos: usize) -> String {
    match (messages, photos) {
        (0, photos) => t!(lang, "citizen-kept-photos", count = photos),
        (messages, 0) => t!(lang, "citizen-kept-messages", count = messages),
        (messages, photos) => t!(lang, "citizen-kept-both", count = messages, photos = photos),
    }
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
