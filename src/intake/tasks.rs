//! A URP task, opened: its row, and its message in the URP's chat.

use chrono::{DateTime, Utc};

use super::staff::to_chat;
use crate::domain::ids::{ReportId, TaskId};
use crate::domain::outgoing::Purpose;
use crate::domain::step::{Changes, Facts, Fresh};
use crate::domain::task::{TASK_DAYS, Task, TaskKind};
use crate::text;

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
        let mut message = text::staff::task(facts, task, now);
        message.silent = !calendar.is_open(now);
        let mut row = to_chat(urp, Purpose::Task, message, now, fresh);
        row.report = task.report;
        changes.outbox.push(row);
    }
}
