//! A question to the citizen: a gentle reminder, then a task of the URP.

use chrono::{DateTime, Utc};

use super::super::consequences::Cause;
use super::super::{Decided, done, tasks};
use super::{carried_out, not_before_opening};
use crate::domain::chase;
use crate::domain::command::Command;
use crate::domain::event::EventKind;
use crate::domain::ids::{OutboxId, ReportId};
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Delivery, TOLD};
use crate::domain::report::{Question, Report};
use crate::domain::step::{Changes, Facts, Fresh, Settled};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;

/// Sets the clock for a question that was asked, or lets it see that one has ended.
pub(in super::super) fn watch_question(cause: &Cause<'_>, changes: &mut Changes) {
    let timer = Timer::Question(cause.after.id);
    let at = match (&cause.event.kind, &cause.before.question, &cause.after.question) {
        (EventKind::Asked { .. }, None, Some(question)) => {
            chase::question_reminder(&cause.directory.calendar, question.until)
        }
        // The one before has ended with it, and perhaps its task.
        (EventKind::Asked { .. }, Some(_), _) | (_, Some(_), None) => cause.now,
        _ => return,
    };
    changes.timers.push((timer, Some(at)));
}

/// A question's reminder, its end, or the end of its task.
pub(in super::super) fn question(
    facts: &Facts,
    id: ReportId,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let timer = Timer::Question(id);
    let calendar = &facts.directory.calendar;
    let mut changes = Changes::default();
    let Some(report) = facts.report(id) else {
        changes.timers.push((timer, None));
        return done(changes, Vec::new());
    };
    end_tasks(facts, report, now, &mut changes);
    let Some(question) = &report.question else {
        changes.timers.push((timer, None));
        return done(changes, Vec::new());
    };
    let reminder = chase::question_reminder(calendar, question.until);
    let over = chase::question_over(calendar, question.until);
    let mut next = |at| {
        changes.timers.push((timer, at));
    };
    if now >= over && is_to_be_asked(facts, report, question) {
        // They have not even heard it: the call is chased by itself.
        next(Some(calendar.next_reminder(now)));
    } else if now >= over {
        next(None);
        if !has_task(facts, report, question) {
            let (seq, words) = (question.seq, question.words.clone());
            let kind = TaskKind::QuestionUnanswered { seq, words };
            tasks::open(facts, Some(id), kind, now, &mut fresh, &mut changes);
            changes.cards_of.push(id);
        }
    } else if question.reminded
        || calendar.day_of(now) > question.until
        || (now >= reminder && is_to_be_asked(facts, report, question))
    {
        next(Some(over));
    } else if now < reminder {
        next(Some(reminder));
    } else {
        if let Some(later) = not_before_opening(facts, timer, now) {
            return later;
        }
        next(Some(over));
        return carried_out(facts, id, Command::RemindQuestion, now, fresh, changes);
    }
    done(changes, Vec::new())
}

/// Whether a call for the question is still to be made.
fn is_to_be_asked(facts: &Facts, report: &Report, question: &Question) -> bool {
    let mut of_it = facts.tasks.iter().filter(|task| task.report == Some(report.id));
    of_it.any(|task| call_of(task).is_some_and(|(seq, _)| seq == question.seq))
}

/// The question that an open task calls for, and the row that it stands for.
fn call_of(task: &Task) -> Option<(i32, OutboxId)> {
    match task.kind {
        TaskKind::Call { question: Some(seq), row, .. } if task.done.is_none() => Some((seq, row)),
        _ => None,
    }
}

fn of_question(task: &Task) -> Option<i32> {
    match task.kind {
        TaskKind::QuestionUnanswered { seq, .. } if task.done.is_none() => Some(seq),
        _ => None,
    }
}

fn has_task(facts: &Facts, report: &Report, question: &Question) -> bool {
    let mut of_it = facts.tasks.iter().filter(|task| task.report == Some(report.id));
    of_it.any(|task| of_question(task) == Some(question.seq))
}

/// The tasks of questions that nobody waits for any more end with them.
fn end_tasks(facts: &Facts, report: &Report, now: DateTime<Utc>, changes: &mut Changes) {
    let waits = report.question.as_ref().map(|question| question.seq);
    let how = match (waits, report.state.is_open()) {
        (Some(_), _) => TaskEnd::AskedAgain,
        (None, true) => TaskEnd::Answered,
        (None, false) => TaskEnd::Closed,
    };
    for task in facts.tasks.iter().filter(|task| task.report == Some(report.id)) {
        if let Some((seq, row)) = call_of(task).filter(|(seq, _)| Some(*seq) != waits) {
            tracing::info!(report = %report.id, question = seq, "question.call_ended");
            let (state, reason) = match how {
                // Who has answered has heard it.
                TaskEnd::Answered => (Delivery::Delivered, TOLD),
                _ => (Delivery::Suppressed, MailRule::NoCallNeeded.as_str()),
            };
            changes.settled.push(Settled { row, state, reason: Some(reason.into()), at: now });
        }
        let seq = of_question(task).or_else(|| call_of(task).map(|(seq, _)| seq));
        if seq.is_some_and(|seq| Some(seq) != waits) {
            let done = Some(TaskDone { by: report.last.actor.clone(), at: now, how });
            changes.tasks.push(Task { done, ..task.clone() });
            changes.cards_of.push(report.id);
        }
    }
}
