//! The programs of servers beside the database: Dovecot (IMAP, LMTP), Postfix (SMTP) and `PgBouncer` (a
//! transaction pooler). The tests start them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::postgres::is_root;

/// The variable that tells the tests which servers are here, in words set apart by spaces. Without
/// it they take all of them for granted, and fail where one is missing.
pub const VARIABLE: &str = "RISPONDO_TEST_SERVERS";

/// A server, and what of it must be there.
struct Server {
    name: &'static str,
    programs: &'static [&'static str],
    packages: &'static [&'static str],
    needs_root: bool,
}

const SERVERS: &[Server] = &[
    Server {
        name: "pgbouncer",
        programs: &["/usr/sbin/pgbouncer"],
        packages: &["pgbouncer"],
        needs_root: false,
    },
    Server {
        name: "dovecot",
        programs: &["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp"],
        packages: &["dovecot-imapd", "dovecot-lmtpd"],
        needs_root: false,
    },
    Server {
        name: "postfix",
        programs: &["/usr/sbin/postfix", "/usr/lib/postfix/sbin/master"],
        packages: &["postfix"],
        needs_root: true,
    },
];

/// Finds or installs the servers: the value of [`VARIABLE`]. What is not to be had is said.
pub fn obtain() -> Result<String> {
    let is_root = is_root()?;
    let missing: Vec<&str> = SERVERS
        .iter()
        .filter(|server| !server.is_here())
        .flat_map(|it| it.packages)
        .copied()
        .collect();
    if !missing.is_empty()
        && is_root
        && let Err(error) = preseed().and_then(|()| apt::install(&missing))
    {
        eprintln!("xtask: {error:#}");
    }
    let (here, not): (Vec<&Server>, Vec<&Server>) =
        SERVERS.iter().partition(|server| server.is_here() && (is_root || !server.needs_root));
    for server in not {
        let (name, packages) = (server.name.to_uppercase(), server.packages.join(" "));
        let root = if server.needs_root { ", and it runs only for root" } else { "" };
        eprintln!(
            "\nxtask: NO TEST WITH {name} RUNS: it is missing, or cannot run here.\n       \
             On Debian or Ubuntu, as root: apt-get install {packages}{root}\n"
        );
    }
    Ok(here.iter().map(|server| server.name).collect::<Vec<_>>().join(" "))
}

impl Server {
    fn is_here(&self) -> bool {
        self.programs.iter().all(|program| Path::new(program).is_file())
    }
}

/// Postfix's package is not to set up a mail server of the machine.
fn preseed() -> Result<()> {
    let mut process = Command::new("debconf-set-selections")
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start debconf-set-selections")?;
    if let Some(mut input) = process.stdin.take() {
        input
            .write_all(b"postfix postfix/main_mailer_type string No configuration\n")
            .context("cannot speak to debconf-set-selections")?;
    }
    let status = process.wait().context("cannot wait for debconf-set-selections")?;
    if !status.success() {
        bail!("debconf-set-selections failed ({status})");
    }
    Ok(())
}
