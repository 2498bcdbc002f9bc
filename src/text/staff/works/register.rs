//! *New work*: the questions, and what they come to.

use chrono::{DateTime, Utc};

use super::{categories, name, stop, whole};
use crate::domain::dates::NoDay;
use crate::domain::directory::{Category, Directory, Office};
use crate::domain::ids::CategoryCode;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Keyboard, Mention, Message};
use crate::domain::press::Press;
use crate::domain::work::PlannedWork;
use crate::text::format::{button, said, with_buttons};
use crate::text::staff::{mention, plan};
use crate::text::{Html, plain, t};

/// The longest list of streets, UTF-16 units.
pub const LONGEST_STREETS: usize = 1000;
/// The longest name of what is done, and of days, UTF-16 units.
pub const LONGEST_WHAT: usize = 120;
/// The longest words for citizens about a work, UTF-16 units.
pub const LONGEST_EXPLANATION: usize = 1500;
/// The widest circle, metres.
pub const MOST_METRES: u32 = 5000;
/// The circles that are offered, metres.
const CIRCLES: [u32; 4] = [100, 250, 500, 1000];
/// The most categories in a chooser.
const MOST_CATEGORIES: usize = 80;

/// Asks for words in reply.
pub(super) fn asks(lang: Lang, html: &str) -> Message {
    let placeholder = plain!(lang, "staff-prompt-placeholder");
    let html = format!("{html}\n{}", t!(lang, "staff-prompt-stop"));
    Message { html, keyboard: Keyboard::ForceReply { placeholder }, silent: false }
}

pub(super) fn who(who: &Mention) -> Html<String> {
    Html(mention(who))
}

/// A new work of which office?
pub fn work_which_office(lang: Lang, offices: &[&Office]) -> Message {
    let mut rows: Vec<Vec<Button>> = offices
        .iter()
        .take(90)
        .map(|one| vec![button(one.name.clone(), &Press::WorkNewFor(one.code.clone()))])
        .collect();
    rows.push(stop(lang));
    with_buttons(t!(lang, "works-which-office"), rows)
}

/// The office was chosen.
pub fn work_office_chosen(lang: Lang, office: &str, by: &str) -> Message {
    said(t!(lang, "works-office-chosen", office = office, who = by))
}

/// Which streets, or a position?
pub fn work_where(lang: Lang, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-where", who = who(me)))
}

/// How far around the position?
pub fn work_radius(lang: Lang) -> Message {
    let circles = CIRCLES.map(|metres| {
        button(plain!(lang, "works-metres", metres = metres), &Press::WorkRadius(metres))
    });
    let mut rows: Vec<Vec<Button>> = circles.chunks(2).map(<[Button]>::to_vec).collect();
    rows.push(stop(lang));
    with_buttons(t!(lang, "works-radius"), rows)
}

/// So far.
pub fn work_radius_chosen(lang: Lang, metres: u32) -> Message {
    said(t!(lang, "works-radius-chosen", metres = metres))
}

/// For which categories? Those that are chosen are marked.
pub fn work_categories(lang: Lang, offered: &[&Category], chosen: &[CategoryCode]) -> Message {
    let mut rows: Vec<Vec<Button>> = offered
        .iter()
        .take(MOST_CATEGORIES)
        .map(|category| {
            let name = category.name.get(lang);
            let label = if chosen.contains(&category.code) {
                plain!(lang, "staff-choice-now", name = name)
            } else {
                name.to_owned()
            };
            vec![button(label, &Press::WorkCategory(category.code.clone()))]
        })
        .collect();
    rows.push(vec![
        button(plain!(lang, "works-button-all"), &Press::WorkAllCategories),
        button(plain!(lang, "works-button-go-on"), &Press::WorkCategoriesDone),
    ]);
    rows.push(stop(lang));
    with_buttons(t!(lang, "works-categories"), rows)
}

/// These.
pub fn work_categories_chosen(directory: &Directory, chosen: &[CategoryCode]) -> Message {
    let lang = directory.staff_lang();
    let names = categories(directory, lang, chosen);
    said(t!(lang, "works-categories-chosen", categories = names))
}

/// None was chosen yet. Plain text.
pub fn work_no_category(lang: Lang) -> String {
    plain!(lang, "works-no-category")
}

/// What is done, in a few words?
pub fn work_what(lang: Lang, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-what", who = who(me)))
}

/// From when to when?
pub fn work_when(lang: Lang, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-when", who = who(me)))
}

/// What was written is no day to come.
pub fn work_no_day(lang: Lang, why: NoDay) -> Message {
    said(plan::no_day(lang, why))
}

/// What was written does not say until which day to come.
pub fn work_no_span(lang: Lang, why: NoDay) -> Message {
    said(format!("{} {}", plan::why_no_day(lang, why), t!(lang, "works-span-how")))
}

/// Why not now: the words for citizens.
pub fn work_why(lang: Lang, me: &Mention) -> Message {
    asks(lang, &t!(lang, "works-why", who = who(me)))
}

/// Words are wanted, nothing else.
pub fn work_words_only(lang: Lang) -> Message {
    said(t!(lang, "works-words-only"))
}

/// All of it: is it right?
pub fn work_summary(directory: &Directory, work: &PlannedWork, now: DateTime<Utc>) -> Message {
    let lang = directory.staff_lang();
    let html = format!("{}\n{}", whole(directory, work, now), t!(lang, "works-summary"));
    with_buttons(
        html,
        vec![
            vec![button(plain!(lang, "works-button-save"), &Press::WorkSave)],
            vec![button(
                plain!(lang, "works-button-again"),
                &Press::WorkNewFor(work.office.clone()),
            )],
            stop(lang),
        ],
    )
}

/// It is kept.
pub fn work_saved(lang: Lang, work: &PlannedWork, by: &str) -> Message {
    said(t!(lang, "works-saved", work = name(lang, work), who = by))
}
