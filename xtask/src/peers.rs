//! `cargo xtask bench peers`: builds everyone who is compared, then the driver measures them.
//!
//! All of it lies in `target/peers`; see benches/peers/README.md.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::run::{clean_cargo, code, status};

/// Builds, measures, and gives the driver's exit code.
///
/// A peer that cannot be built is said, and then missing for the driver, which measures the others and
/// ends with a failure.
pub fn bench(options: &[String]) -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no folder")?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let target = std::path::absolute(target)?;
    let (sources, peers) = (root.join("benches/peers"), target.join("peers"));

    let mut rispondo = clean_cargo();
    rispondo.args(["build", "--release", "--package", "rispondo", "--bin", "rispondo"]);
    succeeds(rispondo.current_dir(root).arg("--target-dir").arg(&target))?;
    succeeds(&mut build(&sources.join("Cargo.toml"), &peers))?;
    let library = peers.join("slow_fsync.so");
    let mut cc = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    cc.args(["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o"]).arg(&library);
    succeeds(cc.arg(sources.join("slow_fsync.c")).arg("-ldl"))?;
    if let Err(error) = succeeds(&mut build(&sources.join("teloxide/Cargo.toml"), &peers)) {
        eprintln!("xtask: the teloxide peer will be missing: {error:#}");
        // One of before is not what is to be measured; perhaps there is none.
        let _ = std::fs::remove_file(peers.join("release/teloxide-peer"));
    }
    if let Err(error) = python(&sources.join("aiogram/requirements.txt"), &peers.join("venv")) {
        eprintln!("xtask: the aiogram peer will be missing: {error:#}");
        let _ = std::fs::remove_dir_all(peers.join("venv"));
    }
    let measured = status(Command::new(peers.join("release/rispondo-peers")).args(options))?;
    Ok(ExitCode::from(code(measured)))
}

/// A package of its own, with the versions that its lock file names.
fn build(manifest: &Path, target: &Path) -> Command {
    let mut command = clean_cargo();
    command.args(["build", "--release", "--locked", "--manifest-path"]).arg(manifest);
    command.arg("--target-dir").arg(target);
    command
}

/// A virtual environment with what aiogram needs; made once, and again when that changes.
fn python(requirements: &Path, venv: &Path) -> Result<()> {
    let wanted = std::fs::read_to_string(requirements)?;
    let installed = venv.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(venv))?;
    let mut pip = Command::new(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements);
    succeeds(&mut pip)?;
    Ok(std::fs::write(installed, wanted)?)
}

fn succeeds(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{} failed ({status})", command.get_program().display());
    }
    Ok(())
}
