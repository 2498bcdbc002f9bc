//! How it stands with the database: what was asked of it says that it is away or full at once, and
//! only a look of its own that it is well again; of one that is damaged, only the next start.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use super::errors::StoreError;
use super::query::query;
use super::{Pool, Store, meta, sqlite};
use crate::domain::trouble::{Ill, Trouble};

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

    /// Looks through the whole file of SQLite for damage; PostgreSQL has tools of its own for that.
    pub async fn is_sound(&self) -> Result<(), StoreError> {
        let Pool::Sqlite { readers, .. } = &self.pool else {
            return Ok(());
        };
        let found =
            readers.look(|conn| sqlite::done(query("PRAGMA quick_check(1)").one::<String>(conn)));
        match found.await? {
            sound if sound == "ok" => Ok(()),
            damage => Err(StoreError::Damaged(damage)),
        }
    }

    /// Whether a commit is durable: PostgreSQL may be told to say so before it is.
    pub async fn is_durable(&self) -> Result<bool, StoreError> {
        if let Pool::Sqlite { .. } = &self.pool {
            return Ok(true);
        }
        let set = self.look_at(|conn| {
            Box::pin(query("SELECT current_setting('synchronous_commit')").one::<String>(conn))
        });
        Ok(set.await? != "off")
    }

    /// Looks whether the database is well again: it takes a small change (no sign of life: by that it is seen for how
    /// long nothing was taken in), and, where its disk was
    /// full, as much as shows that there is room.
    pub async fn is_well(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let at = now.to_rfc3339();
        self.plain(move |conn| {
            let at = at.clone();
            Box::pin(async move { meta::set(conn, meta::LOOKED_AT, &at).await })
        })
        .await?;
        let known = self.standing.0.borrow().clone();
        let ill = known.as_ref().map(|known| known.ill);
        if ill == Some(Ill::Damaged) {
            // A place that is sound proves nothing of the others: until a start with another file it is told so.
            return Err(StoreError::Damaged(known.map(|known| known.why).unwrap_or_default()));
        }
        if ill == Some(Ill::Full) {
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
