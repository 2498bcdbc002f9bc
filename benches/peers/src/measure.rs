//! One contestant, measured once.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::api;
use crate::citizens::{Citizen, UPDATES, report_until};
use crate::contestants::{Contestant, Places, Told};
use crate::process::{self, Memory, Process};
use crate::world::{Webhook, World};

/// How many report at once under load.
pub const MANY: usize = 32;
/// Nobody waits longer for a first answer, or for the staff's messages.
const PATIENCE: Duration = Duration::from_mins(1);

/// Everything about one contestant in one round.
pub struct Sample {
    /// From start to the first answer.
    pub start: Duration,
    pub at_rest: Memory,
    pub one: Load,
    pub many: Load,
    pub after: Memory,
    /// 32 at a time, while each sync takes 2 ms longer.
    pub slow: Load,
    /// `fsync` and `fdatasync` that were slowed down.
    pub syncs: (u64, u64),
}

/// How it went under a load.
#[derive(Clone)]
pub struct Load {
    /// Answers within the time, six for a report.
    pub reports_a_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// CPU time of the contestant for six answers, until it rests.
    pub cpu: Duration,
    /// The same of the driver.
    pub driver: Duration,
    /// Calls of the Bot API for six answers.
    pub calls: f64,
    /// From the last answer to the last message to the staff.
    pub behind: Duration,
}

/// A contestant that runs.
struct Running {
    world: Rc<World>,
    webhook: Webhook,
    process: Process,
    start: Duration,
    next_citizen: i64,
    reports: usize,
}

/// Measures once; everything that it started is gone afterwards.
pub async fn measure(who: Contestant, places: &Places, time: Duration) -> Result<Sample> {
    let mut running = Running::start(who, places, None).await?;
    // What follows the start (menus, descriptions) is done by then.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let at_rest = running.process.memory()?;
    let one = running.load(1, time).await.context("one at a time")?;
    let many = running.load(MANY, time).await.context("many at a time")?;
    let after = running.process.memory()?;
    let start = running.start;
    running.process.stop().await?;

    let counts = places.data().join("syncs");
    let mut running = Running::start(who, places, Some(&counts)).await?;
    let slow = running.load(MANY, time).await.context("with the slow fsync")?;
    let syncs = process::syncs(&counts)?;
    running.process.stop().await?;
    if syncs.0 + syncs.1 == 0 {
        bail!("no sync was slowed down");
    }
    Ok(Sample { start, at_rest, one, many, after, slow, syncs })
}

impl Running {
    async fn start(who: Contestant, places: &Places, slow: Option<&PathBuf>) -> Result<Self> {
        let folder = places.data();
        clean(&folder)?;
        let date = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let world = Rc::new(World::new(date));
        let api = api::listen(world.clone()).await?;
        // Free now, and soon taken by the contestant.
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = who.command(places, &Told { api: &api, port, folder: &folder })?;
        if let Some(counts) = slow {
            command.env("LD_PRELOAD", places.slow()).env("SLOW_FSYNC_COUNTS", counts);
        }
        let begun = Instant::now();
        let process = Process::start(command)?;
        let webhook = tokio::time::timeout(PATIENCE, world.webhook());
        let webhook = webhook.await.context("it set no webhook")?;
        let mut first = Self::arrives(1_000, &world, &webhook).await?;
        let start = first.asks().await.context("the first answer")?.duration_since(begun);
        Ok(Self { world, webhook, process, start, next_citizen: 2_000, reports: 0 })
    }

    /// As Telegram does, tries again while nobody listens yet.
    async fn arrives(id: i64, world: &Rc<World>, webhook: &Webhook) -> Result<Citizen> {
        let begun = Instant::now();
        loop {
            match Citizen::arrives(id, world, webhook).await {
                Err(error) if begun.elapsed() > PATIENCE => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
                arrived => return arrived,
            }
        }
    }

    /// So many report for so long.
    async fn load(&mut self, many: usize, time: Duration) -> Result<Load> {
        let mut citizens = Vec::with_capacity(many);
        for _ in 0..many {
            self.next_citizen += 1;
            citizens.push(Citizen::arrives(self.next_citizen, &self.world, &self.webhook).await?);
        }
        // Everyone once, unmeasured.
        let warm = Vec::from_iter(warmed(citizens).await?);
        self.reports += many;
        self.staff_is_told().await?;

        let (cpu, driver) = (self.process.cpu()?, process::cpu(std::process::id())?);
        let calls = self.world.calls.get();
        let end = Instant::now() + time;
        let answers = report_until(warm, end).await?;
        self.reports += answers.len() / 6;
        let last = answers.iter().map(|one| one.at).max().context("no answer")?;
        self.staff_is_told().await?;
        let behind = self.world.staff_at.get().saturating_duration_since(last);
        let driver = process::cpu(std::process::id())?.saturating_sub(driver);
        self.process.rests().await?;
        let cpu = self.process.cpu()?.saturating_sub(cpu);
        let calls = self.world.calls.get() - calls;

        let in_time = answers.iter().filter(|one| one.at < end).count();
        let mut times: Vec<Duration> = answers.iter().map(|one| one.after).collect();
        times.sort();
        let part = |percent: usize| times[(times.len() - 1) * percent / 100];
        let six = UPDATES / count(answers.len());
        Ok(Load {
            reports_a_second: count(in_time) / UPDATES / time.as_secs_f64(),
            p50: part(50),
            p99: part(99),
            cpu: cpu.mul_f64(six),
            driver: driver.mul_f64(six),
            calls: count(calls) * six,
            behind,
        })
    }

    /// Until there was a message to the staff for each report.
    async fn staff_is_told(&self) -> Result<()> {
        let begun = Instant::now();
        while self.world.staff.get() < self.reports {
            if begun.elapsed() > PATIENCE {
                let told = self.world.staff.get();
                bail!("the staff was told of {told} of {} reports", self.reports);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}

/// Each reports once.
async fn warmed(citizens: Vec<Citizen>) -> Result<Vec<Citizen>> {
    let tasks: Vec<_> = citizens
        .into_iter()
        .map(|mut citizen| {
            tokio::task::spawn_local(async move {
                citizen.reports(&mut Vec::new()).await?;
                Ok::<_, anyhow::Error>(citizen)
            })
        })
        .collect();
    let mut warm = Vec::with_capacity(tasks.len());
    for task in tasks {
        warm.push(task.await??);
    }
    Ok(warm)
}

fn count(many: usize) -> f64 {
    f64::from(u32::try_from(many).unwrap_or(u32::MAX))
}

/// An empty folder.
fn clean(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(std::fs::create_dir_all(folder)?)
}
