//! The exact text as the citizen will get it, before it is sent.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::super::Deed;
use super::dialogue::{Preview, Prompt, Step, Talk};
use super::prompt;
use super::tasks;
use super::works;
use crate::domain::command::Command;
use crate::domain::decide::Refusal;
use crate::domain::event::Event;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::outgoing::{Message, Target};
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{DuplicateKeys, Facts, Keys};
use crate::text::format::said;
use crate::text::report::{self, About};
use crate::text::staff::{self as text, Asked};

/// The command that a prompt with its words comes to; none for those without a preview.
fn command(prompt: &Prompt) -> Option<Command> {
    let (words, photos) = (prompt.words.clone(), prompt.photos.clone());
    Some(match prompt.asked {
        Asked::Close { outcome, .. } => Command::Close { outcome, words: Some(words), photos },
        Asked::Refuse => Command::RefuseReopen { words },
        Asked::Question => Command::Ask { words },
        Asked::Write | Asked::Task(_) => Command::Tell { words, photos },
        Asked::Note
        | Asked::Place
        | Asked::Protocol
        | Asked::AskOffice
        | Asked::NotOurs
        | Asked::SendBack
        | Asked::Answer
        | Asked::SameAs
        | Asked::Ready { .. } => return None,
        Asked::Plan { work } => Command::Plan { until: prompt.plan.until?, reason: words, work },
        Asked::Merge { into } => Command::Merge { into, words },
    })
}

/// What the citizen gets for an event that carries words of staff.
fn words_of(facts: &Facts, before: &Report, after: &Report, event: &Event) -> Option<Message> {
    let seen = facts.as_citizen_sees(after);
    let about = About { directory: &facts.directory, report: &seen, now: event.at };
    report::of_staff_words(about, event, before.state.office())
}

/// What the citizen would get now, or why it cannot be sent; none for prompts without a preview.
fn exact(
    talk: &Talk<'_>,
    report: &Report,
    prompt: &Prompt,
) -> Step<Option<Result<Message, Refusal>>> {
    if let Asked::Merge { into } = prompt.asked {
        // The date that stands there is the main report's.
        talk.report(into)?;
    }
    let Some(command) = command(prompt) else {
        return Ok(None);
    };
    Ok(match talk.attempt(report, command, None) {
        Ok((event, after)) => words_of(talk.scene.facts, report, &after, &event).map(Ok),
        Err(refusal) => Some(Err(refusal)),
    })
}

/// What tells one text from another.
pub(super) fn mark(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Shows what will be sent, and asks.
pub(super) fn show(talk: &mut Talk<'_>) -> Step {
    let Some(mut prompt) = talk.dialogue.prompt.clone() else {
        return Ok(());
    };
    let report = talk.report(prompt.report)?;
    let Some(exact) = exact(talk, report, &prompt)? else {
        return Ok(());
    };
    let others = others_of(talk, report, prompt.asked)?;
    match exact {
        Ok(exact) => {
            let exact_mark = Some(mark(&exact.html));
            // Its own message, so that it looks as it will; its buttons are the citizen's alone.
            let shown = talk.turn.say_of(report.id, said(exact.html));
            let photos = prompt.photos.len();
            let mut below = text::preview(talk.directory(), report, prompt.asked, photos);
            if let Some(others) = others {
                below.html.push('\n');
                below.html.push_str(&text::preview_others(talk.lang, prompt.asked, others));
            }
            let row = talk.turn.reply(Some(report.id), Target::Row(shown), below);
            // What was written since its words were quoted nobody may have read.
            let quoted = prompt.seen.filter(|_| matches!(prompt.asked, Asked::Task(_)));
            prompt.preview = Some(Preview {
                row,
                state_seq: report.state_seq,
                citizen_seq: quoted.unwrap_or(report.citizen_seq),
                exact: exact_mark,
            });
            talk.dialogue.prompt = Some(prompt);
        }
        Err(refusal) => {
            let why = talk.why_not(report, &refusal);
            talk.turn.say_of(report.id, text::refused_because(&why));
            talk.dialogue.prompt = None;
            prompt::set_aside(talk, prompt);
        }
    }
    Ok(())
}

/// How many other reports of the same problem it concerns, where it concerns any.
fn others_of(talk: &Talk<'_>, report: &Report, asked: Asked) -> Step<Option<u64>> {
    let of_this_alone = match asked {
        Asked::Question => true,
        Asked::Close { outcome, .. } => outcome == Outcome::Spam,
        _ => false,
    };
    if of_this_alone || !report.was_joined() {
        return Ok(None);
    }
    let counts = &talk.scene.facts.duplicates.counts;
    let Some((_, count)) = counts.iter().find(|(of, _)| *of == report.id) else {
        let duplicates = DuplicateKeys { counts: vec![report.id], ..DuplicateKeys::default() };
        return Err(Box::new(Keys { duplicates, ..Keys::default() }));
    };
    Ok(Some(*count).filter(|count| *count > 0))
}

/// *Send*, *Send and close*.
pub(super) fn send(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let Some((prompt, preview)) = shown_for(talk, id) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let report = talk.report(id)?;
    let known = pressed.and_then(|pressed| talk.scene.facts.message(talk.scene.chat, pressed));
    match known.and_then(|known| known.row) {
        Some(row) if row == preview.row => {}
        // The button of an earlier text: what would go out is not what they see above it.
        Some(_) => return Ok(Some(text::old_button(talk.lang))),
        // Not recorded as sent yet: newer than what they wrote last, so it is the preview of that.
        None if pressed > prompt.latest => {}
        None => {
            show(talk)?;
            return Ok(None);
        }
    }
    if report.citizen_seq > preview.citizen_seq {
        if talk.scene.facts.history(id).is_empty() {
            return Err(Box::new(Keys {
                histories: vec![id],
                deliveries: vec![id],
                ..Keys::default()
            }));
        }
        let meanwhile =
            text::meanwhile(talk.scene.facts, report, preview.citizen_seq, talk.scene.now);
        if let (Asked::Task(_), Some(open)) = (prompt.asked, &mut talk.dialogue.prompt) {
            open.seen = Some(report.citizen_seq);
        }
        return again(talk, id, pressed, meanwhile);
    }
    if report.state_seq != preview.state_seq {
        let changed = text::changed_meanwhile(talk.lang, report);
        return again(talk, id, pressed, changed);
    }
    if let Asked::Plan { work: Some(work) } = prompt.asked {
        // Whom a new date or the end of a work was told, the report was none of them yet.
        match works::by_now(talk, &prompt, work)? {
            None => {
                talk.dialogue.prompt = None;
                prompt::set_aside(talk, prompt);
                return Ok(Some(text::work_over(talk.lang)));
            }
            Some(now) if now != prompt => {
                talk.dialogue.prompt = Some(now);
                return again(talk, id, pressed, text::reads_otherwise(talk.lang, report));
            }
            Some(_) => {}
        }
    }
    // A date moves with the days, with the category, with the report that it is joined to.
    if let (Some(seen), Some(Ok(exact))) = (preview.exact, exact(talk, report, &prompt)?)
        && seen != mark(&exact.html)
    {
        let changed = text::reads_otherwise(talk.lang, report);
        return again(talk, id, pressed, changed);
    }
    let Some(command) = command(&prompt) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if let Err(why) = talk.command(report, command, Some(report.state_seq)) {
        talk.dialogue.prompt = None;
        prompt::set_aside(talk, prompt);
        return Ok(Some(why));
    }
    let closes = matches!(prompt.asked, Asked::Close { .. });
    let done = match prompt.asked {
        _ if report.channel.is_by_hand() => {
            text::kept_by_hand(talk.lang, report, closes, talk.name())
        }
        Asked::Close { .. } => text::sent_and_closed(talk.lang, id, talk.name()),
        Asked::Refuse => text::refused(talk.lang, id, talk.name()),
        Asked::Merge { into } => text::merged(talk.lang, id, into, talk.name()),
        _ => text::sent(talk.lang, id, talk.name()),
    };
    match prompt.asked {
        Asked::Close { block: true, .. } => {
            talk.turn.deeds.push(Deed::Block { person: report.citizen, blocked: true });
        }
        Asked::Task(id) => {
            let todo = talk.task(id)?;
            if todo.done.is_none() {
                let how = tasks::left(talk, report.id)?;
                tasks::end(talk, todo, how, prompt.task_message);
            }
        }
        _ => {}
    }
    talk.edit(pressed, done);
    talk.dialogue.prompt = None;
    Ok(None)
}

/// Says what changed, and shows the preview anew: nothing is sent yet.
fn again(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
    what_changed: Message,
) -> Step<Option<String>> {
    let retired = text::changing(talk.lang, id, talk.name());
    talk.edit(pressed, retired);
    talk.turn.say_of(id, what_changed);
    show(talk)?;
    Ok(None)
}

/// *Change*: asks anew, with what was written so far.
pub(super) fn change(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some((before, _)) = shown_for(talk, id) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    let retired = text::changing(talk.lang, id, talk.name());
    talk.edit(pressed, retired);
    let task_message = before.task_message;
    prompt::ask(talk, report, before.asked, before.words, before.photos);
    if let Some(prompt) = &mut talk.dialogue.prompt {
        (prompt.task_message, prompt.seen) = (task_message, before.seen);
        // Other words for the same day.
        prompt.plan.until = before.plan.until;
    }
    Ok(None)
}

/// The preview without its photos.
pub(super) fn without_photos(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    if shown_for(talk, id).is_none() {
        return Ok(Some(text::not_theirs(talk.lang)));
    }
    if let Some(prompt) = prompt::open_for(talk, id) {
        prompt.photos.clear();
    }
    let retired = text::changing(talk.lang, id, talk.name());
    talk.edit(pressed, retired);
    show(talk)?;
    Ok(None)
}

/// The person's prompt about this report with the preview they were shown.
fn shown_for(talk: &Talk<'_>, id: ReportId) -> Option<(Prompt, Preview)> {
    let prompt = talk.dialogue.prompt.as_ref()?;
    let preview = prompt.preview?;
    (prompt.report == id).then(|| (prompt.clone(), preview))
}
