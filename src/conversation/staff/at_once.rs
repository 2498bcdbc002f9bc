//! Answers that need no preview: a note, a place, a number, *Not ours*, *Send back*, *Ready to close*.

use super::dialogue::{Given, Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::ids::MessageId;
use crate::domain::outgoing::{Message, Target};
use crate::domain::place::Place;
use crate::domain::report::Report;
use crate::text::format::place_line;
use crate::text::staff::{self as text, Asked, LONGEST_PLACE};

/// *Not ours*, *Send back*: the words say why.
pub(super) fn moved(talk: &mut Talk<'_>, message: Option<MessageId>) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let (lang, id, name) = (talk.lang, report.id, talk.name());
    let (command, said) = match prompt.asked {
        Asked::NotOurs => {
            (Command::NotOurs { reason: prompt.words }, text::returned(lang, id, name))
        }
        _ => (Command::SendBack { note: prompt.words }, text::sent_back(lang, id, name)),
    };
    commanded(talk, report, command, prompt.seen, message.or(prompt.message), said);
    Ok(())
}

/// Gives the command that the prompt comes to, and says so; what was written is kept if it fails.
/// Whether it is done.
pub(super) fn commanded(
    talk: &mut Talk<'_>,
    report: &Report,
    command: Command,
    seen: Option<i32>,
    to: Option<MessageId>,
    done: Message,
) -> bool {
    let refused = talk.command(report, command, seen).err();
    concluded(talk, report, refused, to, done)
}

/// The prompt was answered, or was refused for that reason.
fn concluded(
    talk: &mut Talk<'_>,
    report: &Report,
    refused: Option<String>,
    to: Option<MessageId>,
    done: Message,
) -> bool {
    let is_done = refused.is_none();
    let said = match refused {
        None => {
            talk.dialogue.prompt = None;
            done
        }
        Some(why) => {
            if let Some(prompt) = talk.dialogue.prompt.take() {
                prompt::set_aside(talk, prompt);
            }
            text::refused_because(&why)
        }
    };
    match to.map(Target::Message) {
        Some(to) => talk.turn.reply(Some(report.id), to, said),
        None => talk.turn.say_of(report.id, said),
    };
    is_done
}

/// A note among staff.
pub(super) fn note(talk: &mut Talk<'_>, message: Option<MessageId>) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let command = Command::Note { words: prompt.words, photos: prompt.photos };
    let noted = text::noted(talk.lang, report.id, talk.name());
    commanded(talk, report, command, None, message.or(prompt.message), noted);
    Ok(())
}

/// What somebody answered on the phone or at the desk. The message that asked for the call says so.
pub(super) fn answered(talk: &mut Talk<'_>, message: Option<MessageId>) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let command = Command::Answer { words: prompt.words, photos: prompt.photos };
    let noted = text::answer_noted(talk.lang, report.id, talk.name());
    let (shown_by, to) = (prompt.task_message, message.or(prompt.message));
    let asked = report.question.as_ref().map(|question| question.seq);
    if prompt.seen.is_some_and(|seen| asked.is_some_and(|asked| asked != seen)) {
        // Another one was asked meanwhile, to which this is no answer.
        let why = text::asked_otherwise(talk.lang);
        concluded(talk, report, Some(why), to, noted);
    } else if commanded(talk, report, command, None, to, noted.clone()) {
        talk.edit(shown_by, noted);
    }
    Ok(())
}

/// Where it is.
pub(super) fn place(talk: &mut Talk<'_>, given: Given) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let typed = given.words.filter(|words| !words.trim().is_empty());
    let place = match (given.place, typed) {
        (Some(place), _) => place,
        (None, Some(words)) if words.encode_utf16().count() > LONGEST_PLACE => {
            let units = words.encode_utf16().count();
            let message = text::too_long(talk.lang, units, LONGEST_PLACE);
            talk.turn.say(message);
            return Ok(());
        }
        (None, Some(words)) => Place::typed(words),
        (None, None) => {
            talk.turn.say(text::place_only(talk.lang));
            return Ok(());
        }
    };
    let line = place_line(talk.lang, &place);
    let done = text::place_set(talk.lang, report.id, &line, talk.name());
    commanded(talk, report, Command::SetPlace { place }, None, None, done);
    Ok(())
}

/// The protocol office's number.
pub(super) fn protocol(talk: &mut Talk<'_>, given: Given) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let number = given.words.map(|words| words.trim().to_owned()).unwrap_or_default();
    if number.encode_utf16().count() > LONGEST_PLACE {
        let units = number.encode_utf16().count();
        let message = text::too_long(talk.lang, units, LONGEST_PLACE);
        talk.turn.say(message);
        return Ok(());
    }
    let done = text::protocol_set(talk.lang, report.id, &number, talk.name());
    commanded(talk, report, Command::SetProtocol { number }, None, None, done);
    Ok(())
}
