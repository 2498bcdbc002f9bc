//! Debian's packages, for root.

use std::process::Command;

use anyhow::{Context, Result, bail};

/// Installs packages without a question, and without starting what they bring.
pub fn install(packages: &[&str]) -> Result<()> {
    eprintln!("xtask: installing {} with apt-get", packages.join(" "));
    let install = ["install", "-y"].iter().chain(packages).copied().collect::<Vec<_>>();
    for arguments in [&["update"][..], &install] {
        let status = Command::new("apt-get")
            .arg("-q")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("RUNLEVEL", "1") // invoke-rc.d starts no service then
            .status()
            .context("cannot start apt-get")?;
        if !status.success() {
            bail!("apt-get {} failed ({status})", arguments.join(" "));
        }
    }
    Ok(())
}
