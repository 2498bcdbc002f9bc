//! Which database.

use std::fmt;

use super::{ConfigError, Env, value};

/// The database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseConfig {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: DatabaseUrl,
}

/// A database's address, whose password no log prints.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// As far as it may be shown: of a server only what follows `@`.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.rsplit_once('@') {
            Some((_, host)) => f.write_str(host),
            None => f.write_str(&self.0),
        }
    }
}

impl DatabaseConfig {
    /// Reads `DATABASE_URL`; `sqlite://rispondo.db` without it.
    pub fn read(env: Env<'_>) -> Result<Self, ConfigError> {
        let url = value(env, "DATABASE_URL").unwrap_or_else(|| "sqlite://rispondo.db".to_owned());
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(ConfigError::new(
                "DATABASE_URL",
                "is neither a SQLite file nor a PostgreSQL address",
                "Write sqlite://rispondo.db or postgres://USER:PASSWORD@HOST/DATABASE.",
            ));
        }
        Ok(Self { url: DatabaseUrl(url) })
    }
}
