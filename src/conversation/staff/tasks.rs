//! URP tasks: done, undone, and the words that leave a report closed.

use super::super::Deed;
use super::dialogue::{Step, Talk};
use super::{clock, desk, mails, prompt, rights};
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, ReportId, TaskId};
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::domain::rights::TownDeed;
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
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
        Press::TaskNobody(_) => return desk::nobody_answered(talk, todo, None, message),
        Press::CallNobody(_, tried) => {
            return desk::nobody_answered(talk, todo, Some(*tried), message);
        }
        Press::TaskNoWords(_) => return no_words(talk, todo, message),
        _ => return Ok(Some(text::old_button(talk.lang))),
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
    // What is looked at again is the problem: everybody who reported it hears so.
    let report = looked_at(talk, id)?;
    // It may be open again already: then the task is done by that.
    if !report.state.is_open()
        && let Err(why) = talk.command(report, Command::Reopen, None)
    {
        return Ok(Some(why));
    }
    end(talk, todo, TaskEnd::Reopened, message);
    Ok(None)
}

/// The report that is looked at where its citizen writes: the one that it is joined to, if it is.
fn looked_at<'a>(talk: &Talk<'a>, id: ReportId) -> Step<&'a Report> {
    let report = talk.report(id)?;
    report.duplicate_of().map_or(Ok(report), |main| talk.report(main))
}

/// How the task ends where nobody opens the report again: it may be open by now.
pub(super) fn left(talk: &Talk<'_>, id: ReportId) -> Step<TaskEnd> {
    let open = looked_at(talk, id)?.state.is_open();
    Ok(if open { TaskEnd::Reopened } else { TaskEnd::LeftClosed })
}

fn leave(talk: &mut Talk<'_>, todo: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    if let Some(id) = todo.report
        && left(talk, id)? == TaskEnd::Reopened
    {
        end(talk, todo, TaskEnd::Reopened, message);
        return Ok(None);
    }
    let only_thanks = matches!(todo.kind, TaskKind::WordsAfterClosing { thanks: true, .. });
    let Some(id) = todo.report.filter(|_| !only_thanks) else {
        end(talk, todo, TaskEnd::LeftClosed, message);
        return Ok(None);
    };
    ask_words(talk, todo, id, message)?;
    Ok(None)
}

/// The words that leave it closed are asked for, below all that the citizen has written.
fn ask_words(talk: &mut Talk<'_>, todo: &Task, id: ReportId, message: Option<MessageId>) -> Step {
    let report = talk.report(id)?;
    prompt::open(talk, report, Asked::Task(todo.id), message);
    if talk.directory().urp_chat == Some(talk.scene.chat) {
        // All of it stands there now: it need not be shown once more.
        talk.turn.timers.push((Timer::Task(todo.id), None));
    }
    Ok(())
}

/// *No words needed*: by somebody who was shown all that the citizen has written.
fn no_words(talk: &mut Talk<'_>, todo: &Task, message: Option<MessageId>) -> Step<Option<String>> {
    let Some(id) = todo.report else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let (report, how) = (talk.report(id)?, left(talk, id)?);
    let asked = Asked::Task(todo.id);
    let mut prompts = talk.dialogue.prompt.iter().chain(&talk.dialogue.ended);
    let own = prompts.find(|prompt| prompt.asked == asked);
    let (shown_by, seen) = own.map_or((None, None), |own| (own.task_message, own.seen));
    let is_asked = own.is_some();
    if how == TaskEnd::LeftClosed && seen.is_none_or(|seen| seen < report.citizen_seq) {
        ask_words(talk, todo, id, shown_by)?;
        if !is_asked {
            // Only a colleague was shown it.
            return Ok(None);
        }
        let retired = text::going_on(talk.lang, id, talk.name());
        talk.edit(message, retired);
        return Ok(Some(text::task_has_more(talk.lang)));
    }
    talk.dialogue.prompt.take_if(|prompt| prompt.asked == asked);
    end(talk, todo, how, message);
    if shown_by.is_some() && shown_by != message {
        let shown = shown(talk, &ended(talk, todo, how));
        talk.edit(shown_by, shown);
    }
    Ok(None)
}
