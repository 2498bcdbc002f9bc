//! A throwaway cluster: made, started, stopped and removed within one value's life.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::system::{Account, Folder};

/// The superuser of the cluster.
const USER: &str = "app";

/// How often a start is tried, each time on another port: a free one may be taken meanwhile.
const TRIES: u32 = 3;

/// What makes a server quick whose data nobody will miss.
const CARELESS: &[&str] = &["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// Settings of every server.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=64MB",
    "timezone=UTC",
];

/// A running PostgreSQL; dropping it stops the server and removes its files.
pub struct Cluster {
    programs: PathBuf,
    account: Account,
    password: String,
    port: u16,
    durable: bool,
    folder: Folder, // last: removed after the server has stopped
}

impl Cluster {
    /// Makes a cluster with the programs of that folder and starts it.
    pub fn start(programs: &Path, durable: bool) -> Result<Self> {
        let account = Account::for_postgres()?;
        let folder = Folder::create(&account)?;
        let mut cluster = Self {
            programs: programs.to_owned(),
            account,
            password: password()?,
            port: 0,
            durable,
            folder,
        };
        cluster.init()?;
        for tries_left in (0..TRIES).rev() {
            cluster.port = free_port()?;
            match cluster.launch() {
                Ok(()) => break,
                Err(error) if tries_left == 0 => return Err(error),
                Err(_) => {}
            }
        }
        Ok(cluster)
    }

    /// The address, as libpq and sqlx read it.
    pub fn url(&self) -> String {
        let (password, port) = (&self.password, self.port);
        format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres")
    }

    /// A password, although it is a test's server: on a shared machine anyone can reach the port,
    /// and a superuser of PostgreSQL runs programs in the name of who started it. It is sent as it
    /// is, which costs a connection nothing, and never leaves the machine.
    fn init(&self) -> Result<()> {
        let secret = self.folder.path().join("password");
        File::create(&secret)
            .and_then(|mut file| file.write_all(self.password.as_bytes()))
            .context("cannot write the password of the throwaway PostgreSQL")?;
        self.account.own(&secret)?;
        self.run(
            "initdb",
            &[
                "--username",
                USER,
                "--auth=password",
                "--pwfile",
                &secret.to_string_lossy(),
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
        )
    }

    fn launch(&self) -> Result<()> {
        let log = self.folder.path().join("log");
        let mut options = format!("-p {}", self.port);
        let careless = if self.durable { &[] } else { CARELESS };
        for setting in SETTINGS.iter().chain(careless) {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let log_file = log.to_string_lossy();
        self.run("pg_ctl", &["start", "--wait", "--log", &log_file, "--options", &options])
            .with_context(|| std::fs::read_to_string(&log).unwrap_or_default())
    }

    /// Runs one of PostgreSQL's programs on the cluster, quietly unless it fails.
    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let folder = self.folder.path();
        let output = self
            .account
            .command(&self.programs.join(program))
            .arg("--pgdata")
            .arg(folder.join("data"))
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {program} in {}", folder.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{program} failed ({}): {}", output.status, said.trim());
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists()
            && let Err(error) = self.run("pg_ctl", &["stop", "--wait", "--mode=immediate"])
        {
            eprintln!("xtask: {error:#}");
        }
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .context("no free port on 127.0.0.1")?;
    Ok(listener.port())
}

fn password() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .context("no random bytes for a password")?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
