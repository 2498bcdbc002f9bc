//! *Reply and close*, *Refuse*, spam and its *Undo*, *Reopen*.

use super::super::Deed;
use super::dialogue::{Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::outgoing::Target;
use crate::domain::press::{Closing, SeenSeq};
use crate::domain::state::Outcome;
use crate::text::staff::{self as text, Asked};

/// *Reply and close*: how?
pub(super) fn choose(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, silently(), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let message = text::outcomes(talk.directory(), report);
    talk.turn.reply(Some(id), Target::Card(id), message);
    Ok(None)
}

/// So: the words are asked for, or whether it is really spam.
pub(super) fn chosen(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    closing: Closing,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    if !matches!(closing, Closing::Spam | Closing::SpamAndBlock) {
        return with_words(talk, id, seen, closing, pressed);
    }
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, silently(), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let message = text::really_spam(talk.directory(), report, closing);
    talk.edit(pressed, message);
    Ok(None)
}

/// The words of the reply are asked for.
pub(super) fn with_words(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    closing: Closing,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, silently(), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let how = text::closing_name(talk.lang, closing);
    let done = text::closing_as(talk.lang, id, &how, talk.name());
    talk.edit(pressed, done);
    let asked = Asked::Close { outcome: outcome(closing), block: closing == Closing::SpamAndBlock };
    prompt::open(talk, report, asked, None);
    Ok(None)
}

/// Spam, without words.
pub(super) fn close_silently(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    closing: Closing,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    // The button is only ever made for spam; nothing else may close without words.
    if outcome(closing) != Outcome::Spam {
        return Ok(Some(text::old_button(talk.lang)));
    }
    if let Err(why) = talk.command(report, silently(), Some(seen)) {
        return Ok(Some(why));
    }
    if closing == Closing::SpamAndBlock {
        talk.turn.deeds.push(Deed::Block { person: report.citizen, blocked: true });
    }
    if prompt::open_for(talk, id).is_some_and(|open| matches!(open.asked, Asked::Close { .. })) {
        talk.dialogue.prompt = None;
    }
    let how = text::closing_name(talk.lang, closing);
    let done = text::closed_silently(talk.lang, id, &how, talk.name());
    talk.edit(pressed, done);
    Ok(None)
}

/// The report is looked at again; was it no spam, its citizen may report again.
pub(super) fn reopen(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(why) = talk.command(report, Command::Reopen, Some(seen)) {
        return Ok(Some(why));
    }
    let citizen = talk.scene.facts.person(report.citizen);
    if report.outcome() == Some(Outcome::Spam)
        && citizen.is_some_and(|citizen| citizen.blocked_at.is_some())
    {
        talk.turn.deeds.push(Deed::Block { person: report.citizen, blocked: false });
    }
    Ok(None)
}

/// Not reopened: the reason is asked for.
pub(super) fn refuse(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let words = Command::RefuseReopen { words: "?".to_owned() };
    if let Err(refusal) = talk.attempt(report, words, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    prompt::open(talk, report, Asked::Refuse, None);
    Ok(None)
}

fn silently() -> Command {
    Command::Close { outcome: Outcome::Spam, words: None, photos: Vec::new() }
}

fn outcome(closing: Closing) -> Outcome {
    match closing {
        Closing::Resolved => Outcome::Resolved,
        Closing::NotResolvable => Outcome::NotResolvable,
        Closing::NotOurs => Outcome::NotOurs,
        Closing::Spam | Closing::SpamAndBlock => Outcome::Spam,
    }
}
