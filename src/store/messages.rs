//! Messages of chats that something is known of.

use uuid::Uuid;

use super::backend::{Conn, insert_all, on_backend};
use super::errors::StoreError;
use crate::domain::ids::{ChatId, MessageId, OutboxId, ReportId, TaskId};
use crate::domain::outgoing::KnownMessage;

#[derive(sqlx::FromRow)]
struct Row {
    report: Option<i64>,
    outbox: Option<Uuid>,
    card: bool,
    task: Option<Uuid>,
}

pub(super) async fn find(
    conn: &mut Conn<'_>,
    chat: ChatId,
    message: MessageId,
) -> Result<Option<KnownMessage>, StoreError> {
    const SQL: &str = "SELECT report, outbox, card, task FROM chat_message \
         WHERE chat_id = $1 AND message_id = $2";
    let row = on_backend!(conn, |c| sqlx::query_as::<_, Row>(SQL)
        .bind(chat.0)
        .bind(message.0)
        .fetch_optional(c))?;
    Ok(row.map(|row| KnownMessage {
        chat,
        message,
        report: row.report.map(ReportId),
        row: row.outbox.map(OutboxId),
        card: row.card,
        task: row.task.map(TaskId),
    }))
}

pub(super) async fn save(conn: &mut Conn<'_>, messages: &[KnownMessage]) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    insert_all!(
        conn,
        "INSERT INTO chat_message (chat_id, message_id, report, outbox, card, task) ",
        messages.iter(),
        |b, known| b
            .push_bind(known.chat.0)
            .push_bind(known.message.0)
            .push_bind(known.report.map(|report| report.0))
            .push_bind(known.row.map(|row| row.0))
            .push_bind(known.card)
            .push_bind(known.task.map(|task| task.0)),
        " ON CONFLICT (chat_id, message_id) DO UPDATE SET report = excluded.report, \
         outbox = excluded.outbox, card = excluded.card, task = excluded.task"
    )?;
    Ok(())
}
