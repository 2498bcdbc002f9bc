//! Accounts and folders: PostgreSQL refuses to run as root, so root runs it as user postgres.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// In whose name the server runs.
#[derive(Clone, Copy)]
pub enum Account {
    /// Ours.
    Own,
    /// Another one, which root may take on.
    Other {
        /// User id.
        user: u32,
        /// Group id.
        group: u32,
    },
}

impl Account {
    /// Our own account, or for root that of Debian's user postgres.
    pub fn for_postgres() -> Result<Self> {
        if !is_root()? {
            return Ok(Self::Own);
        }
        Ok(Self::Other { user: id(&["-u", "postgres"])?, group: id(&["-g", "postgres"])? })
    }

    /// A command in the name of this account.
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { user, group } = self {
            command.uid(user).gid(group);
        }
        command
    }

    /// Gives a file to this account.
    pub fn own(self, path: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Other { user, group } => chown(path, Some(user), Some(group))
                .with_context(|| format!("cannot give {} away", path.display())),
        }
    }
}

/// Whether this process may install packages and take on other accounts.
pub fn is_root() -> Result<bool> {
    Ok(id(&["-u"])? == 0)
}

fn id(arguments: &[&str]) -> Result<u32> {
    let output = Command::new("id").args(arguments).output().context("cannot start id")?;
    let asked = arguments.join(" ");
    if !output.status.success() {
        bail!("there is no user postgres to run the server (id {asked})");
    }
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .with_context(|| format!("id {asked} gave no number"))
}

/// A private folder below the temporary one; dropping it removes it with all that is in it.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes a folder that only this account can enter.
    pub fn create(account: &Account) -> Result<Self> {
        let base = std::env::temp_dir();
        let process = std::process::id();
        for attempt in 0..100 {
            let path = base.join(format!("rispondo-postgres-{process}-{attempt}"));
            // Not `create_dir_all`: a name that exists, whoever made it, is never used.
            if DirBuilder::new().mode(0o700).create(&path).is_ok() {
                let folder = Self(path);
                account.own(&folder.0)?;
                return Ok(folder);
            }
        }
        bail!("cannot make a folder in {}", base.display())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("xtask: cannot remove {}: {error}", self.0.display());
        }
    }
}
