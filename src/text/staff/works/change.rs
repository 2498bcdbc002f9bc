//! A work gets another date, is done, or will not be done.

use chrono::{DateTime, Utc};

use super::register::{asks, who};
use super::{name, stop};
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Mention, Message};
use crate::domain::press::Press;
use crate::domain::work::PlannedWork;
use crate::text::format::{button, clip, day, escape, said, with_buttons};
use crate::text::{plain, t};

/// Longest quote of words that stand, UTF-16 units.
const LONGEST_QUOTE: usize = 1000;

/// Until when now?
pub fn work_new_day(lang: Lang, work: &PlannedWork, me: &Mention) -> Message {
    let name = name(lang, work);
    let text = t!(lang, "works-new-day", who = who(me), work = name);
    asks(lang, &format!("{text} {}", t!(lang, "staff-day-how")))
}

/// The words that go with the new date: new ones, or the same.
pub fn work_new_words(lang: Lang, explanation: &str) -> Message {
    let words = clip(explanation, LONGEST_QUOTE);
    let text = t!(lang, "works-new-words");
    with_buttons(
        format!("{text}\n<blockquote>{}</blockquote>", escape(&words)),
        vec![
            vec![button(plain!(lang, "staff-button-same-reason"), &Press::WorkSameWords)],
            stop(lang),
        ],
    )
}

/// The words stay.
pub fn work_words_kept(lang: Lang, by: &str) -> Message {
    said(t!(lang, "works-words-kept", who = by))
}

/// What was done: the reply that is proposed to the URP.
pub fn work_outcome(lang: Lang, work: &PlannedWork, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-outcome", who = who(me), work = name(lang, work)))
}

/// Why will it not be done?
pub fn work_reason(lang: Lang, work: &PlannedWork, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-reason", who = who(me), work = name(lang, work)))
}

/// Which report waits for it?
pub fn work_number(lang: Lang, work: &PlannedWork, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-number", who = who(me), work = name(lang, work)))
}

fn confirm(lang: Lang, html: String, is_sent: bool) -> Message {
    let label =
        if is_sent { plain!(lang, "staff-button-send") } else { plain!(lang, "works-button-save") };
    with_buttons(html, vec![vec![button(label, &Press::WorkSend)], stop(lang)])
}

/// Below what the first of those who wait will read: is it sent so? Nothing stands above where
/// nobody waits.
pub fn work_confirm_moved(
    directory: &Directory,
    work: &PlannedWork,
    count: u64,
    shown: bool,
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let date = day(lang, work.until, directory.calendar.day_of(now));
    let name = name(lang, work);
    let mut html = t!(lang, "works-confirm-moved", work = name, date = date);
    html.push('\n');
    html.push_str(&those_who_wait(lang, count, shown));
    confirm(lang, html, shown)
}

/// The same, where it will not be done.
pub fn work_confirm_cancelled(lang: Lang, work: &PlannedWork, count: u64, shown: bool) -> Message {
    let mut html = t!(lang, "works-confirm-cancelled", work = name(lang, work));
    html.push('\n');
    html.push_str(&those_who_wait(lang, count, shown));
    confirm(lang, html, shown)
}

fn those_who_wait(lang: Lang, count: u64, shown: bool) -> String {
    if shown { t!(lang, "works-will-read", count = count) } else { t!(lang, "works-nobody-reads") }
}

/// The reports become ready, with these words as the draft: is it right?
pub fn work_confirm_done(lang: Lang, work: &PlannedWork, words: &str, count: u64) -> Message {
    let words = clip(words, super::LONGEST_EXPLANATION);
    let text = t!(lang, "works-confirm-done", work = name(lang, work), count = count);
    confirm(lang, format!("{text}\n<blockquote>{}</blockquote>", escape(&words)), false)
}

/// It has another date.
pub fn work_moved(
    directory: &Directory,
    work: &PlannedWork,
    by: &str,
    now: DateTime<Utc>,
) -> Message {
    let lang = directory.staff_lang();
    let date = day(lang, work.until, directory.calendar.day_of(now));
    said(t!(lang, "works-moved", work = name(lang, work), date = date, who = by))
}

/// It is done.
pub fn work_done(lang: Lang, work: &PlannedWork, by: &str) -> Message {
    said(t!(lang, "works-done", work = name(lang, work), who = by))
}

/// It will not be done.
pub fn work_cancelled(lang: Lang, work: &PlannedWork, by: &str) -> Message {
    said(t!(lang, "works-cancelled", work = name(lang, work), who = by))
}
