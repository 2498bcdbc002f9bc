//! What the demonstration says around its story, and what its people say. Plain text.

use super::plain;
use crate::domain::lang::Lang;

/// What is about to be seen.
pub fn opening(lang: Lang) -> String {
    plain!(lang, "demo-opening")
}

/// How it ended.
pub fn closing(lang: Lang, reports: usize, answered: bool) -> String {
    if answered {
        plain!(lang, "demo-answered", count = reports)
    } else {
        plain!(lang, "demo-unanswered")
    }
}

/// Where the database is.
pub fn kept(lang: Lang, folder: &str) -> String {
    plain!(lang, "demo-kept", folder = folder)
}

/// Another story is there already.
pub fn taken(lang: Lang, folder: &str) -> String {
    plain!(lang, "demo-taken", folder = folder)
}

/// Titles of the scenes.
#[derive(Debug, Clone, Copy)]
pub enum Scene {
    /// The citizen's private chat, at first.
    Report,
    /// The URP's group: the card.
    Card,
    /// The citizen is asked.
    Question,
    /// The citizen's answer in the URP's group, and the closing.
    Closing,
    /// The reply reaches the citizen.
    Answer,
    /// The card at the end.
    End,
    /// A citizen writes an email.
    Mail,
    /// The URP's group: the card of a report that came by mail.
    MailCard,
    /// The citizen's mailbox.
    MailAnswer,
    /// That card at the end.
    MailEnd,
}

/// The title of a scene.
pub fn scene(lang: Lang, scene: Scene) -> String {
    match scene {
        Scene::Report => plain!(lang, "demo-scene-report"),
        Scene::Card => plain!(lang, "demo-scene-card"),
        Scene::Question => plain!(lang, "demo-scene-question"),
        Scene::Closing => plain!(lang, "demo-scene-closing"),
        Scene::Answer => plain!(lang, "demo-scene-answer"),
        Scene::End => plain!(lang, "demo-scene-end"),
        Scene::Mail => plain!(lang, "demo-scene-mail"),
        Scene::MailCard => plain!(lang, "demo-scene-mail-card"),
        Scene::MailAnswer => plain!(lang, "demo-scene-mail-answer"),
        Scene::MailEnd => plain!(lang, "demo-scene-end"),
    }
}

/// What the people of the story write.
#[derive(Debug, Clone, Copy)]
pub enum Line {
    /// Where.
    Address,
    /// What is wrong.
    Problem,
    /// Below the photo.
    Caption,
    /// The clerk's question.
    Question,
    /// The citizen's answer.
    Answer,
    /// The reply.
    Reply,
    /// The subject of an email.
    MailSubject,
    /// What is wrong, in an email.
    MailWords,
    /// Where, in another one.
    MailPlace,
    /// The reply to it.
    MailReply,
}

/// A line of the story.
pub fn line(lang: Lang, line: Line) -> String {
    match line {
        Line::Address => plain!(lang, "demo-address"),
        Line::Problem => plain!(lang, "demo-problem"),
        Line::Caption => plain!(lang, "demo-caption"),
        Line::Question => plain!(lang, "demo-question"),
        Line::Answer => plain!(lang, "demo-answer"),
        Line::Reply => plain!(lang, "demo-reply"),
        Line::MailSubject => plain!(lang, "demo-mail-subject"),
        Line::MailWords => plain!(lang, "demo-mail-words"),
        Line::MailPlace => plain!(lang, "demo-mail-place"),
        Line::MailReply => plain!(lang, "demo-mail-reply"),
    }
}

/// A photo that somebody sends.
pub fn photo(lang: Lang, caption: &str) -> String {
    plain!(lang, "demo-photo", caption = caption)
}

/// Who writes the mails that citizens get.
pub fn town(lang: Lang) -> String {
    plain!(lang, "demo-town")
}

/// Somebody follows a link.
pub fn opens(lang: Lang) -> String {
    plain!(lang, "demo-opens")
}

/// What a card says once the citizen has said that the problem is solved.
pub fn solved_on_card(lang: Lang) -> String {
    plain!(lang, "staff-card-rated-solved")
}
