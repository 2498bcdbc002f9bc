//! A copy of a SQLite database, beside the service that works on it.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::backend::{Conn, Lite};
use super::errors::StoreError;
use super::open::Address;
use super::{Store, meta, sqlite};

impl Store {
    /// Copies a SQLite database as it is at this moment, whoever writes meanwhile. Its tables are not brought
    /// up to date: before an upgrade it is the copy for going back. The copy is a new file, for its owner's eyes, and
    /// knows when it was made: whoever goes on from it has lost what came later ([`Store::copied_at`]).
    pub fn back_up(
        address: impl Into<Address>,
        copy: &Path,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let url = address.into().url;
        if !url.starts_with("sqlite:") {
            return Err(StoreError::Setup(
                "this database is PostgreSQL's, whose own program copies it: \
                 (umask 077; pg_dump --format=custom --file=FILE 'postgres://…') (the address in DATABASE_URL; \
                 behind a pooler the one in DATABASE_DIRECT_URL)"
                    .to_owned(),
            ));
        }
        let (_, file) = sqlite::options(&url)?;
        sqlite::is_there(&file)?;
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy);
        made.map_err(|error| {
            let shown = copy.display();
            StoreError::Setup(match error.kind() {
                ErrorKind::AlreadyExists => format!("{shown} is there already: name a new file"),
                _ => format!("{shown} cannot be written: {error}"),
            })
        })?;
        copied(&file, copy, now).inspect_err(|_| {
            // Half a copy is none.
            let _ = std::fs::remove_file(copy);
        })
    }
}

fn copied(file: &Path, copy: &Path, now: DateTime<Utc>) -> Result<(), StoreError> {
    // The file must be there, and its name is a name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(file, flags)?;
    let mut to = Connection::open_with_flags(copy, flags)?;
    // All pages at once are one look: nobody who writes meanwhile makes it begin again.
    if Backup::new(&from, &mut to)?.step(-1)? != StepResult::Done {
        let held = "another program holds the file: try again".to_owned();
        return Err(StoreError::Unavailable(held));
    }
    let mut to = Conn::Sqlite(Lite::new(&mut to));
    sqlite::done(meta::set(&mut to, meta::COPIED_AT, &now.to_rfc3339()))
}
