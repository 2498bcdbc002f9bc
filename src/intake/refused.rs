//! What the database refuses again and again, while it is well otherwise: it is set aside like what cannot be
//! processed, or it would hold up for ever all that came after it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// So often an update is refused alone, by a database that is well, before it is set aside,
const TIMES: u32 = 3;
/// and for so long: what disturbs all for a while has to pass first.
const LONG_ENOUGH: TimeDelta = TimeDelta::minutes(3);
/// Of more nothing is known any more: a database that refuses so many is not well.
const MOST: usize = 10_000;

/// What was refused and has not been taken since. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused(Arc<Mutex<HashMap<i64, Refusals>>>);

#[derive(Debug, Clone, Copy)]
struct Refusals {
    since: DateTime<Utc>,
    alone: u32,
}

impl Refused {
    /// Whether one of these was refused, and not taken since.
    pub fn knows_any(&self, mut updates: impl Iterator<Item = i64>) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !known.is_empty() && updates.any(|update| known.contains_key(&update))
    }

    /// It was refused once more. `alone`: by itself, by a database that was well just before. Whether
    /// it is to be set aside.
    pub fn again(&self, update: i64, alone: bool, now: DateTime<Utc>) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        let refusals = known.entry(update).or_insert(Refusals { since: now, alone: 0 });
        refusals.alone += u32::from(alone);
        refusals.alone >= TIMES && now - refusals.since >= LONG_ENOUGH
    }

    /// It is kept, one way or the other.
    pub fn taken(&self, update: i64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.is_empty() {
            known.remove(&update);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_alone_for_minutes_is_set_aside_and_nothing_else() {
        let refused = Refused::default();
        let now = DateTime::UNIX_EPOCH;
        let later = now + LONG_ENOUGH;
        assert!(!refused.again(1, true, now));
        assert!(!refused.again(1, true, now));
        assert!(!refused.again(1, true, now), "it may be over in a moment");
        assert!(refused.again(1, true, later));
        for _ in 0..5 {
            assert!(!refused.again(2, false, later), "the database is away");
        }
        assert!(refused.knows_any([7, 2].into_iter()));
        refused.taken(2);
        assert!(!refused.knows_any([7, 2].into_iter()));
        assert!(!refused.again(2, true, later + LONG_ENOUGH), "it begins anew");
    }
}
