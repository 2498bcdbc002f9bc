//! *Ready to close*: the office's outcome, what was done, and the reply that it proposes; and what
//! the URP makes of that.

use super::dialogue::{Given, Step, Talk};
use super::{at_once, prompt};
use crate::domain::command::Command;
use crate::domain::decide::Refusal;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::outgoing::Target;
use crate::domain::press::{Closing, SeenSeq};
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};
use crate::text::report::About;
use crate::text::staff::{self as text, Asked};

/// *Ready to close*: how?
pub(super) fn choose(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, probe(Outcome::Resolved), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let message = text::ready_outcomes(talk.lang, report);
    talk.turn.reply(Some(id), Target::Card(id), message);
    Ok(None)
}

/// So: what was done is asked for, unless it was written before.
pub(super) fn chosen(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    closing: Closing,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(outcome) = proposed(closing) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if let Err(refusal) = talk.attempt(report, probe(outcome), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let how = text::closing_name(talk.lang, closing);
    let done = text::ready_as(talk.lang, id, &how, talk.name());
    talk.edit(pressed, done);
    let asked = Asked::Ready { outcome };
    match super::reply::take_kept(talk, id, pressed) {
        Some(given) => prompt::begin_with(talk, report, asked, given)?,
        None => prompt::open(talk, report, asked, None),
    }
    Ok(None)
}

/// *Nothing to add*.
pub(super) fn nothing_to_add(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let asked = prompt::open_for(talk, id).map(|prompt| prompt.asked);
    let Some(Asked::Ready { outcome }) = asked else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let report = talk.report(id)?;
    let (draft, command) = ready(talk, report, outcome, Given::default());
    if let Err(why) = talk.command(report, command, None) {
        return Ok(Some(why));
    }
    talk.dialogue.prompt = None;
    let done = text::ready_done(talk.lang, report, &draft, talk.name());
    talk.edit(pressed, done);
    Ok(None)
}

/// What was written is what was done.
pub(super) fn written(talk: &mut Talk<'_>, message: Option<MessageId>, outcome: Outcome) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let to = message.or(prompt.message);
    let given = Given { words: Some(prompt.words), photos: prompt.photos, ..Given::default() };
    let (draft, command) = ready(talk, report, outcome, given);
    let said = text::ready_done(talk.lang, report, &draft, talk.name());
    at_once::commanded(talk, report, command, None, to, said);
    Ok(())
}

/// Whether the reply can be proposed without a word of the office.
pub(super) fn needs_words(talk: &Talk<'_>, report: &Report, outcome: Outcome) -> bool {
    draft(talk, report, outcome, "").is_empty()
}

/// The reply that is proposed, and the command that says so.
fn ready(talk: &Talk<'_>, report: &Report, outcome: Outcome, given: Given) -> (String, Command) {
    let done = given.words.unwrap_or_default().trim().to_owned();
    let draft = draft(talk, report, outcome, &done);
    let photos = given.photos;
    (draft.clone(), Command::Ready { outcome, done, draft, photos })
}

fn draft(talk: &Talk<'_>, report: &Report, outcome: Outcome, done: &str) -> String {
    let about = About { directory: talk.directory(), report, now: talk.scene.now };
    text::draft(about, outcome, done)
}

/// *Send this reply*: the office's draft with its photos, shown before it leaves.
pub(super) fn take_draft(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let (outcome, draft) = match proposal(talk, report, seen) {
        Ok(proposal) => proposal,
        Err(why) => return Ok(Some(why)),
    };
    let asked = Asked::Close { outcome, block: false };
    let given = Given { words: Some(draft), photos: photos(report), ..Given::default() };
    prompt::begin_with(talk, report, asked, given)?;
    Ok(None)
}

/// *Edit*: the same, to be written anew.
pub(super) fn edit_draft(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let (outcome, draft) = match proposal(talk, report, seen) {
        Ok(proposal) => proposal,
        Err(why) => return Ok(Some(why)),
    };
    let asked = Asked::Close { outcome, block: false };
    prompt::open_with(talk, report, asked, draft, photos(report));
    Ok(None)
}

/// What the office proposes, if it still does and the person may close.
fn proposal(
    talk: &mut Talk<'_>,
    report: &Report,
    seen: SeenSeq,
) -> Result<(Outcome, String), String> {
    let words = Some("?".to_owned());
    let close = Command::Close { outcome: Outcome::Resolved, words, photos: Vec::new() };
    if let Err(refusal) = talk.attempt(report, close, Some(seen)) {
        return Err(talk.why_not(report, &refusal));
    }
    match &report.state {
        State::Ready { outcome, draft, .. } => Ok((*outcome, draft.clone())),
        other => {
            let refusal = Refusal::WrongState { state: other.kind() };
            Err(talk.why_not(report, &refusal))
        }
    }
}

fn photos(report: &Report) -> Vec<crate::domain::ids::FileId> {
    report.finished.as_ref().map(|finished| finished.photos.clone()).unwrap_or_default()
}

fn probe(outcome: Outcome) -> Command {
    let (done, draft, photos) = (String::new(), String::new(), Vec::new());
    Command::Ready { outcome, done, draft, photos }
}

/// The outcome that an office may propose.
fn proposed(closing: Closing) -> Option<Outcome> {
    Some(match closing {
        Closing::Resolved => Outcome::Resolved,
        Closing::NotResolvable => Outcome::NotResolvable,
        Closing::NotOurs => Outcome::NotOurs,
        Closing::Spam | Closing::SpamAndBlock => return None,
    })
}
