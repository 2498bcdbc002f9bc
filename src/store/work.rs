//! Pieces of work that run in a transaction, whichever database it is.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use super::backend::Conn;
use super::births::{BirthPlace, Newborn};
use super::errors::StoreError;
use super::{load, save};
use crate::domain::directory::Directory;
use crate::domain::figures::Figures;
use crate::domain::step::{Decision, Facts, Keys};

/// Rounds that show nothing new before a decision that wants to see more is taken for broken.
const MOST_IDLE_ROUNDS: usize = 12;
/// Rounds of "let me see more" before any is.
const MOST_ROUNDS: usize = 200;

/// A future within a transaction.
pub(super) type InTransaction<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Something to be done in a transaction, perhaps more than once; its last value counts.
pub(super) trait Work: Send + Sync {
    /// Does it.
    fn run<'a>(
        &'a self,
        conn: &'a mut Conn<'_>,
        directory: &'a DirectoryCache,
    ) -> InTransaction<'a, Done>;

    /// Whether it surely changes nothing.
    fn only_looks(&self) -> bool {
        false
    }

    /// Whether it is likely to ask for the number of a new report.
    fn may_file(&self) -> bool {
        false
    }

    /// How many steps it is.
    fn count(&self) -> usize {
        1
    }
}

/// What was done in a transaction that is not durable yet.
pub(super) struct Done {
    value: Box<dyn Any + Send>,
    newborn: Vec<Newborn>,
}

impl Done {
    fn of(value: impl Any + Send) -> Self {
        Self::of_all(value, Vec::new())
    }

    /// The same, with the rows that its steps let be born in flight.
    pub fn of_all(value: impl Any + Send, newborn: Vec<Newborn>) -> Self {
        Self { value: Box::new(value), newborn }
    }

    /// It is durable: what is to be sent at once goes. The value for who asked.
    pub fn durable(self) -> Box<dyn Any + Send> {
        for newborn in self.newborn {
            newborn.go();
        }
        self.value
    }
}

/// The town as last loaded, by its version.
#[derive(Debug, Clone, Default)]
pub(super) struct DirectoryCache {
    known: Arc<Mutex<Option<Arc<Directory>>>>,
    /// The town while nobody has described it.
    until_then: Option<Arc<Directory>>,
}

impl DirectoryCache {
    pub fn get(&self) -> Option<Arc<Directory>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn put(&self, directory: Arc<Directory>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(directory);
    }

    /// One for a transaction of its own, which knows as much.
    pub fn apart(&self) -> Self {
        Self { known: Arc::new(Mutex::new(self.get())), until_then: self.until_then.clone() }
    }

    /// What is known may never have been: it is loaded anew.
    pub fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The same, with a town for the time in which nobody has described it.
    pub fn until_then(self, town: Arc<Directory>) -> Self {
        Self { until_then: Some(town), ..self }
    }

    /// The town as it is now in the database.
    pub async fn current(&self, conn: &mut Conn<'_>) -> Result<Arc<Directory>, StoreError> {
        let version = super::directory::version(conn).await?;
        if let Some(known) = self.get().filter(|known| known.version == version) {
            return Ok(known);
        }
        let loaded = super::directory::load(conn, version).await?.map(Arc::new);
        let loaded = match (loaded, &self.until_then) {
            (Some(loaded), _) => loaded,
            (None, Some(town)) => return Ok(Arc::clone(town)),
            (None, None) => return Err(super::directory::none_yet()),
        };
        self.put(Arc::clone(&loaded));
        Ok(loaded)
    }
}

/// A step but for its decision.
pub(super) struct Step<'s> {
    pub keys: &'s Keys,
    /// Figures that were computed before.
    pub figures: Option<&'s Arc<Figures>>,
    /// Who sends here.
    pub births: &'s BirthPlace,
}

impl Step<'_> {
    /// Decides and saves: the decision's value, and what is born in flight.
    pub async fn done<T>(
        &self,
        conn: &mut Conn<'_>,
        directory: &DirectoryCache,
        decide: impl Fn(&Facts) -> Decision<T> + Send + Sync,
    ) -> Result<(T, Newborn), StoreError> {
        load::begin(conn, self.keys).await?;
        let mut facts = Facts::of(directory.current(conn).await?);
        facts.figures = self.figures.cloned();
        let mut known = Keys::default();
        let mut more: Option<Keys> = None;
        let mut idle = 0;
        for _ in 0..MOST_ROUNDS {
            let unseen = more.as_ref().unwrap_or(self.keys);
            idle += usize::from(*unseen == Keys::default());
            if idle > MOST_IDLE_ROUNDS {
                break;
            }
            load::load(conn, unseen, || self.births.asks(unseen), &mut facts).await?;
            match decided(&decide, &facts)? {
                Decision::Done(changes, value) => {
                    let newborn = self.births.of(conn, &changes).await?;
                    save::save(conn, &changes, &newborn).await?;
                    return Ok((value, newborn.with(changes.outbox)));
                }
                Decision::Need(keys) => {
                    known.join(unseen.clone());
                    more = Some(keys.minus(&known));
                }
            }
        }
        Err(StoreError::Bug("a decision asks for ever more to look at".to_owned()))
    }
}

/// A step by itself.
pub(super) struct Alone<F> {
    pub keys: Keys,
    pub decide: F,
    /// Figures that were computed before.
    pub figures: Option<Arc<Figures>>,
    /// Who sends here.
    pub births: BirthPlace,
}

impl<T, F> Work for Alone<F>
where
    F: Fn(&Facts) -> Decision<T> + Send + Sync,
    T: Send + 'static,
{
    fn run<'a>(
        &'a self,
        conn: &'a mut Conn<'_>,
        directory: &'a DirectoryCache,
    ) -> InTransaction<'a, Done> {
        let figures = self.figures.as_ref();
        let step = Step { keys: &self.keys, figures, births: &self.births };
        Box::pin(async move {
            let (value, newborn) = step.done(conn, directory, &self.decide).await?;
            Ok(Done::of_all(value, vec![newborn]))
        })
    }

    fn may_file(&self) -> bool {
        self.keys.may_file
    }
}

/// A decision that panics is a bug of ours: it fails alone, and is set aside.
fn decided<T>(
    decide: &(impl Fn(&Facts) -> Decision<T> + Send + Sync),
    facts: &Facts,
) -> Result<Decision<T>, StoreError> {
    catch_unwind(AssertUnwindSafe(|| decide(facts))).map_err(|_| StoreError::panicked("a decision"))
}

/// What keys name, with the town.
pub(super) async fn look(
    conn: &mut Conn<'_>,
    directory: &DirectoryCache,
    keys: &Keys,
) -> Result<Facts, StoreError> {
    load::begin(conn, keys).await?;
    let mut facts = Facts::of(directory.current(conn).await?);
    load::load(conn, keys, Vec::new, &mut facts).await?;
    Ok(facts)
}

/// Looks, and changes nothing.
pub(super) struct Look(pub Keys);

impl Work for Look {
    fn run<'a>(
        &'a self,
        conn: &'a mut Conn<'_>,
        directory: &'a DirectoryCache,
    ) -> InTransaction<'a, Done> {
        Box::pin(async move {
            let facts = look(conn, directory, &self.0).await?;
            Ok(Done::of(facts))
        })
    }

    fn only_looks(&self) -> bool {
        true
    }
}

/// Any other work in a transaction.
struct Plain<F>(F);

/// Any other work in a transaction.
pub(super) fn plain<T, F>(work: F) -> Arc<dyn Work>
where
    F: for<'c> Fn(&'c mut Conn<'_>) -> InTransaction<'c, T> + Send + Sync + 'static,
    T: Send + 'static,
{
    Arc::new(Plain(work))
}

impl<T, F> Work for Plain<F>
where
    F: for<'c> Fn(&'c mut Conn<'_>) -> InTransaction<'c, T> + Send + Sync,
    T: Send + 'static,
{
    fn run<'a>(
        &'a self,
        conn: &'a mut Conn<'_>,
        _directory: &'a DirectoryCache,
    ) -> InTransaction<'a, Done> {
        Box::pin(async move { Ok(Done::of((self.0)(conn).await?)) })
    }
}
