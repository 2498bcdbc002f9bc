//! Somebody who left only a phone number is called: a task of the URP for each thing to be said.

use chrono::{DateTime, Utc};

use super::consequences::Cause;
use super::{Decided, done, tasks};
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::ids::{OutboxId, ReportId, TaskId};
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Content, Delivery, OVERTAKEN, Outgoing};
use crate::domain::report::Report;
use crate::domain::state::{Outcome, StateKind};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, Settled};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
use crate::text::format::{clip, plain_text};
use crate::text::staff::LONGEST_QUOTE;

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
        let standing = says_how_it_stands(cause.event, cause.after.id);
        let (reply, words) = if standing { with_reply(cause, words) } else { (None, words) };
        if standing {
            end_earlier(cause, TaskEnd::Replaced, changes);
        }
        let kind =
            TaskKind::Call { row: row.id, phone, words, tried: 0, question, standing, reply };
        tasks::open(cause.facts, Some(cause.after.id), kind, cause.now, fresh, changes);
    }
}

/// Whether a call for the event, about that report, says how it stands, with its date, or closes it. What a person
/// wrote or asked is said in any case; whoever follows a report is asked nothing, and hears a later date alone.
pub(super) fn says_how_it_stands(event: &Event, report: ReportId) -> bool {
    match event.kind {
        EventKind::Told { .. } => false,
        EventKind::Asked { .. } | EventKind::QuestionReminded => event.report != report,
        _ => true,
    }
}

/// Whether an event may end calls: the open tasks of the report must be among the facts then.
pub(super) fn may_end_some(facts: &Facts, report: &Report) -> bool {
    report.channel == Channel::Phone && !facts.tasks_known_of.contains(&report.id)
}

/// The reply that is said with a call, and all that the call says. As long as it is open whether a closed report stays
/// closed, the reply that nobody has said yet comes first: whoever hears *it stays closed* must have heard why it was.
fn with_reply(cause: &Cause<'_>, words: String) -> (Option<String>, String) {
    if let EventKind::Closed { outcome, .. } = &cause.event.kind {
        let is_answer = !matches!(outcome, Outcome::Duplicate { .. });
        return (is_answer.then(|| words.clone()), words);
    }
    let stands = matches!(cause.event.kind, EventKind::ReopenRefused { .. })
        || cause.after.state.kind() == StateKind::ReopenRequested;
    let unsaid = standing_calls(cause).filter(|_| stands).find_map(|(task, _)| match &task.kind {
        TaskKind::Call { reply, .. } => reply.clone(),
        _ => None,
    });
    match unsaid {
        Some(reply) => {
            let room = LONGEST_QUOTE.saturating_sub(2 + words.encode_utf16().count());
            let words = format!("{}\n\n{words}", clip(&reply, room));
            (Some(reply), words)
        }
        None => (None, words),
    }
}

/// The calls that are to say how the report stands, with the row of each.
fn standing_calls<'a>(cause: &Cause<'a>) -> impl Iterator<Item = (&'a Task, OutboxId)> {
    let report = Some(cause.after.id);
    let open = move |task: &&Task| task.report == report && task.done.is_none();
    cause.facts.tasks.iter().filter(open).filter_map(|task| match task.kind {
        TaskKind::Call { row, standing: true, .. } => Some((task, row)),
        _ => None,
    })
}

/// Whether somebody is still to be called and told until when it is planned, and why, and it is so no more.
pub(super) fn is_outdated(cause: &Cause<'_>) -> bool {
    let was_planned = cause.before.state.kind() == StateKind::Planned;
    let (is, is_open) = (cause.after.state.kind(), cause.after.state.is_open());
    was_planned && is_open && is != StateKind::Planned && standing_calls(cause).next().is_some()
}

/// Ends the calls that were to say how the report stood.
pub(super) fn end_earlier(cause: &Cause<'_>, how: TaskEnd, changes: &mut Changes) {
    for (task, row) in standing_calls(cause) {
        let (by, at) = (cause.event.actor.clone(), cause.now);
        let done = Some(TaskDone { by, at, how });
        changes.tasks.push(Task { done, ..task.clone() });
        let (state, reason) = (Delivery::Suppressed, Some(OVERTAKEN.into()));
        changes.settled.push(Settled { row, state, reason, at });
    }
}

/// Nobody answered: the task is due on the next working day, and comes back in the morning of it. Whoever is told
/// another way, as something did not arrive, may be called just so.
pub(super) fn again(facts: &Facts, task: &Task, now: DateTime<Utc>, changes: &mut Changes) {
    let calendar = &facts.directory.calendar;
    let mut kind = task.kind.clone();
    match &mut kind {
        TaskKind::Call { tried, .. } => *tried = tried.saturating_add(1),
        TaskKind::Undeliverable { .. } | TaskKind::NoReceipt { .. } => {}
        _ => return,
    }
    let day = calendar.after(now, 1);
    changes.timers.push((Timer::CallAgain(task.id), Some(calendar.at(day, calendar.reminder))));
    changes.tasks.push(Task { kind, due: day, ..task.clone() });
    changes.cards_of.extend(task.report);
}

/// The morning after: the task is shown again, unless it was done meanwhile.
pub(super) fn back(facts: &Facts, task: TaskId, now: DateTime<Utc>, mut fresh: Fresh) -> Decided {
    let timer = Timer::CallAgain(task);
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let Some(open) = facts.task(task).filter(|task| task.done.is_none()) else {
        return done(changes, Vec::new());
    };
    if let Some(report) = open.report.filter(|id| facts.report(*id).is_none()) {
        return Decision::Need(Box::new(Keys::report(report)));
    }
    tasks::show(facts, open, now, &mut fresh, &mut changes);
    done(changes, Vec::new())
}
