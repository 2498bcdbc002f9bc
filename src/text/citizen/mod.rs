//! What a citizen reads in the conversation with the bot.

mod draft;
mod kept;
mod mine;
mod typed;

pub use draft::*;
pub use kept::*;
pub use mine::*;
pub use typed::Typed;

use chrono::{DateTime, Utc};

use super::format::{button, said, with_buttons};
use super::report::contact_and_opening;
use super::{Html, plain, t};
use crate::domain::directory::Directory;
use crate::domain::ids::ReportId;
use crate::domain::inbound::Unusable;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Message};
use crate::domain::press::{DraftNo, Press};

fn menu_buttons(lang: Lang) -> Vec<Vec<Button>> {
    vec![
        vec![button(plain!(lang, "citizen-button-new"), &Press::New)],
        vec![
            button(plain!(lang, "citizen-button-mine"), &Press::Mine),
            button(plain!(lang, "citizen-button-help"), &Press::Help),
        ],
    ]
}

/// Some text (HTML) with *Report a problem*, *My reports*, *Help* below it.
pub fn menu(lang: Lang, html: impl Into<String>) -> Message {
    with_buttons(html, menu_buttons(lang))
}

/// /start: what this is, how personal data is used, 112 for emergencies.
pub fn greeting(directory: &Directory, lang: Lang) -> Message {
    let what = t!(lang, "citizen-greeting", town = &directory.name);
    let data = data_line(directory, lang);
    let emergency = t!(lang, "citizen-emergency");
    menu(lang, format!("{what}\n{data}\n\n{emergency}"))
}

fn data_line(directory: &Directory, lang: Lang) -> String {
    match &directory.privacy_url {
        Some(url) => t!(lang, "citizen-data", url = attribute(url)),
        None => t!(lang, "citizen-data-no-link"),
    }
}

/// An address within the quotes of an HTML attribute.
fn attribute(url: &str) -> String {
    url.replace('"', "%22")
}

/// /help: what can be done here, and where a person may be reached.
pub fn help(directory: &Directory, lang: Lang, now: DateTime<Utc>) -> Message {
    let how = t!(lang, "citizen-help");
    let contact = contact_and_opening(directory, lang, now);
    let emergency = t!(lang, "citizen-emergency");
    menu(lang, format!("{how}\n\n{contact}\n{emergency}"))
}

/// To somebody who writes faster than their chat can be answered.
pub fn too_fast(lang: Lang) -> Message {
    said(t!(lang, "citizen-too-fast"))
}

/// /privacy.
pub fn privacy(directory: &Directory, lang: Lang) -> Message {
    let data = data_line(directory, lang);
    let contact = super::report::contact(directory, lang);
    said(format!("{data}\n\n{contact}"))
}

/// /language: the languages in which people are spoken to, each by its own name.
pub fn choose_language(directory: &Directory, lang: Lang) -> Message {
    let languages =
        directory.spoken().map(|one| vec![button(one.own_name(), &Press::Language(one))]).collect();
    with_buttons(t!(lang, "citizen-language"), languages)
}

/// The language is another one now. `in_another`: reports of theirs that are still open go on in
/// theirs. HTML.
pub fn language_chosen(lang: Lang, in_another: bool) -> String {
    let chosen = t!(lang, "citizen-language-chosen");
    if in_another {
        let others = t!(lang, "citizen-language-of-reports");
        return format!("{chosen} {others}");
    }
    chosen
}

/// A command that the bot does not know.
pub fn unknown_command(directory: &Directory, lang: Lang, now: DateTime<Utc>) -> Message {
    let html = t!(lang, "citizen-unknown-command");
    let contact = contact_and_opening(directory, lang, now);
    menu(lang, format!("{html}\n\n{contact}"))
}

/// *I cannot*: what to send instead, and where a person may be reached.
pub fn cannot(kind: Unusable, directory: &Directory, lang: Lang, now: DateTime<Utc>) -> Message {
    let html = match kind {
        Unusable::Voice | Unusable::Audio => t!(lang, "citizen-cannot-voice"),
        Unusable::Video | Unusable::VideoNote | Unusable::Animation => {
            t!(lang, "citizen-cannot-video")
        }
        Unusable::Sticker => t!(lang, "citizen-cannot-sticker"),
        Unusable::Document => t!(lang, "citizen-cannot-document"),
        Unusable::Contact => t!(lang, "citizen-cannot-contact"),
        Unusable::Other => t!(lang, "citizen-cannot-other"),
    };
    let contact = contact_and_opening(directory, lang, now);
    said(format!("{html}\n\n{contact}"))
}

/// No new report is taken from this person.
pub fn blocked(directory: &Directory, lang: Lang, now: DateTime<Utc>) -> Message {
    let html = t!(lang, "citizen-blocked");
    let contact = contact_and_opening(directory, lang, now);
    said(format!("{html}\n\n{contact}"))
}

/// /start or /new in the middle of a draft.
pub fn unfinished(lang: Lang, no: DraftNo) -> Message {
    let go_on = button(plain!(lang, "citizen-button-go-on"), &Press::DraftGoOn(no));
    let anew = button(plain!(lang, "citizen-button-anew"), &Press::DraftAnew(no));
    with_buttons(t!(lang, "citizen-unfinished"), vec![vec![go_on], vec![anew]])
}

/// The same where something has come that is part of no report yet.
pub fn unfinished_and_kept(lang: Lang, no: DraftNo, messages: usize, photos: usize) -> Message {
    let mut message = unfinished(lang, no);
    let counted = kept::counted(lang, messages, photos);
    let not_sent = t!(lang, "citizen-kept-not-sent");
    message.html = format!("{counted} {not_sent}\n{}", message.html);
    message
}

/// /cancel where nothing was begun.
pub fn nothing_to_cancel(lang: Lang) -> Message {
    menu(lang, t!(lang, "citizen-nothing-to-cancel"))
}

/// A label of ours was typed where it means nothing. HTML.
pub fn nothing_asked(lang: Lang) -> String {
    t!(lang, "citizen-nothing-asked")
}

/// A button that means nothing any more. Plain text, for a notice.
pub fn old_button(lang: Lang) -> String {
    plain!(lang, "citizen-old-button")
}

/// A report that is not theirs, or that does not exist. Plain text, for a notice.
pub fn unknown_report(lang: Lang) -> String {
    plain!(lang, "citizen-unknown-report")
}

/// An answer was given already. Plain text, for a notice.
pub fn answered_already(lang: Lang) -> String {
    plain!(lang, "citizen-answered-already")
}

/// A report is closed: it cannot be withdrawn. Plain text, for a notice.
pub fn closed_already(lang: Lang, report: ReportId) -> String {
    plain!(lang, "citizen-closed-already", number = report)
}

/// A report is joined to another one: it cannot be withdrawn by itself. Plain text, for a notice.
pub fn follows_another(lang: Lang, main: ReportId) -> String {
    plain!(lang, "citizen-follows-another", number = main)
}

/// A report is open: nothing is to be said of its end. Plain text, for a notice.
pub fn open_again(lang: Lang, report: ReportId) -> String {
    plain!(lang, "citizen-open-again", number = report)
}

/// The bot's menu (Bot API `setMyCommands`): each command with what it does.
pub fn commands(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("new", plain!(lang, "command-new")),
        ("mine", plain!(lang, "command-mine")),
        ("help", plain!(lang, "command-help")),
        ("cancel", plain!(lang, "command-cancel")),
        ("language", plain!(lang, "command-language")),
        ("privacy", plain!(lang, "command-privacy")),
    ]
}

/// What stands in the empty chat with the bot (Bot API `setMyDescription`, at most 512 characters).
pub fn description(directory: &Directory, lang: Lang) -> String {
    plain!(lang, "bot-description", town = &directory.name)
}

/// What stands on the bot's page (Bot API `setMyShortDescription`, at most 120 characters).
pub fn short_description(directory: &Directory, lang: Lang) -> String {
    plain!(lang, "bot-short-description", town = &directory.name)
}
