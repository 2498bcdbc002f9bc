//! Signs of life: by the last one a restart knows for how long nothing was read.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::store::Store;

/// How often the service shows that it is alive.
const BEAT: Duration = Duration::from_secs(60);
/// How soon it tries again where it could not.
const AGAIN: Duration = Duration::from_secs(5);

/// Writes a sign of life every minute.
pub(super) async fn show_life(store: Store, clock: Clock, stop: CancellationToken) {
    loop {
        let wait = match store.sign_of_life(clock.now()).await {
            Ok(()) => BEAT,
            Err(error) => {
                tracing::error!(%error, "life.not_shown");
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}
