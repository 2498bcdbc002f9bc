//! Rows of the outbox: written with the step that decided them, and how they were delivered.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::backend::{Conn, execute, fetch_in, insert_all, on_backend};
use super::codec::{json, named, parse};
use super::errors::StoreError;
use crate::domain::ids::{ChatId, MessageId, OutboxId, ReportId};
use crate::domain::outgoing::{Delivery, DeliveryLine, Lane, Outgoing, Purpose, Urgency};
use crate::domain::step::SentRow;

/// An outbox row as it is stored.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: Uuid,
    pub chat_id: i64,
    pub lane: i32,
    pub urgency: i32,
    pub purpose: String,
    pub report: Option<i64>,
    pub event: Option<i32>,
    pub created_at: DateTime<Utc>,
    pub not_before: Option<DateTime<Utc>>,
    pub reply_to: Option<String>,
    pub content: String,
    pub state: String,
    pub attempts: i32,
    pub message_id: Option<i32>,
}

/// The columns of [`Row`].
macro_rules! row_columns {
    () => {
        "o.id, o.chat_id, o.lane, o.urgency, o.purpose, o.report, o.event, o.created_at, \
         o.not_before, o.reply_to, o.content, o.state, o.attempts, o.message_id"
    };
}
pub(super) use row_columns;

impl Row {
    pub fn read(self) -> Result<SentRow, StoreError> {
        let corrupt = |problem: &str| StoreError::corrupt("outbox", self.id, problem);
        let lane = match self.lane {
            0 => Lane::Prompt,
            1 => Lane::Message,
            _ => Lane::Card,
        };
        let urgency = match self.urgency {
            0 => Urgency::Answer,
            1 => Urgency::Citizen,
            _ => Urgency::Rest,
        };
        let reply_to = match &self.reply_to {
            Some(text) => Some(parse("outbox", self.id, text)?),
            None => None,
        };
        Ok(SentRow {
            state: Delivery::from_name(&self.state).ok_or_else(|| corrupt("unknown state"))?,
            message: self.message_id.map(MessageId),
            row: Outgoing {
                purpose: named(&self.purpose).ok_or_else(|| corrupt("unknown purpose"))?,
                content: parse("outbox", self.id, &self.content)?,
                id: OutboxId(self.id),
                chat: ChatId(self.chat_id),
                lane,
                urgency,
                report: self.report.map(ReportId),
                event: self.event,
                created_at: self.created_at,
                not_before: self.not_before,
                reply_to,
            },
        })
    }
}

pub(super) async fn by_id(
    conn: &mut Conn<'_>,
    ids: &[OutboxId],
) -> Result<Vec<SentRow>, StoreError> {
    let head = concat!("SELECT ", row_columns!(), " FROM outbox AS o WHERE o.id IN (");
    let rows = fetch_in!(conn, Row, head, ids.iter().map(|id| id.0), " ORDER BY o.id")?;
    rows.into_iter().map(Row::read).collect()
}

/// What is owed to a chat and could not be delivered, oldest first.
pub(super) async fn undelivered_to(
    conn: &mut Conn<'_>,
    chat: ChatId,
) -> Result<Vec<SentRow>, StoreError> {
    const SQL: &str = concat!(
        "SELECT ",
        row_columns!(),
        " FROM outbox AS o WHERE o.chat_id = $1 AND o.state = 'undeliverable' AND o.owed \
         ORDER BY o.id LIMIT 100"
    );
    let rows = on_backend!(conn, |c| sqlx::query_as::<_, Row>(SQL).bind(chat.0).fetch_all(c))?;
    rows.into_iter().map(Row::read).collect()
}

#[derive(sqlx::FromRow)]
struct Line {
    id: Uuid,
    purpose: String,
    event: Option<i32>,
    state: String,
    state_at: DateTime<Utc>,
    reason: Option<String>,
    repeated: bool,
}

/// How all that is owed to a report's citizen was delivered, oldest first.
pub(super) async fn deliveries(
    conn: &mut Conn<'_>,
    report: ReportId,
) -> Result<Vec<DeliveryLine>, StoreError> {
    const SQL: &str = "SELECT id, purpose, event, state, state_at, reason, repeated FROM outbox \
         WHERE report = $1 AND owed ORDER BY id";
    let rows = on_backend!(conn, |c| sqlx::query_as::<_, Line>(SQL).bind(report.0).fetch_all(c))?;
    rows.into_iter()
        .map(|row| {
            let corrupt = |problem: &str| StoreError::corrupt("outbox", row.id, problem);
            Ok(DeliveryLine {
                id: OutboxId(row.id),
                purpose: named::<Purpose>(&row.purpose)
                    .ok_or_else(|| corrupt("unknown purpose"))?,
                event: row.event,
                state: Delivery::from_name(&row.state).ok_or_else(|| corrupt("unknown state"))?,
                at: row.state_at,
                reason: row.reason,
                repeated: row.repeated,
            })
        })
        .collect()
}

pub(super) async fn save(conn: &mut Conn<'_>, rows: &[Outgoing]) -> Result<(), StoreError> {
    let mut encoded = Vec::with_capacity(rows.len());
    for row in rows {
        let reply_to = row.reply_to.as_ref().map(json).transpose()?;
        encoded.push((row, reply_to, json(&row.content)?));
    }
    insert_all!(
        conn,
        "INSERT INTO outbox (id, chat_id, lane, urgency, purpose, owed, report, event, created_at, \
         not_before, reply_to, content, state, state_at, attempts, repeated) ",
        encoded.iter(),
        |b, (row, reply_to, content)| b
            .push_bind(row.id.0)
            .push_bind(row.chat.0)
            .push_bind(if row.chat.is_private() { 0 } else { row.lane as i32 })
            .push_bind(row.urgency as i32)
            .push_bind(row.purpose.as_str())
            .push_bind(row.purpose.is_owed())
            .push_bind(row.report.map(|report| report.0))
            .push_bind(row.event)
            .push_bind(row.created_at)
            .push_bind(row.not_before)
            .push_bind(reply_to.clone())
            .push_bind(content.clone())
            .push_bind(Delivery::Pending.as_str())
            .push_bind(row.created_at)
            .push_bind(0)
            .push_bind(false),
        ""
    )?;
    Ok(())
}

/// A row that was undeliverable (or is that again, or is given up by a named rule).
pub(super) async fn settle(
    conn: &mut Conn<'_>,
    id: OutboxId,
    state: Delivery,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE outbox SET state = $2, attempts = 0, not_before = NULL \
         WHERE id = $1 AND state IN ('undeliverable', 'suppressed', 'held')",
        id.0,
        state.as_str(),
    )?;
    Ok(())
}
