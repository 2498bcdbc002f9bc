//! URP tasks: done, undone, and the words that leave a report closed.

use super::super::Deed;
use super::dialogue::{Step, Talk};
use super::{clock, mails, prompt, rights};
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, TaskId};
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::rights::TownDeed;
use crate::domain::step::Keys;
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::text::staff::{self as text, Asked};

/// A task's button.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    id: TaskId,
    message: Option<MessageId>,
) -> Step<Option<String>> {
    let facts = talk.scene.facts;
    let Some(todo) = facts.task(id) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    // Its texts name the report and its citizen.
    if let Some(report) = todo.report {
        talk.report(report)?;
    }
    if let Press::ShowTask(_) = press {
        if !rights::is_for_here(talk, TownDeed::SeeTasks) {
            // An old list in a group in which others would read it too.
            return Ok(Some(text::old_button(talk.lang)));
        }
        let shown = shown(talk, todo);
        match todo.report {
            Some(report) => talk.turn.say_of(report, shown),
            None => talk.turn.say(shown),
        };
        return Ok(None);
    }
    if let Press::TaskUndo(_) = press {
        return Ok(undo(talk, todo, message));
    }
    if let Some(done) = &todo.done {
        let why = text::task_done_already(talk.lang, done);
        talk.edit(message, shown(talk, todo));
        return Ok(Some(why));
    }
    match press {
        Press::TaskTold(_) => end(talk, todo, TaskEnd::Told, message),
        Press::TaskCannot(_) => end(talk, todo, TaskEnd::CannotBeReached, message),
        Press::TaskReopen(_) => return reopen(talk, todo, message),
        Press::TaskLeave(_) => return leave(talk, todo, message),
        Press::TaskCloseNoAnswer(_) | Press::TaskAskAgain(_) => {
            return clock::task(talk, press, todo);
        }
        Press::TaskMakeReport(_)
        | Press::TaskAdd(_)
        | Press::TaskAddTo(..)
        | Press::TaskDrop(_)
        | Press::TaskRenewAddress(_)
        | Press::TaskRelease(_)
        | Press::TaskWithhold(_) => return mails::pressed(talk, press, todo, message),
        _ => {
            let mut shown_by = None;
            if let Some(prompt) = &talk.dialogue.prompt
                && prompt.asked == Asked::Task(id)
            {
                shown_by = prompt.task_message;
                talk.dialogue.prompt = None;
            }
            end(talk, todo, TaskEnd::LeftClosed, message);
            if shown_by.is_some() && shown_by != message {
                let shown = shown(talk, &ended(talk, todo, TaskEnd::LeftClosed));
                talk.edit(shown_by, shown);
            }
        }
    }
    Ok(None)
}

/// A task as this chat shows it: with its buttons where somebody may press them.
pub(super) fn shown(talk: &Talk<'_>, todo: &Task) -> Message {
    let can_do = rights::is_for_here(talk, TownDeed::DoTasks);
    text::task(talk.scene.facts, todo, can_do, talk.scene.now)
}

fn ended(talk: &Talk<'_>, todo: &Task, how: TaskEnd) -> Task {
    Task { done: Some(TaskDone { by: talk.actor(), at: talk.scene.now, how }), ..todo.clone() }
}

/// Ends the task; `message`, which shows it, says so.
pub(super) fn end(talk: &mut Talk<'_>, todo: &Task, how: TaskEnd, message: Option<MessageId>) {
    talk.turn.deeds.push(Deed::EndTask { task: todo.id, how });
    let shown = shown(talk, &ended(talk, todo, how));
    talk.edit(message, shown);
}

fn undo(talk: &mut Talk<'_>, todo: &Task, message: Option<MessageId>) -> Option<String> {
    let undoable = todo.done.as_ref().is_some_and(|done| {
        matches!(
            done.how,
            TaskEnd::Told | TaskEnd::CannotBeReached | TaskEnd::LeftClosed | TaskEnd::Dropped
        )
    });
    // What was closed with these is undone report by report.
    let undoable = undoable
        && !matches!(todo.kind, TaskKind::AnswersHeldBack { .. } | TaskKind::SenderToCheck { .. });
    if !undoable {
        talk.edit(message, shown(talk, todo));
        return Some(text::old_button(talk.lang));
    }
    talk.turn.deeds.push(Deed::ReopenTask { task: todo.id });
    let open = Task { done: None, ..todo.clone() };
    let shown = shown(talk, &open);
    talk.edit(message, shown);
    None
}

fn reopen(talk: &mut Talk<'_>, todo: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    let Some(id) = todo.report else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let mut report = talk.report(id)?;
    if let Some(main) = report.duplicate_of() {
        // What is looked at again is the problem: everybody who reported it hears so.
        report = talk.report(main)?;
    }
    // It may be open again already: then the task is done by that.
    if !report.state.is_open()
        && let Err(why) = talk.command(report, Command::Reopen, None)
    {
        return Ok(Some(why));
    }
    end(talk, todo, TaskEnd::Reopened, message);
    Ok(None)
}

fn leave(talk: &mut Talk<'_>, todo: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    let only_thanks = matches!(todo.kind, TaskKind::WordsAfterClosing { thanks: true, .. });
    let Some(id) = todo.report.filter(|_| !only_thanks) else {
        end(talk, todo, TaskEnd::LeftClosed, message);
        return Ok(None);
    };
    let report = talk.report(id)?;
    prompt::open(talk, report, Asked::Task(todo.id), message);
    Ok(None)
}

/// What a task's press must look at.
pub(super) fn keys(id: TaskId) -> Keys {
    Keys { tasks: vec![id], ..Keys::default() }
}
