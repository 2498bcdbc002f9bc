//! Where open reports are, so that those near a new one are found without a look at the others.

use super::backend::Conn;
use super::errors::StoreError;
use super::meta;
use super::query::{execute, query};
use super::reports::{Row, sound};
use crate::domain::event::EventKind;
use crate::domain::near::{around, street_key};
use crate::domain::report::Report;
use crate::domain::step::Near;

/// The newest of a street, or near a point, that are looked at.
const MOST: i64 = 30;
/// Up to which report those of a former version have their spots; empty once all have.
const PLACED: &str = "spots";
/// Reports of a former version at a time.
const PAGE: usize = 500;

/// Degrees as the columns hold them: millionths, a tenth of a metre.
#[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

/// Older open reports of a category that are in the street of a place, or near it.
pub(super) async fn near(conn: &mut Conn<'_>, near: &Near) -> Result<Vec<Report>, StoreError> {
    const STREET: &str = "SELECT report.id, report.data FROM spot \
         JOIN report ON report.id = spot.report \
         WHERE spot.category = $1 AND spot.street = $2 AND spot.report < $3 \
         ORDER BY spot.report DESC LIMIT $4";
    const POINT: &str = "SELECT report.id, report.data FROM spot \
         JOIN report ON report.id = spot.report \
         WHERE spot.category = $1 AND spot.lat >= $2 AND spot.lat <= $3 \
         AND spot.lon >= $4 AND spot.lon <= $5 AND spot.report < $6 \
         ORDER BY spot.report DESC LIMIT $7";
    let (category, report) = (near.category.as_str(), near.report.0);
    let mut found = Vec::new();
    if let Some(street) = near.place.words.as_deref().and_then(street_key) {
        let street = query(STREET).bind(category).bind(street).bind(report).bind(MOST);
        found = sound(street.all::<Row>(conn).await?);
    }
    if let Some(position) = near.place.position {
        let [south, north, west, east] = around(position, near.metres).map(millionths);
        let point = query(POINT).bind(category).bind(south).bind(north).bind(west).bind(east);
        let point = sound(point.bind(report).bind(MOST).all::<Row>(conn).await?);
        let new: Vec<Report> =
            point.into_iter().filter(|one| found.iter().all(|known| known.id != one.id)).collect();
        found.extend(new);
    }
    Ok(found)
}

/// Whether an event may change where a report is, or whether it is open.
fn moves(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Filed(_)
            | EventKind::CategorySet { .. }
            | EventKind::PlaceSet { .. }
            | EventKind::Completed { .. }
            | EventKind::Closed { .. }
            | EventKind::ReopenRequested { .. }
            | EventKind::ReopenRefused { .. }
            | EventKind::Unmerged
    )
}

/// Keeps where a report is that was changed by these events.
pub(super) async fn follow<'e>(
    conn: &mut Conn<'_>,
    report: &Report,
    mut events: impl Iterator<Item = &'e EventKind>,
) -> Result<(), StoreError> {
    if events.any(moves) { place(conn, report).await } else { Ok(()) }
}

async fn place(conn: &mut Conn<'_>, report: &Report) -> Result<(), StoreError> {
    const SAVE: &str = "INSERT INTO spot (report, category, street, lat, lon) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (report) DO UPDATE SET \
         category = excluded.category, street = excluded.street, lat = excluded.lat, lon = excluded.lon";
    let street = report.place.words.as_deref().and_then(street_key);
    let position = report.place.position;
    let category = report.category.as_ref().filter(|_| report.state.is_open());
    let Some(category) = category.filter(|_| street.is_some() || position.is_some()) else {
        execute!(conn, "DELETE FROM spot WHERE report = $1", report.id.0)?;
        return Ok(());
    };
    execute!(
        conn,
        SAVE,
        report.id.0,
        category.as_str(),
        street,
        position.map(|at| millionths(at.lat)),
        position.map(|at| millionths(at.lon)),
    )?;
    Ok(())
}

/// Reports of a former version, which knew no spots, get theirs: some at a time; whether there are more.
pub(super) async fn place_former(conn: &mut Conn<'_>) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT id, data FROM report WHERE state <> 'closed' AND id > $1 \
         ORDER BY id LIMIT 500";
    let after = match meta::get(conn, PLACED).await? {
        Some(after) if after.is_empty() => return Ok(false),
        Some(after) => after.parse().unwrap_or(0),
        None => 0_i64,
    };
    let rows = query(SQL).bind(after).all::<Row>(conn).await?;
    // The page ends at its last row, whether that one can be read or not.
    let next = rows.last().filter(|_| rows.len() == PAGE).map(|row| row.id.to_string());
    for report in &sound(rows) {
        place(conn, report).await?;
    }
    let more = next.is_some();
    meta::set(conn, PLACED, &next.unwrap_or_default()).await?;
    Ok(more)
}
