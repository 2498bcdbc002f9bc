//! Histories streamed through the figures.
//!
//! Only what a period needs is read: reports that came in during it, were closed in it, or had
//! something in it that could not be delivered (also where nothing more is tried by now); and of those before, the ones in limbo, late or
//! unanswered now. Each kind is found by an index of its own, in pages of [`PAGE`] reports with four
//! queries a page, whatever else the database holds. The memory that it takes is a page of histories,
//! a number for each report, and two times for each.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::clock::{looked_back, unheard_closings};
use super::errors::StoreError;
use super::query::{fetch_in, query};
use super::row::{Columns, FromRow, row};
use super::{outbox, reports};
use crate::domain::directory::Directory;
use crate::domain::figures::{Figures, Wanted};
use crate::domain::ids::{OutboxId, ReportId};
use crate::domain::report::Report;
use crate::figures::{Case, Main, Tally};

/// So many reports are looked at at once.
const PAGE: i64 = 500;

/// A chain of duplicates longer than this is not followed further.
const LONGEST_CHAIN: usize = 8;

/// Where a page of reports ends: the next one begins after that.
struct Found<K> {
    key: K,
    report: i64,
}

impl<K: FromRow> FromRow for Found<K> {
    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { key: K::read(columns)?, report: i64::read(columns)? })
    }
}

/// What turned out in the period not to arrive, and stands so: each kind has an index of that very condition. By
/// `report`, which the `+` forbids, all would be looked at that was ever owed.
macro_rules! lost {
    ($stands:literal) => {
        concat!(
            "SELECT state_at AS key, report FROM outbox WHERE owed AND ",
            $stands,
            " AND +report IS NOT NULL AND state_at >= $1 AND state_at < $2 \
             AND (state_at, report) > ($1, $3) ORDER BY state_at, report LIMIT $4"
        )
    };
}

/// The figures of a period.
pub(super) async fn count(
    conn: &mut Conn<'_>,
    wanted: Wanted,
    directory: &Directory,
) -> Result<Figures, StoreError> {
    // The row value `(a, b) > ($1, $2)` goes on where the page before it ended.
    const ARRIVED: &str = "SELECT received_at AS key, id AS report FROM report \
         WHERE received_at >= $1 AND received_at < $2 AND (received_at, id) > ($1, $3) \
         ORDER BY received_at, id LIMIT $4";
    const CLOSED: &str = "SELECT at AS key, report FROM event \
         WHERE kind IN ('closed', 'reopen_refused') AND at >= $1 AND at < $2 \
         AND (at, report) > ($1, $3) ORDER BY at, report LIMIT $4";
    const LOST: &str = lost!("state = 'undeliverable'");
    const UNREACHABLE: &str = lost!("state = 'suppressed' AND reason = 'cannot_be_reached'");
    const LATE: &str = "SELECT received_at AS key, id AS report FROM report \
         WHERE state <> 'closed' AND received_at >= $1 AND received_at < $2 \
         AND (received_at, id) > ($1, $3) ORDER BY received_at, id LIMIT $4";
    // Whose date has passed, and whose date the clock has moved.
    const OVERDUE: &str = "SELECT promised AS key, id AS report FROM report \
         WHERE state <> 'closed' AND promised >= $1 AND promised < $2 \
         AND (promised, id) > ($1, $3) ORDER BY promised, id LIMIT $4";
    const LIMBO: &str = "SELECT limbo_since AS key, id AS report FROM report \
         WHERE limbo_since IS NOT NULL AND limbo_since >= $1 AND limbo_since < $2 \
         AND (limbo_since, id) > ($1, $3) ORDER BY limbo_since, id LIMIT $4";
    const UNANSWERED: &str = "SELECT report AS key, report FROM outbox WHERE owed \
         AND purpose IN ('reply', 'confirmation') AND state NOT IN ('delivered', 'suppressed') \
         AND report > $1 GROUP BY report ORDER BY report LIMIT $2";
    // Of these the answer went to the main report's citizen alone.
    const UNHEARD: &str = concat!(
        "SELECT closing.at AS key, report.id AS report FROM ",
        unheard_closings!(),
        " AND closing.at < $2 AND (closing.at, report.id) > ($1, $3) \
         ORDER BY closing.at, report.id LIMIT $4"
    );
    let mut tally = Tally::new(wanted, directory);
    let (from, to) = tally.bounds();
    let mut taken = HashSet::new();
    macro_rules! pages {
        ($sql:expr, $kind:ty, $from:expr, $to:expr) => {{
            let (mut key, end): ($kind, $kind) = ($from, $to);
            let mut after = 0;
            loop {
                let found = query($sql)
                    .bind(key)
                    .bind(end)
                    .bind(after)
                    .bind(PAGE)
                    .all::<Found<$kind>>(conn)
                    .await?;
                let Some(last) = found.last() else { break };
                (key, after) = (last.key, last.report);
                let ids = found.into_iter().map(|one| one.report);
                take(conn, &mut tally, &mut taken, ids).await?;
            }
        }};
    }
    let (since, today) = (DateTime::<Utc>::UNIX_EPOCH, directory.calendar.day_of(wanted.now));
    let first = NaiveDate::default();
    pages!(ARRIVED, DateTime<Utc>, from, to);
    pages!(CLOSED, DateTime<Utc>, from, to);
    pages!(LOST, DateTime<Utc>, from, to);
    pages!(UNREACHABLE, DateTime<Utc>, from, to);
    pages!(LATE, DateTime<Utc>, since, tally.late_before());
    pages!(OVERDUE, NaiveDate, first, today);
    pages!(LIMBO, NaiveDate, first, today);
    pages!(UNHEARD, DateTime<Utc>, looked_back(today), wanted.now + TimeDelta::days(1));
    let mut after = 0;
    loop {
        let found = query(UNANSWERED).bind(after).bind(PAGE).all::<Found<i64>>(conn).await?;
        let Some(last) = found.last() else { break };
        after = last.key;
        let ids = found.into_iter().map(|one| one.report);
        take(conn, &mut tally, &mut taken, ids).await?;
    }
    Ok(tally.finish())
}

/// Counts those reports in that were not yet.
async fn take(
    conn: &mut Conn<'_>,
    tally: &mut Tally<'_>,
    taken: &mut HashSet<i64>,
    ids: impl Iterator<Item = i64>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = ids.filter(|id| taken.insert(*id)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut deliveries = outbox::deliveries_of(conn, &ids).await?;
    let mut tasks = tasks_of(conn, &ids).await?;
    let mut mains = mains_of(conn, &ids).await?;
    for (report, events) in reports::histories(conn, &ids).await? {
        let case = Case {
            events,
            deliveries: deliveries.remove(&report).unwrap_or_default(),
            tasks: tasks.remove(&report).unwrap_or_default(),
            main: mains.remove(&report),
        };
        tally.take(&case);
    }
    Ok(())
}

row! {
    struct TaskRow {
        report: i64,
        data: String,
    }
}

/// Rows of which an open task says that they have not arrived, by report.
async fn tasks_of(
    conn: &mut Conn<'_>,
    ids: &[i64],
) -> Result<BTreeMap<ReportId, Vec<OutboxId>>, StoreError> {
    #[derive(serde::Deserialize)]
    struct Kind {
        row: Option<Uuid>,
    }
    #[derive(serde::Deserialize)]
    struct Data {
        kind: Kind,
    }
    let head = "SELECT report, data FROM task WHERE done_at IS NULL AND report IN (";
    let mut tasks: BTreeMap<ReportId, Vec<OutboxId>> = BTreeMap::new();
    for row in fetch_in!(conn, TaskRow, head, ids.iter().copied(), "")? {
        let data: Data = super::codec::parse("task", ReportId(row.report), &row.data)?;
        tasks.entry(ReportId(row.report)).or_default().extend(data.kind.row.map(OutboxId));
    }
    Ok(tasks)
}

row! {
    struct DuplicateRow {
        id: i64,
        duplicate_of: i64,
    }
}

/// How the main reports of duplicates stand.
async fn mains_of(
    conn: &mut Conn<'_>,
    ids: &[i64],
) -> Result<BTreeMap<ReportId, Main>, StoreError> {
    let head = "SELECT id, duplicate_of FROM report WHERE duplicate_of IS NOT NULL AND id IN (";
    let rows = fetch_in!(conn, DuplicateRow, head, ids.iter().copied(), "")?;
    let mut follows: Vec<(ReportId, ReportId)> =
        rows.into_iter().map(|row| (ReportId(row.id), ReportId(row.duplicate_of))).collect();
    let mut mains = BTreeMap::new();
    for _ in 0..LONGEST_CHAIN {
        if follows.is_empty() {
            break;
        }
        let wanted: Vec<ReportId> = follows.iter().map(|(_, main)| *main).collect();
        let found: BTreeMap<ReportId, Report> =
            reports::looked_at(conn, &wanted).await?.into_iter().map(|one| (one.id, one)).collect();
        let mut further = Vec::new();
        for (duplicate, main) in follows {
            let Some(main) = found.get(&main) else { continue };
            match main.duplicate_of() {
                Some(next) => further.push((duplicate, next)),
                None => {
                    mains.insert(duplicate, Main { closed_at: main.closed_at });
                }
            }
        }
        follows = further;
    }
    Ok(mains)
}
