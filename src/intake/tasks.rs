//! A URP task, opened: its row, and its message in the URP's chat.

use chrono::{DateTime, TimeDelta, Utc};

use super::consequences::Cause;
use super::mail::words_of;
use super::rings::RING_MINUTES;
use super::staff::{to_chat, to_supervisors};
use super::{Decided, done};
use crate::domain::ids::{ReportId, TaskId};
use crate::domain::outgoing::{Content, Outgoing, Purpose};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys};
use crate::domain::task::{TASK_DAYS, Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
use crate::text;

/// Most words of a citizen that one task keeps, characters: what a message can quote.
const MOST_WORDS: usize = 1000;

/// Opens a task, to be done within two working days.
pub fn open(
    facts: &Facts,
    report: Option<ReportId>,
    kind: TaskKind,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let id = fresh.task();
    open_as(facts, id, report, kind, now, fresh, changes);
}

/// The same, under a key of the caller's: a task of which there is one at most.
pub(super) fn open_as(
    facts: &Facts,
    id: TaskId,
    report: Option<ReportId>,
    kind: TaskKind,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let calendar = &facts.directory.calendar;
    let due = calendar.after(now, TASK_DAYS);
    let task = Task { id, report, kind, opened_at: now, due, done: None };
    show(facts, &task, now, fresh, changes);
    changes.tasks.push(task);
}

/// A citizen's words about a closed report: what they write before somebody has looked belongs to
/// one task, which is shown anew at most each [`RING_MINUTES`], at the end of them at the latest, or
/// where it becomes another one.
pub(super) fn words_after_closing(
    facts: &Facts,
    report: ReportId,
    words: &str,
    thanks: bool,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let earlier = facts.tasks.iter().filter(|task| task.report == Some(report));
    let earlier = earlier.filter(|task| task.done.is_none()).find_map(|task| match &task.kind {
        TaskKind::WordsAfterClosing { words, thanks } => Some((task, words, *thanks)),
        _ => None,
    });
    let urp = facts.directory.urp_chat;
    let rings = urp.map(|urp| (urp, report, now));
    let Some((task, earlier, only_thanks)) = earlier else {
        let kind = TaskKind::WordsAfterClosing { words: words.to_owned(), thanks };
        changes.rung.extend(rings);
        open(facts, Some(report), kind, now, fresh, changes);
        return;
    };
    let words = newest(&format!("{earlier}\n{words}"));
    let kind = TaskKind::WordsAfterClosing { words, thanks: thanks && only_thanks };
    let longer = Task { kind, ..task.clone() };
    let rung = urp.and_then(|urp| facts.card(urp, report)).and_then(|card| card.rung_at);
    let again = rung.map(|rung| rung + TimeDelta::minutes(RING_MINUTES));
    let later = again.filter(|again| now < *again && (thanks || !only_thanks));
    if later.is_none() || !thanks {
        // Nobody may have read what is not shown now; mere thanks can wait for whoever looks.
        changes.timers.push((Timer::Task(longer.id), later));
    }
    if later.is_none() {
        changes.rung.extend(rings);
        show(facts, &longer, now, fresh, changes);
    }
    changes.tasks.push(longer);
}

/// A quarter of an hour later: what was added to a task without a ring is shown, unless it is done.
pub(super) fn more_words(
    facts: &Facts,
    task: TaskId,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let mut changes = Changes { timers: vec![(Timer::Task(task), None)], ..Changes::default() };
    if let Some(open) = facts.task(task).filter(|task| task.done.is_none()) {
        if let Some(report) = open.report.filter(|id| facts.report(*id).is_none()) {
            return Decision::Need(Box::new(Keys::report(report)));
        }
        let rings = open.report.zip(facts.directory.urp_chat);
        changes.rung.extend(rings.map(|(report, urp)| (urp, report, now)));
        show(facts, open, now, &mut fresh, &mut changes);
    }
    done(changes, Vec::new())
}

/// The report is open again: what its citizen wrote after closing is looked at with it. (What a duplicate's citizen wrote
/// waits for its own press.)
pub(super) fn words_are_looked_at(cause: &Cause<'_>, changes: &mut Changes) {
    let of_it = cause.facts.tasks.iter().filter(|task| task.report == Some(cause.after.id));
    let waits = |task: &&Task| {
        task.done.is_none() && matches!(task.kind, TaskKind::WordsAfterClosing { .. })
    };
    changes.tasks.extend(of_it.filter(waits).map(|task| {
        let (by, at) = (cause.event.actor.clone(), cause.now);
        Task { done: Some(TaskDone { by, at, how: TaskEnd::Reopened }), ..task.clone() }
    }));
}

/// The newest of the words that a task can show. All are in the history.
fn newest(words: &str) -> String {
    let over = words.chars().count().saturating_sub(MOST_WORDS);
    if over == 0 {
        return words.to_owned();
    }
    let rest: String = words.chars().skip(over).collect();
    format!("…{rest}")
}

/// Something owed to a citizen could not be delivered: they are to be told another way.
pub fn undeliverable(
    facts: &Facts,
    row: &Outgoing,
    reason: String,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    // Of its photos alone nobody is alarmed: the words come by themselves.
    if row.purpose == Purpose::Reply && !matches!(row.content, Content::Photos { .. }) {
        answer_lost(facts, row, &reason, now, fresh, changes);
    }
    let words = words_of(&row.content);
    let kind = TaskKind::Undeliverable { row: row.id, reason, words };
    open(facts, row.report, kind, now, fresh, changes);
}

/// An answer that could not be delivered is told to the supervisors at once: a closing without one
/// must not be.
fn answer_lost(
    facts: &Facts,
    row: &Outgoing,
    reason: &str,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let report = row.report.and_then(|id| facts.report(id));
    let Some(report) = report.filter(|report| !report.state.is_open()) else {
        return;
    };
    let message = text::staff::answer_lost(&facts.directory, report, reason);
    changes.outbox.extend(to_supervisors(facts, &message, now, fresh));
}

/// A task's message in the URP's chat.
pub(super) fn show(
    facts: &Facts,
    task: &Task,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    if let Some(urp) = facts.directory.urp_chat {
        let message = text::staff::task(facts, task, true, now);
        let mut row = to_chat(urp, Purpose::Task, message, now, fresh);
        row.report = task.report;
        changes.outbox.push(row);
    }
}
