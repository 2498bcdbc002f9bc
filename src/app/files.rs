//! Whether `BLOB_URL` leads to where the town's photos and mails are. Two processes on two machines, each with a folder
//! of its own, would lose to each other what they keep, and nobody would notice until a photo cannot be sent. So a place
//! has a mark, and the database knows which: both are compared at a start, and by `rispondo check`.

use std::process::ExitCode;

use anyhow::Context as _;

use super::roles;
use crate::blobs::{BlobError, Blobs};
use crate::clock::Clock;
use crate::config::ConfigError;
use crate::config::blobs::BlobConfig;
use crate::config::database::DatabaseConfig;
use crate::store::{Store, StoreError};

/// What the place is to this database.
pub(super) enum Place {
    /// Nobody has said yet where its files are kept.
    Unknown,
    /// Where its files are kept.
    Ours,
    /// Another one.
    Other,
    /// It cannot be looked at.
    Unseen(BlobError),
}

/// Compares the two.
pub(super) async fn look(store: &Store, blobs: &Blobs) -> Result<Place, StoreError> {
    let Some(known) = store.files_at().await? else { return Ok(Place::Unknown) };
    Ok(match blobs.has_mark(known).await {
        Ok(true) => Place::Ours,
        Ok(false) => Place::Other,
        Err(error) => Place::Unseen(error),
    })
}

/// That it is another place, and what to do.
pub(super) fn elsewhere(config: &BlobConfig) -> ConfigError {
    ConfigError::new(
        "BLOB_URL",
        format!("names {config}, and photos and mails of this town are kept in another place"),
        "Name that one, which all processes share: a folder that each of them has mounted, or \
         s3:BUCKET. Copy there what is here alone. If photos and mails are here from now on, stop \
         the service everywhere and run `rispondo files adopt`.",
    )
}

/// The place, opened.
pub(super) struct Files<'a> {
    config: &'a BlobConfig,
    pub blobs: Blobs,
    /// That it is another place.
    pub elsewhere: Option<String>,
    is_unknown: bool,
}

/// Opens the place. Another one is told, and no reason not to begin: words come in and go out all the same.
pub(super) async fn open<'a>(store: &Store, config: &'a BlobConfig) -> anyhow::Result<Files<'a>> {
    let blobs = Blobs::open(config).context("BLOB_URL")?;
    let files = Files { config, blobs, elsewhere: None, is_unknown: false };
    files.compared(store).await
}

impl Files<'_> {
    /// A database that knows no place yet, as at a first start, is told of this one. Another process may be quicker, and
    /// then this is perhaps another place.
    pub(super) async fn known(self, store: &Store, clock: &Clock) -> anyhow::Result<Self> {
        if !self.is_unknown {
            return Ok(self);
        }
        let place = clock.id();
        // The mark first: what the database names is there, whenever this process dies.
        match self.blobs.mark(place).await {
            Ok(()) => store.files_are_first_at(place).await?,
            // That nothing can be kept there is said by whoever has something to keep.
            Err(error) => tracing::warn!(%error, "files.not_marked"),
        }
        self.compared(store).await
    }

    async fn compared(mut self, store: &Store) -> anyhow::Result<Self> {
        self.is_unknown = false;
        match look(store, &self.blobs).await? {
            Place::Ours => {}
            Place::Unknown => self.is_unknown = true,
            Place::Other => {
                let why = elsewhere(self.config).to_string();
                tracing::error!(why, "files.elsewhere");
                self.elsewhere = Some(why);
            }
            // A server that is away for a moment keeps nobody from starting.
            Place::Unseen(error) => tracing::warn!(%error, "files.not_seen"),
        }
        Ok(self)
    }
}

/// `rispondo files adopt`: photos and mails are at this place from now on.
pub(super) async fn adopt(
    database: &DatabaseConfig,
    config: &BlobConfig,
) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(super::address(database)).await?;
    let blobs = Blobs::open(config).context("BLOB_URL")?;
    if !matches!(look(&store, &blobs).await?, Place::Ours) {
        // Whoever runs now goes on to keep what comes in the other place.
        anyhow::ensure!(
            !(Store::is_file_served(&database.url.0)? || roles::is_served(&store).await?),
            "a process of the service is at work in another place: stop all of them first"
        );
        let place = Clock::system().id();
        blobs.mark(place).await.context("BLOB_URL")?;
        store.files_are_at(place).await?;
    }
    store.close().await;
    println!("Photos and mails are kept here from now on: {config}");
    Ok(ExitCode::SUCCESS)
}
