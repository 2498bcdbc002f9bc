//! How logs are written: to standard error, in lines for people or in JSON.

use tracing_subscriber::filter::{LevelFilter, Targets};

use super::{ConfigError, Env, value};

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// Reads `LOG_FORMAT`; text without it.
pub fn format(env: Env<'_>) -> Result<LogFormat, ConfigError> {
    match value(env, "LOG_FORMAT").as_deref() {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => Err(ConfigError::new(
            "LOG_FORMAT",
            "is neither text nor json",
            "Write LOG_FORMAT=text, LOG_FORMAT=json, or leave it out.",
        )),
    }
}

/// Reads `RUST_LOG`: which parts say how much; `otherwise` without it.
pub fn levels(env: Env<'_>, otherwise: LevelFilter) -> Result<Targets, ConfigError> {
    let Some(levels) = value(env, "RUST_LOG") else {
        return Ok(Targets::new().with_default(otherwise));
    };
    let parts: Vec<&str> =
        levels.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let says_a_level = |part: &&str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
    let are_levels = !parts.is_empty() && parts.iter().all(says_a_level);
    let read = parts.join(",").parse().ok().filter(|_| are_levels);
    read.ok_or_else(|| {
        ConfigError::new(
            "RUST_LOG",
            "says no levels",
            "Write RUST_LOG=info, RUST_LOG=info,rispondo=debug, or leave it out.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_or_refused_by_name() {
        let read = |said: Option<&'static str>| {
            let env = move |name: &str| said.filter(|_| name == "RUST_LOG").map(str::to_owned);
            levels(&env, LevelFilter::INFO)
        };
        let debugs =
            |levels: &Targets| levels.would_enable("rispondo::outbox", &tracing::Level::DEBUG);
        assert!(!debugs(&read(None).unwrap()));
        assert!(debugs(&read(Some("warn,rispondo=debug")).unwrap()));
        assert!(debugs(&read(Some("warn, rispondo=debug,")).unwrap()));
        let infos = |levels: &Targets| levels.would_enable("sqlx", &tracing::Level::INFO);
        assert!(infos(&read(Some("info,")).unwrap()));
        for wrong in ["rispondo=loud", "inof", ","] {
            let refusal = read(Some(wrong)).unwrap_err().to_string();
            assert!(refusal.contains("RUST_LOG"), "{wrong}: {refusal}");
        }
    }
}
