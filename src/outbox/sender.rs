//! The sender: claims what may be sent now, sends without a transaction, records what came of it.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::cards;
use super::pace::Pace;
use super::record::{self, Ended, Meaning, delay, result};
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::channels::telegram::send::Photo;
use crate::clock::Clock;
use crate::config::telegram::SendLimits;
use crate::domain::ids::{ChatId, MessageId};
use crate::domain::outgoing::{Content, Outgoing};
use crate::domain::step::{Claimed, Parcel, SendOutcome, StoredFile};
use crate::intake::Wakes;
use crate::store::{Store, StoreError};

/// Sends at a time.
const AT_A_TIME: usize = 32;
/// The safety net: rows that nobody woke us for are found by then.
const SAFETY_NET: Duration = Duration::from_secs(1);
/// After a failure of the database.
const PAUSE: Duration = Duration::from_secs(2);
/// A lost staff chat is tried again this much later: it may be bound again.
const LOST_CHAT_MINUTES: i64 = 10;

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
    sends: JoinSet<Returned>,
    /// What is on its way, by its task.
    out: HashMap<Id, Out>,
    /// What has come back and is not recorded yet.
    returned: Vec<Returned>,
    /// The last claim left chats out because something was on its way to them.
    passed_over: bool,
}

/// A send on its way.
#[derive(Debug)]
struct Out {
    chat: ChatId,
    sent: Parcel,
    attempts: i32,
}

/// What one send needs. Cheap to clone.
#[derive(Debug, Clone)]
struct Courier {
    store: Store,
    clock: Clock,
    api: Api,
    blobs: Blobs,
    epoch: i64,
}

/// What a send reports to the loop.
#[derive(Debug)]
struct Returned {
    ended: Ended,
    /// Telegram said to wait: with this chat, or with everything.
    wait: Option<Duration>,
}

impl Sender {
    /// A sender that holds the lease under `epoch`. The receiver says whether nothing is to be sent
    /// and nothing is on its way.
    pub fn new(
        store: Store,
        clock: Clock,
        api: Api,
        blobs: Blobs,
        wakes: Wakes,
        limits: SendLimits,
        epoch: i64,
    ) -> (Self, watch::Receiver<bool>) {
        let (idle, is_idle) = watch::channel(false);
        let courier = Courier {
            store: store.clone(),
            clock: clock.clone(),
            api,
            blobs,
            epoch,
        };
        (
            Self {
                store,
                clock,
                courier,
                wakes,
                pace: Pace::new(limits),
                idle,
                sends: JoinSet::new(),
                out: HashMap::new(),
                returned: Vec::new(),
                passed_over: false,
            },
            is_idle,
        )
    }

    /// Runs until stopped; what is on its way then is finished and recorded.
    pub async fn run(mut self, stop: CancellationToken) {
        // Whether there may be something to claim that the last claim did not see.
        let mut look = true;
        loop {
            // Registered before the claim, so that a row written meanwhile is not slept over.
            let wakes = self.wakes.clone();
            let woken = wakes.outbox.notified();
            while let Some(ended) = self.sends.try_join_next_with_id() {
                self.back(ended);
            }
            match self.record().await {
                Ok(more) => look |= more,
                Err(error) => {
                    tracing::error!(%error, "outbox.not_recorded");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            }
            if stop.is_cancelled() && self.sends.is_empty() {
                return;
            }
            let mut wait = SAFETY_NET;
            if look && !stop.is_cancelled() {
                match self.claim().await {
                    Ok(next) => {
                        look = next.is_zero();
                        wait = next;
                    }
                    Err(error) => {
                        tracing::error!(%error, "outbox.not_claimed");
                        wait = PAUSE;
                    }
                }
            }
            if look && self.sends.len() < AT_A_TIME && !stop.is_cancelled() && wait.is_zero() {
                continue;
            }
            let idle = self.sends.is_empty() && !look;
            self.idle
                .send_if_modified(|was| std::mem::replace(was, idle) != idle);
            tokio::select! {
                Some(ended) = self.sends.join_next_with_id(), if !self.sends.is_empty() => {
                    self.back(ended);
                }
                () = woken, if !stop.is_cancelled() => look = true,
                () = tokio::time::sleep(wait), if !stop.is_cancelled() => look = true,
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    /// Claims what may go now and sends it on its way; how long to wait for more otherwise, nothing
    /// if there may be more at once.
    async fn claim(&mut self) -> Result<Duration, StoreError> {
        let now = self.clock.now();
        let places = AT_A_TIME.saturating_sub(self.sends.len());
        if places == 0 {
            self.passed_over = true;
            return Ok(SAFETY_NET);
        }
        let all = self.pace.all_ready_at(1, now);
        if all > now {
            return Ok(until(all, now));
        }
        let (mut not_now, first) = self.pace.not_ready(now);
        not_now.extend(self.out.values().map(|out| out.chat));
        let limit = u32::try_from(places).unwrap_or(u32::MAX);
        let claim = self
            .store
            .claim(self.courier.epoch, now, limit, &not_now)
            .await?;
        let full = claim.parcels.len() == places;
        self.passed_over = claim.more;
        for parcel in claim.parcels {
            self.send(parcel, now);
        }
        if full {
            return Ok(Duration::ZERO);
        }
        let paced = first.map(|ready| until(ready, now));
        let due = claim
            .next_at
            .map(|next| until(next, now).max(Duration::from_millis(1)));
        let wait = [paced, due].into_iter().flatten().min();
        Ok(wait.unwrap_or(SAFETY_NET).min(SAFETY_NET))
    }

    /// Sends a parcel on its way.
    fn send(&mut self, parcel: Claimed, now: DateTime<Utc>) {
        let (chat, weight) = (chat_of(&parcel), weight_of(&parcel));
        // What the pace does not allow at this moment waits here, in flight already: the claim
        // could not know how heavy it is, or how many went before it.
        let ready = self.pace.ready_at(chat, weight, now);
        self.pace.sent(chat, weight, ready.max(now));
        let (sent, attempts) = match &parcel {
            Claimed::Row { row, attempts, .. } => (Parcel::Row(row.id), *attempts),
            Claimed::Card {
                report, attempts, ..
            } => (Parcel::Card(chat, *report), *attempts),
        };
        let courier = self.courier.clone();
        let task = self.sends.spawn(async move {
            if ready > now {
                courier.clock.sleep_until(ready).await;
            }
            courier.send(parcel).await
        });
        self.out.insert(
            task.id(),
            Out {
                chat,
                sent,
                attempts,
            },
        );
    }

    /// A send has ended. One that panicked is our bug: its outcome is unknown, and it goes again.
    fn back(&mut self, ended: Result<(Id, Returned), JoinError>) {
        let (id, returned) = match ended {
            Ok((id, returned)) => (id, Some(returned)),
            Err(error) => {
                tracing::error!(%error, "outbox.send_panicked");
                (error.id(), None)
            }
        };
        let Some(out) = self.out.remove(&id) else {
            return;
        };
        let failed = || {
            let error = CallError::Unknown("the send failed in our own code".to_owned());
            self.courier
                .returned(out.chat, out.sent, None, out.attempts, Err(error))
        };
        self.returned.push(returned.unwrap_or_else(failed));
    }

    /// Records what has ended, in one step, and frees its chats; whether there may be more to send.
    async fn record(&mut self) -> Result<bool, StoreError> {
        if self.returned.is_empty() {
            return Ok(false);
        }
        let now = self.clock.now();
        for one in &self.returned {
            if let Some(wait) = one.wait {
                let until = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
                self.pace.pause(one.ended.chat, until);
            }
        }
        let ended: Vec<Ended> = self.returned.iter().map(|one| one.ended.clone()).collect();
        let fresh = self.clock.fresh();
        let more = self
            .store
            .step(record::keys(&ended), move |facts| {
                record::decide(facts, &ended, now, fresh.clone())
            })
            .await?;
        self.returned.clear();
        Ok(more || std::mem::take(&mut self.passed_over))
    }
}

fn until(moment: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    (moment - now).to_std().unwrap_or(Duration::ZERO)
}

fn chat_of(parcel: &Claimed) -> ChatId {
    match parcel {
        Claimed::Row { row, .. } => row.chat,
        Claimed::Card { chat, .. } => *chat,
    }
}

/// An album counts each photo.
fn weight_of(parcel: &Claimed) -> u32 {
    match parcel {
        Claimed::Row { files, .. } => u32::try_from(files.len()).unwrap_or(10).max(1),
        Claimed::Card { .. } => 1,
    }
}

impl Courier {
    async fn send(self, parcel: Claimed) -> Returned {
        match parcel {
            Claimed::Row {
                row,
                target,
                files,
                attempts,
            } => {
                let sent = self.row(&row, target, &files).await;
                self.returned(row.chat, Parcel::Row(row.id), Some(row), attempts, sent)
            }
            Claimed::Card {
                chat,
                report,
                message,
                retire,
                fingerprint,
                attempts,
            } => {
                if let Some(old) = retire
                    && let Err(error) = self.api.retire(chat, old).await
                {
                    tracing::debug!(%report, %error, "card.not_retired");
                }
                let sent = self
                    .card(chat, report, message, fingerprint.as_deref())
                    .await;
                self.returned(chat, Parcel::Card(chat, report), None, attempts, sent)
            }
        }
    }

    async fn row(
        &self,
        row: &Outgoing,
        target: Option<MessageId>,
        files: &[StoredFile],
    ) -> Result<SendOutcome, CallError> {
        let messages = match &row.content {
            Content::Text(message) => vec![self.api.send_text(row.chat, message, target).await?],
            Content::Photos {
                caption, silent, ..
            } => {
                self.photos(row.chat, files, caption, *silent, target)
                    .await?
            }
            Content::Edit { message, .. } => {
                // A message that is gone has nothing left to change.
                if let Some(id) = target {
                    match self.api.edit_text(row.chat, id, message).await {
                        Err(error) if cure(&error, Some(row.chat)) == Cure::SendAnew => {}
                        edited => edited?,
                    }
                }
                Vec::new()
            }
        };
        tracing::debug!(row = %row.id.0, purpose = row.purpose.as_str(), "outbox.sent");
        Ok(SendOutcome::Delivered {
            messages,
            fingerprint: None,
        })
    }

    async fn photos(
        &self,
        chat: ChatId,
        files: &[StoredFile],
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<Vec<MessageId>, CallError> {
        let by_id = |file: &StoredFile| Photo {
            file_id: file.telegram_file_id.clone(),
            bytes: None,
        };
        let photos: Vec<Photo> = files.iter().map(by_id).collect();
        if photos.is_empty() {
            return Ok(Vec::new());
        }
        if photos.iter().all(|photo| photo.file_id.is_some()) {
            match self
                .api
                .send_photos(chat, &photos, caption, silent, reply_to)
                .await
            {
                Err(error) if cure(&error, Some(chat)) == Cure::BadFile => {
                    tracing::info!(%error, "outbox.photos_uploaded");
                }
                sent => return sent,
            }
        }
        let mut uploads = Vec::with_capacity(files.len());
        for file in files {
            let bytes = match &file.blob {
                Some(blob) => self.blobs.get(blob).await.map_err(|error| {
                    CallError::NotMade(format!("the photo cannot be read: {error}"))
                })?,
                None => continue,
            };
            uploads.push(Photo {
                file_id: None,
                bytes: Some(bytes),
            });
        }
        if uploads.is_empty() {
            return Err(CallError::NotMade(
                "no photo of it has been fetched yet".to_owned(),
            ));
        }
        self.api
            .send_photos(chat, &uploads, caption, silent, reply_to)
            .await
    }

    async fn card(
        &self,
        chat: ChatId,
        report: crate::domain::ids::ReportId,
        message: Option<MessageId>,
        shown: Option<&str>,
    ) -> Result<SendOutcome, CallError> {
        let rendered = cards::render(&self.store, report, self.clock.now())
            .await
            .map_err(|error| CallError::NotMade(error.to_string()))?;
        let Some(card) = rendered else {
            return Ok(SendOutcome::Undeliverable {
                reason: "there is no such report".to_owned(),
            });
        };
        let fingerprint = Some(card.fingerprint.clone());
        let Some(id) = message else {
            let id = self.api.send_text(chat, &card.message, None).await?;
            return Ok(SendOutcome::Delivered {
                messages: vec![id],
                fingerprint,
            });
        };
        if shown != Some(card.fingerprint.as_str()) {
            match self.api.edit_text(chat, id, &card.message).await {
                Err(error) if cure(&error, Some(chat)) == Cure::SendAnew => {
                    return Ok(SendOutcome::CardLost);
                }
                edited => edited?,
            }
        }
        Ok(SendOutcome::Delivered {
            messages: Vec::new(),
            fingerprint,
        })
    }

    /// What came of a send, as the next step records it.
    fn returned(
        &self,
        chat: ChatId,
        parcel: Parcel,
        row: Option<Outgoing>,
        attempts: i32,
        sent: Result<SendOutcome, CallError>,
    ) -> Returned {
        let now = self.clock.now();
        let (outcome, meaning, wait) = match sent {
            Ok(outcome) => (outcome, Meaning::None, None),
            Err(error) => {
                let cure = cure(&error, Some(chat));
                tracing::warn!(?parcel, %error, ?cure, "outbox.not_sent");
                failed(&error, cure, attempts, now)
            }
        };
        let result = result(parcel, self.epoch, now, outcome);
        Returned {
            ended: Ended {
                chat,
                row,
                result,
                meaning,
            },
            wait,
        }
    }
}

/// What a failed send comes to: again, or never; and what it says of the chat.
fn failed(
    error: &CallError,
    cure: Cure,
    attempts: i32,
    now: DateTime<Utc>,
) -> (SendOutcome, Meaning, Option<Duration>) {
    let reason = error.to_string();
    let again = |not_before, unknown| SendOutcome::Again {
        not_before,
        reason: reason.clone(),
        unknown,
    };
    match cure {
        Cure::Wait(wait) => {
            let then = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            (again(then, false), Meaning::None, Some(wait))
        }
        Cure::Migrated(to) => (again(now, false), Meaning::Migrated(to), None),
        Cure::Unreachable => (
            SendOutcome::Undeliverable { reason },
            Meaning::PersonLost,
            None,
        ),
        Cure::ChatLost => {
            let then = now + TimeDelta::minutes(LOST_CHAT_MINUTES);
            (again(then, false), Meaning::ChatLost, None)
        }
        Cure::OutcomeUnknown => (again(now + delay(attempts), true), Meaning::None, None),
        Cure::Again | Cure::OtherPoller | Cure::TokenWrong => {
            (again(now + delay(attempts), false), Meaning::None, None)
        }
        Cure::Success | Cure::Ignore => {
            let messages = Vec::new();
            (
                SendOutcome::Delivered {
                    messages,
                    fingerprint: None,
                },
                Meaning::None,
                None,
            )
        }
        Cure::SendAnew
        | Cure::GeneralThread
        | Cure::WithoutReply
        | Cure::PlainText
        | Cure::TooLong
        | Cure::FileTooBig
        | Cure::BadFile
        | Cure::Refused => (SendOutcome::Undeliverable { reason }, Meaning::None, None),
    }
}
