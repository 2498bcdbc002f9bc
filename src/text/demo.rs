//! What the demonstration says around its story, and what its people say. Plain text.

use super::plain;
use crate::domain::ids::ReportId;
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

/// The chapters.
#[derive(Debug, Clone, Copy)]
pub enum Chapter {
    /// From the citizen to the operator.
    Cascade,
    /// The same problem by email.
    Same,
    /// The answer to both.
    Answer,
    /// Why not now.
    Planned,
    /// A promise is about to break.
    Promise,
}

/// The title of a chapter.
pub fn chapter(lang: Lang, chapter: Chapter) -> String {
    match chapter {
        Chapter::Cascade => plain!(lang, "demo-chapter-cascade"),
        Chapter::Same => plain!(lang, "demo-chapter-same"),
        Chapter::Answer => plain!(lang, "demo-chapter-answer"),
        Chapter::Planned => plain!(lang, "demo-chapter-planned"),
        Chapter::Promise => plain!(lang, "demo-chapter-promise"),
    }
}

/// The scenes.
#[derive(Debug, Clone, Copy)]
pub enum Scene {
    /// A citizen reports.
    Report,
    /// The card comes to the URP.
    Card,
    /// It comes to the office.
    Office,
    /// It comes to the operator.
    Operator,
    /// Another citizen writes an email.
    Mail,
    /// The URP sees that it may be the same.
    Same,
    /// The operator is done.
    Ready,
    /// The URP reads the draft and sends it.
    Draft,
    /// The first citizen is answered.
    MariaAnswer,
    /// The second one is answered.
    LucaAnswer,
    /// The card in the end.
    End,
    /// The office registers a work.
    Work,
    /// A third citizen reports.
    Paolo,
    /// The URP answers with the plan.
    FallsIn,
    /// That citizen hears why not now.
    PaoloAnswer,
    /// A fourth citizen reports; the office gets it.
    Rosa,
    /// The office is reminded.
    Reminder,
    /// The supervisor is told, and asks.
    Supervisor,
    /// The office answers.
    Asked,
    /// That citizen hears in time.
    RosaAnswer,
}

/// The title of a scene.
pub fn scene(lang: Lang, scene: Scene) -> String {
    match scene {
        Scene::Report => plain!(lang, "demo-scene-report"),
        Scene::Card => plain!(lang, "demo-scene-card"),
        Scene::Office => plain!(lang, "demo-scene-office"),
        Scene::Operator => plain!(lang, "demo-scene-operator"),
        Scene::Mail => plain!(lang, "demo-scene-mail"),
        Scene::Same => plain!(lang, "demo-scene-same"),
        Scene::Ready => plain!(lang, "demo-scene-ready"),
        Scene::Draft => plain!(lang, "demo-scene-draft"),
        Scene::MariaAnswer => plain!(lang, "demo-scene-maria-answer"),
        Scene::LucaAnswer => plain!(lang, "demo-scene-luca-answer"),
        Scene::End => plain!(lang, "demo-scene-end"),
        Scene::Work => plain!(lang, "demo-scene-work"),
        Scene::Paolo => plain!(lang, "demo-scene-paolo"),
        Scene::FallsIn => plain!(lang, "demo-scene-falls-in"),
        Scene::PaoloAnswer => plain!(lang, "demo-scene-paolo-answer"),
        Scene::Rosa => plain!(lang, "demo-scene-rosa"),
        Scene::Reminder => plain!(lang, "demo-scene-reminder"),
        Scene::Supervisor => plain!(lang, "demo-scene-supervisor"),
        Scene::Asked => plain!(lang, "demo-scene-asked"),
        Scene::RosaAnswer => plain!(lang, "demo-scene-rosa-answer"),
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
    /// The subject of an email.
    MailSubject,
    /// What is wrong, in an email.
    MailWords,
    /// Where, in another one.
    MailPlace,
    /// What was done.
    Done,
    /// Where a work is planned.
    WorkStreet,
    /// What is planned.
    WorkWhat,
    /// Where, for the third.
    WorkAddress,
    /// What is wrong, for the third.
    WorkProblem,
    /// Why not now.
    WorkWhy,
    /// When.
    WorkWhen,
    /// Where, for the fourth.
    LampAddress,
    /// What is wrong, for the fourth.
    LampProblem,
    /// What the supervisor asks.
    Asks,
    /// Why the lamp has to wait.
    LampWhy,
}

/// A line of the story.
pub fn line(lang: Lang, line: Line) -> String {
    match line {
        Line::Address => plain!(lang, "demo-address"),
        Line::Problem => plain!(lang, "demo-problem"),
        Line::Caption => plain!(lang, "demo-caption"),
        Line::MailSubject => plain!(lang, "demo-mail-subject"),
        Line::MailWords => plain!(lang, "demo-mail-words"),
        Line::MailPlace => plain!(lang, "demo-mail-place"),
        Line::Done => plain!(lang, "demo-done"),
        Line::WorkStreet => plain!(lang, "demo-work-street"),
        Line::WorkWhat => plain!(lang, "demo-work-what"),
        Line::WorkAddress => plain!(lang, "demo-work-address"),
        Line::WorkProblem => plain!(lang, "demo-work-problem"),
        Line::WorkWhy => plain!(lang, "demo-work-why"),
        Line::WorkWhen => plain!(lang, "demo-work-when"),
        Line::LampAddress => plain!(lang, "demo-lamp-address"),
        Line::LampProblem => plain!(lang, "demo-lamp-problem"),
        Line::Asks => plain!(lang, "demo-asks"),
        Line::LampWhy => plain!(lang, "demo-lamp-why"),
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

/// A report that nobody has closed or planned.
pub fn still_open(lang: Lang, report: ReportId) -> String {
    plain!(lang, "demo-still-open", report = report)
}

/// A report whose answer has not arrived.
pub fn not_delivered(lang: Lang, report: ReportId) -> String {
    plain!(lang, "demo-not-delivered", report = report)
}

/// What a card says once the citizen has said that the problem is solved.
pub fn solved_on_card(lang: Lang) -> String {
    plain!(lang, "staff-card-rated-solved")
}
