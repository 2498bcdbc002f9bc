//! What comes due by itself in a conversation with a citizen.

use chrono::{Days, TimeDelta};

use super::talk::{DRAFT_LEFT_MINUTES, Look, Talk};
use crate::conversation::{Reply, Scene};
use crate::domain::step::{Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text::citizen as words;

/// A draft that was left is called to mind, or photos have settled. Pure.
pub fn timer(scene: &Scene<'_>, timer: Timer, fresh: Fresh) -> Reply {
    let mut talk = Talk::open(scene, fresh);
    match timer {
        Timer::Draft(_) => talk.draft_left(),
        Timer::Photos(_) => {
            if let Err(keys) = talk.settled() {
                return Reply::Need(keys);
            }
        }
        _ => {}
    }
    talk.finish()
}

impl Talk<'_> {
    /// After an hour, and once more the next morning. Then never: the draft just waits.
    fn draft_left(&mut self) {
        let (lang, now, chat) = (self.lang, self.scene.now, self.scene.chat);
        let calendar = &self.directory().calendar;
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        let timer = Timer::Draft(chat);
        // Whoever has begun something else since then is not interrupted.
        let writing = &mut self.dialogue.writing;
        let begun = writing.as_ref().filter(|one| one.waits()).map(|one| one.asked_at);
        let touched = begun.map_or(draft.touched, |begun| draft.touched.max(begun));
        let due = touched + TimeDelta::minutes(DRAFT_LEFT_MINUTES);
        if due > now {
            self.turn.timers.push((timer, Some(due)));
            return;
        }
        if draft.reminded >= 2 {
            return;
        }
        // What they write next is about the draft.
        writing.take_if(|one| one.waits());
        draft.reminded += 1;
        if draft.reminded == 1 {
            let tomorrow = calendar.day_of(now) + Days::new(1);
            let morning = calendar.at(tomorrow, calendar.reminder);
            self.turn.timers.push((timer, Some(morning)));
        }
        let message = words::draft_left(lang, draft.no, draft.reminded > 1);
        self.turn.say(message);
    }

    /// Nothing more has come for a moment: it is said once what there is.
    fn settled(&mut self) -> Look {
        let waiting: Vec<_> = self.dialogue.pending.iter().map(|one| one.report).collect();
        let unknown: Vec<_> =
            waiting.iter().copied().filter(|id| self.scene.facts.report(*id).is_none()).collect();
        if !unknown.is_empty() {
            return Err(Box::new(Keys { reports: unknown, ..Keys::default() }));
        }
        for id in waiting {
            if let Some(report) = self.own(id) {
                self.flush(report);
            }
        }
        self.draft_settled();
        if self.dialogue.kept.as_ref().is_some_and(|kept| kept.settling) {
            self.offer();
        }
        Ok(())
    }
}
