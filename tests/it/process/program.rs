//! The real program as a process of its own, beside a simulator.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

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
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/town.toml");
        let blobs = folder.join("blobs");
        Self::in_folder(folder)
            .with("TELEGRAM_BOT_TOKEN", "111:TOWN")
            .with("TELEGRAM_API_URL", api_url)
            .with("TELEGRAM_LIMITS", "off")
            .with("DATABASE_URL", database_url)
            .with("BLOB_URL", &format!("file:{}", blobs.display()))
            .with("DIRECTORY_FILE", &directory.display().to_string())
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
