//! A contestant as a process, and what the system says about it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

/// How long a contestant may take to stop.
const STOPS: Duration = Duration::from_secs(15);

/// A running contestant; killed when dropped.
pub struct Process {
    child: Child,
    id: u32,
}

/// Memory of a process and its children, MiB.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub resident: f64,
    /// Each page shared with other processes counts by its part.
    pub proportional: f64,
}

impl Process {
    pub fn start(mut command: Command) -> Result<Self> {
        let child = command.stdin(Stdio::null()).kill_on_drop(true).spawn()?;
        let id = child.id().context("ended at once")?;
        Ok(Self { child, id })
    }

    /// User and system time so far, of all its processes.
    pub fn cpu(&self) -> Result<Duration> {
        self.sum(cpu)
    }

    pub fn memory(&self) -> Result<Memory> {
        let mib = |kib: u64| f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0;
        let field = |name: &'static str| {
            let sum: Result<u64> = tree(self.id).into_iter().map(|id| rollup(id, name)).sum();
            sum.map(mib)
        };
        Ok(Memory { resident: field("Rss:")?, proportional: field("Pss:")? })
    }

    /// Until it hardly works any more: less than 4 % of a core for half a second.
    pub async fn rests(&self) -> Result<()> {
        for _ in 0..40 {
            let before = self.cpu()?;
            tokio::time::sleep(Duration::from_millis(500)).await;
            if self.cpu()?.saturating_sub(before) <= Duration::from_millis(20) {
                break;
            }
        }
        Ok(())
    }

    /// Asks it to stop, as a supervisor of services does.
    pub async fn stop(mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.id.to_string()]).status().await?;
        if tokio::time::timeout(STOPS, self.child.wait()).await.is_err() {
            eprintln!("peers: it did not stop within {STOPS:?}, and is killed");
            self.child.kill().await?;
        }
        Ok(())
    }

    fn sum(&self, of: fn(u32) -> Result<Duration>) -> Result<Duration> {
        tree(self.id).into_iter().map(of).sum()
    }
}

/// A process and its children.
fn tree(id: u32) -> Vec<u32> {
    let mut all = vec![id];
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    for child in children.unwrap_or_default().split_whitespace() {
        all.extend(child.parse().map(tree).unwrap_or_default());
    }
    all
}

/// Fields 14 to 17 of `/proc/ID/stat`, hundredths of a second: its own, and of children that ended.
pub fn cpu(id: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).context("it has ended")?;
    // The name in parentheses may hold spaces: count after it.
    let rest = stat.rsplit_once(')').context("an unknown stat")?.1;
    let ticks = rest.split_whitespace().skip(11).take(4);
    let ticks: u64 = ticks.map(|one| one.parse::<u64>().unwrap_or(0)).sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// A line of `/proc/ID/smaps_rollup`, KiB.
fn rollup(id: u32, field: &str) -> Result<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
    let line = rollup.lines().find(|line| line.starts_with(field)).context("no such line")?;
    Ok(line.split_whitespace().nth(1).context("no number")?.parse()?)
}

/// From now on this process and those that it starts come before all others on the machine.
pub fn goes_ahead() -> Result<()> {
    let id = std::process::id().to_string();
    let status = std::process::Command::new("chrt").args(["-f", "-p", "5", &id]).status()?;
    if !status.success() {
        bail!("chrt cannot change the priority: are you root?");
    }
    Ok(())
}

/// `fsync` and `fdatasync` so far, as `slow_fsync.c` counts them.
pub fn syncs(file: &Path) -> Result<(u64, u64)> {
    let bytes = std::fs::read(file).context("nothing was slowed down: is it linked statically?")?;
    let number = |at: usize| {
        let eight = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok());
        eight.map(u64::from_ne_bytes).context("the counts are too short")
    };
    Ok((number(0)?, number(8)?))
}
