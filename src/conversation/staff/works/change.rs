//! A work gets another date, is done, or will not be done: those who wait for it are told.

use super::super::super::Deed;
use super::{Asks, Change, Working, ask, asking, known, may_change, page, refused, today, words};
use crate::conversation::staff::dialogue::{Step, Talk};
use crate::domain::command::Command;
use crate::domain::dates::{self, NoDay};
use crate::domain::decide::{Terms, decide};
use crate::domain::ids::{MessageId, ReportId, WorkId};
use crate::domain::inbound::Body;
use crate::domain::outgoing::Message;
use crate::domain::people::Actor;
use crate::domain::step::{Keys, WorkKeys};
use crate::domain::work::{Ended, PlannedWork, Telling, WorkEnd};
use crate::text::report::{self, About};
use crate::text::staff::{self as text, LONGEST_EXPLANATION, LONGEST_WHAT};

/// How many linked reports are looked at together for an example of what those who wait will read.
const LOOKED_AT: u32 = 20;

/// *Change the date*, *Works done*, *Cancel the work*.
pub(super) fn begin(talk: &mut Talk<'_>, id: WorkId, change: Change) -> Step<Option<String>> {
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if !may_change(talk, &work.office) {
        return Ok(Some(refused(talk, Some(&work.office))));
    }
    if !work.is_open() {
        return Ok(Some(text::work_over(talk.lang)));
    }
    talk.dialogue.working = Some(Working::new(talk, work.office.clone(), Some((id, change))));
    let (asks, message) = match change {
        Change::Move => (Asks::NewDay, text::work_new_day(talk.lang, work, &talk.me())),
        Change::Done => (Asks::Outcome, text::work_outcome(talk.lang, work, &talk.me())),
        Change::Cancel => (Asks::Reason, text::work_reason(talk.lang, work, &talk.me())),
    };
    ask(talk, asks, message);
    Ok(None)
}

/// Something written for the change.
pub(super) fn written(talk: &mut Talk<'_>, body: &Body) -> Step {
    let Some(working) = talk.dialogue.working.clone() else {
        return Ok(());
    };
    if working.asks == Asks::NewDay {
        return new_day(talk, &working, body);
    }
    let Some(words) = words(talk, body, LONGEST_EXPLANATION) else {
        return Ok(());
    };
    if let Some(working) = &mut talk.dialogue.working {
        working.words = words;
    }
    confirm(talk)
}

fn new_day(talk: &mut Talk<'_>, working: &Working, body: &Body) -> Step {
    let Some((id, _)) = working.changes else {
        return Ok(());
    };
    let Some(work) = known(talk, id)? else {
        return Ok(());
    };
    let Some(words) = words(talk, body, LONGEST_WHAT) else {
        return Ok(());
    };
    match dates::coming(&words, &talk.directory().calendar, today(talk)) {
        Ok(until) => {
            if let Some(working) = &mut talk.dialogue.working {
                working.days = Some((work.from.min(until), until));
            }
            let message = text::work_new_words(talk.lang, &work.explanation);
            ask(talk, Asks::NewWords, message);
        }
        Err(why) => {
            talk.turn.say(text::work_no_day(talk.lang, why));
        }
    }
    Ok(())
}

/// *Same reason*: the explanation stays.
pub(super) fn same_words(talk: &mut Talk<'_>, at: Option<MessageId>) -> Step<Option<String>> {
    let Some((id, _)) = asking(talk, Asks::NewWords).and_then(|working| working.changes) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if let Some(working) = &mut talk.dialogue.working {
        working.words.clone_from(&work.explanation);
    }
    let done = text::work_words_kept(talk.lang, talk.name());
    talk.edit(at, done);
    confirm(talk)?;
    Ok(None)
}

/// The work as it will be.
fn changed(talk: &Talk<'_>, work: &PlannedWork, working: &Working) -> Option<PlannedWork> {
    let (_, change) = working.changes?;
    let mut work = work.clone();
    let words = working.words.clone();
    let at = talk.scene.now;
    match change {
        Change::Move => {
            (work.from, work.until) = working.days?;
            work.explanation = words;
        }
        Change::Done => work.ended = Some(Ended { at, how: WorkEnd::Done, words }),
        Change::Cancel => work.ended = Some(Ended { at, how: WorkEnd::Cancelled, words }),
    }
    work.telling = Some(Telling::START);
    Some(work)
}

/// Shows what those who wait will read, and asks.
fn confirm(talk: &mut Talk<'_>) -> Step {
    let Some(working) = talk.dialogue.working.clone() else {
        return Ok(());
    };
    let Some((id, change)) = working.changes else {
        return Ok(());
    };
    let Some(work) = known(talk, id)? else {
        return Ok(());
    };
    let Some(after) = changed(talk, work, &working) else {
        return Ok(());
    };
    let example = example(talk, &after)?;
    let count = talk.scene.facts.works.count(id).unwrap_or_default();
    let shown = example.is_some();
    if let Some(message) = example {
        talk.turn.say(message);
    }
    let message = match change {
        Change::Done => text::work_confirm_done(talk.lang, &after, &working.words, count),
        Change::Move => {
            text::work_confirm_moved(talk.directory(), &after, count, shown, talk.scene.now)
        }
        Change::Cancel => text::work_confirm_cancelled(talk.lang, &after, count, shown),
    };
    ask(talk, Asks::Confirm, message);
    Ok(())
}

/// Exactly what the first of those who wait will read, if anybody does: the linked reports that wait no more may
/// be many.
fn example(talk: &Talk<'_>, work: &PlannedWork) -> Step<Option<Message>> {
    let facts = talk.scene.facts;
    let mut after = Telling::START.after;
    loop {
        let page = page(work.id, after, LOOKED_AT);
        let Some(linked) = facts.works.linked(page) else {
            let counts = vec![work.id];
            let works = WorkKeys { linked: vec![page], counts, ..WorkKeys::default() };
            return Err(Box::new(Keys { works, ..Keys::default() }));
        };
        let unknown = linked.iter().copied().filter(|id| facts.report(*id).is_none());
        let reports: Vec<_> = unknown.collect();
        if !reports.is_empty() {
            return Err(Box::new(Keys { reports, ..Keys::default() }));
        }
        let found = example_among(talk, work, linked);
        let is_full = u32::try_from(linked.len()).is_ok_and(|len| len == LOOKED_AT);
        match linked.last().filter(|_| found.is_none() && is_full) {
            Some(last) => after = *last,
            None => return Ok(found),
        }
    }
}

/// What the first of these reads for whom the change means something.
fn example_among(talk: &Talk<'_>, work: &PlannedWork, linked: &[ReportId]) -> Option<Message> {
    let facts = talk.scene.facts;
    let directory = talk.directory();
    let (calendar, now) = (&directory.calendar, talk.scene.now);
    for report in linked.iter().filter_map(|id| facts.report(*id)) {
        let command = work.news_for(report, calendar, now, String::new);
        let Some(Command::Plan { until, reason, work }) = command else {
            continue;
        };
        let deadlines = directory.deadlines(report.category.as_ref());
        let terms = Terms { now, calendar, deadlines, seen: None };
        let command = Command::Plan { until, reason: reason.clone(), work };
        let Ok(events) = decide(report, command, &Actor::clock(), terms) else {
            continue;
        };
        let mut after = report.clone();
        for event in &events {
            after.apply(event);
        }
        let about = About { directory, report: &after, now };
        let until = calendar.working_from(until);
        return Some(match work {
            Some(_) => report::planned(about, until, &reason, work),
            None => report::works_cancelled(about, until, &reason),
        });
    }
    None
}

/// *Send*, *Save*: the work changes, and those who wait are told from now on.
pub(super) fn send(talk: &mut Talk<'_>, at: Option<MessageId>) -> Step<Option<String>> {
    let Some(working) = asking(talk, Asks::Confirm).cloned() else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let Some((id, change)) = working.changes else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if !may_change(talk, &work.office) {
        return Ok(Some(refused(talk, Some(&work.office))));
    }
    if !work.is_open() {
        talk.dialogue.working = None;
        return Ok(Some(text::work_over(talk.lang)));
    }
    let Some(after) = changed(talk, work, &working) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if change == Change::Move && after.until <= today(talk) {
        // The day came while it was looked at: nobody could be told of it.
        let message = text::work_no_day(talk.lang, NoDay::Past);
        ask(talk, Asks::NewDay, message);
        return Ok(None);
    }
    let done = match change {
        Change::Move => text::work_moved(talk.directory(), &after, talk.name(), talk.scene.now),
        Change::Done => text::work_done(talk.lang, &after, talk.name()),
        Change::Cancel => text::work_cancelled(talk.lang, &after, talk.name()),
    };
    talk.edit(at, done);
    talk.turn.deeds.push(Deed::SaveWork(Box::new(after)));
    talk.dialogue.working = None;
    Ok(None)
}
