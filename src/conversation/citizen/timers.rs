//! What comes due by itself in a conversation with a citizen.

use chrono::{Days, TimeDelta};

use super::talk::{LEFT_MINUTES, Look, REMINDERS, Talk};
use crate::conversation::{Reply, Scene};
use crate::domain::step::{Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text::citizen as words;

/// What was left is called to mind, or photos have settled. Pure.
pub fn timer(scene: &Scene<'_>, timer: Timer, fresh: Fresh) -> Reply {
    let mut talk = Talk::open(scene, fresh);
    let looked = match timer {
        Timer::Draft(_) => talk.left(),
        Timer::Photos(_) => talk.settled(),
        _ => Ok(()),
    };
    match looked {
        Ok(()) => talk.finish(),
        Err(keys) => Reply::Need(keys),
    }
}

impl Talk<'_> {
    /// After an hour, and once more the next morning. Then never: what was left just waits.
    fn left(&mut self) -> Look {
        let (now, timer) = (self.scene.now, Timer::Draft(self.scene.chat));
        let Some((since, reminded)) = self.dialogue.left() else {
            return Ok(());
        };
        // Whoever has begun something else since then is not interrupted.
        let begun = self.dialogue.writing.as_ref().filter(|one| one.waits());
        let since = begun.and_then(|begun| begun.asked_at).map_or(since, |begun| since.max(begun));
        let due = since + TimeDelta::minutes(LEFT_MINUTES);
        if due > now {
            self.turn.timers.push((timer, Some(due)));
            return Ok(());
        }
        if reminded >= REMINDERS {
            return Ok(());
        }
        if !self.call_to_mind(reminded + 1)? {
            return Ok(());
        }
        // What they write next is about this.
        self.dialogue.writing.take_if(|one| one.waits());
        if reminded == 0 {
            let calendar = &self.directory().calendar;
            let tomorrow = calendar.day_of(now) + Days::new(1);
            let morning = calendar.at(tomorrow, calendar.reminder);
            self.turn.timers.push((timer, Some(morning)));
        }
        Ok(())
    }

    /// Says what is not sent yet; false where nothing can be made of it any more.
    fn call_to_mind(&mut self, time: u8) -> Look<bool> {
        if let Some(draft) = &mut self.dialogue.draft {
            draft.reminded = time;
            let message = words::draft_left(self.lang, draft.no, time > 1);
            self.turn.say(message);
            return Ok(true);
        }
        self.look_for_offer()?;
        let (mut open, in_hand) = self.offered_to();
        open.extend(self.closed_lately());
        let useless = open.is_empty() && in_hand.is_empty() && self.is_blocked();
        let Some(kept) = &mut self.dialogue.kept else {
            return Ok(false);
        };
        if useless {
            // No timer is set for it any more: what comes later sets one.
            kept.waits = false;
            return Ok(false);
        }
        kept.open = open;
        kept.in_hand = in_hand;
        kept.reminded = time;
        self.offer();
        Ok(true)
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
