//! /new in the URP's chat: a report for somebody at the desk or on the phone.

mod draft;
mod save;

use chrono::TimeDelta;

use super::asking;
use super::dialogue::{ALBUM_SETTLES, Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::decide::Refusal;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::inbound::{Body, MessageRef};
use crate::domain::press::{DraftNo, Press, Reach, SeenSeq};
use crate::domain::step::{ClockKeys, Keys};
use crate::domain::task::{Task, TaskKind};
use crate::domain::timer::Timer;
use crate::text::staff::{self as text, Asked, Asking};
use draft::{Contact, Question, Took};

pub(super) use draft::Draft;

/// So long before it ends, a question was asked within the last minute.
const JUST_ASKED: TimeDelta = TimeDelta::minutes(29);

/// /new, from an agent of the URP.
pub(super) fn begin(talk: &mut Talk<'_>) {
    if talk.directory().urp_chat != Some(talk.scene.chat) {
        talk.turn.say(text::desk_only_urp_chat(talk.lang));
        return;
    }
    match &talk.dialogue.intake {
        Some(draft) if !draft.is_empty() => {
            let me = talk.me();
            let asking = Asking { lang: talk.lang, no: draft.no, who: &me };
            let message = text::desk_unfinished(asking);
            talk.turn.say(message);
        }
        _ => anew(talk),
    }
}

fn anew(talk: &mut Talk<'_>) {
    // What is typed from now on is for the report.
    asking::put_aside(talk);
    talk.dialogue.intakes = talk.dialogue.intakes.wrapping_add(1);
    let draft = Draft::new(talk.dialogue.intakes);
    ask(talk, draft);
}

/// Asks what the draft asks now, and keeps it.
fn ask(talk: &mut Talk<'_>, mut draft: Draft) {
    let message = draft.question(talk);
    draft.row = Some(talk.turn.say(message));
    draft.until = talk.until();
    talk.dialogue.intake = Some(draft);
}

/// Whether a message is for the draft: an answer to its question, or simply the next thing said.
fn is_meant(talk: &Talk<'_>, draft: &Draft, message: &MessageRef) -> bool {
    let lately = draft.until.is_none_or(|until| until > talk.scene.now);
    let plain = lately && talk.dialogue.prompt.is_none();
    let Some(to) = message.reply_to else {
        return plain;
    };
    match talk.scene.facts.message(talk.scene.chat, to) {
        Some(known) => known.row.is_some() && known.row == draft.row,
        // Not recorded as ours: a colleague's message, or one of ours that is too new.
        None => plain && draft.until.is_none_or(|until| until - talk.scene.now > JUST_ASKED),
    }
}

/// Takes a message, if it is for the draft.
pub(super) fn received(talk: &mut Talk<'_>, message: &MessageRef, body: &Body) -> bool {
    let Some(mut draft) = talk.dialogue.intake.take() else {
        return false;
    };
    if !is_meant(talk, &draft, message) {
        talk.dialogue.intake = Some(draft);
        return false;
    }
    match draft.take(talk, message.id, body) {
        Took::Yes => {
            draft.advance();
            ask(talk, draft);
        }
        Took::Photo => {
            draft.until = talk.until();
            talk.dialogue.intake = Some(draft);
            if let Some(user) = talk.scene.person.telegram {
                // It is asked for more once it has settled.
                let at = talk.scene.now + ALBUM_SETTLES;
                talk.turn.timers.push((Timer::Preview(talk.scene.chat, user), Some(at)));
            }
        }
        Took::No(why) => {
            talk.turn.say(why);
            draft.until = talk.until();
            talk.dialogue.intake = Some(draft);
        }
    }
    true
}

/// An answer is written otherwise, before the report is saved.
pub(super) fn edited(talk: &mut Talk<'_>, message: MessageId, body: &Body) {
    let Some(mut draft) = talk.dialogue.intake.take() else {
        return;
    };
    match draft.rewrite(talk, message, body) {
        // What is shown of it is shown anew.
        Ok(true) if draft.asked == Question::Summary => ask(talk, draft),
        Ok(_) => talk.dialogue.intake = Some(draft),
        Err(why) => {
            talk.turn.say(why);
            talk.dialogue.intake = Some(draft);
        }
    }
}

/// The photos have settled: what is asked now is asked with their number.
pub(super) fn settled(talk: &mut Talk<'_>) {
    let taking = |draft: &Draft| {
        !draft.photos.is_empty() && matches!(draft.asked, Question::Words | Question::Photos)
    };
    if let Some(draft) = talk.dialogue.intake.take_if(|draft| taking(draft)) {
        ask(talk, draft);
    }
}

/// A button of a draft.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    press: &Press,
    no: DraftNo,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let Some(draft) = talk.dialogue.intake.clone().filter(|draft| draft.no == no) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    match press {
        Press::IntakeSave(_) => return save::save(talk, &draft, at),
        Press::IntakeCancel(_) => {
            talk.dialogue.intake = None;
            let done = text::desk_cancelled(talk.lang, talk.name());
            talk.edit(at, done);
            return Ok(None);
        }
        Press::IntakeAnew(_) => {
            talk.dialogue.intake = None;
            let done = text::desk_cancelled(talk.lang, talk.name());
            talk.edit(at, done);
            anew(talk);
            return Ok(None);
        }
        Press::IntakeChange(_) if draft.asked == Question::Summary => {
            let me = talk.me();
            let message = text::desk_change(Asking { lang: talk.lang, no, who: &me });
            talk.turn.say(message);
            return Ok(None);
        }
        Press::IntakeKind(_, code) if draft.asked == Question::Kind => {
            if let Some(retired) = talk.directory().retired_category(code) {
                let me = talk.me();
                let asking = Asking { lang: talk.lang, no, who: &me };
                let message = text::desk_kind(talk.directory(), asking, 0);
                talk.edit(at, message);
                return Ok(Some(text::category_retired(talk.lang, retired)));
            }
        }
        Press::IntakeContact(_, Reach::Mail)
            if draft.asked == Question::Contact && !writes_mail(talk)? =>
        {
            return Ok(Some(text::desk_no_mail(talk.lang)));
        }
        Press::IntakeKinds(_, page) if draft.asked == Question::Kind => {
            let me = talk.me();
            let asking = Asking { lang: talk.lang, no, who: &me };
            let message = text::desk_kind(talk.directory(), asking, *page);
            talk.edit(at, message);
            return Ok(None);
        }
        _ => {}
    }
    match chosen(talk, draft, press) {
        Some(draft) => {
            ask(talk, draft);
            Ok(None)
        }
        None => Ok(Some(text::old_button(talk.lang))),
    }
}

/// Whether the town can write mail at all: who is promised one would wait for ever.
fn writes_mail(talk: &Talk<'_>) -> Step<bool> {
    let clock = &talk.scene.facts.clock;
    if clock.supervisors.is_none() {
        let clock = ClockKeys { supervisors: true, ..ClockKeys::default() };
        return Err(Box::new(Keys { clock, ..Keys::default() }));
    }
    Ok(clock.writes_mail)
}

/// The draft after a choice; none where the button belongs to another question.
fn chosen(talk: &mut Talk<'_>, mut draft: Draft, press: &Press) -> Option<Draft> {
    match (press, draft.asked) {
        (Press::IntakeGoOn(_), _) => {
            asking::put_aside(talk);
        }
        (Press::IntakeKind(_, code), Question::Kind) => {
            talk.directory().category(code)?;
            draft.category = Some(code.clone());
            draft.advance();
        }
        (Press::IntakeNoKind(_), Question::Kind) => {
            draft.category = None;
            draft.advance();
        }
        (Press::IntakePhotosDone(_), Question::Photos) => draft.advance(),
        (Press::IntakeNoName(_), Question::Name) => {
            draft.name.clear();
            draft.advance();
        }
        (Press::IntakeContact(_, reach), Question::Contact) => match reach {
            Reach::Phone => draft.asked = Question::Phone,
            Reach::Mail => draft.asked = Question::Mail,
            Reach::Nobody => {
                draft.contact = Contact::Nobody;
                draft.advance();
            }
        },
        (Press::IntakeChangePart(_, part), Question::Summary) => draft.change(*part),
        _ => return None,
    }
    Some(draft)
}

/// *Nobody answered*: whoever is to be told is tried again on the next working day. `seen`: how often nobody had answered
/// where it was pressed, of which there may be several copies.
pub(super) fn nobody_answered(
    talk: &mut Talk<'_>,
    todo: &Task,
    seen: Option<u32>,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let report = match todo.report {
        Some(report) => crate::text::report::report_name(talk.lang, talk.report(report)?),
        None => String::new(),
    };
    let phone = match &todo.kind {
        TaskKind::Call { tried, .. } if seen.is_some_and(|seen| seen != *tried) => {
            // The same try was noted in another copy. This one shows it now: what is pressed next is another try.
            talk.edit(at, super::tasks::shown(talk, todo));
            return Ok(Some(text::call_noted(talk.lang)));
        }
        TaskKind::Call { phone, .. } => Some(phone.as_str()),
        TaskKind::Undeliverable { .. } | TaskKind::NoReceipt { .. } => None,
        _ => return Ok(Some(text::old_button(talk.lang))),
    };
    let calendar = &talk.directory().calendar;
    let days = (calendar.after(talk.scene.now, 1), calendar.day_of(talk.scene.now));
    let done = text::call_again(talk.lang, &report, phone, talk.name(), days);
    talk.edit(at, done);
    talk.turn.deeds.push(crate::conversation::Deed::CallAgain { task: todo.id });
    Ok(None)
}

/// *They answered…*: the words are asked for, as long as that question waits.
pub(super) fn they_answered(
    talk: &mut Talk<'_>,
    id: ReportId,
    asked: SeenSeq,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let command = Command::Answer { words: String::new(), photos: Vec::new() };
    let waits = report.question.as_ref().is_some_and(|question| question.seq == asked);
    let refused =
        if waits { talk.attempt(report, command, None).err() } else { Some(Refusal::NoQuestion) };
    if let Some(refusal) = refused {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    // The message of a task is told.
    prompt::open(talk, report, Asked::Answer, talk.no_card(at));
    Ok(None)
}
