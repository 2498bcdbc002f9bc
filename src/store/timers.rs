//! Timers: what comes due by itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute, execute_later, query};
use super::row::row;
use crate::domain::ids::ChatId;
use crate::domain::timer::Timer;

row! {
    struct Row {
        key: String,
        due_at: DateTime<Utc>,
    }
}

impl Row {
    fn read(self) -> Result<(Timer, DateTime<Utc>), StoreError> {
        let timer = Timer::parse(&self.key)
            .ok_or_else(|| StoreError::corrupt("timer", &self.key, "unknown key"))?;
        Ok((timer, self.due_at))
    }
}

pub(super) async fn find(
    conn: &mut Conn<'_>,
    timer: Timer,
) -> Result<Option<(Timer, DateTime<Utc>)>, StoreError> {
    const SQL: &str = "SELECT key, due_at FROM timer WHERE key = $1";
    // Locked: what comes due comes once, whoever else takes it for due.
    let asked = query(SQL).push(conn.lock()).bind(timer.to_string());
    let row = asked.optional::<Row>(conn).await?;
    row.map(Row::read).transpose()
}

/// So long a timer that cannot be read waits for somebody who can.
const UNREAD: TimeDelta = TimeDelta::hours(1);

/// Those that are due, oldest first. One that cannot be read is logged and put off: it would stand before all
/// others, and a newer version that runs beside this one may have set it.
pub(super) async fn due(
    conn: &mut Conn<'_>,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(Timer, DateTime<Utc>)>, StoreError> {
    const SQL: &str =
        "SELECT key, due_at FROM timer WHERE due_at <= $1 ORDER BY due_at, key LIMIT $2";
    let rows = query(SQL).bind(now).bind(i64::from(limit)).all::<Row>(conn).await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let key = row.key.clone();
        match row.read() {
            Ok(timer) => due.push(timer),
            Err(error) => {
                tracing::error!(%error, "timer.corrupt");
                execute!(conn, "UPDATE timer SET due_at = $2 WHERE key = $1", key, now + UNREAD)?;
            }
        }
    }
    Ok(due)
}

pub(super) async fn next_at(conn: &mut Conn<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT MIN(due_at) FROM timer";
    let due = query(SQL).one::<Option<DateTime<Utc>>>(conn).await?;
    Ok(due)
}

pub(super) async fn set(
    conn: &mut Conn<'_>,
    timer: Timer,
    due: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let key = timer.to_string();
    match due {
        Some(due) => execute_later!(
            conn,
            "INSERT INTO timer (key, due_at) VALUES ($1, $2) \
             ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at",
            key,
            due,
        ),
        None => execute_later!(conn, "DELETE FROM timer WHERE key = $1", key),
    }
}

/// Puts off one that is still due at `at`.
pub(super) async fn postpone(
    conn: &mut Conn<'_>,
    timer: Timer,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE timer SET due_at = $3 WHERE key = $1 AND due_at = $2";
    execute!(conn, SQL, timer.to_string(), at, until)?;
    Ok(())
}

/// A group's prompts and such go on under its new id.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    const SQL: &str = "SELECT key, due_at FROM timer WHERE key LIKE $1";
    let pattern = format!("%:{}%", old.0);
    let rows = query(SQL).bind(pattern).all::<Row>(conn).await?;
    for row in rows {
        let (timer, due) = row.read()?;
        let moved = match timer {
            Timer::Prompt(chat, user) if chat == old => Timer::Prompt(new, user),
            Timer::Preview(chat, user) if chat == old => Timer::Preview(new, user),
            Timer::Unbound(chat) if chat == old => Timer::Unbound(new),
            _ => continue,
        };
        set(conn, timer, None).await?;
        set(conn, moved, Some(due)).await?;
    }
    Ok(())
}
