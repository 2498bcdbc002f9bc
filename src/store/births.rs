//! Rows born in flight.
//!
//! An answer that could be sent at once need not be written as pending, then claimed in a transaction
//! of its own: where this process holds the sender's lease and nothing waits, it is written as in
//! flight under that epoch, and handed to the sender once it is durable. Whatever happens in between,
//! it is a row in flight like others: the next holder sends it, marked.
//!
//! A step of a conversation that has arrived keeps no later answer waiting until that is recorded: the
//! sender tells of it at once. Where the record says which message it became, the next answer waits for it.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use uuid::Uuid;

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, query};
use super::{claim, outbox};
use crate::domain::ids::{ChatId, MessageId, OutboxId};
use crate::domain::outgoing::{Content, Outgoing, Purpose, Target, Urgency, is_to_be_known};
use crate::domain::step::{Changes, Claimed, Keys};

/// So many are on their way at a time.
const AT_A_TIME: usize = 48;

/// Rows of a chat that are looked at: the limit in [`open_asked`].
const MOST_OPEN: usize = 4;

/// Rows of a chat that go one after the other, at most: a private chat bears so many at once.
const IN_A_ROW: usize = 3;

/// What was born in flight for a chat.
#[derive(Debug)]
pub struct Born {
    /// What is to be sent: each once the one before has arrived.
    pub parcels: Vec<Claimed>,
    /// Their place among those on their way.
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
    /// Rows that have arrived and keep nobody waiting, as long as that is not recorded.
    arrived: Arc<Mutex<HashSet<OutboxId>>>,
    sender: mpsc::UnboundedSender<Born>,
    /// Wakes the sender for what waits to be claimed.
    waits: Arc<Notify>,
    /// An answer is among that.
    answers: Arc<AtomicBool>,
}

impl Births {
    /// For a sender of that epoch that `waits` wakes, and where it gets them. Nothing is born before
    /// they are opened.
    pub fn new(epoch: i64, waits: Arc<Notify>) -> (Self, mpsc::UnboundedReceiver<Born>) {
        let (sender, born) = mpsc::unbounded_channel();
        let places = Arc::new(Semaphore::new(AT_A_TIME));
        let (open, arrived, answers) = Default::default();
        (Self { epoch, open, places, arrived, sender, waits, answers }, born)
    }

    /// Whether what is written now may go before anything that waits: nothing does.
    pub fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::Relaxed);
    }

    /// Whether an answer was left to be claimed since this was last asked.
    pub fn take_answers(&self) -> bool {
        self.answers.swap(false, Ordering::Relaxed)
    }

    /// A row has arrived: the next answer to its chat need not wait until that is recorded, unless whoever sees
    /// that answer may go back to this one. What it is must be known by then.
    pub fn has_arrived(&self, row: &Outgoing) {
        if row.to.chat().is_some_and(|chat| keeps_nobody_waiting(row, chat)) {
            self.arrived().insert(row.id);
        }
    }

    /// That they have arrived is recorded.
    pub fn recorded(&self, rows: impl Iterator<Item = OutboxId>) {
        let mut arrived = self.arrived();
        rows.for_each(|row| {
            arrived.remove(&row);
        });
    }

    fn arrived(&self) -> MutexGuard<'_, HashSet<OutboxId>> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a chat's first row may go at once: nothing waits for the chat or is on its way there.
    async fn may_bear(
        &self,
        conn: &mut Conn<'_>,
        row: &Outgoing,
        chat: ChatId,
    ) -> Result<bool, StoreError> {
        let open = open_asked(chat).all::<Option<Uuid>>(conn).await?;
        if open.is_empty() {
            return Ok(true);
        }
        if open.len() == MOST_OPEN || is_of_row(row) {
            return Ok(false);
        }
        let arrived = self.arrived();
        Ok(open.iter().all(|row| row.is_some_and(|row| arrived.contains(&OutboxId(row)))))
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
        chats.filter(|chat| chat.is_private()).map(open_asked).collect()
    }

    /// The rows of a step that are born in flight: the first of a chat where nothing waits, as long as they
    /// answer what a person just did.
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
        let answers = |row: &Outgoing| row.urgency == Urgency::Answer && row.to.chat().is_some();
        newborn.answers =
            changes.outbox.iter().any(|row| answers(row) && !newborn.ids.contains(&row.id));
        newborn.births = Some(births);
        Ok(newborn)
    }
}

/// What goes to a chat, one after the other; where it edits or replies to a message, which.
type Line = Vec<(OutboxId, Option<MessageId>)>;

/// The rows of one step that are born in flight.
#[derive(Debug, Default)]
pub(super) struct Newborn {
    ids: Vec<OutboxId>,
    /// What goes to each chat.
    lines: Vec<(Line, Place)>,
    born: Vec<Born>,
    births: Option<Births>,
    /// The step leaves something else for the sender.
    waits: bool,
    /// An answer is among that.
    answers: bool,
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
            chats.push(chat);
            let mut firsts: Vec<&Outgoing> =
                rows.iter().filter(|one| one.to.chat() == Some(chat)).collect();
            firsts.sort_unstable_by_key(|one| (outbox::lane_of(one), one.id));
            // Whatever comes after them waits its turn.
            let others = firsts.iter().position(|one| !may_go_at_once(one));
            firsts.truncate(others.unwrap_or(IN_A_ROW).min(IN_A_ROW));
            let goes_on = |pair: &[&Outgoing]| match pair {
                [one, next] => keeps_nobody_waiting(one, chat) && !is_of_row(next),
                _ => false,
            };
            let behind = firsts.windows(2).take_while(|pair| goes_on(pair)).count();
            firsts.truncate(1 + behind);
            let Some(first) = firsts.first() else {
                continue;
            };
            let Ok(place) = Arc::clone(&births.places).try_acquire_owned() else {
                break;
            };
            if !births.may_bear(conn, first, chat).await? {
                continue;
            }
            let mut line = Vec::with_capacity(firsts.len());
            for row in firsts {
                self.ids.push(row.id);
                line.push((row.id, claim::target(conn, row, chat).await?));
            }
            self.lines.push((line, Place(place)));
        }
        Ok(())
    }

    /// The same, with the rows themselves, which are saved by now.
    pub fn with(mut self, mut rows: Vec<Outgoing>) -> Self {
        for (line, place) in std::mem::take(&mut self.lines) {
            let parcel = |(id, target)| {
                let row = rows.swap_remove(rows.iter().position(|row| row.id == id)?);
                Some(Claimed::Row { row, target, files: Vec::new(), attempts: 0 })
            };
            self.born.push(Born { parcels: line.into_iter().filter_map(parcel).collect(), place });
        }
        self
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
        for born in self.born {
            // A sender that is gone has lost its lease: the next one finds the row.
            let _ = births.sender.send(born);
        }
        if self.answers {
            births.answers.store(true, Ordering::Relaxed);
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

/// Whether the next answer may go before it is recorded which message this one became. The buttons of an
/// acknowledgement say by themselves what they mean, and a reply to it is waited for by the intake.
fn keeps_nobody_waiting(row: &Outgoing, chat: ChatId) -> bool {
    row.purpose == Purpose::Acknowledgement || !is_to_be_known(chat, row.report)
}

/// Whether it edits or replies to what an earlier row became: that is known once it is recorded.
fn is_of_row(row: &Outgoing) -> bool {
    matches!(row.target(), Some(Target::Row(_)))
}

/// The rows that wait for a chat or are on their way there, none for a card; no more than [`MOST_OPEN`].
fn open_asked(chat: ChatId) -> Query<'static> {
    const SQL: &str = "SELECT id FROM (SELECT id FROM outbox WHERE chat_id = $1 \
           AND state IN ('pending', 'in_flight') LIMIT 4) AS rows \
         UNION ALL SELECT NULL FROM (SELECT 1 FROM card WHERE chat_id = $1 \
           AND state IN ('pending', 'in_flight') LIMIT 1) AS cards";
    query(SQL).bind(chat.0)
}
