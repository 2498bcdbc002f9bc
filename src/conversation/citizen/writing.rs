//! Words and photos for a report: an answer to the town's question, or an addition.

use chrono::TimeDelta;

use super::dialogue::{MOST_AT_ONCE, Material, Pending, Writing};
use super::talk::{Look, Talk};
use crate::conversation::Deed;
use crate::conversation::mail::answers_nothing;
use crate::domain::command::Command;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::inbound::{Body, MessageRef};
use crate::domain::report::Report;
use crate::text::citizen as words;

/// What follows an addition within so long belongs to the same report, seconds.
const IN_A_ROW_SECONDS: i64 = 60;

impl<'a> Talk<'a> {
    /// The report that a message is for, if it is for one, and whether as an answer.
    pub fn addressee(
        &mut self,
        message: &MessageRef,
        body: &Body,
    ) -> Look<Option<(&'a Report, bool)>> {
        if let (Body::Photo { album: Some(album), .. }, Some((last, id))) =
            (body, &self.dialogue.album)
            && album == last
            && let Some(report) = self.find_own(*id)?
        {
            return Ok(Some((report, true)));
        }
        let replied = message.reply_to.and_then(|id| self.scene.facts.message(self.scene.chat, id));
        if let Some(id) = replied.and_then(|known| known.report)
            && let Some(report) = self.find_own(id)?
        {
            return Ok(Some((report, true)));
        }
        let Some(writing) = &self.dialogue.writing else {
            return Ok(None);
        };
        let in_a_row = TimeDelta::seconds(IN_A_ROW_SECONDS);
        let over = writing
            .used
            .is_some_and(|used| self.dialogue.draft.is_some() || self.scene.now - used > in_a_row);
        if over {
            self.dialogue.writing = None;
            return Ok(None);
        }
        let (id, answer) = (writing.report, writing.answer);
        Ok(self.find_own(id)?.map(|report| (report, answer)))
    }

    /// Words go to the report at once, with the photos that wait; photos once they have settled.
    pub fn give(&mut self, report: &Report, answer: bool, message: MessageId, body: &Body) {
        if let Body::Photo { file, caption, album } = body {
            let pending = self.pending(report.id, answer);
            pending.material.show(message, file);
            pending.material.say(message, caption.as_deref().unwrap_or_default());
            if let Some(album) = album {
                self.dialogue.album = Some((album.clone(), report.id));
            }
            self.used(report.id);
            self.settle();
            return;
        }
        let said = in_words(self.lang, body);
        self.pending(report.id, answer).material.say(message, &said);
        self.flush(report);
    }

    fn pending(&mut self, report: ReportId, answer: bool) -> &mut Pending {
        let pending = &mut self.dialogue.pending;
        let at = pending.iter().position(|one| one.report == report).unwrap_or_else(|| {
            pending.push(Pending { report, answer, material: Material::default() });
            pending.len() - 1
        });
        &mut pending[at]
    }

    /// What waits for a report becomes part of it.
    pub fn flush(&mut self, report: &Report) {
        let Some(at) = self.dialogue.pending.iter().position(|one| one.report == report.id) else {
            return;
        };
        let Pending { answer, material, .. } = self.dialogue.pending.remove(at);
        self.commit(report, answer, material);
        self.used(report.id);
        let was_asked = self.dialogue.writing.as_ref().is_some_and(|one| one.report == report.id);
        if self.dialogue.draft.is_some() && was_asked {
            self.dialogue.writing = None;
            self.ask(None);
        }
    }

    /// Makes it part of the report: the confirmation is a consequence of that. What it cannot hold is said.
    pub fn commit(&mut self, report: &Report, answer: bool, mut material: Material) {
        let room = report.room_for_photos();
        let beyond = u32::try_from(material.photos.len().saturating_sub(room)).unwrap_or(u32::MAX);
        material.photos.truncate(room);
        let left_out = material.left_out.saturating_add(beyond);
        if left_out > 0 {
            let message = if material.photos.len() == room {
                words::photos_full(self.lang, report.id, left_out)
            } else {
                words::photos_left_out(self.lang, MOST_AT_ONCE, left_out)
            };
            self.turn.say_of(report.id, message);
        }
        if material.is_empty() {
            return;
        }
        let messages = material.messages();
        let said = material.words();
        let photos = material.photos.iter().map(|photo| photo.file.id).collect();
        // Mere thanks leave the question open.
        let thanks = material.photos.is_empty() && answers_nothing(&said);
        let command = if answer && report.question.is_some() && !thanks {
            Command::Answer { words: said, photos }
        } else {
            Command::Add { words: said, photos }
        };
        self.turn.files.extend(material.photos.into_iter().map(|photo| photo.file));
        self.turn.deeds.push(Deed::Command { report: report.id, command, seen: None, messages });
    }

    fn used(&mut self, report: ReportId) {
        let now = self.scene.now;
        if let Some(writing) = self.dialogue.writing.as_mut().filter(|one| one.report == report) {
            writing.used = Some(now);
        }
    }

    /// Asks for words or photos for a report.
    pub fn ask_for(&mut self, report: &Report, answer: bool) {
        let asked_at = Some(self.scene.now);
        self.dialogue.writing = Some(Writing { report: report.id, answer, used: None, asked_at });
        let question = report.question.as_ref().filter(|_| answer);
        let message = words::ask_more(self.lang, report, question);
        self.turn.say_of(report.id, message);
    }

    /// A message of a report, edited.
    pub fn edit_report(&mut self, report: ReportId, message: MessageId, new: &str) {
        if new.trim().is_empty() {
            return;
        }
        let command = Command::Edit { words: new.trim().to_owned() };
        let messages = vec![message];
        self.turn.deeds.push(Deed::Command { report, command, seen: None, messages });
    }
}

/// What a message says in words; a position as a line with a map.
pub(super) fn in_words(lang: crate::domain::lang::Lang, body: &Body) -> String {
    match body {
        Body::Text(text) => text.clone(),
        Body::Location(_) | Body::Venue { .. } => {
            body.place().map(|place| words::place_in_words(lang, &place)).unwrap_or_default()
        }
        Body::Photo { caption, .. } => caption.clone().unwrap_or_default(),
        Body::Command { .. } | Body::Unusable { .. } => String::new(),
    }
}
