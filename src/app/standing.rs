//! Whether what keeps things does so: health and the log say it at once, and of a full disk the
//! supervisors are told by a notice, as no row can be written.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::clock::{Clock, monotonic};
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::Notice;
use crate::domain::trouble::Trouble;
use crate::http::Health;
use crate::store::Store;
use crate::text::service::{Place, room};

/// How often it is looked whether it is well again.
const LOOK: Duration = Duration::from_secs(2);
/// The supervisors are told of a full disk again after this time at the earliest.
const TELL_AGAIN: Duration = Duration::from_secs(600);

/// Looks whether all is well again.
type Look = Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// Who is told.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// Where it is said.
    pub health: Health,
    notices: mpsc::Sender<Notice>,
    store: Store,
    /// The town as it was at the start: while nothing can be read, these are told.
    directory: Arc<Directory>,
}

impl Standing {
    /// Everybody is well as far as is known.
    pub fn new(store: &Store, notices: &mpsc::Sender<Notice>, directory: &Arc<Directory>) -> Self {
        Self {
            health: Health::default(),
            notices: notices.clone(),
            store: store.clone(),
            directory: Arc::clone(directory),
        }
    }

    /// Watches the database until stopped.
    pub async fn of_database(self, clock: Clock, stop: CancellationToken) {
        let store = self.store.clone();
        let standing = store.standing();
        let look: Look = Box::new(move || {
            let (store, now) = (store.clone(), clock.now());
            Box::pin(async move { store.is_well(now).await.is_ok() })
        });
        self.watch(Place::Database, standing, look, &stop).await;
    }

    /// Watches the store of files until stopped.
    pub async fn of_files(self, blobs: Blobs, stop: CancellationToken) {
        let standing = blobs.standing();
        let look: Look = Box::new(move || {
            let blobs = blobs.clone();
            Box::pin(async move { blobs.is_well().await.is_ok() })
        });
        self.watch(Place::Files, standing, look, &stop).await;
    }

    async fn watch(
        mut self,
        place: Place,
        mut standing: watch::Receiver<Option<Trouble>>,
        look: Look,
        stop: &CancellationToken,
    ) {
        let part = match place {
            Place::Database => "database",
            Place::Files => "files",
        };
        let mut told = None;
        let mut knows_of_it = false;
        while !stop.is_cancelled() {
            let trouble = standing.borrow_and_update().clone();
            match &trouble {
                None => self.health.well(part),
                Some(Trouble { is_full, why }) => {
                    tracing::error!(part, is_full, why, "storage.not_well");
                    self.health.wrong(part, why.clone());
                    if *is_full && told.is_none_or(|at| monotonic() - at >= TELL_AGAIN) {
                        told = Some(monotonic());
                        knows_of_it = true;
                        self.tell(place, false).await;
                    }
                }
            }
            if trouble.is_none() {
                tokio::select! {
                    () = stop.cancelled() => return,
                    // Its sender lives as long as what is watched.
                    _ = standing.changed() => continue,
                }
            }
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = standing.changed() => break,
                    () = tokio::time::sleep(LOOK) => {}
                }
                if look().await {
                    tracing::info!(part, "storage.well_again");
                    if std::mem::take(&mut knows_of_it) {
                        self.tell(place, true).await;
                    }
                    break;
                }
            }
        }
    }

    /// Best effort: to each supervisor in private, else to the URP's group.
    async fn tell(&mut self, place: Place, is_there: bool) {
        if let Ok(Some(now)) = self.store.directory().await {
            self.directory = now;
        }
        let directory = &self.directory;
        let accounts = directory.supervisors.iter().filter_map(|one| one.telegram);
        let mut chats: Vec<ChatId> = accounts.map(ChatId::private).collect();
        if chats.is_empty() {
            chats.extend(directory.urp_chat);
        }
        for chat in chats {
            let message = room(directory, place, is_there);
            if self.notices.try_send(Notice::Words { chat, message }).is_err() {
                tracing::warn!("notice.dropped");
            }
        }
    }
}
