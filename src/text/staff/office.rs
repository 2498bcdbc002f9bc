//! What an office reads and presses: its part of the card, choosers, what was done, colleagues.

use super::choosers::office_marked;
use super::lists::pager;
use super::prompts::LONGEST_WORDS;
use super::{closing_name, mention, words};
use crate::domain::desk::Desk;
use crate::domain::directory::{Directory, StaffMember};
use crate::domain::ids::{ReportId, TelegramId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Mention, Message};
use crate::domain::press::{Closing, Press};
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};
use crate::text::format::{button, clip, escape, said, with_buttons};
use crate::text::report::{About, filled, report_name};
use crate::text::{Html, plain, t};

/// Longest quotes on the card, UTF-16 units.
const LONGEST_QUOTE: usize = 300;
/// How many people are on a page of the chooser.
const CANDIDATES: usize = 8;
/// About how long a page of the list of colleagues may be, UTF-16 units.
const LONGEST_PAGE: usize = 2500;

/// The office's buttons on a card. `referent`: the one to whom the card belongs is a referent.
pub(super) fn buttons(report: &Report, lang: Lang, desk: Desk, referent: bool) -> Vec<Vec<Button>> {
    if !desk.office && !desk.operator {
        return Vec::new();
    }
    let (id, seq) = (report.id, report.state_seq);
    let take = || button(plain!(lang, "office-button-take"), &Press::Take(id, seq));
    let hand = || button(plain!(lang, "office-button-hand"), &Press::Hand(id, seq, 0));
    let ready = || button(plain!(lang, "office-button-ready"), &Press::Ready(id, seq));
    let not_ours = || button(plain!(lang, "office-button-not-ours"), &Press::NotOurs(id, seq));
    let give_back = || button(plain!(lang, "office-button-give-back"), &Press::GiveBack(id, seq));
    match &report.state {
        State::Assigned { .. } => vec![vec![take(), hand()], vec![ready(), not_ours()]],
        State::InProgress { .. } if desk.office || referent => {
            vec![vec![ready(), hand()], vec![give_back(), not_ours()]]
        }
        State::InProgress { .. } => vec![vec![ready(), give_back()]],
        State::Planned { office: Some(_), .. } => vec![vec![take(), ready()]],
        _ => Vec::new(),
    }
}

/// *Colleagues*, on every card of an office.
pub(super) fn colleagues_button(lang: Lang) -> Button {
    button(plain!(lang, "office-button-colleagues"), &Press::Colleagues(0))
}

/// What the URP makes of an office's "ready to close".
pub(super) fn ready_buttons(report: &Report, lang: Lang) -> Vec<Vec<Button>> {
    let (id, seq) = (report.id, report.state_seq);
    let has_draft = matches!(&report.state, State::Ready { draft, .. } if !draft.trim().is_empty());
    let take = button(plain!(lang, "office-button-take-draft"), &Press::TakeDraft(id, seq));
    let edit = button(plain!(lang, "office-button-edit-draft"), &Press::EditDraft(id, seq));
    let back = button(plain!(lang, "office-button-send-back"), &Press::SendBack(id, seq));
    let other = button(plain!(lang, "office-button-other-outcome"), &Press::Close(id, seq));
    let first = if has_draft { vec![take, edit] } else { Vec::new() };
    vec![first, vec![back, other]]
}

/// The card's lines on how the report went to and fro between the URP and its office. HTML.
pub(super) fn lines(directory: &Directory, report: &Report, lang: Lang, desk: Desk) -> Vec<String> {
    let mut lines = Vec::new();
    let back = report.sent_back.as_deref().map(|why| clip(why, LONGEST_QUOTE));
    match (&report.state, back) {
        (State::Received, Some(why)) => {
            lines.push(t!(lang, "office-card-returned", why = why.as_ref()));
        }
        (State::Assigned { .. } | State::InProgress { .. }, Some(note)) => {
            lines.push(t!(lang, "office-card-sent-back", note = note.as_ref()));
        }
        (State::Ready { .. }, _) => {
            let done = report.finished.as_ref().filter(|finished| !finished.done.is_empty());
            if let Some(finished) = done {
                let done = clip(&finished.done, LONGEST_QUOTE);
                lines.push(t!(lang, "office-card-done", done = done.as_ref()));
            }
        }
        _ => {}
    }
    if let State::Assigned { office } = &report.state
        && desk.office
        && !desk.stands_in
        && let Some(office) = directory.office(office)
    {
        let referents = office.referents.iter().filter_map(|one| {
            let name = clip(&one.name, 60).into_owned();
            one.telegram.map(|telegram| mention(&Mention { person: None, telegram, name }))
        });
        let names: Vec<String> = referents.take(4).collect();
        if !names.is_empty() {
            lines.push(t!(lang, "staff-ring-for", names = Html(names.join(", "))));
        }
    }
    lines
}

/// Somebody to whom a report can be handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their account, once they have joined.
    pub telegram: Option<TelegramId>,
    /// The bot can write to them.
    pub reachable: bool,
    /// They have it in hand now.
    pub has_it: bool,
}

/// To whom? Pages from 0. Who has not joined is named, and cannot be chosen.
pub fn hand_to(lang: Lang, report: &Report, candidates: &[Candidate<'_>], page: u32) -> Message {
    let (joined, others): (Vec<&Candidate<'_>>, Vec<&Candidate<'_>>) =
        candidates.iter().partition(|one| one.telegram.is_some());
    let (id, seq) = (report.id, report.state_seq);
    let pages = u32::try_from(joined.len().div_ceil(CANDIDATES)).unwrap_or(1).max(1);
    let page = page.min(pages - 1);
    let from = usize::try_from(page).unwrap_or(0) * CANDIDATES;
    let shown = joined.iter().skip(from).take(CANDIDATES);
    let mut rows: Vec<Vec<Button>> = shown
        .filter_map(|one| {
            let name = clip(one.name, 40);
            let label = if one.has_it {
                plain!(lang, "staff-choice-now", name = name.as_ref())
            } else if one.reachable {
                name.into_owned()
            } else {
                plain!(lang, "office-hand-unreachable", name = name.as_ref())
            };
            one.telegram.map(|telegram| vec![button(label, &Press::HandTo(id, seq, telegram))])
        })
        .collect();
    rows.push(pager(lang, page, pages, |page| Press::Hand(id, seq, page + 1)));
    rows.push(vec![button(plain!(lang, "staff-button-cancel"), &Press::ChooserCancel(id))]);
    let mut html = if joined.is_empty() {
        t!(lang, "office-hand-nobody", report = report_name(lang, report))
    } else {
        t!(lang, "office-hand-to", report = report_name(lang, report))
    };
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|one| one.name).collect();
        let names = names.join(", ");
        html.push('\n');
        html.push_str(&t!(lang, "office-hand-not-joined", names = clip(&names, 600).as_ref()));
    }
    with_buttons(html, rows)
}

/// Where somebody hears that a report was handed to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// By a card in their private chat.
    Own,
    /// By a mention in their office's group alone.
    InTheGroup,
    /// Nowhere: the bot cannot write to them, and their office has no group yet.
    Nowhere,
}

/// The chooser, once somebody was chosen.
pub fn handed(lang: Lang, report: ReportId, to: &str, notice: Notice, who: &str) -> Message {
    let html = t!(lang, "office-handed", report = report, to = to, who = who);
    said(match notice {
        Notice::Own => html,
        Notice::InTheGroup => {
            format!("{html}\n{}", t!(lang, "office-handed-unreachable", to = to))
        }
        Notice::Nowhere => format!("{html}\n{}", t!(lang, "office-handed-nowhere", to = to)),
    })
}

/// How does the office propose to close it?
pub fn ready_outcomes(lang: Lang, report: &Report) -> Message {
    let (id, seq) = (report.id, report.state_seq);
    let row =
        |closing| vec![button(closing_name(lang, closing), &Press::ReadyAs(id, seq, closing))];
    with_buttons(
        t!(lang, "office-ready-outcome", report = report_name(lang, report)),
        vec![
            row(Closing::Resolved),
            row(Closing::NotResolvable),
            row(Closing::NotOurs),
            vec![button(plain!(lang, "staff-button-cancel"), &Press::ChooserCancel(id))],
        ],
    )
}

/// The chooser of the outcome, once chosen: what was done comes next.
pub fn ready_as(lang: Lang, report: ReportId, outcome: &str, who: &str) -> Message {
    said(t!(lang, "staff-done-outcome", report = report, outcome = outcome, who = who))
}

/// Beside the prompt: it can also be ended without a word.
pub fn nothing_to_add(lang: Lang, report: ReportId) -> Message {
    with_buttons(
        t!(lang, "office-nothing-to-add", report = report),
        vec![
            vec![button(
                plain!(lang, "office-button-nothing-to-add"),
                &Press::NothingToAdd(report),
            )],
            vec![button(plain!(lang, "staff-button-cancel"), &Press::PromptCancel(report))],
        ],
    )
}

/// The URP has it, with this reply.
pub fn ready_done(lang: Lang, report: &Report, draft: &str, who: &str) -> Message {
    let html = t!(lang, "office-ready-done", report = report.id, who = who);
    let mut html = format!("{html}\n<blockquote>{}</blockquote>", escape(draft));
    if report.lang != lang {
        let language = words::in_language(lang, report.lang);
        html.push_str(&t!(lang, "staff-prompt-language", language = language));
    }
    said(html)
}

/// What was sent in private is about this report.
pub fn kept_for(lang: Lang, report: &Report, who: &str) -> Message {
    said(t!(lang, "office-kept-for", report = report_name(lang, report), who = who))
}

/// It went back to the URP.
pub fn returned(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "office-returned", report = report, who = who))
}

/// It went back to the office.
pub fn sent_back(lang: Lang, report: ReportId, who: &str) -> Message {
    said(t!(lang, "office-sent-back", report = report, who = who))
}

/// Only its operator can give it back. Plain text, for a notice.
pub fn only_its_operator(lang: Lang, name: &str) -> String {
    plain!(lang, "office-only-its-operator", name = clip(name, 60).as_ref())
}

/// Whose photos these are: the citizen's. `both`: the office's follow. A caption.
pub fn photos_of_citizen(lang: Lang, report: ReportId, both: bool) -> String {
    if both { plain!(lang, "office-photos-citizen", report = report) } else { report.to_string() }
}

/// Whose photos these are: the office's. A caption.
pub fn photos_of_office(lang: Lang, report: ReportId) -> String {
    plain!(lang, "office-photos-office", report = report)
}

/// Which of the citizen's photos these are, from the first on, with a button for those before them.
pub fn photos_page(
    lang: Lang,
    report: ReportId,
    (first, end): (usize, usize),
    count: usize,
) -> Message {
    let html = t!(lang, "staff-photos-page", from = first + 1, to = end, count = count);
    let label = plain!(lang, "staff-button-photos-earlier");
    let before = u32::try_from(first).unwrap_or(u32::MAX);
    with_buttons(html, vec![vec![button(label, &Press::PhotosBefore(report, before))]])
}

/// Photos that were asked for cannot be shown.
pub fn photos_not_shown(lang: Lang, report: ReportId) -> Message {
    said(t!(lang, "office-photos-not-shown", report = report))
}

/// The reply that an office's outcome and words come to, in the citizen's language as far as
/// possible: the ready-made reply, then the words. Empty where words are needed first.
pub fn draft(about: About<'_>, outcome: Outcome, done: &str) -> String {
    let About { directory, report, .. } = about;
    let template = directory.templates_for(outcome, report.category.as_ref()).into_iter().next();
    let ready_made = template.map(|(_, template)| filled(about, template.text.get(report.lang)));
    // That something cannot be done, or not by the town, needs its reason; that it was done does not.
    let ready_made = ready_made.or_else(|| {
        let office = directory.office_name(report.state.office()?);
        (outcome == Outcome::Resolved)
            .then(|| plain!(report.lang, "office-draft-resolved", office = office))
    });
    let understood = report.lang == directory.staff_lang();
    let fits =
        |text: &str| text.encode_utf16().count() + 1 + done.encode_utf16().count() <= LONGEST_WORDS;
    match ready_made {
        Some(text) if done.is_empty() || !understood => text,
        Some(text) if fits(&text) => format!("{text}\n{done}"),
        _ => done.to_owned(),
    }
}

/// Who is who: the URP, then every office, with phone and email. Pages from 0.
///
/// Names are no mentions: looking somebody up calls nobody. Telegram itself makes links of numbers and addresses.
pub fn colleagues(directory: &Directory, page: u32) -> Message {
    let lang = directory.staff_lang();
    let mut entries =
        vec![group(lang, &plain!(lang, "office-colleagues-urp"), &[(None, &directory.urp)])];
    for office in &directory.offices {
        let referents = plain!(lang, "office-colleagues-referents");
        let operators = plain!(lang, "office-colleagues-operators");
        let people = [(Some(referents), &office.referents), (Some(operators), &office.operators)];
        entries.push(group(lang, &office_marked(lang, office, 80), &people));
    }
    let mut texts: Vec<String> = Vec::new();
    for entry in entries {
        match texts.last_mut() {
            Some(last) if super::visible(last) + super::visible(&entry) < LONGEST_PAGE => {
                last.push_str("\n\n");
                last.push_str(&entry);
            }
            _ => texts.push(entry),
        }
    }
    let pages = u32::try_from(texts.len()).unwrap_or(1).max(1);
    let page = page.min(pages - 1);
    let text = usize::try_from(page).ok().and_then(|page| texts.into_iter().nth(page));
    let turn = pager(lang, page, pages, |page| Press::Colleagues(page + 1));
    with_buttons(text.unwrap_or_default(), vec![turn])
}

fn group(lang: Lang, name: &str, people: &[(Option<String>, &Vec<StaffMember>)]) -> String {
    let mut lines = vec![format!("<b>{}</b>", escape(&clip(name, 100)))];
    for (role, people) in people {
        for one in people.iter().take(20) {
            let about = [role.as_deref(), one.phone.as_deref(), one.email.as_deref()];
            let about: Vec<&str> = about.into_iter().flatten().collect();
            let name = clip(&one.name, 60);
            lines.push(if about.is_empty() {
                escape(&name).into_owned()
            } else {
                let about = about.join(", ");
                t!(
                    lang,
                    "office-colleague",
                    name = name.as_ref(),
                    about = clip(&about, 120).as_ref()
                )
            });
        }
        if let Some(more) = people.len().checked_sub(20).filter(|more| *more > 0) {
            lines.push(t!(lang, "office-colleagues-more", count = more));
        }
    }
    if lines.len() == 1 {
        lines.push(t!(lang, "office-colleagues-nobody"));
    }
    lines.join("\n")
}
