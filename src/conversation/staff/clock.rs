//! What staff do about a promise that is about to break, and about a question without an answer.

use super::at_once;
use super::dialogue::{Given, Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::event::EventKind;
use crate::domain::ids::{ChatId, MessageId, ReportId};
use crate::domain::outgoing::{Content, Mention, Outgoing, Purpose, Target};
use crate::domain::people::Person;
use crate::domain::press::{Index, Press};
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{ClockKeys, Keys};
use crate::domain::task::{Task, TaskKind};
use crate::text::staff::{self as text, Asked};

/// What a page of /limbo looks at.
pub(super) fn limbo_keys(
    directory: &Directory,
    now: chrono::DateTime<chrono::Utc>,
    page: Index,
) -> Keys {
    let today = directory.calendar.day_of(now);
    let limbo = Some((today, super::lists::page(page)));
    Keys { clock: ClockKeys { limbo, ..ClockKeys::default() }, ..Keys::default() }
}

/// Another page of /limbo, in place.
pub(super) fn limbo_page(
    talk: &mut Talk<'_>,
    page: Index,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    if talk.scene.facts.clock.limbo.is_none() {
        return Err(Box::new(limbo_keys(talk.directory(), talk.scene.now, page)));
    }
    let message = text::limbo(talk.scene.facts, page, talk.scene.now);
    talk.edit(pressed, message);
    Ok(None)
}

/// *Tell the citizen*: drafted words, shown as they would arrive.
pub(super) fn tell(talk: &mut Talk<'_>, id: ReportId) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let words = text::draft_of_delay(talk.directory(), report, talk.scene.now);
    let command = Command::Tell { words: words.clone(), photos: Vec::new() };
    if let Err(refusal) = talk.attempt(report, command, None) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    drafted(talk, report, Asked::Write, words)?;
    Ok(None)
}

/// Begins with words that the person may change before they are sent.
fn drafted(talk: &mut Talk<'_>, report: &Report, asked: Asked, words: String) -> Step {
    let given = Given { words: Some(words), ..Given::default() };
    prompt::begin_with(talk, report, asked, given)
}

/// *Ask the office*: the words are asked for.
pub(super) fn ask_office(talk: &mut Talk<'_>, id: ReportId) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if asked_in(talk.directory(), report).is_none() {
        return Ok(Some(text::no_office_chat(talk.lang)));
    }
    prompt::open(talk, report, Asked::AskOffice, None);
    Ok(None)
}

/// Where the office that has the report in hand is asked, what that place is called, and who is called there.
fn asked_in<'a>(
    directory: &'a Directory,
    report: &Report,
) -> Option<(ChatId, &'a str, Vec<Mention>)> {
    let code = report.state.busy_office();
    let (chat, people) = directory.spoken_to(code)?;
    let own = code.and_then(|code| directory.office(code)).filter(|one| one.chat == Some(chat));
    let name = own.map_or("URP", |office| office.name.as_str());
    let known = people.iter().filter_map(|one| {
        let telegram = one.telegram?;
        Some(Mention { person: None, telegram, name: one.name.clone() })
    });
    Some((chat, name, known.collect()))
}

/// The words for the office are there: they go to its chat, and into the history.
pub(super) fn office_asked(talk: &mut Talk<'_>) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let Some((chat, name, mentions)) = asked_in(talk.directory(), report) else {
        let why = text::no_office_chat(talk.lang);
        talk.turn.say_of(report.id, text::refused_because(&why));
        return Ok(());
    };
    let note = text::asked_office(talk.lang, &prompt.words);
    let command = Command::Note { words: note, photos: Vec::new() };
    let message =
        text::supervisor_asks(talk.directory(), report, talk.name(), &prompt.words, &mentions);
    let done = text::office_asked(talk.lang, report, name);
    if at_once::commanded(talk, report, command, None, None, done) {
        talk.turn.say_in(chat, Some(report.id), Some(Target::Card(report.id)), message);
        if let Some(question) = talk.turn.say.last_mut() {
            // The note that keeps it says who asked: whoever replies to the question answers them.
            question.event = Some(report.version + 1);
        }
    }
    Ok(())
}

/// A reply to a supervisor's question is theirs to read at once, whatever it becomes.
pub(super) fn answered(talk: &mut Talk<'_>, to: MessageId, given: &Given) -> Step {
    let Some((report, asker)) = asked_by(talk, to)? else {
        return Ok(());
    };
    let Some(chat) = asker.private_chat().filter(|_| asker.id != talk.scene.person.id) else {
        return Ok(());
    };
    let who = talk.name();
    let message = text::office_answers(talk.directory(), report, who, given.words.as_deref());
    talk.turn.say_in(chat, Some(report.id), None, message);
    if !given.photos.is_empty()
        && let Some(said) = talk.turn.say.last().cloned()
    {
        let photos = given.photos.clone();
        let content = Content::Photos { photos, caption: String::new(), silent: false };
        let id = talk.turn.fresh().outbox();
        talk.turn.say.push(Outgoing { id, content, ..said });
    }
    Ok(())
}

/// Whose question a message of ours is, and about which report. None: it is no question.
fn asked_by<'a>(talk: &Talk<'a>, message: MessageId) -> Step<Option<(&'a Report, &'a Person)>> {
    let facts = talk.scene.facts;
    let known = facts.message(talk.scene.chat, message);
    let Some((id, row)) = known.and_then(|known| Some((known.report?, known.row?))) else {
        return Ok(None);
    };
    // What asked this person something is no question of somebody else's.
    let mut prompts = talk.dialogue.prompt.iter().chain(&talk.dialogue.ended);
    if prompts.any(|prompt| prompt.row == row) {
        return Ok(None);
    }
    let Some(sent) = facts.row(row) else {
        return Err(Box::new(Keys { rows: vec![row], ..Keys::default() }));
    };
    let Some(seq) = sent.row.event.filter(|_| sent.row.purpose == Purpose::Staff) else {
        return Ok(None);
    };
    if facts.history(id).is_empty() {
        return Err(Box::new(Keys { histories: vec![id], ..Keys::default() }));
    }
    // Other messages to staff bring other events.
    let event = facts.history(id).iter().find(|event| event.seq == seq);
    let note = event.filter(|event| matches!(event.kind, EventKind::Noted { .. }));
    let Some(asker) = note.and_then(|note| note.actor.person) else {
        return Ok(None);
    };
    let Some(person) = facts.person(asker) else {
        return Err(Box::new(Keys::person(asker)));
    };
    Ok(Some((talk.report(id)?, person)))
}

/// A button of the task of a question without an answer.
pub(super) fn task(talk: &mut Talk<'_>, press: &Press, todo: &Task) -> Step<Option<String>> {
    let (TaskKind::QuestionUnanswered { words, .. }, Some(id)) = (&todo.kind, todo.report) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let report = talk.report(id)?;
    let (asked, words) = if let Press::TaskAskAgain(_) = press {
        (Asked::Question, words.clone())
    } else {
        let asked = Asked::Close { outcome: Outcome::NotResolvable, block: false };
        (asked, text::draft_without_answer(report, words))
    };
    drafted(talk, report, asked, words)?;
    Ok(None)
}
