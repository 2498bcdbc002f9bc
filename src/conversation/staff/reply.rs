//! What staff write in the chat: answers to a prompt, replies to a card, other messages.

use super::asking;
use super::clock;
use super::desk;
use super::dialogue::{Given, Kept, Prompt, Step, Talk};
use super::lists;
use super::mails;
use super::people;
use super::plan;
use super::prompt;
use super::works;
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, OutboxId, ReportId};
use crate::domain::inbound::{Body, MessageRef};
use crate::domain::outgoing::{Message, Target};
use crate::domain::press::Press;
use crate::domain::report::Report;
use crate::text::staff::{self as text, Asked};

/// A message.
pub(super) fn received(talk: &mut Talk<'_>, message: &MessageRef, body: &Body) -> Step {
    if let Some(done) = people::received(talk, message, body) {
        return done;
    }
    // What others say in the group is no affair of ours.
    if talk.scene.capacities.is_empty() {
        return Ok(());
    }
    if let Body::Command { name, rest } = body {
        lists::command(talk, name, rest);
        return Ok(());
    }
    if desk::received(talk, message, body) {
        return Ok(());
    }
    if let Body::Text(words) = body
        && mails::number(talk, message, words)?.is_some()
    {
        return Ok(());
    }
    if works::written(talk, message, body)?.is_some() {
        return Ok(());
    }
    let to = meant_for(talk, message, body);
    if to == For::Nobody {
        return Ok(());
    }
    if matches!(body, Body::Unusable { .. }) && !matches!(to, For::Offer) {
        talk.turn.say(text::unusable(talk.lang));
    }
    let Some(given) = given(talk, message.id, body) else {
        return Ok(());
    };
    if let Some(to) = message.reply_to {
        clock::answered(talk, to, &given)?;
    }
    match to {
        For::Nobody => Ok(()),
        For::Prompt => prompt::answer(talk, given),
        For::Ended(row) => {
            let before = talk.dialogue.take_ended(|prompt| prompt.row == row);
            if let Some(before) = before {
                talk.dialogue.resume(before, talk.scene.now, talk.until());
            }
            prompt::answer(talk, given)
        }
        For::Offer => {
            offer(talk, given);
            Ok(())
        }
        For::Kept(place) => {
            if let Some(kept) = talk.dialogue.kept.get_mut(place) {
                kept.given.photos.extend(given.photos);
                if given.words.is_some() {
                    kept.given.words = given.words;
                }
            }
            Ok(())
        }
        For::Report(report) => keep(talk, report, given, message.id),
    }
}

/// What a message of staff is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Colleagues among themselves.
    Nobody,
    /// The open prompt.
    Prompt,
    /// A prompt that had ended, by a reply to it.
    Ended(OutboxId),
    /// Perhaps the open prompt.
    Offer,
    /// A further photo of something kept, by its place.
    Kept(usize),
    /// A report, though nothing was asked.
    Report(ReportId),
}

fn meant_for(talk: &Talk<'_>, message: &MessageRef, body: &Body) -> For {
    let dialogue = &talk.dialogue;
    let open = dialogue.prompt.as_ref();
    if let Body::Photo { album: Some(album), .. } = body {
        if open.is_some_and(|prompt| prompt.album.as_ref() == Some(album)) {
            return For::Prompt;
        }
        let same = |kept: &Kept| kept.given.album.as_ref() == Some(album);
        if let Some(place) = dialogue.kept.iter().rposition(same) {
            return For::Kept(place);
        }
    }
    // In private nobody else can be meant; but after a while it may be about something else.
    let now = talk.scene.now;
    let is_theirs = |prompt: &Prompt| talk.scene.chat.is_private() && prompt.is_fresh(now);
    let plain = match open {
        Some(prompt) if is_theirs(prompt) || plan::is_day(talk, body) => For::Prompt,
        Some(_) => For::Offer,
        None => For::Nobody,
    };
    let Some(to) = message.reply_to else {
        return plain;
    };
    let Some(known) = talk.scene.facts.message(talk.scene.chat, to) else {
        // Not recorded as ours: a colleague's message, one of ours that was sent twice or is too new.
        // What is previewed anyway may count as the answer.
        return match open {
            Some(prompt)
                if prompt.asked.is_for_citizen() || prompt.just_touched(talk.scene.now) =>
            {
                For::Prompt
            }
            _ => plain,
        };
    };
    if let Some(prompt) = open
        && (known.report == Some(prompt.report) || known.row == Some(prompt.row))
    {
        return For::Prompt;
    }
    let ended = dialogue.ended.iter().find(|prompt| Some(prompt.row) == known.row);
    if let (None, Some(ended)) = (open, ended) {
        return For::Ended(ended.row);
    }
    known.report.map_or(plain, For::Report)
}

/// What a message brings; none where it cannot be used. Its photo is fetched.
fn given(talk: &mut Talk<'_>, message: MessageId, body: &Body) -> Option<Given> {
    let mut given = Given { message: Some(message), ..Given::default() };
    match body {
        Body::Text(words) => given.words = Some(words.clone()),
        Body::Photo { file, caption, album } => {
            talk.turn.files.push(file.clone());
            given.photos.push(file.id);
            given.words.clone_from(caption);
            given.album.clone_from(album);
        }
        Body::Location(_) | Body::Venue { .. } => given.place = body.place(),
        // Of what cannot be used, the words below it.
        Body::Unusable { caption, .. } => given.words = Some(caption.clone()?),
        Body::Command { .. } => return None,
    }
    Some(given)
}

/// A plain message while a prompt is open: on a phone the reply box is easily lost.
fn offer(talk: &mut Talk<'_>, given: Given) {
    let Some(prompt) = &talk.dialogue.prompt else {
        return;
    };
    let (report, asked) = (prompt.report, prompt.asked);
    let message = text::use_this(talk.lang, report, asked, &talk.me());
    let row = match given.message.map(Target::Message) {
        Some(to) => talk.turn.reply(Some(report), to, message),
        None => talk.turn.say_of(report, message),
    };
    talk.dialogue.kept.push(Kept { report, row, given, asked: Some(asked) });
}

/// A reply to a card when nothing was asked.
fn keep(talk: &mut Talk<'_>, id: ReportId, given: Given, message: MessageId) -> Step {
    let report = talk.report(id)?;
    if given.words.is_none() && given.photos.is_empty() {
        talk.turn.say(text::unusable(talk.lang));
        return Ok(());
    }
    let asks = what_is_this(talk, report);
    let row = talk.turn.reply(Some(id), Target::Message(message), asks);
    talk.dialogue.kept.push(Kept { report: id, row, given, asked: None });
    Ok(())
}

/// What is it? Only what the person may do with it now.
pub(super) fn what_is_this(talk: &Talk<'_>, report: &Report) -> Message {
    let (words, photos) = (String::from("?"), Vec::new());
    let write = Command::Tell { words, photos: photos.clone() };
    let ready = Command::Ready {
        outcome: crate::domain::state::Outcome::Resolved,
        done: String::new(),
        draft: String::new(),
        photos,
    };
    let may = |command| talk.attempt(report, command, None).is_ok();
    text::what_is_this(talk.lang, report, may(ready), may(write))
}

/// Where a message of theirs about the report is kept: the one that the pressed message asks about.
fn kept_at(talk: &Talk<'_>, id: ReportId, pressed: Option<MessageId>) -> Option<usize> {
    let known = pressed.and_then(|pressed| talk.scene.facts.message(talk.scene.chat, pressed));
    let row = known.and_then(|known| known.row);
    talk.dialogue
        .kept
        .iter()
        .rposition(|kept| kept.report == id && row.is_none_or(|row| row == kept.row))
}

/// Takes out what the pressed message asks about, if anything waits there.
pub(super) fn take_kept(
    talk: &mut Talk<'_>,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Option<Given> {
    let known = pressed.and_then(|pressed| talk.scene.facts.message(talk.scene.chat, pressed));
    let row = known?.row?;
    let waits = |kept: &Kept| kept.report == id && kept.row == row;
    let place = talk.dialogue.kept.iter().rposition(waits)?;
    Some(talk.dialogue.kept.remove(place).given)
}

/// What a message was, by a button below our question.
pub(super) fn decided(
    talk: &mut Talk<'_>,
    press: &Press,
    id: ReportId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(place) = kept_at(talk, id, pressed) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    if let Press::KeptReady(_) = press {
        // It stays kept until the outcome is chosen, in the same message.
        let outcomes = text::ready_outcomes(talk.lang, report);
        talk.edit(pressed, outcomes);
        return Ok(None);
    }
    // What was written is let go only once it has found its place.
    let kept = talk.dialogue.kept.get(place);
    let (given, asked) = kept.map(|kept| (kept.given.clone(), kept.asked)).unwrap_or_default();
    match press {
        Press::UseThis(_) => {
            let open = prompt::open_for(talk, id).map(|prompt| prompt.asked);
            if open.is_none_or(|open| asked.is_some_and(|asked| asked != open)) {
                // It can be gone on with: then this can be used again.
                return Ok(Some(text::prompt_is_over(talk.lang)));
            }
            let done = text::used(talk.lang, id, talk.name());
            talk.edit(pressed, done);
            talk.dialogue.kept.remove(place);
            prompt::answer(talk, Given { album: None, ..given })?;
        }
        Press::KeptNote(_) => {
            let words = given.words.unwrap_or_default();
            let command = Command::Note { words, photos: given.photos };
            if let Err(why) = talk.command(report, command, None) {
                return Ok(Some(why));
            }
            talk.dialogue.kept.remove(place);
            let done = text::noted(talk.lang, id, talk.name());
            talk.edit(pressed, done);
        }
        Press::KeptWrite(_) => {
            let done = text::used(talk.lang, id, talk.name());
            talk.edit(pressed, done);
            talk.dialogue.kept.remove(place);
            prompt::begin_with(talk, report, Asked::Write, given)?;
        }
        Press::UseNot(_) if talk.scene.chat.is_private() => {
            // What they write next is no answer either: in private it may be a report of their own.
            talk.dialogue.kept.remove(place);
            let done = text::not_used(talk.lang);
            talk.edit(pressed, done);
            asking::put_aside(talk);
        }
        _ => {
            talk.dialogue.kept.remove(place);
            let done = text::nothing(talk.lang, talk.name());
            talk.edit(pressed, done);
        }
    }
    Ok(None)
}

/// A message edited: it counts while what it answered was not sent.
pub(super) fn edited(talk: &mut Talk<'_>, message: &MessageRef, body: &Body) -> Step {
    desk::edited(talk, message.id, body);
    let (Body::Text(words)
    | Body::Photo { caption: Some(words), .. }
    | Body::Unusable { caption: Some(words), .. }) = body
    else {
        return Ok(());
    };
    for kept in &mut talk.dialogue.kept {
        if kept.given.message == Some(message.id) {
            kept.given.words = Some(words.clone());
        }
    }
    let answered = |prompt: &Prompt| prompt.message == Some(message.id) && prompt.words != *words;
    if !talk.dialogue.prompt.as_ref().is_some_and(answered) {
        return Ok(());
    }
    let given = Given { words: Some(words.clone()), message: Some(message.id), ..Given::default() };
    prompt::answer(talk, given)
}
