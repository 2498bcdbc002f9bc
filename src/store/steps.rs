//! Several steps in order, in one transaction.

use std::ops::Range;
use std::sync::Arc;

use super::Store;
use super::backend::Conn;
use super::births::BirthPlace;
use super::errors::StoreError;
use super::work::{self, DirectoryCache, Done, InTransaction, Work};
use crate::domain::figures::Figures;
use crate::domain::step::{Decision, Facts, Keys};

impl Store {
    /// Several steps in order, in one transaction: `decide` is asked for each, which sees what those before
    /// it have changed, and in `carried` what they say to those behind them.
    ///
    /// A value for each, durable, up to the first that fails: nothing is done of those behind it. Where
    /// one of them is broken they are done one by one, so that it fails alone.
    pub async fn steps<I, C, T, F>(
        &self,
        mut each: Vec<(Keys, I)>,
        mut carried: C,
        decide: F,
    ) -> Vec<Result<T, StoreError>>
    where
        I: Send + Sync + 'static,
        C: Clone + Send + Sync + 'static,
        T: Send + 'static,
        F: Fn(&I, &Facts, &mut C) -> Decision<T> + Send + Sync + 'static,
    {
        // Figures are computed before a transaction begins.
        let wanted: Vec<_> = each.iter_mut().map(|(keys, _)| keys.figures.take()).collect();
        let (each, decide) = (Arc::new(each), Arc::new(decide));
        let mut values = Vec::with_capacity(each.len());
        // Until there they are done one by one.
        let mut alone = 0;
        while let Some((keys, _)) = each.get(values.len()) {
            let next = values.len();
            // What is looked at before a transaction begins, a search or figures, begins one.
            let behind = each.iter().zip(&wanted).skip(next + 1);
            let behind =
                behind.take_while(|((keys, _), wanted)| wanted.is_none() && keys.search.is_none());
            let last = next + 1 + if next < alone { 0 } else { behind.count() };
            let before = self.before_search(keys).await;
            let figures = match (before, wanted.get(next)) {
                (Err(error), _) => Err(error),
                // Boxed: what is rare must not make every step's future large.
                (Ok(()), Some(Some(wanted))) => Box::pin(self.figures(keys, *wanted)).await,
                (Ok(()), _) => Ok(None),
            };
            let figures = match figures {
                Ok(figures) => figures,
                Err(error) => {
                    values.push(Err(error));
                    break;
                }
            };
            let steps = Steps {
                each: Arc::clone(&each),
                part: next..last,
                carried: carried.clone(),
                decide: Arc::clone(&decide),
                figures,
                births: self.births.clone(),
            };
            let waiting = self.measures.waits();
            let done = self.run(Arc::new(steps)).await;
            drop(waiting);
            if last > next + 1 && done.as_ref().is_err_and(may_be_of_one) {
                alone = last;
                continue;
            }
            match self.value::<(Vec<T>, C)>(done) {
                Ok((some, after)) => {
                    values.extend(some.into_iter().map(Ok));
                    carried = after;
                }
                Err(error) => {
                    values.push(Err(error));
                    break;
                }
            }
        }
        values
    }
}

/// Whether the others may do without whichever failed. Else the database is away for all of them.
fn may_be_of_one(error: &StoreError) -> bool {
    error.may_spare_others() || matches!(error, StoreError::Conflict)
}

/// A part of them.
struct Steps<I, C, F> {
    each: Arc<Vec<(Keys, I)>>,
    part: Range<usize>,
    carried: C,
    decide: Arc<F>,
    /// Figures that were computed before, for the first.
    figures: Option<Arc<Figures>>,
    /// Who sends here.
    births: BirthPlace,
}

impl<I, C, T, F> Work for Steps<I, C, F>
where
    I: Send + Sync,
    C: Clone + Send + Sync + 'static,
    T: Send + 'static,
    F: Fn(&I, &Facts, &mut C) -> Decision<T> + Send + Sync,
{
    fn run<'a>(
        &'a self,
        conn: &'a mut Conn<'_>,
        directory: &'a DirectoryCache,
    ) -> InTransaction<'a, Done> {
        Box::pin(async move {
            let mut carried = self.carried.clone();
            let mut values: Vec<T> = Vec::with_capacity(self.count());
            let mut newborn = Vec::with_capacity(self.count());
            let mut figures = self.figures.as_ref();
            for (keys, item) in self.each.get(self.part.clone()).unwrap_or_default() {
                let decide = |facts: &Facts| {
                    let mut after = carried.clone();
                    match (self.decide)(item, facts, &mut after) {
                        Decision::Done(changes, value) => Decision::Done(changes, (value, after)),
                        Decision::Need(keys) => Decision::Need(keys),
                    }
                };
                let step = work::Step { keys, figures, births: &self.births };
                let ((value, after), born) = step.done(conn, directory, decide).await?;
                values.push(value);
                newborn.push(born);
                carried = after;
                figures = None;
                // The next one begins with nothing but what is in the database.
                conn.make_changes().await?;
                conn.forget();
            }
            Ok(Done::of_all((values, carried), newborn))
        })
    }

    fn may_file(&self) -> bool {
        let steps = self.each.get(self.part.clone()).unwrap_or_default();
        steps.iter().any(|(keys, _)| keys.may_file)
    }

    fn count(&self) -> usize {
        self.part.len()
    }
}
