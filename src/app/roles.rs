//! Roles that one process of several fills at a time: who holds which, taken over, given back.
//!
//! A holder lets the lease's beat grow. Whoever waits watches it, and takes the role over once it has
//! seen the same beat for [`SILENCE`] of its own monotonic time: no wall clock decides. Who cannot
//! show its beat for [`DOUBT`] stops by itself, before another may begin.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, monotonic};
use crate::config::database::DatabaseConfig;
use crate::http::Wake;
use crate::measure::Held;
use crate::outbox::sender;
use crate::store::{LeaseRow, Store, StoreError};

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
    woken: Woken,
}

/// Whether a process serves the town, as far as this one can see: one of them is the sender, and shows it. On SQLite
/// there is no other to ask.
pub(super) async fn is_served(store: &Store) -> Result<bool, StoreError> {
    if store.is_alone() {
        return Ok(false);
    }
    let seen = store.lease(sender::ROLE).await?;
    let is_held = |row: &Option<LeaseRow>| row.as_ref().is_some_and(|row| !row.is_free());
    let since = monotonic();
    // Its holder may have died, and nobody was there to take it over.
    while is_held(&seen) && monotonic() - since < SILENCE {
        tokio::time::sleep(LOOK).await;
        let now = store.lease(sender::ROLE).await?;
        if now != seen {
            return Ok(is_held(&now));
        }
    }
    Ok(false)
}

/// The roles whose work is woken. Cheap to clone.
#[derive(Debug, Clone, Default)]
struct Woken(Arc<Mutex<Vec<Filled>>>);

/// A role with work that others may have for it, and whether this process fills it.
#[derive(Debug, Clone)]
struct Filled(Arc<AtomicBool>, Arc<Notify>);

impl Woken {
    /// Another process has work for roles that are filled here. Those that are not are left alone: whoever waits
    /// for one would hand the call on, and where each of two holds what the other waits for, it would never end.
    fn call(&self) {
        let roles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for Filled(here, wakes) in roles.iter() {
            if here.load(Ordering::SeqCst) {
                wakes.notify_one();
            }
        }
    }
}

impl Roles {
    /// Roles of a process whose `ADMIN_ADDR` listens on `admin`.
    pub async fn of(
        store: Store,
        clock: Clock,
        admin: SocketAddr,
        database: &DatabaseConfig,
    ) -> Self {
        let address = if admin.ip().is_unspecified() {
            // The server itself: a pooler may run beside us.
            let database = &database.direct.as_ref().unwrap_or(&database.url).0;
            // By the way back to this machine itself nobody else reaches it.
            let ip = local_ip(database).await.filter(|ip| !ip.is_loopback());
            ip.map(|ip| SocketAddr::new(ip, admin.port()))
        } else {
            Some(admin)
        };
        if address.is_none() && !store.is_alone() {
            let why = "other processes cannot wake this one: write this machine's own address in ADMIN_ADDR";
            tracing::warn!(why, "lease.no_address");
        }
        let address = address.map(|address| address.to_string());
        // Replicas wake each other by plain HTTP, and directly: no certificates are kept for that.
        let client = reqwest::Client::builder().tls_built_in_root_certs(false).no_proxy().build();
        Self { store, clock, address, client: client.unwrap_or_default(), woken: Woken::default() }
    }

    /// Wakes whoever works here, `mails` among them, when another process calls.
    pub fn woken(&self, mails: &Arc<Notify>) -> Wake {
        let (woken, mails) = (self.woken.clone(), mails.clone());
        Arc::new(move || {
            woken.call();
            // Nobody hands these on.
            mails.notify_waiters();
        })
    }

    /// A role of that name. `wakes`: who is woken here while this process fills it, and there while
    /// another does.
    pub fn role(&self, name: &'static str, wakes: Option<&Arc<Notify>>) -> Role {
        let held = self.store.measures().lease(name);
        held.set(false);
        let (wakes, here) = (wakes.map(Arc::clone), Arc::<AtomicBool>::default());
        if let Some(wakes) = &wakes {
            let filled = Filled(here.clone(), wakes.clone());
            self.woken.0.lock().unwrap_or_else(PoisonError::into_inner).push(filled);
        }
        let last = Arc::default();
        Role { name, common: self.clone(), wakes, here, last, held, forget: Box::new(|| {}) }
    }
}

/// The address of this machine as the database's machine sees it.
async fn local_ip(database: &str) -> Option<IpAddr> {
    let url = url::Url::parse(database).ok()?;
    let port = url.port().unwrap_or(5432);
    let host = url.host_str()?.trim_matches(['[', ']']);
    for address in tokio::net::lookup_host((host, port)).await.ok()? {
        let any: IpAddr = if address.is_ipv4() {
            Ipv4Addr::UNSPECIFIED.into()
        } else {
            Ipv6Addr::UNSPECIFIED.into()
        };
        // Nothing is sent: the system only looks up the way.
        if let Ok(socket) = tokio::net::UdpSocket::bind((any, 0)).await
            && socket.connect(address).await.is_ok()
        {
            return Some(socket.local_addr().ok()?.ip());
        }
    }
    None
}

/// A role that is filled by one process at a time.
pub(super) struct Role {
    name: &'static str,
    common: Roles,
    wakes: Option<Arc<Notify>>,
    /// Whether this process fills it.
    here: Arc<AtomicBool>,
    /// Whether no other one is known to have filled it since.
    last: Arc<AtomicBool>,
    held: Held,
    forget: Box<dyn Fn() + Send + Sync>,
}

impl Role {
    /// The same, that forgets so whenever another process may fill it from now on: what was in trouble here says
    /// nothing any more.
    pub fn forgetting(self, forget: impl Fn() + Send + Sync + 'static) -> Self {
        Self { forget: Box::new(forget), ..self }
    }

    /// Whether this process has filled it last, as far as is known: where the database takes nothing, the role is lost,
    /// and nobody else can have it.
    pub fn was_here_last(&self) -> Arc<AtomicBool> {
        self.last.clone()
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
            self.here.store(true, Ordering::SeqCst);
            self.last.store(true, Ordering::SeqCst);
            self.works(epoch, &stop, &work).await;
            self.here.store(false, Ordering::SeqCst);
            self.held.set(false);
            (self.forget)();
            if let Err(error) = self.common.store.give_lease_back(self.name, epoch).await {
                tracing::warn!(role = self.name, %error, "lease.not_given_back");
            }
            before = Some(epoch);
        }
    }

    /// Works under that epoch until it ends, the role is lost or `stop` says so. What was in hand is at its end then
    /// or dropped, before another process may begin: it goes again, marked, as after a death.
    async fn works<F, W>(&self, epoch: i64, stop: &CancellationToken, work: &F)
    where
        F: Fn(i64, CancellationToken) -> W,
        W: Future<Output = ()> + Send,
    {
        let held = stop.child_token();
        let mut working = pin!(work(epoch, held.clone()));
        tokio::select! {
            () = &mut working => return,
            () = self.keep(epoch) => {
                tracing::warn!(role = self.name, epoch, "lease.lost");
                held.cancel();
            }
            () = stop.cancelled() => {}
        }
        if tokio::time::timeout(FINISHING, working).await.is_err() {
            tracing::warn!(role = self.name, epoch, "lease.work_broken_off");
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
                    if !ours {
                        self.last.store(false, Ordering::SeqCst);
                    }
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
        // Whose address is ours was a process here before, or cannot be told from us.
        let Some(holder) = holder.filter(|holder| Some(*holder) != self.common.address.as_deref())
        else {
            return;
        };
        let call = self.common.client.post(format!("http://{holder}/wake")).timeout(WAKING).send();
        if let Err(error) = call.await {
            tracing::debug!(role = self.name, error = %error.without_url(), "lease.not_woken");
        }
    }
}
