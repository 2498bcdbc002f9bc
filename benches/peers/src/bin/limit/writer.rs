//! The one writer: all the steps that wait at a moment are one transaction and one sync.

use std::sync::mpsc::{Receiver, Sender, channel};

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, params};
use tokio::sync::oneshot;

use crate::dialogue::{Dialogue, Say, Update, Words};

/// At most so many steps in one transaction.
const GROUP: usize = 256;

const TABLES: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS dialogue (chat INTEGER PRIMARY KEY, state TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS report (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL,
        category TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL);
";

struct Job {
    update: Update,
    done: oneshot::Sender<Option<Words>>,
}

/// The writer's thread.
pub struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    pub fn start(file: &str) -> Result<Self> {
        let database = Connection::open(file)?;
        database.execute_batch(TABLES)?;
        let (jobs, waiting) = channel();
        std::thread::spawn(move || {
            if let Err(error) = work(&database, &waiting) {
                eprintln!("limit: the writer ends: {error:#}");
            }
        });
        Ok(Self { jobs })
    }

    /// Makes a step; returns when it is durable, with nothing inside for an update that was seen.
    /// Nothing at all: it could not be stored.
    pub async fn step(&self, update: Update) -> Option<Option<Words>> {
        let (done, words) = oneshot::channel();
        self.jobs.send(Job { update, done }).ok()?;
        words.await.ok()
    }
}

fn work(database: &Connection, waiting: &Receiver<Job>) -> Result<()> {
    while let Ok(first) = waiting.recv() {
        let jobs = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1));
        let mut done = Vec::new();
        database.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for job in jobs {
            done.push((step(database, &job.update)?, job.done));
        }
        database.prepare_cached("COMMIT")?.execute([])?;
        for (words, told) in done {
            // A request that was given up has nobody to tell.
            let _ = told.send(words);
        }
    }
    Ok(())
}

fn step(database: &Connection, update: &Update) -> Result<Option<Words>> {
    let chat = update.chat();
    let mark = "INSERT OR IGNORE INTO seen (id) VALUES (?1)";
    if database.prepare_cached(mark)?.execute([update.id])? == 0 {
        return Ok(None);
    }
    let state: Option<String> = database
        .prepare_cached("SELECT state FROM dialogue WHERE chat = ?1")?
        .query_row([chat], |row| row.get(0))
        .optional()?;
    let dialogue: Dialogue = match state {
        Some(state) => serde_json::from_str(&state)?,
        None => Dialogue::Idle,
    };
    let (next, mut citizen, report) = dialogue.next(update);
    database
        .prepare_cached(
            "INSERT INTO dialogue (chat, state) VALUES (?1, ?2)
             ON CONFLICT (chat) DO UPDATE SET state = excluded.state",
        )?
        .execute(params![chat, serde_json::to_string(&next)?])?;
    let Some(report) = report else {
        return Ok(Some(Words { citizen, staff: None }));
    };
    database
        .prepare_cached(
            "INSERT INTO report (chat, category, place, words) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![chat, report.category, report.place, report.words])?;
    let number = database.last_insert_rowid();
    citizen.text = format!("Thank you. Its number is {number}.");
    let text = format!("Report {number}: {}\n{}\n{}", report.category, report.place, report.words);
    Ok(Some(Words { citizen, staff: Some(Say { text, buttons: &[] }) }))
}
