//! The summary of a draft, and its sending.

use chrono::Datelike as _;

use super::dialogue::{Chosen, Step};
use super::talk::{Look, Talk};
use crate::conversation::Deed;
use crate::domain::event::{Channel, Filing, Missing};
use crate::domain::ids::MessageId;
use crate::domain::outgoing::{Message, Target};
use crate::domain::step::Keys;
use crate::text::citizen as words;
use crate::text::citizen::{Summary, SummaryKind};

impl Talk<'_> {
    /// The summary as it stands, with *Send*, *Change*, *Cancel*.
    pub fn summary(&self) -> Message {
        self.summary_as(SummaryKind::Asking)
    }

    fn summary_as(&self, kind: SummaryKind) -> Message {
        let draft = self.dialogue.draft.clone().unwrap_or_default();
        words::summary(&Summary {
            directory: self.directory(),
            lang: self.lang,
            no: draft.no,
            category: draft.kind.as_ref().and_then(Chosen::code),
            place: &draft.place.unwrap_or_default(),
            words: &draft.material.words(),
            photos: draft.material.photos.len(),
            kind,
        })
    }

    /// Brings a summary that stands in the chat up to date.
    pub fn refresh_summary(&mut self) {
        let Some(draft) = self.dialogue.draft.as_ref().filter(|one| one.step == Step::Summary)
        else {
            return;
        };
        if let Some(row) = draft.summary {
            let summary = self.summary();
            self.turn.edit(Target::Row(row), summary);
        }
    }

    /// *Change*: which answer? In the summary's own message.
    pub fn offer_changes(&mut self, message: Option<MessageId>) {
        let shown = self.summary_as(SummaryKind::Changing);
        match message {
            Some(id) => {
                self.turn.edit(Target::Message(id), shown);
            }
            None => self.say(shown),
        }
    }

    /// *Back*: nothing is changed after all.
    pub fn back_from_changes(&mut self, message: Option<MessageId>) {
        match message {
            Some(id) => {
                let shown = self.summary();
                self.turn.edit(Target::Message(id), shown);
            }
            None => self.ask(None),
        }
    }

    /// *Send*: the draft becomes a report. Its acknowledgement is a consequence of that.
    pub fn send(&mut self, message: Option<MessageId>) -> Look {
        if self.is_refused() {
            self.dialogue.draft = None;
            return Ok(());
        }
        if self.kind_retired() {
            return Ok(());
        }
        if self.scene.facts.new_report.is_none() {
            let year = self.directory().calendar.day_of(self.scene.now).year();
            return Err(Box::new(Keys { new_report_in: Some(year), ..Keys::default() }));
        }
        let sent = self.summary_as(SummaryKind::Sent);
        let Some(draft) = self.dialogue.draft.take() else {
            return Ok(());
        };
        self.dialogue.sent = Some(draft.no);
        if let Some(target) =
            message.map(Target::Message).or_else(|| draft.summary.map(Target::Row))
        {
            self.turn.edit(target, sent);
        }
        let mut messages = draft.material.messages();
        messages.extend(draft.place_message.filter(|id| !messages.contains(id)));
        let photos = draft.material.photos.iter().map(|photo| photo.file.id).collect();
        let filing = Filing {
            citizen: self.scene.person.id,
            channel: Channel::Telegram,
            suggested: false,
            missing: Missing::default(),
            lang: self.lang,
            category: draft.kind.as_ref().and_then(Chosen::code).cloned(),
            place: draft.place.unwrap_or_default(),
            words: draft.material.words(),
            photos,
        };
        self.turn.files.extend(draft.material.photos.into_iter().map(|photo| photo.file));
        self.turn.deeds.push(Deed::File { filing, messages });
        Ok(())
    }
}
