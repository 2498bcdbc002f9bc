//! The configuration: the only reader of the environment. One small file per subsystem.

pub mod blobs;
pub mod database;
pub mod directory_file;
pub mod env_file;
pub mod http;
pub mod log;
pub mod mail;
pub mod telegram;

use std::fmt;
use std::path::PathBuf;

/// How variables are read: the environment, or a table in tests.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is missing or wrong, and the cure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong with it.
    pub problem: String,
    /// How to mend it.
    pub cure: String,
}

impl ConfigError {
    /// `variable`: `problem`; `cure`.
    pub fn new(
        variable: &'static str,
        problem: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self { variable, problem: problem.into(), cure: cure.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}. {}", self.variable, self.problem, self.cure)
    }
}

impl std::error::Error for ConfigError {}

/// All that is wrong with a configuration, so that it can be mended at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration is not complete:")?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

impl std::error::Error for ConfigErrors {}

/// All that `serve` needs.
#[derive(Debug, Clone)]
pub struct Config {
    /// The bot.
    pub telegram: telegram::TelegramConfig,
    /// The database.
    pub database: database::DatabaseConfig,
    /// Photos.
    pub blobs: blobs::BlobConfig,
    /// Addresses that are listened on.
    pub http: http::HttpConfig,
    /// The directory file that is imported at start.
    pub directory_file: Option<PathBuf>,
    /// Mail, if there is any.
    pub mail: Option<mail::MailConfig>,
    /// A file with seconds to shift the clock by: tests and demonstrations only.
    pub clock_offset_file: Option<PathBuf>,
}

impl Config {
    /// Reads everything, and says all that is wrong at once.
    pub fn read(env: Env<'_>) -> Result<Self, ConfigErrors> {
        let mut errors = Vec::new();
        let mut keep_all = |all: Vec<ConfigError>| errors.extend(all);
        let telegram = telegram::TelegramConfig::read(env).map_err(&mut keep_all).ok();
        let http = http::HttpConfig::read(env).map_err(&mut keep_all).ok();
        let mail = mail::MailConfig::read(env).map_err(&mut keep_all).ok();
        let mut keep = |error| errors.push(error);
        let database = database::DatabaseConfig::read(env).map_err(&mut keep).ok();
        let blobs = blobs::BlobConfig::read(env).map_err(&mut keep).ok();
        let directory_file = path(env, "DIRECTORY_FILE").map_err(&mut keep).ok().flatten();
        let clock_offset_file = env("CLOCK_OFFSET_FILE").map(PathBuf::from);
        match (telegram, database, blobs, http, mail) {
            (Some(telegram), Some(database), Some(blobs), Some(http), Some(mail))
                if errors.is_empty() =>
            {
                Ok(Self {
                    telegram,
                    database,
                    blobs,
                    http,
                    directory_file,
                    mail,
                    clock_offset_file,
                })
            }
            _ => Err(ConfigErrors(errors)),
        }
    }
}

/// A file that must exist where it is named.
pub fn path(env: Env<'_>, variable: &'static str) -> Result<Option<PathBuf>, ConfigError> {
    let Some(path) = value(env, variable).map(PathBuf::from) else {
        return Ok(None);
    };
    if path.is_file() {
        return Ok(Some(path));
    }
    Err(ConfigError::new(
        variable,
        format!("names {}, which is not a file that can be read", path.display()),
        "Give the path of an existing file.",
    ))
}

/// A variable that is on or off.
fn switch(env: Env<'_>, variable: &'static str, default: bool) -> Result<bool, ConfigError> {
    match value(env, variable).map(|text| text.to_lowercase()).as_deref() {
        None => Ok(default),
        Some("on" | "true" | "yes" | "1") => Ok(true),
        Some("off" | "false" | "no" | "0") => Ok(false),
        Some(_) => Err(ConfigError::new(
            variable,
            "is neither on nor off",
            format!("Write {variable}=on, or {variable}=off."),
        )),
    }
}

/// A variable's value; an empty one counts as unset.
pub fn value(env: Env<'_>, variable: &str) -> Option<String> {
    env(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
