//! Files of messages, fetched into the blob store after the step that recorded them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::doubling;
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::clock::Clock;
use crate::domain::outgoing::Purpose;
use crate::domain::report::Report;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, StoredFile};
use crate::intake::Wakes;
use crate::intake::citizens::Words;
use crate::measure::Fetched;
use crate::store::{Store, StoreError};
use crate::text;
use crate::text::report::About;

/// Files looked for at once.
const BATCH: u32 = 8;
/// After so many attempts a file is given up.
const MOST_ATTEMPTS: i32 = 12;
/// The shortest pause before a file is asked for again.
const SHORTEST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The longest pause before a file is asked for again that we could not keep, or while Telegram gives nobody anything,
/// unless it names a longer one.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(5);
/// The longest pause before a file is asked for again that Telegram refuses.
const LONGEST_REFUSED: TimeDelta = TimeDelta::hours(1);
/// So long a file waits with which we can do nothing, whatever comes of fetching it.
const HOPELESS: TimeDelta = TimeDelta::hours(1);
/// How often it is looked for files whose time has come.
const PAUSE: Duration = Duration::from_secs(15);

/// Fetches files.
#[derive(Debug, Clone)]
pub struct Fetcher {
    /// The database.
    pub store: Store,
    /// The bot.
    pub api: Api,
    /// Where files go.
    pub blobs: Blobs,
    /// The clock.
    pub clock: Clock,
    /// Who is woken when there is a file to fetch.
    pub wakes: Wakes,
}

/// Why a file was not fetched.
struct Failure {
    reason: String,
    cause: Cause,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// It cannot be had, ever.
    TooBig,
    /// It cannot be had now: what Telegram says of the file itself.
    NotGiven,
    /// Telegram is away or wants peace, or we could not keep it: no fault of the file, which is fetched until
    /// that is over. Not sooner than after this time.
    NotNow(TimeDelta),
}

impl Fetcher {
    /// Runs until stopped. Failures are tried again.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let woken = self.wakes.files.notified();
            match self.round().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "fetch.failed"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = woken => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Fetches what is to be fetched now; whether there was anything.
    pub async fn round(&self) -> Result<bool, StoreError> {
        let files = self.store.files_to_fetch(self.clock.now(), BATCH).await?;
        for file in &files {
            match self.one(file).await {
                Err(error) if error.may_spare_others() => {
                    // Set aside for a while: it must not stop the others.
                    tracing::error!(file = %file.id.0, %error, "fetch.set_aside");
                    let again = self.clock.now() + HOPELESS;
                    self.store.file_not_now(file.id, &error.to_string(), again).await?;
                }
                done => done?,
            }
        }
        Ok(!files.is_empty())
    }

    async fn one(&self, file: &StoredFile) -> Result<(), StoreError> {
        match self.fetch(file).await {
            Ok((blob, size)) => {
                self.store.measures().file(Fetched::Had);
                self.store.file_fetched(file.id, &blob, size).await
            }
            Err(failure) => self.failed(file, &failure).await,
        }
    }

    async fn fetch(&self, file: &StoredFile) -> Result<(String, u64), Failure> {
        let Some(id) = &file.telegram_file_id else {
            let reason = "there is no file id".to_owned();
            return Err(Failure { reason, cause: Cause::TooBig });
        };
        let path = self.api.file_path(id).await.map_err(|error| refused(&error, false))?;
        let bytes = self.api.download(&path).await.map_err(|error| refused(&error, true))?;
        let size = bytes.len() as u64;
        let blob = self.blobs.put(bytes).await.map_err(|error| Failure {
            reason: error.to_string(),
            cause: Cause::NotNow(LONGEST_PAUSE),
        })?;
        Ok((blob, size))
    }

    async fn failed(&self, file: &StoredFile, failure: &Failure) -> Result<(), StoreError> {
        let over = match failure.cause {
            Cause::TooBig => true,
            Cause::NotGiven => file.attempts + 1 >= MOST_ATTEMPTS,
            Cause::NotNow(_) => false,
        };
        tracing::warn!(file = %file.id.0, reason = failure.reason, over, "fetch.not_had");
        self.store.measures().file(if over { Fetched::Lost } else { Fetched::Again });
        if over {
            return self.lost(file, failure).await;
        }
        if let Cause::NotNow(least) = failure.cause {
            let now = self.clock.now();
            let again = now + least.max(pause(file, now));
            return self.store.file_not_now(file.id, &failure.reason, again).await;
        }
        let pause = doubling(SHORTEST_PAUSE, file.attempts, LONGEST_REFUSED);
        let again = self.clock.now() + pause;
        self.store.file_failed(file.id, &failure.reason, Some(again)).await
    }

    /// A file cannot be had: its citizen is asked for another, and the card says so.
    async fn lost(&self, file: &StoredFile, failure: &Failure) -> Result<(), StoreError> {
        let now = self.clock.now();
        let (file, reason, too_big) =
            (file.clone(), failure.reason.clone(), failure.cause == Cause::TooBig);
        let fresh = self.clock.fresh();
        let keys = Keys { reports: file.report.into_iter().collect(), ..Keys::default() };
        let to_send = self
            .store
            .step(keys, move |facts| {
                let mut changes =
                    Changes { files_lost: vec![(file.id, reason.clone())], ..Changes::default() };
                if let Some(report) = file.report.and_then(|id| facts.report(id)) {
                    let main = report.duplicate_of();
                    if let Some(main) = main.filter(|main| facts.report(*main).is_none()) {
                        return Decision::Need(Box::new(Keys::report(main)));
                    }
                    ask_for_another(facts, report, too_big, now, fresh.clone(), &mut changes);
                }
                let to_send = changes.to_send();
                Decision::Done(Box::new(changes), to_send)
            })
            .await?;
        self.wakes.call(&self.store, to_send);
        Ok(())
    }
}

fn ask_for_another(
    facts: &Facts,
    report: &Report,
    too_big: bool,
    now: DateTime<Utc>,
    mut fresh: Fresh,
    changes: &mut Changes,
) {
    let directory = &facts.directory;
    changes.cards_of.push(report.id);
    let citizen = facts.person(report.citizen);
    let Some(citizen) = citizen else {
        return;
    };
    let seen = facts.as_citizen_sees(report);
    let report: &Report = &seen;
    let words = Words {
        directory,
        report,
        citizen,
        purpose: Purpose::Progress,
        event: None,
        answer: true,
        by_clock: false,
        message: text::report::photo_lost(About { directory, report, now }, too_big),
        photos: &[],
        now,
    };
    changes.outbox.extend(words.rows(&mut fresh));
}

/// As long as it has been waited for: soon again at first, then every few minutes.
fn pause(file: &StoredFile, now: DateTime<Utc>) -> TimeDelta {
    // Its id says when it came.
    let came = file.id.0.get_timestamp().and_then(|came| i64::try_from(came.to_unix().0).ok());
    let waited = came.map_or(LONGEST_PAUSE, |came| TimeDelta::seconds(now.timestamp() - came));
    waited.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)
}

/// Why Telegram did not give a file. `has_path`: it had just said where the file lies, so that the token is good.
fn refused(error: &CallError, has_path: bool) -> Failure {
    let cause = match cure(error, None) {
        Cure::FileTooBig => Cause::TooBig,
        Cure::Wait(wait) => Cause::NotNow(TimeDelta::from_std(wait).unwrap_or(LONGEST_PAUSE)),
        cure if cure.passes() => Cause::NotNow(SHORTEST_PAUSE),
        Cure::TokenWrong if !has_path => Cause::NotNow(SHORTEST_PAUSE),
        _ => Cause::NotGiven,
    };
    Failure { reason: error.to_string(), cause }
}
