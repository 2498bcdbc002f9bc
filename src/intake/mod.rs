//! The one transaction: whatever comes in is taken here, decided purely, and durable before it is acknowledged.

mod apply;
pub mod batch;
mod calls;
pub mod citizens;
mod clock;
mod consequences;
mod duplicates;
mod flood;
mod groups;
pub mod mail;
mod members;
mod overtaken;
pub mod page;
mod people;
mod refused;
mod returning;
pub mod rings;
mod route;
mod silence;
pub mod staff;
pub mod tasks;
mod timers;
mod updates;
mod works;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, mpsc};

use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::outgoing::Notice;
use crate::domain::step::{Changes, Decision, Keys, Seen, ToSend};
use crate::domain::timer::Timer;
use crate::measure::{Kind, Noticed, Taken};
use crate::store::{Store, StoreError};

/// Whom to wake when a step has put something in their way.
#[derive(Debug, Clone)]
pub struct Wakes {
    /// The sender.
    pub outbox: Arc<Notify>,
    /// The senders of mail.
    pub mail: Arc<Notify>,
    /// The scheduler.
    pub timers: Arc<Notify>,
    /// When the scheduler wakes by itself, microseconds since 1970: a later timer need not wake it.
    pub timers_at: Arc<AtomicI64>,
    /// The fetcher of files.
    pub files: Arc<Notify>,
}

impl Default for Wakes {
    fn default() -> Self {
        // Until the scheduler has said when it wakes, every timer wakes it, here or elsewhere.
        let timers_at = Arc::new(AtomicI64::new(i64::MAX));
        let [outbox, mail, timers, files] = std::array::from_fn(|_| Arc::default());
        Self { outbox, mail, timers, timers_at, files }
    }
}

impl Wakes {
    /// After the commit: wakes whoever sends what it left to be sent.
    pub fn call(&self, store: &Store, to_send: ToSend) {
        // Who sends in this process is woken by the store, for what is not on its way already. Another process wakes
        // its senders of mail with that of chats.
        if (to_send.chats || to_send.mail) && !store.sends_here() {
            self.outbox.notify_one();
        }
        if to_send.mail {
            self.mail.notify_waiters();
        }
    }
}

/// Takes things in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    store: Store,
    clock: Clock,
    wakes: Wakes,
    notices: mpsc::Sender<Notice>,
    bot_name: Arc<str>,
    mailroom: Option<mail::Mailroom>,
    meter: flood::Meter,
    refused: refused::Refused,
}

/// What is left to do once a step is durable.
#[derive(Debug, Default)]
pub struct Aftermath {
    notices: Vec<Notice>,
    /// There is something for the senders.
    to_send: ToSend,
    /// The earliest timer that was set.
    timer: Option<DateTime<Utc>>,
    files: bool,
    /// The chat where somebody was told that they write too fast, and the row that says it.
    told_flood: Option<(ChatId, OutboxId)>,
    /// Why nothing was done, if nothing was.
    undone: Option<Undone>,
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undone {
    /// It had been taken in before, or its time has been moved.
    Before,
    /// The town is another one than it was looked up for.
    Anew,
}

impl Aftermath {
    /// What the changes call for, with the notices that go with them.
    fn of(changes: &Changes, notices: Vec<Notice>) -> Self {
        Self {
            notices,
            to_send: changes.to_send(),
            timer: changes.timers.iter().filter_map(|(_, due)| *due).min(),
            files: !changes.files.is_empty(),
            told_flood: None,
            undone: None,
        }
    }
}

/// A decision of the intake.
type Decided = Decision<Aftermath>;

fn done(changes: Changes, notices: Vec<Notice>) -> Decided {
    let aftermath = Aftermath::of(&changes, notices);
    Decision::Done(Box::new(changes), aftermath)
}

/// Nothing is done: it had been taken in before, or its time has been moved.
fn done_before(notices: Vec<Notice>) -> Decided {
    let undone = Some(Undone::Before);
    Decision::Done(Box::default(), Aftermath { notices, undone, ..Aftermath::default() })
}

/// Nothing is done: it is looked up anew, for the town as it is now.
fn done_anew() -> Decided {
    Decision::Done(Box::default(), Aftermath { undone: Some(Undone::Anew), ..Aftermath::default() })
}

impl Intake {
    /// `bot_name` is the bot's user name without `@`: commands to other bots are not ours.
    pub fn new(
        store: Store,
        clock: Clock,
        wakes: Wakes,
        notices: mpsc::Sender<Notice>,
        bot_name: &str,
    ) -> Self {
        Self {
            store,
            clock,
            wakes,
            notices,
            bot_name: bot_name.into(),
            mailroom: None,
            meter: flood::Meter::default(),
            refused: refused::Refused::default(),
        }
    }

    /// Counts what became of something that came in.
    fn count<T>(&self, kind: Kind, taken: Result<(Taken, T), StoreError>) -> Result<T, StoreError> {
        let what = taken.as_ref().map_or(Taken::Failed, |(what, _)| *what);
        self.store.measures().update(kind, what);
        taken.map(|(_, left)| left)
    }

    /// Keeps an update or a mail that could not be processed, and tells the supervisors (once an hour at most).
    async fn set_aside(&self, source: &str, raw: &str, error: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        if !self.store.set_aside(source, raw, error, now).await? {
            return Ok(());
        }
        let message = |town: &Directory| crate::text::service::set_aside(town);
        let told = staff::tell_supervisors(&self.store, &self.clock, &self.wakes, message).await;
        // It is kept already: that nobody could be told of it must not bring it again.
        if let Err(error) = told {
            tracing::error!(%error, "intake.not_told");
        }
        Ok(())
    }

    /// Tells the supervisors, once a day, that a timer cannot do its work.
    pub async fn timer_failed(&self) -> Result<(), StoreError> {
        let (now, fresh) = (self.clock.now(), self.clock.fresh());
        let seen = Seen::TimerFailed(now.date_naive());
        let keys = Keys { seen: Some(seen.clone()), ..staff::supervisors() };
        let told = self.store.step(keys, move |facts| {
            if facts.seen {
                return done_before(Vec::new());
            }
            let message = crate::text::service::timer_failed(&facts.directory);
            let outbox = staff::to_supervisors(facts, &message, now, &mut fresh.clone());
            let seen = Some(seen.clone());
            done(Changes { seen, outbox, ..Changes::default() }, Vec::new())
        });
        let aftermath = told.await?;
        self.follow(aftermath);
        Ok(())
    }

    /// Runs an update that had been set aside once more. An error says why it failed again.
    pub async fn retry(&self, source: &str, raw: &str) -> Result<(), String> {
        if source == "mail" {
            return self.retry_mail(raw).await;
        }
        self.retry_update(raw).await.map_err(|error| error.to_string())
    }

    /// Lets a timer that came due do its work.
    pub async fn timer(&self, timer: Timer) -> Result<(), StoreError> {
        let rung = self.ring(timer).await;
        if rung.as_ref().is_err_and(StoreError::is_of_what_was_asked) {
            // Whoever rang it lets it wait.
            self.store.measures().update(Kind::Timer, Taken::SetAside);
            return rung.map(|_| ());
        }
        self.count(Kind::Timer, rung.map(|taken| (taken, ())))
    }

    async fn ring(&self, timer: Timer) -> Result<Taken, StoreError> {
        let now = self.clock.now();
        let directory = self.store.directory().await?.ok_or_else(no_directory)?;
        let keys = timers::keys(timer, &directory, now);
        let fresh = self.clock.fresh();
        let aftermath = self
            .store
            .step(keys, move |facts| timers::decide(facts, timer, now, fresh.clone()))
            .await?;
        Ok(self.follow(aftermath))
    }

    /// Says to the URP and the supervisors from when to when nothing was read, where that is more
    /// than an hour, or that the town goes on from a copy of `copied_at`; sees that the morning digest is set, and
    /// that each office has its open reports before its eyes.
    pub async fn started(
        &self,
        last_sign: Option<DateTime<Utc>>,
        copied_at: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        self.tell_standstill(last_sign, copied_at).await?;
        if let Some(directory) = self.store.directory().await? {
            let bound = directory.offices.iter();
            let bound = bound.filter_map(|office| Some((office.code.clone(), office.chat?)));
            self.store.show_open_reports(bound.collect()).await?;
        }
        Ok(())
    }

    /// The same of a process that goes on.
    pub async fn stood_still(&self, last_sign: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        if timers::standstill(last_sign, None, self.clock.now()).is_none() {
            return Ok(());
        }
        self.tell_standstill(last_sign, None).await
    }

    async fn tell_standstill(
        &self,
        last_sign: Option<DateTime<Utc>>,
        copied_at: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let (now, fresh) = (self.clock.now(), self.clock.fresh());
        let mut standstill = timers::standstill(last_sign, copied_at, now);
        let unheard = self.store.unheard_since().await?.filter(|_| standstill.is_some());
        if let (Some(Seen::Silence(since)), Some(unheard)) = (&mut standstill, unheard) {
            *since = unheard.min(*since);
        }
        let aftermath = self
            .store
            .step(timers::start_keys(standstill.clone()), move |facts| {
                timers::started(facts, standstill.as_ref(), now, fresh.clone())
            })
            .await?;
        self.follow(aftermath);
        if unheard.is_some() {
            // What was not heard until now is told with it; it may last.
            self.store.unheard_from(now).await?;
        }
        Ok(())
    }

    /// After the commit: wakes who has work now, and hands over the notices. What became of it.
    fn follow(&self, aftermath: Aftermath) -> Taken {
        self.wakes.call(&self.store, aftermath.to_send);
        let planned = self.wakes.timers_at.load(Ordering::SeqCst);
        if aftermath.timer.is_some_and(|due| due.timestamp_micros() < planned) {
            self.wakes.timers.notify_one();
        }
        if aftermath.files {
            self.wakes.files.notify_one();
        }
        self.notify(aftermath.notices);
        if aftermath.undone == Some(Undone::Before) { Taken::Before } else { Taken::New }
    }

    fn notify(&self, notices: impl IntoIterator<Item = Notice>) {
        for notice in notices {
            if self.notices.try_send(notice).is_err() {
                tracing::warn!("notice.dropped");
                self.store.measures().notice(Noticed::Dropped);
            }
        }
    }
}

fn no_directory() -> StoreError {
    StoreError::Setup(
        "no directory was imported yet: set DIRECTORY_FILE, or run `rispondo directory import FILE`"
            .to_owned(),
    )
}
