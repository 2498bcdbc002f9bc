//! Rows of the outbox: written with the step that decided them, and how they were delivered.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::births::Newborn;
use super::codec::{json, named, parse};
use super::errors::StoreError;
use super::query::{Query, execute, fetch_in, insert_all, query};
use super::row::row;
use crate::domain::ids::{ChatId, MessageId, OutboxId, ReportId};
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{
    Content, Delivery, DeliveryLine, Lane, MailTo, Outgoing, Purpose, To, Urgency, WITHOUT_PHOTOS,
};
use crate::domain::step::{Answers, Coalesced, RowNews, SentRow, Settled};

row! {
    /// An outbox row as it is stored.
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
        pub account: Option<String>,
        pub mail_to: Option<String>,
        pub counted: Option<String>,
        pub reason: Option<String>,
    }
}

/// The columns of [`Row`].
macro_rules! row_columns {
    () => {
        "o.id, o.chat_id, o.lane, o.urgency, o.purpose, o.report, o.event, o.created_at, \
         o.not_before, o.reply_to, o.content, o.state, o.attempts, o.message_id, o.account, \
         o.mail_to, o.counted, o.reason"
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
        let to = match self.mail_to {
            None => To::Chat(ChatId(self.chat_id)),
            Some(address) => To::Mail(MailTo {
                account: self
                    .account
                    .as_deref()
                    .and_then(named)
                    .ok_or_else(|| StoreError::corrupt("outbox", self.id, "unknown account"))?,
                address,
                counted: self.counted,
            }),
        };
        let held = self.reason.as_deref().filter(|_| self.state == Delivery::Held.as_str());
        Ok(SentRow {
            state: named(&self.state).ok_or_else(|| corrupt("unknown state"))?,
            message: self.message_id.map(MessageId),
            row: Outgoing {
                purpose: named(&self.purpose).ok_or_else(|| corrupt("unknown purpose"))?,
                content: parse("outbox", self.id, &self.content)?,
                id: OutboxId(self.id),
                to,
                held: held.and_then(named),
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

impl Row {
    /// The row to be sent. One that cannot be read must neither stand in the way of all others nor be
    /// passed over in silence: it goes on without its content, and whoever was to send it tells of it.
    pub fn read_or_unreadable(self) -> Outgoing {
        let to = self.mail_to.clone();
        let account = self.account.as_deref().and_then(named);
        let owed = if self.report.is_some() { Purpose::Word } else { Purpose::Conversation };
        let rest = Outgoing {
            id: OutboxId(self.id),
            to: match to.zip(account) {
                Some((address, account)) => To::Mail(MailTo { account, address, counted: None }),
                None => To::Chat(ChatId(self.chat_id)),
            },
            lane: Lane::Message,
            urgency: Urgency::Citizen,
            purpose: named(&self.purpose).unwrap_or(owed),
            report: self.report.map(ReportId),
            event: self.event,
            created_at: self.created_at,
            not_before: self.not_before,
            reply_to: None,
            content: Content::Unreadable,
            held: None,
        };
        match self.read() {
            Ok(sent) => sent.row,
            Err(error) => {
                tracing::error!(%error, "outbox.corrupt");
                rest
            }
        }
    }
}

pub(super) async fn by_id(
    conn: &mut Conn<'_>,
    ids: &[OutboxId],
) -> Result<Vec<SentRow>, StoreError> {
    let head = concat!("SELECT ", row_columns!(), " FROM outbox AS o WHERE o.id IN (");
    // Locked: what is decided of them (a receipt, a release) holds when it is saved.
    let tail = format!(" ORDER BY o.id{}", conn.lock());
    let rows = fetch_in!(conn, Row, head, ids.iter().map(|id| id.0), &tail)?;
    rows.into_iter().map(Row::read).collect()
}

/// Those rows that are in flight under these epochs, whatever else they say, each with its chat, which may be another by
/// now. Locked, like [`by_id`].
pub(super) async fn in_flight(
    conn: &mut Conn<'_>,
    rows: &[(OutboxId, i64)],
) -> Result<Vec<(OutboxId, ChatId)>, StoreError> {
    let head = "SELECT id, epoch, chat_id FROM outbox WHERE state = 'in_flight' AND id IN (";
    let tail = format!(" ORDER BY id{}", conn.lock());
    let ids = rows.iter().map(|(id, _)| id.0);
    let found = fetch_in!(conn, (Uuid, Option<i64>, i64), head, ids, &tail)?;
    let is_under = |id: Uuid, epoch| rows.contains(&(OutboxId(id), epoch));
    Ok(found
        .into_iter()
        .filter(|(id, epoch, _)| epoch.is_some_and(|epoch| is_under(*id, epoch)))
        .map(|(id, _, chat)| (OutboxId(id), ChatId(chat)))
        .collect())
}

/// What is owed to a chat and could not be delivered, oldest first, unless a person has told them, with the photos
/// that went with that. What can no longer be read is left out: it cannot be sent again, and its task stands.
pub(super) async fn undelivered_to(
    conn: &mut Conn<'_>,
    chat: ChatId,
) -> Result<Vec<SentRow>, StoreError> {
    const SQL: &str = concat!(
        "SELECT ",
        row_columns!(),
        " FROM outbox AS o WHERE o.chat_id = $1 AND o.state = 'undeliverable' AND o.owed \
         AND NOT EXISTS (SELECT 1 FROM outbox AS told WHERE told.report = o.report \
         AND told.owed AND told.created_at = o.created_at AND told.purpose = o.purpose \
         AND told.state = 'undeliverable' AND told.reason = 'told') \
         ORDER BY o.id LIMIT 100"
    );
    let rows = query(SQL).bind(chat.0).all::<Row>(conn).await?;
    Ok(rows.into_iter().filter_map(|row| row.read().ok()).collect())
}

/// Answers to what a person did that wait for their chat, oldest first.
pub(super) async fn waiting_for(
    conn: &mut Conn<'_>,
    chat: ChatId,
) -> Result<Vec<OutboxId>, StoreError> {
    let rows = waiting_asked(chat).all::<Uuid>(conn).await?;
    Ok(rows.into_iter().map(OutboxId).collect())
}

/// What waits for a chat.
pub(super) fn waiting_asked(chat: ChatId) -> Query<'static> {
    // SQLite takes a partial index only where its own condition is named: hence the state twice.
    const SQL: &str = "SELECT id FROM outbox WHERE chat_id = $1 \
         AND state IN ('pending', 'in_flight') AND state = 'pending' \
         AND purpose = 'conversation' ORDER BY lane, id LIMIT 100";
    query(SQL).bind(chat.0)
}

/// Answers that a later one takes the place of are not sent any more, by that rule.
pub(super) async fn coalesce(conn: &mut Conn<'_>, coalesced: &Coalesced) -> Result<(), StoreError> {
    query("UPDATE outbox SET state = 'suppressed', reason = 'flood', state_at = ")
        .push_bind(coalesced.at)
        .push(" WHERE state = 'pending' AND id IN (")
        .list(coalesced.rows.iter().map(|row| row.0))
        .push(")")
        .run_later(conn)
        .await
}

row! {
    struct Line {
        id: Uuid,
        purpose: String,
        event: Option<i32>,
        state: String,
        state_at: DateTime<Utc>,
        reason: Option<String>,
        repeated: bool,
    }
}

/// How all that is owed to a report's citizen was delivered, oldest first.
pub(super) async fn deliveries(
    conn: &mut Conn<'_>,
    report: ReportId,
) -> Result<Vec<DeliveryLine>, StoreError> {
    let rows = deliveries_asked(report).all::<Line>(conn).await?;
    rows.into_iter().map(Line::read).collect()
}

/// What is owed to a report's citizen.
pub(super) fn deliveries_asked(report: ReportId) -> Query<'static> {
    const SQL: &str = "SELECT id, purpose, event, state, state_at, reason, repeated FROM outbox \
         WHERE report = $1 AND owed ORDER BY id";
    query(SQL).bind(report.0)
}

impl Line {
    fn read(self) -> Result<DeliveryLine, StoreError> {
        let corrupt = |problem: &str| StoreError::corrupt("outbox", self.id, problem);
        Ok(DeliveryLine {
            id: OutboxId(self.id),
            purpose: named::<Purpose>(&self.purpose).ok_or_else(|| corrupt("unknown purpose"))?,
            event: self.event,
            state: named(&self.state).ok_or_else(|| corrupt("unknown state"))?,
            at: self.state_at,
            reason: self.reason,
            repeated: self.repeated,
        })
    }
}

row! {
    struct LineOf {
        report: i64,
        line: Line,
    }
}

/// The same for some reports.
pub(super) async fn deliveries_of(
    conn: &mut Conn<'_>,
    ids: &[i64],
) -> Result<BTreeMap<ReportId, Vec<DeliveryLine>>, StoreError> {
    let head = "SELECT report, id, purpose, event, state, state_at, reason, repeated FROM outbox \
         WHERE owed AND report IN (";
    let mut lines: BTreeMap<ReportId, Vec<DeliveryLine>> = BTreeMap::new();
    for row in fetch_in!(conn, LineOf, head, ids.iter().copied(), " ORDER BY report, id")? {
        lines.entry(ReportId(row.report)).or_default().push(row.line.read()?);
    }
    Ok(lines)
}

pub(super) async fn save(
    conn: &mut Conn<'_>,
    rows: &[Outgoing],
    newborn: &Newborn,
) -> Result<(), StoreError> {
    let mut encoded = Vec::with_capacity(rows.len());
    for row in rows {
        let reply_to = row.reply_to.as_ref().map(json).transpose()?;
        encoded.push((row, reply_to, json(&row.content)?));
    }
    insert_all!(
        conn,
        "INSERT INTO outbox (id, chat_id, lane, urgency, purpose, owed, report, event, created_at, \
         not_before, reply_to, content, state, state_at, attempts, repeated, reason, account, \
         mail_to, counted, epoch) ",
        encoded.iter(),
        |(row, reply_to, content)| [
            row.id.0,
            row.to.chat().unwrap_or(ChatId::NONE).0,
            lane_of(row),
            row.urgency as i32,
            row.purpose.as_str(),
            row.purpose.is_owed(),
            row.report.map(|report| report.0),
            row.event,
            row.created_at,
            row.not_before,
            reply_to.as_deref(),
            content,
            match row.held {
                Some(rule) if rule.suppresses() => Delivery::Suppressed.as_str(),
                Some(_) => Delivery::Held.as_str(),
                None if newborn.epoch_of(row.id).is_some() => Delivery::InFlight.as_str(),
                None => Delivery::Pending.as_str(),
            },
            row.created_at,
            0,
            false,
            row.held.map(MailRule::as_str),
            row.to.mail().map(|mail| mail.account.as_str()),
            row.to.mail().map(|mail| mail.address.clone()),
            row.to.mail().and_then(|mail| mail.counted.clone()),
            newborn.epoch_of(row.id)
        ],
        ""
    )
}

/// The lane of a row. Everybody but a group of staff reads what comes in the order in which it was said: they have one.
pub(super) fn lane_of(row: &Outgoing) -> i32 {
    let in_one_lane = row.to.chat().is_none_or(ChatId::is_private);
    if in_one_lane { 0 } else { row.lane as i32 }
}

/// What a bounce or a receipt says of a row. A new state has its own reason, or none: what was late
/// and has arrived is late no more. Photos that did not go with it are still not there.
pub(super) async fn news(conn: &mut Conn<'_>, news: &RowNews) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE outbox SET state = COALESCE($2, state), \
         state_at = CASE WHEN $2 IS NULL THEN state_at ELSE $3 END, \
         reason = CASE WHEN $2 IS NULL OR reason LIKE $6 THEN COALESCE($4, reason) ELSE $4 END, \
         provider_id = COALESCE($5, provider_id) WHERE id = $1",
        news.id.0,
        news.state.map(Delivery::as_str),
        news.at,
        news.reason.clone(),
        news.provider_id.clone(),
        format!("{WITHOUT_PHOTOS}%"),
    )?;
    Ok(())
}

/// Rows by the id that a provider of certified mail gave them.
pub(super) async fn by_provider(
    conn: &mut Conn<'_>,
    ids: &[String],
) -> Result<Vec<(String, OutboxId)>, StoreError> {
    row! {
        struct Found {
            provider_id: String,
            id: Uuid,
        }
    }
    let head = "SELECT provider_id, id FROM outbox WHERE provider_id IN (";
    let rows = fetch_in!(conn, Found, head, ids.iter().cloned(), " ORDER BY id")?;
    Ok(rows.into_iter().map(|row| (row.provider_id, OutboxId(row.id))).collect())
}

/// The questions of [`answers`]: the subjects, what is held, and how many mails a person looks at.
pub(super) fn answers_asked(address: &str, since: DateTime<Utc>) -> [Query<'static>; 3] {
    const SENT: &str = "SELECT counted FROM outbox WHERE mail_to = $1 AND counted IS NOT NULL \
         AND created_at > $2 AND state NOT IN ('held', 'suppressed') ORDER BY id LIMIT 100";
    const HELD: &str = "SELECT id FROM outbox WHERE mail_to = $1 AND counted IS NOT NULL \
         AND state = 'held' \
         AND reason IN ('too_many_answers', 'same_subject', 'dmarc_failed') \
         ORDER BY id LIMIT 2000";
    // A bounce that names no report is a task where it names a citizen.
    const LOOKED_AT: &str = "SELECT COUNT(*) FROM mail WHERE at > $1 AND sender = $2 \
         AND (became IN ('task', 'set_aside') OR became = 'bounce' AND report IS NULL)";
    const OF_NOBODY: &str = "SELECT COUNT(*) FROM mail WHERE at > $1 AND sender IS NULL \
         AND (became IN ('task', 'set_aside') OR became = 'bounce' AND report IS NULL)";
    let address = || address.to_owned();
    let looked_at = if address().is_empty() {
        query(OF_NOBODY).bind(since)
    } else {
        query(LOOKED_AT).bind(since).bind(address())
    };
    [query(SENT).bind(address()).bind(since), query(HELD).bind(address()), looked_at]
}

/// Automatic answers to an address since a moment, and what is held for it.
pub(super) async fn answers(
    conn: &mut Conn<'_>,
    address: &str,
    since: DateTime<Utc>,
) -> Result<Answers, StoreError> {
    let [sent, held, looked_at] = answers_asked(address, since);
    let subjects = sent.all::<String>(conn).await?;
    let held = held.all::<Uuid>(conn).await?;
    let looked_at: i64 = looked_at.one(conn).await?;
    Ok(Answers {
        looked_at: usize::try_from(looked_at).unwrap_or(usize::MAX),
        subjects,
        held: held.into_iter().map(OutboxId).collect(),
    })
}

/// Gives another state to a row that nothing is sending: undeliverable, suppressed, held, awaiting its receipt, or told
/// by a person. Others are left alone. What does not arrive is dated by when that turned out, whatever is made of it
/// later; what waits again, by when it was written.
pub(super) async fn settle(conn: &mut Conn<'_>, settled: &Settled) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE outbox SET state = $2, attempts = 0, not_before = NULL, \
         state_at = CASE WHEN $2 IN ('held', 'accepted') THEN created_at \
         WHEN $2 IN ('undeliverable', 'suppressed') AND state IN ('undeliverable', 'suppressed') \
         THEN state_at ELSE $4 END, \
         reason = CASE WHEN $2 IN ('pending', 'accepted') THEN NULL ELSE COALESCE($3, reason) END \
         WHERE id = $1 AND (state IN ('undeliverable', 'suppressed', 'held', 'accepted') \
         OR (state = 'delivered' AND reason = 'told'))",
        settled.row.0,
        settled.state.as_str(),
        settled.reason.as_deref().map(str::to_owned),
        settled.at,
    )?;
    Ok(())
}

/// A row that was held goes out, as if it had been written at that moment: a mail of Friday is no old one on Monday, for
/// whoever reads its date, nor for how long it is tried.
pub(super) async fn release(
    conn: &mut Conn<'_>,
    id: OutboxId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE outbox SET state = 'pending', attempts = 0, not_before = NULL, reason = NULL, \
         created_at = $2 WHERE id = $1 AND state IN ('held', 'suppressed')",
        id.0,
        at,
    )?;
    Ok(())
}
