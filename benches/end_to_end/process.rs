//! The service as a process of its own, and what the system says about it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use simulator::{Bot, Group, Simulator, User};
use tokio::process::{Child, Command};

/// Where the service keeps its data.
pub enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Database {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{}", file.display()),
            Self::Postgres(url) => url.clone(),
        }
    }
}

const TOKEN: &str = "111:BENCH";

/// A town with its service running.
pub struct Town {
    pub sim: Simulator,
    pub bot: Bot,
    pub urp: Group,
    /// Somebody of the URP.
    #[allow(dead_code, reason = "the benchmark of growth asks for it")]
    pub carlo: User,
    service: Child,
    /// Further ones on the same database.
    beside: Vec<Child>,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
    /// Resident memory before anybody but the first wrote, KiB.
    pub at_rest: u64,
    next_citizen: i64,
}

impl Town {
    pub async fn start(database: &Database, blobs: &Path, first_update: i64) -> Self {
        Self::with(database, blobs, first_update, &[]).await
    }

    /// The same, with more variables.
    pub async fn with(
        database: &Database,
        blobs: &Path,
        first_update: i64,
        variables: &[(&str, String)],
    ) -> Self {
        let sim = Simulator::start().await.unwrap();
        sim.ignore_unread();
        let bot = sim.add_bot(TOKEN, "bench_bot");
        let carlo = sim.user("Carlo").id(12).language("en").create();
        let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
        let first = sim.user("First").id(1_000).language("en").create().private(&bot);
        sim.keep_calls(false);
        // A database that has served before knows the first numbers.
        bot.renumbers_updates(first_update);
        let begun = Instant::now();
        first.starts();
        let service = serve(&sim, database, blobs, variables);
        first.next().await;
        let first_answer = begun.elapsed();
        // Commands and descriptions are still being set: at rest is after that.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let beside = Vec::new();
        let mut town = Self {
            sim,
            bot,
            urp,
            carlo,
            service,
            beside,
            first_answer,
            at_rest: 0,
            next_citizen: 2_000,
        };
        town.at_rest = town.memory("VmRSS");
        town
    }

    /// Starts another service on the same database.
    #[allow(dead_code, reason = "the benchmark of replicas asks for it")]
    pub fn with_another(
        &mut self,
        database: &Database,
        blobs: &Path,
        variables: &[(&str, String)],
    ) {
        self.beside.push(serve(&self.sim, database, blobs, variables));
    }

    /// Somebody new.
    pub fn citizen(&mut self) -> User {
        self.next_citizen += 1;
        self.sim.user("Citizen").id(self.next_citizen).language("en").create()
    }

    /// Until the service has caught up with its cards and rests: hardly any CPU for a second.
    pub async fn rests(&self) {
        loop {
            let before = self.cpu();
            tokio::time::sleep(Duration::from_secs(1)).await;
            if self.cpu().saturating_sub(before) < Duration::from_millis(20) {
                return;
            }
        }
    }

    fn proc(&self, file: &str) -> String {
        let id = self.service.id().expect("the service has ended");
        std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap()
    }

    /// `VmRSS` (now) or `VmHWM` (at most) of `/proc/ID/status`, KiB.
    pub fn memory(&self, field: &str) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// From now on `VmHWM` counts afresh.
    #[allow(dead_code, reason = "the benchmark of mail asks for it")]
    pub fn forgets_peak(&self) {
        let id = self.service.id().expect("the service has ended");
        std::fs::write(format!("/proc/{id}/clear_refs"), "5").unwrap();
    }

    /// User and system time so far, of all services.
    pub fn cpu(&self) -> Duration {
        self.cpu_of_each().into_iter().sum()
    }

    /// The same, of each.
    pub fn cpu_of_each(&self) -> Vec<Duration> {
        let services = [&self.service].into_iter().chain(&self.beside);
        services.map(|service| cpu_of(service.id().expect("the service has ended"))).collect()
    }

    pub async fn stop(self) {
        for mut service in self.beside.into_iter().chain([self.service]) {
            let id = service.id().expect("the service has ended").to_string();
            Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
            service.wait().await.unwrap();
        }
    }
}

/// User and system time of a process so far: fields 14 and 15 of `/proc/ID/stat`, hundredths of a second.
pub fn cpu_of(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name in parentheses may hold spaces: count after it.
    let rest = stat.rsplit_once(')').unwrap().1;
    let ticks: u64 =
        rest.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

fn serve(
    sim: &Simulator,
    database: &Database,
    blobs: &Path,
    variables: &[(&str, String)],
) -> Child {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    Command::new(env!("CARGO_BIN_EXE_rispondo"))
        .arg("serve")
        .env("TELEGRAM_BOT_TOKEN", TOKEN)
        .env("TELEGRAM_API_URL", sim.api_url())
        .env("TELEGRAM_LIMITS", "off")
        .env("DATABASE_URL", database.url())
        .env("BLOB_URL", format!("file:{}", blobs.display()))
        .env("DIRECTORY_FILE", directory)
        .env("HTTP_ADDR", "127.0.0.1:0")
        .env("ADMIN_ADDR", "127.0.0.1:0")
        .env("RUST_LOG", "warn")
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}
