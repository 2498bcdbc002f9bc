//! Counts and times for the supervisor, computed from histories. Pure: whoever loads them feeds
//! them in one by one, in any order, each once.

mod case;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::directory::Directory;
use crate::domain::event::Event;
use crate::domain::figures::{Figures, Line, Spread, Wanted};
use crate::domain::ids::{OfficeCode, OutboxId};
use crate::domain::outgoing::DeliveryLine;

/// A report as the figures look at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its whole history, in order.
    pub events: Vec<Event>,
    /// How all that was owed to its citizen was delivered, oldest first.
    pub deliveries: Vec<DeliveryLine>,
    /// Rows of which an open task says that they have not arrived.
    pub tasks: Vec<OutboxId>,
    /// If it is closed as a duplicate: how its main report stands.
    pub main: Option<Main>,
}

/// The main report of a duplicate: itself no duplicate, as far as that can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Main {
    /// When it was closed, if it is.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Figures being counted.
#[derive(Debug)]
pub struct Tally<'a> {
    wanted: Wanted,
    directory: &'a Directory,
    /// The period as moments: from, to, today.
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    today: NaiveDate,
    offices: BTreeMap<Option<OfficeCode>, Counts>,
}

/// What is counted of an office.
#[derive(Debug, Default)]
struct Counts {
    line: Line,
    first_word: Vec<TimeDelta>,
    closing: Vec<TimeDelta>,
}

impl<'a> Tally<'a> {
    /// Nothing counted yet.
    pub fn new(wanted: Wanted, directory: &'a Directory) -> Self {
        let calendar = &directory.calendar;
        let midnight = |day| calendar.at(day, chrono::NaiveTime::MIN);
        Self {
            wanted,
            directory,
            from: midnight(wanted.period.from),
            to: midnight(wanted.period.to),
            today: calendar.day_of(wanted.now),
            offices: BTreeMap::new(),
        }
    }

    /// The moments from which on and before which something is of the period.
    pub fn bounds(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.from, self.to)
    }

    /// The moment before which a report must have come in to be late now, for any category.
    pub fn late_before(&self) -> DateTime<Utc> {
        let categories = self.directory.categories.iter().map(|category| category.deadlines.close);
        let close = categories.chain([self.directory.deadlines(None).close]).min().unwrap_or(0);
        // Working days are days: so many days ago is not too early for any report that is late.
        let day = self.today - chrono::Days::new(u64::from(close));
        self.directory.calendar.at(day, chrono::NaiveTime::MIN)
    }

    /// Counts a report in. One that is in no figure changes none.
    pub fn take(&mut self, case: &Case) {
        let Some(found) = self.look_at(case) else {
            return;
        };
        let counts = self.offices.entry(found.office).or_default();
        counts.line = sum(&counts.line, &found.line);
        counts.first_word.extend(found.first_word);
        counts.closing.extend(found.closing);
    }

    /// The figures.
    pub fn finish(self) -> Figures {
        let mut town = Counts::default();
        let mut offices = Vec::new();
        for (office, counts) in self.offices {
            town.line = sum(&town.line, &counts.line);
            town.first_word.extend_from_slice(&counts.first_word);
            town.closing.extend_from_slice(&counts.closing);
            let line = counts.finish();
            if line != Line::default() {
                offices.push((office, line));
            }
        }
        let Wanted { period, now } = self.wanted;
        Figures { period, now, town: town.finish(), offices }
    }
}

impl Counts {
    fn finish(self) -> Line {
        Line { first_word: spread(self.first_word), closing: spread(self.closing), ..self.line }
    }
}

/// The counts of both; the times are put together at the end.
fn sum(one: &Line, other: &Line) -> Line {
    Line {
        arrived: one.arrived + other.arrived,
        closed: one.closed + other.closed,
        answered: one.answered + other.answered,
        undelivered: one.undelivered + other.undelivered,
        unreachable: one.unreachable + other.unreachable,
        limbo: one.limbo + other.limbo,
        unanswered: one.unanswered + other.unanswered,
        late: one.late + other.late,
        first_word: Spread::default(),
        closing: Spread::default(),
    }
}

fn spread(mut times: Vec<TimeDelta>) -> Spread {
    times.sort_unstable();
    // Nearest rank: the smallest time that at least so many in a hundred do not exceed.
    let rank = |percent: usize| {
        let rank = (times.len() * percent).div_ceil(100);
        rank.checked_sub(1).and_then(|place| times.get(place)).copied()
    };
    Spread { count: times.len() as u64, median: rank(50), ninetieth: rank(90) }
}
