//! How the service stands, for those who run it: whether it is ready, and its numbers in the
//! Prometheus text format. Whatever is away, the answer comes within a moment, with what can be
//! said.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::http::{Admin, Health, Standing, Wake};
use crate::measure::{Channel, Measures, Scrape};
use crate::store::{Depths, Store, StoreError};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often what was measured is summed up.
const SUM_UP: Duration = Duration::from_secs(5);
/// So many sends in a row that fail are more than chance.
const FAILING: u64 = 3;

/// The states of a row that waits in the outbox.
const STATES: [&str; 5] = ["pending", "in_flight", "scheduled", "held", "accepted"];
/// The states of a card that is out of date.
const CARD_STATES: [&str; 2] = ["pending", "in_flight"];
/// Where comes from what may be set aside.
const SOURCES: [&str; 2] = ["telegram", "mail"];

/// Whoever asks how the service stands. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Onlooker {
    store: Store,
    clock: Clock,
    health: Health,
    /// One look into the database at a time, however many ask.
    looking: Arc<Mutex<()>>,
}

impl Onlooker {
    /// Looks at these.
    pub fn at(store: &Store, clock: &Clock, health: &Health) -> Self {
        let (store, clock, health) = (store.clone(), clock.clone(), health.clone());
        Self { store, clock, health, looking: Arc::default() }
    }

    /// The routes of `ADMIN_ADDR`.
    pub fn admin(&self, wake: Wake) -> Admin {
        let (ready, metrics) = (self.clone(), self.clone());
        Admin {
            wake,
            ready: Arc::new(move || {
                let onlooker = ready.clone();
                Box::pin(async move { onlooker.standing(&onlooker.database().await) })
            }),
            metrics: Arc::new(move || {
                let onlooker = metrics.clone();
                Box::pin(async move { onlooker.text().await })
            }),
        }
    }

    /// Whether the database takes steps, or why not.
    async fn database(&self) -> Result<(), String> {
        match tokio::time::timeout(PATIENCE, self.store.answers()).await {
            Ok(answer) => answer.map_err(|error| error.to_string()),
            Err(_) => Err(late()),
        }
    }

    fn standing(&self, database: &Result<(), String>) -> Standing {
        let mut standing = self.health.standing();
        if let Err(why) = database {
            standing.wrong.entry("database").or_insert_with(|| why.clone());
        }
        for channel in Channel::ALL {
            let failed = self.store.measures().failing(channel);
            if failed >= FAILING {
                let why = format!("the last {failed} sends have failed; they are tried again");
                standing.warnings.insert(channel.as_str(), why);
            }
        }
        standing
    }

    async fn depths(&self) -> Result<Depths, StoreError> {
        let _one_at_a_time = self.looking.lock().await;
        let now = self.clock.now();
        // Without a town there are no reports either.
        let today = match self.store.directory().await? {
            Some(directory) => directory.calendar.day_of(now),
            None => now.date_naive(),
        };
        self.store.depths(now, today).await
    }

    async fn text(&self) -> String {
        let depths = tokio::time::timeout(PATIENCE, self.depths());
        let (database, depths) = tokio::join!(self.database(), depths);
        let scrape = Scrape::new();
        match depths {
            Ok(Ok(depths)) => self.show(&depths, &scrape),
            Ok(Err(error)) => tracing::warn!(%error, "metrics.without_depths"),
            Err(_) => tracing::warn!(error = late(), "metrics.without_depths"),
        }
        self.show_process(&database, &scrape);
        self.store.measures().text() + &scrape.text()
    }

    /// What needs no database.
    fn show_process(&self, database: &Result<(), String>, scrape: &Scrape) {
        let ready = self.standing(database).wrong.is_empty();
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        scrape.count("rispondo_build_info", "The program's version; always 1.", &version, 1);
        let says = "Whether /health/ready says yes: 1 or 0.";
        scrape.count("rispondo_ready", says, &[], ready.into());
        let says = "Whether the database takes steps: 1 or 0.";
        scrape.count("rispondo_database_up", says, &[], database.is_ok().into());
        let connections = self.store.connections();
        let says = "Connections to the database, by what they do.";
        for (state, count) in [("in_use", connections.in_use), ("idle", connections.idle)] {
            scrape.count("rispondo_database_connections", says, &[("state", state)], count);
        }
        let says = "The most connections that there may be.";
        scrape.count("rispondo_database_connections_max", says, &[], connections.max);
        let says = "Sends in a row that have failed, the last one included.";
        for channel in Channel::ALL {
            let failing = self.store.measures().failing(channel);
            let labels = [("channel", channel.as_str())];
            scrape.count("rispondo_sends_failing", says, &labels, failing);
        }
    }

    /// What the database says.
    fn show(&self, depths: &Depths, scrape: &Scrape) {
        let now = self.clock.now();
        for channel in Channel::ALL.map(Channel::as_str) {
            let of = || depths.outbox.iter().filter(move |depth| depth.channel == channel);
            let says = "Rows of the outbox that wait, by channel and state.";
            for state in STATES {
                let rows = of().find(|depth| depth.state == state).map_or(0, |depth| depth.rows);
                let labels = [("channel", channel), ("state", state)];
                scrape.count("rispondo_outbox_rows", says, &labels, rows.unsigned_abs());
            }
            let says = "For how long the oldest row that could go is waiting or on its way.";
            let due = of().filter(|depth| ["pending", "in_flight"].contains(&depth.state.as_str()));
            let oldest = due.map(|depth| depth.since).min().map_or(0.0, |at| seconds(now - at));
            scrape.set("rispondo_outbox_oldest_seconds", says, &[("channel", channel)], oldest);
        }
        let of = |counts: &[(String, u64)], what: &str| {
            counts.iter().find(|(one, _)| one == what).map_or(0, |(_, count)| *count)
        };
        let says = "Cards that are out of date, by state.";
        for state in CARD_STATES {
            let count = of(&depths.cards, state);
            scrape.count("rispondo_cards", says, &[("state", state)], count);
        }
        let says = "Updates and mails that could not be processed and are kept.";
        for source in SOURCES {
            let count = of(&depths.dead, source);
            scrape.count("rispondo_dead_letters", says, &[("source", source)], count);
        }
        let says = "Open reports whose citizens wait past the promised date.";
        scrape.count("rispondo_reports_in_limbo", says, &[], depths.zeros.in_limbo);
        let says = "Closed reports whose answer has not reached its citizen.";
        scrape.count("rispondo_unanswered_closures", says, &[], depths.zeros.unanswered);
        let says = "For how long the next timer should have rung.";
        scrape.set("rispondo_timer_lag_seconds", says, &[], seconds(depths.overdue));
        let measures = self.store.measures();
        for (role, epoch, free) in depths.leases.iter().filter(|(role, ..)| measures.may_fill(role))
        {
            let labels = [("role", role.as_str())];
            let says = "How often the role was taken.";
            scrape.count("rispondo_lease_epoch", says, &labels, epoch.unsigned_abs());
            let says = "Whether nobody holds the role: 1 or 0.";
            scrape.count("rispondo_lease_free", says, &labels, (*free).into());
        }
    }
}

/// What is measured one by one is summed up, also while nobody asks.
pub(super) async fn sum_up(measures: Measures, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SUM_UP) => measures.sum_up(),
        }
    }
}

fn late() -> String {
    format!("the database does not answer within {} s", PATIENCE.as_secs())
}

fn seconds(time: TimeDelta) -> f64 {
    time.as_seconds_f64().max(0.0)
}
