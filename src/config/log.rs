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

/// Libraries that quote passwords and whole mails in their own lines, which nothing may switch on.
const NEVER: [&str; 2] = ["async_imap", "html5ever"];

/// Reads `RUST_LOG`: which parts say how much; `otherwise` without it.
pub fn levels(env: Env<'_>, otherwise: LevelFilter) -> Result<Targets, ConfigError> {
    let wished = match value(env, "RUST_LOG") {
        Some(levels) => wished(&levels)?,
        None => Targets::new().with_default(otherwise),
    };
    // A wish for a part of such a library would be closer than what is said of all of it.
    let harmless = wished.iter().filter(|(part, _)| !NEVER.iter().any(|one| part.starts_with(one)));
    let otherwise = wished.default_level().unwrap_or(LevelFilter::OFF);
    let levels = harmless.collect::<Targets>().with_default(otherwise);
    Ok(NEVER.into_iter().fold(levels, |levels, one| levels.with_target(one, LevelFilter::OFF)))
}

fn wished(levels: &str) -> Result<Targets, ConfigError> {
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
        // What quotes passwords and mails is off, whatever is wished.
        for library in NEVER {
            let (all, part) = (format!("{library}=trace"), format!("{library}::inside"));
            let closest = format!("trace,{part}=trace");
            for wish in ["trace", &all, &closest] {
                let env = |name: &str| (name == "RUST_LOG").then(|| wish.to_owned());
                let levels = levels(&env, LevelFilter::INFO).unwrap();
                for quotes in [library, &part] {
                    assert!(!levels.would_enable(quotes, &tracing::Level::ERROR), "{wish}");
                }
                let traces = levels.would_enable("rispondo", &tracing::Level::TRACE);
                assert_eq!(traces, wish.starts_with("trace"), "{wish}");
            }
        }
        for wrong in ["rispondo=loud", "inof", ","] {
            let refusal = read(Some(wrong)).unwrap_err().to_string();
            assert!(refusal.contains("RUST_LOG"), "{wrong}: {refusal}");
        }
    }
}
