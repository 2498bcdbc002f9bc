//! Updates from Telegram: each for itself, or those of one person together.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::flood::Flood;
use super::{Aftermath, Intake, Undone, done_anew, no_directory, route};
use crate::channels::telegram::parse;
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::inbound::{Content, Inbound};
use crate::domain::outgoing::Notice;
use crate::domain::step::{Decision, Facts, Fresh};
use crate::measure::{Kind, Taken};
use crate::store::StoreError;

/// So many of one person's updates share a transaction, at most: others may wait for what it holds.
const TOGETHER: usize = 16;

/// How often, and how long apart, it is looked whether a message's delivery was recorded.
const ARRIVAL_LOOKS: u32 = 40;
const ARRIVAL_PAUSE: Duration = Duration::from_millis(25);

/// An update that could be read.
struct Update<'r> {
    raw: &'r str,
    inbound: Arc<Inbound>,
    /// Its sender writes very fast, or much is said in its group that would be answered.
    floods: bool,
}

/// What its step is decided by.
struct Item {
    inbound: Arc<Inbound>,
    flood: Option<Flood>,
    fresh: Fresh,
}

/// What an update says to those behind it in its transaction: the chat where somebody was told that they
/// write too fast, and the row that says it.
type Told = Option<(ChatId, OutboxId)>;

impl Intake {
    /// Takes an update in as it came. `Ok` means that it is durable, or set aside with its error,
    /// and may be acknowledged; an error means that it must come again.
    pub async fn update(&self, raw: &str) -> Result<(), StoreError> {
        self.updates(&[raw]).await
    }

    /// The same for those of one person, in order and many in one transaction. After an error they must all
    /// come again: none was done behind one that was not.
    pub async fn updates(&self, raw: &[&str]) -> Result<(), StoreError> {
        let mut looks = ARRIVAL_LOOKS;
        for some in raw.chunks(TOGETHER) {
            let mut ends = Vec::new();
            let taken = self.take_some(some, &mut looks, &mut ends).await;
            self.notify(ends);
            taken?;
        }
        Ok(())
    }

    /// The same for one from a webhook: if it was a press, its end, which can go with the acknowledgement.
    pub async fn update_called(&self, raw: &str) -> Result<Option<Notice>, StoreError> {
        let (mut looks, mut ends) = (ARRIVAL_LOOKS, Vec::new());
        self.take_some(&[raw], &mut looks, &mut ends).await?;
        Ok(ends.pop())
    }

    /// Takes some in, which share a transaction where they can be read. `ends`: those of presses.
    async fn take_some(
        &self,
        raw: &[&str],
        looks: &mut u32,
        ends: &mut Vec<Notice>,
    ) -> Result<(), StoreError> {
        let mut updates = VecDeque::with_capacity(raw.len());
        for raw in raw {
            let mut fresh = self.clock.fresh();
            match parse::inbound(raw, &self.bot_name, self.clock.now(), &mut fresh) {
                Ok(inbound) => {
                    updates.push_back(self.heard(raw, inbound, looks).await);
                }
                Err(error) => {
                    // Those before it first.
                    self.take_read(std::mem::take(&mut updates), ends).await?;
                    tracing::error!(%error, "intake.unreadable");
                    let kept = Box::pin(self.set_aside("telegram", raw, &error.to_string())).await;
                    self.count(Kind::Unreadable, kept.map(|()| (Taken::SetAside, ())))?;
                }
            }
        }
        self.take_read(updates, ends).await
    }

    /// What cannot be processed is set aside, and the others go on; so is what the database refuses
    /// again and again, although it is well.
    async fn take_read(
        &self,
        mut updates: VecDeque<Update<'_>>,
        ends: &mut Vec<Notice>,
    ) -> Result<(), StoreError> {
        while !updates.is_empty() {
            // What was refused is taken by itself: others of its transaction may have been at fault.
            let known = self.refused.knows_any(updates.iter().map(|one| one.inbound.update_id));
            let together = if known { 1 } else { updates.len() };
            let was_well = self.store.standing().borrow().is_none();
            let some = updates.make_contiguous().get(..together).unwrap_or_default();
            let all = self.decide(some).await;
            for decided in all {
                let Some(Update { raw, inbound, .. }) = updates.pop_front() else {
                    break;
                };
                let update = inbound.update_id;
                let is_hopeless = match &decided {
                    Err(error) if error.is_of_what_was_asked() => true,
                    Err(error) if error.may_pass() => {
                        let alone = was_well && together == 1;
                        self.refused.again(update, alone, self.clock.now())
                    }
                    _ => false,
                };
                let taken = match decided {
                    Err(error) if is_hopeless => {
                        tracing::error!(update, %error, "intake.set_aside");
                        let error = error.to_string();
                        let kept = Box::pin(self.set_aside("telegram", raw, &error)).await;
                        kept.map(|()| (Taken::SetAside, ()))
                    }
                    decided => decided.map(|aftermath| (self.ended(aftermath, ends), ())),
                };
                self.count(kind_of(&inbound.content), taken)?;
                self.refused.taken(update);
            }
        }
        Ok(())
    }

    /// Decides about updates and makes them durable: what is left to do for each, up to the first that
    /// failed, or that is to be looked up anew.
    async fn decide(&self, updates: &[Update<'_>]) -> Vec<Result<Aftermath, StoreError>> {
        let directory = match self.store.directory().await {
            Ok(Some(directory)) => directory,
            Ok(None) => return vec![Err(no_directory())],
            Err(error) => return vec![Err(error)],
        };
        let item = |update: &Update<'_>| {
            let mut keys = route::keys(&update.inbound, &directory);
            let inbound = Arc::clone(&update.inbound);
            let chat = inbound.chat.id;
            let flood = update.floods.then(|| Flood { told: self.meter.told_in(chat) });
            // It will be looked at: with the first things, it costs no look of its own.
            keys.waiting_for = flood.map(|_| chat).filter(|chat| chat.is_private());
            (keys, Item { inbound, flood, fresh: self.clock.fresh() })
        };
        let each = updates.iter().map(item).collect();
        let known = directory.version;
        let decide = move |item: &Item, facts: &Facts, carried: &mut Told| {
            if facts.directory.version != known {
                // Whose chat it is may be another's now: what is looked at is too. As versions only grow,
                // nothing is done behind it either.
                return done_anew();
            }
            let chat = item.inbound.chat.id;
            let told = carried.filter(|(told, _)| *told == chat).map(|(_, row)| row);
            let flood = item.flood.map(|flood| Flood { told: told.or(flood.told) });
            let decided = route::decide(facts, &item.inbound, flood, item.fresh.clone());
            if let Decision::Done(_, aftermath) = &decided {
                *carried = aftermath.told_flood.or(*carried);
            }
            decided
        };
        let mut done = self.store.steps(each, None, decide).await;
        let is_anew = |one: &Result<Aftermath, _>| {
            one.as_ref().is_ok_and(|aftermath| aftermath.undone == Some(Undone::Anew))
        };
        if let Some(first) = done.iter().position(is_anew) {
            done.truncate(first);
        }
        done
    }

    /// It is durable: what became of it; the end of a press is left to the caller.
    fn ended(&self, mut aftermath: Aftermath, ends: &mut Vec<Notice>) -> Taken {
        if let Some((chat, row)) = aftermath.told_flood {
            self.meter.told(chat, row);
        }
        let is_end = |notice: &mut Notice| matches!(notice, Notice::AnswerPress { .. });
        ends.extend(aftermath.notices.extract_if(.., is_end).next());
        self.follow(aftermath)
    }

    /// What is to be known of an update before it is decided.
    async fn heard<'r>(&self, raw: &'r str, inbound: Inbound, looks: &mut u32) -> Update<'r> {
        self.let_arrive(&inbound, looks).await;
        let chat = inbound.chat.id;
        let counts = match inbound.content {
            Content::Message { .. } if chat.is_private() => true,
            _ => route::is_answered_anywhere(&inbound),
        };
        let floods = counts && self.meter.heard(chat, inbound.update_id, inbound.at);
        Update { raw, inbound: Arc::new(inbound), floods }
    }

    /// A reply may be quicker than the record that its message was delivered: then that is awaited
    /// for a moment, so that the reply is known for what it is. `looks`: how many of them are left.
    async fn let_arrive(&self, inbound: &Inbound, looks: &mut u32) {
        let Content::Message { message, .. } = &inbound.content else {
            return;
        };
        let Some(replied) = message.reply_to else {
            return;
        };
        // Where the database is away the step will say so.
        while *looks > 0 && matches!(self.store.arriving(inbound.chat.id, replied).await, Ok(true))
        {
            *looks -= 1;
            tokio::time::sleep(ARRIVAL_PAUSE).await;
        }
    }

    /// Runs one that had been set aside once more.
    pub(super) async fn retry_update(&self, raw: &str) -> Result<(), StoreError> {
        let mut fresh = self.clock.fresh();
        let parsed = parse::inbound(raw, &self.bot_name, self.clock.now(), &mut fresh);
        let inbound = parsed.map_err(|error| StoreError::Bug(error.to_string()))?;
        let (mut looks, mut ends) = (ARRIVAL_LOOKS, Vec::new());
        let update = [self.heard(raw, inbound, &mut looks).await];
        loop {
            if let Some(decided) = self.decide(&update).await.pop() {
                self.ended(decided?, &mut ends);
                self.notify(ends);
                return Ok(());
            }
        }
    }
}

fn kind_of(content: &Content) -> Kind {
    match content {
        Content::Message { .. } => Kind::Message,
        Content::Edited { .. } => Kind::Edited,
        Content::Press { .. } => Kind::Press,
        Content::Membership { .. } => Kind::Member,
        Content::MigratedTo(_) => Kind::Migrated,
        Content::Nothing => Kind::Other,
    }
}
