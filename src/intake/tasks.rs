//! A URP task, opened: its row, and its message in the URP's chat.

use chrono::{DateTime, TimeDelta, Utc};

use super::rings::RING_MINUTES;
use super::staff::{to_chat, to_supervisors};
use crate::domain::ids::{ReportId, TaskId};
use crate::domain::outgoing::Purpose;
use crate::domain::step::{Changes, Facts, Fresh};
use crate::domain::task::{TASK_DAYS, Task, TaskKind};
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
    answer_lost(facts, &task, now, fresh, changes);
    changes.tasks.push(task);
}

/// A citizen's words about a closed report: what they write before somebody has looked belongs to
/// one task, which is shown anew at most each [`RING_MINUTES`], or where it becomes another one.
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
    let recently = rung.is_some_and(|rung| now < rung + TimeDelta::minutes(RING_MINUTES));
    if !recently || (only_thanks && !thanks) {
        changes.rung.extend(rings);
        show(facts, &longer, now, fresh, changes);
    }
    changes.tasks.push(longer);
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

/// An answer that could not be delivered is told to the supervisors at once: a closing without one
/// must not be.
fn answer_lost(
    facts: &Facts,
    task: &Task,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let TaskKind::Undeliverable { reason, .. } = &task.kind else {
        return;
    };
    let report = task.report.and_then(|id| facts.report(id));
    let Some(report) = report.filter(|report| !report.state.is_open()) else {
        return;
    };
    let mut message = text::staff::answer_lost(&facts.directory, report, reason);
    message.silent = !facts.directory.calendar.is_open(now);
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
    let calendar = &facts.directory.calendar;
    if let Some(urp) = facts.directory.urp_chat {
        let mut message = text::staff::task(facts, task, true, now);
        message.silent = !calendar.is_open(now);
        let mut row = to_chat(urp, Purpose::Task, message, now, fresh);
        row.report = task.report;
        changes.outbox.push(row);
    }
}
