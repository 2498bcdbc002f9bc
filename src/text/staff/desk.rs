//! A report that the URP writes down for somebody at the desk or on the phone; and the calls.

use super::lists::pager;
use super::mention;
use super::tasks::quote;
use crate::domain::directory::Directory;
use crate::domain::ids::{ReportId, TaskId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Keyboard, Mention, Message};
use crate::domain::people::Person;
use crate::domain::place::Place;
use crate::domain::press::{DraftNo, IntakePart, Press, Reach};
use crate::domain::report::Report;
use crate::text::format::{button, clip, day, escape, place_line, said, with_buttons};
use crate::text::{Html, plain, t};

/// How many categories are on a page.
const PAGE: u32 = 8;
/// The most of the words that a summary shows, UTF-16 units.
const SUMMARY_WORDS: usize = 2000;

/// Who is asked, and about which draft.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The language of the chat.
    pub lang: Lang,
    /// The draft's number.
    pub no: DraftNo,
    /// The agent.
    pub who: &'a Mention,
}

impl Asking<'_> {
    fn who(&self) -> Html<String> {
        Html(mention(self.who))
    }

    fn cancel(&self) -> Vec<Button> {
        let label = plain!(self.lang, "desk-button-cancel");
        vec![button(label, &Press::IntakeCancel(self.no))]
    }
}

/// How somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the ways")]
pub enum Contact<'a> {
    Phone(&'a str),
    Mail(&'a str),
    Nobody,
}

/// /new in another chat. HTML.
pub fn desk_only_urp_chat(lang: Lang) -> Message {
    said(t!(lang, "desk-only-urp-chat"))
}

/// A draft waits already.
pub fn desk_unfinished(asking: Asking<'_>) -> Message {
    let Asking { lang, no, .. } = asking;
    let go_on = button(plain!(lang, "desk-button-go-on"), &Press::IntakeGoOn(no));
    let anew = button(plain!(lang, "desk-button-anew"), &Press::IntakeAnew(no));
    with_buttons(t!(lang, "desk-unfinished", who = asking.who()), vec![vec![go_on, anew]])
}

/// What kind of problem? Pages from 0.
pub fn desk_kind(directory: &Directory, asking: Asking<'_>, page: u32) -> Message {
    let Asking { lang, no, .. } = asking;
    let count = u32::try_from(directory.categories_in_use().count()).unwrap_or(u32::MAX);
    let pages = count.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let from = usize::try_from(page * PAGE).unwrap_or(0);
    let shown = directory.categories_in_use().skip(from).take(8);
    let mut rows: Vec<Vec<Button>> = shown
        .map(|one| {
            let press = Press::IntakeKind(no, one.code.clone());
            vec![button(one.name.get(lang), &press)]
        })
        .collect();
    rows.push(vec![button(plain!(lang, "category-none"), &Press::IntakeNoKind(no))]);
    rows.push(pager(lang, page, pages, |page| Press::IntakeKinds(no, page)));
    rows.push(asking.cancel());
    with_buttons(t!(lang, "desk-ask-kind", who = asking.who()), rows)
}

fn to_write(lang: Lang, html: String) -> Message {
    let placeholder = plain!(lang, "staff-prompt-placeholder");
    Message { html, keyboard: Keyboard::ForceReply { placeholder }, silent: false }
}

/// Where is it?
pub fn desk_place(asking: Asking<'_>) -> Message {
    to_write(asking.lang, t!(asking.lang, "desk-ask-place", who = asking.who()))
}

/// What is wrong?
pub fn desk_words(asking: Asking<'_>) -> Message {
    to_write(asking.lang, t!(asking.lang, "desk-ask-words", who = asking.who()))
}

/// Are there photos? Or: how many there are.
pub fn desk_photos(asking: Asking<'_>, count: usize) -> Message {
    let Asking { lang, no, .. } = asking;
    let (html, label) = if count == 0 {
        (t!(lang, "desk-ask-photos"), plain!(lang, "desk-button-no-photo"))
    } else {
        let html = t!(lang, "desk-photos-there", count = count);
        (html, plain!(lang, "desk-button-photos-done"))
    };
    with_buttons(html, vec![vec![button(label, &Press::IntakePhotosDone(no))], asking.cancel()])
}

/// What is their name?
pub fn desk_name(asking: Asking<'_>) -> Message {
    let Asking { lang, no, .. } = asking;
    let none = button(plain!(lang, "desk-button-no-name"), &Press::IntakeNoName(no));
    let html = t!(lang, "desk-ask-name", who = asking.who());
    with_buttons(html, vec![vec![none], asking.cancel()])
}

/// How can they be told?
pub fn desk_contact(asking: Asking<'_>) -> Message {
    let Asking { lang, no, .. } = asking;
    let by = |label, reach| button(label, &Press::IntakeContact(no, reach));
    let rows = vec![
        vec![
            by(plain!(lang, "desk-button-phone"), Reach::Phone),
            by(plain!(lang, "desk-button-mail"), Reach::Mail),
        ],
        vec![by(plain!(lang, "desk-button-nobody"), Reach::Nobody)],
        asking.cancel(),
    ];
    with_buttons(t!(lang, "desk-ask-contact"), rows)
}

/// Which number?
pub fn desk_phone(asking: Asking<'_>) -> Message {
    to_write(asking.lang, t!(asking.lang, "desk-ask-phone", who = asking.who()))
}

/// Which address?
pub fn desk_mail(asking: Asking<'_>) -> Message {
    to_write(asking.lang, t!(asking.lang, "desk-ask-mail", who = asking.who()))
}

/// A message where a button is to be pressed.
pub fn desk_choose(lang: Lang) -> Message {
    said(t!(lang, "desk-choose"))
}

/// *Email*, in a town that writes none.
pub fn desk_no_mail(lang: Lang) -> String {
    plain!(lang, "desk-no-mail")
}

/// That is no phone number.
pub fn desk_not_a_phone(lang: Lang) -> Message {
    said(t!(lang, "desk-not-a-phone"))
}

/// That is no address.
pub fn desk_not_a_mail(lang: Lang) -> Message {
    said(t!(lang, "desk-not-a-mail"))
}

/// More photos than a report has room for.
pub fn desk_too_many_photos(lang: Lang, room: usize) -> Message {
    said(t!(lang, "desk-too-many-photos", count = room))
}

/// A draft, to be shown whole.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the answers")]
pub struct DeskSummary<'a> {
    pub kind: &'a str,
    pub place: &'a Place,
    pub words: &'a str,
    pub photos: usize,
    pub name: &'a str,
    pub contact: Contact<'a>,
}

/// All that was written down, before it is saved.
pub fn desk_summary(asking: Asking<'_>, summary: DeskSummary<'_>) -> Message {
    let Asking { lang, no, .. } = asking;
    let place = place_line(lang, summary.place);
    let mut lines = vec![
        t!(lang, "desk-summary"),
        t!(lang, "desk-summary-kind", kind = summary.kind),
        t!(lang, "desk-summary-place", place = &*clip(&place, 300)),
        format!("<blockquote>{}</blockquote>", escape(&clip(summary.words, SUMMARY_WORDS))),
    ];
    if summary.photos > 0 {
        lines.push(t!(lang, "desk-summary-photos", count = summary.photos));
    }
    if !summary.name.is_empty() {
        lines.push(t!(lang, "desk-summary-name", name = summary.name));
    }
    lines.push(match summary.contact {
        Contact::Phone(phone) => t!(lang, "desk-summary-phone", phone = phone),
        Contact::Mail(mail) => t!(lang, "desk-summary-mail", mail = mail),
        Contact::Nobody => t!(lang, "desk-summary-nobody"),
    });
    let save = button(plain!(lang, "desk-button-save"), &Press::IntakeSave(no));
    let change = button(plain!(lang, "desk-button-change"), &Press::IntakeChange(no));
    let mut last = vec![change];
    last.extend(asking.cancel());
    with_buttons(lines.join("\n"), vec![vec![save], last])
}

/// What is to be changed?
pub fn desk_change(asking: Asking<'_>) -> Message {
    let Asking { lang, no, .. } = asking;
    let part = |label, part| button(label, &Press::IntakeChangePart(no, part));
    let rows = vec![
        vec![
            part(plain!(lang, "desk-button-kind"), IntakePart::Kind),
            part(plain!(lang, "desk-button-place"), IntakePart::Place),
            part(plain!(lang, "desk-button-words"), IntakePart::Words),
        ],
        vec![
            part(plain!(lang, "desk-button-photos"), IntakePart::Photos),
            part(plain!(lang, "desk-button-name"), IntakePart::Name),
            part(plain!(lang, "desk-button-contact"), IntakePart::Contact),
        ],
        asking.cancel(),
    ];
    with_buttons(t!(lang, "desk-ask-change"), rows)
}

/// Saved: its number, and what is to be said (HTML) where no mail says it.
pub fn desk_saved(
    lang: Lang,
    number: ReportId,
    who: &str,
    contact: Contact<'_>,
    say: &str,
) -> Message {
    let saved = t!(lang, "desk-saved", number = number, who = who);
    if let Contact::Mail(mail) = contact {
        return said(format!("{saved}\n{}", t!(lang, "desk-saved-mail", mail = mail)));
    }
    let read = t!(lang, "desk-saved-say");
    said(format!("{saved}\n{read}\n<blockquote>{say}</blockquote>"))
}

/// Nothing was saved.
pub fn desk_cancelled(lang: Lang, who: &str) -> Message {
    said(t!(lang, "desk-cancelled", who = who))
}

/// The name of somebody who gave none. Plain text.
pub fn desk_nobody(lang: Lang) -> String {
    plain!(lang, "desk-nobody-name")
}

/// What a call's task says below its title. HTML.
pub(super) fn call(
    lang: Lang,
    citizen: Option<&Person>,
    phone: &str,
    words: &str,
    tried: u32,
) -> String {
    let name = citizen.map_or_else(|| desk_nobody(lang), |one| clip(&one.name, 60).into_owned());
    let ask = t!(lang, "staff-task-call-ask", name = name, phone = phone);
    let mut html = format!("{ask}\n{}", quote(words));
    if tried > 0 {
        html.push_str(&t!(lang, "staff-task-call-tried", count = tried));
    }
    html
}

/// A call's buttons; `nobody`: what *Nobody answered* does.
pub(super) fn call_buttons(lang: Lang, task: TaskId, nobody: &Press) -> Vec<Vec<Button>> {
    vec![
        vec![
            button(plain!(lang, "staff-button-told"), &Press::TaskTold(task)),
            button(plain!(lang, "staff-button-nobody"), nobody),
        ],
        vec![button(plain!(lang, "staff-button-cannot"), &Press::TaskCannot(task))],
    ]
}

/// In place of the task: nobody answered (at that number, where the task has one), and when it comes back.
pub fn call_again(
    lang: Lang,
    report: &str,
    phone: Option<&str>,
    who: &str,
    (on, today): (chrono::NaiveDate, chrono::NaiveDate),
) -> Message {
    let date = day(lang, on, today);
    said(match phone {
        Some(phone) => {
            t!(lang, "staff-call-again", report = report, phone = phone, who = who, date = date)
        }
        None => t!(lang, "staff-task-again", report = report, who = who, date = date),
    })
}

/// A notice: that nobody answered was noted in another copy of the call. Plain text.
pub fn call_noted(lang: Lang) -> String {
    plain!(lang, "staff-call-noted")
}

/// *They answered…*: the answer of somebody who is spoken to, to the question that waits.
pub(super) fn they_answered(
    lang: Lang,
    report: Option<&Report>,
    asked: Option<i32>,
) -> Option<Vec<Button>> {
    let report = report.filter(|report| report.channel.is_by_hand())?;
    let press = Press::TheyAnswered(report.id, asked?);
    Some(vec![button(plain!(lang, "desk-button-answered"), &press)])
}

/// The question that they answered is not the one that waits. Plain text.
pub fn asked_otherwise(lang: Lang) -> String {
    plain!(lang, "desk-asked-otherwise")
}

/// What they answered is in the history.
pub fn answer_noted(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "desk-answer-noted", report = report, who = who))
}
