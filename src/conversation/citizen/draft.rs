//! A report being written: what is asked, and what its answers are.

use super::dialogue::{Chosen, Draft, Kept, MOST_PHOTOS, Step};
use super::talk::{Look, Talk};
use crate::conversation::naming::{Named, named};
use crate::domain::ids::{CategoryCode, MessageId};
use crate::domain::inbound::Body;
use crate::domain::outgoing::{Keyboard, Message, Target};
use crate::domain::place::Place;
use crate::domain::press::{DraftNo, Part, Press};
use crate::text::citizen as words;
use crate::text::citizen::Typed;

/// What was sent outside a question opens a report that is begun within so long, minutes; or so long
/// after it was offered.
const KEPT_FOR_NEW_MINUTES: i64 = 60;

impl Talk<'_> {
    /// *Report a problem*: begins a draft; in the middle of one, asks what becomes of it.
    pub fn begin(&mut self) {
        if self.is_refused() {
            return;
        }
        self.dialogue.writing = None;
        match &self.dialogue.draft {
            Some(draft) if !draft.is_empty() => self.say(words::unfinished(self.lang, draft.no)),
            Some(_) => self.ask(None),
            None => {
                let since = self.scene.now - chrono::TimeDelta::minutes(KEPT_FOR_NEW_MINUTES);
                let kept = self.dialogue.kept.take_if(|kept| {
                    kept.at >= since || kept.offered.is_some_and(|offered| offered >= since)
                });
                self.anew(kept);
            }
        }
    }

    /// Begins a draft, with what was sent before.
    pub fn anew(&mut self, kept: Option<Kept>) {
        self.dialogue.drafts = self.dialogue.drafts.saturating_add(1);
        self.dialogue.draft = Some(Draft { no: self.dialogue.drafts, ..Draft::default() });
        let lead = kept.map(|kept| {
            self.take_in(kept);
            words::lead_kept(self.lang)
        });
        self.advance(lead);
    }

    /// Takes what was sent outside a question into the draft.
    pub fn take_in(&mut self, kept: Kept) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        for said in kept.material.said {
            draft.material.say(said.message, &said.words);
        }
        draft.left_out = draft.left_out.saturating_add(kept.material.left_out);
        for photo in kept.material.photos {
            if draft.material.photos.len() < MOST_PHOTOS {
                draft.material.photos.push(photo);
            } else {
                draft.left_out += 1;
            }
        }
        if draft.place.is_none() {
            draft.place = kept.place;
            draft.place_message = kept.place_message;
        }
    }

    /// Asks the first question that has no answer; without one, shows the summary.
    pub fn advance(&mut self, lead: Option<String>) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        draft.changing = false;
        draft.step = draft.missing();
        self.ask(lead);
    }

    /// Asks the draft's present question, after a line about what was understood (HTML).
    pub fn ask(&mut self, lead: Option<String>) {
        let (directory, lang) = (self.directory(), self.lang);
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        let left_out = std::mem::take(&mut draft.left_out);
        let mut lead = lead;
        if left_out > 0 {
            lead = Some(words::led(lead, &words::lead_left_out(lang, left_out)));
        }
        draft.settling = false;
        draft.photos_line = None;
        draft.summary = None;
        let (no, photos) = (draft.no, draft.material.photos.len());
        let (step, changing) = (draft.step, draft.changing);
        let message = match step {
            Step::Kind => words::ask_kind(directory, lang, no, 0, changing),
            Step::Place => words::ask_place(lang, changing),
            Step::Described => words::ask_described(lang, changing),
            Step::Words => words::ask_words(lang, no, changing),
            Step::Photos => words::ask_photos(lang, no, photos, changing),
            Step::Summary => self.summary(),
        };
        self.put(step, lead, message);
    }

    fn put(&mut self, step: Step, mut lead: Option<String>, mut message: Message) {
        let inline = matches!(message.keyboard, Keyboard::Inline(_));
        if self.dialogue.keys_shown && inline {
            // Buttons and the removal of keys do not go into one message.
            let line = lead.take().unwrap_or_else(|| words::lead_thanks(self.lang));
            self.say(crate::text::format::said(line));
        }
        message.html = words::led(lead, &message.html);
        let keys = matches!(message.keyboard, Keyboard::Keys(_));
        if self.dialogue.keys_shown && message.keyboard.is_none() {
            message.keyboard = Keyboard::RemoveKeys;
        }
        self.dialogue.keys_shown = keys;
        let row = self.turn.say(message);
        if let Some(draft) = &mut self.dialogue.draft
            && step == Step::Summary
        {
            draft.summary = Some(row);
        }
    }

    /// A message in the middle of a draft.
    pub fn draft_message(&mut self, message: MessageId, body: &Body) {
        match body {
            Body::Text(text) => self.draft_text(message, text),
            Body::Photo { file, caption, .. } => {
                self.draft_photo(message, file, caption.as_deref());
            }
            Body::Location(_) | Body::Venue { .. } => {
                if let Some(place) = body.place() {
                    self.draft_position(message, place);
                }
            }
            Body::Command { .. } | Body::Unusable { .. } => {}
        }
    }

    fn draft_text(&mut self, message: MessageId, text: &str) {
        match (self.left_for_long().map(|draft| draft.no), Typed::read(text)) {
            // None of these answers what was asked then: whether to go on is the question.
            (Some(no), Some(Typed::No | Typed::New | Typed::Mine | Typed::Help)) => {
                return self.say(words::unfinished(self.lang, no));
            }
            (None, _) | (_, None | Some(Typed::Yes | Typed::Cancel)) => {}
            (Some(_), Some(_)) => self.draft_goes_on(),
        }
        let Some(draft) = &self.dialogue.draft else {
            return;
        };
        let has_photos = !draft.material.photos.is_empty();
        match (draft.step, Typed::read(text)) {
            (_, Some(Typed::Cancel)) => self.cancel_draft(),
            (_, Some(Typed::Back)) if draft.changing => self.unchanged(),
            // What was asked last is whether to go on.
            (_, Some(Typed::Yes)) if draft.reminded > 0 || draft.doubted_at.is_some() => {
                self.go_on();
            }
            (Step::Kind, Some(Typed::SomethingElse)) => self.chosen(Chosen::SomethingElse),
            (Step::Kind, _) => self.kind_text(message, text),
            (Step::Place | Step::Described, Some(Typed::AddressUnknown)) => self.address_unknown(),
            (Step::Place, _) => self.placed(message, Place::typed(text.trim())),
            (Step::Described, _) => self.placed(message, Place::described(text.trim())),
            (Step::Photos, Some(Typed::NoPhoto)) => self.no_photo(),
            // A mere no leaves nothing out that was sent already.
            (Step::Photos, Some(Typed::Done | Typed::No | Typed::Send)) => self.photos_done(),
            (Step::Photos, Some(Typed::Yes)) if has_photos => self.photos_done(),
            (Step::Photos, Some(Typed::Yes)) => {
                self.ask(Some(words::lead_photos_here(self.lang)));
            }
            (Step::Summary, Some(Typed::Send | Typed::Yes)) => {
                self.ask(Some(words::lead_press_send(self.lang)));
            }
            (Step::Summary, Some(Typed::Change | Typed::No)) => {
                self.ask(Some(words::lead_press_change(self.lang)));
            }
            (Step::Words, _) => {
                if self.draft_words(message, text) {
                    self.advance(None);
                }
            }
            (Step::Photos | Step::Summary, _) => {
                if self.draft_words(message, text) {
                    self.ask(Some(words::lead_words_added(self.lang)));
                }
            }
        }
    }

    /// Puts words into the draft; false, and said, if there are too many.
    fn draft_words(&mut self, message: MessageId, text: &str) -> bool {
        let Some(draft) = &mut self.dialogue.draft else {
            return false;
        };
        if draft.step == Step::Words && draft.changing {
            draft.material.said.clear();
        }
        let taken = draft.material.say(message, text);
        if !taken {
            self.ask(Some(words::lead_too_long(self.lang)));
        }
        taken
    }

    /// Words where a kind was asked: one that they name, else the words of the report.
    fn kind_text(&mut self, message: MessageId, text: &str) {
        let (code, whole) = match named(self.directory(), text) {
            Named::Whole(code) => (Some(code), true),
            Named::Within(code) => (Some(code), false),
            Named::None => (None, false),
        };
        if !whole && !self.draft_words(message, text) {
            return;
        }
        match code {
            Some(code) => self.chosen(Chosen::Category(code)),
            None => self.ask(Some(words::lead_words_kept(self.lang))),
        }
    }

    fn chosen(&mut self, kind: Chosen) {
        let name = words::kind_name(self.directory(), self.lang, kind.code());
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        draft.kind = Some(kind);
        self.advance(Some(words::lead_kind(self.lang, &name)));
    }

    /// That a kind is not in use any more, before the question for another one.
    fn lead_retired(&self, code: &CategoryCode) -> String {
        let name = words::kind_name(self.directory(), self.lang, Some(code));
        words::lead_kind_retired(self.lang, &name)
    }

    /// The kind is not in use any more since it was chosen: it is asked for anew, and what else was said stays. Whether
    /// it is so.
    pub fn kind_retired(&mut self) -> bool {
        let chosen = self.dialogue.draft.as_ref().and_then(|draft| draft.kind.as_ref());
        let code = chosen.and_then(Chosen::code).cloned();
        let Some(code) = code.filter(|code| self.directory().retired_category(code).is_some())
        else {
            return false;
        };
        if let Some(draft) = &mut self.dialogue.draft {
            draft.kind = None;
        }
        self.advance(Some(self.lead_retired(&code)));
        true
    }

    /// *Cancel*: an answer that is being changed stays as it was, else the draft is thrown away.
    pub fn cancel_draft(&mut self) {
        if self.dialogue.draft.as_ref().is_some_and(|draft| draft.changing) {
            self.unchanged();
        } else {
            self.throw_away();
        }
    }

    /// *Back* from an answer that was to be changed: it stays as it was.
    fn unchanged(&mut self) {
        let asked = self.dialogue.draft.as_ref().map(|draft| draft.step);
        // Photos that came meanwhile are among the others: the summary says how many there are.
        let stays = asked.is_some_and(|step| step != Step::Photos);
        self.advance(stays.then(|| words::lead_unchanged(self.lang)));
    }

    /// Throws the draft away, as asked.
    fn throw_away(&mut self) {
        if self.dialogue.draft.take().is_none() {
            return;
        }
        if self.dialogue.keys_shown {
            // Buttons and the removal of keys do not go into one message.
            self.say(words::thrown_away(self.lang));
        } else {
            let message = words::menu(self.lang, words::thrown_away(self.lang).html);
            self.say(message);
        }
    }

    /// A button of a draft.
    pub fn draft_press(
        &mut self,
        callback: &str,
        no: DraftNo,
        press: &Press,
        message: Option<MessageId>,
    ) -> Look {
        let lang = self.lang;
        let Some(draft) = self.dialogue.draft.as_ref().filter(|draft| draft.no == no) else {
            let sent = self.dialogue.sent == Some(no);
            self.notice(callback, words::no_such_draft(lang, sent));
            return Ok(());
        };
        let (step, changing) = (draft.step, draft.changing);
        let answers = match press {
            Press::DraftCategory(..) | Press::DraftNoCategory(_) => step == Step::Kind,
            Press::DraftPhotosDone(_) | Press::DraftNoPhoto(_) => step == Step::Photos,
            Press::DraftChange(_) | Press::DraftBack(_) | Press::DraftChangePart(..) => {
                changing || step == Step::Summary
            }
            _ => false,
        };
        if answers {
            self.draft_goes_on();
        }
        match press {
            Press::DraftCategory(_, code) if step == Step::Kind => {
                match self.directory().category(code).map(|category| category.retired) {
                    Some(false) => self.chosen(Chosen::Category(code.clone())),
                    Some(true) => self.ask(Some(self.lead_retired(code))),
                    None => {
                        self.notice(callback, words::old_button(lang));
                        self.ask(None);
                    }
                }
            }
            Press::DraftNoCategory(_) if step == Step::Kind => self.chosen(Chosen::SomethingElse),
            Press::DraftCategories(_, page) if step == Step::Kind => {
                let shown = words::ask_kind(self.directory(), lang, no, *page, changing);
                match message {
                    Some(id) => {
                        self.turn.edit(Target::Message(id), shown);
                    }
                    None => self.say(shown),
                }
            }
            Press::DraftPhotosDone(_) if step == Step::Photos => self.photos_done(),
            Press::DraftNoPhoto(_) if step == Step::Photos => self.no_photo(),
            Press::DraftSend(_) if step == Step::Summary => return self.send(message),
            Press::DraftChange(_) if step == Step::Summary => self.offer_changes(message),
            Press::DraftBack(_) if step == Step::Summary => self.back_from_changes(message),
            Press::DraftBack(_) if changing => self.unchanged(),
            Press::DraftChangePart(_, part) if changing || step == Step::Summary => {
                self.change(*part);
            }
            Press::DraftCancel(_) => self.cancel_draft(),
            Press::DraftGoOn(_) => {
                self.dialogue.writing = None;
                self.go_on();
            }
            Press::DraftAnew(_) => {
                if !self.is_refused() {
                    let kept = self.kept_beside_draft();
                    self.anew(kept);
                }
            }
            // The answer was given, or the question has moved on.
            Press::DraftSend(_)
            | Press::DraftChange(_)
            | Press::DraftBack(_)
            | Press::DraftChangePart(..) => {
                self.notice(callback, words::still_asking(lang));
                self.ask(None);
            }
            _ => self.notice(callback, words::answered_already(lang)),
        }
        Ok(())
    }

    fn change(&mut self, part: Part) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        draft.changing = true;
        draft.step = match part {
            Part::Category => Step::Kind,
            Part::Place => Step::Place,
            Part::Words => Step::Words,
            Part::Photos => Step::Photos,
        };
        self.ask(None);
    }

    /// The person has come back to the draft without changing it.
    fn go_on(&mut self) {
        if let Some(kept) = self.kept_beside_draft() {
            self.take_in(kept);
            self.advance(Some(words::lead_kept(self.lang)));
        } else {
            self.ask(None);
        }
        let now = self.scene.now;
        if let Some(draft) = &mut self.dialogue.draft {
            draft.touched = now;
            draft.doubted_at = None;
        }
    }

    /// A message of the draft, edited: nothing is said, but a summary that stands is brought up to date.
    pub fn draft_edited(&mut self, message: MessageId, body: &Body, new: &str) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        let typed = matches!(body, Body::Text(_)) && !new.trim().is_empty();
        let place = draft.place.as_mut().filter(|_| draft.place_message == Some(message));
        match place {
            Some(place) if typed => place.words = Some(new.trim().to_owned()),
            Some(_) => {}
            None if draft.material.edit(message, new) => {}
            None => return,
        }
        self.refresh_summary();
    }
}
