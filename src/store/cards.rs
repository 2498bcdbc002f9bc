//! Cards: that the card of a report in a chat must show the present state.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::messages;
use super::query::{Query, execute, execute_later, query};
use super::row::row;
use crate::domain::ids::{ChatId, MessageId, OfficeCode, ReportId};
use crate::domain::outgoing::KnownMessage;
use crate::domain::step::{CardFact, Claimed, SendOutcome, SendResult};

/// A card as it stands; an answer also where there is none.
pub(super) async fn fact(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
) -> Result<CardFact, StoreError> {
    const SQL: &str = "SELECT message_id, rung_at FROM card WHERE chat_id = $1 AND report = $2";
    const NEWEST: &str = "SELECT MAX(message_id) FROM chat_message WHERE chat_id = $1";
    let card = query(SQL)
        .bind(chat.0)
        .bind(report.0)
        .optional::<(Option<i32>, Option<DateTime<Utc>>)>(conn)
        .await?;
    let newest = query(NEWEST).bind(chat.0).one::<Option<i32>>(conn).await?;
    let (message, rung_at) = card.unwrap_or_default();
    let (message, newest) = (message.map(MessageId), newest.map(MessageId));
    Ok(CardFact { chat, report, message, newest, rung_at })
}

/// The card is to be brought up to date, or shown first.
pub(super) async fn wanted(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
) -> Result<(), StoreError> {
    execute_later!(
        conn,
        "INSERT INTO card (chat_id, report, wanted, claimed, shown, state, attempts, repeated) \
         VALUES ($1, $2, 1, 0, 0, 'pending', 0, $3) \
         ON CONFLICT (chat_id, report) DO UPDATE SET wanted = card.wanted + 1, \
         state = CASE WHEN card.state = 'in_flight' THEN card.state ELSE 'pending' END",
        chat.0,
        report.0,
        false,
    )
}

/// All cards of the report are to be brought up to date.
pub(super) async fn all_wanted(conn: &mut Conn<'_>, report: ReportId) -> Result<(), StoreError> {
    execute_later!(
        conn,
        "UPDATE card SET wanted = wanted + 1, \
         state = CASE WHEN state = 'in_flight' THEN state ELSE 'pending' END WHERE report = $1",
        report.0,
    )
}

/// The open reports of an office are to be shown in its chat, those that are not yet.
pub(super) async fn show_open_of(
    conn: &mut Conn<'_>,
    office: &OfficeCode,
    chat: ChatId,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "INSERT INTO card (chat_id, report, wanted, claimed, shown, state, attempts, repeated) \
         SELECT $1, id, 1, 0, 0, 'pending', 0, $3 FROM report \
         WHERE office = $2 AND state <> 'closed' ON CONFLICT (chat_id, report) DO NOTHING",
        chat.0,
        office.as_str(),
        false,
    )?;
    Ok(())
}

/// The card is to be sent anew below; the old message loses its buttons.
pub(super) async fn anew(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
) -> Result<(), StoreError> {
    wanted(conn, chat, report).await?;
    execute!(
        conn,
        "UPDATE card SET retire = COALESCE(message_id, retire), message_id = NULL, \
         fingerprint = NULL WHERE chat_id = $1 AND report = $2",
        chat.0,
        report.0,
    )?;
    Ok(())
}

/// A ring called for the card.
pub(super) async fn rung(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE card SET rung_at = $3 WHERE chat_id = $1 AND report = $2",
        chat.0,
        report.0,
        at,
    )?;
    Ok(())
}

row! {
    struct Row {
        chat_id: i64,
        report: i64,
        message_id: Option<i32>,
        retire: Option<i32>,
        fingerprint: Option<String>,
        attempts: i32,
        more: bool,
    }
}

/// Claims up to `limit` cards that are out of date, at most one for a chat, none for the `taken`;
/// and whether there may be more.
pub(super) async fn claim(
    conn: &mut Conn<'_>,
    epoch: i64,
    now: DateTime<Utc>,
    limit: usize,
    taken: &[ChatId],
) -> Result<(Vec<Claimed>, bool), StoreError> {
    const MARK: &str = "UPDATE card SET repeated = (repeated OR state = 'in_flight'), \
         state = 'in_flight', epoch = $3, claimed = wanted WHERE chat_id = $1 AND report = $2";
    let rows = next_asked(epoch, now).all::<Row>(conn).await?;
    let mut claimed = Vec::new();
    let mut more = false;
    for row in rows {
        let chat = ChatId(row.chat_id);
        if claimed.len() >= limit || taken.contains(&chat) {
            more = true;
            continue;
        }
        more |= row.more;
        execute!(conn, MARK, row.chat_id, row.report, epoch)?;
        claimed.push(Claimed::Card {
            chat,
            report: ReportId(row.report),
            message: row.message_id.map(MessageId),
            retire: row.retire.map(MessageId),
            fingerprint: row.fingerprint,
            attempts: row.attempts,
        });
    }
    Ok((claimed, more))
}

/// The first card of each chat that is out of date, and whether there are more.
pub(super) fn next_asked(epoch: i64, now: DateTime<Utc>) -> Query<'static> {
    // The chats are walked by the index, one look each: a backlog of cards costs nothing more. A card
    // in flight in a chat where the sender has nothing on its way was claimed in a transaction whose
    // outcome could not be known: it goes again. Materialized for PostgreSQL, which may else walk all
    // cards of a chat, and look for each whether it is the one.
    const NEXT: &str = "WITH RECURSIVE chats (chat_id) AS ( \
           SELECT MIN(chat_id) FROM card WHERE state IN ('pending', 'in_flight') \
           UNION ALL \
           SELECT (SELECT MIN(c.chat_id) FROM card AS c \
                   WHERE c.state IN ('pending', 'in_flight') AND c.chat_id > chats.chat_id) \
           FROM chats WHERE chats.chat_id IS NOT NULL), \
         firsts (chat_id, report) AS MATERIALIZED ( \
           SELECT chats.chat_id, (SELECT c.report FROM card AS c \
             WHERE c.chat_id = chats.chat_id AND c.state IN ('pending', 'in_flight') \
             AND (c.state = 'pending' OR c.epoch <= $1) \
             AND (c.not_before IS NULL OR c.not_before <= $2) \
             ORDER BY c.report LIMIT 1) \
           FROM chats) \
         SELECT k.chat_id, k.report, k.message_id, k.retire, k.fingerprint, k.attempts, \
           EXISTS (SELECT 1 FROM card AS c WHERE c.chat_id = k.chat_id AND c.report <> k.report \
             AND c.state IN ('pending', 'in_flight')) AS more \
         FROM firsts JOIN card AS k ON k.chat_id = firsts.chat_id AND k.report = firsts.report";
    query(NEXT).bind(epoch).bind(now)
}

/// Records what came of sending a card.
pub(super) async fn result(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
    result: &SendResult,
) -> Result<(), StoreError> {
    let (chat_id, report_id, epoch) = (chat.0, report.0, result.epoch);
    match &result.outcome {
        SendOutcome::Delivered { messages, fingerprint } => {
            // Wanted anew while an edit was under way: the edited message is still to be retired.
            let message = messages.first().map(|id| id.0);
            execute!(
                conn,
                "UPDATE card SET shown = claimed, message_id = COALESCE($4, message_id), \
                 retire = CASE WHEN $4 IS NULL THEN retire ELSE NULL END, fingerprint = $5, \
                 attempts = 0, not_before = NULL, reason = NULL, \
                 state = CASE WHEN wanted > claimed THEN 'pending' ELSE 'delivered' END \
                 WHERE chat_id = $1 AND report = $2 AND epoch = $3 AND state = 'in_flight'",
                chat_id,
                report_id,
                epoch,
                message,
                fingerprint.clone(),
            )?;
            let known: Vec<KnownMessage> = messages
                .iter()
                .map(|message| KnownMessage {
                    chat,
                    message: *message,
                    report: Some(report),
                    row: None,
                    card: true,
                    task: None,
                })
                .collect();
            messages::save(conn, &known).await?;
        }
        // No mail: a card is never awaited.
        SendOutcome::Accepted => {}
        SendOutcome::Again { not_before, reason, unknown, .. } => {
            execute!(
                conn,
                "UPDATE card SET state = 'pending', not_before = $4, reason = $5, \
                 attempts = attempts + 1, repeated = (repeated OR $6) \
                 WHERE chat_id = $1 AND report = $2 AND epoch = $3 AND state = 'in_flight'",
                chat_id,
                report_id,
                epoch,
                *not_before,
                reason.clone(),
                *unknown,
            )?;
        }
        SendOutcome::CardLost => {
            execute!(
                conn,
                "UPDATE card SET state = 'pending', message_id = NULL, fingerprint = NULL, \
                 not_before = NULL \
                 WHERE chat_id = $1 AND report = $2 AND epoch = $3 AND state = 'in_flight'",
                chat_id,
                report_id,
                epoch,
            )?;
        }
        SendOutcome::Undeliverable { reason } => {
            execute!(
                conn,
                "UPDATE card SET state = 'undeliverable', shown = claimed, reason = $4 \
                 WHERE chat_id = $1 AND report = $2 AND epoch = $3 AND state = 'in_flight'",
                chat_id,
                report_id,
                epoch,
                reason.clone(),
            )?;
        }
    }
    Ok(())
}

/// A group has another id: its messages are numbered anew, open reports' cards are sent anew.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    execute!(conn, "DELETE FROM card WHERE chat_id = $1", new.0)?;
    execute!(
        conn,
        "UPDATE card SET chat_id = $2, message_id = NULL, retire = NULL, fingerprint = NULL, \
         not_before = NULL WHERE chat_id = $1",
        old.0,
        new.0,
    )?;
    execute!(
        conn,
        "UPDATE card SET state = 'delivered', shown = wanted, claimed = wanted WHERE chat_id = $1",
        new.0,
    )?;
    execute!(
        conn,
        "UPDATE card SET wanted = wanted + 1, state = 'pending' WHERE chat_id = $1 \
         AND report IN (SELECT id FROM report WHERE state <> 'closed')",
        new.0,
    )?;
    Ok(())
}
