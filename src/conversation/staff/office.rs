//! What an office does with a report: taken, given back, "not ours"; and the URP's *Send back*.

use super::super::citizen;
use super::dialogue::{Given, Kept, Step, Talk};
use super::{prompt, reply};
use crate::domain::command::Command;
use crate::domain::decide::Refusal;
use crate::domain::ids::{MessageId, PersonId, ReportId};
use crate::domain::press::{Index, SeenSeq};
use crate::domain::state::State;
use crate::domain::step::Keys;
use crate::text::staff::{self as text, Asked};

/// *Take*: whoever presses first has it. The card says so.
pub(super) fn take(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    Ok(talk.command(report, Command::Take, Some(seen)).err())
}

/// *Give back*: its operator's alone; anybody else is told who that is.
pub(super) fn give_back(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let refused = talk.attempt(report, Command::GiveBack, Some(seen)).err();
    if let Some(Refusal::NotAllowed { .. }) = refused
        && let State::InProgress { operator, .. } = &report.state
    {
        let name = colleague(talk, *operator)?;
        return Ok(Some(text::only_its_operator(talk.lang, &name)));
    }
    Ok(talk.command(report, Command::GiveBack, Some(seen)).err())
}

/// *Not ours*: the reason is asked for.
pub(super) fn not_ours(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let probe = Command::NotOurs { reason: "?".to_owned() };
    asked(talk, id, seen, probe, Asked::NotOurs)
}

/// *Send back*: what is missing is asked for.
pub(super) fn send_back(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let probe = Command::SendBack { note: "?".to_owned() };
    asked(talk, id, seen, probe, Asked::SendBack)
}

fn asked(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    probe: Command,
    asked: Asked,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, probe, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    prompt::open(talk, report, asked, None);
    Ok(None)
}

/// *Colleagues*: who is who. Pages are counted from 1 by the list's own buttons.
pub(super) fn colleagues(
    talk: &mut Talk<'_>,
    page: Index,
    pressed: Option<MessageId>,
) -> Option<String> {
    let message = text::colleagues(talk.directory(), page.saturating_sub(1));
    if page == 0 {
        talk.turn.say(message);
    } else {
        talk.edit(pressed, message);
    }
    None
}

/// *For 2026-000123*: what they sent in private is about a report in hand. What about it?
pub(super) fn kept_for(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(brought) = citizen::take_kept(&talk.scene) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let given = Given {
        words: brought.words,
        photos: brought.photos.iter().map(|file| file.id).collect(),
        message: brought.message,
        ..Given::default()
    };
    talk.turn.files.extend(brought.photos);
    talk.turn.others.push(brought.rest);
    let done = text::kept_for(talk.lang, report, talk.name());
    talk.edit(pressed, done);
    let asks = reply::what_is_this(talk, report);
    let row = talk.turn.say_of(id, asks);
    talk.dialogue.kept.push(Kept { report: id, row, given, asked: None });
    Ok(None)
}

/// The name under which colleagues know somebody.
pub(super) fn colleague(talk: &Talk<'_>, id: PersonId) -> Step<String> {
    let Some(person) = talk.scene.facts.person(id) else {
        return Err(Box::new(Keys::person(id)));
    };
    let known = person.telegram.and_then(|telegram| talk.directory().staff_name(telegram));
    Ok(known.unwrap_or(&person.name).to_owned())
}
