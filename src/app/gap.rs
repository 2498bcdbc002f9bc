//! Signs of life: by the last one it is known for how long nothing was taken in: by a restart, and by a process that
//! was stopped with its machine, or could not write.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::intake::Intake;
use crate::store::{Store, StoreError};

/// How often the service shows that it is alive.
const BEAT: Duration = Duration::from_secs(60);
/// How soon it tries again where it could not.
const AGAIN: Duration = Duration::from_secs(5);

/// Writes a sign of life every minute, and tells for how long there was none, if for long.
pub(super) async fn show_life(store: Store, intake: Intake, clock: Clock, stop: CancellationToken) {
    loop {
        let wait = match beat(&store, &intake, &clock).await {
            Ok(()) => BEAT,
            Err(error) => {
                tracing::error!(%error, "life.not_shown");
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            // A machine that wakes up has another time at once.
            () = clock.sleep(wait), if clock.goes_by_itself() => {}
        }
    }
}

async fn beat(store: &Store, intake: &Intake, clock: &Clock) -> Result<(), StoreError> {
    if clock.goes_by_itself() {
        // As the database has it: another process may have been alive meanwhile.
        intake.stood_still(store.last_sign_of_life().await?).await?;
    }
    store.sign_of_life(clock.now()).await
}
