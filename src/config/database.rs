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
        if url.starts_with("sqlite:") && url.contains("memory") && is_in_memory(&url) {
            return Err(ConfigError::new(
                "DATABASE_URL",
                "names no file, but memory: all would be gone at the next start",
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
        if postgres(&url) {
            can_be_read("DATABASE_URL", &url)?;
        }
        if let Some(direct) = &direct {
            can_be_read("DATABASE_DIRECT_URL", direct)?;
        }
        Ok(Self { url: DatabaseUrl(url), pooled, direct: direct.map(DatabaseUrl) })
    }
}

/// SQLite's names for a database that is no file.
fn is_in_memory(url: &str) -> bool {
    let (file, parameters) = url.split_once('?').unwrap_or((url, ""));
    file.ends_with(":memory:") || parameters.contains("mode=memory")
}

/// What PostgreSQL's clients know as `sslmode`.
const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// Refuses what would be another server, or none, without a word of it: a password stands there.
fn can_be_read(variable: &'static str, url: &str) -> Result<(), ConfigError> {
    let parsed = Url::parse(url).ok();
    let is_whole = |url: &Url| {
        let is_name = |name: &str| !name.contains('@');
        !url.path().contains('@')
            && url.fragment().is_none()
            && url.query_pairs().all(|(name, _)| is_name(&name))
    };
    let Some(parsed) = parsed.filter(is_whole) else {
        return Err(ConfigError::new(
            variable,
            "cannot be read",
            "In user and password write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A, % as %25.",
        ));
    };
    let is_mode = |name: &str| ["sslmode", "ssl-mode"].contains(&name);
    let mut modes = parsed.query_pairs().filter(|(name, _)| is_mode(name));
    match modes.find(|(_, mode)| !SSL_MODES.contains(&mode.to_lowercase().as_str())) {
        None => Ok(()),
        Some(_) => Err(ConfigError::new(
            variable,
            "has an sslmode that is not known",
            format!("Write one of {}.", SSL_MODES.join(", ")),
        )),
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

    fn refusal(variable: &str, url: &str) -> Option<String> {
        let env = |name: &str| match name {
            name if name == variable => Some(url.to_owned()),
            "DATABASE_URL" => Some("postgres://u:p@db.test/rispondo".to_owned()),
            _ => None,
        };
        DatabaseConfig::read(&env).err().map(|error| error.to_string())
    }

    #[test]
    fn memory_is_no_database() {
        for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite://town.db?mode=memory"] {
            let said = refusal("DATABASE_URL", url).unwrap();
            assert!(said.starts_with("DATABASE_URL names no file, but memory"), "{said}");
        }
        assert_eq!(refusal("DATABASE_URL", "sqlite://memory.db"), None);
    }

    #[test]
    fn a_password_that_would_be_read_as_something_else_is_refused_with_the_cure() {
        for password in ["hunt#er", "hunt/er", "1/hunter", "hunt?er", "1#hunter", "1?hunter"] {
            for variable in ["DATABASE_URL", "DATABASE_DIRECT_URL"] {
                let url = format!("postgres://town:{password}@db.test/rispondo");
                let said = refusal(variable, &url).unwrap();
                let cure = "write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A, % as %25.";
                assert_eq!(said, format!("{variable} cannot be read. In user and password {cure}"));
            }
        }
        assert_eq!(refusal("DATABASE_URL", "postgres://town:%23%2F%3F@db.test/rispondo"), None);
        assert_eq!(
            refusal("DATABASE_URL", "postgres:///rispondo?host=/run&password=secr@et"),
            None
        );
    }

    #[test]
    fn an_sslmode_that_is_not_known_is_refused_with_those_that_are() {
        let said = refusal("DATABASE_URL", "postgres://town:p@db.test/rispondo?sslmode=foo");
        insta::assert_snapshot!(said.unwrap(), @"DATABASE_URL has an sslmode that is not known. Write one of disable, allow, prefer, require, verify-ca, verify-full.");
        let known = "postgres://town:p@db.test/rispondo?sslmode=verify-full&sslrootcert=ca.pem";
        assert_eq!(refusal("DATABASE_URL", known), None);
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
