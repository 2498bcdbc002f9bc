//! What PostgreSQL does on this machine with the rows of an update and nothing around them.

use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

/// Connections that work at a time.
const CONNECTIONS: i64 = 32;
const TIME: Duration = Duration::from_secs(3);
const TABLE: &str = "DROP TABLE IF EXISTS bench_limit; \
     CREATE TABLE bench_limit (id BIGINT PRIMARY KEY, a TEXT, b TEXT)";
/// About the rows of one update: a mark, a dialogue, a message.
const INSERT: &str = "INSERT INTO bench_limit VALUES ($1, $2, $3), ($4, $2, $3), ($5, $2, $3)";
const LOOK: &str = "SELECT a FROM bench_limit WHERE id = $1";

/// Durable transactions a second of so many round trips each: one is the insert alone; of more, the
/// first begins, the last commits, and those between look at rows before the insert.
pub async fn transactions_a_second(url: &str, round_trips: usize) -> f64 {
    let options: PgConnectOptions = url.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    connection.execute(sqlx::raw_sql(TABLE)).await.unwrap();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|task| {
            let options = options.clone();
            tokio::spawn(async move {
                let mut connection = options.connect().await.unwrap();
                let mut done = 0;
                while begun.elapsed() < TIME {
                    transaction(&mut connection, task + done * CONNECTIONS, round_trips).await;
                    done += 1;
                }
                connection.close().await.unwrap();
                done
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    let rate = done as f64 / begun.elapsed().as_secs_f64();
    connection.execute("DROP TABLE bench_limit").await.unwrap();
    connection.close().await.unwrap();
    rate
}

async fn transaction(connection: &mut PgConnection, number: i64, round_trips: usize) {
    let (id, a, b) = (number * 3, "x".repeat(200), "y".repeat(500));
    let insert = sqlx::query(INSERT).bind(id).bind(a).bind(b).bind(id + 1).bind(id + 2);
    if round_trips < 3 {
        insert.execute(connection).await.unwrap();
        return;
    }
    let mut transaction = connection.begin().await.unwrap();
    for look in 0..round_trips as i64 - 3 {
        let look = sqlx::query(LOOK).bind(id - look);
        look.fetch_optional(&mut *transaction).await.unwrap();
    }
    insert.execute(&mut *transaction).await.unwrap();
    transaction.commit().await.unwrap();
}
