//! Reports, their histories, and the words by which they are found.

use chrono::{DateTime, NaiveDate, Utc};

use super::backend::Conn;
use super::codec::{self, json, parse};
use super::errors::StoreError;
use super::query::{Query, execute, execute_later, fetch_in, insert_all, one_of, query};
use super::row::row;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{ReportId, TelegramId};
use crate::domain::people::Actor;
use crate::domain::report::Report;
use crate::domain::step::{MOST_OF_THEIRS, OpenEntry, Page};

row! {
    /// A report as its row holds it.
    pub(super) struct Row {
        pub id: i64,
        data: String,
    }
}

pub(super) fn read(rows: Vec<Row>) -> Result<Vec<Report>, StoreError> {
    rows.into_iter().map(|row| parse("report", ReportId(row.id), &row.data)).collect()
}

/// The rows of a list: one that cannot be read is logged and left out, the others go on.
pub(super) fn sound(rows: Vec<Row>) -> Vec<Report> {
    let read = |row: Row| codec::sound("report", ReportId(row.id), &row.data);
    rows.into_iter().filter_map(read).collect()
}

/// By number, locked until the transaction ends.
pub(super) async fn by_id(
    conn: &mut Conn<'_>,
    ids: &[ReportId],
) -> Result<Vec<Report>, StoreError> {
    read(asked(conn, ids).all(conn).await?)
}

/// Reports, locked.
pub(super) fn asked(conn: &Conn<'_>, ids: &[ReportId]) -> Query<'static> {
    let tail = format!(" ORDER BY id{}", conn.lock());
    let head = "SELECT id, data FROM report WHERE id IN (";
    one_of!(head, ids.iter().map(|id| id.0), &tail)
}

/// By number, not locked: only to look at.
pub(super) async fn looked_at(
    conn: &mut Conn<'_>,
    ids: &[ReportId],
) -> Result<Vec<Report>, StoreError> {
    read(rows_of(conn, ids).await?)
}

/// By number, not locked; one that cannot be read is left out.
pub(super) async fn sound_of(
    conn: &mut Conn<'_>,
    ids: &[ReportId],
) -> Result<Vec<Report>, StoreError> {
    Ok(sound(rows_of(conn, ids).await?))
}

async fn rows_of(conn: &mut Conn<'_>, ids: &[ReportId]) -> Result<Vec<Row>, StoreError> {
    let head = "SELECT id, data FROM report WHERE id IN (";
    fetch_in!(conn, Row, head, ids.iter().map(|id| id.0), "")
}

/// Those of an account that are open, also through the one they are joined to, and the latest of the others; newest first.
pub(super) async fn of_account(
    conn: &mut Conn<'_>,
    account: TelegramId,
) -> Result<Vec<Report>, StoreError> {
    const SQL: &str = "SELECT id, data FROM report WHERE id IN (SELECT report.id FROM report \
         JOIN person ON person.id = report.citizen WHERE person.telegram = $1 \
         ORDER BY (report.state = 'closed' AND NOT EXISTS (SELECT 1 FROM report AS main \
           WHERE main.id = report.duplicate_of AND main.state <> 'closed')), report.id DESC LIMIT $2) \
         ORDER BY id DESC";
    let limit = i64::try_from(MOST_OF_THEIRS).unwrap_or(i64::MAX);
    read(query(SQL).bind(account.0).bind(limit).all::<Row>(conn).await?)
}

/// What an account has in hand, a few: what is planned after the others, the newest first.
pub(super) async fn in_hand_of(
    conn: &mut Conn<'_>,
    account: TelegramId,
) -> Result<Vec<Report>, StoreError> {
    // The index of operators is of open reports only: it is named by its own condition.
    const SQL: &str = "SELECT report.id, report.data FROM report \
         JOIN person ON person.id = report.operator WHERE person.telegram = $1 \
         AND report.state <> 'closed' AND report.operator IS NOT NULL \
         AND report.state IN ('in_progress', 'planned') \
         ORDER BY (report.state = 'planned'), report.id DESC LIMIT 8";
    let query = query(SQL).bind(account.0).all::<Row>(conn).await;
    read(query?)
}

/// The number for a new report: the next of that year.
pub(super) async fn next_number(conn: &mut Conn<'_>, year: i32) -> Result<ReportId, StoreError> {
    const SQL: &str = "INSERT INTO report_count (year, count) VALUES ($1, 1) \
         ON CONFLICT (year) DO UPDATE SET count = report_count.count + 1 RETURNING count";
    if let Conn::Postgres(pg) = conn {
        let bug = || StoreError::Bug("whoever only looks takes no number".to_owned());
        return pg.numbers.as_mut().ok_or_else(bug)?.next(year);
    }
    let count = query(SQL).bind(year).one::<i64>(conn).await?;
    Ok(ReportId::new(year, count))
}

row! {
    struct EventRow {
        seq: i32,
        at: DateTime<Utc>,
        data: String,
    }
}

/// An event as its row holds it beside `seq` and `at`.
#[derive(serde::Serialize, serde::Deserialize)]
struct EventData {
    actor: Actor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    promised: Option<NaiveDate>,
    kind: EventKind,
}

impl EventRow {
    fn read(self, report: ReportId) -> Result<Event, StoreError> {
        let id = format!("{report}/{}", self.seq);
        let data: EventData = parse("event", id, &self.data)?;
        let EventData { actor, promised, kind } = data;
        Ok(Event { report, seq: self.seq, at: self.at, actor, promised, kind })
    }
}

/// A report's whole history, in order.
pub(super) async fn history(
    conn: &mut Conn<'_>,
    report: ReportId,
) -> Result<Vec<Event>, StoreError> {
    let rows = history_asked(report).all::<EventRow>(conn).await?;
    rows.into_iter().map(|row| row.read(report)).collect()
}

/// A report's history.
pub(super) fn history_asked(report: ReportId) -> Query<'static> {
    query("SELECT seq, at, data FROM event WHERE report = $1 ORDER BY seq").bind(report.0)
}

/// The name of an event, whether or not the rest of it can be read.
pub(super) async fn kind(
    conn: &mut Conn<'_>,
    report: ReportId,
    seq: i32,
) -> Result<Option<String>, StoreError> {
    let kind = query("SELECT kind FROM event WHERE report = $1 AND seq = $2");
    kind.bind(report.0).bind(seq).optional::<String>(conn).await
}

row! {
    struct EventOfRow {
        report: i64,
        event: EventRow,
    }
}

/// The whole histories of some reports, each in order.
pub(super) async fn histories(
    conn: &mut Conn<'_>,
    ids: &[i64],
) -> Result<Vec<(ReportId, Vec<Event>)>, StoreError> {
    let head = "SELECT report, seq, at, data FROM event WHERE report IN (";
    let rows = fetch_in!(conn, EventOfRow, head, ids.iter().copied(), " ORDER BY report, seq")?;
    let mut histories: Vec<(ReportId, Vec<Event>)> = Vec::with_capacity(ids.len());
    for EventOfRow { report, event } in rows {
        let report = ReportId(report);
        let event = event.read(report)?;
        match histories.last_mut() {
            Some((last, events)) if *last == report => events.push(event),
            _ => histories.push((report, vec![event])),
        }
    }
    Ok(histories)
}

/// Saves a report as it stands after `events`: the first of them must follow what is stored.
pub(super) async fn save(
    conn: &mut Conn<'_>,
    report: &Report,
    events: &[&Event],
) -> Result<(), StoreError> {
    let Some(first) = events.iter().map(|event| event.seq).min() else {
        return Err(StoreError::Bug(format!("report {} is saved without an event", report.id)));
    };
    let data = json(report)?;
    let state = report.state.kind().as_str();
    let office = report.state.office().map(|code| code.as_str().to_owned());
    let category = report.category.as_ref().map(|code| code.as_str().to_owned());
    let operator = report.state.operator().map(|person| person.0);
    let duplicate_of = report.duplicate_of().map(|main| main.0);
    if first == 1 {
        return execute_later!(
            conn,
            "INSERT INTO report (id, version, state, state_seq, office, citizen, category, \
             promised, received_at, closed_at, data, operator, duplicate_of, limbo_since) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            report.id.0,
            report.version,
            state,
            report.state_seq,
            office,
            report.citizen.0,
            category,
            report.promised,
            report.received_at,
            report.closed_at,
            data,
            operator,
            duplicate_of,
            report.limbo_since,
        );
    }
    let touched = execute!(
        conn,
        "UPDATE report SET version = $2, state = $3, state_seq = $4, office = $5, \
             category = $6, promised = $7, closed_at = $8, data = $9, operator = $11, \
             duplicate_of = $12, limbo_since = $13 WHERE id = $1 AND version = $10",
        report.id.0,
        report.version,
        state,
        report.state_seq,
        office,
        category,
        report.promised,
        report.closed_at,
        data,
        first - 1,
        operator,
        duplicate_of,
        report.limbo_since,
    )?;
    if touched == 1 { Ok(()) } else { Err(StoreError::Conflict) }
}

pub(super) async fn save_events(conn: &mut Conn<'_>, events: &[Event]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let data = EventData {
            actor: event.actor.clone(),
            promised: event.promised,
            kind: event.kind.clone(),
        };
        rows.push((event, json(&data)?));
    }
    insert_all!(
        conn,
        "INSERT INTO event (report, seq, at, kind, data) ",
        rows.iter(),
        |(event, data)| [event.report.0, event.seq, event.at, event.kind.as_str(), data.clone()],
        ""
    )
}

/// What is open: of those that wait for the URP, or of the others; late by what the clock said, or not.
macro_rules! open {
    ($what:literal, $states:literal, $late:literal, $order:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM report WHERE state <> 'closed' AND state ",
            $states,
            " ('received', 'ready', 'reopen_requested') AND limbo_since IS ",
            $late,
            $order
        )
    };
}

/// Open reports in two kinds: those that wait for the URP, and the others; how many, and a page. First those that
/// the clock has found late, by the date that was broken: a new date makes nobody wait less.
pub(super) async fn open(
    conn: &mut Conn<'_>,
    waiting: bool,
    page: Page,
) -> Result<(u64, Vec<OpenEntry>), StoreError> {
    const COUNTS: [[&str; 2]; 2] = [
        [open!("COUNT(*)", "NOT IN", "NOT NULL", ""), open!("COUNT(*)", "NOT IN", "NULL", "")],
        [open!("COUNT(*)", "IN", "NOT NULL", ""), open!("COUNT(*)", "IN", "NULL", "")],
    ];
    const ROWS: [[&str; 2]; 2] = [
        [
            open!("id, data", "NOT IN", "NOT NULL", " ORDER BY limbo_since, id LIMIT $1 OFFSET $2"),
            open!("id, data", "NOT IN", "NULL", " ORDER BY promised, id LIMIT $1 OFFSET $2"),
        ],
        [
            open!("id, data", "IN", "NOT NULL", " ORDER BY limbo_since, id LIMIT $1 OFFSET $2"),
            open!("id, data", "IN", "NULL", " ORDER BY promised, id LIMIT $1 OFFSET $2"),
        ],
    ];
    let which = usize::from(waiting);
    let (mut limit, mut offset) = (i64::from(page.limit), i64::from(page.offset));
    let (mut in_all, mut rows) = (0, Vec::new());
    for (count, page) in COUNTS[which].into_iter().zip(ROWS[which]) {
        let count = query(count).one::<i64>(conn).await?;
        in_all += count;
        if limit > 0 && offset < count {
            let found = query(page).bind(limit).bind(offset).all::<Row>(conn).await?;
            limit -= (count - offset).min(limit);
            rows.extend(found);
        }
        offset = (offset - count).max(0);
    }
    let entries = sound(rows).into_iter().map(|report| OpenEntry::Report {
        id: report.id,
        state: report.state.kind(),
        office: report.state.office().cloned(),
        category: report.category,
        place: report.place,
        promised: report.limbo_since.or(report.promised),
        received_at: report.received_at,
    });
    Ok((in_all.unsigned_abs(), entries.collect()))
}
