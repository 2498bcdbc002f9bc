//! Which database.

use std::fmt;

use url::Url;

use super::{ConfigError, Env, switch, value};

/// The database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseConfig {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: DatabaseUrl,
    /// A transaction pooler stands before it.
    pub pooled: bool,
    /// Where tables are brought up to date, past the pooler.
    pub direct: Option<DatabaseUrl>,
}

/// A database's address, whose password no log prints.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub String);

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// As far as it may be shown: of a server only where it is, as a password stands before that or behind it.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.starts_with("sqlite:") {
            return f.write_str(&self.0);
        }
        // Before an @ in the path stands the rest of a password with a / in it.
        let url = Url::parse(&self.0).ok().filter(|url| !url.path().contains('@'));
        let Some(url) = url else {
            return f.write_str("an address that cannot be read");
        };
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        write!(f, "{}{port}{}", url.host_str().unwrap_or_default(), url.path())
    }
}

impl DatabaseConfig {
    /// Reads `DATABASE_URL` (`sqlite://rispondo.db` without it), `DATABASE_POOLED` and
    /// `DATABASE_DIRECT_URL`.
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
        if ["sqlite:", "sqlite://"].contains(&url.split('?').next().unwrap_or_default()) {
            return Err(ConfigError::new(
                "DATABASE_URL",
                "names no file",
                "Write sqlite://rispondo.db, or another file.",
            ));
        }
        let pooled = switch(env, "DATABASE_POOLED", false)?;
        if pooled && url.starts_with("sqlite:") {
            return Err(ConfigError::new(
                "DATABASE_POOLED",
                "is on, but a SQLite file has no pooler",
                "Leave it out, or name a PostgreSQL address in DATABASE_URL.",
            ));
        }
        let direct = value(env, "DATABASE_DIRECT_URL");
        let postgres =
            |url: &String| ["postgres://", "postgresql://"].iter().any(|it| url.starts_with(it));
        if direct.as_ref().is_some_and(|direct| !postgres(direct)) {
            return Err(ConfigError::new(
                "DATABASE_DIRECT_URL",
                "is no PostgreSQL address",
                "Write postgres://USER:PASSWORD@HOST/DATABASE, past the pooler, or leave it out.",
            ));
        }
        Ok(Self { url: DatabaseUrl(url), pooled, direct: direct.map(DatabaseUrl) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_without_a_name_is_refused() {
        for url in ["sqlite:", "sqlite://", "sqlite://?mode=rwc"] {
            let read =
                DatabaseConfig::read(&|name| (name == "DATABASE_URL").then(|| url.to_owned()));
            assert!(
                read.unwrap_err().to_string().starts_with("DATABASE_URL names no file. "),
                "{url}"
            );
        }
    }

    #[test]
    fn a_password_is_shown_nowhere() {
        for (url, shown) in [
            ("sqlite://town.db", "sqlite://town.db"),
            ("postgres://town@db.test/rispondo", "db.test/rispondo"),
            ("postgres://town:secret@db.test:5432/rispondo", "db.test:5432/rispondo"),
            ("postgres://db.test/rispondo?user=town&password=secret", "db.test/rispondo"),
            ("postgres:///rispondo?host=/run&password=secr@et", "/rispondo"),
            ("postgres://town:sec/ret@db.test/rispondo", "an address that cannot be read"),
            ("postgres://town:1/secret@db.test/rispondo", "an address that cannot be read"),
        ] {
            assert_eq!(format!("{:?}", DatabaseUrl(url.to_owned())), shown, "{url}");
        }
    }
}
