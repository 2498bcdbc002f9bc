//! *Same as …*: a report is joined to one that is known already, and parted from it again.

use super::dialogue::{Given, Step, Talk};
use super::{lists, prompt};
use crate::domain::command::Command;
use crate::domain::decide::{Refusal, can_join};
use crate::domain::ids::ReportId;
use crate::domain::joined::Owed;
use crate::domain::outgoing::Target;
use crate::domain::press::SeenSeq;
use crate::domain::step::Keys;
use crate::text::staff::{self as text, Asked};

/// *Same as …*: what its citizen will read is shown before it is sent.
pub(super) fn begin(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    into: ReportId,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(main) = talk.scene.facts.report(into) else {
        return Ok(Some(text::not_found(talk.lang, &into.to_string())));
    };
    let words = text::merge_words(report, into);
    let command = Command::Merge { into, words: words.clone() };
    if let Err(refusal) = talk.attempt(report, command, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    match can_join(report, main) {
        Ok(()) => {}
        Err(Refusal::MainIsDuplicate { main, of }) if of != id => {
            let offer = text::main_is_duplicate(talk.lang, report, main, of);
            talk.turn.reply(Some(id), Target::Card(id), offer);
            return Ok(None);
        }
        Err(refusal) => return Ok(Some(talk.why_not(report, &refusal))),
    }
    let given = Given { words: Some(words), ..Given::default() };
    prompt::begin_with(talk, report, Asked::Merge { into }, given)?;
    Ok(None)
}

/// *Same as…*: the number is asked for.
pub(super) fn ask_number(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    // Some other report: only right and state can speak against it.
    let probe = Command::Merge { into: ReportId(0), words: "?".to_owned() };
    if let Err(refusal) = talk.attempt(report, probe, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    prompt::open(talk, report, Asked::SameAs, None);
    Ok(None)
}

/// The number: the preview follows. What is no number, or no report that it can be joined to, is
/// said, and another number can be written.
pub(super) fn number(talk: &mut Talk<'_>, given: &Given) -> Step {
    let Some(prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let id = prompt.report;
    let words = given.words.as_deref().unwrap_or_default().trim();
    let Some(into) = ReportId::parse_loosely(words, lists::this_year(talk)) else {
        talk.turn.say_of(id, text::not_a_number(talk.lang));
        return Ok(());
    };
    if talk.scene.facts.report(into).is_none() && !talk.asked_for(into) {
        // Its absence is known by the search that comes back empty.
        let (reports, histories) = (vec![id, into], vec![into]);
        return Err(Box::new(Keys { reports, histories, ..Keys::default() }));
    }
    let report = talk.report(id)?;
    let seen = prompt.seen.unwrap_or(report.state_seq);
    // It is answered with this, unless it cannot be.
    talk.dialogue.prompt = None;
    if let Some(why) = begin(talk, id, seen, into)? {
        talk.dialogue.prompt = Some(prompt);
        talk.turn.say_of(id, text::refused_because(&why));
    }
    Ok(())
}

/// *Separate*: it goes on by itself, which its citizen is told.
pub(super) fn undo(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    Ok(talk.command(report, Command::Unmerge { owed: Owed::default() }, Some(seen)).err())
}
