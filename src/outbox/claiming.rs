//! What the sender claims: how much, and what not.

use chrono::{DateTime, Utc};

use crate::domain::ids::ChatId;
use crate::domain::step::Claim;
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
