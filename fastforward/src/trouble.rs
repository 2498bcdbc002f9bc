//! What goes wrong now and then, the same each time for a seed: calls that fail by themselves, and
//! hours in which a channel is away.

use chrono::{DateTime, Timelike as _, Utc};

use crate::chance::Chance;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// No connection.
    Away,
    /// Bot API 429; seconds to wait.
    Flood(u64),
    /// Bot API 500.
    Broken,
    /// It acted, but the answer is lost.
    Unheard,
    /// It did not act, and no answer came.
    Lost,
    /// A gateway's page instead of an answer; it did not act.
    Gateway,
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub struct Trouble {
    seed: u64,
    /// Of a thousand calls, how many fail by themselves.
    per_mille: f64,
}

impl Trouble {
    /// Of a seed. With `per_mille` 0 nothing goes wrong.
    pub fn new(seed: u64, per_mille: f64) -> Self {
        Self { seed, per_mille }
    }

    /// What happens to the `nth` call about something.
    pub fn of_call(
        &self,
        channel: &str,
        about: &str,
        nth: u64,
        now: DateTime<Utc>,
    ) -> Option<Mishap> {
        if self.is_away(channel, now) {
            return Some(Mishap::Away);
        }
        let mut chance = Chance::of(self.seed, &format!("{channel}/{about}/{nth}"));
        if !chance.is(self.per_mille / 1_000.0) {
            return None;
        }
        let kinds = [
            Mishap::Flood(3),
            Mishap::Flood(30),
            Mishap::Broken,
            Mishap::Broken,
            Mishap::Unheard,
            Mishap::Lost,
            Mishap::Gateway,
        ];
        chance.one(&kinds).copied()
    }

    /// Two days in a hundred have an hour or three in which the channel is away.
    fn is_away(&self, channel: &str, now: DateTime<Utc>) -> bool {
        if self.per_mille <= 0.0 {
            return false;
        }
        let day = now.date_naive();
        let mut chance = Chance::of(self.seed, &format!("{channel}/away/{day}"));
        if !chance.is(0.02) {
            return false;
        }
        let from = chance.below(21);
        let until = from + 1 + chance.below(3);
        (from..until).contains(&usize::try_from(now.hour()).unwrap_or(0))
    }
}
