//! What came of sending rows of the outbox, many in one statement.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::errors::StoreError;
use super::messages;
use super::query::Texts;
use super::row::row;
use super::value::Value;
use crate::domain::ids::{ChatId, OutboxId, ReportId};
use crate::domain::outgoing::{KnownMessage, WITHOUT_PHOTOS, is_to_be_known};
use crate::domain::step::{SendOutcome, SendResult};

/// Most in one statement, a power of two.
const AT_ONCE: usize = 32;

/// So many of the rest go into the next statement. On PostgreSQL it is the largest power of two: with one text for each of
/// them texts are few, and so are the plans of each connection. SQLite, with one writer, keeps one for each number.
fn next_part(conn: &Conn<'_>, rest: usize) -> usize {
    let most = rest.min(AT_ONCE);
    match conn {
        Conn::Sqlite(_) => most,
        Conn::Postgres(_) | Conn::Reading(_) => most.checked_ilog2().map_or(0, |power| 1 << power),
    }
}

const RESULTS: &str = "WITH result (of_row, under, became, at, message, again, attempt, unknown, why) \
     AS (";
const RECORD: &str = ") UPDATE outbox SET state = result.became, state_at = result.at, \
     message_id = COALESCE(result.message, outbox.message_id), not_before = result.again, \
     attempts = outbox.attempts + result.attempt, \
     repeated = (outbox.repeated OR result.unknown), reason = result.why \
     FROM result WHERE outbox.id = result.of_row AND outbox.epoch = result.under \
     AND outbox.state = 'in_flight' RETURNING id, chat_id, report";

/// What a row is changed to.
struct Became {
    state: &'static str,
    message: Option<i32>,
    not_before: Option<DateTime<Utc>>,
    attempt: i32,
    unknown: bool,
    reason: Option<String>,
}

impl Became {
    fn of(outcome: &SendOutcome) -> Self {
        let became = |state| Self {
            state,
            message: None,
            not_before: None,
            attempt: 0,
            unknown: false,
            reason: None,
        };
        match outcome {
            SendOutcome::Delivered { messages, without, .. } => Self {
                message: messages.first().map(|id| id.0),
                reason: incomplete(*without),
                ..became("delivered")
            },
            SendOutcome::Again { not_before, reason, unknown, counts } => Self {
                not_before: Some(*not_before),
                attempt: i32::from(*counts),
                unknown: *unknown,
                reason: Some(reason.clone()),
                ..became("pending")
            },
            SendOutcome::Undeliverable { reason } => {
                Self { reason: Some(reason.clone()), ..became("undeliverable") }
            }
            SendOutcome::Accepted { without } => {
                Self { reason: incomplete(*without), ..became("accepted") }
            }
            SendOutcome::CardLost => became("delivered"),
        }
    }
}

/// What is to be known of a row that went out without some of its photos.
fn incomplete(without: usize) -> Option<String> {
    (without > 0).then(|| format!("{WITHOUT_PHOTOS}{without}"))
}

row! {
    struct Recorded {
        id: Uuid,
        chat_id: i64,
        report: Option<i64>,
    }
}

/// Records the results of rows, and which messages they are now, with those of cards, which are `known`.
pub(super) async fn record(
    conn: &mut Conn<'_>,
    results: &[(OutboxId, &SendResult)],
    mut known: Vec<KnownMessage>,
) -> Result<(), StoreError> {
    let mut rest = results;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(next_part(conn, rest.len()));
        rest = later;
        for row in some(conn, now).await? {
            let result = now.iter().find(|(id, _)| id.0 == row.id);
            for one in result.into_iter().flat_map(|(_, result)| row.messages(result)) {
                // Saved once: a statement that meets a row twice is refused.
                known.retain(|other: &KnownMessage| {
                    (other.chat, other.message) != (one.chat, one.message)
                });
                known.push(one);
            }
        }
    }
    let mut rest = known.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(next_part(conn, rest.len()));
        messages::save(conn, now).await?;
        rest = later;
    }
    Ok(())
}

async fn some(
    conn: &mut Conn<'_>,
    results: &[(OutboxId, &SendResult)],
) -> Result<Vec<Recorded>, StoreError> {
    static TEXTS: Texts = Texts::new();
    let mut values = Vec::with_capacity(results.len() * 9);
    for (id, result) in results {
        let became = Became::of(&result.outcome);
        let row: [Value<'_>; 9] = [
            id.0.into(),
            result.epoch.into(),
            became.state.into(),
            result.at.into(),
            became.message.into(),
            became.not_before.into(),
            became.attempt.into(),
            became.unknown.into(),
            became.reason.into(),
        ];
        values.extend(row);
    }
    TEXTS.insert((RESULTS, RECORD), results.len(), values).all(conn).await
}

impl Recorded {
    fn messages(&self, result: &SendResult) -> Vec<KnownMessage> {
        let chat = ChatId(self.chat_id);
        if !is_to_be_known(chat, self.report.map(ReportId)) {
            return Vec::new();
        }
        let SendOutcome::Delivered { messages, .. } = &result.outcome else {
            return Vec::new();
        };
        let known = messages.iter().map(|message| KnownMessage {
            chat,
            message: *message,
            report: self.report.map(ReportId),
            row: Some(OutboxId(self.id)),
            card: false,
            task: None,
        });
        known.collect()
    }
}
