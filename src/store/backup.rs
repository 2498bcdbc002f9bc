//! A copy of a SQLite database, beside the service that works on it.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::errors::StoreError;
use super::open::Address;
use super::{Store, sqlite};

impl Store {
    /// Copies a SQLite database as it is at this moment, whoever writes meanwhile. Its tables are not brought
    /// up to date: before an upgrade it is the copy for going back. The copy is a new file, for its owner's eyes.
    pub fn back_up(address: impl Into<Address>, copy: &Path) -> Result<(), StoreError> {
        let url = address.into().url;
        if !url.starts_with("sqlite:") {
            return Err(StoreError::Setup(
                "this database is PostgreSQL's, whose own program copies it: \
                 pg_dump --format=custom --file=FILE \"$DATABASE_URL\""
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
        copied(&file, copy).inspect_err(|_| {
            // Half a copy is none.
            let _ = std::fs::remove_file(copy);
        })
    }
}

fn copied(file: &Path, copy: &Path) -> Result<(), StoreError> {
    // The file must be there, and its name is a name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(file, flags)?;
    let mut to = Connection::open_with_flags(copy, flags)?;
    // All pages at once are one look: nobody who writes meanwhile makes it begin again.
    match Backup::new(&from, &mut to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Unavailable("another program holds the file: try again".to_owned())),
    }
}
