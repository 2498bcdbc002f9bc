//! Planned works: the list, registering one, changing it, answering reports with it.

mod answer;
mod change;
mod look;
mod register;

pub(super) use answer::by_now;
pub(super) use look::list;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::asking::{self, ANSWER_TIME};
use super::dialogue::{Step, Talk};
use super::rights;
use crate::domain::dates::{self, NoDay};
use crate::domain::ids::{CategoryCode, MessageId, OfficeCode, OutboxId, ReportId, WorkId};
use crate::domain::inbound::{Body, MessageRef};
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::rights::{Right, TownDeed, may_for_office};
use crate::domain::step::{Facts, Keys, LinkedPage, WorkKeys};
use crate::domain::work::{Area, PlannedWork};
use crate::text::staff as text;

/// What a person is asked about a planned work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asks {
    /// Which streets, or a position.
    Where,
    /// How far around the position.
    Radius,
    /// Which categories.
    Categories,
    /// What is done.
    What,
    /// From when to when.
    When,
    /// Why not now: the words for citizens.
    Why,
    /// Is it right so?
    Summary,
    /// The new date.
    NewDay,
    /// The words that go with it.
    NewWords,
    /// What was done: the reply that is proposed.
    Outcome,
    /// Why it will not be done.
    Reason,
    /// Is it sent so?
    Confirm,
    /// The number of a report.
    Number,
}

/// What becomes of a work that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// Another date.
    Move,
    /// It is done.
    Done,
    /// It will not be done.
    Cancel,
}

/// A planned work that somebody registers or changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Working {
    /// The message that asks.
    pub row: OutboxId,
    /// What is asked.
    pub asks: Asks,
    /// When they wrote or pressed last.
    pub touched: DateTime<Utc>,
    /// Whose work it is.
    pub office: OfficeCode,
    /// The work that changes, and how; none: a new one.
    pub changes: Option<(WorkId, Change)>,
    /// Where.
    pub area: Option<Area>,
    /// For which categories.
    pub categories: Vec<CategoryCode>,
    /// What.
    pub what: String,
    /// From when to when.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The words for citizens.
    pub words: String,
}

impl Working {
    /// Whether what is asked can be answered so: the rest has buttons.
    pub fn takes(&self, body: &Body) -> bool {
        match self.asks {
            Asks::Where => matches!(body, Body::Text(_)) || body.place().is_some(),
            Asks::Radius | Asks::Categories | Asks::Summary | Asks::Confirm => false,
            _ => matches!(body, Body::Text(_)),
        }
    }

    fn new(talk: &mut Talk<'_>, office: OfficeCode, changes: Option<(WorkId, Change)>) -> Self {
        asking::put_aside(talk);
        Self {
            row: talk.turn.fresh().outbox(),
            asks: Asks::Where,
            touched: talk.scene.now,
            office,
            changes,
            area: None,
            categories: Vec::new(),
            what: String::new(),
            days: None,
            words: String::new(),
        }
    }
}

/// Whether a button is answered here.
pub(super) fn handles(press: &Press) -> bool {
    matches!(
        press,
        Press::Works(_)
            | Press::Work(_)
            | Press::WorkNew
            | Press::WorkNewFor(_)
            | Press::WorkRadius(_)
            | Press::WorkCategory(_)
            | Press::WorkAllCategories
            | Press::WorkCategoriesDone
            | Press::WorkSave
            | Press::WorkDate(_)
            | Press::WorkSameWords
            | Press::WorkDone(_)
            | Press::WorkCancel(_)
            | Press::WorkSend
            | Press::WorkStop
            | Press::WorkReports(..)
            | Press::WorkLink(_)
            | Press::WorkAnswer(..)
            | Press::WorkChoose(_)
    )
}

/// What a press must look at.
pub(super) fn keys(press: &Press) -> WorkKeys {
    let mut keys = WorkKeys::default();
    match press {
        Press::Works(_) | Press::WorkChoose(_) => keys.open = true,
        Press::Work(work) => {
            keys.works.push(*work);
            keys.counts.push(*work);
        }
        Press::WorkReports(work, after) => {
            keys.works.push(*work);
            keys.linked.push(page(*work, *after, text::PAGE));
        }
        Press::WorkDate(work)
        | Press::WorkDone(work)
        | Press::WorkCancel(work)
        | Press::WorkLink(work)
        | Press::WorkAnswer(_, work) => keys.works.push(*work),
        _ => {}
    }
    keys
}

fn page(work: WorkId, after: ReportId, limit: u32) -> LinkedPage {
    LinkedPage { work, after, limit }
}

/// A button about works.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: Press,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let of_the_dialogue = matches!(
        press,
        Press::WorkRadius(_)
            | Press::WorkCategory(_)
            | Press::WorkAllCategories
            | Press::WorkCategoriesDone
            | Press::WorkSave
            | Press::WorkSameWords
            | Press::WorkSend
            | Press::WorkStop
    );
    if of_the_dialogue && talk.dialogue.working.is_some() && !is_present(talk, at) {
        // Below an older question: it may have been about another work.
        return Ok(Some(text::old_button(talk.lang)));
    }
    match press {
        Press::Works(page) => {
            look::list(talk, page, at);
            Ok(None)
        }
        Press::Work(work) => look::show(talk, work),
        Press::WorkReports(work, after) => look::reports(talk, work, after),
        Press::WorkNew => Ok(register::begin(talk)),
        Press::WorkNewFor(office) => Ok(register::begin_for(talk, office, at)),
        Press::WorkRadius(metres) => Ok(register::radius(talk, metres, at)),
        Press::WorkCategory(code) => Ok(register::category(talk, Some(code), at)),
        Press::WorkAllCategories => Ok(register::category(talk, None, at)),
        Press::WorkCategoriesDone => Ok(register::categories_done(talk, at)),
        Press::WorkSave => Ok(register::save(talk, at)),
        Press::WorkDate(work) => change::begin(talk, work, Change::Move),
        Press::WorkDone(work) => change::begin(talk, work, Change::Done),
        Press::WorkCancel(work) => change::begin(talk, work, Change::Cancel),
        Press::WorkSameWords => change::same_words(talk, at),
        Press::WorkSend => change::send(talk, at),
        Press::WorkStop => Ok(stop(talk, at)),
        Press::WorkLink(work) => answer::which(talk, work),
        Press::WorkAnswer(report, work) => answer::with(talk, report, work, at),
        Press::WorkChoose(report) => answer::choose(talk, report),
        _ => Ok(Some(text::old_button(talk.lang))),
    }
}

/// Something written while a work is registered or changed. None where it is about something else.
pub(super) fn written(talk: &mut Talk<'_>, message: &MessageRef, body: &Body) -> Step<Option<()>> {
    let Some(working) = talk.dialogue.working.clone() else {
        return Ok(None);
    };
    let known = message.reply_to.and_then(|to| talk.scene.facts.message(talk.scene.chat, to));
    let meant = match (message.reply_to, known) {
        (_, Some(known)) => known.row == Some(working.row),
        // A message of ours that is not recorded yet, or a colleague's.
        (Some(_), None) => talk.scene.now < working.touched + TimeDelta::minutes(1),
        (None, None) => is_plain_answer(talk, &working, body),
    };
    if !meant {
        return Ok(None);
    }
    if let Some(working) = &mut talk.dialogue.working {
        working.touched = talk.scene.now;
    }
    match working.asks {
        Asks::Where | Asks::What | Asks::When | Asks::Why => register::written(talk, body),
        Asks::NewDay | Asks::NewWords | Asks::Outcome | Asks::Reason => {
            change::written(talk, body)?;
        }
        Asks::Number => answer::number(talk, &working, body)?,
        Asks::Radius | Asks::Categories | Asks::Summary | Asks::Confirm => return Ok(None),
    }
    Ok(Some(()))
}

/// In private nobody else can be meant; in a group a day, a position or a number cannot be mistaken.
fn is_plain_answer(talk: &Talk<'_>, working: &Working, body: &Body) -> bool {
    if talk.scene.now > working.touched + ANSWER_TIME {
        return false;
    }
    if talk.scene.chat.is_private() {
        return working.takes(body);
    }
    let calendar = &talk.directory().calendar;
    let today = today(talk);
    match (working.asks, body) {
        (Asks::Where, Body::Location(_) | Body::Venue { .. }) => true,
        (Asks::When, Body::Text(words)) => {
            dates::span(words, calendar, today) != Err(NoDay::Unreadable)
        }
        (Asks::NewDay, Body::Text(words)) => {
            dates::coming(words, calendar, today) != Err(NoDay::Unreadable)
        }
        (Asks::Number, Body::Text(words)) => {
            ReportId::parse_loosely(words, super::lists::this_year(talk)).is_some()
        }
        _ => false,
    }
}

/// Asks something, and remembers which message did.
fn ask(talk: &mut Talk<'_>, asks: Asks, message: Message) {
    let row = talk.turn.say(message);
    let now = talk.scene.now;
    if let Some(working) = &mut talk.dialogue.working {
        (working.row, working.asks, working.touched) = (row, asks, now);
    }
}

/// Words of that length, or why not.
fn words(talk: &mut Talk<'_>, body: &Body, limit: usize) -> Option<String> {
    let Body::Text(words) = body else {
        talk.turn.say(text::work_words_only(talk.lang));
        return None;
    };
    let words = words.trim();
    let units = words.encode_utf16().count();
    if units > limit {
        talk.turn.say(text::too_long(talk.lang, units, limit));
        return None;
    }
    Some(words.to_owned())
}

/// Whether the button stands below what was asked last: an older message shows something else.
fn is_present(talk: &Talk<'_>, at: Option<MessageId>) -> bool {
    let known = at.and_then(|at| talk.scene.facts.message(talk.scene.chat, at));
    let row = known.and_then(|known| known.row);
    let present = talk.dialogue.working.as_ref().map(|working| working.row);
    row.is_none() || row == present
}

/// The person's work in hand, if it asks this.
fn asking<'t>(talk: &'t mut Talk<'_>, asks: Asks) -> Option<&'t mut Working> {
    talk.dialogue.working.as_mut().filter(|working| working.asks == asks)
}

/// Nothing changes.
fn stop(talk: &mut Talk<'_>, at: Option<MessageId>) -> Option<String> {
    if talk.dialogue.working.take().is_none() {
        return Some(text::not_theirs(talk.lang));
    }
    let done = text::work_stopped(talk.lang, talk.name());
    talk.edit(at, done);
    None
}

/// Whether the person may register and change that office's works: the URP too, as a referent,
/// while the office has no chat.
pub(super) fn may_change(talk: &Talk<'_>, office: &OfficeCode) -> bool {
    let actor = talk.actor_for(Some(office));
    may_for_office(&actor.capacities, TownDeed::ChangeWorks, office)
}

/// Why not, with who can. None: some office's.
fn refused(talk: &Talk<'_>, office: Option<&OfficeCode>) -> String {
    rights::only(talk, Right::InTown(TownDeed::ChangeWorks), office)
}

/// The office whose works a button is about, where it is known.
pub(super) fn office_of<'a>(facts: &'a Facts, press: &'a Press) -> Option<&'a OfficeCode> {
    match press {
        Press::WorkNewFor(office) => Some(office),
        Press::WorkDate(id) | Press::WorkDone(id) | Press::WorkCancel(id) => {
            let work = facts.works.works.iter().find(|work| work.id == *id)?;
            Some(&work.office)
        }
        _ => None,
    }
}

/// A work that exists: asked for if it was not loaded.
fn known<'a>(talk: &Talk<'a>, id: WorkId) -> Step<Option<&'a PlannedWork>> {
    let facts = talk.scene.facts;
    if let Some(work) = facts.works.works.iter().find(|work| work.id == id) {
        return Ok(Some(work));
    }
    // Looked for together with its count: a work that is in no answer does not exist.
    if facts.works.count(id).is_some() {
        return Ok(None);
    }
    let works = WorkKeys { works: vec![id], counts: vec![id], ..WorkKeys::default() };
    Err(Box::new(Keys { works, ..Keys::default() }))
}

fn today(talk: &Talk<'_>) -> NaiveDate {
    talk.directory().calendar.day_of(talk.scene.now)
}
