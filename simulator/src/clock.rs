//! The time of the simulated world: the system's, and what the test added.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock that runs like the system's and can be moved forward.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    /// Milliseconds since 1970 in the simulated world.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    pub(crate) fn now_ms(&self) -> i64 {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        millis(system).saturating_add(self.offset_ms.load(Ordering::SeqCst))
    }

    /// Moves the clock forward; it never goes back.
    pub(crate) fn advance(&self, by: Duration) {
        self.offset_ms.fetch_add(millis(by), Ordering::SeqCst);
    }
}

/// A duration in whole milliseconds, capped where it would not fit.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
