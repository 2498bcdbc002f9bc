//! How it stands with the database: what was asked of it says that it is away or full at once, and
//! only a look of its own that it is well again.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use super::errors::StoreError;
use super::{Store, meta};
use crate::domain::trouble::Trouble;

/// Where what is written to see whether there is room again stands for a moment.
const ROOM: &str = "room";
/// So much room there must be before the disk counts as no longer full, in hashes of 64 characters:
/// a quarter of a mebibyte. A little room comes and goes with each log that is written anew.
const ROOM_HASHES: u32 = 4_096;

/// What is wrong with the database now, if anything is. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Standing(watch::Sender<Option<Trouble>>);

impl Default for Standing {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Standing {
    /// The same, after what it says of the database was noted.
    pub fn noted<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        let Some(trouble) = done.as_ref().err().and_then(StoreError::trouble) else {
            return done;
        };
        self.0.send_if_modified(|known| {
            let news = trouble.is_news(known.as_ref());
            if news {
                *known = Some(trouble);
            }
            news
        });
        done
    }
}

impl Store {
    /// What is wrong with the database, if anything is.
    pub fn standing(&self) -> watch::Receiver<Option<Trouble>> {
        self.standing.0.subscribe()
    }

    /// Looks whether the database is well again: it takes a sign of life, and, where its disk was
    /// full, as much as shows that there is room.
    pub async fn is_well(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.sign_of_life(now).await?;
        let was_full = self.standing.0.borrow().as_ref().is_some_and(|known| known.is_full);
        if was_full {
            let words = ballast(now);
            self.plain(move |conn| {
                let words = words.clone();
                Box::pin(async move { meta::set(conn, ROOM, &words).await })
            })
            .await?;
            self.plain(|conn| Box::pin(meta::unset(conn, ROOM))).await?;
        }
        self.standing.0.send_replace(None);
        Ok(())
    }
}

/// Words that no database makes smaller.
fn ballast(now: DateTime<Utc>) -> String {
    let seed = now.timestamp_micros();
    let mut words = String::new();
    for count in 0..ROOM_HASHES {
        let hash = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(count.to_be_bytes());
        // Writing into a string cannot fail.
        let _ = write!(words, "{}", hex::encode(hash.finalize()));
    }
    words
}
