//! A fresh database for each test, SQLite or PostgreSQL.

use rispondo::measure::Measures;
use rispondo::store::{Address, Store};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use tempfile::TempDir;

use super::servers::Pooler;

/// The address of a PostgreSQL server that tests may make databases on.
const POSTGRES: &str = "RISPONDO_TEST_POSTGRES";

/// An empty database, gone with the value.
pub enum Database {
    Sqlite(TempDir),
    Postgres(String),
    /// PostgreSQL behind a transaction pooler; beside it the database's own address.
    Pooled(Pooler, String),
}

impl Database {
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// Made on the server of the environment. Without one the test fails: a skipped test that
    /// nobody notices would be worse.
    pub async fn postgres() -> Self {
        let server = std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!("{POSTGRES} is not set: run the tests by `cargo xtask test`")
        });
        #[expect(clippy::disallowed_methods, reason = "each test has a database of its own")]
        let name = format!("t{}", uuid::Uuid::new_v4().simple());
        let options: PgConnectOptions = server.parse().unwrap();
        let mut connection = options.clone().connect().await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        Self::Postgres(options.database(&name).to_url_lossy().to_string())
    }

    /// PostgreSQL behind a transaction pooler.
    pub async fn pooled() -> Self {
        let Self::Postgres(url) = Self::postgres().await else { unreachable!() };
        Self::Pooled(Pooler::before(&url.parse().unwrap()), url)
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => {
                format!("sqlite://{}", folder.path().join("town.db").display())
            }
            Self::Postgres(url) | Self::Pooled(_, url) => url.clone(),
        }
    }
}

impl Database {
    /// Opens it as the service does.
    pub async fn open(&self) -> Store {
        let url = self.url();
        let address = match self {
            Self::Pooled(pooler, direct) => Address {
                url: pooler.url_of(&direct.parse().unwrap()),
                pooled: true,
                direct: Some(url),
            },
            _ => Address::from(&url),
        };
        Store::open_serving(address, Measures::default()).await.unwrap()
    }

    /// What a statement of the test's own counts.
    pub async fn count(&self, statement: &'static str) -> i64 {
        if let Self::Sqlite(_) = self {
            let mut conn = sqlx::SqliteConnection::connect(&self.url()).await.unwrap();
            sqlx::query_scalar(statement).fetch_one(&mut conn).await.unwrap()
        } else {
            let mut conn = sqlx::PgConnection::connect(&self.url()).await.unwrap();
            sqlx::query_scalar(statement).fetch_one(&mut conn).await.unwrap()
        }
    }

    /// Runs a statement of the test's own: to damage a row, say.
    pub async fn execute(&self, statement: &str) {
        if let Self::Sqlite(_) = self {
            let mut conn = sqlx::SqliteConnection::connect(&self.url()).await.unwrap();
            let query = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()));
            query.execute(&mut conn).await.unwrap();
        } else {
            let mut conn = sqlx::PgConnection::connect(&self.url()).await.unwrap();
            let query = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()));
            query.execute(&mut conn).await.unwrap();
        }
    }
}

/// The test's own way to the server, beside the database that goes away.
pub struct Server {
    connection: PgConnection,
    name: String,
}

impl Server {
    pub async fn of(database: &Database) -> Self {
        let options: PgConnectOptions = database.url().parse().unwrap();
        let name = options.get_database().unwrap().to_owned();
        let connection = options.database("postgres").connect().await.unwrap();
        Self { connection, name }
    }

    async fn run(&mut self, statement: String) {
        let query = sqlx::query(sqlx::AssertSqlSafe(statement));
        query.execute(&mut self.connection).await.unwrap();
    }

    /// Nobody is let in any more, and whoever is inside is put out.
    pub async fn takes_it_away(&mut self) {
        let name = self.name.clone();
        self.run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        self.run(format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    pub async fn gives_it_back(mut self) {
        let name = self.name.clone();
        self.run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
        self.connection.close().await.unwrap();
    }
}

/// Writes a contract once, for a bare store on a fresh database of each kind:
/// `async fn name(store: Store, database: &Database) {…}`.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident(
        $store:ident: Store $(, $database:ident: &Database)?
    ) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every contract uses all of it")]
            use super::*;
            use $crate::support::databases::Database;

            $(#[$doc])*
            async fn contract(
                $store: rispondo::store::Store,
                #[allow(unused_variables)] database: &Database,
            ) {
                $(let $database = database;)?
                $body
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let database = Database::sqlite();
                contract(database.open().await, &database).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let database = Database::postgres().await;
                contract(database.open().await, &database).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn behind_a_pooler() {
                $crate::support::servers::needs!("pgbouncer");
                let database = Database::pooled().await;
                contract(database.open().await, &database).await;
            }
        }
    )*};
}
pub(crate) use on_both;

/// Writes a story once and tells it on both databases: of a `Town`, or of its `Offices`.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* async fn $name:ident($town:ident: $who:ident) $story:block)+) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "not every story uses all of it")]
            use super::*;

            async fn story($town: $crate::support::$who) $story

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let database = $crate::support::Database::sqlite();
                story($crate::support::$who::on(database).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let database = $crate::support::Database::postgres().await;
                story($crate::support::$who::on(database).await).await;
            }
        }
    )+};
}
pub(crate) use on_both_databases;
