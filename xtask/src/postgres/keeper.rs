//! The process that holds a throwaway cluster while its pipe is open.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::cluster::Cluster;
use crate::args::KEEP_POSTGRES;

/// The other end of the pipe: dropping it ends the cluster.
pub struct Keeper {
    process: Child,
    url: String,
}

impl Keeper {
    /// Starts a keeper and waits until its server answers.
    pub fn start(programs: &Path, durable: bool) -> Result<Self> {
        let this = std::env::current_exe().context("cannot find the path of xtask itself")?;
        let mut process = Command::new(this)
            .arg(KEEP_POSTGRES)
            .arg(programs)
            .arg(if durable { "durable" } else { "fast" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0) // a Ctrl-C in the terminal must not reach it
            .spawn()
            .context("cannot start the process that holds PostgreSQL")?;
        let mut url = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output)
                .read_line(&mut url)
                .context("cannot read the address of PostgreSQL")?;
        }
        let keeper = Self { process, url: url.trim_end().to_owned() };
        if keeper.url.is_empty() {
            bail!("the throwaway PostgreSQL did not start (reason above); NO TEST WAS RUN");
        }
        Ok(keeper)
    }

    /// The address of the cluster.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        if let Err(error) = self.process.wait() {
            eprintln!("xtask: PostgreSQL may still be running: {error}");
        }
    }
}

/// What the keeper does: start a cluster, print its address, hold it until standard input ends.
pub fn keep(programs: &Path, durable: bool) -> Result<()> {
    let cluster = Cluster::start(programs, durable)?;
    let mut output = std::io::stdout();
    // Whoever asked may be gone already; then the input has ended too, and the cluster goes.
    let _ = writeln!(output, "{}", cluster.url()).and_then(|()| output.flush());
    std::io::stdin()
        .read_to_end(&mut Vec::new())
        .context("cannot wait for the end of the tests")?;
    Ok(())
}
