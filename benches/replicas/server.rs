//! What PostgreSQL's processes and the machine do meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Row as _};

use crate::process::cpu_of;

/// How often it is looked what they wait for.
const LOOKS: Duration = Duration::from_millis(50);

/// What the server's sessions are at: those within a transaction, but ours.
const SESSIONS: &str = "SELECT CASE WHEN state LIKE 'idle in%' THEN 'the service' \
     WHEN wait_event IS NULL THEN 'CPU' ELSE wait_event_type || ' ' || wait_event END \
     FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' \
     AND (state = 'active' OR state LIKE 'idle in%') AND pid <> pg_backend_pid()";
const TRANSACTIONS: &str =
    "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";

/// The server, seen from a session of its own.
pub struct Server {
    url: String,
    postmaster: Option<u32>,
}

impl Server {
    pub async fn of(url: &str) -> Self {
        let mut session = PgConnection::connect(url).await.unwrap();
        let id: i32 =
            sqlx::query("SELECT pg_backend_pid()").fetch_one(&mut session).await.unwrap().get(0);
        session.close().await.unwrap();
        // On another machine there is no such process, or it is something else.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let is_here = stat.contains("(postgres)");
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1));
        let postmaster = parent.filter(|_| is_here).and_then(|id| id.parse().ok());
        Self { url: url.to_owned(), postmaster }
    }

    /// CPU time of all its processes so far; none where it is not on this machine.
    pub fn cpu(&self) -> Option<Duration> {
        let postmaster = self.postmaster?;
        let mut cpu = cpu_of(postmaster) + of_the_dead(postmaster);
        for entry in std::fs::read_dir("/proc").ok()?.flatten() {
            let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1));
            if parent.and_then(|id| id.parse().ok()) == Some(postmaster) {
                let id = entry.file_name().to_string_lossy().parse().unwrap();
                cpu += cpu_of(id);
            }
        }
        Some(cpu)
    }

    /// Transactions so far. The server's processes tell theirs within a second or, at rest, ten.
    pub async fn transactions(&self) -> i64 {
        let mut session = PgConnection::connect(&self.url).await.unwrap();
        let count = sqlx::query(TRANSACTIONS).fetch_one(&mut session).await.unwrap().get(0);
        session.close().await.unwrap();
        count
    }

    /// Looks again and again what sessions within a transaction are at, until it is told to stop.
    pub async fn watch(&self) -> Watch {
        let mut session = PgConnection::connect(&self.url).await.unwrap();
        let seen = Arc::<Mutex<Seen>>::default();
        let watch = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            let mut looks = tokio::time::interval(LOOKS);
            loop {
                looks.tick().await;
                let rows = sqlx::query(SESSIONS).fetch_all(&mut session).await.unwrap();
                let mut seen = watch.lock().unwrap();
                seen.looks += 1;
                for row in rows {
                    *seen.at.entry(row.get(0)).or_default() += 1;
                }
            }
        });
        Watch { seen, task }
    }
}

/// The CPU time of children that have ended: fields 16 and 17 of `/proc/ID/stat`.
fn of_the_dead(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let rest = stat.rsplit_once(')').unwrap().1;
    let ticks: u64 =
        rest.split_whitespace().skip(13).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

#[derive(Default)]
struct Seen {
    looks: usize,
    at: BTreeMap<String, usize>,
}

/// What was seen.
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
    task: tokio::task::JoinHandle<()>,
}

impl Watch {
    /// How many sessions there were on average at each thing, the most frequent first.
    pub fn ends(self) -> Vec<(String, f64)> {
        self.task.abort();
        let seen = self.seen.lock().unwrap();
        let average =
            |(at, count): (&String, &usize)| (at.clone(), *count as f64 / seen.looks.max(1) as f64);
        let mut at: Vec<_> = seen.at.iter().map(average).collect();
        at.sort_by(|a, b| b.1.total_cmp(&a.1));
        at
    }
}

/// How long the machine's processors have worked and rested so far.
pub fn machine() -> (Duration, Duration) {
    let stat = std::fs::read_to_string("/proc/stat").unwrap();
    let ticks: Vec<u64> = stat
        .lines()
        .next()
        .unwrap()
        .split_whitespace()
        .skip(1)
        .take(8)
        .map(|ticks| ticks.parse().unwrap())
        .collect();
    // user, nice, system, idle, iowait, irq, softirq, steal.
    let rest = ticks[3] + ticks[4];
    let work = ticks.iter().sum::<u64>() - rest;
    (Duration::from_millis(work * 10), Duration::from_millis(rest * 10))
}
