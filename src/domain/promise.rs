//! The working-day calendar: by which date a citizen hears again.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use super::zone::Zone;

/// Deadlines of a category, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The first word after a report, or after a reopening.
    pub first_word: u32,
    /// The next word after one.
    pub next_word: u32,
    /// The closing.
    pub close: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { first_word: 2, next_word: 10, close: 30 }
    }
}

/// A closing day of the town's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// Every year (month, day).
    Yearly(u32, u32),
    /// Once.
    Once(NaiveDate),
}

/// The town's working days and hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The town's time zone.
    pub zone: Zone,
    /// Days closed beside weekends and national holidays.
    pub own: BTreeSet<Holiday>,
    /// The office opens.
    pub opens: NaiveTime,
    /// The office closes.
    pub closes: NaiveTime,
    /// The hour of reminders and digests.
    pub reminder: NaiveTime,
}

/// Italy's national holidays with a fixed date: month, day.
const NATIONAL: [(u32, u32); 11] = [
    (1, 1),
    (1, 6),
    (4, 25),
    (5, 1),
    (6, 2),
    (8, 15),
    // Since 2026 again (law 151 of 2025): Saint Francis, patron of Italy.
    (10, 4),
    (11, 1),
    (12, 8),
    (12, 25),
    (12, 26),
];

impl Default for Calendar {
    /// An Italian office: 8 to 18, reminders at 9.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            zone: Zone::default(),
            own: BTreeSet::new(),
            opens: hour(8),
            closes: hour(18),
            reminder: hour(9),
        }
    }
}

impl Calendar {
    /// The day of a moment in the town.
    pub fn day_of(&self, moment: DateTime<Utc>) -> NaiveDate {
        self.zone.local(moment).date_naive()
    }

    /// Whether the town's offices work on that day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let date = (day.month(), day.day());
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !NATIONAL.contains(&date)
            && easter_monday(day.year()) != Some(day)
            && !self.own.contains(&Holiday::Yearly(date.0, date.1))
            && !self.own.contains(&Holiday::Once(day))
    }

    /// The working day that is `days` working days after the day of `moment`.
    pub fn after(&self, moment: DateTime<Utc>, days: u32) -> NaiveDate {
        self.after_day(self.day_of(moment), days)
    }

    /// The working day that is `days` working days after `day`.
    pub fn after_day(&self, day: NaiveDate, days: u32) -> NaiveDate {
        let mut day = day;
        let mut left = days;
        // A town closed for a whole year would never open: give up then rather than loop.
        let mut closed = 0;
        while left > 0 && closed < 366 {
            day = day + Days::new(1);
            if self.is_working(day) {
                left -= 1;
                closed = 0;
            } else {
                closed += 1;
            }
        }
        day
    }

    /// `day` itself if the offices work on it, else the first working day after it.
    pub fn working_from(&self, day: NaiveDate) -> NaiveDate {
        if self.is_working(day) { day } else { self.next_working(day) }
    }

    /// The first working day after `day`.
    pub fn next_working(&self, day: NaiveDate) -> NaiveDate {
        self.after_day(day, 1)
    }

    /// Whether the office is open at that moment.
    pub fn is_open(&self, moment: DateTime<Utc>) -> bool {
        let local = self.zone.local(moment);
        self.is_working(local.date_naive()) && (self.opens..self.closes).contains(&local.time())
    }

    /// When the office opens next, not before `moment`; `moment` itself while it is open.
    pub fn next_opening(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        if self.is_open(moment) {
            return moment;
        }
        let local = self.zone.local(moment);
        let today = local.date_naive();
        let day = if self.is_working(today) && local.time() < self.opens {
            today
        } else {
            self.next_working(today)
        };
        self.at(day, self.opens)
    }

    /// The next reminder hour of a working day, strictly after `moment`.
    pub fn next_reminder(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.day_of(moment);
        let at = self.at(today, self.reminder);
        if self.is_working(today) && at > moment {
            return at;
        }
        self.at(self.next_working(today), self.reminder)
    }

    /// How long the offices were open from one moment to another, on the town's clocks; nothing if
    /// the second is not later. Its cost grows with the years between them, not with the days.
    pub fn working_time(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        if to <= from {
            return TimeDelta::zero();
        }
        let (from, to) = (self.zone.local(from), self.zone.local(to));
        let (first, last) = (from.date_naive(), to.date_naive());
        let open = |day: NaiveDate, begin: NaiveTime, end: NaiveTime| {
            if self.is_working(day) {
                (end.min(self.closes) - begin.max(self.opens)).max(TimeDelta::zero())
            } else {
                TimeDelta::zero()
            }
        };
        if first == last {
            return open(first, from.time(), to.time());
        }
        let whole = (self.closes - self.opens).max(TimeDelta::zero());
        let between = self.working_days(first + Days::new(1), last);
        open(first, from.time(), self.closes)
            + whole * i32::try_from(between).unwrap_or(i32::MAX)
            + open(last, self.opens, to.time())
    }

    /// How many days from `from` on and before `to` are working days.
    fn working_days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let days = (to - from).num_days();
        if days <= 0 {
            return 0;
        }
        let rest = from + Days::new((days - days % 7).unsigned_abs());
        let is_weekday = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let weekdays = rest.iter_days().take_while(|day| *day < to).filter(is_weekday).count();
        let mut closed: Vec<NaiveDate> = Vec::new();
        for year in from.year()..=to.year() {
            let yearly = self.own.iter().filter_map(|one| match one {
                Holiday::Yearly(month, day) => Some((*month, *day)),
                Holiday::Once(_) => None,
            });
            let dates = NATIONAL.into_iter().chain(yearly);
            closed.extend(dates.filter_map(|(m, d)| NaiveDate::from_ymd_opt(year, m, d)));
            closed.extend(easter_monday(year));
        }
        closed.extend(self.own.iter().filter_map(|one| match one {
            Holiday::Once(day) => Some(*day),
            Holiday::Yearly(..) => None,
        }));
        closed.retain(|day| (from..to).contains(day) && is_weekday(day));
        closed.sort_unstable();
        closed.dedup();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        days / 7 * 5 + count(weekdays) - count(closed.len())
    }

    /// A local time of a day as a moment: [`Zone::moment`].
    pub fn at(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        self.zone.moment(day.and_time(time))
    }
}

/// Easter Monday of a Gregorian year (the anonymous algorithm, Nature 1876, Meeus chapter 8).
fn easter_monday(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * correction + 114;
    let month = u32::try_from(sum / 31).ok()?;
    let day = u32::try_from(sum % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)?.succ_opt()
}

#[cfg(test)]
mod tests;
