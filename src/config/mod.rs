//! The configuration: the only reader of the environment. One small file per subsystem.

pub mod blobs;
pub mod database;
pub mod directory_file;
pub mod env_file;
pub mod http;
pub mod log;
pub mod mail;
pub mod names;
pub mod telegram;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

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
        let directory_file = directory_file(env);
        let clock_offset_file = env("CLOCK_OFFSET_FILE").map(PathBuf::from);
        if let (Some(telegram), Some(http), Some(mail)) = (&telegram, &http, &mail) {
            for (address, one, other) in same_addresses(telegram, http, mail.as_ref()) {
                let problem = format!("is {address}, as {one} is");
                keep(ConfigError::new(other, problem, "Write another port for one of them."));
            }
        }
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

impl Config {
    /// The addresses that the service listens on, with their variables.
    pub fn addresses(&self) -> Vec<(&'static str, SocketAddr)> {
        addresses(&self.telegram, &self.http, self.mail.as_ref())
    }
}

fn addresses(
    telegram: &telegram::TelegramConfig,
    http: &http::HttpConfig,
    mail: Option<&mail::MailConfig>,
) -> Vec<(&'static str, SocketAddr)> {
    // Without a webhook and pages nothing is served there.
    let serves = telegram.webhook.is_some() || mail.is_some_and(|mail| mail.public_url.is_some());
    let public = serves.then_some(("HTTP_ADDR", http.public));
    let lmtp = mail.and_then(|mail| Some(("LMTP_ADDR", mail.lmtp?)));
    public.into_iter().chain([("ADMIN_ADDR", http.admin)]).chain(lmtp).collect()
}

/// Each pair of those that cannot be listened on at once, and where.
fn same_addresses(
    telegram: &telegram::TelegramConfig,
    http: &http::HttpConfig,
    mail: Option<&mail::MailConfig>,
) -> Vec<(SocketAddr, &'static str, &'static str)> {
    let all = addresses(telegram, http, mail);
    let same = |one: SocketAddr, other: SocketAddr| {
        let everywhere = one.ip().is_unspecified() || other.ip().is_unspecified();
        // Port 0 is another one each time.
        one.port() != 0
            && one.port() == other.port()
            && (one.ip() == other.ip() || everywhere && one.is_ipv4() == other.is_ipv4())
    };
    let mut found = Vec::new();
    for (at, (one, first)) in all.iter().enumerate() {
        for (other, second) in all.iter().skip(at + 1) {
            if same(*first, *second) {
                found.push((*second, *one, *other));
            }
        }
    }
    found
}

/// `DIRECTORY_FILE`, whether it is there or not: where it cannot be read, a town that is known already goes on.
pub fn directory_file(env: Env<'_>) -> Option<PathBuf> {
    value(env, "DIRECTORY_FILE").map(PathBuf::from)
}

/// Whether pages can be served under the path of this address: where a part of it begins with `:` or `*`, it
/// would stand for any path.
fn can_be_served(url: &Url) -> bool {
    url.path().split('/').all(|part| !part.starts_with([':', '*']))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_be_listened_on_at_once_are_refused() {
        let wrong = |set: &[(&str, &str)]| {
            let known = [
                ("TELEGRAM_BOT_TOKEN", "111:TOWN"),
                ("MAIL_ADDRESS", "town@comune.test"),
                ("SMTP_URL", "smtp://127.0.0.1"),
            ];
            let read = Config::read(&|name| {
                let mut all = set.iter().chain(&known);
                all.find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
            });
            let errors = read.err().map(|errors| errors.0).unwrap_or_default();
            errors.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let pages = ("PUBLIC_URL", "https://comune.test");
        let here = "127.0.0.1:9090";
        assert_eq!(
            wrong(&[pages, ("HTTP_ADDR", here)]),
            ["ADMIN_ADDR is 127.0.0.1:9090, as HTTP_ADDR is. Write another port for one of them."]
        );
        assert_eq!(
            wrong(&[("LMTP_ADDR", "0.0.0.0:9090")]),
            ["LMTP_ADDR is 0.0.0.0:9090, as ADMIN_ADDR is. Write another port for one of them."]
        );
        // Nothing is served there; another port each time; two addresses.
        assert!(wrong(&[("HTTP_ADDR", here)]).is_empty());
        let any = "127.0.0.1:0";
        assert!(wrong(&[pages, ("HTTP_ADDR", any), ("ADMIN_ADDR", any)]).is_empty());
        assert!(wrong(&[pages, ("HTTP_ADDR", "127.0.0.2:9090")]).is_empty());
    }
}
