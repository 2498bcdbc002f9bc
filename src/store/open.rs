//! The ways to open a database, each of which brings its tables up to date.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{ConnectOptions as _, Connection as _};

use super::errors::StoreError;
use super::postgres::{self, Postgres};
use super::sqlite::{self, Readers};
use super::work::DirectoryCache;
use super::{Pool, Store, spots};
use crate::domain::directory::Directory;
use crate::measure::Measures;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = Migrator { locking: false, ..sqlx::migrate!("migrations/postgres") };

/// Where the database is.
#[derive(Clone)]
pub struct Address {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// A transaction pooler stands before it, so that nothing of a session lasts.
    pub pooled: bool,
    /// Where tables are brought up to date, past the pooler.
    pub direct: Option<String>,
}

impl From<&str> for Address {
    fn from(url: &str) -> Self {
        Self { url: url.to_owned(), pooled: false, direct: None }
    }
}

impl From<&String> for Address {
    fn from(url: &String) -> Self {
        url.as_str().into()
    }
}

/// What a database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A look or a change beside a service that may run.
    Tool,
    /// The service itself.
    Service,
    /// The service in a simulation.
    Simulation,
}

impl Store {
    /// Opens a database and brings its tables up to date. For tools; a service opens with
    /// [`Store::open_serving`].
    pub async fn open(address: impl Into<Address>) -> Result<Self, StoreError> {
        let (town, measures) = (DirectoryCache::default(), Measures::default());
        Self::opened(&address.into(), Use::Tool, town, measures).await
    }

    /// The same, of a database that must be there already.
    pub async fn open_existing(address: impl Into<Address>) -> Result<Self, StoreError> {
        let address = address.into();
        if let Some(file) = Self::file_of(&address.url)? {
            sqlite::is_there(&file)?;
        }
        Self::open(address).await
    }

    /// The file of a database that is one.
    pub fn file_of(url: &str) -> Result<Option<PathBuf>, StoreError> {
        let is_file = url.starts_with("sqlite:");
        is_file.then(|| sqlite::options(url).map(|(_, file)| file)).transpose()
    }

    /// Whether a process serves a database that is a file.
    pub fn is_file_served(url: &str) -> Result<bool, StoreError> {
        match Self::file_of(url)?.as_deref().map(sqlite::lock) {
            None | Some(Ok(_)) => Ok(false),
            Some(Err(StoreError::Taken(_))) => Ok(true),
            Some(Err(error)) => Err(error),
        }
    }

    /// The same, with a town for the time in which nobody has described it yet.
    pub async fn open_with(
        address: impl Into<Address>,
        town: Directory,
    ) -> Result<Self, StoreError> {
        let directory = DirectoryCache::default().until_then(Arc::new(town));
        Self::opened(&address.into(), Use::Tool, directory, Measures::default()).await
    }

    /// The same, as the one process that serves a SQLite file. It counts there what it does, and so does whoever works
    /// on it.
    pub async fn open_serving(
        address: impl Into<Address>,
        measures: Measures,
    ) -> Result<Self, StoreError> {
        Self::opened(&address.into(), Use::Service, DirectoryCache::default(), measures).await
    }

    /// The same for a simulation, which does one thing after the other: SQLite works on the thread of whoever
    /// asks, not on one of its own, and in memory, until [`Store::keep`].
    pub async fn open_simulated(address: impl Into<Address>) -> Result<Self, StoreError> {
        let (town, measures) = (DirectoryCache::default(), Measures::default());
        Self::opened(&address.into(), Use::Simulation, town, measures).await
    }

    async fn opened(
        address: &Address,
        used: Use,
        directory: DirectoryCache,
        measures: Measures,
    ) -> Result<Self, StoreError> {
        let url = &address.url;
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            postgres::migrate(&POSTGRES, address).await?;
            let pool = Pool::Postgres(Postgres::open(address, measures.clone()).await?);
            let (births, recovered, standing) = Default::default();
            let store =
                Self { pool, directory, births, recovered, measures, standing, _lock: None };
            return store.with_spots().await;
        }
        if !url.starts_with("sqlite:") {
            return Err(StoreError::Setup(
                "DATABASE_URL is neither sqlite://FILE nor postgres://…".to_owned(),
            ));
        }
        let (options, file) = sqlite::options(url)?;
        let lock = if used == Use::Tool { None } else { Some(Arc::new(sqlite::lock(&file)?)) };
        let mut tables = options.connect().await?;
        SQLITE.run(&mut tables).await.map_err(not_migrated)?;
        tables.close().await?;
        let readers = Readers::new(&file);
        let (writer, ended) = sqlite::writer(&file, directory.clone(), measures.clone(), used)?;
        let pool = Pool::Sqlite { readers, writer, ended };
        let (births, recovered, standing) = Default::default();
        let store = Self { pool, directory, births, recovered, measures, standing, _lock: lock };
        store.with_spots().await
    }

    /// The rest of bringing tables up to date: what their rows hold must be read for it.
    async fn with_spots(self) -> Result<Self, StoreError> {
        while self.plain(|conn| Box::pin(spots::place_former(conn))).await? {}
        Ok(self)
    }
}

pub(super) fn not_migrated(error: MigrateError) -> StoreError {
    if let MigrateError::VersionMissing(_) = error {
        return StoreError::Setup(
            "the database was brought up to date by a newer rispondo: install that version, or \
             restore the backup made before it"
                .to_owned(),
        );
    }
    let why = format!("the tables cannot be brought up to date: {error}");
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = error else {
        return StoreError::Setup(why);
    };
    match StoreError::from(cause) {
        // Its disk or its file, and not the migration.
        known @ (StoreError::Full(_) | StoreError::Damaged(_) | StoreError::Unavailable(_)) => {
            known
        }
        _ => StoreError::Setup(why),
    }
}
