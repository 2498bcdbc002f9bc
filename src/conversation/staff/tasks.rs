//! URP tasks: done, undone, and the words that leave a report closed.

use super::super::Deed;
use super::dialogue::{Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, TaskId};
use crate::domain::press::Press;
use crate::domain::step::Keys;
use crate::domain::task::{Task, TaskDone, TaskEnd};
use crate::text::staff::{self as text, Asked};

/// A task's button.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    id: TaskId,
    message: Option<MessageId>,
) -> Step<Option<String>> {
    let facts = talk.scene.facts;
    let Some(task) = facts.task(id) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    // Its texts name the report and its citizen.
    if let Some(report) = task.report {
        talk.report(report)?;
    }
    if let Press::ShowTask(_) = press {
        let shown = text::task(facts, task, talk.scene.now);
        match task.report {
            Some(report) => talk.turn.say_of(report, shown),
            None => talk.turn.say(shown),
        };
        return Ok(None);
    }
    if let Press::TaskUndo(_) = press {
        return Ok(undo(talk, task, message));
    }
    if let Some(done) = &task.done {
        let why = text::task_done_already(talk.lang, done);
        talk.edit(message, text::task(facts, task, talk.scene.now));
        return Ok(Some(why));
    }
    match press {
        Press::TaskTold(_) => end(talk, task, TaskEnd::Told, message),
        Press::TaskCannot(_) => end(talk, task, TaskEnd::CannotBeReached, message),
        Press::TaskReopen(_) => return reopen(talk, task, message),
        Press::TaskLeave(_) => return leave(talk, task, message),
        _ => {
            let mut shown_by = None;
            if let Some(prompt) = &talk.dialogue.prompt
                && prompt.asked == Asked::Task(id)
            {
                shown_by = prompt.task_message;
                talk.dialogue.prompt = None;
            }
            end(talk, task, TaskEnd::LeftClosed, message);
            if shown_by.is_some() && shown_by != message {
                let shown = text::task(
                    facts,
                    &ended(talk, task, TaskEnd::LeftClosed),
                    talk.scene.now,
                );
                talk.edit(shown_by, shown);
            }
        }
    }
    Ok(None)
}

fn ended(talk: &Talk<'_>, task: &Task, how: TaskEnd) -> Task {
    Task {
        done: Some(TaskDone {
            by: talk.actor(),
            at: talk.scene.now,
            how,
        }),
        ..task.clone()
    }
}

/// Ends the task; `message`, which shows it, says so.
pub(super) fn end(talk: &mut Talk<'_>, task: &Task, how: TaskEnd, message: Option<MessageId>) {
    talk.turn.deeds.push(Deed::EndTask { task: task.id, how });
    let shown = text::task(talk.scene.facts, &ended(talk, task, how), talk.scene.now);
    talk.edit(message, shown);
}

fn undo(talk: &mut Talk<'_>, task: &Task, message: Option<MessageId>) -> Option<String> {
    let undoable = task.done.as_ref().is_some_and(|done| {
        matches!(
            done.how,
            TaskEnd::Told | TaskEnd::CannotBeReached | TaskEnd::LeftClosed
        )
    });
    if !undoable {
        talk.edit(message, text::task(talk.scene.facts, task, talk.scene.now));
        return Some(text::old_button(talk.lang));
    }
    talk.turn.deeds.push(Deed::ReopenTask { task: task.id });
    let open = Task {
        done: None,
        ..task.clone()
    };
    let shown = text::task(talk.scene.facts, &open, talk.scene.now);
    talk.edit(message, shown);
    None
}

fn reopen(talk: &mut Talk<'_>, task: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    let Some(id) = task.report else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let report = talk.report(id)?;
    // It may be open again already: then the task is done by that.
    if !report.state.is_open()
        && let Err(why) = talk.command(report, Command::Reopen, None)
    {
        return Ok(Some(why));
    }
    end(talk, task, TaskEnd::Reopened, message);
    Ok(None)
}

fn leave(talk: &mut Talk<'_>, task: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    let Some(id) = task.report else {
        end(talk, task, TaskEnd::LeftClosed, message);
        return Ok(None);
    };
    let report = talk.report(id)?;
    prompt::open(talk, report, Asked::Task(task.id), message);
    Ok(None)
}

/// What a task's press must look at.
pub(super) fn keys(id: TaskId) -> Keys {
    Keys {
        tasks: vec![id],
        ..Keys::default()
    }
}
