//! Somebody who left only a phone number is called: a task of the URP for each thing to be said.

use chrono::{DateTime, Utc};

use super::consequences::Cause;
use super::{Decided, done, tasks};
use crate::domain::event::EventKind;
use crate::domain::ids::TaskId;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Content, Outgoing};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys};
use crate::domain::task::{Task, TaskKind};
use crate::domain::timer::Timer;
use crate::text::format::plain_text;

/// Opens the call that a row stands for, where it is one that a person must make.
pub(super) fn open(cause: &Cause<'_>, rows: &[Outgoing], fresh: &mut Fresh, changes: &mut Changes) {
    let phone = cause.citizen.and_then(|citizen| citizen.phone.clone());
    let called = rows.iter().filter(|row| row.held == Some(MailRule::ByPhone));
    for (row, phone) in called.zip(phone) {
        let Content::Text(message) = &row.content else {
            continue;
        };
        let words = plain_text(&message.html);
        let question = match &cause.event.kind {
            EventKind::Asked { .. } => Some(cause.event.seq),
            EventKind::QuestionReminded => cause.after.question.as_ref().map(|one| one.seq),
            _ => None,
        };
        let kind = TaskKind::Call { row: row.id, phone, words, tried: 0, question };
        tasks::open(cause.facts, Some(cause.after.id), kind, cause.now, fresh, changes);
    }
}

/// Nobody answered: the task is due on the next working day, and comes back in the morning of it.
pub(super) fn again(facts: &Facts, task: &Task, now: DateTime<Utc>, changes: &mut Changes) {
    let calendar = &facts.directory.calendar;
    let TaskKind::Call { row, phone, words, tried, question } = task.kind.clone() else {
        return;
    };
    let day = calendar.after(now, 1);
    let kind = TaskKind::Call { row, phone, words, tried: tried.saturating_add(1), question };
    changes.timers.push((Timer::CallAgain(task.id), Some(calendar.at(day, calendar.reminder))));
    changes.tasks.push(Task { kind, due: day, ..task.clone() });
    changes.cards_of.extend(task.report);
}

/// The morning after: the call is shown again, unless it was made meanwhile.
pub(super) fn back(facts: &Facts, task: TaskId, now: DateTime<Utc>, mut fresh: Fresh) -> Decided {
    let timer = Timer::CallAgain(task);
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let Some(open) = facts.task(task).filter(|task| task.done.is_none()) else {
        return done(changes, Vec::new());
    };
    if let Some(report) = open.report.filter(|id| facts.report(*id).is_none()) {
        return Decision::Need(Box::new(Keys { reports: vec![report], ..Keys::default() }));
    }
    tasks::show(facts, open, now, &mut fresh, &mut changes);
    done(changes, Vec::new())
}
