//! Roles that one process of several fills at a time: who holds which, taken over, given back.
//!
//! A holder lets the lease's beat grow. Whoever waits watches it, and takes the role over once it has
//! seen the same beat for [`SILENCE`] of its own monotonic time: no wall clock decides. Who cannot
//! show its beat for [`DOUBT`] stops by itself, before another may begin.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, monotonic};
use crate::measure::Held;
use crate::store::{LeaseRow, Store};

/// How often a holder shows that it is there.
const BEAT: Duration = Duration::from_secs(2);
/// How often the others look.
const LOOK: Duration = Duration::from_secs(1);
/// A holder of whom nothing was seen for so long is gone.
const SILENCE: Duration = Duration::from_secs(8);
/// A holder that could not show its beat for so long counts itself as gone.
const DOUBT: Duration = Duration::from_secs(6);
/// What is in hand when a role ends may be finished within this time. Since the last beat that is less than
/// [`SILENCE`] where this process stops; where the role was lost, another may have begun by then.
const FINISHING: Duration = Duration::from_secs(5);
/// How long another process may take to be woken: its own look is the safety net.
const WAKING: Duration = Duration::from_secs(1);

/// What the roles of this process have in common.
#[derive(Debug, Clone)]
pub(super) struct Roles {
    store: Store,
    clock: Clock,
    /// Where this process is woken by the others: `host:port`.
    address: Option<String>,
    client: reqwest::Client,
}

impl Roles {
    /// Roles of a process whose `ADMIN_ADDR` listens on `admin`.
    pub async fn of(store: Store, clock: Clock, admin: SocketAddr, database: &str) -> Self {
        let address = if admin.ip().is_unspecified() {
            local_ip(database).await.map(|ip| SocketAddr::new(ip, admin.port()))
        } else {
            Some(admin)
        };
        let address = address.map(|address| address.to_string());
        // Replicas wake each other by plain HTTP, and directly: no certificates are kept for that.
        let client = reqwest::Client::builder().tls_built_in_root_certs(false).no_proxy().build();
        Self { store, clock, address, client: client.unwrap_or_default() }
    }

    /// A role of that name. `wakes`: who is woken here while this process fills it, and there while
    /// another does.
    pub fn role(&self, name: &'static str, wakes: Option<&Arc<Notify>>) -> Role {
        let held = self.store.measures().lease(name);
        held.set(false);
        let wakes = wakes.map(Arc::clone);
        Role { name, common: self.clone(), wakes, held, forget: Box::new(|| {}) }
    }
}

/// The address of this machine as the database's machine sees it.
async fn local_ip(database: &str) -> Option<IpAddr> {
    let url = url::Url::parse(database).ok()?;
    let port = url.port().unwrap_or(5432);
    let socket = tokio::net::UdpSocket::bind("0.0.0.0:0").await.ok()?;
    // Nothing is sent: the system only looks up the way.
    socket.connect((url.host_str()?, port)).await.ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// A role that is filled by one process at a time.
pub(super) struct Role {
    name: &'static str,
    common: Roles,
    wakes: Option<Arc<Notify>>,
    held: Held,
    forget: Box<dyn Fn() + Send + Sync>,
}

impl Role {
    /// The same, that forgets so whenever another process may fill it from now on: what was in trouble here says
    /// nothing any more.
    pub fn forgetting(self, forget: impl Fn() + Send + Sync + 'static) -> Self {
        Self { forget: Box::new(forget), ..self }
    }

    /// Works whenever this process holds the role, until stopped. The work is given its epoch and
    /// ends when its token says so; what it has in hand then it may finish.
    pub async fn fill<F, W>(self, stop: CancellationToken, work: F)
    where
        F: Fn(i64, CancellationToken) -> W,
        W: Future<Output = ()> + Send,
    {
        let mut before = None;
        while let Some(epoch) = self.obtain(before, &stop).await {
            tracing::info!(role = self.name, epoch, "lease.taken");
            self.held.set(true);
            let held = stop.child_token();
            let working = work(epoch, held.clone());
            tokio::pin!(working);
            let ended = tokio::select! {
                () = &mut working => true,
                () = self.keep(epoch) => {
                    tracing::warn!(role = self.name, epoch, "lease.lost");
                    held.cancel();
                    false
                }
                () = stop.cancelled() => false,
            };
            // Dropped, what is on its way goes again, marked, as after a death.
            if !ended && tokio::time::timeout(FINISHING, &mut working).await.is_err() {
                tracing::warn!(role = self.name, epoch, "lease.work_broken_off");
            }
            self.held.set(false);
            (self.forget)();
            if let Err(error) = self.common.store.give_lease_back(self.name, epoch).await {
                tracing::warn!(role = self.name, %error, "lease.not_given_back");
            }
            before = Some(epoch);
        }
    }

    /// Waits until the role can be taken; none once stopped.
    async fn obtain(&self, before: Option<i64>, stop: &CancellationToken) -> Option<i64> {
        let mut seen: Option<(LeaseRow, Instant)> = None;
        while !stop.is_cancelled() {
            match self.common.store.lease(self.name).await {
                Ok(row) => {
                    let known = seen.take().filter(|(known, _)| row.as_ref() == Some(known));
                    let silent = known.as_ref().is_some_and(|(_, at)| monotonic() - *at >= SILENCE);
                    let ours = row.as_ref().map(|row| row.epoch) == before;
                    let free = row.as_ref().is_none_or(LeaseRow::is_free);
                    if self.common.store.is_alone() || free || silent || ours {
                        match self.take(row.clone()).await {
                            Some(epoch) => return Some(epoch),
                            None => tokio::task::yield_now().await,
                        }
                    }
                    seen = known.or_else(|| row.map(|row| (row, monotonic())));
                }
                // While nobody can be seen, nobody is silent.
                Err(error) => {
                    tracing::warn!(role = self.name, %error, "lease.not_seen");
                    seen = None;
                }
            }
            let holder = seen.as_ref().and_then(|(row, _)| row.address.as_deref());
            let look = tokio::time::sleep(LOOK);
            tokio::pin!(look);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return None,
                    () = &mut look => break,
                    () = self.called(), if holder.is_some() => self.wake(holder).await,
                }
            }
        }
        None
    }

    async fn take(&self, seen: Option<LeaseRow>) -> Option<i64> {
        let (address, now) = (self.common.address.clone(), self.common.clock.now());
        match self.common.store.take_lease_from(self.name, seen, address, now).await {
            Ok(epoch) => epoch,
            Err(error) => {
                tracing::warn!(role = self.name, %error, "lease.not_taken");
                None
            }
        }
    }

    /// Resolves when the role is lost.
    async fn keep(&self, epoch: i64) {
        if self.common.store.is_alone() {
            // The file's lock is ours as long as we live.
            return std::future::pending().await;
        }
        let mut shown = monotonic();
        loop {
            let left = DOUBT.saturating_sub(monotonic() - shown);
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(BEAT.min(left)).await;
            // The others count from what they see: what counts here is when we began to show it.
            let at = monotonic();
            let left = DOUBT.saturating_sub(monotonic() - shown);
            match tokio::time::timeout(left, self.common.store.lease_beats(self.name, epoch)).await
            {
                Ok(Ok(true)) => shown = at,
                Ok(Ok(false)) => return,
                Ok(Err(error)) => tracing::warn!(role = self.name, %error, "lease.beat_failed"),
                Err(_) => {}
            }
        }
    }

    /// Somebody here has work for the role.
    async fn called(&self) {
        match &self.wakes {
            Some(wakes) => wakes.notified().await,
            None => std::future::pending().await,
        }
    }

    /// Wakes the holder. Best effort: it looks by itself as well.
    async fn wake(&self, holder: Option<&str>) {
        let Some(holder) = holder else { return };
        let call = self.common.client.post(format!("http://{holder}/wake")).timeout(WAKING).send();
        if let Err(error) = call.await {
            tracing::debug!(role = self.name, error = %error.without_url(), "lease.not_woken");
        }
    }
}
