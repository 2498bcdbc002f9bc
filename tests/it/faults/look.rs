//! The database beside the service, to compare what is stored with what was really sent.

use std::collections::BTreeMap;
use std::time::Duration;

use simulator::{Fault, Simulator};
use sqlx::Row as _;

use crate::support::Database;

/// The database beside the service.
pub enum Look {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

impl Look {
    pub async fn at(database: &Database) -> Self {
        match database {
            Database::Sqlite(_) => {
                Self::Sqlite(sqlx::SqlitePool::connect(&database.url()).await.unwrap())
            }
            Database::Postgres(url) | Database::Pooled(_, url) => {
                Self::Postgres(sqlx::PgPool::connect(url).await.unwrap())
            }
        }
    }

    pub async fn count(&self, query: &str) -> i64 {
        let query = sqlx::AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query(query).fetch_one(pool).await.unwrap().get(0),
            Self::Postgres(pool) => sqlx::query(query).fetch_one(pool).await.unwrap().get(0),
        }
    }

    /// Four numbers of each row.
    async fn rows(&self, query: &'static str) -> Vec<[i64; 4]> {
        let four = |get: &dyn Fn(usize) -> i64| [get(0), get(1), get(2), get(3)];
        match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::query(query).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| four(&|at| row.get(at))).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query(query).fetch_all(pool).await.unwrap();
                rows.iter().map(|row| four(&|at| row.get(at))).collect()
            }
        }
    }

    pub async fn until_all_is_sent(&self) {
        let unsent = "SELECT (SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'in_flight')) \
             + (SELECT COUNT(*) FROM card WHERE state IN ('pending', 'in_flight'))";
        for _ in 0..1_200 {
            if self.count(unsent).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} rows are not sent after two minutes", self.count(unsent).await);
    }

    /// In each private chat: as many messages as rows, but where a row is marked as repeated, and of
    /// those no more than were in flight at a `kill` or of unknown outcome. How many came twice.
    pub async fn nothing_was_said_twice_without_need(&self, sim: &Simulator, kills: i64) -> i64 {
        // Chat, messages that must be there, repeats that were marked, attempts at those.
        let owed = self
            .rows(
                "SELECT chat_id, COUNT(*), \
                 CAST(SUM(CASE WHEN repeated THEN 1 ELSE 0 END) AS BIGINT), \
                 CAST(SUM(CASE WHEN repeated THEN attempts ELSE 0 END) AS BIGINT) \
                 FROM outbox WHERE message_id IS NOT NULL GROUP BY chat_id",
            )
            .await;
        let mut sent: BTreeMap<i64, i64> = BTreeMap::new();
        for call in sim.calls_of("sendMessage") {
            // Carried out, whatever the service was told of it.
            let lost = matches!(
                call.fault,
                Some(Fault::StatusAfter(_) | Fault::CloseAfter | Fault::HoldAfter)
            );
            if call.result.is_ok() || lost {
                let chat = call.param("chat_id").and_then(|chat| chat.parse().ok());
                *sent.entry(chat.unwrap()).or_default() += 1;
            }
        }
        let mut twice = 0;
        for [chat, rows, repeated, attempts] in owed {
            if chat < 0 {
                continue;
            }
            let more = sent.get(&chat).copied().unwrap_or_default() - rows;
            assert!(more >= 0, "{chat}: {rows} rows are delivered, {more} messages more were sent");
            assert!(
                more == 0 || repeated > 0 && more <= attempts + repeated * kills,
                "{chat}: {more} messages too many, {repeated} rows marked as repeated"
            );
            twice += more;
        }
        twice
    }
}
