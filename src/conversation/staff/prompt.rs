//! A prompt's life: opened, answered, gone on with, ended.

use super::asking;
use super::dialogue::{ALBUM_SETTLES, Given, MOST_PHOTOS, Prompt, Step, Talk};
use super::plan;
use super::{at_once, clock, merge, preview, ready};
use crate::domain::ids::{FileId, MessageId, ReportId};
use crate::domain::outgoing::Message;
use crate::domain::press::Index;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::timer::Timer;
use crate::text::report::{About, filled};
use crate::text::staff::{self as text, Asked, LONGEST_WORDS};

/// The most ready-made replies that are offered.
const MOST_TEMPLATES: usize = 5;

/// Asks the person to write. What was asked before is put aside, which is said.
pub(super) fn open(
    talk: &mut Talk<'_>,
    report: &Report,
    asked: Asked,
    task_message: Option<MessageId>,
) {
    let same = |prompt: &Prompt| prompt.report == report.id && prompt.asked == asked;
    let before = match talk.dialogue.prompt.take() {
        Some(prompt) if same(&prompt) => Some(prompt),
        Some(other) => {
            put_aside(talk, other);
            talk.dialogue.take_ended(same)
        }
        None => talk.dialogue.take_ended(same),
    };
    asking::others_aside(talk);
    let before = before.filter(|before| is_for_what_waits(before, report));
    let words = before.as_ref().map(|prompt| prompt.words.clone());
    let photos = before.map(|prompt| prompt.photos).unwrap_or_default();
    ask(talk, report, asked, words.unwrap_or_default(), photos);
    if let Some(prompt) = &mut talk.dialogue.prompt {
        prompt.task_message = task_message;
    }
    offer(talk, report, asked);
}

/// What was written for another question is no answer to this one.
fn is_for_what_waits(prompt: &Prompt, report: &Report) -> bool {
    let waits = report.question.as_ref().map(|question| question.seq);
    prompt.asked != Asked::Answer || prompt.seen.is_none() || prompt.seen == waits
}

/// The same, with words and photos that are there already.
pub(super) fn open_with(
    talk: &mut Talk<'_>,
    report: &Report,
    asked: Asked,
    words: String,
    photos: Vec<FileId>,
) {
    asking::put_aside(talk);
    ask(talk, report, asked, words, photos);
    offer(talk, report, asked);
}

/// What may be pressed instead of writing.
fn offer(talk: &mut Talk<'_>, report: &Report, asked: Asked) {
    match asked {
        Asked::Close { .. } => offer_templates(talk, report, asked),
        Asked::Task(todo) => {
            if let Some(todo) = talk.scene.facts.task(todo) {
                let message = text::task_words(talk.lang, report.id, todo);
                talk.turn.say_of(report.id, message);
            }
        }
        Asked::Ready { outcome } if !ready::needs_words(talk, report, outcome) => {
            talk.turn.say_of(report.id, text::nothing_to_add(talk.lang, report.id));
        }
        _ => {}
    }
}

/// Says the prompt itself and keeps it.
pub(super) fn ask(
    talk: &mut Talk<'_>,
    report: &Report,
    asked: Asked,
    words: String,
    photos: Vec<FileId>,
) {
    let message = text::prompt(talk.directory(), report, &talk.me(), asked, Some(&words));
    let row = talk.turn.say_of(report.id, message);
    let renew = !photos.is_empty();
    talk.dialogue.prompt =
        Some(Prompt { words, photos, renew, ..Prompt::new(talk, report, asked, row) });
}

pub(super) fn put_aside(talk: &mut Talk<'_>, mut prompt: Prompt) {
    let message =
        text::prompt_replaced(talk.lang, prompt.report, prompt.asked, prompt.has_content());
    prompt.offered = Some(talk.turn.say_of(prompt.report, message));
    set_aside(talk, prompt);
}

/// Remembers a prompt that ended, so that it can be gone on with.
pub(super) fn set_aside(talk: &mut Talk<'_>, mut prompt: Prompt) {
    prompt.until = None;
    prompt.preview = None;
    prompt.album = None;
    talk.dialogue
        .ended
        .retain(|other| other.report != prompt.report || other.asked != prompt.asked);
    talk.dialogue.ended.push(prompt);
}

fn offer_templates(talk: &mut Talk<'_>, report: &Report, asked: Asked) {
    let Asked::Close { outcome, .. } = asked else {
        return;
    };
    if let Some(message) = templates(talk, report, outcome) {
        talk.turn.say_of(report.id, message);
    }
}

/// The ready-made replies for that outcome, if there are any.
fn templates(talk: &Talk<'_>, report: &Report, outcome: Outcome) -> Option<Message> {
    let directory = talk.directory();
    let about = About { directory, report, now: talk.scene.now };
    let texts: Vec<(usize, String)> = directory
        .templates_for(outcome, report.category.as_ref())
        .into_iter()
        .take(MOST_TEMPLATES)
        .map(|(place, template)| (place, filled(about, template.text.get(report.lang))))
        .collect();
    (!texts.is_empty()).then(|| text::templates(directory, report, &texts))
}

/// A ready-made reply for the prompt that is open.
pub(super) fn template(
    talk: &mut Talk<'_>,
    id: ReportId,
    place: Index,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let directory = talk.directory();
    let template = usize::try_from(place).ok().and_then(|place| directory.templates.get(place));
    let asked = open_for(talk, id).map(|prompt| prompt.asked);
    let (Some(Asked::Close { outcome, .. }), Some(template)) = (asked, template) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    // The directory may have changed since the button was made.
    if template.outcome != outcome {
        return Ok(Some(text::old_button(talk.lang)));
    }
    if template.retired {
        // The prompt stays open: it may be answered in words.
        if let Some(present) = templates(talk, report, outcome) {
            talk.edit(pressed, present);
        }
        return Ok(Some(text::reply_retired(talk.lang)));
    }
    let about = About { directory, report, now: talk.scene.now };
    let words = filled(about, template.text.get(report.lang));
    if let Some(prompt) = open_for(talk, id) {
        prompt.words = words;
    }
    let done = text::template_taken(talk.lang, id, talk.name());
    talk.edit(pressed, done);
    preview::show(talk)?;
    Ok(None)
}

/// The open prompt, if it is about this report.
pub(super) fn open_for<'t>(talk: &'t mut Talk<'_>, id: ReportId) -> Option<&'t mut Prompt> {
    talk.dialogue.prompt.as_mut().filter(|prompt| prompt.report == id)
}

/// Takes an answer to the open prompt.
pub(super) fn answer(talk: &mut Talk<'_>, given: Given) -> Step {
    let until = talk.until();
    let is_day = plan::takes_day(talk, &given);
    let Some(prompt) = &mut talk.dialogue.prompt else {
        return Ok(());
    };
    prompt.touch(talk.scene.now, until);
    match prompt.asked {
        Asked::Place => return at_once::place(talk, given),
        Asked::Protocol => return at_once::protocol(talk, given),
        Asked::SameAs => return merge::number(talk, &given),
        Asked::Plan { .. } if is_day => return plan::day_written(talk, given),
        _ => {}
    }
    if !given.photos.is_empty() && !prompt.asked.takes_photos() {
        talk.turn.say(text::words_only(talk.lang));
        return Ok(());
    }
    if given.words.is_none() && given.photos.is_empty() {
        talk.turn.say(text::unusable(talk.lang));
        return Ok(());
    }
    if let Some(words) = given.words {
        let units = words.encode_utf16().count();
        if units > LONGEST_WORDS {
            let message = text::too_long(talk.lang, units, LONGEST_WORDS);
            talk.turn.say(message);
            return Ok(());
        }
        prompt.words = words;
        prompt.message = given.message;
    }
    if !given.photos.is_empty() {
        if std::mem::take(&mut prompt.renew) {
            prompt.photos.clear();
        }
        prompt.photos.extend(given.photos);
        prompt.photos.truncate(MOST_PHOTOS);
    }
    prompt.latest = prompt.latest.max(given.message);
    prompt.preview = None;
    prompt.album.clone_from(&given.album);
    if given.album.is_some()
        && let Some(user) = talk.scene.person.telegram
    {
        // What it comes to is said once it has settled.
        let timer = Timer::Preview(talk.scene.chat, user);
        let at = talk.scene.now + ALBUM_SETTLES;
        talk.turn.timers.push((timer, Some(at)));
        return Ok(());
    }
    advance(talk, given.message)
}

/// Goes on with what was written: a preview, or the deed where there is none.
pub(super) fn advance(talk: &mut Talk<'_>, message: Option<MessageId>) -> Step {
    let Some(prompt) = &talk.dialogue.prompt else {
        return Ok(());
    };
    let silent = match prompt.asked {
        Asked::Note => return at_once::note(talk, message),
        Asked::AskOffice => return clock::office_asked(talk),
        Asked::Ready { outcome } => {
            let report = talk.report(prompt.report)?;
            !ready::needs_words(talk, report, outcome)
        }
        Asked::Plan { .. } => return plan::advance(talk),
        _ => false,
    };
    if prompt.words.trim().is_empty() && !silent {
        let (report, photos) = (prompt.report, prompt.photos.len());
        let message = text::words_too(talk.lang, &talk.me(), photos);
        let row = talk.turn.say_of(report, message);
        if let Some(prompt) = &mut talk.dialogue.prompt {
            prompt.row = row;
        }
        return Ok(());
    }
    match prompt.asked {
        Asked::Answer => at_once::answered(talk, message),
        Asked::NotOurs | Asked::SendBack => at_once::moved(talk, message),
        Asked::Ready { outcome } => ready::written(talk, message, outcome),
        _ => preview::show(talk),
    }
}

/// *Go on* with what had ended.
pub(super) fn go_on(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let known = pressed.and_then(|pressed| talk.scene.facts.message(talk.scene.chat, pressed));
    let row = known.and_then(|known| known.row);
    // More than one about the report may have ended: it is the one that the button stands below.
    let fits = |prompt: &Prompt| {
        prompt.report == id && (row.is_none() || prompt.offered.is_none() || prompt.offered == row)
    };
    let exact = talk.dialogue.take_ended(|prompt| row.is_some() && prompt.offered == row);
    let Some(before) = exact.or_else(|| talk.dialogue.take_ended(fits)) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    asking::put_aside(talk);
    let done = text::going_on(talk.lang, id, talk.name());
    talk.edit(pressed, done);
    if before.has_content() && before.asked.is_for_citizen() {
        talk.dialogue.resume(before, talk.scene.now, talk.until());
        advance(talk, None)?;
    } else {
        let task_message = before.task_message;
        let is_its = is_for_what_waits(&before, report);
        let (words, photos) =
            if is_its { (before.words, before.photos) } else { Default::default() };
        ask(talk, report, before.asked, words, photos);
        if let Some(prompt) = &mut talk.dialogue.prompt {
            prompt.task_message = task_message;
        }
        if let Asked::Task(todo) = before.asked {
            // What the citizen has written since is quoted with it.
            talk.task(todo)?;
        }
        if matches!(before.asked, Asked::Ready { .. } | Asked::Task(_)) {
            offer(talk, report, before.asked);
        }
    }
    Ok(None)
}

/// The prompt is stopped.
pub(super) fn cancel(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Option<String> {
    if open_for(talk, id).is_none() {
        return Some(text::not_theirs(talk.lang));
    }
    talk.dialogue.prompt = None;
    stop(talk, id, pressed)
}

/// A chooser is put away: nothing was chosen.
pub(super) fn stop(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Option<String> {
    let done = text::cancelled(talk.lang, id, talk.name());
    talk.edit(pressed, done);
    None
}

/// The half hour is over.
pub(super) fn time_over(talk: &mut Talk<'_>) {
    let Some(mut prompt) = talk.dialogue.prompt.take() else {
        return;
    };
    let written = prompt.has_content();
    let message = text::prompt_ended(talk.lang, prompt.report, prompt.asked, &talk.me(), written);
    prompt.offered = Some(talk.turn.say_of(prompt.report, message));
    set_aside(talk, prompt);
}

/// Begins a prompt with its answer already given.
pub(super) fn begin_with(talk: &mut Talk<'_>, report: &Report, asked: Asked, given: Given) -> Step {
    asking::put_aside(talk);
    // The prompt's message is the preview that follows; words that do not fit are asked for anew.
    let row = talk.turn.fresh().outbox();
    talk.dialogue.prompt = Some(Prompt::new(talk, report, asked, row));
    let given = Given { album: None, ..given };
    answer(talk, given)
}
