//! Whether what keeps things does so: health and the log say it at once, and of a full disk and a damaged database
//! the supervisors are told past the outbox, as no row can be relied on.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::cure;
use crate::clock::{Clock, monotonic};
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::Message;
use crate::domain::trouble::{Ill, Trouble};
use crate::http::Health;
use crate::measure::Measures;
use crate::store::Store;
use crate::text;
use crate::text::service::{Place, StorageNews, storage};

/// How often it is looked whether it is well again.
const LOOK: Duration = Duration::from_secs(2);
/// The supervisors are told of the same again after this time at the earliest.
const TELL_AGAIN: Duration = Duration::from_secs(600);
/// How soon it is tried again to tell them, where nobody could be told.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// Looks whether all is well again.
type Look = Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// Who is told.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// Where it is said.
    pub health: Health,
    api: Api,
    store: Store,
    clock: Clock,
    /// Whether this process tells of what all of them share.
    speaks: Arc<AtomicBool>,
    /// The town as it was at the start: while nothing can be read, these are told.
    directory: Arc<Directory>,
}

impl Standing {
    /// Everybody is well as far as is known.
    pub fn new(store: &Store, api: &Api, directory: &Arc<Directory>, clock: &Clock) -> Self {
        Self {
            health: Health::default(),
            api: api.clone(),
            store: store.clone(),
            clock: clock.clone(),
            speaks: Arc::default(),
            directory: Arc::clone(directory),
        }
    }

    /// The same, of a process that tells of what all share where `speaks` says so.
    pub fn speaking(self, speaks: Arc<AtomicBool>) -> Self {
        Self { speaks, ..self }
    }

    /// Watches the database until stopped.
    pub async fn of_database(self, stop: CancellationToken) {
        let (store, clock) = (self.store.clone(), self.clock.clone());
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
        self,
        place: Place,
        standing: watch::Receiver<Option<Trouble>>,
        look: Look,
        stop: &CancellationToken,
    ) {
        // Whom we tell may keep us waiting: meanwhile it is looked on.
        let (says, stands) = watch::channel(None);
        let seen = Seen {
            place,
            part: match place {
                Place::Database => "database",
                Place::Files => "files",
            },
            shared: !self.store.is_alone(),
            health: self.health.clone(),
            measures: self.store.measures().clone(),
        };
        tokio::join!(seen.looks_on(standing, look, &says, stop), self.tells(place, stands, stop));
    }

    /// Tells the supervisors how it stands, until stopped.
    async fn tells(
        mut self,
        place: Place,
        mut stands: watch::Receiver<Option<StorageNews>>,
        stop: &CancellationToken,
    ) {
        let mut known = Known::default();
        loop {
            let now_stands = *stands.borrow_and_update();
            let again = match known.next(now_stands, place, monotonic()) {
                Next::Say(_) if now_stands.is_some() && !self.is_ours(place) => {
                    Some(monotonic() + LOOK)
                }
                Next::Say(news) => {
                    let reached = tokio::select! {
                        () = stop.cancelled() => return,
                        reached = self.tell(news) => reached,
                    };
                    known.note(now_stands, reached, monotonic());
                    continue;
                }
                Next::At(moment) => Some(moment),
                Next::Nothing => None,
            };
            tokio::select! {
                () = stop.cancelled() => return,
                // Its sender lives as long as it is looked on.
                _ = stands.changed() => {}
                () = tokio::time::sleep_until(again.unwrap_or_else(monotonic)), if again.is_some() => {}
            }
        }
    }

    /// Whether it is for this process to tell: of the database, which all share, whoever sends does. Where files are
    /// kept, each process may have a disk of its own.
    fn is_ours(&self, place: Place) -> bool {
        place == Place::Files || self.store.is_alone() || self.speaks.load(Ordering::SeqCst)
    }

    /// Tells each supervisor in private; where all of them can never be told so, the URP's group. Whether anybody
    /// has heard it.
    async fn tell(&mut self, news: StorageNews) -> bool {
        if let Ok(Some(now)) = self.store.directory().await {
            self.directory = now;
        }
        let directory = &self.directory;
        let mut message = storage(directory, news);
        // Nobody mends it at night: what comes meanwhile is kept until the morning.
        message.silent = !directory.calendar.is_open(self.clock.now());
        let accounts = directory.supervisors.iter().filter_map(|one| one.telegram);
        let each = accounts.map(|one| self.send(ChatId::private(one), &message));
        let heard = join_all(each).await;
        if heard.contains(&Heard::Yes) {
            return true;
        }
        let Some(urp) = directory.urp_chat.filter(|_| !heard.contains(&Heard::NotYet)) else {
            return false;
        };
        let message = text::staff::for_unheard_supervisors(directory, &message);
        self.send(urp, &message).await == Heard::Yes
    }

    async fn send(&self, chat: ChatId, message: &Message) -> Heard {
        match self.api.send_text(chat, message, None).await {
            Ok(_) => Heard::Yes,
            Err(error) => {
                // In private the number is a person's.
                let group = (!chat.is_private()).then_some(chat.0);
                tracing::warn!(group, %error, "storage.not_told");
                if cure(&error, Some(chat)).passes() { Heard::NotYet } else { Heard::Never }
            }
        }
    }
}

/// Whether somebody has heard something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Yes,
    /// What stood in the way passes.
    NotYet,
    /// They cannot be written to.
    Never,
}

/// What is seen from outside of a place.
struct Seen {
    place: Place,
    /// Its name in health, and in the numbers.
    part: &'static str,
    /// Others use it too.
    shared: bool,
    health: Health,
    measures: Measures,
}

impl Seen {
    /// Sees how it stands, until stopped: health and the log are told, and what the supervisors are to know.
    async fn looks_on(
        self,
        mut standing: watch::Receiver<Option<Trouble>>,
        look: Look,
        says: &watch::Sender<Option<StorageNews>>,
        stop: &CancellationToken,
    ) {
        let Self { place, part, health, .. } = &self;
        let (place, part) = (*place, *part);
        let failing = self.measures.storage(part);
        while !stop.is_cancelled() {
            let trouble = standing.borrow_and_update().clone();
            says.send_replace(trouble.as_ref().and_then(|trouble| news(trouble.ill, place)));
            failing.set(trouble.is_some());
            let Some(Trouble { ill, why }) = trouble else {
                health.well(part);
                tokio::select! {
                    () = stop.cancelled() => return,
                    // Its sender lives as long as what is watched.
                    _ = standing.changed() => continue,
                }
            };
            tracing::error!(part, ?ill, why, "storage.not_well");
            if self.stops_work(ill) {
                health.wrong(part, why);
            } else {
                health.warn(part, why);
            }
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = standing.changed() => break,
                    () = tokio::time::sleep(LOOK) => {}
                }
                if look().await {
                    tracing::info!(part, "storage.well_again");
                    break;
                }
            }
        }
    }

    /// Whether this process should get no work. Without the store of files chats go on, and of a damaged database that
    /// others use too every process says the same: somebody turned away would find none.
    fn stops_work(&self, ill: Ill) -> bool {
        match self.place {
            Place::Files => false,
            Place::Database => !(self.shared && ill == Ill::Damaged),
        }
    }
}

/// What the supervisors are to know of it.
fn news(ill: Ill, place: Place) -> Option<StorageNews> {
    match ill {
        Ill::Away => None,
        Ill::Full => Some(StorageNews::NoRoom(place)),
        Ill::Damaged => Some(StorageNews::Damaged),
    }
}

/// What the supervisors know.
#[derive(Debug, Default)]
struct Known {
    /// How it stands, as they were told last; nothing where they take it to be well.
    stands: Option<StorageNews>,
    /// Which bad news they were told last, and when.
    told: Option<(StorageNews, Instant)>,
    /// Nobody could be told: it is not tried before.
    not_before: Option<Instant>,
}

/// What is to be done about it.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// They are to be told.
    Say(StorageNews),
    /// Not yet: it is looked again then, if nothing changes.
    At(Instant),
    /// They know how it stands.
    Nothing,
}

impl Known {
    fn next(&self, stands: Option<StorageNews>, place: Place, now: Instant) -> Next {
        if stands == self.stands {
            return Next::Nothing;
        }
        if let Some(at) = self.not_before.filter(|at| now < *at) {
            return Next::At(at);
        }
        let Some(news) = stands else {
            return Next::Say(StorageNews::RoomAgain(place));
        };
        let told = self.told.filter(|(of, _)| *of == news).map(|(_, at)| at + TELL_AGAIN);
        match told.filter(|at| now < *at) {
            Some(at) => Next::At(at),
            None => Next::Say(news),
        }
    }

    /// They were told how it stands, if anybody was reached.
    fn note(&mut self, stands: Option<StorageNews>, reached: bool, now: Instant) {
        self.not_before = (!reached).then(|| now + TRY_AGAIN);
        if reached {
            self.stands = stands;
            self.told = stands.map(|news| (news, now)).or(self.told);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: StorageNews = StorageNews::NoRoom(Place::Database);
    const AGAIN: StorageNews = StorageNews::RoomAgain(Place::Database);

    fn next(known: &Known, stands: Option<StorageNews>, now: Instant) -> Next {
        known.next(stands, Place::Database, now)
    }

    #[test]
    fn that_there_is_room_again_is_not_the_last_word_where_it_is_full_again() {
        let (mut known, start) = (Known::default(), monotonic());
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(next(&known, Some(FULL), start), Next::Say(FULL));
        known.note(Some(FULL), true, start);
        assert_eq!(next(&known, Some(FULL), after(3_600)), Next::Nothing, "it is said once");
        assert_eq!(next(&known, None, after(10)), Next::Say(AGAIN));
        known.note(None, true, after(10));
        // A minute later it is full again: that may pass as well, but not stay unsaid.
        assert_eq!(next(&known, Some(FULL), after(70)), Next::At(after(600)));
        assert_eq!(next(&known, None, after(80)), Next::Nothing, "they believe so");
        assert_eq!(next(&known, Some(FULL), after(600)), Next::Say(FULL));
        known.note(Some(FULL), true, after(600));
        assert_eq!(next(&known, None, after(610)), Next::Say(AGAIN));
        // Another thing is said at once.
        let damaged = Some(StorageNews::Damaged);
        assert_eq!(next(&known, damaged, after(611)), Next::Say(StorageNews::Damaged));
    }

    #[test]
    fn what_nobody_could_be_told_is_tried_again_until_somebody_hears_it() {
        let (mut known, start) = (Known::default(), monotonic());
        let after = |seconds| start + Duration::from_secs(seconds);
        known.note(Some(FULL), false, start);
        assert_eq!(next(&known, Some(FULL), after(1)), Next::At(after(60)));
        assert_eq!(next(&known, None, after(1)), Next::Nothing, "nobody has heard of it");
        assert_eq!(next(&known, Some(FULL), after(60)), Next::Say(FULL));
        known.note(Some(FULL), true, after(60));
        assert_eq!(next(&known, Some(FULL), after(61)), Next::Nothing);
        // The good news too.
        known.note(None, false, after(70));
        assert_eq!(next(&known, None, after(130)), Next::Say(AGAIN));
    }
}
