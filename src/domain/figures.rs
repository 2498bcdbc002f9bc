//! The supervisor's figures as plain values: for which days, and what there is to see.
//!
//! They are computed in `figures`, from histories.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc};

use super::ids::OfficeCode;

/// Days of the town, from one on and before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
}

impl Period {
    /// The last day, or today if that is earlier.
    pub fn last(self, today: NaiveDate) -> NaiveDate {
        self.to.pred_opt().map_or(today, |last| last.min(today)).max(self.from)
    }
}

/// A period that a button names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels of the buttons")]
pub enum PeriodName {
    ThisWeek,
    LastWeek,
    ThisMonth,
    LastMonth,
    ThisYear,
}

impl PeriodName {
    /// All of them, as the buttons stand.
    pub const ALL: [Self; 5] =
        [Self::ThisWeek, Self::LastWeek, Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    /// Its days, as seen from today. Weeks begin on Monday.
    pub fn period(self, today: NaiveDate) -> Period {
        let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
        let month = today.with_day(1).unwrap_or(today);
        let year = month.with_month(1).unwrap_or(month);
        let (from, to) = match self {
            Self::ThisWeek => (monday, monday + Days::new(7)),
            Self::LastWeek => (monday - Days::new(7), monday),
            Self::ThisMonth => (month, month + Months::new(1)),
            Self::LastMonth => (month - Months::new(1), month),
            Self::ThisYear => (year, year + Months::new(12)),
        };
        Period { from, to }
    }
}

/// Which figures are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// For these days.
    pub period: Period,
    /// As things stand at this moment.
    pub now: DateTime<Utc>,
}

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// For these days.
    pub period: Period,
    /// As things stood at this moment.
    pub now: DateTime<Utc>,
    /// The whole town.
    pub town: Line,
    /// By office, those alone that have anything to count; none: the URP, where no office has it.
    pub offices: Vec<(Option<OfficeCode>, Line)>,
}

impl Figures {
    /// The figures of an office; zeros where there is nothing to count.
    pub fn office(&self, office: Option<&OfficeCode>) -> Line {
        let found = self.offices.iter().find(|(one, _)| one.as_ref() == office);
        found.map_or_else(Line::default, |(_, line)| *line)
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Reports that came in during the period.
    pub arrived: u64,
    /// Reports that were closed when the period ended, by a closing within it.
    pub closed: u64,
    /// Those of them whose answer has reached the citizen by now.
    pub answered: u64,
    /// Messages owed to citizens of which it turned out within the period that they cannot be delivered.
    pub undelivered: u64,
    /// Those of them whose citizen cannot be reached another way either: they were never told.
    pub unreachable: u64,
    /// From arrival to the first word, of the reports that came in during the period and have had one.
    pub first_word: Spread,
    /// From arrival to closing, of those closed in the period with an answer of the town's own:
    /// not of duplicates, withdrawn ones and spam.
    pub closing: Spread,
    /// Open reports, now, whose citizen was promised a word that has not come.
    pub limbo: u64,
    /// Closed reports, now, whose answer has not reached the citizen.
    pub unanswered: u64,
    /// Open reports, now, past the day by which their category should be closed; not while they are
    /// planned, as their citizens know another day.
    pub late: u64,
}

/// How long things took, in working time: the time that the offices were open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many there are.
    pub count: u64,
    /// Half of them took at most this long (nearest rank: a time that occurred, of an even number
    /// the lower middle one).
    pub median: Option<TimeDelta>,
    /// Nine in ten took at most this long (nearest rank).
    pub ninetieth: Option<TimeDelta>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_weeks_from_monday_months_and_the_year() {
        let days = |name: PeriodName, today: &str| {
            let Period { from, to } = name.period(today.parse().unwrap());
            format!("{from} {to}")
        };
        // A Sunday in another year than its Monday's.
        assert_eq!(days(PeriodName::ThisWeek, "2027-01-03"), "2026-12-28 2027-01-04");
        assert_eq!(days(PeriodName::LastWeek, "2027-01-03"), "2026-12-21 2026-12-28");
        assert_eq!(days(PeriodName::ThisMonth, "2026-12-31"), "2026-12-01 2027-01-01");
        assert_eq!(days(PeriodName::LastMonth, "2027-01-31"), "2026-12-01 2027-01-01");
        assert_eq!(days(PeriodName::ThisYear, "2028-02-29"), "2028-01-01 2029-01-01");
    }
}
