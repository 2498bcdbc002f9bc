//! The questions of a report being written, and its summary.

use super::{Html, attribute, plain, t};
use crate::domain::directory::{Category, Directory};
use crate::domain::ids::{CategoryCode, ReportId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Key, Keyboard, Message};
use crate::domain::place::Place;
use crate::domain::press::{DraftNo, Index, Part, Press};
use crate::text::format::{button, clip, place_line, said, with_buttons};

/// Categories on a page.
const PAGE: usize = 8;
/// Names up to this long stand in two columns, characters.
const SHORT_NAME: usize = 16;
/// The most of the words and of the place that a summary shows, UTF-16 units.
const SUMMARY_WORDS: usize = 2500;
const SUMMARY_PLACE: usize = 500;

/// A line before a text, both HTML.
pub fn led(lead: Option<String>, html: &str) -> String {
    lead.map_or_else(|| html.to_owned(), |lead| format!("{lead}\n\n{html}"))
}

/// A category's name; *Something else* without one. Plain text.
pub fn kind_name(directory: &Directory, lang: Lang, code: Option<&CategoryCode>) -> String {
    match code {
        None => plain!(lang, "category-none"),
        Some(code) => directory
            .category(code)
            .map_or_else(|| code.as_str().to_owned(), |one| one.name.get(lang).to_owned()),
    }
}

/// *Back*, below a question that is asked again to change its answer.
fn back(lang: Lang, no: DraftNo) -> Vec<Button> {
    vec![button(plain!(lang, "citizen-button-back"), &Press::DraftBack(no))]
}

/// A kind that is not in use any more was chosen, before the question for another one. HTML.
pub fn lead_kind_retired(lang: Lang, kind: &str) -> String {
    t!(lang, "citizen-lead-kind-retired", kind = kind)
}

/// What kind of problem? One page of the categories. `changing`: the answer may stay as it is.
pub fn ask_kind(
    directory: &Directory,
    lang: Lang,
    no: DraftNo,
    page: Index,
    changing: bool,
) -> Message {
    let offered: Vec<&Category> = directory.categories_in_use().collect();
    let pages: Vec<_> = offered.chunks(PAGE).collect();
    let last = pages.len().saturating_sub(1);
    let page = usize::try_from(page).unwrap_or(last).min(last);
    let on_page = pages.get(page).copied().unwrap_or_default();
    let short = on_page.iter().all(|one| one.name.get(lang).chars().count() <= SHORT_NAME);
    let mut rows: Vec<Vec<Button>> = on_page
        .chunks(if short { 2 } else { 1 })
        .map(|row| {
            let of = |one: &&Category| {
                button(one.name.get(lang), &Press::DraftCategory(no, one.code.clone()))
            };
            row.iter().map(of).collect()
        })
        .collect();
    let turn = |page: usize| Press::DraftCategories(no, Index::try_from(page).unwrap_or_default());
    let mut other = Vec::new();
    if page > 0 {
        other.push(button(plain!(lang, "citizen-button-previous"), &turn(page - 1)));
    }
    if page < last {
        other.push(button(plain!(lang, "citizen-button-next"), &turn(page + 1)));
    }
    rows.push(other);
    rows.push(vec![button(plain!(lang, "category-none"), &Press::DraftNoCategory(no))]);
    // On later pages another *Back* leads to the page before.
    if changing && page == 0 {
        rows.push(back(lang, no));
    }
    with_buttons(t!(lang, "citizen-ask-kind"), rows)
}

/// Where is it? `changing`: the answer may stay as it is.
pub fn ask_place(lang: Lang, changing: bool) -> Message {
    let mut keys = vec![
        vec![Key { label: plain!(lang, "citizen-key-position"), position: true }],
        vec![key(plain!(lang, "citizen-key-unknown"))],
    ];
    if changing {
        keys.push(vec![key(plain!(lang, "citizen-button-back"))]);
    }
    let html = t!(lang, "citizen-ask-place");
    Message { html, keyboard: Keyboard::Keys(keys), silent: false }
}

/// A key that sends its label.
fn key(label: String) -> Key {
    Key { label, position: false }
}

/// How can the place be found, as the address is not known? `changing`: the answer may stay as it is.
pub fn ask_described(lang: Lang, changing: bool) -> Message {
    let mut message = said(t!(lang, "citizen-ask-described"));
    if changing {
        let back = key(plain!(lang, "citizen-button-back"));
        message.keyboard = Keyboard::Keys(vec![vec![back]]);
    }
    message
}

/// What is wrong? `changing`: the answer may stay as it is.
pub fn ask_words(lang: Lang, no: DraftNo, changing: bool) -> Message {
    let rows = if changing { vec![back(lang, no)] } else { Vec::new() };
    with_buttons(t!(lang, "citizen-ask-words"), rows)
}

/// Are there photos? `changing`: those that were sent may be left out.
pub fn ask_photos(lang: Lang, no: DraftNo, count: usize, changing: bool) -> Message {
    let none = button(plain!(lang, "citizen-button-no-photo"), &Press::DraftNoPhoto(no));
    let faces = t!(lang, "citizen-photos-faces");
    let done = button(plain!(lang, "citizen-button-done"), &Press::DraftPhotosDone(no));
    let (ask, mut rows) = match count {
        0 => (t!(lang, "citizen-ask-photos"), vec![vec![none]]),
        _ if changing => {
            (t!(lang, "citizen-photos-there", count = count), vec![vec![done], vec![none]])
        }
        _ => (t!(lang, "citizen-photos-there", count = count), vec![vec![done]]),
    };
    if changing {
        rows.push(back(lang, no));
    }
    with_buttons(format!("{ask}\n{faces}"), rows)
}

/// How many photos there are now, with *Done*; `left_out` of them were too many.
pub fn photos_line(lang: Lang, no: DraftNo, count: usize, left_out: u32) -> Message {
    let mut html = t!(lang, "citizen-photos-there", count = count);
    if left_out > 0 {
        html = led(Some(lead_left_out(lang, left_out)), &html);
    }
    let done = button(plain!(lang, "citizen-button-done"), &Press::DraftPhotosDone(no));
    with_buttons(html, vec![vec![done]])
}

/// What a summary is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryKind {
    /// With *Send*, *Change*, *Cancel*.
    Asking,
    /// With the answers that can be changed.
    Changing,
    /// It was sent: nothing to press.
    Sent,
}

/// A draft, to be shown whole.
#[derive(Debug, Clone, Copy)]
pub struct Summary<'a> {
    /// The town.
    pub directory: &'a Directory,
    /// The person's language.
    pub lang: Lang,
    /// The draft's number.
    pub no: DraftNo,
    /// The category, if one.
    pub category: Option<&'a CategoryCode>,
    /// Where.
    pub place: &'a Place,
    /// What is wrong.
    pub words: &'a str,
    /// How many photos.
    pub photos: usize,
    /// What the summary is for.
    pub kind: SummaryKind,
}

/// The summary.
pub fn summary(of: &Summary<'_>) -> Message {
    let lang = of.lang;
    let place_words = place_line(lang, of.place);
    let place = clip(&place_words, SUMMARY_PLACE);
    let place = match of.place.map_url(&of.directory.name).filter(|_| of.place.position.is_some()) {
        Some(url) => t!(lang, "citizen-place-link", url = attribute(&url), place = &*place),
        None => crate::text::format::escape(&place).into_owned(),
    };
    let body = t!(
        lang,
        "citizen-summary",
        kind = kind_name(of.directory, lang, of.category),
        place = Html(place),
        words = &*clip(of.words, SUMMARY_WORDS),
        photos = of.photos
    );
    let no = of.no;
    let part = |label, part| button(label, &Press::DraftChangePart(no, part));
    let (head, rows) = match of.kind {
        SummaryKind::Asking => (
            t!(lang, "citizen-summary-asking"),
            vec![
                vec![button(plain!(lang, "citizen-button-send"), &Press::DraftSend(no))],
                vec![
                    button(plain!(lang, "citizen-button-change"), &Press::DraftChange(no)),
                    button(plain!(lang, "citizen-button-cancel"), &Press::DraftCancel(no)),
                ],
            ],
        ),
        SummaryKind::Changing => (
            t!(lang, "citizen-summary-changing"),
            vec![
                vec![
                    part(plain!(lang, "citizen-part-kind"), Part::Category),
                    part(plain!(lang, "citizen-part-place"), Part::Place),
                ],
                vec![
                    part(plain!(lang, "citizen-part-words"), Part::Words),
                    part(plain!(lang, "citizen-part-photos"), Part::Photos),
                ],
                vec![button(plain!(lang, "citizen-button-back"), &Press::DraftBack(no))],
            ],
        ),
        SummaryKind::Sent => (t!(lang, "citizen-summary-sent"), Vec::new()),
    };
    with_buttons(format!("{head}\n\n{body}"), rows)
}

/// A place as a line of words, with a map where there is a point. Plain text.
pub fn place_in_words(lang: Lang, place: &Place) -> String {
    let line = place_line(lang, place);
    match place.map_url("").filter(|_| place.position.is_some()) {
        Some(url) => format!("{line} {url}"),
        None => line,
    }
}

/// The draft was thrown away, as asked.
pub fn thrown_away(lang: Lang) -> Message {
    said(t!(lang, "citizen-thrown-away"))
}

/// A button of a draft that is no longer there. Plain text, for a notice.
pub fn no_such_draft(lang: Lang, sent: bool) -> String {
    if sent { plain!(lang, "citizen-draft-sent") } else { plain!(lang, "citizen-draft-gone") }
}

/// Another question comes first. Plain text, for a notice.
pub fn still_asking(lang: Lang) -> String {
    plain!(lang, "citizen-still-asking")
}

/// A draft was left: after an hour, or (`again`) the next morning.
pub fn draft_left(lang: Lang, no: DraftNo, again: bool) -> Message {
    let html =
        if again { t!(lang, "citizen-draft-left-again") } else { t!(lang, "citizen-draft-left") };
    let go_on = button(plain!(lang, "citizen-button-go-on"), &Press::DraftGoOn(no));
    let cancel = button(plain!(lang, "citizen-button-cancel"), &Press::DraftCancel(no));
    with_buttons(html, vec![vec![go_on, cancel]])
}

/// The kind as it was understood. HTML.
pub fn lead_kind(lang: Lang, kind: &str) -> String {
    t!(lang, "citizen-lead-kind", kind = kind)
}

/// The place as it was understood. HTML.
pub fn lead_place(lang: Lang, place: &Place) -> String {
    let line = place_line(lang, place);
    t!(lang, "citizen-lead-place", place = &*clip(&line, SUMMARY_PLACE))
}

/// The place is known already. HTML.
pub fn lead_place_known(lang: Lang) -> String {
    t!(lang, "citizen-lead-place-known")
}

/// Keys are being taken away. HTML.
pub fn lead_thanks(lang: Lang) -> String {
    t!(lang, "citizen-lead-thanks")
}

/// Words that name no kind are the words of the report. HTML.
pub fn lead_words_kept(lang: Lang) -> String {
    t!(lang, "citizen-lead-words-kept")
}

/// Words were added to those of the report. HTML.
pub fn lead_words_added(lang: Lang) -> String {
    t!(lang, "citizen-lead-words-added")
}

/// There are too many words already. HTML.
pub fn lead_too_long(lang: Lang) -> String {
    t!(lang, "citizen-lead-too-long")
}

/// The answer that was to be changed stays. HTML.
pub fn lead_unchanged(lang: Lang) -> String {
    t!(lang, "citizen-lead-unchanged")
}

/// There are photos, as somebody said: they can be sent. HTML.
pub fn lead_photos_here(lang: Lang) -> String {
    t!(lang, "citizen-lead-photos-here")
}

/// Photos that came before they were asked for. HTML.
pub fn lead_photos(lang: Lang, count: usize) -> String {
    t!(lang, "citizen-lead-photos", count = count)
}

/// Photos beyond the most. HTML.
pub fn lead_left_out(lang: Lang, count: u32) -> String {
    t!(lang, "citizen-lead-left-out", count = count)
}

/// Photos beyond the most that are added to a report at a time.
pub fn photos_left_out(lang: Lang, most: usize, count: u32) -> Message {
    said(t!(lang, "citizen-photos-left-out", most = most, count = count))
}

/// Photos beyond the most that a report holds.
pub fn photos_full(lang: Lang, report: ReportId, count: u32) -> Message {
    said(t!(lang, "citizen-photos-full", report = report, count = count))
}

/// *Send* was typed: it is a button. HTML.
pub fn lead_press_send(lang: Lang) -> String {
    t!(lang, "citizen-lead-press-send")
}

/// *Change* was typed: it is a button. HTML.
pub fn lead_press_change(lang: Lang) -> String {
    t!(lang, "citizen-lead-press-change")
}
