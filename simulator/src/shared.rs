//! The world behind its lock, and the bells that ring when it changes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::error::ApiError;
use crate::http::params::Params;
use crate::methods::{Reply, spelled};
use crate::world::World;
use crate::world::faults::Fault;
use crate::world::log::Call;

/// What server, webhook task and drivers share.
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) clock: Arc<Clock>,
    /// Rings when something may wait for a bot, or the clock was moved.
    pub(crate) updates: Notify,
    /// Rings when a bot did something, or confirmed what waited for it.
    pub(crate) acted: Notify,
}

impl Shared {
    pub(crate) fn new() -> Self {
        let clock = Arc::new(Clock::default());
        Self {
            world: Mutex::new(World::new(clock.clone())),
            clock,
            updates: Notify::new(),
            acted: Notify::new(),
        }
    }

    /// The world. A test that panicked while holding it must not hide its own message.
    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world as a person or the test would, and rings both bells.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.updates.notify_waiters();
        self.acted.notify_waiters();
        result
    }

    /// Writes a call into the log and tells the drivers.
    pub(crate) fn log(
        &self,
        bot: usize,
        method: &str,
        params: &Params,
        result: Result<Reply, ApiError>,
        fault: Option<Fault>,
    ) {
        let mut world = self.lock();
        if world.log.keep {
            let now = u64::try_from(self.clock.now_ms()).unwrap_or(0);
            let call = Call {
                bot: world.bots[bot].id,
                method: spelled(method).to_owned(),
                params: Value::Object(params.values.clone()),
                result: result.map(Reply::into_value),
                at: UNIX_EPOCH + Duration::from_millis(now),
                fault,
            };
            world.log.add(call);
        }
        drop(world);
        self.acted.notify_waiters();
        // The one method by which a bot makes an update for itself.
        if method.eq_ignore_ascii_case("leaveChat") {
            self.updates.notify_waiters();
        }
    }
}
