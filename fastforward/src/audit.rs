//! The audit: what became of everybody, from the stored history, the outbox, the tasks and what was
//! really said. Nothing here asks the service what it thinks.

mod checks;
mod stored;

use std::collections::BTreeMap;
use std::path::Path;

use rispondo::domain::promise::Calendar;
use serde::Serialize;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use self::checks::{answers, duplicates, number, promises, reminders, there, times};
pub use self::stored::keep;
use self::stored::{count, read, set_aside};
use crate::town::Plan;
use crate::world::World;

/// What is to be told of the years.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// Days played.
    pub days: u64,
    /// What came in by Telegram: messages, presses and the like.
    pub updates: i64,
    /// What was sent there, changes of messages included.
    pub calls: u64,
    /// Reports that came in.
    pub reports: usize,
    /// Reports by how they stand.
    pub states: BTreeMap<String, usize>,
    /// Reports by the door that they came through.
    pub channels: BTreeMap<String, usize>,
    /// Events by their kind.
    pub events: BTreeMap<String, usize>,
    /// Rows of the outbox that were owed to citizens, by how they stand.
    pub owed: BTreeMap<String, usize>,
    /// Working days to the first word after the acknowledgement.
    pub first_word: Times,
    /// Working days to the first closing.
    pub closing: Times,
    /// Reports past their promise at the end.
    pub in_limbo: usize,
    /// Working days past promises, all reports together.
    pub limbo_days: u64,
    /// Dates that were broken, and of how many of them staff were told.
    pub broken: (usize, usize),
    /// Answers that were not delivered, and the tasks about them: by how these stand.
    pub undelivered: BTreeMap<String, usize>,
    /// Answers that went to others who had reported the same.
    pub answers_to_duplicates: usize,
    /// Tasks by kind, and whether they are done.
    pub tasks: BTreeMap<String, usize>,
    /// Updates and mails that could not be processed.
    pub set_aside: Vec<String>,
    /// Citizens left without a word past the promise, nobody told.
    pub left_in_limbo: Vec<String>,
    /// Closings without answer, task or rule.
    pub unanswered: Vec<String>,
    /// Rows said to be delivered of which the chat knows nothing.
    pub not_there: Vec<String>,
}

impl Outcome {
    /// Whether the promise was kept.
    pub fn is_kept(&self) -> bool {
        self.left_in_limbo.is_empty()
            && self.unanswered.is_empty()
            && self.not_there.is_empty()
            && self.set_aside.is_empty()
    }
}

/// How long something took, working days.
#[derive(Debug, Default, Serialize)]
pub struct Times {
    /// How many there are.
    pub count: usize,
    /// Half of them took no longer.
    pub median: u64,
    /// Nine of ten took no longer.
    pub p90: u64,
}

impl Times {
    fn of(mut days: Vec<u64>) -> Self {
        days.sort_unstable();
        let at = |part: usize| {
            let place = (days.len() * part).div_ceil(100).saturating_sub(1);
            days.get(place).copied().unwrap_or_default()
        };
        Self { count: days.len(), median: at(50), p90: at(90) }
    }
}

/// Audits a town.
pub async fn of(
    world: &World,
    file: &Path,
    calendar: &Calendar,
    plan: &Plan,
) -> anyhow::Result<Outcome> {
    let mut database = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let (reports, tasks) = read(&mut database).await?;
    let now = world.clock.now();
    let (updates, calls) = {
        let sight = world.look();
        (sight.updates, sight.chats.values().map(|chat| chat.calls).sum())
    };
    let mut outcome = Outcome {
        seed: plan.seed,
        days: plan.days,
        updates,
        calls,
        reports: reports.len(),
        states: BTreeMap::new(),
        channels: BTreeMap::new(),
        events: BTreeMap::new(),
        owed: BTreeMap::new(),
        first_word: Times::default(),
        closing: Times::default(),
        in_limbo: 0,
        limbo_days: 0,
        broken: (0, 0),
        undelivered: BTreeMap::new(),
        answers_to_duplicates: 0,
        tasks,
        set_aside: set_aside(&mut database).await?,
        left_in_limbo: Vec::new(),
        unanswered: Vec::new(),
        not_there: Vec::new(),
    };
    outcome.states = count(&mut database, true).await?;
    outcome.channels = count(&mut database, false).await?;
    let reminders = reminders(world);
    let (mut first_words, mut closings) = (Vec::new(), Vec::new());
    for (report, told) in &reports {
        let number = number(*report);
        for event in &told.events {
            *outcome.events.entry(event.kind.clone()).or_default() += 1;
        }
        for row in &told.rows {
            *outcome.owed.entry(row.state.clone()).or_default() += 1;
        }
        times(calendar, told, &mut first_words, &mut closings);
        promises(&mut outcome, calendar, now, &number, told, reminders.get(&number));
        answers(&mut outcome, now, &number, told);
        there(&mut outcome, world, &number, told);
    }
    duplicates(&mut outcome, now, &reports);
    outcome.first_word = Times::of(first_words);
    outcome.closing = Times::of(closings);
    Ok(outcome)
}
