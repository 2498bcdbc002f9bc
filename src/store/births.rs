//! Rows born in flight.
//!
//! An answer that could be sent at once need not be written as pending, then claimed in a transaction
//! of its own: where this process holds the sender's lease and nothing waits, it is written as in
//! flight under that epoch, and handed to the sender once it is durable. Whatever happens in between,
//! it is a row in flight like others: the next holder sends it, marked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};

use super::backend::Conn;
use super::claim;
use super::errors::StoreError;
use super::query::{Query, query};
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::outgoing::{Content, Outgoing, Urgency};
use crate::domain::step::{Changes, Claimed, Keys};

/// So many are on their way at a time.
const AT_A_TIME: usize = 48;

/// A parcel that was born in flight.
#[derive(Debug)]
pub struct Born {
    /// What is to be sent.
    pub parcel: Claimed,
    /// Its place among those on their way.
    pub place: Place,
}

/// A place among those on their way, free again when it is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// The sender of this process, as whoever writes rows sees it.
#[derive(Debug, Clone)]
pub struct Births {
    epoch: i64,
    open: Arc<AtomicBool>,
    places: Arc<Semaphore>,
    sender: mpsc::UnboundedSender<Born>,
    /// Wakes the sender for what waits to be claimed.
    waits: Arc<Notify>,
}

impl Births {
    /// For a sender of that epoch that `waits` wakes, and where it gets them. Nothing is born before
    /// they are opened.
    pub fn new(epoch: i64, waits: Arc<Notify>) -> (Self, mpsc::UnboundedReceiver<Born>) {
        let (sender, born) = mpsc::unbounded_channel();
        let (open, places) = (Arc::default(), Arc::new(Semaphore::new(AT_A_TIME)));
        (Self { epoch, open, places, sender, waits }, born)
    }

    /// Whether what is written now may go before anything that waits: nothing does.
    pub fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::Relaxed);
    }
}

/// Who sends here, if anybody does. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct BirthPlace(Arc<Mutex<Option<Births>>>);

impl BirthPlace {
    pub fn set(&self, births: Option<Births>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = births;
    }

    pub fn is_set(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// What will be asked if what these keys are for is answered at once.
    pub fn asks(&self, keys: &Keys) -> Vec<Query<'static>> {
        let births = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !births.as_ref().is_some_and(|births| births.open.load(Ordering::Relaxed)) {
            return Vec::new();
        }
        let chats = keys.dialogues.iter().map(|(chat, _)| *chat);
        chats.filter(|chat| chat.is_private()).map(is_free_asked).collect()
    }

    /// The rows of a step that are born in flight: the first of a chat where nothing waits, if it
    /// answers what a person just did.
    pub async fn of(&self, conn: &mut Conn<'_>, changes: &Changes) -> Result<Newborn, StoreError> {
        let births = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(births) = births else {
            return Ok(Newborn::default());
        };
        let mut newborn = Newborn::default();
        if births.open.load(Ordering::Relaxed) {
            newborn.bear(conn, &births, &changes.outbox).await?;
        }
        newborn.waits = changes.wake_sender(&newborn.ids);
        newborn.births = Some(births);
        Ok(newborn)
    }
}

/// The rows of one step that are born in flight.
#[derive(Debug, Default)]
pub(super) struct Newborn {
    ids: Vec<OutboxId>,
    parcels: Vec<Born>,
    births: Option<Births>,
    /// The step leaves something else for the sender.
    waits: bool,
}

impl Newborn {
    async fn bear(
        &mut self,
        conn: &mut Conn<'_>,
        births: &Births,
        rows: &[Outgoing],
    ) -> Result<(), StoreError> {
        let mut chats: Vec<ChatId> = Vec::new();
        for row in rows {
            let Some(chat) = row.to.chat().filter(|chat| !chats.contains(chat)) else {
                continue;
            };
            // Its first row alone: whatever comes after it waits its turn.
            chats.push(chat);
            let first = rows.iter().filter(|one| one.to.chat() == Some(chat));
            let first = first.min_by_key(|one| (one.lane as i32, one.id));
            let Some(row) = first.filter(|one| may_go_at_once(one)) else {
                continue;
            };
            let Ok(place) = Arc::clone(&births.places).try_acquire_owned() else {
                break;
            };
            if !is_free(conn, chat).await? {
                continue;
            }
            let target = claim::target(conn, &row.content, row.reply_to, chat).await?;
            let parcel = Claimed::Row { row: row.clone(), target, files: Vec::new(), attempts: 0 };
            self.ids.push(row.id);
            self.parcels.push(Born { parcel, place: Place(place) });
        }
        Ok(())
    }

    /// The epoch under which a row is in flight from the start.
    pub fn epoch_of(&self, row: OutboxId) -> Option<i64> {
        let births = self.births.as_ref().filter(|_| self.ids.contains(&row));
        births.map(|births| births.epoch)
    }

    /// They are durable: the sender gets them, and is woken for whatever else there is.
    pub fn go(self) {
        let Some(births) = self.births else {
            return;
        };
        for born in self.parcels {
            // A sender that is gone has lost its lease: the next one finds the row.
            let _ = births.sender.send(born);
        }
        if self.waits {
            births.waits.notify_one();
        }
    }
}

fn may_go_at_once(row: &Outgoing) -> bool {
    row.urgency == Urgency::Answer
        && row.not_before.is_none()
        && row.held.is_none()
        && matches!(row.content, Content::Text(_) | Content::Edit { .. })
}

/// Whether nothing waits for a chat or is on its way there.
async fn is_free(conn: &mut Conn<'_>, chat: ChatId) -> Result<bool, StoreError> {
    let taken: bool = is_free_asked(chat).one(conn).await?;
    Ok(!taken)
}

fn is_free_asked(chat: ChatId) -> Query<'static> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE chat_id = $1 \
           AND state IN ('pending', 'in_flight')) \
         OR EXISTS (SELECT 1 FROM card WHERE chat_id = $1 AND state IN ('pending', 'in_flight'))";
    query(SQL).bind(chat.0)
}
