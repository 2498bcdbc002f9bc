//! What is sent next: claimed under an epoch, and what came of it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::errors::StoreError;
use super::outbox::{Row, row_columns};
use super::query::{Query, execute, query};
use super::row::row;
use super::{cards, files, leases, meta, results};
use crate::domain::ids::{ChatId, MessageId};
use crate::domain::outgoing::{Content, Outgoing, Target, Urgency};
use crate::domain::step::{Claim, Claimed, Parcel, SendResult};

/// Chats with rows that may go now, in the order in which they are to be sent: a page of them.
const WAITING: &str = "SELECT urgency, id, chat_id FROM outbox \
     WHERE state = 'pending' AND chat_id <> 0 AND (urgency, id) > ($1, $2) \
     AND (not_before IS NULL OR not_before <= $3) ORDER BY urgency, id LIMIT 256";

/// Before all of them.
const START: (i32, Uuid) = (-1, Uuid::nil());

/// The rows of [`WAITING`] at a time.
const PAGE: usize = 256;

/// The first row of each of some chats. A row that waits for another attempt holds back what comes after
/// it in its chat's lane; one whose time is only later does not.
// SQLite takes a partial index only where its own condition is named: hence the state twice, here and below.
const FIRST: &str = concat!(
    "), firsts (id) AS MATERIALIZED ( \
       SELECT (SELECT p.id FROM outbox AS p \
         WHERE p.chat_id = chats.chat_id AND p.state IN ('pending', 'in_flight') \
         AND p.state = 'pending' AND (p.not_before IS NULL OR p.not_before <= $1) \
         AND NOT EXISTS (SELECT 1 FROM outbox AS q WHERE q.chat_id = p.chat_id \
           AND q.lane = p.lane AND q.id < p.id AND q.state IN ('pending', 'in_flight') \
           AND q.attempts > 0 AND q.not_before > $1) \
         ORDER BY p.lane, p.id LIMIT 1) \
       FROM chats) \
     SELECT ",
    row_columns!(),
    ", EXISTS (SELECT 1 FROM outbox AS b WHERE b.chat_id = o.chat_id \
         AND b.state IN ('pending', 'in_flight') AND b.state = 'in_flight') AS busy, \
       (EXISTS (SELECT 1 FROM outbox AS p WHERE p.chat_id = o.chat_id AND p.id <> o.id \
         AND p.state IN ('pending', 'in_flight')) \
       OR EXISTS (SELECT 1 FROM card AS c WHERE c.chat_id = o.chat_id \
         AND c.state IN ('pending', 'in_flight'))) AS more \
     FROM firsts JOIN outbox AS o ON o.id = firsts.id \
     ORDER BY o.urgency, o.id"
);

row! {
    struct Waiting {
        urgency: i32,
        id: Uuid,
        chat_id: i64,
    }
}

row! {
    struct First {
        row: Row,
        busy: bool,
        more: bool,
    }
}

/// Claims up to `limit` parcels, at most one row or `cards` cards for a chat, none for a chat in `busy`.
pub(super) async fn claim(
    conn: &mut Conn<'_>,
    epoch: i64,
    now: DateTime<Utc>,
    (limit, cards): (u32, usize),
    busy: &[ChatId],
) -> Result<Claim, StoreError> {
    let mut claiming = Claiming {
        now,
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        tried: busy.to_vec(),
        parcels: Vec::new(),
        more: false,
        answers: false,
    };
    let mut after = START;
    loop {
        let page = waiting_asked(after, now).all::<Waiting>(conn).await?;
        claiming.of_page(conn, &page).await?;
        match page.last() {
            Some(last) if page.len() == PAGE && claiming.places() > 0 => {
                after = (last.urgency, last.id);
            }
            _ => break,
        }
    }
    let ids: Vec<Uuid> = claiming.parcels.iter().filter_map(row_of).collect();
    let marked = mark(conn, &ids, epoch, now).await?;
    let left = claiming.places();
    let Claiming { mut parcels, mut more, answers, .. } = claiming;
    parcels.retain(|parcel| row_of(parcel).is_none_or(|id| marked.contains(&id)));
    // What was taken back meanwhile is not sent; something may wait behind it.
    more |= marked.len() < ids.len();
    if left > 0 {
        // Where nothing of the outbox can go, because it waits for another attempt, cards may.
        let claimed = parcels.iter().map(Claimed::chat);
        let taken: Vec<ChatId> = busy.iter().copied().chain(claimed).collect();
        let (cards, others) = cards::claim(conn, epoch, now, (left, cards), &taken).await?;
        parcels.extend(cards);
        more |= others;
    }
    let next_at = if parcels.is_empty() { next_at(conn, now).await? } else { None };
    Ok(Claim { parcels, more, answers, next_at })
}

/// What a claim asks, and whoever lets it, with that.
pub(super) fn asked(epoch: i64, now: DateTime<Utc>) -> Vec<Query<'static>> {
    vec![leases::epoch_asked("sender"), waiting_asked(START, now), cards::first_asked(epoch, now)]
}

fn waiting_asked(after: (i32, Uuid), now: DateTime<Utc>) -> Query<'static> {
    query(WAITING).bind(after.0).bind(after.1).bind(now)
}

fn row_of(parcel: &Claimed) -> Option<Uuid> {
    match parcel {
        Claimed::Row { row, .. } => Some(row.id.0),
        Claimed::Card { .. } => None,
    }
}

/// A claim in the making.
struct Claiming {
    now: DateTime<Utc>,
    limit: usize,
    /// Chats whose rows are not looked at (any more).
    tried: Vec<ChatId>,
    parcels: Vec<Claimed>,
    more: bool,
    answers: bool,
}

impl Claiming {
    fn places(&self) -> usize {
        self.limit.saturating_sub(self.parcels.len())
    }

    /// Claims the first rows of a page's chats, as many chats at a time as there are places.
    async fn of_page(&mut self, conn: &mut Conn<'_>, page: &[Waiting]) -> Result<(), StoreError> {
        let mut chats: Vec<ChatId> = Vec::new();
        for waiting in page {
            let chat = ChatId(waiting.chat_id);
            if self.tried.contains(&chat) {
                self.leaves(waiting.urgency);
                continue;
            }
            if chats.len() == self.places() {
                self.firsts(conn, &chats).await?;
                chats.clear();
            }
            if self.places() == 0 {
                self.leaves(waiting.urgency);
                return Ok(());
            }
            self.tried.push(chat);
            chats.push(chat);
        }
        self.firsts(conn, &chats).await
    }

    /// Something of that urgency may go once what is before it has gone.
    fn leaves(&mut self, urgency: i32) {
        self.more = true;
        self.answers |= urgency == Urgency::Answer as i32;
    }

    async fn firsts(&mut self, conn: &mut Conn<'_>, chats: &[ChatId]) -> Result<(), StoreError> {
        if chats.is_empty() {
            return Ok(());
        }
        let mut firsts = query("WITH chats (chat_id) AS (VALUES ").bind(self.now);
        for (before, chat) in chats.iter().enumerate() {
            firsts = firsts.push(if before > 0 { ", (" } else { "(" }).push_bind(chat.0).push(")");
        }
        for First { row, busy, more } in firsts.push(FIRST).all::<First>(conn).await? {
            let chat = ChatId(row.chat_id);
            if busy {
                // What was born in flight there is on its way to the sender.
                self.leaves(row.urgency);
                continue;
            }
            self.more |= more;
            let attempts = row.attempts;
            let row = row.read_or_unreadable();
            let target = target(conn, &row, chat).await?;
            let files = match &row.content {
                Content::Photos { photos, .. } => files::by_id(conn, photos).await?,
                Content::Text(_)
                | Content::Edit { .. }
                | Content::Mail(_)
                | Content::Document { .. }
                | Content::Unreadable => Vec::new(),
            };
            self.parcels.push(Claimed::Row { row, target, files, attempts });
        }
        Ok(())
    }
}

/// Marks rows as in flight: those that still wait. On PostgreSQL another step may have taken one back
/// since it was looked at, or another process, which sends now, may have it on its way.
pub(super) async fn mark(
    conn: &mut Conn<'_>,
    ids: &[Uuid],
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    query(
        "UPDATE outbox SET repeated = (repeated OR state = 'in_flight'), state = 'in_flight', \
         epoch = $1, state_at = $2 WHERE id IN (",
    )
    .bind(epoch)
    .bind(now)
    .list(ids.iter().copied())
    .push(") AND state IN ('pending', 'in_flight') AND COALESCE(epoch, 0) <= $1 RETURNING id")
    .all(conn)
    .await
}

/// The message that a row edits or replies to, as far as it is known.
pub(super) async fn target(
    conn: &mut Conn<'_>,
    row: &Outgoing,
    chat: ChatId,
) -> Result<Option<MessageId>, StoreError> {
    let found = match row.target() {
        None => return Ok(None),
        Some(Target::Message(id)) => return Ok(Some(id)),
        Some(Target::Row(id)) => {
            // What a group was sent under its former id has another number now, or none.
            const SQL: &str = "SELECT message_id FROM outbox WHERE id = $1 AND chat_id = $2";
            query(SQL).bind(id.0).bind(chat.0).optional::<Option<i32>>(conn).await?
        }
        Some(Target::Card(report)) => {
            const SQL: &str =
                "SELECT COALESCE(message_id, retire) FROM card WHERE chat_id = $1 AND report = $2";
            query(SQL).bind(chat.0).bind(report.0).optional::<Option<i32>>(conn).await?
        }
    };
    Ok(found.flatten().map(MessageId))
}

/// When the next parcel that waits for its time may be sent. What is behind another one has no time of its
/// own.
async fn next_at(
    conn: &mut Conn<'_>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT MIN(due) FROM ( \
         SELECT MIN(not_before) AS due FROM outbox WHERE state = 'pending' AND account IS NULL \
         AND not_before > $1 \
         UNION ALL \
         SELECT MIN(not_before) FROM card WHERE state = 'pending' AND not_before > $1) AS dues";
    let due = query(SQL).bind(now).one::<Option<DateTime<Utc>>>(conn).await?;
    Ok(due)
}

/// Whether a message of a chat is not known although something is on its way there: it may be that.
pub(super) async fn arriving(
    conn: &mut Conn<'_>,
    chat: ChatId,
    message: MessageId,
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT \
         (SELECT COUNT(*) FROM outbox WHERE chat_id = $1 \
          AND state IN ('pending', 'in_flight') AND state = 'in_flight') + \
         (SELECT COUNT(*) FROM card WHERE chat_id = $1 \
          AND state IN ('pending', 'in_flight') AND state = 'in_flight'), \
         (SELECT COUNT(*) FROM chat_message WHERE chat_id = $1 AND message_id = $2)";
    let (on_their_way, known) =
        query(SQL).bind(chat.0).bind(message.0).one::<(i64, i64)>(conn).await?;
    Ok(on_their_way > 0 && known == 0)
}

/// Whether anything is on its way, or could be sent now.
pub(super) async fn unsent(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT \
         (SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'in_flight') \
          AND (not_before IS NULL OR not_before <= $1) \
          AND NOT EXISTS (SELECT 1 FROM outbox AS first WHERE first.account = outbox.account \
            AND first.mail_to = outbox.mail_to AND first.id < outbox.id \
            AND first.state = 'pending' AND first.not_before > $1)) + \
         (SELECT COUNT(*) FROM card WHERE state IN ('pending', 'in_flight') \
          AND (not_before IS NULL OR not_before <= $1))";
    let count = query(SQL).bind(now).one::<i64>(conn).await?;
    Ok(count > 0)
}

/// Records what came of sends. Only the present holder of the sender's lease may.
pub(super) async fn record(conn: &mut Conn<'_>, results: &[SendResult]) -> Result<(), StoreError> {
    let held = leases::epoch(conn, "sender").await?;
    if held.is_some_and(|epoch| results.iter().any(|result| result.epoch != epoch)) {
        return Err(StoreError::LeaseLost);
    }
    let (mut rows, mut known) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result.parcel {
            Parcel::Row(id) => rows.push((id, result)),
            Parcel::Card(chat, report) => {
                known.extend(cards::result(conn, chat, report, result).await?);
            }
        }
    }
    results::record(conn, &rows, known).await
}

/// A group has another id now, and nothing of the old one's message numbers holds any more. Telegram says it twice,
/// by an update and by refusing what goes to the old id: only what is still there is moved, and what stands under
/// the new id stays as it is.
pub(super) async fn migrate(
    conn: &mut Conn<'_>,
    old: ChatId,
    new: ChatId,
) -> Result<(), StoreError> {
    execute!(conn, "DELETE FROM chat_message WHERE chat_id = $1", old.0)?;
    execute!(
        conn,
        "UPDATE outbox SET not_before = NULL WHERE chat_id = $1 \
         AND state IN ('pending', 'in_flight') AND state = 'pending' AND attempts > 0",
        old.0
    )?;
    // What means a message by its number would mean another one.
    execute!(
        conn,
        "UPDATE outbox SET reply_to = NULL WHERE chat_id = $1 \
         AND state IN ('pending', 'in_flight') AND reply_to LIKE '{\"message\":%'",
        old.0
    )?;
    execute!(
        conn,
        "UPDATE outbox SET state = 'suppressed', reason = 'the group has another id' \
         WHERE chat_id = $1 AND state IN ('pending', 'in_flight') \
         AND content LIKE '{\"edit\":{\"target\":{\"message\":%'",
        old.0
    )?;
    // Only what may still be sent: of what was, there may be as much as the town ever said.
    execute!(
        conn,
        "UPDATE outbox SET chat_id = $2 WHERE chat_id = $1 AND state IN ('pending', 'in_flight')",
        old.0,
        new.0
    )?;
    execute!(
        conn,
        "UPDATE outbox SET chat_id = $2 WHERE chat_id = $1 AND state = 'undeliverable'",
        old.0,
        new.0
    )?;
    execute!(
        conn,
        "DELETE FROM dialogue WHERE chat_id = $1 \
         AND user_id IN (SELECT user_id FROM dialogue WHERE chat_id = $2)",
        old.0,
        new.0
    )?;
    execute!(conn, "UPDATE dialogue SET chat_id = $2 WHERE chat_id = $1", old.0, new.0)?;
    cards::migrate(conn, old, new).await?;
    super::timers::migrate(conn, old, new).await?;
    super::groups::migrate(conn, old, new).await?;
    super::directory::migrate(conn, old, new).await
}

fn lost_key(chat: ChatId) -> String {
    format!("lost_chat:{}", chat.0)
}

/// Whether a chat is known to be lost.
pub(super) async fn is_lost(conn: &mut Conn<'_>, chat: ChatId) -> Result<bool, StoreError> {
    Ok(lost_asked(chat).optional::<String>(conn).await?.is_some())
}

/// What says so.
pub(super) fn lost_asked(chat: ChatId) -> Query<'static> {
    meta::value(lost_key(chat))
}

/// A chat cannot be written to any more.
pub(super) async fn chat_lost(conn: &mut Conn<'_>, chat: ChatId) -> Result<(), StoreError> {
    meta::set(conn, &lost_key(chat), "").await
}

/// A chat can be written to again: what waits for it goes on now.
pub(super) async fn chat_back(conn: &mut Conn<'_>, chat: ChatId) -> Result<(), StoreError> {
    meta::unset(conn, &lost_key(chat)).await?;
    execute!(
        conn,
        "UPDATE outbox SET not_before = NULL WHERE chat_id = $1 \
         AND state IN ('pending', 'in_flight') AND state = 'pending' AND attempts > 0",
        chat.0
    )?;
    execute!(
        conn,
        "UPDATE card SET not_before = NULL WHERE chat_id = $1 AND state = 'pending'",
        chat.0
    )?;
    Ok(())
}
