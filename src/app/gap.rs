//! Signs of life: by the last one a restart knows for how long nothing was read.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::store::Store;

/// How often the service shows that it is alive.
const BEAT: Duration = Duration::from_secs(60);

/// Writes a sign of life every minute.
pub(super) async fn show_life(store: Store, clock: Clock, stop: CancellationToken) {
    loop {
        if let Err(error) = store.sign_of_life(clock.now()).await {
            tracing::error!(%error, "life.not_shown");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(BEAT) => {}
        }
    }
}
