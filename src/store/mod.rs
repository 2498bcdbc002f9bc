//! The database: the only place that names sqlx and rusqlite. One door for writing, [`Store::step`].

mod backend;
mod backup;
mod births;
mod cards;
mod claim;
mod clock;
mod codec;
mod connections;
mod depths;
mod directory;
mod duplicates;
mod errors;
mod failed;
mod figures;
mod files;
mod groups;
mod leases;
mod load;
mod mailbox;
mod mails;
mod messages;
mod meta;
mod numbers;
mod open;
mod outbox;
mod people;
mod postgres;
mod query;
mod recover;
mod reports;
mod results;
mod row;
mod save;
mod search;
mod seen;
mod spots;
mod sqlite;
mod standing;
mod steps;
mod tasks;
mod timers;
mod together;
mod town;
mod value;
mod words;
mod work;
mod works;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::domain::directory::Directory;
use crate::domain::directory_rows::DirectoryRow;
use crate::domain::figures::{Figures, Wanted};
use crate::domain::ids::{ChatId, MessageId, OfficeCode};
use crate::domain::step::{Claim, Decision, Facts, GroupChat, Keys};
use crate::domain::timer::Timer;
use crate::measure::Measures;
use backend::Conn;
use births::BirthPlace;
use postgres::Postgres;
use recover::Recovered;
use sqlite::{Readers, WriterDoor};
use standing::Standing;
use work::{Alone, DirectoryCache, InTransaction, Look, Work};

pub use births::{Births, Born, Place};
pub use clock::Zeros;
pub use depths::{Connections, Depth, Depths};
pub use directory::ImportSummary;
pub use errors::StoreError;
pub use failed::Failed;
pub use leases::LeaseRow;
pub use mailbox::{KnownMailbox, MailboxRow};
pub use open::Address;

/// How long a close waits for the writer.
const CLOSING: Duration = Duration::from_secs(5);

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: Pool,
    directory: DirectoryCache,
    births: BirthPlace,
    recovered: Recovered,
    measures: Measures,
    standing: Standing,
    // Held as long as the store lives.
    _lock: Option<Arc<std::fs::File>>,
}

#[derive(Debug, Clone)]
enum Pool {
    Sqlite {
        readers: Readers,
        writer: WriterDoor,
        /// Resolves when the writer has ended.
        ended: watch::Receiver<()>,
    },
    Postgres(Postgres),
}

impl Store {
    /// Where it is counted what is done with this database.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Whether no other process can work on this database: a role need not be waited for.
    pub fn is_alone(&self) -> bool {
        matches!(self.pool, Pool::Sqlite { .. })
    }

    /// The one door for writing: in one transaction loads what the keys name, decides, saves.
    /// Returns when the changes are durable. Runs to its end even if the caller goes away; `decide`
    /// may run more than once.
    pub async fn step<T, F>(&self, mut keys: Keys, decide: F) -> Result<T, StoreError>
    where
        F: Fn(&Facts) -> Decision<T> + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.before_search(&keys).await?;
        let figures = match keys.figures.take() {
            // Boxed: what is rare must not make every step's future large.
            Some(wanted) => Box::pin(self.figures(&keys, wanted)).await?,
            None => None,
        };
        let births = self.births.clone();
        self.write(Arc::new(Alone { keys, decide, figures, births })).await
    }

    /// The same for what nobody waits for: where others write within a moment it goes with them, and costs
    /// the disk nothing.
    pub async fn step_later<T, F>(&self, keys: Keys, decide: F) -> Result<T, StoreError>
    where
        F: Fn(&Facts) -> Decision<T> + Send + Sync + 'static,
        T: Send + 'static,
    {
        let births = self.births.clone();
        self.write_later(Arc::new(Alone { keys, decide, figures: None, births })).await
    }

    /// Figures may take a while, and nothing that a step writes depends on them: they are computed
    /// beside whoever writes; not at all where the step will change nothing.
    async fn figures(
        &self,
        keys: &Keys,
        wanted: Wanted,
    ) -> Result<Option<Arc<Figures>>, StoreError> {
        if self.is_seen(keys).await? {
            return Ok(None);
        }
        Ok(self.read(Keys { figures: Some(wanted), ..Keys::default() }).await?.figures)
    }

    /// Whether the input was taken in already.
    async fn is_seen(&self, keys: &Keys) -> Result<bool, StoreError> {
        let seen = Keys { seen: keys.seen.clone(), ..Keys::default() };
        Ok(seen.seen.is_some() && self.read(seen).await?.seen)
    }

    /// Whoever sends in this process gets what can be sent at once; `None`: nobody sends here.
    pub fn set_births(&self, births: Option<Births>) {
        self.births.set(births);
    }

    /// Whether this process sends: it is woken for what a step leaves to be sent.
    pub fn sends_here(&self) -> bool {
        self.births.is_set()
    }

    /// Looks without changing anything (but that a search brings words to their places first).
    pub async fn read(&self, keys: Keys) -> Result<Facts, StoreError> {
        self.before_search(&keys).await?;
        match &self.pool {
            Pool::Sqlite { readers, writer, .. } if keys.may_take_long() && !writer.is_alone() => {
                let store = self.clone();
                let look = move |conn: &mut Conn<'_>| sqlite::done(store.look(conn, &keys));
                Box::pin(readers.look(look)).await
            }
            // The writer has the pages at hand that others would read again after each commit.
            Pool::Sqlite { .. } => self.write(Arc::new(Look(keys))).await,
            Pool::Postgres(database) => {
                let looked = database.look_apart(async |conn| self.look(conn, &keys).await);
                self.standing.noted(Box::pin(looked).await)
            }
        }
    }

    async fn look(&self, conn: &mut Conn<'_>, keys: &Keys) -> Result<Facts, StoreError> {
        work::look(conn, &self.directory, keys).await
    }

    /// The town as it was last looked at; from the database if nobody has looked yet. `None` before
    /// the first import.
    pub async fn directory(&self) -> Result<Option<Arc<Directory>>, StoreError> {
        if let Some(known) = self.directory.get() {
            return Ok(Some(known));
        }
        match self.read(Keys::default()).await {
            Ok(facts) => Ok(Some(facts.directory)),
            Err(StoreError::Setup(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The entries of the directory as they stand, each kind in its order: what [`Self::directory`] is made of.
    pub async fn directory_rows(&self) -> Result<Vec<DirectoryRow>, StoreError> {
        let rows = self.look_at(|conn| Box::pin(directory::standing(conn))).await?;
        if rows.is_empty() { Err(directory::none_yet()) } else { Ok(rows) }
    }

    /// Takes over what the file says otherwise than last time.
    pub async fn import_directory(
        &self,
        rows: Vec<DirectoryRow>,
        source: &str,
        now: DateTime<Utc>,
    ) -> Result<ImportSummary, StoreError> {
        let (rows, source) = (Arc::new(rows), source.to_owned());
        self.plain(move |conn| {
            let (rows, source) = (Arc::clone(&rows), source.clone());
            Box::pin(async move { directory::import(conn, &rows, &source, now).await })
        })
        .await
    }

    /// Shows the open reports of offices in their chats, where they are not shown yet: a chat may
    /// be bound after they were assigned.
    pub async fn show_open_reports(
        &self,
        offices: Vec<(OfficeCode, ChatId)>,
    ) -> Result<(), StoreError> {
        self.plain(move |conn| {
            let offices = offices.clone();
            Box::pin(async move {
                for (office, chat) in offices {
                    cards::show_open_of(conn, Some(&office), chat).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Marks up to `limit` parcels as in flight under `epoch`, in the order in which they are to be
    /// sent, at most one for a chat, none for the chats in `busy`.
    pub async fn claim(
        &self,
        epoch: i64,
        now: DateTime<Utc>,
        limit: u32,
        busy: &[ChatId],
    ) -> Result<Claim, StoreError> {
        self.claims((epoch, now), (limit, 1), busy, false).await
    }

    /// The same where no answer waits, with what others write within a moment; up to `cards` cards for a chat,
    /// one after the other.
    pub async fn claim_later(
        &self,
        epoch: i64,
        now: DateTime<Utc>,
        limit: u32,
        cards: usize,
        busy: &[ChatId],
    ) -> Result<Claim, StoreError> {
        self.claims((epoch, now), (limit, cards), busy, true).await
    }

    async fn claims(
        &self,
        (epoch, now): (i64, DateTime<Utc>),
        most: (u32, usize),
        busy: &[ChatId],
        later: bool,
    ) -> Result<Claim, StoreError> {
        let busy = busy.to_vec();
        let recover = self.recovered.is_due(epoch, now);
        let hurry = self.recovered.is_anew(epoch, now);
        let claim = work::plain(move |conn| {
            let busy = busy.clone();
            Box::pin(async move {
                together::ahead(conn, |_| claim::asked(epoch, now)).await?;
                leases::must_hold(conn, "sender", epoch).await?;
                if hurry {
                    recover::hurry(conn, now).await?;
                }
                if recover {
                    recover::recover(conn, epoch, now, &busy).await?;
                }
                claim::claim(conn, epoch, now, most, &busy).await
            })
        });
        let claimed =
            if later { self.write_later(claim).await? } else { self.write(claim).await? };
        if recover {
            self.recovered.at(epoch, now);
        }
        Ok(claimed)
    }

    /// Whether a message is not known although something is on its way to its chat: whoever replies
    /// to it at once may be quicker than the record of its delivery.
    pub async fn arriving(&self, chat: ChatId, message: MessageId) -> Result<bool, StoreError> {
        self.look_at(move |conn| Box::pin(claim::arriving(conn, chat, message))).await
    }

    /// Whether anything is on its way, or could be sent at this moment.
    pub async fn unsent(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.look_at(move |conn| Box::pin(claim::unsent(conn, now))).await
    }

    /// Brings a simulation's database, which is in memory, into its file.
    pub fn keep(&self) -> Result<(), StoreError> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => writer.keep(),
            Pool::Postgres(_) => Ok(()),
        }
    }

    /// Closes the database: everything that was asked before is done, as far as no one else holds a
    /// clone of this store.
    pub async fn close(self) {
        match self.pool {
            Pool::Sqlite { writer, mut ended, .. } => {
                drop(writer);
                // The writer's end closes the channel; whoever still holds a clone keeps it open.
                let _ = tokio::time::timeout(CLOSING, ended.changed()).await;
            }
            Pool::Postgres(database) => database.close().await,
        }
    }

    /// Timers that are due, oldest first.
    pub async fn due_timers(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<(Timer, DateTime<Utc>)>, StoreError> {
        self.plain(move |conn| Box::pin(timers::due(conn, now, limit))).await
    }

    /// When the next timer is due.
    pub async fn next_timer_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.look_at(|conn| Box::pin(timers::next_at(conn))).await
    }

    /// Lets a timer that was due at `at` wait: it could not be processed. One that is set anew or done
    /// by now, as a failure may hide, stays as it is.
    pub async fn postpone_timer(
        &self,
        timer: Timer,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(timers::postpone(conn, timer, at, until))).await
    }

    /// Groups that the bot is in, by title.
    pub async fn groups(&self) -> Result<Vec<GroupChat>, StoreError> {
        self.look_at(|conn| Box::pin(groups::list(conn))).await
    }

    /// Looks at a little, without changing anything.
    async fn look_at<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'c> Fn(&'c mut Conn<'_>) -> InTransaction<'c, T> + Send + Sync + 'static,
        T: Send + 'static,
    {
        match &self.pool {
            Pool::Sqlite { .. } => self.plain(work).await,
            Pool::Postgres(database) => {
                let looked = database.look(async |conn| work(conn).await);
                self.standing.noted(Box::pin(looked).await)
            }
        }
    }

    async fn plain<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'c> Fn(&'c mut Conn<'_>) -> InTransaction<'c, T> + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.write(work::plain(work)).await
    }

    /// Hands work to the database and waits until it is durable.
    async fn write<T: 'static>(&self, work: Arc<dyn Work>) -> Result<T, StoreError> {
        self.value_of(self.run(work)).await
    }

    /// The same for what nobody waits for: on PostgreSQL, each transaction being for itself, it makes no
    /// difference.
    async fn write_later<T: 'static>(&self, work: Arc<dyn Work>) -> Result<T, StoreError> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => self.value_of(writer.run_later(work)).await,
            Pool::Postgres(_) => self.write(work).await,
        }
    }

    /// What work comes to, counted.
    async fn value_of<T: 'static>(
        &self,
        done: impl Future<Output = Result<Box<dyn Any + Send>, StoreError>>,
    ) -> Result<T, StoreError> {
        let waiting = self.measures.waits();
        let done = done.await;
        drop(waiting);
        self.value(done)
    }

    /// The same, of work that is done.
    fn value<T: 'static>(
        &self,
        done: Result<Box<dyn Any + Send>, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.standing.noted(done);
        if let Some(trouble) = done.as_ref().err().and_then(StoreError::counts_as) {
            self.measures.trouble(trouble);
        }
        done?
            .downcast::<T>()
            .map(|value| *value)
            .map_err(|_| StoreError::Bug("a step's value is of another type".to_owned()))
    }

    async fn run(&self, work: Arc<dyn Work>) -> Result<Box<dyn Any + Send>, StoreError> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => writer.run(work).await,
            Pool::Postgres(database) => {
                let (database, directory) = (database.clone(), self.directory.clone());
                // A task of its own: whoever asked may go away, the step does not.
                let task =
                    tokio::spawn(async move { postgres::run(&database, &directory, work).await });
                task.await.map_err(|_| StoreError::panicked("a step"))?
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bug in one step ends neither the thread that writes nor what others do.
    #[tokio::test]
    async fn a_step_that_panics_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("town.db").display());
        let store = Store::open(url.as_str()).await.unwrap();
        let broken = store.plain(|_| -> InTransaction<'_, ()> { panic!("Maria's words") });
        let whole = store.bot_is("town_bot");
        let (broken, whole) = tokio::join!(broken, whole);
        let said = broken.unwrap_err().to_string();
        assert!(said.contains("panicked") && !said.contains("Maria"), "{said}");
        whole.unwrap();
        assert_eq!(store.bot_name().await.unwrap().as_deref(), Some("town_bot"));
        store.close().await;
    }
}
