//! Who is compared, and how each is started.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::world::{STAFF, TOKEN};

/// Who is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
    Rispondo,
    Limit,
    Teloxide,
    Aiogram,
}

/// Where everything lies.
pub struct Places {
    /// The repository.
    root: PathBuf,
    /// Its target folder.
    target: PathBuf,
}

/// What a contestant is told.
pub struct Told<'a> {
    pub api: &'a str,
    /// Where it shall listen.
    pub port: u16,
    /// A folder of its own.
    pub folder: &'a Path,
}

impl Places {
    pub fn find() -> Result<Self> {
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(3).context("not in target/peers/release")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("no root")?;
        Ok(Self { root: root.to_owned(), target: target.to_owned() })
    }

    /// On the disk that is measured.
    pub fn data(&self) -> PathBuf {
        self.target.join("peers/data")
    }

    /// The library that slows syncs down.
    pub fn slow(&self) -> PathBuf {
        self.target.join("peers/slow_fsync.so")
    }
}

impl Contestant {
    pub const ALL: [Self; 4] = [Self::Rispondo, Self::Limit, Self::Teloxide, Self::Aiogram];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rispondo => "rispondo",
            Self::Limit => "limit",
            Self::Teloxide => "teloxide",
            Self::Aiogram => "aiogram",
        }
    }

    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|one| one.name() == name);
        found.with_context(|| format!("there is no contestant {name:?}"))
    }

    /// Its program with what it is told, ready to be started.
    pub fn command(self, places: &Places, told: &Told<'_>) -> Result<Command> {
        let peers = places.target.join("peers");
        let program = match self {
            Self::Rispondo => places.target.join("release/rispondo"),
            Self::Limit => peers.join("release/limit"),
            Self::Teloxide => peers.join("release/teloxide-peer"),
            Self::Aiogram => peers.join("venv/bin/python"),
        };
        if !program.exists() {
            bail!("{} is not there", program.display());
        }
        let mut command = Command::new(program);
        let address = format!("127.0.0.1:{}", told.port);
        let webhook = format!("http://{address}/webhook");
        let secret = "bench-secret";
        if self == Self::Rispondo {
            let town = places.root.join("tests/it/support/town.toml");
            command
                .arg("serve")
                .env("TELEGRAM_BOT_TOKEN", TOKEN)
                .env("TELEGRAM_API_URL", told.api)
                .env("TELEGRAM_WEBHOOK_URL", webhook)
                .env("TELEGRAM_WEBHOOK_SECRET", secret)
                .env("TELEGRAM_LIMITS", "off")
                .env("DATABASE_URL", format!("sqlite://{}", told.folder.join("bot.db").display()))
                .env("BLOB_URL", format!("file:{}", told.folder.join("blobs").display()))
                .env("DIRECTORY_FILE", town)
                .env("HTTP_ADDR", address)
                .env("ADMIN_ADDR", "127.0.0.1:0")
                .env("RUST_LOG", "warn");
            return Ok(command);
        }
        if self == Self::Aiogram {
            command.arg(places.root.join("benches/peers/aiogram/bot.py"));
        }
        command
            .env("BOT_TOKEN", TOKEN)
            .env("BOT_API", told.api)
            .env("LISTEN", address)
            .env("WEBHOOK_URL", webhook)
            .env("WEBHOOK_SECRET", secret)
            .env("DATABASE", told.folder.join("bot.db"))
            .env("STAFF_CHAT", STAFF.to_string());
        Ok(command)
    }
}
