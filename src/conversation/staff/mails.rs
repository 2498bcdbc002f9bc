//! Tasks about mail: what is made of one that no rule could place, and what was held.

use super::super::Deed;
use super::asking::{self, ANSWER_TIME};
use super::dialogue::{Adding, JUST_SENT, Step, Talk};
use super::{rights, tasks};
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, OutboxId, ReportId};
use crate::domain::inbound::MessageRef;
use crate::domain::press::Press;
use crate::domain::rights::{Right, TownDeed};
use crate::domain::state::{Outcome, StateKind};
use crate::domain::step::{Keys, MailKeys};
use crate::domain::task::{Task, TaskEnd, TaskKind};
use crate::text::staff as text;

/// A button of a task about mail.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    todo: &Task,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    match press {
        Press::TaskMakeReport(_) => Ok(make(talk, todo, None, at)),
        Press::TaskAddTo(_, report) => Ok(make(talk, todo, Some(*report), at)),
        Press::TaskAdd(_) => Ok(which(talk, todo, at)),
        Press::TaskDrop(_) => {
            tasks::end(talk, todo, TaskEnd::Dropped, at);
            Ok(None)
        }
        Press::TaskRenewAddress(_) => Ok(Some(renew(talk, todo))),
        Press::TaskRelease(_) => held(talk, todo, TaskEnd::Released, at),
        Press::TaskWithhold(_) => held(talk, todo, TaskEnd::Withheld, at),
        _ => Ok(Some(text::old_button(talk.lang))),
    }
}

/// Makes a report of the task's mail, or adds it to one.
fn make(
    talk: &mut Talk<'_>,
    todo: &Task,
    into: Option<ReportId>,
    at: Option<MessageId>,
) -> Option<String> {
    let TaskKind::MailSetAside { mail, .. } = todo.kind else {
        return Some(text::old_button(talk.lang));
    };
    talk.turn.deeds.push(Deed::FromMail { mail, into });
    let how = match into {
        Some(_) => TaskEnd::AddedToReport,
        None => TaskEnd::MadeReport,
    };
    tasks::end(talk, todo, how, at);
    None
}

/// The report that the mail misused gets another reply address.
fn renew(talk: &mut Talk<'_>, todo: &Task) -> String {
    let TaskKind::MailSetAside { about: Some(report), .. } = todo.kind else {
        return text::old_button(talk.lang);
    };
    talk.turn.deeds.push(Deed::RenewAddress { report });
    text::address_renewed(talk.lang, report)
}

/// Asks which report the mail is added to.
fn which(talk: &mut Talk<'_>, todo: &Task, at: Option<MessageId>) -> Option<String> {
    asking::put_aside(talk);
    let row = talk.turn.say(text::which_report(talk.lang, &talk.me()));
    let touched = talk.scene.now;
    talk.dialogue.adding = Some(Adding { task: todo.id, row, task_message: at, touched });
    None
}

/// The number that was asked for. None where the message is about something else.
pub(super) fn number(talk: &mut Talk<'_>, message: &MessageRef, words: &str) -> Step<Option<()>> {
    let (now, year) = (talk.scene.now, super::lists::this_year(talk));
    let Some(adding) = &mut talk.dialogue.adding else {
        return Ok(None);
    };
    let number = ReportId::parse_loosely(words, year);
    let known = message.reply_to.and_then(|to| talk.scene.facts.message(talk.scene.chat, to));
    let meant = match (message.reply_to, known) {
        (_, Some(known)) => known.row == Some(adding.row),
        // A message of ours that is not recorded yet, or a colleague's.
        (Some(_), None) => number.is_some() && now < adding.touched + JUST_SENT,
        // Later, colleagues may speak of any number.
        (None, None) => number.is_some() && now <= adding.touched + ANSWER_TIME,
    };
    if !meant {
        return Ok(None);
    }
    adding.touched = now;
    let adding = adding.clone();
    // They may have been of the URP when it was asked for, and be no more.
    let right = Right::InTown(TownDeed::DoTasks);
    if !rights::may(talk, right, None) {
        talk.dialogue.adding = None;
        let why = rights::only(talk, right, None);
        talk.turn.say(text::refused_because(&why));
        return Ok(Some(()));
    }
    let Some(id) = number else {
        talk.turn.say(text::unknown_number(talk.lang));
        return Ok(Some(()));
    };
    let facts = talk.scene.facts;
    if facts.report(id).is_none() && !talk.asked_for(id) {
        return Err(Box::new(Keys {
            // Its absence is known by the search that comes back empty.
            reports: vec![id],
            histories: vec![id],
            tasks: vec![adding.task],
            ..Keys::default()
        }));
    }
    let todo = talk.task(adding.task)?;
    if facts.report(id).is_none() {
        talk.turn.say(text::refused_because(&text::not_found(talk.lang, words.trim())));
        return Ok(Some(()));
    }
    talk.dialogue.adding = None;
    if let Some(done) = &todo.done {
        talk.turn.say(text::refused_because(&text::task_done_already(talk.lang, done)));
        return Ok(Some(()));
    }
    if let Some(why) = make(talk, todo, Some(id), adding.task_message) {
        talk.turn.say(text::refused_because(&why));
    } else {
        talk.turn.say_of(id, text::mail_added(talk.lang, id, talk.name()));
    }
    Ok(Some(()))
}

/// What was held is sent, or never.
fn held(
    talk: &mut Talk<'_>,
    todo: &Task,
    how: TaskEnd,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let rows = match &todo.kind {
        TaskKind::SenderToCheck { row, .. } => vec![*row],
        TaskKind::AnswersHeldBack { address } => {
            let Some(answers) = &talk.scene.facts.mail.answers else {
                // Only what is held is wanted: no answer counts since now.
                let answers = Some((address.clone(), talk.scene.now));
                let mail = MailKeys { answers, ..MailKeys::default() };
                return Err(Box::new(Keys { mail, ..Keys::default() }));
            };
            answers.held.clone()
        }
        _ => return Ok(Some(text::old_button(talk.lang))),
    };
    if how == TaskEnd::Withheld {
        close_as_spam(talk, &rows)?;
        talk.turn.deeds.push(Deed::Withhold { rows });
    } else {
        talk.turn.deeds.push(Deed::Release { rows });
    }
    tasks::end(talk, todo, how, at);
    Ok(None)
}

/// What a machine or a forger sent, and nobody has taken up, is spam: closed without words.
fn close_as_spam(talk: &mut Talk<'_>, rows: &[OutboxId]) -> Step {
    let facts = talk.scene.facts;
    if rows.iter().any(|row| facts.row(*row).is_none()) {
        return Err(Box::new(Keys { rows: rows.to_vec(), ..Keys::default() }));
    }
    let mut reports: Vec<ReportId> =
        rows.iter().filter_map(|row| facts.row(*row)?.row.report).collect();
    reports.sort_unstable();
    reports.dedup();
    if reports.iter().any(|report| facts.report(*report).is_none()) {
        // All of them at once, with their cards, which a closing looks at.
        let cards = reports.iter().map(|report| (talk.scene.chat, *report)).collect();
        return Err(Box::new(Keys { reports, cards, ..Keys::default() }));
    }
    for id in reports {
        let report = talk.report(id)?;
        if report.state.kind() == StateKind::Received && report.version == 1 {
            let command =
                Command::Close { outcome: Outcome::Spam, words: None, photos: Vec::new() };
            // One that is something else by now is left to the URP.
            let _ = talk.command(report, command, None);
        }
    }
    Ok(())
}
