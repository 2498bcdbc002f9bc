//! What a person is asked in one chat: at most one thing at a time waits for plain words.
//!
//! A question may be a prompt about a report, the number for a mail, a planned work, an invitation or
//! a report written down for somebody. Whatever begins another one puts the former aside first, and
//! /cancel ends whichever is open.

use chrono::{DateTime, TimeDelta, Utc};

use super::dialogue::{Dialogue, Talk};
use super::prompt;
use crate::domain::ids::ReportId;
use crate::domain::inbound::Body;
use crate::domain::outgoing::{KnownMessage, Message};
use crate::text::staff as text;

/// For how long plain words are taken for the answer, where nothing shows what they answer.
pub(super) const ANSWER_TIME: TimeDelta = TimeDelta::minutes(30);

/// Any year: only whether there is a number matters.
const A_YEAR: i32 = 2026;

impl Dialogue {
    /// Whether a plain message is the answer to what is asked: somebody who was asked lately, and
    /// who writes what the question takes. Anything else is said to nobody here.
    pub fn asks(&self, body: &Body, now: DateTime<Utc>) -> bool {
        let lately = |at: DateTime<Utc>| now <= at + ANSWER_TIME;
        // An older prompt is offered, never answered by itself.
        self.prompt.is_some()
            || self
                .inviting
                .as_ref()
                .is_some_and(|one| lately(one.touched) && matches!(body, Body::Text(_)))
            || self.working.as_ref().is_some_and(|one| lately(one.touched) && one.takes(body))
            || self.adding.as_ref().is_some_and(|one| lately(one.touched) && is_number(body))
    }

    /// Whether a message of ours belongs to it.
    pub fn knows(&self, known: &KnownMessage) -> bool {
        let asked = self.prompt.iter().chain(&self.ended);
        let mut rows = asked.map(|prompt| (prompt.row, Some(prompt.report)));
        rows.any(|(row, report)| known.row == Some(row) || (report == known.report))
            || self.adding.as_ref().is_some_and(|adding| known.row == Some(adding.row))
            || self.working.as_ref().is_some_and(|working| known.row == Some(working.row))
            || self.inviting.as_ref().is_some_and(|inviting| known.row == Some(inviting.row))
    }

    /// Whether anything is asked at all, so that it can be stopped.
    pub fn is_asking(&self) -> bool {
        self.prompt.is_some()
            || self.adding.is_some()
            || self.inviting.is_some()
            || self.working.is_some()
            || self.intake.is_some()
    }
}

fn is_number(body: &Body) -> bool {
    matches!(body, Body::Text(words) if ReportId::parse_loosely(words, A_YEAR).is_some())
}

/// Something else is asked from now on: what was asked is put aside, so that plain words have one
/// question to answer.
pub(super) fn put_aside(talk: &mut Talk<'_>) {
    if let Some(open) = talk.dialogue.prompt.take() {
        prompt::put_aside(talk, open);
    }
    others_aside(talk);
}

/// The same, where a prompt about the same report goes on as another.
pub(super) fn others_aside(talk: &mut Talk<'_>) {
    talk.dialogue.adding = None;
    talk.dialogue.inviting = None;
    if talk.dialogue.working.take().is_some() {
        let stopped = text::work_stopped(talk.lang, talk.name());
        talk.turn.say(stopped);
    }
    let now = talk.scene.now;
    if let Some(draft) = &mut talk.dialogue.intake {
        // It stays: /new goes on with it. Plain words are no longer for it.
        draft.until = Some(now);
    }
}

/// /cancel: what is asked now ends, and is named.
pub(super) fn cancel(talk: &mut Talk<'_>) -> Message {
    let (lang, name) = (talk.lang, talk.name());
    let dialogue = &mut talk.dialogue;
    if let Some(prompt) = dialogue.prompt.take() {
        text::cancelled(lang, prompt.report, name)
    } else if dialogue.working.take().is_some() {
        text::work_stopped(lang, name)
    } else if dialogue.inviting.take().is_some() {
        text::invite_cancelled(lang)
    } else if dialogue.adding.take().is_some() {
        text::mail_left(lang, name)
    } else if dialogue.intake.take().is_some() {
        text::desk_cancelled(lang, name)
    } else {
        text::nothing_to_cancel(lang)
    }
}
