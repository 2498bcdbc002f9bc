//! *Answer with this*, *Link to a work*: a report waits for a planned work.

use super::{Asks, Change, Working, ask, known, today};
use crate::conversation::staff::dialogue::{Prompt, Step, Talk};
use crate::conversation::staff::plan::{self, Planning};
use crate::conversation::staff::{lists, preview};
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, ReportId, WorkId};
use crate::domain::inbound::Body;
use crate::domain::outgoing::Target;
use crate::domain::step::{Keys, WorkKeys};
use crate::domain::work::PlannedWork;
use crate::text::staff as text;

/// *Answer with this*: what the citizen will read.
pub(super) fn with(
    talk: &mut Talk<'_>,
    id: ReportId,
    work: WorkId,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(work) = known(talk, work)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if !work.is_open() || work.until <= today(talk) {
        return Ok(Some(text::work_over(talk.lang)));
    }
    let (until, reason) = (work.until, work.explanation.clone());
    let command = Command::Plan { until, reason: reason.clone(), work: Some(work.id) };
    if let Err(refusal) = talk.attempt(report, command, None) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let chosen = text::going_on(talk.lang, id, talk.name());
    talk.edit(talk.no_card(at), chosen);
    plan::begin_answered(talk, report, work.id, reason, until)?;
    Ok(None)
}

/// An answer with a work that was shown, as the work is by now; none where it is over.
pub(in crate::conversation::staff) fn by_now(
    talk: &Talk<'_>,
    shown: &Prompt,
    work: WorkId,
) -> Step<Option<Prompt>> {
    let work = known(talk, work)?.filter(|work| work.is_open() && work.until > today(talk));
    Ok(work.map(|work| {
        let mut prompt = shown.clone();
        let explained = Some(preview::mark(&work.explanation));
        // Words that somebody has changed since stay theirs, as long as the work's own are the same.
        if prompt.plan.until != Some(work.until) || prompt.plan.explained != explained {
            prompt.plan = Planning { until: Some(work.until), explained, ..prompt.plan };
            prompt.words.clone_from(&work.explanation);
        }
        prompt
    }))
}

/// *Link to a work*: which?
pub(super) fn choose(talk: &mut Talk<'_>, id: ReportId) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let facts = talk.scene.facts;
    if facts.works.open.is_none() {
        let works = WorkKeys { open: true, ..WorkKeys::default() };
        return Err(Box::new(Keys { works, ..Keys::default() }));
    }
    let today = today(talk);
    let works: Vec<&PlannedWork> =
        facts.works.open().iter().filter(|work| work.is_for(report, today)).collect();
    if works.is_empty() {
        talk.turn.cards.push(id);
        return Ok(Some(text::work_none_for(talk.lang)));
    }
    let message = text::work_chooser(talk.directory(), report, &works, talk.scene.now);
    talk.turn.reply(Some(id), Target::Card(id), message);
    Ok(None)
}

/// *Link a report*: its number is asked for.
pub(super) fn which(talk: &mut Talk<'_>, id: WorkId) -> Step<Option<String>> {
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if !work.is_open() {
        return Ok(Some(text::work_over(talk.lang)));
    }
    let office = work.office.clone();
    talk.dialogue.working = Some(Working::new(talk, office, Some((id, Change::Move))));
    let message = text::work_number(talk.lang, work, &talk.me());
    ask(talk, Asks::Number, message);
    Ok(None)
}

/// The number that was asked for.
pub(super) fn number(talk: &mut Talk<'_>, working: &Working, body: &Body) -> Step {
    let Some((work, _)) = working.changes else {
        return Ok(());
    };
    let words = match body {
        Body::Text(words) => words.trim(),
        _ => "",
    };
    let Some(id) = ReportId::parse_loosely(words, lists::this_year(talk)) else {
        talk.turn.say(text::unknown_number(talk.lang));
        return Ok(());
    };
    if talk.scene.facts.report(id).is_none() {
        if !talk.asked_for(id) {
            // Its absence is known by the history that comes back empty.
            let keys = Keys { reports: vec![id], histories: vec![id], ..Keys::default() };
            return Err(Box::new(keys));
        }
        talk.turn.say(text::refused_because(&text::not_found(talk.lang, words)));
        return Ok(());
    }
    talk.dialogue.working = None;
    if let Some(why) = with(talk, id, work, None)? {
        talk.turn.say(text::refused_because(&why));
    }
    Ok(())
}
