//! Cards: that the card of a report in a chat must show the present state.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, query};
use super::row::row;
use crate::domain::ids::{ChatId, MessageId, OfficeCode, ReportId};
use crate::domain::outgoing::KnownMessage;
use crate::domain::step::{BURIED, CardFact, Claimed, SendOutcome, SendResult, WITHDRAWN};

/// A card as it stands; an answer also where there is none.
pub(super) async fn fact(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
) -> Result<CardFact, StoreError> {
    const SQL: &str = "SELECT message_id, rung_at FROM card WHERE chat_id = $1 AND report = $2";
    const NEWEST: &str = "SELECT MAX(message_id) FROM chat_message WHERE chat_id = $1";
    const BELOW: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM chat_message \
         WHERE chat_id = $1 AND message_id > $2 LIMIT $3) AS below";
    let card = query(SQL)
        .bind(chat.0)
        .bind(report.0)
        .optional::<(Option<i32>, Option<DateTime<Utc>>)>(conn)
        .await?;
    let (message, rung_at) = card.unwrap_or_default();
    let below = match message {
        None => 0,
        // Messages of colleagues count as well, of which the bot may know nothing.
        Some(message) if chat.numbers_by_itself() => {
            let newest = query(NEWEST).bind(chat.0).one::<Option<i32>>(conn).await?;
            i64::from(newest.unwrap_or(message).saturating_sub(message))
        }
        Some(message) => {
            let most = i64::from(BURIED) + 1;
            query(BELOW).bind(chat.0).bind(message).bind(most).one::<i64>(conn).await?
        }
    };
    let below = u32::try_from(below.max(0)).unwrap_or(u32::MAX);
    Ok(CardFact { chat, report, message: message.map(MessageId), below, rung_at })
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

/// The cards of open reports in that chat are to be brought up to date. Those of closed ones, which may be
/// thousands, wait until something changes: what they show was read there long ago.
pub(super) async fn open_wanted(conn: &mut Conn<'_>, chat: ChatId) -> Result<(), StoreError> {
    execute_later!(
        conn,
        "UPDATE card SET wanted = wanted + 1, \
         state = CASE WHEN state = 'in_flight' THEN state ELSE 'pending' END \
         WHERE chat_id = $1 AND report IN (SELECT id FROM report WHERE state <> 'closed')",
        chat.0,
    )
}

/// The open reports of an office, or all of them, are to be shown in a chat, those that are not yet or are withdrawn from
/// it.
pub(super) async fn show_open_of(
    conn: &mut Conn<'_>,
    office: Option<&OfficeCode>,
    chat: ChatId,
) -> Result<(), StoreError> {
    let all = "INSERT INTO card (chat_id, report, wanted, claimed, shown, state, attempts, repeated) \
         SELECT $1, id, 1, 0, 0, 'pending', 0, $2 FROM report WHERE state <> 'closed'";
    let mut show = query(all).bind(chat.0).bind(false);
    if let Some(office) = office {
        show = show.push(" AND office IS NOT NULL AND office = ").push_bind(office.as_str());
    }
    show.push(
        " ON CONFLICT (chat_id, report) DO UPDATE SET wanted = card.wanted + 1, \
         state = CASE WHEN card.state = 'in_flight' THEN card.state ELSE 'pending' END \
         WHERE card.fingerprint = ",
    )
    .push_bind(WITHDRAWN)
    .run(conn)
    .await?;
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
        may_go: bool,
    }
}

row! {
    /// A card as it stands once it is claimed.
    struct Standing {
        report: i64,
        message_id: Option<i32>,
        retire: Option<i32>,
        fingerprint: Option<String>,
        attempts: i32,
    }
}

/// Cards looked at together: the limit of [`next_asked`].
const PAGE: usize = 32;

/// Before all of them.
const START: (i64, i64) = (i64::MIN, i64::MIN);

/// Claims up to `limit` cards that are out of date, the first `in_a_row` of each chat, none for the `taken`;
/// and whether there may be more.
pub(super) async fn claim(
    conn: &mut Conn<'_>,
    epoch: i64,
    now: DateTime<Utc>,
    (limit, in_a_row): (usize, usize),
    taken: &[ChatId],
) -> Result<(Vec<Claimed>, bool), StoreError> {
    let (chosen, more) = choose(conn, epoch, now, (limit, in_a_row), taken).await?;
    let mut claimed = Vec::with_capacity(chosen.len());
    for of_chat in chosen.chunk_by(|(one, _), (next, _)| one == next) {
        mark(conn, of_chat, epoch, &mut claimed).await?;
    }
    let all = claimed.len() == chosen.len();
    Ok((claimed, more || !all))
}

/// Marks cards of one chat as in flight, as they are now: on PostgreSQL one may have been changed since it was looked
/// at, or have been shown by another process, which sends now.
async fn mark(
    conn: &mut Conn<'_>,
    of_chat: &[(ChatId, ReportId)],
    epoch: i64,
    claimed: &mut Vec<Claimed>,
) -> Result<(), StoreError> {
    const MARK: &str = "UPDATE card SET repeated = (repeated OR state = 'in_flight'), \
         state = 'in_flight', epoch = $1, claimed = wanted WHERE state IN ('pending', 'in_flight') \
         AND COALESCE(epoch, 0) <= $1 AND chat_id = $2 AND report IN (";
    let Some((chat, _)) = of_chat.first() else {
        return Ok(());
    };
    let reports = of_chat.iter().map(|(_, report)| report.0);
    let marked = query(MARK).bind(epoch).bind(chat.0).list(reports);
    let marked = marked.push(") RETURNING report, message_id, retire, fingerprint, attempts");
    let mut standing = marked.all::<Standing>(conn).await?;
    // A database says in no order what it has changed.
    standing.sort_unstable_by_key(|card| card.report);
    claimed.extend(standing.into_iter().map(|card| Claimed::Card {
        chat: *chat,
        report: ReportId(card.report),
        message: card.message_id.map(MessageId),
        retire: card.retire.map(MessageId),
        fingerprint: card.fingerprint,
        attempts: card.attempts,
    }));
    Ok(())
}

/// Which cards may go, by chat and report; and whether there may be more.
async fn choose(
    conn: &mut Conn<'_>,
    epoch: i64,
    now: DateTime<Utc>,
    (limit, in_a_row): (usize, usize),
    taken: &[ChatId],
) -> Result<(Vec<(ChatId, ReportId)>, bool), StoreError> {
    let mut chosen = Vec::new();
    let mut more = false;
    let mut after = START;
    // The chat whose cards were found last, and how many: what else it has is passed over.
    let (mut found, mut cards) = (None, 0);
    loop {
        let page = next_asked(after, epoch, now).all::<Row>(conn).await?;
        let is_last = page.len() < PAGE;
        for row in page {
            let chat = ChatId(row.chat_id);
            after = (row.chat_id, row.report);
            if found != Some(chat) {
                cards = 0;
            } else if cards == in_a_row {
                more = true;
                continue;
            }
            if !row.may_go {
                continue;
            }
            found = Some(chat);
            if chosen.len() >= limit || taken.contains(&chat) {
                cards = in_a_row;
                more = true;
                continue;
            }
            cards += 1;
            chosen.push((chat, ReportId(row.report)));
        }
        if is_last {
            return Ok((chosen, more));
        }
        if chosen.len() >= limit {
            return Ok((chosen, true));
        }
        if let Some(chat) = found.filter(|chat| chat.0 == after.0) {
            // A chat's backlog is not walked.
            after = (chat.0, i64::MAX);
            more = true;
        }
    }
}

/// What a claim asks first.
pub(super) fn first_asked(epoch: i64, now: DateTime<Utc>) -> Query<'static> {
    next_asked(START, epoch, now)
}

/// A page of the cards that are out of date, those of a chat together. A card in flight in a chat where the
/// sender has nothing on its way was claimed in a transaction whose outcome could not be known: it may go again.
fn next_asked(after: (i64, i64), epoch: i64, now: DateTime<Utc>) -> Query<'static> {
    const NEXT: &str = "SELECT chat_id, report, (state = 'pending' OR COALESCE(epoch, 0) <= $3) \
           AND (not_before IS NULL OR not_before <= $4) AS may_go FROM card WHERE state IN ('pending', 'in_flight') AND (chat_id, report) > ($1, $2) \
         ORDER BY chat_id, report LIMIT 32";
    query(NEXT).bind(after.0).bind(after.1).bind(epoch).bind(now)
}

/// Records what came of sending a card; the messages that are known of it from now on.
pub(super) async fn result(
    conn: &mut Conn<'_>,
    chat: ChatId,
    report: ReportId,
    result: &SendResult,
) -> Result<Option<KnownMessage>, StoreError> {
    let (chat_id, report_id, epoch) = (chat.0, report.0, result.epoch);
    match &result.outcome {
        SendOutcome::Delivered { messages, fingerprint, .. } => {
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
            return Ok(messages.first().map(|message| KnownMessage {
                chat,
                message: *message,
                report: Some(report),
                row: None,
                card: true,
                task: None,
            }));
        }
        // No mail: a card is never awaited.
        SendOutcome::Accepted { .. } => {}
        SendOutcome::Again { not_before, reason, unknown, counts } => {
            execute!(
                conn,
                "UPDATE card SET state = 'pending', not_before = $4, reason = $5, \
                 attempts = attempts + $7, repeated = (repeated OR $6) \
                 WHERE chat_id = $1 AND report = $2 AND epoch = $3 AND state = 'in_flight'",
                chat_id,
                report_id,
                epoch,
                *not_before,
                reason.clone(),
                *unknown,
                i32::from(*counts),
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
    Ok(None)
}

/// A group has another id: its messages are numbered anew, open reports' cards are sent anew. Those that stand
/// there already are brought up to date.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE card SET wanted = wanted + 1, \
         state = CASE WHEN state = 'in_flight' THEN state ELSE 'pending' END \
         WHERE chat_id = $2 AND report IN (SELECT report FROM card WHERE chat_id = $1)",
        old.0,
        new.0,
    )?;
    execute!(
        conn,
        "DELETE FROM card WHERE chat_id = $1 \
         AND report IN (SELECT report FROM card WHERE chat_id = $2)",
        old.0,
        new.0,
    )?;
    // A closed report's stands there no more; whatever happens to it brings it anew.
    execute!(
        conn,
        "DELETE FROM card WHERE chat_id = $1 \
         AND report IN (SELECT id FROM report WHERE state = 'closed')",
        old.0,
    )?;
    execute!(
        conn,
        "UPDATE card SET chat_id = $2, state = 'pending', shown = wanted, claimed = wanted, \
         wanted = wanted + 1, message_id = NULL, retire = NULL, fingerprint = NULL, \
         not_before = NULL WHERE chat_id = $1",
        old.0,
        new.0,
    )?;
    Ok(())
}
