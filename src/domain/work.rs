//! Works that an office has planned: one explanation, and one date, for all who ask about them.

mod street;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::ids::{CategoryCode, OfficeCode, ReportId, WorkId};
use super::place::{Place, Position};
use super::promise::Calendar;
use super::report::Report;
use super::state::{State, StateKind};

pub use street::{named_in, streets};

/// A work that an office has planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedWork {
    /// Key.
    pub id: WorkId,
    /// Whose work it is.
    pub office: OfficeCode,
    /// What is done, in a few words, for staff.
    pub what: String,
    /// Where.
    pub area: Area,
    /// The categories of the reports that it will solve.
    pub categories: Vec<CategoryCode>,
    /// It begins.
    pub from: NaiveDate,
    /// It is over by then.
    pub until: NaiveDate,
    /// Why not now: the words for citizens.
    pub explanation: String,
    /// How far the linked reports were gone through since the last change; none: they all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telling: Option<Telling>,
    /// How it ended, once it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// Where a work is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Streets, as somebody typed them.
    Streets(Vec<String>),
    /// All within so many metres of a point.
    Around {
        /// The point.
        centre: Position,
        /// Metres.
        metres: u32,
    },
}

/// How far the linked reports were gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// The last one that was.
    pub after: ReportId,
    /// For how many of them the change meant something; of those before an upgrade from a version that did not count,
    /// none are counted.
    #[serde(default)]
    pub told: u64,
}

impl Telling {
    /// From the first one on.
    pub const START: Self = Self { after: ReportId(0), told: 0 };
}

/// The end of a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub how: WorkEnd,
    /// What the office said: what was done, or why it will not be.
    pub words: String,
}

/// How a work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkEnd {
    /// It is done.
    Done,
    /// It will not be done.
    Cancelled,
}

impl PlannedWork {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether a report may wait for it: open, of one of its categories, and not over by its date.
    pub fn is_for(&self, report: &Report, today: NaiveDate) -> bool {
        let category = report.category.as_ref();
        let plannable = matches!(
            report.state.kind(),
            StateKind::Received | StateKind::Assigned | StateKind::InProgress | StateKind::Planned
        );
        self.is_open()
            && plannable
            && self.until > today
            && category.is_some_and(|code| self.categories.contains(code))
    }

    /// Whether a report falls in it: of one of its categories, and in its streets or its circle.
    pub fn covers(&self, report: &Report, today: NaiveDate) -> bool {
        self.is_for(report, today) && self.area.has(&report.place)
    }

    /// Whether that report waits for it now.
    pub fn is_awaited_by(&self, report: &Report) -> bool {
        matches!(&report.state, State::Planned { work: Some(work), .. } if *work == self.id)
    }

    /// What the work's last change means for a linked report: told the new date, ready, or in hand
    /// again. None where it means nothing: it is closed or finished, it waits for something else by
    /// now, or its citizen knows already. A new date is nothing to a report that somebody has taken out
    /// of the plan; that the work is done solves it all the same. `draft`: the reply once that is so.
    pub fn news_for(
        &self,
        report: &Report,
        calendar: &Calendar,
        now: DateTime<Utc>,
        draft: impl FnOnce() -> String,
    ) -> Option<Command> {
        let awaited = self.is_awaited_by(report);
        match &report.state {
            State::Received | State::Assigned { .. } | State::InProgress { .. } => {}
            State::Planned { .. } if awaited => {}
            _ => return None,
        }
        let today = calendar.day_of(now);
        match &self.ended {
            None => {
                let until = calendar.working_from(self.until);
                let known = matches!(&report.state, State::Planned { until: told, reason, .. }
                    if *told == until && *reason == self.explanation);
                // What came back under a version that did not note for what it waited has had no other step since.
                let unnoted = report.waited_for.is_none() && report.last.event == "plan_due";
                let waits = awaited || report.waited_for == Some(self.id) || unnoted;
                (waits && until > today && !known).then(|| Command::Plan {
                    until,
                    reason: self.explanation.clone(),
                    work: Some(self.id),
                })
            }
            Some(Ended { how: WorkEnd::Done, .. }) => {
                Some(Command::WorkDone { office: self.office.clone(), draft: draft() })
            }
            // What waited for it comes back in hand the next working day, and its citizen knows why.
            Some(Ended { how: WorkEnd::Cancelled, words, .. }) => awaited.then(|| Command::Plan {
                until: calendar.next_working(today),
                reason: words.clone(),
                work: None,
            }),
        }
    }
}

impl Area {
    /// Whether the place is in it, as far as can be told.
    pub fn has(&self, place: &Place) -> bool {
        match self {
            Self::Streets(streets) => {
                let words = place.words.as_deref().unwrap_or_default();
                streets.iter().any(|street| named_in(street, words))
            }
            Self::Around { centre, metres } => {
                place.position.is_some_and(|at| metres_between(*centre, at) <= f64::from(*metres))
            }
        }
    }
}

/// The mean radius of the earth, metres.
const EARTH: f64 = 6_371_008.8;

/// How far two points are from each other, metres (the haversine formula).
pub fn metres_between(one: Position, other: Position) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = one.lat.to_radians().cos() * other.lat.to_radians().cos();
    let chord = half(one.lat, other.lat) + across * half(one.lon, other.lon);
    2.0 * EARTH * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests;
