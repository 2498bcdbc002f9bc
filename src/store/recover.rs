//! Rows that nobody has on their way any more: whether they arrived is not known, and they go again, marked. And
//! attempts that would wait for a clock that was set back.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute_later, query};
use crate::domain::ids::ChatId;

/// A row in flight for so long in a chat where the sender has nothing on its way is on nobody's way: whether
/// its claim, or the step that it was born in, was durable could not be known then. One that was born in
/// flight needs a moment to reach the sender, and a slow database makes it longer.
const FORGOTTEN: TimeDelta = TimeDelta::seconds(20);

/// Rows in flight under an older epoch, or for long. The chats are walked by the index, one look each.
const LEFT: &str = "WITH RECURSIVE chats (chat_id) AS ( \
       SELECT MIN(chat_id) FROM outbox WHERE state IN ('pending', 'in_flight') \
       UNION ALL \
       SELECT (SELECT MIN(p.chat_id) FROM outbox AS p \
               WHERE p.state IN ('pending', 'in_flight') AND p.chat_id > chats.chat_id) \
       FROM chats WHERE chats.chat_id IS NOT NULL) \
     SELECT o.id, o.chat_id, o.epoch < $1 FROM chats JOIN outbox AS o \
       ON o.chat_id = chats.chat_id AND o.state IN ('pending', 'in_flight') \
     WHERE chats.chat_id <> 0 AND o.state = 'in_flight' AND (o.epoch < $1 OR o.state_at <= $2)";

/// How often it is looked for rows that nobody has on their way, beside the first claim of an epoch.
const LOOKED_FOR: TimeDelta = TimeDelta::seconds(5);

/// Longer than any pause between two attempts: whoever waits longer was told so before the clock was set back.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(2);

/// When, and under which epoch, it was last looked for rows that nobody has on their way.
#[derive(Debug, Clone, Default)]
pub(super) struct Recovered(Arc<Mutex<Option<Looked>>>);

#[derive(Debug)]
struct Looked {
    epoch: i64,
    at: DateTime<Utc>,
}

impl Looked {
    fn is_over(&self, epoch: i64, now: DateTime<Utc>) -> bool {
        self.epoch != epoch || now < self.at
    }
}

impl Recovered {
    /// Whether it is time to look: a clock that was set back does not put that off.
    pub fn is_due(&self, epoch: i64, now: DateTime<Utc>) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_none_or(|last| last.is_over(epoch, now) || now >= last.at + LOOKED_FOR)
    }

    /// Whether another sender begins, or the clock was set back.
    pub fn is_anew(&self, epoch: i64, now: DateTime<Utc>) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_none_or(|last| last.is_over(epoch, now))
    }

    /// It was looked for then.
    pub fn at(&self, epoch: i64, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Looked { epoch, at: now });
    }
}

/// Rows whose outcome is not known go again, marked. `busy`: chats to which the sender has something on
/// its way.
pub(super) async fn recover(
    conn: &mut Conn<'_>,
    epoch: i64,
    now: DateTime<Utc>,
    busy: &[ChatId],
) -> Result<(), StoreError> {
    let left = query(LEFT).bind(epoch).bind(now - FORGOTTEN).all::<(Uuid, i64, bool)>(conn).await?;
    let left = left.into_iter().filter(|(_, chat, older)| *older || !busy.contains(&ChatId(*chat)));
    let ids: Vec<Uuid> = left.map(|(id, ..)| id).collect();
    if !ids.is_empty() {
        // What was recorded since it was looked at has arrived.
        let update = query(
            "UPDATE outbox SET state = 'pending', repeated = $1 \
             WHERE state = 'in_flight' AND epoch <= $2 AND id IN (",
        );
        update.bind(true).bind(epoch).list(ids).push(")").run(conn).await?;
    }
    Ok(())
}

/// What was tried before and waits for a time that the clock said before it was set back goes now. What has only
/// a later hour keeps it.
pub(super) async fn hurry(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let far = now + LONGEST_PAUSE;
    execute_later!(
        conn,
        "UPDATE outbox SET not_before = NULL WHERE state = 'pending' AND not_before IS NOT NULL \
         AND not_before > $1 AND epoch IS NOT NULL",
        far,
    )?;
    execute_later!(
        conn,
        "UPDATE card SET not_before = NULL WHERE state = 'pending' AND not_before IS NOT NULL \
         AND not_before > $1",
        far,
    )?;
    execute_later!(
        conn,
        "UPDATE file SET not_before = NULL WHERE state = 'pending' AND not_before > $1",
        far,
    )
}
