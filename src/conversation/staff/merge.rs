//! *Same as …*: a report is joined to one that is known already, and parted from it again.

use super::dialogue::{Given, Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::decide::{Refusal, can_join};
use crate::domain::ids::ReportId;
use crate::domain::outgoing::Target;
use crate::domain::press::SeenSeq;
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

/// *Separate*: it goes on by itself, which its citizen is told.
pub(super) fn undo(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    Ok(talk.command(report, Command::Unmerge, Some(seen)).err())
}
