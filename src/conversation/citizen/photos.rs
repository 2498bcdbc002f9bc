//! Photos of a draft: each is kept as it comes, how many there are is said once they have settled.

use super::dialogue::{MOST_PHOTOS, Photo, Step};
use super::talk::Talk;
use crate::domain::ids::MessageId;
use crate::domain::inbound::Attachment;
use crate::domain::outgoing::Target;
use crate::text::citizen as words;

impl Talk<'_> {
    /// A photo, at any step. Its caption is words about the problem.
    pub fn draft_photo(&mut self, message: MessageId, file: &Attachment, caption: Option<&str>) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        if draft.material.photos.len() < MOST_PHOTOS {
            draft.material.photos.push(Photo { message, file: file.clone() });
        } else {
            draft.left_out += 1;
        }
        let caption = caption.unwrap_or_default().trim();
        if !caption.is_empty() {
            let asked = draft.step == Step::Words;
            if asked && draft.changing {
                draft.material.said.clear();
            }
            draft.material.say(message, caption);
            if asked {
                draft.changing = false;
                draft.step = draft.missing();
            }
        }
        draft.settling = true;
        self.settle();
    }

    /// Photos of the draft have settled: says what there is, and what is asked now.
    pub fn draft_settled(&mut self) {
        let lang = self.lang;
        let Some(draft) = self.dialogue.draft.as_mut().filter(|draft| draft.settling) else {
            return;
        };
        let count = draft.material.photos.len();
        if draft.step != Step::Photos {
            self.ask(Some(words::lead_photos(lang, count)));
            return;
        }
        draft.settling = false;
        let left_out = std::mem::take(&mut draft.left_out);
        let line = words::photos_line(lang, draft.no, count, left_out);
        if let Some(row) = draft.photos_line {
            self.turn.edit(Target::Row(row), line);
        } else {
            draft.photos_line = Some(self.turn.say(line));
        }
    }

    /// *Done*.
    pub fn photos_done(&mut self) {
        if let Some(draft) = &mut self.dialogue.draft {
            draft.photos_done = true;
        }
        self.advance(None);
    }

    /// *No photo*: on changing the answer, those that were sent are left out. Before, photos that
    /// came together with the press stay: the summary shows them.
    pub fn no_photo(&mut self) {
        if let Some(draft) = &mut self.dialogue.draft
            && draft.changing
        {
            draft.material.photos.clear();
        }
        self.photos_done();
    }
}
