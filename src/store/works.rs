//! Planned works, and the reports that wait for them.

use uuid::Uuid;

use super::backend::Conn;
use super::codec::{json, parse, sound};
use super::errors::StoreError;
use super::query::{Query, execute, fetch_in, query};
use super::row::row;
use crate::domain::ids::{ReportId, WorkId};
use crate::domain::step::{Facts, LinkedPage, MOST_OPEN, WorkChanges, WorkKeys};
use crate::domain::work::PlannedWork;

row! {
    struct Row {
        id: Uuid,
        data: String,
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<PlannedWork>, StoreError> {
    rows.into_iter().map(|row| parse("planned_work", row.id, &row.data)).collect()
}

/// Adds what the keys name to the facts.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &WorkKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if !keys.works.is_empty() {
        let tail = format!(" ORDER BY id{}", conn.lock());
        let head = "SELECT id, data FROM planned_work WHERE id IN (";
        let rows = fetch_in!(conn, Row, head, keys.works.iter().map(|id| id.0), &tail)?;
        facts.works.works.extend(read(rows)?);
    }
    if keys.open {
        facts.works.open = Some(open(conn).await?);
    }
    for page in &keys.linked {
        facts.works.linked.push((*page, linked(conn, *page).await?));
    }
    for work in &keys.counts {
        facts.works.counts.push((*work, count(conn, *work).await?));
    }
    Ok(())
}

/// Works that are not over, the nearest first.
async fn open(conn: &mut Conn<'_>) -> Result<Vec<PlannedWork>, StoreError> {
    let rows = open_asked().all::<Row>(conn).await?.into_iter().rev();
    Ok(rows.filter_map(|row| sound("planned_work", row.id, &row.data)).collect())
}

/// Works that are not over, the last first: should there be too many, those are left out whose day is long past.
pub(super) fn open_asked() -> Query<'static> {
    const SQL: &str = "SELECT id, data FROM planned_work WHERE done_at IS NULL \
         ORDER BY until DESC, id DESC LIMIT $1";
    query(SQL).bind(i64::from(MOST_OPEN))
}

/// Open reports that are linked to a work, by number.
async fn linked(conn: &mut Conn<'_>, page: LinkedPage) -> Result<Vec<ReportId>, StoreError> {
    const SQL: &str = "SELECT work_link.report FROM work_link \
         JOIN report ON report.id = work_link.report \
         WHERE work_link.work = $1 AND work_link.report > $2 AND report.state <> 'closed' \
         ORDER BY work_link.report LIMIT $3";
    let rows = query(SQL)
        .bind(page.work.0)
        .bind(page.after.0)
        .bind(i64::from(page.limit))
        .all::<i64>(conn)
        .await?;
    Ok(rows.into_iter().map(ReportId).collect())
}

async fn count(conn: &mut Conn<'_>, work: WorkId) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM work_link \
         JOIN report ON report.id = work_link.report \
         WHERE work_link.work = $1 AND report.state <> 'closed'";
    let count = query(SQL).bind(work.0).one::<i64>(conn).await?;
    Ok(count.unsigned_abs())
}

/// Saves works, new or changed, and links.
pub(super) async fn save(conn: &mut Conn<'_>, changes: &WorkChanges) -> Result<(), StoreError> {
    for work in &changes.works {
        execute!(
            conn,
            "INSERT INTO planned_work (id, office, until, done_at, data) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO UPDATE SET until = excluded.until, done_at = excluded.done_at, \
             data = excluded.data",
            work.id.0,
            work.office.as_str(),
            work.until,
            work.ended.as_ref().map(|ended| ended.at),
            json(work)?,
        )?;
    }
    for (report, but) in &changes.unlinks {
        match but {
            Some(work) => execute!(
                conn,
                "DELETE FROM work_link WHERE report = $1 AND work <> $2",
                report.0,
                work.0,
            )?,
            None => execute!(conn, "DELETE FROM work_link WHERE report = $1", report.0)?,
        };
    }
    for (work, report) in &changes.links {
        execute!(
            conn,
            "INSERT INTO work_link (work, report) VALUES ($1, $2) \
             ON CONFLICT (work, report) DO NOTHING",
            work.0,
            report.0,
        )?;
    }
    Ok(())
}
