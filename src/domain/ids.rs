//! Identifiers: small, typed, and readable where people see them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A report's number, which is also its key: the year times a million plus the count in that year.
///
/// People see it as `2026-000123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportId(pub i64);

const PER_YEAR: i64 = 1_000_000;

impl ReportId {
    /// The `count`th report of `year`.
    pub fn new(year: i32, count: i64) -> Self {
        Self(i64::from(year) * PER_YEAR + count)
    }

    /// The calendar year in the town's time zone.
    pub fn year(self) -> i64 {
        self.0 / PER_YEAR
    }

    /// The count within the year, from 1.
    pub fn count(self) -> i64 {
        self.0 % PER_YEAR
    }

    /// Reads what a clerk types: `2026-000123`, `2026-123`, or `123` for this year's.
    pub fn parse_loosely(text: &str, this_year: i32) -> Option<Self> {
        let text = text.trim().trim_start_matches('#');
        if let Ok(id) = text.parse() {
            return Some(id);
        }
        let count: i64 = text.parse().ok()?;
        (1..PER_YEAR).contains(&count).then(|| Self::new(this_year, count))
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year(), self.count())
    }
}

/// The text is not a report number like `2026-000123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a report number like 2026-000123")]
pub struct NotAReportNumber;

impl FromStr for ReportId {
    type Err = NotAReportNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, count) = text.split_once('-').ok_or(NotAReportNumber)?;
        let year: i32 = year.parse().map_err(|_| NotAReportNumber)?;
        let count: i64 = count.parse().map_err(|_| NotAReportNumber)?;
        if !(2000..10_000).contains(&year) || !(1..PER_YEAR).contains(&count) {
            return Err(NotAReportNumber);
        }
        Ok(Self::new(year, count))
    }
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
    };
}

uuid_id!(
    /// A person known to the service, whatever the channel.
    PersonId
);
uuid_id!(
    /// A row of the outbox. Version 7: rows sort by the time they were made.
    OutboxId
);
uuid_id!(
    /// A URP task.
    TaskId
);
uuid_id!(
    /// A planned work of an office.
    WorkId
);
uuid_id!(
    /// A file (a photo) that came with a message.
    FileId
);
uuid_id!(
    /// A mail that came in.
    MailId
);

/// A Telegram chat (Bot API `chat.id`): positive for a private chat, negative for a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChatId(pub i64);

impl ChatId {
    /// No chat at all: what a citizen writes and is told by mail.
    pub const NONE: Self = Self(0);

    /// The private chat with a person has that person's id.
    pub fn private(user: TelegramId) -> Self {
        Self(user.0)
    }

    /// Whether this is a private chat rather than a group or channel.
    pub fn is_private(self) -> bool {
        self.0 > 0
    }

    /// Whether its messages are numbered by themselves: those of private chats and of basic groups share their
    /// numbers with all the others of the bot.
    pub fn numbers_by_itself(self) -> bool {
        self.0 <= -1_000_000_000_000
    }
}

/// A Telegram user (Bot API `user.id`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TelegramId(pub i64);

/// A message within one Telegram chat (Bot API `message_id`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub i32);

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The code.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                Self(code.to_owned())
            }
        }
    };
}

code!(
    /// An office, by its code in the directory.
    OfficeCode
);
code!(
    /// A category, by its code in the directory.
    CategoryCode
);
code!(
    /// An invitation, by the part of its token that is looked up.
    InvitationCode
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_number_reads_as_people_write_it() {
        let id = ReportId::new(2026, 123);
        assert_eq!(id.to_string(), "2026-000123");
        assert_eq!("2026-000123".parse(), Ok(id));
        assert_eq!(ReportId::parse_loosely(" 123 ", 2026), Some(id));
        assert_eq!(ReportId::parse_loosely("2026-123", 1999), Some(id));
        assert_eq!(ReportId::parse_loosely("0", 2026), None);
        assert_eq!("2026-".parse::<ReportId>(), Err(NotAReportNumber));
    }
}
