//! A few connections to one server, kept open for a while.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lettre::transport::smtp::extension::ClientId;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::AbortHandle;
use tokio::time::sleep;

use super::errors::SendError;
use super::session::{Limits, Protection, Session};
use super::transaction::Accepted;
use crate::channels::mail::compose::Composed;
use crate::config::mail::MailServer;

/// Connections open at once: providers count them.
const MOST_OPEN: usize = 2;

/// The connections to one server. A connection is opened only while holding a turn and only if none
/// is idle, so there are never more than there are turns.
pub(super) struct Pool {
    server: MailServer,
    hello: ClientId,
    protection: Protection,
    limits: Limits,
    turns: Semaphore,
    idle: Mutex<Vec<Idle>>,
    tickets: AtomicU64,
}

/// A connection that waits for the next mail.
struct Idle {
    session: Session,
    ticket: u64,
    closing: AbortHandle,
}

impl Pool {
    pub(super) fn new(
        server: MailServer,
        hello: ClientId,
        protection: Protection,
        limits: Limits,
    ) -> Self {
        Self {
            server,
            hello,
            protection,
            limits,
            turns: Semaphore::new(MOST_OPEN),
            idle: Mutex::default(),
            tickets: AtomicU64::default(),
        }
    }

    /// Where it leads to, for a log.
    pub(super) fn server(&self) -> (&str, u16) {
        (&self.server.host, self.server.port)
    }

    /// Hands a mail over, by an idle connection that still lives or by a new one.
    pub(super) async fn send(self: &Arc<Self>, mail: &Composed) -> Result<Accepted, SendError> {
        let _turn = self.turn().await?;
        let mut session = match self.living().await {
            Some(session) => session,
            None => self.open().await?,
        };
        let result = session.send(mail).await;
        self.put_back(session).await;
        result
    }

    /// Whether a mail could be handed over now, over a connection of its own.
    pub(super) async fn check(&self) -> Result<(), SendError> {
        let _turn = self.turn().await?;
        while let Some(session) = self.take(|_| true) {
            session.quit().await;
        }
        let mut session = self.open().await?;
        let result = session.noop().await;
        session.quit().await;
        result
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>, SendError> {
        let turn = self.turns.acquire().await;
        turn.map_err(|_| SendError::NotMade("the connections are closed".to_owned()))
    }

    async fn open(&self) -> Result<Session, SendError> {
        Session::open(&self.server, &self.hello, &self.protection, self.limits).await
    }

    /// An idle connection that answers RSET; it clears what a refused mail has left behind.
    async fn living(&self) -> Option<Session> {
        while let Some(mut session) = self.take(|_| true) {
            if session.reset().await {
                return Some(session);
            }
        }
        None
    }

    /// Keeps a connection for the next mail and closes it if none comes for a while.
    async fn put_back(self: &Arc<Self>, session: Session) {
        if session.broken || session.mails >= self.limits.mails {
            return session.quit().await;
        }
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed);
        let (pool, wait) = (Arc::downgrade(self), self.limits.idle);
        let mut idle = self.waiting();
        let closing = tokio::spawn(async move {
            sleep(wait).await;
            let old = pool.upgrade().and_then(|pool| pool.take(|idle| idle.ticket == ticket));
            if let Some(session) = old {
                session.quit().await;
            }
        })
        .abort_handle();
        idle.push(Idle { session, ticket, closing });
    }

    /// Takes the connection that came back last and is wanted.
    fn take(&self, wanted: impl Fn(&Idle) -> bool) -> Option<Session> {
        let mut idle = self.waiting();
        let place = idle.iter().rposition(wanted)?;
        let idle = idle.swap_remove(place);
        Some((idle.session, idle.closing)).map(|(session, closing)| {
            closing.abort();
            session
        })
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
