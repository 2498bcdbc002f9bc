//! The sender: claims what may be sent now, sends without a transaction, records what came of it.

use std::collections::{HashMap, VecDeque};
use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::cards::Views;
use super::counted;
use super::courier::{Courier, Returned};
use super::held::Held;
use super::pace::Pace;
use super::record::{self, Ended, Meaning};
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::CallError;
use crate::clock::Clock;
use crate::config::telegram::SendLimits;
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::step::{Claim, Claimed, Parcel, SendOutcome, ToSend};
use crate::intake::Wakes;
use crate::measure::{Channel, Sent};
use crate::store::{Births, Born, Place, Store, StoreError};

mod claims;

use claims::Wanted;

/// Sends at a time.
const AT_A_TIME: usize = 64;
/// The safety net: rows that nobody woke us for are found by then.
const SAFETY_NET: Duration = Duration::from_secs(1);
/// After a failure of the database.
const PAUSE: Duration = Duration::from_secs(2);

/// The sender's lease.
pub const ROLE: &str = "sender";

/// Sends what the outbox holds.
#[derive(Debug)]
pub struct Sender {
    store: Store,
    clock: Clock,
    courier: Courier,
    wakes: Wakes,
    pace: Pace,
    idle: watch::Sender<bool>,
    /// What is born in flight from now on, and where it comes.
    births: Births,
    born: mpsc::UnboundedReceiver<Born>,
    sends: JoinSet<Returned>,
    /// What is on its way, by its task.
    out: HashMap<Id, Out>,
    /// What waits here for the pace.
    held: Held<(Claimed, Behind)>,
    /// What has come back and is not recorded yet.
    returned: Vec<Returned>,
    /// What is being recorded: one step at a time; what comes back meanwhile goes with the next.
    recording: JoinSet<Recorded>,
    /// Which parcels that is, and their chats.
    recorded: Vec<(ChatId, Parcel)>,
    /// What is being claimed: one claim at a time. Everything else goes on meanwhile.
    claiming: JoinSet<Result<(Wanted, Claim), StoreError>>,
    /// Something was recorded since the last claim began: it may have freed a chat that the claim left out.
    freed: bool,
    /// The last claim left chats out because something was on its way to them.
    passed_over: bool,
    /// An answer waits to be claimed: nothing of ours waits for others to write.
    hurry: bool,
}

/// What came of recording: whether there is more to send; or what is still to be recorded, and why.
type Recorded = Result<ToSend, (Vec<Returned>, StoreError)>;

/// A send on its way.
#[derive(Debug)]
struct Out {
    chat: ChatId,
    sent: Parcel,
    attempts: i32,
    /// What it weighs.
    weight: u32,
    /// What goes once it has arrived.
    behind: Behind,
}

/// What goes to the same chat next, the place that it has among those that were born in flight, and what is
/// known of the reports of cards that were claimed together.
#[derive(Debug, Default)]
struct Behind {
    parcels: VecDeque<Claimed>,
    place: Option<Place>,
    views: Views,
}

impl Sender {
    /// A sender that holds the lease under `epoch`.
    pub fn new(
        store: Store,
        clock: Clock,
        api: Api,
        blobs: Blobs,
        wakes: Wakes,
        limits: SendLimits,
        epoch: i64,
    ) -> Self {
        let courier = Courier { store: store.clone(), clock: clock.clone(), api, blobs, epoch };
        let (births, born) = Births::new(epoch, wakes.outbox.clone());
        Self {
            store,
            clock,
            courier,
            wakes,
            pace: Pace::new(limits),
            idle: watch::Sender::new(false),
            births,
            born,
            sends: JoinSet::new(),
            out: HashMap::new(),
            held: Held::default(),
            returned: Vec::new(),
            recording: JoinSet::new(),
            recorded: Vec::new(),
            claiming: JoinSet::new(),
            freed: false,
            passed_over: false,
            hurry: false,
        }
    }

    /// The same, telling there whether nothing is to be sent and nothing is on its way.
    pub fn telling(self, idle: watch::Sender<bool>) -> Self {
        Self { idle, ..self }
    }

    /// Runs until stopped, or until another process sends instead; what is on its way when it is
    /// stopped is finished and recorded.
    pub async fn run(mut self, stop: CancellationToken) {
        self.begins();
        // Also where this is not waited for to its end.
        let _ends = Ends(self.store.clone());
        tokio::select! {
            () = stop.cancelled() => {}
            before = before(&self.store) => self.pace.recall(&before, self.clock.now()),
        }
        self.serve(&stop).await;
    }

    /// From now on answers are born in flight: for whoever moves the clock, before [`Sender::round`].
    pub fn begins(&self) {
        self.store.set_births(Some(self.births.clone()));
    }

    async fn serve(&mut self, stop: &CancellationToken) {
        let sleep = |next: Option<Duration>| {
            tokio::time::sleep(next.map_or(SAFETY_NET, |next| next.min(SAFETY_NET)))
        };
        // Whether there may be something to claim that the last claim did not see, and until then.
        let (mut look, mut rest) = (true, pin!(sleep(None)));
        loop {
            // Registered before the claim, so that a row written meanwhile is not slept over.
            let wakes = self.wakes.clone();
            let woken = wakes.outbox.notified();
            while let Ok(one) = self.born.try_recv() {
                look |= self.send_born(one, stop);
            }
            while let Some(ended) = self.sends.try_join_next_with_id() {
                self.back(ended, stop);
            }
            // Asked once a round: what is stopped in the middle of one is seen by the next.
            let stopping = stop.is_cancelled();
            if stopping {
                // Nobody would send it before the next holder does.
                self.births.set_open(false);
                self.put_back_held();
            } else {
                self.release();
            }
            self.record();
            if look && !stopping && self.claiming.is_empty() {
                look = false;
                match self.wanted() {
                    Ok(wanted) => self.begin_claim(wanted),
                    Err(next) => rest.set(sleep(next)),
                }
            }
            let is_claiming = !self.claiming.is_empty();
            let nothing_out = self.sends.is_empty() && self.recording.is_empty() && !is_claiming;
            if stopping && nothing_out {
                return;
            }
            let held_until = self.held.until();
            let idle = nothing_out && held_until.is_none() && !look;
            self.idle.send_if_modified(|was| std::mem::replace(was, idle) != idle);
            tokio::select! {
                Some(ended) = self.sends.join_next_with_id(), if !self.sends.is_empty() => {
                    self.back(ended, stop);
                }
                Some(recorded) = self.recording.join_next(), if !self.recording.is_empty() => {
                    match self.is_recorded(recorded) {
                        Ok(more) => look |= more,
                        // Whoever sends now sends again what was on its way here, marked.
                        Err(StoreError::LeaseLost) => return,
                        Err(error) => {
                            tracing::error!(%error, "outbox.not_recorded");
                            tokio::time::sleep(PAUSE).await;
                        }
                    }
                }
                Some(claimed) = self.claiming.join_next(), if is_claiming => {
                    match claimed.unwrap_or_else(|_| Err(StoreError::panicked("a claim"))) {
                        Ok((_, claim)) if stop.is_cancelled() => {
                            self.put_back(&claim.parcels.into(), "the service stops");
                        }
                        Ok((wanted, claim)) => {
                            let next = self.claimed(&wanted, claim);
                            look |= next.is_some_and(|next| next.is_zero());
                            rest.set(sleep(next));
                        }
                        Err(StoreError::LeaseLost) => return,
                        Err(error) => {
                            tracing::error!(%error, "outbox.not_claimed");
                            rest.set(tokio::time::sleep(PAUSE));
                        }
                    }
                }
                Some(one) = self.born.recv() => look |= self.send_born(one, stop),
                () = self.clock.sleep_until(held_until.unwrap_or_default()),
                    if held_until.is_some() && !stopping => {}
                () = woken, if !stopping => look = true,
                () = &mut rest, if !stopping && !is_claiming => look = true,
                () = stop.cancelled(), if !stopping => {}
            }
        }
    }

    /// Sends on its way what was born so; whether what is written from now on waits its turn.
    fn send_born(&mut self, born: Born, stop: &CancellationToken) -> bool {
        let now = self.clock.now();
        self.pace.at(now);
        let mut parcels = VecDeque::from(born.parcels);
        let Some(first) = parcels.pop_front() else {
            return false;
        };
        if stop.is_cancelled() {
            parcels.push_front(first);
            self.put_back(&parcels, "the service stops");
            return false;
        }
        let behind = Behind { parcels, place: Some(born.place), views: Views::default() };
        self.send(first, behind, now);
        // Nobody takes the next place out of turn.
        let full = self.pace.all_ready_at(1, now) > now;
        if full {
            self.births.set_open(false);
        }
        full
    }

    /// What is in flight and is not sent now: nobody need think that it may have arrived.
    fn put_back(&mut self, parcels: &VecDeque<Claimed>, why: &str) {
        let not_made = parcels.iter().map(|parcel| self.courier.not_made(parcel, why));
        self.returned.extend(not_made);
    }

    /// Whether something was born that is not on its way yet.
    pub fn has_born(&self) -> bool {
        !self.born.is_empty()
    }

    /// Sends what was born and, if it is to `look`, all else that may go at this moment, and records what
    /// came of it; after what time more may go, if anything waits: for whoever moves the clock, beside
    /// [`Sender::run`].
    pub async fn round(&mut self, mut look: bool) -> Result<Option<Duration>, StoreError> {
        let stop = CancellationToken::new();
        let mut later = None;
        loop {
            self.release();
            while let Ok(one) = self.born.try_recv() {
                look |= self.send_born(one, &stop);
            }
            let next = match if look { self.wanted() } else { Err(None) } {
                Ok(wanted) => {
                    let (wanted, claim) = wanted.claim(&self.store, self.courier.epoch).await?;
                    self.claimed(&wanted, claim)
                }
                Err(next) => next,
            };
            while let Some(ended) = self.sends.join_next_with_id().await {
                self.back(ended, &stop);
            }
            let now = self.clock.now();
            let again = self.returned.iter().filter_map(|one| match one.ended.result.outcome {
                SendOutcome::Again { not_before, .. } => Some(until(not_before, now)),
                _ => None,
            });
            let held = self.held.until().map(|held| until(held, now));
            let next = again.chain(held).chain(next).min();
            let at_once = next.is_some_and(|next| next.is_zero());
            later = [later, next.filter(|_| !at_once)].into_iter().flatten().min();
            self.record();
            look = at_once;
            while let Some(recorded) = self.recording.join_next().await {
                look |= self.is_recorded(recorded)?;
            }
            if !look && !self.has_born() {
                return Ok(later);
            }
        }
    }

    /// Sends a parcel on its way, or holds it until the pace allows it.
    fn send(&mut self, parcel: Claimed, behind: Behind, now: DateTime<Utc>) {
        let (chat, weight) = (parcel.chat(), weight_of(&parcel));
        let ready = self.pace.ready_at(chat, weight, now);
        if ready > now {
            self.held.hold((parcel, behind), ready, now);
            return;
        }
        self.pace.sent(chat, weight, now);
        let sent = parcel.parcel();
        let attempts = match &parcel {
            Claimed::Row { attempts, .. } | Claimed::Card { attempts, .. } => *attempts,
        };
        let (courier, views) = (self.courier.clone(), behind.views.clone());
        let task = self.sends.spawn(courier.send(parcel, views, self.pace.between()));
        self.out.insert(task.id(), Out { chat, sent, attempts, weight, behind });
    }

    /// Sends what was held and may go now, in its order.
    fn release(&mut self) {
        let now = self.clock.now();
        for (parcel, behind) in self.held.due(now) {
            self.pace.at(now);
            self.send(parcel, behind, now);
        }
    }

    /// The next start need not think that what was held may have arrived.
    fn put_back_held(&mut self) {
        for (first, mut behind) in self.held.all() {
            behind.parcels.push_front(first);
            self.put_back(&behind.parcels, "the service stops");
        }
    }

    /// A send has ended. One that panicked is our bug: its outcome is unknown, and it goes again.
    fn back(&mut self, ended: Result<(Id, Returned), JoinError>, stop: &CancellationToken) {
        let (id, returned) = match ended {
            Ok((id, returned)) => (id, Some(returned)),
            Err(error) => {
                // The words of a panic may quote a message: its place is in the log already.
                tracing::error!("outbox.send_panicked");
                (error.id(), None)
            }
        };
        let Some(out) = self.out.remove(&id) else {
            return;
        };
        let now = self.clock.now();
        self.pace.answered(out.chat, out.weight, now);
        let failed = || {
            let error = CallError::Unknown("the send failed in our own code".to_owned());
            self.courier.returned(out.chat, out.sent, None, out.attempts, Err(error.into()))
        };
        let returned = returned.unwrap_or_else(failed);
        if let Some(wait) = returned.wait {
            let until = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            self.pace.pause(out.chat, until, now);
        }
        let ended = &returned.ended;
        let sent = match &ended.result.outcome {
            SendOutcome::Again { .. } if returned.wait.is_some() => Sent::RateLimited,
            SendOutcome::Again { .. } | SendOutcome::Undeliverable { .. }
                if ended.meaning == Meaning::ChatLost =>
            {
                Sent::ChatLost
            }
            outcome => counted::how(outcome),
        };
        let (row, at) = (ended.row.as_ref(), ended.result.at);
        counted::send(&self.store, Channel::Telegram, sent, row, at);
        let arrived = matches!(ended.result.outcome, SendOutcome::Delivered { .. });
        if let Some(row) = row.filter(|_| arrived) {
            self.births.has_arrived(row);
        }
        self.returned.push(returned);
        let Behind { mut parcels, place, views } = out.behind;
        if !arrived || stop.is_cancelled() {
            self.put_back(&parcels, "it goes after what did not arrive");
        } else if let Some(next) = parcels.pop_front() {
            let behind = Behind { parcels, place, views };
            self.send(next, behind, self.clock.now());
        }
    }

    /// Begins to record what has ended, in one step, unless another is under way. Where no answer waits for
    /// it, it goes with the next step of anybody.
    fn record(&mut self) {
        if self.returned.is_empty() || !self.recording.is_empty() {
            return;
        }
        let now = self.clock.now();
        let returned = std::mem::take(&mut self.returned);
        let parcel = |one: &Returned| (one.ended.chat, one.ended.result.parcel);
        self.recorded = returned.iter().map(parcel).collect();
        let ended: Vec<Ended> = returned.iter().map(|one| one.ended.clone()).collect();
        let (store, clock, hurry) = (self.store.clone(), self.clock.clone(), self.hurry);
        let of_group = ended.iter().any(|one| !one.chat.is_private());
        let pace = self.pace.memory(of_group, now);
        self.recording.spawn(async move {
            let recorded = record::record(&store, &clock, &ended, pace.as_deref(), hurry).await;
            recorded.map_err(|error| (returned, error))
        });
    }

    /// It is recorded: frees its chats; whether there may be more to send.
    fn is_recorded(&mut self, recorded: Result<Recorded, JoinError>) -> Result<bool, StoreError> {
        let what = std::mem::take(&mut self.recorded);
        match recorded.map_err(|_| StoreError::panicked("a record"))? {
            Ok(to_send) => {
                if to_send.mail {
                    self.wakes.mail.notify_waiters();
                }
                self.freed = true;
                self.births.recorded(what.into_iter().filter_map(|(_, parcel)| row_of(parcel)));
                Ok(to_send.chats || std::mem::take(&mut self.passed_over))
            }
            Err((returned, error)) => {
                // What comes back later stands behind it.
                let later = std::mem::replace(&mut self.returned, returned);
                self.returned.extend(later);
                Err(error)
            }
        }
    }
}

/// What the holder before this one knew of the pace. Nothing can be sent before the database is there.
async fn before(store: &Store) -> String {
    loop {
        match store.pace().await {
            Ok(before) => return before.unwrap_or_default(),
            Err(error) => tracing::error!(%error, "outbox.pace_not_known"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// From then on nothing is born in flight here.
struct Ends(Store);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.set_births(None);
    }
}

fn until(moment: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    (moment - now).to_std().unwrap_or(Duration::ZERO)
}

fn row_of(parcel: Parcel) -> Option<OutboxId> {
    match parcel {
        Parcel::Row(row) => Some(row),
        Parcel::Card(..) => None,
    }
}

/// An album counts each photo, and a card that is shown anew the end of the old one.
fn weight_of(parcel: &Claimed) -> u32 {
    match parcel {
        Claimed::Card { retire: Some(_), .. } => 2,
        Claimed::Row { files, .. } => u32::try_from(files.len()).unwrap_or(10).max(1),
        Claimed::Card { .. } => 1,
    }
}
