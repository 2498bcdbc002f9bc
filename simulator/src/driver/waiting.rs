//! Waiting for something a bot does, without sleeping.

use std::time::Duration;

use tokio::time::Instant;

use crate::shared::Shared;
use crate::world::World;

/// How long a driver waits in real time before it fails the test: longer than a busy machine takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `probe` finds something; none when the patience is over.
pub(crate) async fn wait<T>(
    shared: &Shared,
    mut probe: impl FnMut(&mut World) -> Option<T>,
) -> Option<T> {
    wait_outside(shared, || probe(&mut shared.lock())).await
}

/// Like [`wait`], with a probe that takes the lock itself: it may run a test's own closure, which
/// may ask the server things.
#[expect(clippy::disallowed_methods, reason = "how long a test is waited for is real time")]
pub(crate) async fn wait_outside<T>(
    shared: &Shared,
    mut probe: impl FnMut() -> Option<T>,
) -> Option<T> {
    let until = Instant::now() + PATIENCE;
    loop {
        // Listen before looking, so that no bell is missed.
        let acted = shared.acted.notified();
        tokio::pin!(acted);
        acted.as_mut().enable();
        if let Some(found) = probe() {
            return Some(found);
        }
        if tokio::time::timeout_at(until, acted).await.is_err() {
            return None;
        }
    }
}
