//! PostgreSQL: each step is a transaction of its own, with its rows locked.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use super::backend::Conn;
use super::errors::StoreError;
use super::work::{DirectoryCache, Work};

/// Begins a transaction that only looks.
pub(super) const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Connections at most.
const CONNECTIONS: u32 = 16;
/// How long a step waits for one of them.
const WAIT: Duration = Duration::from_secs(10);
/// How often a step that others disturb is decided again.
const MOST_ATTEMPTS: u32 = 20;

pub(super) async fn pool(url: &str) -> Result<PgPool, StoreError> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| StoreError::Setup("DATABASE_URL cannot be read".to_owned()))?;
    let options = options.log_statements(tracing::log::LevelFilter::Off);
    Ok(PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(WAIT)
        .connect_with(options)
        .await?)
}

/// Runs the work in a transaction of its own, again while others disturb it.
pub(super) async fn run(
    pool: &PgPool,
    directory: &DirectoryCache,
    work: Arc<dyn Work>,
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match once(pool, directory, work.as_ref()).await {
            Err(StoreError::Conflict) if attempt < MOST_ATTEMPTS => {
                // Whoever was first needs a moment to finish.
                tokio::time::sleep(Duration::from_millis(u64::from(attempt))).await;
            }
            done => return done,
        }
    }
}

async fn once(
    pool: &PgPool,
    directory: &DirectoryCache,
    work: &dyn Work,
) -> Result<Box<dyn Any + Send>, StoreError> {
    let mut transaction = pool.begin().await?;
    let value = {
        let mut conn = Conn::Postgres(&mut transaction);
        work.run(&mut conn, directory).await?
    };
    transaction.commit().await?;
    Ok(value)
}
