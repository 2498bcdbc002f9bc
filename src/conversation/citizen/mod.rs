//! The conversation with a citizen in their private chat.
//!
//! It asks one thing at a time, and takes what comes at the wrong moment where it makes sense. Whatever
//! a person sends is answered: by words, by the answer to a press, or by what their deed causes.

mod dialogue;
mod draft;
mod kept;
mod mine;
mod photos;
mod place;
mod summary;
mod talk;
#[cfg(test)]
mod tests;
mod timers;
mod writing;

pub use kept::{Brought, take_kept};
pub use timers::timer;

use super::{Reply, Scene};
use crate::domain::directory::Directory;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Body, Content, Inbound, MessageRef, Unusable};
use crate::domain::lang::Lang;
use crate::domain::outgoing::Notice;
use crate::domain::people::Person;
use crate::domain::press::Press;
use crate::domain::step::{Fresh, Keys};
use crate::text::citizen as words;
use dialogue::Writing;
use talk::{Look, Talk};

/// What to look at first, beside the person, the dialogue and the message replied to or edited.
pub fn keys(inbound: &Inbound, _directory: &Directory) -> Keys {
    let mut keys = Keys::default();
    let mut of_theirs = false;
    match &inbound.content {
        Content::Message { body: Body::Command { name, .. }, .. } => of_theirs = name == "mine",
        Content::Press { data, .. } => match Press::decode(data) {
            Some(Press::Mine | Press::Language(_)) => of_theirs = true,
            Some(Press::DraftSend(_)) => keys.may_file = true,
            Some(Press::MyReport(report)) => {
                keys.reports.push(report);
                keys.histories.push(report);
            }
            Some(
                Press::AddMore(report)
                | Press::AddDone(report)
                | Press::AddKept(report)
                | Press::Withdraw(report)
                | Press::WithdrawYes(report)
                | Press::WithdrawNo(report)
                | Press::AnswerQuestion(report, _)
                | Press::Solved(report)
                | Press::StillThere(report)
                | Press::StopWriting(report),
            ) => keys.reports.push(report),
            _ => {}
        },
        _ => {}
    }
    if of_theirs {
        keys.reports_of = inbound.from.as_ref().map(|from| from.id);
    }
    keys
}

/// Answers whatever comes in a private chat. Pure.
pub fn turn(scene: &Scene<'_>, inbound: &Inbound, fresh: Fresh) -> Reply {
    let mut talk = Talk::open(scene, fresh);
    let looked = match &inbound.content {
        Content::Message { message, body } => talk.message(message, body),
        Content::Edited { message, body } => talk.edited(message.id, body),
        Content::Press { callback, data, message } => talk.press(callback, data, *message),
        Content::Membership { .. } | Content::MigratedTo(_) | Content::Nothing => Ok(()),
    };
    talk.end_press(&inbound.content);
    talk.close(looked)
}

impl Talk<'_> {
    fn message(&mut self, message: &MessageRef, body: &Body) -> Look {
        if let Body::Unusable { kind, caption } = body {
            self.say(words::cannot(*kind, self.directory(), self.lang, self.scene.now));
            // The words below it are heard like others.
            return match caption {
                Some(words) => self.message(message, &Body::Text(words.clone())),
                None => Ok(()),
            };
        }
        match body {
            Body::Command { name, .. } => {
                return self.command(name);
            }
            Body::Text(text) if text.trim().is_empty() => {
                let other = Unusable::Other;
                self.say(words::cannot(other, self.directory(), self.lang, self.scene.now));
                return Ok(());
            }
            Body::Text(text) if self.is_stop(message, text) => {
                self.cancel();
                return Ok(());
            }
            _ => {}
        }
        if let Some((report, answer)) = self.addressee(message, body)? {
            self.give(report, answer, message.id, body);
        } else if self.is_beside_draft(body) {
            self.keep_beside_draft(message.id, body);
        } else if self.dialogue.draft.is_some() {
            self.draft_message(message.id, body);
        } else {
            self.keep(message.id, body)?;
        }
        Ok(())
    }

    fn command(&mut self, name: &str) -> Look {
        let (directory, lang, now) = (self.directory(), self.lang, self.scene.now);
        match name {
            "start" => match &self.dialogue.draft {
                Some(draft) if !draft.is_empty() => self.say(words::unfinished(lang, draft.no)),
                _ => self.say(words::greeting(directory, lang)),
            },
            "new" => self.begin(),
            "mine" => return self.list_mine(),
            "help" => self.say(words::help(directory, lang, now)),
            "cancel" => self.cancel(),
            "language" => self.say(words::choose_language(directory, lang)),
            "privacy" => self.say(words::privacy(directory, lang)),
            _ => self.say(words::unknown_command(directory, lang, now)),
        }
        Ok(())
    }

    /// *Cancel* typed where an addition was asked for.
    fn is_stop(&self, message: &MessageRef, text: &str) -> bool {
        let writing = self.dialogue.writing.as_ref();
        message.reply_to.is_none()
            && writing.is_some_and(Writing::waits)
            && words::Typed::read(text) == Some(words::Typed::Cancel)
    }

    /// /cancel ends what was begun last: an addition, else the draft or a change of it, else what was
    /// kept.
    fn cancel(&mut self) {
        let lang = self.lang;
        if let Some(writing) = self.dialogue.writing.take().filter(Writing::waits) {
            self.dialogue.pending.retain(|one| one.report != writing.report);
            self.say(words::writing_stopped(lang, writing.report));
            self.ask(None);
        } else if self.dialogue.draft.is_some() {
            self.cancel_draft();
        } else if self.dialogue.kept.take().is_some() {
            self.say(words::kept_dropped(lang));
        } else {
            self.say(words::nothing_to_cancel(lang));
        }
    }

    fn press(&mut self, callback: &str, data: &str, message: Option<MessageId>) -> Look {
        let (directory, lang, now) = (self.directory(), self.lang, self.scene.now);
        let Some(press) = Press::decode(data) else {
            self.notice(callback, words::old_button(lang));
            return Ok(());
        };
        match press {
            Press::New => self.begin(),
            Press::Mine => return self.list_mine(),
            Press::Help => self.say(words::help(directory, lang, now)),
            Press::Language(lang) => return self.choose_language(callback, lang),
            Press::DraftCategory(no, _)
            | Press::DraftNoCategory(no)
            | Press::DraftCategories(no, _)
            | Press::DraftPhotosDone(no)
            | Press::DraftNoPhoto(no)
            | Press::DraftSend(no)
            | Press::DraftChange(no)
            | Press::DraftChangePart(no, _)
            | Press::DraftCancel(no)
            | Press::DraftGoOn(no)
            | Press::DraftBack(no)
            | Press::DraftAnew(no) => return self.draft_press(callback, no, &press, message),
            Press::MyReport(id) => match self.own(id) {
                Some(report) => return self.show_mine(report),
                None => self.notice(callback, words::unknown_report(lang)),
            },
            Press::AddMore(id)
            | Press::AddDone(id)
            | Press::AddKept(id)
            | Press::Withdraw(id)
            | Press::WithdrawYes(id)
            | Press::WithdrawNo(id)
            | Press::AnswerQuestion(id, _)
            | Press::Solved(id)
            | Press::StillThere(id)
            | Press::StopWriting(id) => match self.own(id) {
                Some(report) => return self.report_press(callback, report, &press, message),
                None => self.notice(callback, words::unknown_report(lang)),
            },
            Press::KeptAsNew => self.kept_as_new(callback),
            Press::KeptDrop => self.drop_kept(callback, message),
            Press::Idle => {}
            _ => self.notice(callback, words::old_button(lang)),
        }
        Ok(())
    }

    fn choose_language(&mut self, callback: &str, lang: Lang) -> Look {
        if self.directory().spoken().all(|spoken| spoken != lang) {
            self.notice(callback, words::old_button(self.lang));
            return Ok(());
        }
        self.look_at_mains()?;
        let in_another = self.open_ones().any(|report| report.lang != lang);
        self.lang = lang;
        let person = self.scene.person.clone();
        self.turn.person = Some(Person { lang, lang_chosen: true, ..person });
        let chat = self.scene.chat;
        self.turn.notices.push(if self.scene.capacities.is_empty() {
            Notice::Commands { chat, lang }
        } else {
            let commands = crate::text::service::private_commands(lang, self.scene.capacities);
            Notice::Menu { chat, commands }
        });
        if self.dialogue.draft.is_some() {
            self.ask(Some(words::language_chosen(lang, in_another)));
        } else {
            self.say(words::menu(lang, words::language_chosen(lang, in_another)));
        }
        Ok(())
    }

    /// A message edited: the answer, addition or report that it is part of changes with it.
    fn edited(&mut self, message: MessageId, body: &Body) -> Look {
        if let Body::Unusable { caption: Some(words), .. } = body {
            return self.edited(message, &Body::Text(words.clone()));
        }
        let new = match body {
            Body::Text(text) => text.as_str(),
            Body::Photo { caption, .. } => caption.as_deref().unwrap_or_default(),
            _ => return Ok(()),
        };
        let known = self.scene.facts.message(self.scene.chat, message);
        if let Some(id) = known.and_then(|known| known.report) {
            if let Some(report) = self.find_own(id)? {
                self.edit_report(report.id, message, new);
            }
            return Ok(());
        }
        let pending = self.dialogue.pending.iter_mut().map(|one| &mut one.material);
        let kept = self.dialogue.kept.iter_mut().map(|kept| &mut kept.material);
        let waiting = pending.chain(kept).any(|material| material.edit(message, new));
        if !waiting {
            self.draft_edited(message, body, new);
        }
        Ok(())
    }
}
