//! What this machine can do at most, measured in the same run.

use std::path::Path;
use std::time::Instant;

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use crate::process::Database;

/// About the rows of one update: a mark, a dialogue, a message.
const CREATE: &str = "CREATE TABLE bench_limit (id BIGINT PRIMARY KEY, a TEXT, b TEXT)";
const INSERT: &str = "INSERT INTO bench_limit VALUES ($1, $2, $3), ($4, $2, $3), ($5, $2, $3)";
const COMMITS: i64 = 2_000;

/// Commits a second of rows like those of one update, durable like ours.
pub async fn commits_a_second(database: &Database, folder: &Path, connections: usize) -> f64 {
    match database {
        Database::Sqlite(_) => sqlite(&folder.join(format!("limit-{connections}.db"))).await,
        Database::Postgres(url) => postgres(url, connections).await,
    }
}

fn rows(commit: i64) -> (i64, String, String) {
    (commit * 3, "x".repeat(200), "y".repeat(500))
}

async fn sqlite(file: &Path) -> f64 {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .unwrap();
    sqlx::query(CREATE).execute(&mut connection).await.unwrap();
    let begun = Instant::now();
    for commit in 0..COMMITS {
        let (id, a, b) = rows(commit);
        let insert = sqlx::query(INSERT).bind(id).bind(a).bind(b).bind(id + 1).bind(id + 2);
        insert.execute(&mut connection).await.unwrap();
    }
    let rate = COMMITS as f64 / begun.elapsed().as_secs_f64();
    connection.close().await.unwrap();
    rate
}

async fn postgres(url: &str, connections: usize) -> f64 {
    let size = u32::try_from(connections).unwrap();
    let pool = PgPoolOptions::new().max_connections(size).connect(url).await.unwrap();
    sqlx::query("DROP TABLE IF EXISTS bench_limit").execute(&pool).await.unwrap();
    sqlx::query(CREATE).execute(&pool).await.unwrap();
    let begun = Instant::now();
    let each = COMMITS / i64::from(size);
    let tasks: Vec<_> = (0..i64::from(size))
        .map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                for commit in task * each..(task + 1) * each {
                    let (id, a, b) = rows(commit);
                    let insert =
                        sqlx::query(INSERT).bind(id).bind(a).bind(b).bind(id + 1).bind(id + 2);
                    insert.execute(&pool).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let rate = (each * i64::from(size)) as f64 / begun.elapsed().as_secs_f64();
    sqlx::query("DROP TABLE bench_limit").execute(&pool).await.unwrap();
    pool.close().await;
    rate
}

/// Requests a second through the same client and server libraries, with nothing behind them.
pub async fn requests_a_second(at_a_time: usize, requests: usize) -> f64 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = || async { r#"{"ok":true,"result":{"message_id":1}}"# };
    let router = axum::Router::new().route("/sendMessage", axum::routing::post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..at_a_time)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..requests / at_a_time {
                    let request = client
                        .post(format!("http://{address}/sendMessage"))
                        .body(r#"{"chat_id":1,"text":"words"}"#);
                    request.send().await.unwrap().bytes().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    requests as f64 / begun.elapsed().as_secs_f64()
}
