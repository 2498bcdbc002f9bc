//! Groups that the bot is in.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute, query};
use crate::domain::ids::ChatId;
use crate::domain::step::{GroupChange, GroupChat};

/// All of them, by title.
pub(super) async fn list(conn: &mut Conn<'_>) -> Result<Vec<GroupChat>, StoreError> {
    const SQL: &str = "SELECT chat_id, title, admin FROM group_chat ORDER BY title, chat_id";
    let rows = query(SQL).all::<(i64, String, bool)>(conn).await?;
    let group = |(chat, title, admin)| GroupChat { chat: ChatId(chat), title, admin };
    Ok(rows.into_iter().map(group).collect())
}

pub(super) async fn save(conn: &mut Conn<'_>, change: &GroupChange) -> Result<(), StoreError> {
    match change {
        GroupChange::In(group) => execute!(
            conn,
            "INSERT INTO group_chat (chat_id, title, admin) VALUES ($1, $2, $3) \
             ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, admin = excluded.admin",
            group.chat.0,
            &group.title,
            group.admin,
        )?,
        GroupChange::Out(chat) => {
            execute!(conn, "DELETE FROM group_chat WHERE chat_id = $1", chat.0)?
        }
    };
    Ok(())
}

/// A group is nobody's any more: what waits for it goes to the one that took its place, if one did. What answered
/// somebody there, or changes a message there, goes nowhere. So it is with what is in flight: the sender may only hold
/// it, or may have been killed, and then it would go there after all.
pub(super) async fn given_up(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: Option<ChatId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if let Some(new) = new {
        execute!(
            conn,
            "UPDATE outbox SET chat_id = $2, \
             not_before = CASE WHEN attempts > 0 THEN NULL ELSE not_before END, \
             reply_to = CASE WHEN reply_to LIKE '{\"message\":%' THEN NULL ELSE reply_to END \
             WHERE chat_id = $1 AND state IN ('pending', 'in_flight') \
             AND purpose IN ('staff', 'task') AND content NOT LIKE '{\"edit\":%'",
            old.0,
            new.0
        )?;
    }
    execute!(
        conn,
        "UPDATE outbox SET state = 'suppressed', reason = 'nobodys_group', state_at = $2 \
         WHERE chat_id = $1 AND state IN ('pending', 'in_flight')",
        old.0,
        at
    )?;
    Ok(())
}

/// A group has another id now, under which it may be known already.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "INSERT INTO group_chat (chat_id, title, admin) \
         SELECT $2, title, admin FROM group_chat WHERE chat_id = $1 \
         ON CONFLICT (chat_id) DO NOTHING",
        old.0,
        new.0
    )?;
    execute!(conn, "DELETE FROM group_chat WHERE chat_id = $1", old.0)?;
    Ok(())
}
