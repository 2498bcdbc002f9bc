//! One turn of a conversation with a citizen, while it is being made.

use chrono::TimeDelta;

use super::dialogue::{Dialogue, Step};
use crate::conversation::{Reply, Scene, Turn};
use crate::domain::directory::Directory;
use crate::domain::ids::ReportId;
use crate::domain::inbound::Content;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Keyboard, Message, Notice};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::step::{Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text;

/// Photos have settled when no other came for so long, milliseconds.
const SETTLED_MS: i64 = 700;
/// What was begun is called to mind when it was left for so long, minutes.
pub(super) const LEFT_MINUTES: i64 = 60;
/// So often, at most.
pub(super) const REMINDERS: u8 = 2;

/// Done, or what to look at first.
pub(super) type Look<T = ()> = Result<T, Box<Keys>>;

/// A turn being made: the dialogue is changed in place, what is said goes into the turn.
pub(super) struct Talk<'a> {
    pub scene: Scene<'a>,
    pub lang: Lang,
    pub dialogue: Dialogue,
    pub turn: Turn,
    loaded: Dialogue,
}

impl<'a> Talk<'a> {
    /// Begins a turn with the dialogue as it is stored.
    pub fn open(scene: &Scene<'a>, fresh: Fresh) -> Self {
        let stored = scene.person.telegram.and_then(|user| scene.facts.dialogue(scene.chat, user));
        let loaded = Dialogue::read(stored, scene.now);
        let mut dialogue = loaded.clone();
        if let Some(writing) = &mut dialogue.writing {
            // What an earlier version began waits from now on.
            writing.asked_at.get_or_insert(scene.now);
        }
        Self {
            scene: *scene,
            lang: scene.person.lang,
            turn: Turn::new(scene, fresh),
            loaded,
            dialogue,
        }
    }

    /// Ends a turn that a person caused: a draft that it changed was touched now.
    pub fn close(mut self, looked: Look) -> Reply {
        if let Err(keys) = looked {
            return Reply::Need(keys);
        }
        let was = self.loaded.draft.as_ref();
        if let Some(draft) = self.dialogue.draft.as_mut().filter(|draft| was != Some(draft)) {
            draft.touched = self.scene.now;
            draft.reminded = 0;
        }
        self.set_reminder();
        self.finish()
    }

    /// What is left now will be called to mind, unless somebody goes on with it.
    fn set_reminder(&mut self) {
        let timer = Timer::Draft(self.scene.chat);
        let reminded = |dialogue: &Dialogue| dialogue.left().map(|(_, reminded)| reminded);
        match (reminded(&self.loaded), reminded(&self.dialogue)) {
            (Some(_), None) => self.turn.timers.push((timer, None)),
            // One that is set already finds out by itself what was touched since. Of what came now it may not be:
            // an earlier version may have let it ring, and have kept nothing of that.
            (None, None) => {}
            (Some(0), Some(_)) if !self.has_kept() => {}
            (before, after) if before == after && !self.has_kept() => {}
            (_, Some(after)) if after < REMINDERS => {
                let due = self.scene.now + TimeDelta::minutes(LEFT_MINUTES);
                self.turn.timers.push((timer, Some(due)));
            }
            _ => {}
        }
    }

    /// Whether something was kept now that waits to be called to mind.
    fn has_kept(&self) -> bool {
        let kept = self.dialogue.kept.as_ref().filter(|_| self.dialogue.draft.is_none());
        kept != self.loaded.kept.as_ref()
            && kept
                .is_some_and(|kept| kept.waits && kept.reminded == 0 && kept.at == self.scene.now)
    }

    /// Ends a turn that the clock caused.
    pub fn finish(mut self) -> Reply {
        if self.dialogue != self.loaded {
            self.turn.keep(&self.scene, None, &self.dialogue);
        }
        self.turn.into()
    }

    /// The town.
    pub fn directory(&self) -> &'a Directory {
        self.scene.directory()
    }

    /// Says something, and takes keys that nobody needs any more away. A message that has buttons
    /// cannot do that.
    pub fn say(&mut self, mut message: Message) {
        let draft = self.dialogue.draft.as_ref();
        let needed = draft.is_some_and(|draft| draft.step == Step::Place);
        if self.dialogue.keys_shown && !needed && message.keyboard.is_none() {
            message.keyboard = Keyboard::RemoveKeys;
            self.dialogue.keys_shown = false;
        }
        self.turn.say(message);
    }

    /// Ends a press with words for that person alone.
    pub fn notice(&mut self, callback: &str, words: impl AsRef<str>) {
        let words = text::format::clip(words.as_ref(), text::format::LONGEST_NOTICE).into_owned();
        self.turn.notice(callback, words);
    }

    /// Ends the press if nothing has ended it yet.
    pub fn end_press(&mut self, content: &Content) {
        let Content::Press { callback, .. } = content else {
            return;
        };
        let ended = |notice: &Notice| matches!(notice, Notice::AnswerPress { callback: one, .. } if one == callback);
        if !self.turn.notices.iter().any(ended) {
            self.turn.hush(callback);
        }
    }

    /// Wakes this conversation when photos have settled.
    pub fn settle(&mut self) {
        let due = self.scene.now + TimeDelta::milliseconds(SETTLED_MS);
        self.turn.timers.push((Timer::Photos(self.scene.chat), Some(due)));
    }

    /// A report of this person's among the facts. Somebody else's is as unknown as none.
    pub fn own(&self, id: ReportId) -> Option<&'a Report> {
        self.scene.facts.report(id).filter(|report| report.citizen == self.scene.person.id)
    }

    /// The same, looked for first.
    pub fn find_own(&self, id: ReportId) -> Look<Option<&'a Report>> {
        if self.scene.facts.report(id).is_none() {
            return Err(Box::new(Keys::report(id)));
        }
        Ok(self.own(id))
    }

    /// Whether no new report is taken from this person.
    pub fn is_blocked(&self) -> bool {
        self.scene.person.blocked_at.is_some()
    }

    /// The same; they are told so once a day.
    pub fn is_refused(&mut self) -> bool {
        let person = self.scene.person;
        if !self.is_blocked() {
            return false;
        }
        let today = self.directory().calendar.day_of(self.scene.now);
        if person.blocked_told_on != Some(today) {
            self.say(text::citizen::blocked(self.directory(), self.lang, self.scene.now));
            self.turn.person = Some(Person { blocked_told_on: Some(today), ..person.clone() });
        }
        true
    }
}
