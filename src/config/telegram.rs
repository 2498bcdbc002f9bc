//! The bot.

use secrecy::SecretString;
use url::Url;

use super::{ConfigError, Env, can_be_served, value};

/// The bot.
#[derive(Debug, Clone)]
pub struct TelegramConfig {
    /// The token from `@BotFather`.
    pub token: SecretString,
    /// The Bot API server.
    pub api_url: Url,
    /// Where Telegram calls us; without it we ask (long polling).
    pub webhook: Option<Webhook>,
    /// Which limits are kept.
    pub limits: SendLimits,
}

/// Where Telegram calls us.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The public address.
    pub url: Url,
    /// What Telegram shows to prove that it is Telegram.
    pub secret: SecretString,
}

/// `TELEGRAM_LIMITS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendLimits {
    /// Those of the public Bot API.
    Standard,
    /// None: for tests against the simulator.
    Off,
    /// This many messages a second in all.
    PerSecond(u32),
}

impl TelegramConfig {
    /// Reads the `TELEGRAM_…` variables, and says all that is wrong with them.
    pub fn read(env: Env<'_>) -> Result<Self, Vec<ConfigError>> {
        match (token(env), api_url(env), webhook(env), limits(env)) {
            (Ok(token), Ok(api_url), Ok(webhook), Ok(limits)) => {
                Ok(Self { token, api_url, webhook, limits })
            }
            (token, api_url, webhook, limits) => {
                Err([token.err(), api_url.err(), webhook.err(), limits.err()]
                    .into_iter()
                    .flatten()
                    .collect())
            }
        }
    }
}

fn token(env: Env<'_>) -> Result<SecretString, ConfigError> {
    let wrong = |problem: &str| {
        ConfigError::new(
            "TELEGRAM_BOT_TOKEN",
            problem,
            "Write to @BotFather in Telegram: /newbot makes a bot, /mybots shows the token of one.",
        )
    };
    let token = value(env, "TELEGRAM_BOT_TOKEN").ok_or_else(|| wrong("is not set"))?;
    let looks_right = token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    });
    if looks_right {
        Ok(SecretString::from(token))
    } else {
        Err(wrong("does not look like a token (a number, a colon, letters and digits)"))
    }
}

fn api_url(env: Env<'_>) -> Result<Url, ConfigError> {
    let url =
        value(env, "TELEGRAM_API_URL").unwrap_or_else(|| "https://api.telegram.org".to_owned());
    Url::parse(&url).ok().filter(|url| ["http", "https"].contains(&url.scheme())).ok_or_else(|| {
        ConfigError::new(
            "TELEGRAM_API_URL",
            "is not an http or https address",
            "Leave it out for Telegram's own server, or write http://HOST:PORT of yours.",
        )
    })
}

fn webhook(env: Env<'_>) -> Result<Option<Webhook>, ConfigError> {
    let Some(url) = value(env, "TELEGRAM_WEBHOOK_URL") else {
        return Ok(None);
    };
    let wrong = |problem: &str| {
        ConfigError::new(
            "TELEGRAM_WEBHOOK_URL",
            problem,
            "Write the public address with its path, or leave it out: then we ask Telegram.",
        )
    };
    // Telegram itself calls nothing else than https; a server of one's own may.
    let own = value(env, "TELEGRAM_API_URL").is_some();
    let is_called = |url: &Url| url.scheme() == "https" || own && url.scheme() == "http";
    let url = Url::parse(&url).ok().filter(is_called);
    let url = url.ok_or_else(|| wrong("is not an https address"))?;
    if !can_be_served(&url) {
        return Err(wrong("has a part of its path that begins with : or *"));
    }
    let secret = value(env, "TELEGRAM_WEBHOOK_SECRET").filter(|secret| {
        (1..=256).contains(&secret.len())
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    });
    let secret = secret.ok_or_else(|| {
        ConfigError::new(
            "TELEGRAM_WEBHOOK_SECRET",
            "is not 1 to 256 of A-Z a-z 0-9 _ -",
            "Write a long random one, as `openssl rand -hex 32` makes it.",
        )
    })?;
    Ok(Some(Webhook { url, secret: SecretString::from(secret) }))
}

fn limits(env: Env<'_>) -> Result<SendLimits, ConfigError> {
    let wrong = || {
        ConfigError::new(
            "TELEGRAM_LIMITS",
            "is none of: standard, off, a number",
            "Leave it out for the public Bot API.",
        )
    };
    match value(env, "TELEGRAM_LIMITS").as_deref() {
        None | Some("standard") => Ok(SendLimits::Standard),
        Some("off") => Ok(SendLimits::Off),
        Some(number) => number
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .map(SendLimits::PerSecond)
            .ok_or_else(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook_at(url: &str, api: &str) -> Result<(), String> {
        let read = webhook(&|name| {
            let value = match name {
                "TELEGRAM_WEBHOOK_URL" => url,
                "TELEGRAM_WEBHOOK_SECRET" => "a-secret",
                "TELEGRAM_API_URL" => api,
                _ => "",
            };
            Some(value.to_owned())
        });
        read.map(|_| ()).map_err(|error| error.to_string())
    }

    #[test]
    fn telegram_calls_only_https_and_a_path_that_can_be_served() {
        let own = "http://127.0.0.1:8081";
        assert_eq!(webhook_at("https://comune.example/telegram:1/a*", ""), Ok(()));
        assert_eq!(webhook_at("https://comune.example", ""), Ok(()));
        assert_eq!(webhook_at("http://127.0.0.1:8080/telegram", own), Ok(()));
        let plain = webhook_at("http://comune.example/telegram", "").unwrap_err();
        assert!(plain.contains("TELEGRAM_WEBHOOK_URL is not an https address"), "{plain}");
        for url in ["https://comune.example/:a", "https://comune.example/bot/*rest"] {
            let said = webhook_at(url, "").unwrap_err();
            assert!(said.contains("begins with : or *"), "{said}");
        }
    }
}
