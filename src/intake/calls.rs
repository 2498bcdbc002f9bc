//! Somebody who left only a phone number is called: a task of the URP for each thing to be said.

use chrono::{DateTime, Utc};

use super::consequences::Cause;
use super::{Decided, done, tasks};
use crate::domain::event::{Channel, EventKind};
use crate::domain::ids::TaskId;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Content, Delivery, OVERTAKEN, Outgoing};
use crate::domain::report::Report;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
use crate::text::format::plain_text;

/// Opens the call that a row stands for, where it is one that a person must make. What an earlier one was to say
/// of how the report stands is said no more: it is not so any longer.
pub(super) fn open(cause: &Cause<'_>, rows: &[Outgoing], fresh: &mut Fresh, changes: &mut Changes) {
    let phone = cause.citizen.and_then(|citizen| citizen.phone.clone());
    let called = rows.iter().filter(|row| row.held == Some(MailRule::ByPhone));
    for (row, phone) in called.zip(phone) {
        let Content::Text(message) = &row.content else {
            continue;
        };
        let words = plain_text(&message.html);
        // What the main report's citizen is asked is nothing to those of its duplicates.
        let is_own = cause.event.report == cause.after.id;
        let question = match &cause.event.kind {
            _ if !is_own => None,
            EventKind::Asked { .. } => Some(cause.event.seq),
            EventKind::QuestionReminded => cause.after.question.as_ref().map(|one| one.seq),
            _ => None,
        };
        let standing = question.is_none() && !matches!(cause.event.kind, EventKind::Told { .. });
        if standing {
            end_earlier(cause, changes);
        }
        let kind = TaskKind::Call { row: row.id, phone, words, tried: 0, question, standing };
        tasks::open(cause.facts, Some(cause.after.id), kind, cause.now, fresh, changes);
    }
}

/// Whether a call for the event says how the report stands, with its date, or closes it. What a person wrote or
/// asked is said in any case.
pub(super) fn says_how_it_stands(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Told { .. } | EventKind::Asked { .. } | EventKind::QuestionReminded)
}

/// Whether an event may end calls: the open tasks of the report must be among the facts then.
pub(super) fn may_end_some(facts: &Facts, report: &Report) -> bool {
    report.channel == Channel::Phone && !facts.tasks_known_of.contains(&report.id)
}

fn end_earlier(cause: &Cause<'_>, changes: &mut Changes) {
    let of_it = cause.facts.tasks.iter().filter(|task| task.report == Some(cause.after.id));
    for task in of_it.filter(|task| task.done.is_none()) {
        if let TaskKind::Call { row, standing: true, .. } = task.kind {
            let (by, at) = (cause.event.actor.clone(), cause.now);
            let done = Some(TaskDone { by, at, how: TaskEnd::Replaced });
            changes.tasks.push(Task { done, ..task.clone() });
            changes.settled.push((row, Delivery::Suppressed, Some(OVERTAKEN.into())));
        }
    }
}

/// Nobody answered: the task is due on the next working day, and comes back in the morning of it.
pub(super) fn again(facts: &Facts, task: &Task, now: DateTime<Utc>, changes: &mut Changes) {
    let calendar = &facts.directory.calendar;
    let mut kind = task.kind.clone();
    let TaskKind::Call { tried, .. } = &mut kind else {
        return;
    };
    *tried = tried.saturating_add(1);
    let day = calendar.after(now, 1);
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
