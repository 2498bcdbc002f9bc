//! An intake that only remembers: what came, how far it was taken.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use rispondo::channels::mail::imap::{
    Fetcher, ImapState, Later, Mailbox, Patience, Progress, fetch,
};
use rispondo::channels::mail::{Arrival, TakeMail};
use rispondo::config::mail::MailServer;
use rispondo::domain::mail::Account;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Longer than anything here takes, and shorter than the minute after which a mailbox is polled.
const PATIENCE: Duration = Duration::from_secs(30);

/// Of larger mails only the headers are fetched, in these tests.
pub const MAX_SIZE: usize = 100_000;

/// When the service was first started.
pub fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2020, 3, 2, 8, 0, 0).unwrap()
}

/// That long before the start, or after it.
pub fn hours(hours: i64) -> DateTime<Utc> {
    start() + TimeDelta::hours(hours)
}

/// A mail with this subject.
pub fn mail(subject: &str) -> Vec<u8> {
    format!("From: anna@example.org\r\nSubject: {subject}\r\n\r\nThere is a hole.\r\n").into_bytes()
}

/// A mail's subject.
pub fn subject(arrival: &Arrival) -> String {
    String::from_utf8_lossy(&arrival.raw)
        .lines()
        .find_map(|line| line.strip_prefix("Subject: ").map(str::to_owned))
        .unwrap_or_default()
}

/// What an intake does with mail; the test sees all of it.
pub struct Inbox {
    told: mpsc::UnboundedSender<Arrival>,
    progress: Mutex<Option<Progress>>,
    refusals: AtomicU32,
    /// Whole mails with this subject are not taken.
    too_much: Mutex<String>,
    /// Nothing can be kept.
    is_ill: AtomicBool,
    gate: Semaphore,
}

impl Inbox {
    /// Takes everything at once.
    pub fn open() -> (Arc<Self>, Came) {
        Self::with_gate(Semaphore::MAX_PERMITS)
    }

    /// Takes so many mails; then each waits until it is let in.
    pub fn with_gate(mails: usize) -> (Arc<Self>, Came) {
        let (told, came) = mpsc::unbounded_channel();
        let gate = Semaphore::new(mails);
        let inbox = Self {
            told,
            progress: Mutex::default(),
            refusals: AtomicU32::new(0),
            too_much: Mutex::default(),
            is_ill: AtomicBool::new(false),
            gate,
        };
        (Arc::new(inbox), Came(came))
    }

    /// The next so many mails cannot be stored.
    pub fn refuse(&self, times: u32) {
        self.refusals.store(times, Ordering::SeqCst);
    }

    /// The same, and nothing else can be either.
    pub fn is_ill(&self, refusals: u32) {
        self.is_ill.store(true, Ordering::SeqCst);
        self.refuse(refusals);
    }

    /// A mail with this subject cannot be stored but in part.
    pub fn is_too_much(&self, subject: &str) {
        subject.clone_into(&mut self.too_much.lock().unwrap());
    }

    /// Lets so many more mails in.
    pub fn let_in(&self, mails: usize) {
        self.gate.add_permits(mails);
    }

    /// How far it has been taken.
    pub fn taken(&self) -> Option<Progress> {
        *self.progress.lock().unwrap()
    }

    async fn take_in(&self, arrival: Arrival) -> Result<(), String> {
        let too_much =
            arrival.truncated.is_none() && subject(&arrival) == *self.too_much.lock().unwrap();
        self.told.send(arrival).unwrap();
        self.gate.acquire().await.unwrap().forget();
        let refused = |left: u32| left.checked_sub(1);
        if too_much {
            return Err("413 Content Too Large".to_owned());
        }
        match self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, refused) {
            Ok(_) => Err("the disk is full".to_owned()),
            Err(_) => Ok(()),
        }
    }

    /// As LMTP wants it.
    pub fn takes(self: &Arc<Self>) -> TakeMail {
        let inbox = Arc::clone(self);
        Arc::new(move |arrival| {
            let inbox = Arc::clone(&inbox);
            Box::pin(async move { inbox.take_in(arrival).await })
        })
    }
}

impl Mailbox for Inbox {
    fn progress(&self) -> Later<'_, Progress> {
        let never_met = Progress { uid_validity: 0, uid: 0, since: hours(-24) };
        let known = self.taken().unwrap_or(never_met);
        Box::pin(async move { Ok(known) })
    }

    fn meet(&self, progress: Progress) -> Later<'_, ()> {
        self.advance(progress)
    }

    fn advance(&self, progress: Progress) -> Later<'_, ()> {
        *self.progress.lock().unwrap() = Some(progress);
        Box::pin(async { Ok(()) })
    }

    fn take(&self, arrival: Arrival) -> Later<'_, ()> {
        Box::pin(self.take_in(arrival))
    }

    fn is_well(&self) -> Later<'_, ()> {
        let is_ill = self.is_ill.load(Ordering::SeqCst);
        Box::pin(async move { if is_ill { Err("the disk is full".to_owned()) } else { Ok(()) } })
    }
}

/// The mails that were handed to an inbox, whether it took them or not.
pub struct Came(mpsc::UnboundedReceiver<Arrival>);

impl Came {
    /// The next one.
    pub async fn next(&mut self) -> Arrival {
        timeout(PATIENCE, self.0.recv()).await.expect("no mail comes").expect("no inbox is left")
    }

    /// The subjects of the next ones.
    pub async fn subjects(&mut self, mails: usize) -> Vec<String> {
        let mut subjects = Vec::new();
        for _ in 0..mails {
            subjects.push(subject(&self.next().await));
        }
        subjects
    }

    /// Nothing more came until now.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Patient with the server, but quick to try again.
pub fn quick() -> Patience {
    Patience { pause: Duration::from_millis(20), ..Patience::default() }
}

/// A mailbox being fetched.
pub struct Fetching {
    stop: CancellationToken,
    state: watch::Receiver<ImapState>,
    task: JoinHandle<()>,
}

impl Fetching {
    /// Begins, for a service that was first started at [`start`]: mail of the day before counts.
    pub fn begin(server: MailServer, inbox: &Arc<Inbox>) -> Self {
        Self::begin_with(server, inbox, quick())
    }

    /// The same, with more or less patience.
    pub fn begin_with(server: MailServer, inbox: &Arc<Inbox>, patience: Patience) -> Self {
        let (sender, state) = watch::channel(ImapState::Connecting);
        let stop = CancellationToken::new();
        let task = tokio::spawn(fetch(Fetcher {
            server,
            account: Account::Mail,
            max_size: MAX_SIZE,
            patience,
            mailbox: Arc::clone(inbox) as Arc<dyn Mailbox>,
            state: sender,
            stop: stop.clone(),
        }));
        Self { stop, state, task }
    }

    /// Waits until it stands so.
    pub async fn is(&mut self, wanted: impl Fn(&ImapState) -> bool) -> ImapState {
        let waiting = self.state.wait_for(|state| wanted(state));
        timeout(PATIENCE, waiting).await.expect("it never stands so").unwrap().clone()
    }

    /// Waits until nothing is left to take.
    pub async fn is_idle(&mut self) {
        self.is(|state| *state == ImapState::Idle).await;
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Waits until it has stopped.
    pub async fn ends(self) {
        self.stop.cancel();
        timeout(PATIENCE, self.task).await.expect("it does not stop").unwrap();
    }
}
