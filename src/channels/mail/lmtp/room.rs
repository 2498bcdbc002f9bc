//! The memory for mails on their way: a bound that all peers share, so that many large mails at once are no more than
//! the service can hold. What does not fit now comes again later.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::LmtpConfig;

/// A mail up to this size needs nobody's leave: small ones never wait for large ones, and all peers together
/// hold little of them.
pub(super) const SMALL: usize = 256 * 1024;

/// The bytes that one permit stands for.
const UNIT: usize = 1024;

/// What all peers share. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Room {
    free: Arc<Semaphore>,
    /// All that there is, in permits.
    all: usize,
    /// The largest mail, in bytes.
    largest: usize,
    /// So long it is waited for.
    patience: Duration,
}

/// One peer's part of it.
#[derive(Debug)]
pub(super) struct Share {
    room: Room,
    held: Option<OwnedSemaphorePermit>,
}

impl Room {
    pub(super) fn new(config: &LmtpConfig) -> Self {
        let all = (config.room / UNIT).min(Semaphore::MAX_PERMITS);
        let free = Arc::new(Semaphore::new(all));
        Self { free, all, largest: config.max_size, patience: config.patience }
    }

    /// A peer's part, of nothing yet.
    pub(super) fn share(&self) -> Share {
        Share { room: self.clone(), held: None }
    }
}

impl Share {
    /// How many bytes are at hand.
    pub(super) fn bytes(&self) -> usize {
        SMALL + self.held.as_ref().map_or(0, |held| held.num_permits() * UNIT)
    }

    /// Sees to it that so many bytes are at hand; false where there is no room for them, in spite of some patience.
    /// A mail that is larger than all the room waits until it is alone.
    pub(super) async fn grows(&mut self, bytes: usize, stop: &CancellationToken) -> bool {
        let held = self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let bytes = bytes.min(self.room.largest);
        let wanted = bytes.saturating_sub(SMALL).div_ceil(UNIT).min(self.room.all);
        let Some(more) = wanted.checked_sub(held).filter(|more| *more > 0) else {
            return true;
        };
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        let free = Arc::clone(&self.room.free).acquire_many_owned(more);
        let found = tokio::select! {
            biased;
            found = timeout(self.room.patience, free) => found.ok().and_then(Result::ok),
            () = stop.cancelled() => None,
        };
        let Some(found) = found else {
            return false;
        };
        match &mut self.held {
            Some(held) => held.merge(found),
            None => self.held = Some(found),
        }
        true
    }

    /// Gives it all back.
    pub(super) fn ends(&mut self) {
        self.held = None;
    }
}
