//! Where open reports are, so that those near a new one are found without a look at the others.

use super::backend::Conn;
use super::errors::StoreError;
use super::meta;
use super::query::{execute_later, query};
use super::reports::{self, Row, sound};
use super::row::row;
use crate::domain::directory::Category;
use crate::domain::event::EventKind;
use crate::domain::ids::ReportId;
use crate::domain::near::{MOST_SUGGESTED, around, metres, perhaps_the_same, street_key};
use crate::domain::place::Position;
use crate::domain::report::Report;

/// The newest of a street that are looked at: more than are suggested, as not all that have a street's
/// last word in common are the same street.
const OF_STREET: i64 = 8;
/// The most near a point that are looked at.
const AT_POINT: i64 = 500;
/// Up to which report those of a former version have their spots; empty once all have.
const PLACED: &str = "spots";
/// Reports of a former version at a time.
const PAGE: usize = 500;

/// Degrees as the columns hold them: millionths, a tenth of a metre.
#[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

/// What [`millionths`] were made of.
#[expect(clippy::cast_precision_loss, reason = "degrees are small")]
fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

row! {
    struct Spot {
        report: i64,
        lat: Option<i64>,
        lon: Option<i64>,
    }
}

impl Spot {
    fn position(&self) -> Option<Position> {
        let (lat, lon) = (degrees(self.lat?), degrees(self.lon?));
        Some(Position { lat, lon })
    }
}

/// Reports that were read in this transaction: those of one street have the same ones near them.
pub(super) struct Known<'f> {
    looked_at: &'f [Report],
    read: Vec<Report>,
}

impl<'f> Known<'f> {
    /// These were.
    pub fn of(looked_at: &'f [Report]) -> Self {
        Self { looked_at, read: Vec::new() }
    }

    fn all(&self) -> impl Iterator<Item = &Report> {
        self.looked_at.iter().chain(&self.read)
    }

    /// Of these, the ones that can be read.
    async fn sound_of(
        &mut self,
        conn: &mut Conn<'_>,
        ids: &[ReportId],
    ) -> Result<Vec<Report>, StoreError> {
        let is_new = |id: &ReportId| self.all().all(|one| one.id != *id);
        let new: Vec<ReportId> = ids.iter().copied().filter(is_new).collect();
        if !new.is_empty() {
            self.read.extend(reports::sound_of(conn, &new).await?);
        }
        Ok(self.all().filter(|one| ids.contains(&one.id)).cloned().collect())
    }
}

/// Older open reports of a report's category that may be the same ([`perhaps_the_same`]): the nearest within the
/// category's distance, and the newest in its street. Only those few are read, and mostly as many as are suggested.
pub(super) async fn near(
    conn: &mut Conn<'_>,
    report: &Report,
    category: &Category,
    known: &mut Known<'_>,
) -> Result<Vec<Report>, StoreError> {
    const STREET: &str = "SELECT report, lat, lon FROM spot \
         WHERE category = $1 AND street = $2 AND report < $3 ORDER BY report DESC LIMIT $4";
    const POINT: &str = "SELECT report, lat, lon FROM spot \
         WHERE category = $1 AND lat >= $2 AND lat <= $3 AND lon >= $4 AND lon <= $5 \
         AND report < $6 LIMIT $7";
    let (code, place) = (category.code.as_str(), &report.place);
    let mut found: Vec<ReportId> = Vec::new();
    if let Some(position) = place.position {
        let [south, north, west, east] = around(position, category.near_metres).map(millionths);
        let point = query(POINT).bind(code).bind(south).bind(north).bind(west).bind(east);
        let spots = point.bind(report.id.0).bind(AT_POINT).all::<Spot>(conn).await?;
        let mut apart: Vec<(f64, i64)> = spots
            .iter()
            .filter_map(|spot| Some((metres(position, spot.position()?), spot.report)))
            .collect();
        apart.sort_by(|(a, one), (b, other)| a.total_cmp(b).then(other.cmp(one)));
        found.extend(apart.iter().take(MOST_SUGGESTED).map(|(_, report)| ReportId(*report)));
    }
    let nearest = found.len();
    if let Some(street) = place.words.as_deref().and_then(street_key) {
        let street = query(STREET).bind(code).bind(street).bind(report.id.0).bind(OF_STREET);
        for Spot { report, .. } in street.all(conn).await? {
            if !found.contains(&ReportId(report)) {
                found.push(ReportId(report));
            }
        }
    }
    let (first, others) = found.split_at(found.len().min(nearest + MOST_SUGGESTED));
    let mut suggested = Vec::new();
    for some in [first, others] {
        if suggested.len() < MOST_SUGGESTED && !some.is_empty() {
            suggested.extend(known.sound_of(conn, some).await?);
            suggested = perhaps_the_same(report, suggested, category.near_metres);
        }
    }
    Ok(suggested)
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
            | EventKind::Unmerged { .. }
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
        return execute_later!(conn, "DELETE FROM spot WHERE report = $1", report.id.0);
    };
    execute_later!(
        conn,
        SAVE,
        report.id.0,
        category.as_str(),
        street,
        position.map(|at| millionths(at.lat)),
        position.map(|at| millionths(at.lon)),
    )
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
