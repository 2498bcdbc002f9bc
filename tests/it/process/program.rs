//! The real program as a process of its own, beside a simulator.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use simulator::{Bot, Seat, Simulator};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// The town as its file describes it.
pub const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");

/// How long a program may take to start, to end, to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the program is started with: nothing of the tests' own environment reaches it.
pub struct Program {
    variables: Vec<(String, String)>,
    folder: PathBuf,
}

impl Program {
    /// Runs in that folder, where no `.env` lies.
    pub fn in_folder(folder: &Path) -> Self {
        Self { variables: Vec::new(), folder: folder.to_owned() }
    }

    /// A town on a simulator, complete.
    pub fn town(folder: &Path, api_url: &str, database_url: &str) -> Self {
        let blobs = folder.join("blobs");
        Self::in_folder(folder)
            .with("TELEGRAM_BOT_TOKEN", "111:TOWN")
            .with("TELEGRAM_API_URL", api_url)
            .with("TELEGRAM_LIMITS", "off")
            .with("DATABASE_URL", database_url)
            .with("BLOB_URL", &format!("file:{}", blobs.display()))
            .with("DIRECTORY_FILE", DIRECTORY)
            .with("HTTP_ADDR", "127.0.0.1:0")
            .with("ADMIN_ADDR", "127.0.0.1:0")
    }

    /// With this variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without this variable.
    pub fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rispondo"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.variables.iter().cloned())
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs to its end.
    pub async fn runs(&self, arguments: &[&str]) -> Ran {
        let output = tokio::time::timeout(PATIENCE, self.command(arguments).output()).await;
        Ran(output.expect("the program does not end").unwrap())
    }

    /// Runs to its end, though nobody reads what it prints.
    pub async fn runs_unread(&self, arguments: &[&str]) -> Ran {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = self.command(arguments);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
        Ran(output.expect("the program does not end").unwrap())
    }

    /// Runs to its end, and does what it was asked.
    pub async fn succeeds(&self, arguments: &[&str]) -> Ran {
        let ran = self.runs(arguments).await;
        assert!(ran.succeeded(), "{}", ran.err());
        ran
    }

    /// Runs to its end, and does not.
    pub async fn fails(&self, arguments: &[&str]) -> Ran {
        let ran = self.runs(arguments).await;
        assert!(!ran.succeeded(), "{}", ran.out());
        ran
    }

    /// Runs to its end, with that on its standard input.
    pub async fn reads(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).await.unwrap();
        drop(stdin);
        let output = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
        Ran(output.expect("the program does not end").unwrap())
    }

    /// Serves, until it is killed or told to stop. What it logs goes to `log` in the folder.
    pub fn serves(&self) -> Serving {
        let log = self.folder.join("log");
        let file = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        let child = self.command(&["serve"]).stdout(Stdio::null()).stderr(file).spawn().unwrap();
        Serving { child, log }
    }
}

/// A folder to run in, and a Telegram that knows the town's bot.
pub struct Ground {
    pub folder: TempDir,
    pub sim: Simulator,
    pub bot: Bot,
}

impl Ground {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sim = Simulator::start().await.unwrap();
        let bot = sim.add_bot("111:TOWN", "rispondo_bot");
        Self { folder, sim, bot }
    }

    /// The town's service, with its database in the folder.
    pub fn program(&self) -> Program {
        self.program_on("sqlite://town.db")
    }

    /// The same with another database.
    pub fn program_on(&self, database_url: &str) -> Program {
        Program::town(self.folder.path(), &self.sim.api_url(), database_url)
    }

    /// Carlo in the URP's group, in which the bot is an administrator.
    pub fn carlo(&self) -> Seat {
        let carlo = self.sim.user("Carlo").id(12).language("en").create();
        let urp = self.sim.group("URP").id(-1_001_000_000_001).member(&carlo);
        urp.bot_admin(&self.bot).create().seat(&carlo)
    }
}

/// What differs from run to run, by name.
pub fn without(folder: &Path, text: &str) -> String {
    text.replace(&folder.display().to_string(), "FOLDER")
        .replace(env!("CARGO_MANIFEST_DIR"), "HERE")
}

/// A program that has ended.
pub struct Ran(Output);

impl Ran {
    pub fn succeeded(&self) -> bool {
        self.0.status.success()
    }

    pub fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }
}

/// A service that runs.
pub struct Serving {
    child: Child,
    log: PathBuf,
}

impl Serving {
    /// kill -9.
    pub async fn dies(mut self) {
        self.child.kill().await.unwrap();
    }

    /// The most memory that it has used so far, KiB.
    pub fn peak_memory(&self) -> u64 {
        let id = self.child.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// SIGTERM; how it ended.
    pub async fn stops(mut self) -> ExitStatus {
        let id = self.child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(told.unwrap().success());
        let ended = tokio::time::timeout(Duration::from_secs(10), self.child.wait()).await;
        ended.expect("it did not end within 10 s").unwrap()
    }

    /// What was logged so far, also by those who ran in this folder before.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}
