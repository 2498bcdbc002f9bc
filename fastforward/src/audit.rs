//! The audit: what became of everybody, from the stored history, the outbox, the tasks and what was
//! really said. Nothing here asks the service what it thinks.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use rispondo::domain::promise::Calendar;
use serde::Serialize;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _, SqliteConnection};

use crate::town::Plan;
use crate::world::World;

/// The morning after a broken date, staff must have been told by this long after the reminders' hour.
const TOLD_WITHIN: TimeDelta = TimeDelta::hours(3);
/// So many working days before a date a reminder may name the report already.
const BEFORE: u32 = 3;
/// A certified mail may wait so long for its receipts.
const RECEIPTS: TimeDelta = TimeDelta::hours(26);

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

struct Event {
    seq: i64,
    at: DateTime<Utc>,
    kind: String,
    data: Value,
}

struct Row {
    id: Vec<u8>,
    chat: i64,
    purpose: String,
    created: DateTime<Utc>,
    event: Option<i64>,
    state: String,
    at: DateTime<Utc>,
    reason: Option<String>,
    message: Option<i64>,
}

struct Task {
    kind: String,
    done: bool,
    data: Value,
}

#[derive(Default)]
struct Told {
    events: Vec<Event>,
    rows: Vec<Row>,
    tasks: Vec<Task>,
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

/// Keeps a copy of the database.
pub async fn keep(file: &Path, kept: &Path) -> anyhow::Result<()> {
    let mut database = SqliteConnectOptions::new().filename(file).connect().await?;
    let copy = kept.to_str().context("--keep: no name of a file")?;
    sqlx::query("VACUUM INTO $1").bind(copy).execute(&mut database).await?;
    Ok(())
}

fn moment(text: &str) -> anyhow::Result<DateTime<Utc>> {
    let parsed = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    let plain = || {
        chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").map(|at| at.and_utc())
    };
    parsed.or_else(|_| plain()).with_context(|| format!("no time: {text}"))
}

type Read = (BTreeMap<i64, Told>, BTreeMap<String, usize>);

async fn read(database: &mut SqliteConnection) -> anyhow::Result<Read> {
    let mut reports: BTreeMap<i64, Told> = BTreeMap::new();
    let events = sqlx::query("SELECT report, seq, at, kind, data FROM event ORDER BY report, seq");
    for row in events.fetch_all(&mut *database).await? {
        reports.entry(row.get(0)).or_default().events.push(Event {
            seq: row.get(1),
            at: moment(row.get(2))?,
            kind: row.get(3),
            data: serde_json::from_str(row.get(4))?,
        });
    }
    let rows = sqlx::query(
        "SELECT report, id, chat_id, event, state, state_at, reason, message_id, \
         purpose, created_at \
         FROM outbox WHERE owed ORDER BY report, id",
    );
    for row in rows.fetch_all(&mut *database).await? {
        let Some(report) = row.get::<Option<i64>, _>(0) else { continue };
        reports.entry(report).or_default().rows.push(Row {
            id: row.get(1),
            chat: row.get(2),
            event: row.get(3),
            state: row.get(4),
            at: moment(row.get(5))?,
            reason: row.get(6),
            message: row.get(7),
            purpose: row.get(8),
            created: moment(row.get(9))?,
        });
    }
    let mut counts = BTreeMap::new();
    let tasks = sqlx::query("SELECT report, kind, done_at, data FROM task ORDER BY id");
    for row in tasks.fetch_all(&mut *database).await? {
        let (kind, done) = (row.get::<String, _>(1), row.get::<Option<String>, _>(2).is_some());
        *counts.entry(format!("{kind}, {}", if done { "done" } else { "open" })).or_default() += 1;
        let Some(report) = row.get::<Option<i64>, _>(0) else { continue };
        let data = serde_json::from_str(row.get(3))?;
        reports.entry(report).or_default().tasks.push(Task { kind, done, data });
    }
    Ok((reports, counts))
}

async fn set_aside(database: &mut SqliteConnection) -> anyhow::Result<Vec<String>> {
    let rows = sqlx::query("SELECT source, at, error FROM failed_update ORDER BY id LIMIT 20");
    let rows = rows.fetch_all(database).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let (source, at, error) =
                (row.get::<&str, _>(0), row.get::<&str, _>(1), row.get::<&str, _>(2));
            format!("{source}, {at}: {error}")
        })
        .collect())
}

async fn count(
    database: &mut SqliteConnection,
    states: bool,
) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for row in sqlx::query("SELECT data FROM report").fetch_all(database).await? {
        let data: Value = serde_json::from_str(row.get(0))?;
        let name = if states {
            let state = data["state"]["state"].as_str().unwrap_or("?");
            let outcome = data["state"]["outcome"]["outcome"].as_str();
            outcome.map_or_else(|| state.to_owned(), |outcome| format!("{state}: {outcome}"))
        } else {
            data["channel"].as_str().unwrap_or("?").to_owned()
        };
        *counts.entry(name).or_default() += 1;
    }
    Ok(counts)
}

/// When staff were reminded of each report: what was said to them by the clock. Cards name their
/// report as well, but remind nobody.
fn reminders(world: &World) -> BTreeMap<String, Vec<DateTime<Utc>>> {
    let sight = world.look();
    let mut reminders: BTreeMap<String, Vec<DateTime<Utc>>> = BTreeMap::new();
    for heard in sight.heard.iter().filter(|heard| !heard.card) {
        let words = heard.text.split(|c: char| !c.is_ascii_digit() && c != '-');
        for number in words.filter(|word| word.len() == 11 && word.as_bytes().get(4) == Some(&b'-'))
        {
            reminders.entry(number.to_owned()).or_default().push(heard.at);
        }
    }
    reminders
}

fn working_days(calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> u64 {
    from.iter_days()
        .skip(1)
        .take_while(|day| *day <= until)
        .filter(|day| calendar.is_working(*day))
        .count() as u64
}

fn times(calendar: &Calendar, told: &Told, first_words: &mut Vec<u64>, closings: &mut Vec<u64>) {
    let Some(filed) = told.events.first() else { return };
    let from = calendar.day_of(filed.at);
    let brought = |event: &&Event| {
        event.kind != "filed"
            && told.rows.iter().any(|row| row.event == Some(event.seq) && row.state == "delivered")
    };
    if let Some(event) = told.events.iter().find(brought) {
        first_words.push(working_days(calendar, from, calendar.day_of(event.at)));
    }
    if let Some(event) = told.events.iter().find(|event| event.kind == "closed") {
        closings.push(working_days(calendar, from, calendar.day_of(event.at)));
    }
}

/// Each date that a citizen was given, and whether it was broken without anybody being told.
fn promises(
    outcome: &mut Outcome,
    calendar: &Calendar,
    now: DateTime<Utc>,
    number: &str,
    told: &Told,
    reminders: Option<&Vec<DateTime<Utc>>>,
) {
    for (at, event) in told.events.iter().enumerate() {
        let Some(date) = promised(event) else { continue };
        let later = told.events.iter().skip(at + 1);
        let mut renewing =
            later.filter(|event| event.kind == "closed" || promised(event).is_some());
        let end = renewing.next().map(|event| event.at);
        let last_day = calendar.day_of(end.unwrap_or(now));
        if last_day <= date {
            continue;
        }
        outcome.limbo_days += working_days(calendar, date, last_day);
        outcome.in_limbo += usize::from(end.is_none());
        let morning = calendar.at(calendar.next_working(date), calendar.reminder);
        if end.unwrap_or(now) < morning + TOLD_WITHIN {
            // A word came before anybody could have been told, or the years end here.
            continue;
        }
        outcome.broken.0 += 1;
        let earliest = before(calendar, date);
        let is_told = reminders.is_some_and(|reminders| {
            reminders.iter().any(|at| (earliest..=morning + TOLD_WITHIN).contains(at))
        });
        outcome.broken.1 += usize::from(is_told);
        if !is_told {
            outcome.left_in_limbo.push(format!("{number}: promised {date}, no word, nobody told"));
        }
    }
}

fn promised(event: &Event) -> Option<NaiveDate> {
    event.data["promised"].as_str()?.parse().ok()
}

/// The reminders' hour some working days before a date.
fn before(calendar: &Calendar, date: NaiveDate) -> DateTime<Utc> {
    let mut day = date;
    let mut left = BEFORE;
    while left > 0 {
        let Some(earlier) = day.pred_opt() else { break };
        day = earlier;
        left -= u32::from(calendar.is_working(day));
    }
    calendar.at(day, calendar.reminder)
}

/// Whoever reported what is the same as another report hears that one's answer as well.
fn duplicates(outcome: &mut Outcome, now: DateTime<Utc>, reports: &BTreeMap<i64, Told>) {
    for (report, told) in reports {
        let mut main: Option<i64> = None;
        let mut since = DateTime::<Utc>::MIN_UTC;
        let mut joined: Vec<(i64, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
        for event in &told.events {
            let next = match event.kind.as_str() {
                "closed" => event.data["kind"]["outcome"]["of"].as_i64(),
                "followed" => event.data["kind"]["of"].as_i64(),
                "unmerged" => None,
                _ => continue,
            };
            joined.extend(main.map(|main| (main, since, event.at)));
            (main, since) = (next, event.at);
        }
        joined.extend(main.map(|main| (main, since, now)));
        for (main, from, until) in joined {
            let answers = reports.get(&main).into_iter().flat_map(|main| &main.events);
            let answers = answers.filter(|event| {
                let to_others = event.data["kind"]["outcome"]["outcome"].as_str();
                event.kind == "closed"
                    && (from..until).contains(&event.at)
                    && !matches!(to_others, Some("duplicate" | "withdrawn" | "spam"))
            });
            for answer in answers {
                outcome.answers_to_duplicates += 1;
                // A hundred of them may take the clock a few rounds.
                let within = answer.at..=answer.at + TimeDelta::minutes(30);
                let mut rows = told
                    .rows
                    .iter()
                    .filter(|row| row.purpose == "reply" && within.contains(&row.created));
                if !rows.any(|row| is_answered(told, row, now)) {
                    outcome.unanswered.push(format!(
                        "{}: the same as {}, closed {}: not told",
                        number(*report),
                        number(main),
                        answer.at.format("%Y-%m-%d %H:%M")
                    ));
                }
            }
        }
    }
}

/// Whether a row has arrived, is on its way, or somebody has it in hand.
fn is_answered(told: &Told, row: &Row, now: DateTime<Utc>) -> bool {
    let by_itself = match row.state.as_str() {
        "delivered" => true,
        "suppressed" => row.reason.is_some(),
        "pending" | "in_flight" => now - row.at < TimeDelta::days(5),
        "accepted" => now - row.at < RECEIPTS,
        _ => false,
    };
    by_itself || told.tasks.iter().any(|task| about(task, row))
}

fn number(report: i64) -> String {
    format!("{}-{:06}", report / 1_000_000, report % 1_000_000)
}

/// Each closing, and whether its answer arrived, or somebody has it in hand.
fn answers(outcome: &mut Outcome, now: DateTime<Utc>, number: &str, told: &Told) {
    for event in told.events.iter().filter(|event| event.kind == "closed") {
        if event.data.to_string().contains("\"rule\":\"") {
            continue;
        }
        let rows: Vec<&Row> = told.rows.iter().filter(|row| row.event == Some(event.seq)).collect();
        let answered = rows.iter().any(|row| is_answered(told, row, now));
        for row in rows.iter().filter(|row| row.state != "delivered") {
            let task = told.tasks.iter().find(|task| about(task, row));
            if row.state == "undeliverable" || task.is_some() {
                let how = match task {
                    Some(task) if task.done => "task done",
                    Some(_) => "task open",
                    None => "no task",
                };
                *outcome.undelivered.entry(format!("{}, {how}", row.state)).or_default() += 1;
            }
        }
        if !answered {
            let states: Vec<&str> = rows.iter().map(|row| row.state.as_str()).collect();
            outcome.unanswered.push(format!(
                "{number}: closed {}, its answer: {states:?}, no task",
                event.at.format("%Y-%m-%d %H:%M")
            ));
        }
    }
}

/// Whether a task is about that row of the outbox.
fn about(task: &Task, row: &Row) -> bool {
    let id = HEXLOWER.encode(&row.id);
    task.data.to_string().replace('-', "").contains(&id)
        && matches!(task.kind.as_str(), "undeliverable" | "no_receipt" | "sender_to_check")
}

/// Whether what counts as delivered really stands in the citizen's chat.
fn there(outcome: &mut Outcome, world: &World, number: &str, told: &Told) {
    let sight = world.look();
    for row in told.rows.iter().filter(|row| row.state == "delivered" && row.chat != 0) {
        let said = row
            .message
            .and_then(|id| i32::try_from(id).ok())
            .and_then(|id| sight.chats.get(&row.chat).and_then(|chat| chat.said.get(&id)));
        if row.message.is_some() && said.is_none_or(|said| !said.by_bot) {
            outcome.not_there.push(format!("{number}: message {:?} of {}", row.message, row.chat));
        }
    }
}
