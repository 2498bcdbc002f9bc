//! How logs are written: to standard error, in lines for people or in JSON.

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
