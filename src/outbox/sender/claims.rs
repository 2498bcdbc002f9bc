//! What the sender claims: as much as may go now.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::super::cards::Views;
use super::{AT_A_TIME, Behind, Sender, until, weight_of};
use crate::domain::ids::ChatId;
use crate::domain::step::{Claim, Claimed};
use crate::store::{Store, StoreError};

/// What a claim is for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub now: DateTime<Utc>,
    /// So many parcels at most.
    pub places: usize,
    /// So many cards of a chat at most.
    pub cards: usize,
    /// Chats that get nothing now.
    pub not_now: Vec<ChatId>,
    /// When the first of those that were written to lately may be written to again.
    pub first: Option<DateTime<Utc>>,
    /// An answer waits to be claimed.
    pub hurry: bool,
}

impl Wanted {
    /// Claims it, at once or with what others write.
    pub async fn claim(self, store: &Store, epoch: i64) -> Result<(Self, Claim), StoreError> {
        let limit = u32::try_from(self.places).unwrap_or(u32::MAX);
        let claim = if self.hurry {
            store.claim(epoch, self.now, limit, &self.not_now).await?
        } else {
            store.claim_later(epoch, self.now, limit, self.cards, &self.not_now).await?
        };
        Ok((self, claim))
    }
}

impl Sender {
    /// What may be claimed now; otherwise after what time there may be something, if not when something
    /// comes back.
    pub(super) fn wanted(&mut self) -> Result<Wanted, Option<Duration>> {
        let now = self.clock.now();
        self.pace.at(now);
        let places = AT_A_TIME.saturating_sub(self.sends.len());
        if places == 0 {
            self.births.set_open(false);
            self.passed_over = true;
            return Err(None);
        }
        let all = self.pace.all_ready_at(1, now);
        if all > now {
            self.births.set_open(false);
            return Err(Some(until(all, now)));
        }
        // No more than may go at once: what is claimed and waits here keeps an answer waiting behind it
        // that comes meanwhile, and was to go first.
        let (mut not_now, first) = self.pace.not_ready(now);
        // Those that wait for their own chat take nobody's place.
        let chat_is_ready =
            |one: &&Claimed| self.pace.chat_ready_at(one.chat(), weight_of(one), now) <= now;
        let held = self.held.iter().map(|(parcel, _)| parcel).filter(chat_is_ready);
        let held: u32 = held.map(weight_of).sum();
        let places = places.min(self.pace.room(now).saturating_sub(held as usize));
        if places == 0 {
            self.births.set_open(false);
            return Err(self.held.until().map(|held| until(held, now)));
        }
        not_now.extend(self.held.iter().map(|(parcel, _)| parcel.chat()));
        not_now.extend(self.out.values().map(|out| out.chat));
        not_now.extend(self.returned.iter().map(|one| one.ended.chat));
        not_now.extend(self.recorded.iter().map(|(chat, _)| chat));
        self.freed = false;
        self.hurry |= self.births.take_answers();
        let cards = self.pace.in_a_row();
        Ok(Wanted { now, places, cards, not_now, first, hurry: self.hurry })
    }

    pub(super) fn begin_claim(&mut self, wanted: Wanted) {
        let (store, epoch) = (self.store.clone(), self.courier.epoch);
        self.claiming.spawn(async move { wanted.claim(&store, epoch).await });
    }

    /// Sends what was claimed on its way; after what time there may be more, at once included; none where
    /// nothing waits.
    pub(super) fn claimed(&mut self, wanted: &Wanted, claim: Claim) -> Option<Duration> {
        let now = self.clock.now();
        self.pace.at(now);
        let full = claim.parcels.len() == wanted.places;
        let left_out_in_vain = claim.more && self.freed;
        self.passed_over = claim.more;
        self.hurry = claim.answers;
        let cards = claim.parcels.iter().filter_map(|parcel| match parcel {
            Claimed::Card { report, .. } => Some(*report),
            Claimed::Row { .. } => None,
        });
        let views = Views::of(cards.collect());
        let mut parcels = claim.parcels.into_iter().peekable();
        while let Some(first) = parcels.next() {
            let mut behind = Behind { views: views.clone(), ..Behind::default() };
            while let Some(next) = parcels.next_if(|next| next.chat() == first.chat()) {
                behind.parcels.push_back(next);
            }
            self.send(first, behind, now);
        }
        // What was passed over waits in its own chat, where nothing is born until it has gone.
        self.births.set_open(!full && self.pace.all_ready_at(1, now) <= now);
        if full || left_out_in_vain {
            return Some(Duration::ZERO);
        }
        let paced = wanted.first.map(|ready| until(ready, now));
        let due = claim.next_at.map(|next| until(next, now).max(Duration::from_millis(1)));
        [paced, due].into_iter().flatten().min()
    }
}
