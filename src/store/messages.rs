//! Messages of chats that something is known of.

use uuid::Uuid;

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, insert_all, query};
use super::row::row;
use crate::domain::ids::{ChatId, MessageId, OutboxId, ReportId, TaskId};
use crate::domain::outgoing::KnownMessage;

row! {
    struct Row {
        report: Option<i64>,
        outbox: Option<Uuid>,
        card: bool,
        task: Option<Uuid>,
    }
}

pub(super) async fn find(
    conn: &mut Conn<'_>,
    chat: ChatId,
    message: MessageId,
) -> Result<Option<KnownMessage>, StoreError> {
    let row = asked(chat, message).optional::<Row>(conn).await?;
    Ok(row.map(|row| KnownMessage {
        chat,
        message,
        report: row.report.map(ReportId),
        row: row.outbox.map(OutboxId),
        card: row.card,
        task: row.task.map(TaskId),
    }))
}

/// What is known of a message.
pub(super) fn asked(chat: ChatId, message: MessageId) -> Query<'static> {
    const SQL: &str = "SELECT report, outbox, card, task FROM chat_message \
         WHERE chat_id = $1 AND message_id = $2";
    query(SQL).bind(chat.0).bind(message.0)
}

pub(super) async fn save(conn: &mut Conn<'_>, messages: &[KnownMessage]) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    insert_all!(
        conn,
        "INSERT INTO chat_message (chat_id, message_id, report, outbox, card, task) ",
        messages.iter(),
        |known| [
            known.chat.0,
            known.message.0,
            known.report.map(|report| report.0),
            known.row.map(|row| row.0),
            known.card,
            known.task.map(|task| task.0)
        ],
        " ON CONFLICT (chat_id, message_id) DO UPDATE SET report = excluded.report, \
         outbox = excluded.outbox, card = excluded.card, task = excluded.task"
    )
}
