//! People of the town: they look at their chat in office hours, and press what is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rispondo::domain::press::Press;
use rispondo::domain::promise::Calendar;

use crate::chance::Chance;
use crate::habits::{self, Matter, Role, Stage};
use crate::phrases;
use crate::updates::{Doing, Who};
use crate::world::{Said, Sight};

/// Messages with buttons that somebody looks through, from the newest on.
const LOOKED_THROUGH: usize = 90;
/// Presses in a row before they turn to something else.
const CHAIN: u32 = 9;

/// What people of one chat know of its reports: who did what is seen on the cards.
#[derive(Debug, Default)]
pub struct Board {
    /// Until when nothing need be done about a report or a message, as long as it looks the same.
    rests: BTreeMap<Matter, (DateTime<Utc>, Stage)>,
}

/// Somebody of the town.
#[derive(Debug)]
pub struct Clerk {
    /// Who, and in which chat.
    pub who: Who,
    /// As what.
    pub role: Role,
    chance: Chance,
    away: Vec<(NaiveDate, NaiveDate)>,
    /// The names of the offices.
    offices: Arc<[String]>,
    seen: u64,
    chain: u32,
    /// Buttons that were there once.
    stale: Vec<(i32, String)>,
}

/// What they will do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Look at the chat anew.
    Look,
    /// See what came of the last press.
    Chain,
}

impl Clerk {
    /// Somebody with that role. They are on holiday twice a year for two weeks.
    pub fn new(
        seed: u64,
        who: Who,
        role: Role,
        years: (NaiveDate, u64),
        offices: Arc<[String]>,
    ) -> Self {
        let (from, days) = years;
        let mut chance = Chance::of(seed, &format!("clerk/{}/{}", who.user, who.chat));
        let halves = days.div_ceil(182).max(1);
        let away = (0..halves).map(|half| {
            let first =
                from + Days::new(half * 182 + u64::try_from(chance.below(168)).unwrap_or(0));
            (first, first + Days::new(14))
        });
        let away = away.collect();
        Self { who, role, chance, away, offices, seen: 0, chain: 0, stale: Vec::new() }
    }

    /// When they look at their chat first, or again after a pause.
    pub fn comes(&mut self, calendar: &Calendar, after: DateTime<Utc>) -> DateTime<Utc> {
        let pause = self.chance.about(self.role.pause());
        let mut then = calendar.next_opening(after + pause);
        while let Some((_, last)) =
            self.away.iter().find(|(first, last)| (*first..*last).contains(&calendar.day_of(then)))
        {
            then = calendar.next_opening(calendar.at(*last, calendar.opens));
        }
        if then > after + pause {
            then += self.chance.between(TimeDelta::zero(), TimeDelta::minutes(50));
        }
        then
    }

    /// Looks: what they do, and after how long they see what came of it.
    pub fn acts(
        &mut self,
        next: Next,
        board: &mut Board,
        sight: &Sight,
        now: DateTime<Utc>,
    ) -> (Option<Doing>, Option<TimeDelta>) {
        let doing = match next {
            Next::Look => {
                self.chain = CHAIN;
                self.begins(board, sight, now)
            }
            Next::Chain if self.chain == 0 => None,
            Next::Chain => {
                self.chain -= 1;
                self.goes_on(board, sight, now)
            }
        };
        self.seen = sight.stirred;
        let soon = doing
            .is_some()
            .then(|| self.chance.between(TimeDelta::seconds(6), TimeDelta::seconds(100)));
        (doing, soon)
    }

    fn begins(&mut self, board: &mut Board, sight: &Sight, now: DateTime<Utc>) -> Option<Doing> {
        if self.chance.is(0.02)
            && let Some((id, data)) = self.chance.one(&self.stale).cloned()
        {
            return Some(Doing::Press(id, data));
        }
        if self.chance.is(0.02)
            && let Some(command) = self.role.command(&mut self.chance)
        {
            return Some(Doing::Write(command.to_owned(), None));
        }
        let chat = sight.chats.get(&self.who.chat)?;
        let mut due: Vec<&Said> = Vec::new();
        for (id, matter, looks) in chat.pressable().take(LOOKED_THROUGH) {
            let known = board.rests.get(&matter).filter(|(_, looked)| *looked == looks);
            let rests = if let Some((rests, _)) = known {
                *rests
            } else {
                let rests = now + self.chance.about(TimeDelta::hours(2));
                board.rests.insert(matter, (rests, looks));
                rests
            };
            if rests <= now {
                due.extend(chat.said.get(&id));
            }
        }
        // Most often the oldest first.
        due.reverse();
        let first = if self.chance.is(0.7) { 0 } else { self.chance.below(due.len()) };
        for said in due.iter().skip(first) {
            if let Some(doing) = self.takes_up(board, said, now) {
                return Some(doing);
            }
        }
        None
    }

    /// Chooses among the buttons of a card or task that it is time for.
    fn takes_up(&mut self, board: &mut Board, said: &Said, now: DateTime<Utc>) -> Option<Doing> {
        let presses: Vec<(&str, &Press)> = said.presses().collect();
        let stage = self.stage(said);
        let mut weights: Vec<f64> =
            presses.iter().map(|(_, press)| habits::weight(self.role, press, stage)).collect();
        weights.push(habits::nothing(stage));
        let chosen = self.chance.weighed(weights.iter().copied());
        let chosen = chosen.and_then(|at| presses.get(at));
        let Some((data, press)) = chosen else {
            // Nothing to do here for now.
            let rest = self.chance.about(TimeDelta::days(3));
            board.rests.insert(Matter::of(said), (now + rest, self.stage(said)));
            return None;
        };
        Some(self.presses(board, said, data, press, now))
    }

    fn goes_on(&mut self, board: &mut Board, sight: &Sight, now: DateTime<Utc>) -> Option<Doing> {
        let fresh = sight.since(self.who.chat, self.seen);
        let mut options: Vec<(&Said, &str, &Press)> = Vec::new();
        for said in fresh.iter().copied().rev().take(6) {
            options.extend(said.presses().map(|(data, press)| (said, data, press)));
        }
        let mut weights: Vec<f64> = options
            .iter()
            .enumerate()
            .map(|(at, (.., press))| habits::weight_next(press, at == 0))
            .collect();
        let asks = fresh.iter().rev().find(|said| said.asks);
        let writes = |weight: f64| if asks.is_some() { weight } else { 0.0 };
        // In reply; without replying; with a photo; and left as it is.
        weights.extend([writes(3.0), writes(0.12), writes(0.3), 0.15]);
        let at = self.chance.weighed(weights.iter().copied())?;
        if let Some((said, data, press)) = options.get(at) {
            return Some(self.presses(board, said, data, press, now));
        }
        let asked = asks?;
        let words = phrases::staff(&mut self.chance, &asked.text);
        let asks = asked.id;
        match at - options.len() {
            0 => Some(Doing::Write(words, Some(asks))),
            1 => Some(Doing::Write(words, None)),
            2 => Some(Doing::Photo(words, Some(asks))),
            _ => None,
        }
    }

    fn stage(&self, said: &Said) -> Stage {
        Stage::of(said, &self.offices)
    }

    fn presses(
        &mut self,
        board: &mut Board,
        said: &Said,
        data: &str,
        press: &Press,
        now: DateTime<Utc>,
    ) -> Doing {
        if self.stale.len() < 60 {
            self.stale.push((said.id, data.to_owned()));
        } else {
            let at = self.chance.below(60);
            if let Some(one) = self.stale.get_mut(at) {
                *one = (said.id, data.to_owned());
            }
        }
        let mut rest = self.chance.about(habits::rests(press));
        // Some things are forgotten for weeks.
        if self.chance.is(0.04) {
            rest += TimeDelta::days(25);
        }
        board.rests.insert(Matter::of(said), (now + rest, self.stage(said)));
        Doing::Press(said.id, data.to_owned())
    }
}
