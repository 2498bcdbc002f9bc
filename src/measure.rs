//! What is counted while the service works, and shown to those who run it. Each service counts for
//! itself, so that several in one process do not count together; the only place that names the
//! `metrics` crates.
//!
//! Everything that is counted often is registered once: counting is an addition to a number,
//! without a lookup or a word put together.

mod labels;
mod scrape;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder as _};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

use crate::clock::monotonic;
pub use labels::{Channel, Fetched, Kind, Noticed, Sent, Taken, Trouble};
pub use scrape::Scrape;

/// Bounds of what takes milliseconds: a commit, seconds.
const COMMIT: [f64; 13] =
    [0.0001, 0.0003, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// Bounds of the steps that share a commit.
const STEPS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 256.0];
/// Bounds of how long an answer is on its way, seconds.
const ANSWER: [f64; 13] =
    [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 86_400.0];

/// What is counted, each with its name and what it says.
const UPDATES: Named =
    Named("rispondo_updates_total", "What came in, by kind and by what became of it.");
const SENDS: Named = Named("rispondo_sends_total", "Sends that have ended, by result.");
const ANSWERED: Named = Named(
    "rispondo_answer_seconds",
    "From the step that decided an answer until the channel has taken it.",
);
const NOTICES: Named = Named("rispondo_notices_total", "Best-effort calls, by result.");
const FILES: Named = Named("rispondo_files_total", "Fetches of files, by result.");
const COMMITS: Named = Named("rispondo_commit_seconds", "How long a commit takes.");
const GROUPS: Named = Named("rispondo_commit_steps", "Steps that shared a commit.");
const WAITING: Named =
    Named("rispondo_steps_waiting", "Steps handed to the database and not done yet.");
const TROUBLES: Named =
    Named("rispondo_database_errors_total", "What the database refused, by why.");
const REFUSED: Named =
    Named("rispondo_webhook_refused_total", "Calls of the webhook without its secret.");
const INPUT: Named =
    Named("rispondo_input_failing", "Whether nothing can come in from there: 1 or 0.");
const STORAGE: Named =
    Named("rispondo_storage_failing", "Whether nothing can be kept there: 1 or 0.");
const HELD: Named = Named("rispondo_lease_held", "Whether this process fills the role: 1 or 0.");

/// A metric's name, and what it says.
#[derive(Debug, Clone, Copy)]
struct Named(&'static str, &'static str);

/// Where things are counted. Cheap to clone; the default one counts nothing.
#[derive(Debug, Clone, Default)]
pub struct Measures(Option<Arc<Counted>>);

#[derive(Debug)]
struct Counted {
    recorder: PrometheusRecorder,
    updates: Vec<Counter>,
    sends: Vec<Counter>,
    /// Sends in a row that have failed, by channel.
    failing: [AtomicU64; Channel::ALL.len()],
    answered: Vec<Histogram>,
    notices: Vec<Counter>,
    files: Vec<Counter>,
    commit_seconds: Histogram,
    commit_steps: Histogram,
    waiting: Gauge,
    troubles: Vec<Counter>,
    webhook_refused: Counter,
    /// The roles that this process may fill.
    roles: Mutex<Vec<&'static str>>,
}

impl Measures {
    /// One that counts, from zero.
    pub fn new() -> Self {
        let mut builder = PrometheusBuilder::new();
        for (named, bounds) in
            [(COMMITS, COMMIT.as_slice()), (GROUPS, STEPS.as_slice()), (ANSWERED, &ANSWER)]
        {
            // Only an empty list of bounds is refused, and then these would be quantiles.
            builder = builder
                .set_buckets_for_metric(Matcher::Full(named.0.to_owned()), bounds)
                .unwrap_or_else(|_| PrometheusBuilder::new());
        }
        let recorder = builder.build_recorder();
        let one = |Named(name, says), labels: &[(&'static str, &'static str)]| {
            recorder.describe_counter(name.into(), None, says.into());
            recorder.register_counter(&key(name, labels), &PLACE)
        };
        let pairs = |named, first: (&'static str, &[&'static str]), second: (_, &[_])| {
            let all = first.1.iter().flat_map(|a| second.1.iter().map(move |b| (*a, *b)));
            all.map(|(a, b)| one(named, &[(first.0, a), (second.0, b)])).collect()
        };
        let each = |named, label, names: &[&'static str]| {
            names.iter().map(|name| one(named, &[(label, name)])).collect()
        };
        let histogram = |Named(name, says), labels: &[(&'static str, &'static str)]| {
            recorder.describe_histogram(name.into(), None, says.into());
            recorder.register_histogram(&key(name, labels), &PLACE)
        };
        let channels = Channel::NAMES.iter();
        let counted = Counted {
            updates: pairs(UPDATES, ("kind", Kind::NAMES), ("result", Taken::NAMES)),
            sends: pairs(SENDS, ("channel", Channel::NAMES), ("result", Sent::NAMES)),
            failing: Default::default(),
            answered: channels.map(|name| histogram(ANSWERED, &[("channel", name)])).collect(),
            notices: each(NOTICES, "result", Noticed::NAMES),
            files: each(FILES, "result", Fetched::NAMES),
            commit_seconds: histogram(COMMITS, &[]),
            commit_steps: histogram(GROUPS, &[]),
            waiting: {
                recorder.describe_gauge(WAITING.0.into(), None, WAITING.1.into());
                recorder.register_gauge(&key(WAITING.0, &[]), &PLACE)
            },
            troubles: each(TROUBLES, "error", Trouble::NAMES),
            webhook_refused: one(REFUSED, &[]),
            roles: Mutex::default(),
            recorder,
        };
        Self(Some(Arc::new(counted)))
    }

    /// Something came in, and that became of it.
    pub fn update(&self, kind: Kind, taken: Taken) {
        if let Some(counted) = &self.0 {
            add(&counted.updates, kind as usize * Taken::ALL.len() + taken as usize);
        }
    }

    /// A send has ended so.
    pub fn send(&self, channel: Channel, sent: Sent) {
        let Some(counted) = &self.0 else { return };
        add(&counted.sends, channel as usize * Sent::ALL.len() + sent as usize);
        let Some(failing) = counted.failing.get(channel as usize) else { return };
        if sent.is_failure() {
            failing.fetch_add(1, Ordering::Relaxed);
        } else if failing.load(Ordering::Relaxed) > 0 {
            failing.store(0, Ordering::Relaxed);
        }
    }

    /// Another process may send from now on: what failed here says nothing any more.
    pub fn sends_elsewhere(&self) {
        for failing in self.0.iter().flat_map(|counted| &counted.failing) {
            failing.store(0, Ordering::Relaxed);
        }
    }

    /// How many sends of a channel have failed since one has worked.
    pub fn failing(&self, channel: Channel) -> u64 {
        let failing = self.0.as_ref().and_then(|counted| counted.failing.get(channel as usize));
        failing.map_or(0, |failing| failing.load(Ordering::Relaxed))
    }

    /// An answer was on its way for so long.
    pub fn answered(&self, channel: Channel, after: Duration) {
        let histogram = self.0.as_ref().and_then(|it| it.answered.get(channel as usize));
        if let Some(histogram) = histogram {
            histogram.record(after.as_secs_f64());
        }
    }

    /// A best-effort call has ended so.
    pub fn notice(&self, noticed: Noticed) {
        if let Some(counted) = &self.0 {
            add(&counted.notices, noticed as usize);
        }
    }

    /// A file's fetch has ended so.
    pub fn file(&self, fetched: Fetched) {
        if let Some(counted) = &self.0 {
            add(&counted.files, fetched as usize);
        }
    }

    /// A commit begins.
    pub fn commits(&self) -> Committing<'_> {
        Committing(self.0.as_deref().map(|counted| (counted, monotonic())))
    }

    /// A step waits for the database, until what is returned is dropped.
    pub fn waits(&self) -> Waiting {
        if let Some(counted) = &self.0 {
            counted.waiting.increment(1.0);
        }
        Waiting(self.clone())
    }

    /// The database refused something.
    pub fn trouble(&self, trouble: Trouble) {
        if let Some(counted) = &self.0 {
            add(&counted.troubles, trouble as usize);
        }
    }

    /// Somebody called the webhook without its secret.
    pub fn webhook_refused(&self) {
        if let Some(counted) = &self.0 {
            counted.webhook_refused.increment(1);
        }
    }

    /// Where it is noted whether this process fills a role.
    pub fn lease(&self, role: &'static str) -> Held {
        if let Some(counted) = &self.0 {
            counted.roles.lock().unwrap_or_else(PoisonError::into_inner).push(role);
        }
        self.held(HELD, ("role", role))
    }

    /// Whether this process may fill a role. The database remembers those too that the settings do not name any more.
    pub fn may_fill(&self, role: &str) -> bool {
        let roles = self.0.iter().map(|counted| &counted.roles);
        let mut roles = roles.map(|roles| roles.lock().unwrap_or_else(PoisonError::into_inner));
        roles.any(|roles| roles.contains(&role))
    }

    /// Whether nothing can come in from this source.
    pub fn input(&self, source: &'static str) -> Held {
        self.held(INPUT, ("source", source))
    }

    /// Whether this place does not keep what it should.
    pub fn storage(&self, place: &'static str) -> Held {
        self.held(STORAGE, ("place", place))
    }

    fn held(&self, named: Named, label: (&'static str, &'static str)) -> Held {
        Held(self.0.as_ref().map_or_else(Gauge::noop, |counted| {
            counted.recorder.describe_gauge(named.0.into(), None, named.1.into());
            counted.recorder.register_gauge(&key(named.0, &[label]), &PLACE)
        }))
    }

    /// What was measured one by one is summed up: to be called every few seconds, as it is kept
    /// until then.
    pub fn sum_up(&self) {
        if let Some(counted) = &self.0 {
            counted.recorder.handle().run_upkeep();
        }
    }

    /// All that was counted, in the Prometheus text format.
    pub fn text(&self) -> String {
        self.0.as_ref().map_or_else(String::new, |counted| counted.recorder.handle().render())
    }
}

/// A commit under way.
#[must_use = "it is counted once it is done"]
#[derive(Debug)]
pub struct Committing<'a>(Option<(&'a Counted, tokio::time::Instant)>);

impl Committing<'_> {
    /// It is done, for so many steps.
    pub fn done(self, steps: usize) {
        if let Some((counted, began)) = self.0 {
            counted.commit_seconds.record(monotonic() - began);
            // Fewer than 2^32.
            counted.commit_steps.record(u32::try_from(steps).unwrap_or(u32::MAX));
        }
    }
}

/// A step that waits for the database, until it is dropped.
#[must_use = "it waits until this is dropped"]
#[derive(Debug)]
pub struct Waiting(Measures);

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(counted) = &self.0.0 {
            counted.waiting.decrement(1.0);
        }
    }
}

/// Whether this process fills a role, nothing comes in from somewhere, or nothing can be kept somewhere.
#[derive(Debug, Clone)]
pub struct Held(Gauge);

impl Held {
    /// It does from now on, or it does not.
    pub fn set(&self, held: bool) {
        self.0.set(if held { 1.0 } else { 0.0 });
    }
}

/// What the crate wants to know of where something is registered; nothing depends on it.
const PLACE: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);

fn key(name: &'static str, labels: &[(&'static str, &'static str)]) -> Key {
    let labels: Vec<Label> =
        labels.iter().map(|(name, value)| Label::from_static_parts(name, value)).collect();
    Key::from_parts(name, labels)
}

fn add(counters: &[Counter], at: usize) {
    if let Some(counter) = counters.get(at) {
        counter.increment(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Measures {
        let measures = Measures::new();
        measures.update(Kind::Press, Taken::Before);
        measures.send(Channel::Pec, Sent::Accepted);
        measures.commits().done(3);
        measures
    }

    #[test]
    fn each_is_counted_under_its_own_labels() {
        let text = measured().text();
        let lines = [
            r#"rispondo_updates_total{kind="press",result="seen_before"} 1"#,
            r#"rispondo_updates_total{kind="press",result="taken"} 0"#,
            r#"rispondo_sends_total{channel="pec",result="accepted"} 1"#,
            r#"rispondo_commit_steps_bucket{le="2"} 0"#,
            r#"rispondo_commit_steps_bucket{le="4"} 1"#,
            "rispondo_commit_seconds_count 1",
        ];
        for line in lines {
            assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
        }
        assert_eq!(text.lines().filter(|line| line.ends_with("_total 1")).count(), 0);
    }

    #[test]
    fn two_services_in_one_process_count_apart() {
        let (one, other) = (measured(), Measures::new());
        assert_ne!(one.text(), other.text());
        assert!(!other.text().contains("commit_steps_count 1"));
        assert_eq!(Measures::default().text(), "");
    }

    #[test]
    fn what_fails_in_a_row_is_known_until_one_works() {
        let measures = Measures::new();
        for sent in [Sent::Delivered, Sent::Again, Sent::Unknown, Sent::RateLimited] {
            measures.send(Channel::Telegram, sent);
        }
        let failing = Channel::ALL.map(|channel| measures.failing(channel));
        assert_eq!(failing, [0, 0, 0], "Telegram that says to wait is there");
        measures.send(Channel::Mail, Sent::RefusedUs);
        measures.send(Channel::Mail, Sent::Again);
        assert_eq!(measures.failing(Channel::Mail), 2);
        measures.send(Channel::Mail, Sent::Undeliverable);
        assert_eq!(measures.failing(Channel::Mail), 0, "the server answers");
        measures.send(Channel::Mail, Sent::Again);
        measures.sends_elsewhere();
        assert_eq!(measures.failing(Channel::Mail), 0, "another process sends");
    }

    #[test]
    fn a_step_waits_until_it_is_let_go() {
        let measures = Measures::new();
        let one = measures.waits();
        let other = measures.waits();
        assert!(measures.text().contains("rispondo_steps_waiting 2"));
        drop((one, other));
        assert!(measures.text().contains("rispondo_steps_waiting 0"));
    }
}
