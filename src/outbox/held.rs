//! What is in flight by the database and may not go yet: the claim could not know how heavy it is, or how many went
//! before it.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

/// Parcels that wait for the pace, in their order.
#[derive(Debug)]
pub(super) struct Held<T> {
    parcels: VecDeque<T>,
    /// None of them may go before; none where nothing is held.
    wait: Option<Wait>,
}

/// Until when, and when that was found.
#[derive(Debug, Clone, Copy)]
struct Wait {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self { parcels: VecDeque::new(), wait: None }
    }
}

impl<T> Held<T> {
    /// One more, which may not go before `ready`.
    pub fn hold(&mut self, parcel: T, ready: DateTime<Utc>, now: DateTime<Utc>) {
        let until = self.wait.map_or(ready, |wait| wait.until.min(ready));
        self.wait = Some(Wait { since: now, until });
        self.parcels.push_back(parcel);
    }

    /// Before then nothing need be looked at again; none where nothing is held.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.wait.map(|wait| wait.until)
    }

    /// All of them, once one of them may go. A clock that was set back keeps nobody waiting.
    pub fn due(&mut self, now: DateTime<Utc>) -> VecDeque<T> {
        match self.wait {
            Some(wait) if now >= wait.until || now < wait.since => self.all(),
            _ => VecDeque::new(),
        }
    }

    /// All of them: nothing is held any more.
    pub fn all(&mut self) -> VecDeque<T> {
        self.wait = None;
        std::mem::take(&mut self.parcels)
    }

    /// To look at.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.parcels.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn what_is_held_comes_in_its_order_once_the_first_may_go() {
        let (mut held, now) = (Held::default(), "2026-11-24T09:00:00Z".parse().unwrap());
        let second = TimeDelta::seconds(1);
        assert!(held.due(now).is_empty());
        held.hold("an album", now + second * 60, now);
        held.hold("an answer", now + second, now);
        assert_eq!(held.until(), Some(now + second));
        assert!(held.due(now).is_empty());
        assert_eq!(held.due(now + second), ["an album", "an answer"]);
        assert_eq!(held.until(), None);
        // The clock was set back.
        held.hold("an album", now + second * 60, now);
        assert_eq!(held.due(now - second), ["an album"]);
    }
}
