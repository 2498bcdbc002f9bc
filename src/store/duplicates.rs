//! Reports that are the same as another one, and those that may be.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{Query, query};
use super::reports::{Row, sound};
use super::spots::{self, Known};
use crate::domain::ids::ReportId;
use crate::domain::state::State;
use crate::domain::step::{DuplicateKeys, FOLLOWERS_AT_ONCE, Facts, Followers};

/// Adds what `keys` ask about duplicates to the facts.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &DuplicateKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    for (of, after) in &keys.followers {
        facts.duplicates.followers.push(followers(conn, *of, *after).await?);
    }
    for of in &keys.counts {
        facts.duplicates.counts.push((*of, count(conn, *of).await?));
    }
    let mut known = Known::of(&facts.reports);
    for of in &keys.near {
        let new = facts.report(*of).filter(|report| report.state == State::Received);
        let category = new.and_then(|report| facts.directory.category(report.category.as_ref()?));
        if let Some((report, category)) = new.zip(category) {
            let near = spots::near(conn, report, category, &mut known).await?;
            facts.duplicates.near.push((*of, near));
        }
    }
    Ok(())
}

/// Not locked: whoever changes one of them is guarded by its version.
async fn followers(
    conn: &mut Conn<'_>,
    of: ReportId,
    after: ReportId,
) -> Result<Followers, StoreError> {
    const SQL: &str =
        "SELECT id, data FROM report WHERE duplicate_of = $1 AND id > $2 ORDER BY id LIMIT $3";
    let limit = i64::try_from(FOLLOWERS_AT_ONCE + 1).unwrap_or(i64::MAX);
    let rows = query(SQL).bind(of.0).bind(after.0).bind(limit).all::<Row>(conn).await?;
    let more = rows.len() > FOLLOWERS_AT_ONCE;
    let mut reports = sound(rows);
    reports.truncate(FOLLOWERS_AT_ONCE);
    Ok(Followers { of, after, reports, more })
}

async fn count(conn: &mut Conn<'_>, of: ReportId) -> Result<u64, StoreError> {
    let count = count_asked(of).one::<i64>(conn).await?;
    Ok(count.unsigned_abs())
}

/// How many reports are joined to one.
pub(super) fn count_asked(of: ReportId) -> Query<'static> {
    query("SELECT COUNT(*) FROM report WHERE duplicate_of = $1").bind(of.0)
}
