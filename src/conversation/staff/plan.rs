//! *Not now: why* and *Another date*: the reason, and when it is taken in hand again.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::asking;
use super::dialogue::{Given, Prompt, Step, Talk};
use super::{preview, prompt};
use crate::domain::command::Command;
use crate::domain::dates::{self, NoDay};
use crate::domain::ids::{MessageId, ReportId, WorkId};
use crate::domain::inbound::Body;
use crate::domain::press::{SeenSeq, Span};
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::text::staff::{self as text, Asked};

/// How far the choice of the day is. The words are asked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Planning {
    /// The day is asked for now.
    pub asking: bool,
    /// The day.
    pub until: Option<NaiveDate>,
    /// What tells the explanation of the work that answers, as it was shown, from another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<u64>,
}

/// *Not now: why*, *Another date*: the reason is asked for.
pub(super) fn begin(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let tomorrow = today(talk).checked_add_days(Days::new(1)).unwrap_or_default();
    let probe = Command::Plan { until: tomorrow, reason: "?".to_owned(), work: None };
    if let Err(refusal) = talk.attempt(report, probe, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    prompt::open(talk, report, Asked::Plan { work: None }, None);
    if let State::Planned { reason, .. } = &report.state {
        let message = text::plan_same_reason(talk.lang, id, reason);
        talk.turn.say_of(id, message);
    }
    Ok(None)
}

/// *Same reason*: as the citizen was told before.
pub(super) fn same_reason(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(prompt) = planned(talk, id) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let State::Planned { reason, .. } = &report.state else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    prompt.words.clone_from(reason);
    prompt.preview = None;
    let done = text::going_on(talk.lang, id, talk.name());
    talk.edit(pressed, done);
    advance(talk)?;
    Ok(None)
}

/// Goes on with what is known so far: asks for the day, or shows what the citizen will read.
pub(super) fn advance(talk: &mut Talk<'_>) -> Step {
    let Some(prompt) = &mut talk.dialogue.prompt else {
        return Ok(());
    };
    if prompt.plan.until.is_some() {
        prompt.plan.asking = false;
        return preview::show(talk);
    }
    ask_day(talk);
    Ok(())
}

fn ask_day(talk: &mut Talk<'_>) {
    let Some(report) = talk.dialogue.prompt.as_ref().map(|prompt| prompt.report) else {
        return;
    };
    let message = text::plan_when(talk.lang, report, &talk.me());
    let row = talk.turn.say_of(report, message);
    if let Some(prompt) = &mut talk.dialogue.prompt {
        prompt.row = row;
        prompt.plan.asking = true;
        prompt.preview = None;
    }
}

/// Whether a message is the day rather than the reason. Below a preview, a day is a new day.
pub(super) fn takes_day(talk: &Talk<'_>, given: &Given) -> bool {
    let Some(prompt) = &talk.dialogue.prompt else {
        return false;
    };
    // An edit of the reason stays the reason.
    let reason_again = given.message.is_some() && given.message == prompt.message;
    let is_day = || given.words.as_deref().is_some_and(|words| reads_as_day(talk, words));
    let free = prompt.asked == (Asked::Plan { work: None });
    free && !reason_again && (prompt.plan.asking || (prompt.plan.until.is_some() && is_day()))
}

/// Whether a plain message in a group is the day that is asked for: nothing else looks like one.
pub(super) fn is_day(talk: &Talk<'_>, body: &Body) -> bool {
    let waits = talk.dialogue.prompt.as_ref().is_some_and(|prompt| prompt.plan.asking);
    match body {
        Body::Text(words) => waits && reads_as_day(talk, words),
        _ => false,
    }
}

fn reads_as_day(talk: &Talk<'_>, words: &str) -> bool {
    dates::coming(words, &talk.directory().calendar, today(talk)) != Err(NoDay::Unreadable)
}

/// The day, as it was written.
pub(super) fn day_written(talk: &mut Talk<'_>, given: Given) -> Step {
    let words = given.words.unwrap_or_default();
    match dates::coming(&words, &talk.directory().calendar, today(talk)) {
        Ok(day) => {
            if let Some(prompt) = &mut talk.dialogue.prompt {
                prompt.latest = prompt.latest.max(given.message);
            }
            set(talk, day)
        }
        Err(why) => {
            let Some(report) = talk.dialogue.prompt.as_ref().map(|prompt| prompt.report) else {
                return Ok(());
            };
            let message = text::plan_unreadable(talk.lang, report, why);
            talk.turn.say_of(report, message);
            Ok(())
        }
    }
}

/// The day, by a button.
pub(super) fn day_pressed(
    talk: &mut Talk<'_>,
    id: ReportId,
    span: Span,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let today = today(talk);
    if planned(talk, id).is_none_or(|prompt| !prompt.plan.asking) {
        return Ok(Some(text::not_theirs(talk.lang)));
    }
    let Some(day) = span.ahead_of(today) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let done = text::plan_day_set(talk.lang, id, span, talk.name());
    talk.edit(pressed, done);
    set(talk, day)?;
    Ok(None)
}

/// *Another date* below the preview.
pub(super) fn another_date(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Option<String> {
    let Some(prompt) = planned(talk, id).filter(|prompt| prompt.preview.is_some()) else {
        return Some(text::not_theirs(talk.lang));
    };
    prompt.plan = Planning::default();
    let retired = text::changing(talk.lang, id, talk.name());
    talk.edit(pressed, retired);
    ask_day(talk);
    None
}

/// Begins a plan whose words and day are known: its preview comes next.
pub(super) fn begin_answered(
    talk: &mut Talk<'_>,
    report: &Report,
    work: WorkId,
    words: String,
    until: NaiveDate,
) -> Step {
    asking::put_aside(talk);
    let row = talk.turn.fresh().outbox();
    let explained = Some(preview::mark(&words));
    let plan = Planning { asking: false, until: Some(until), explained };
    let asked = Asked::Plan { work: Some(work) };
    talk.dialogue.prompt = Some(Prompt { words, plan, ..Prompt::new(talk, report, asked, row) });
    preview::show(talk)
}

fn set(talk: &mut Talk<'_>, day: NaiveDate) -> Step {
    let until = talk.until();
    if let Some(prompt) = &mut talk.dialogue.prompt {
        prompt.plan = Planning { until: Some(day), ..Planning::default() };
        prompt.touch(talk.scene.now, until);
    }
    preview::show(talk)
}

fn planned<'t>(talk: &'t mut Talk<'_>, id: ReportId) -> Option<&'t mut Prompt> {
    prompt::open_for(talk, id).filter(|prompt| matches!(prompt.asked, Asked::Plan { .. }))
}

fn today(talk: &Talk<'_>) -> NaiveDate {
    talk.directory().calendar.day_of(talk.scene.now)
}
