//! The parts of a button's data, and how each is written.

use std::fmt::Write as _;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use crate::domain::figures::PeriodName;
use crate::domain::ids::{
    CategoryCode, ChatId, InvitationCode, OfficeCode, PersonId, ReportId, TaskId, TelegramId,
    WorkId,
};
use crate::domain::lang::Lang;

/// A part of a draft that can be changed before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the answers")]
pub enum Part {
    Category,
    Place,
    Words,
    Photos,
}

/// How the URP closes, before the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels of the buttons")]
pub enum Closing {
    Resolved,
    NotResolvable,
    NotOurs,
    Spam,
    SpamAndBlock,
}

/// How long from now, where a day is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels of the buttons")]
pub enum Span {
    OneWeek,
    TwoWeeks,
    OneMonth,
    ThreeMonths,
}

impl Span {
    /// In the order of the buttons.
    pub const ALL: [Self; 4] = [Self::OneWeek, Self::TwoWeeks, Self::OneMonth, Self::ThreeMonths];

    /// The day that is so far from `today`.
    pub fn ahead_of(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::OneWeek => today.checked_add_days(Days::new(7)),
            Self::TwoWeeks => today.checked_add_days(Days::new(14)),
            Self::OneMonth => today.checked_add_months(Months::new(1)),
            Self::ThreeMonths => today.checked_add_months(Months::new(3)),
        }
    }
}

/// What somebody can be invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the roles")]
pub enum Post {
    Supervisor,
    Urp,
    Referent,
    Operator,
}

/// How somebody at the desk or on the phone can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the ways")]
pub enum Reach {
    Phone,
    Mail,
    Nobody,
}

/// A part of a report that is written down for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the answers")]
pub enum IntakePart {
    Kind,
    Place,
    Words,
    Photos,
    Name,
    Contact,
}

/// A part of a button's data, without `:`.
pub(super) trait Part64: Sized {
    fn write(&self, data: &mut String);
    fn read(text: &str) -> Option<Self>;

    /// Any one, for tests over all buttons.
    #[cfg(test)]
    fn sample() -> Self {
        let texts = ["strade", "2026000001", "w", "p", "n", "s", "it", "1w"];
        let key = URL_SAFE_NO_PAD.encode(Uuid::from_u128(1));
        let mut texts = texts.iter().copied().chain([key.as_str()]);
        texts.find_map(Self::read).expect("one of these is of each kind")
    }
}

macro_rules! displayed {
    ($($kind:ty),+) => {$(
        impl Part64 for $kind {
            fn write(&self, data: &mut String) {
                // Writing to a String cannot fail.
                let _ = write!(data, ":{self}");
            }

            fn read(text: &str) -> Option<Self> {
                <$kind>::from_str(text).ok()
            }
        }
    )+};
}
displayed!(u32, i32);

impl Part64 for ReportId {
    fn write(&self, data: &mut String) {
        let _ = write!(data, ":{}", self.0);
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

macro_rules! numbered {
    ($($kind:ident),+) => {$(
        impl Part64 for $kind {
            fn write(&self, data: &mut String) {
                let _ = write!(data, ":{}", self.0);
            }

            fn read(text: &str) -> Option<Self> {
                text.parse().ok().map(Self)
            }
        }
    )+};
}
numbered!(ChatId, TelegramId);

macro_rules! coded {
    ($($kind:ident),+) => {$(
        impl Part64 for $kind {
            fn write(&self, data: &mut String) {
                data.push(':');
                data.push_str(self.as_str());
            }

            fn read(text: &str) -> Option<Self> {
                (!text.is_empty()).then(|| Self(text.to_owned()))
            }
        }
    )+};
}
coded!(CategoryCode, InvitationCode, OfficeCode);

macro_rules! keyed {
    ($($kind:ident),+) => {$(
        impl Part64 for $kind {
            fn write(&self, data: &mut String) {
                data.push(':');
                URL_SAFE_NO_PAD.encode_string(self.0.as_bytes(), data);
            }

            fn read(text: &str) -> Option<Self> {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
                Uuid::from_slice(&bytes).ok().map(Self)
            }
        }
    )+};
}
keyed!(PersonId, TaskId, WorkId);

macro_rules! lettered {
    ($kind:ident: $($variant:ident = $letter:literal),+) => {
        impl Part64 for $kind {
            fn write(&self, data: &mut String) {
                data.push(':');
                data.push_str(match self { $(Self::$variant => $letter),+ });
            }

            fn read(text: &str) -> Option<Self> {
                match text {
                    $($letter => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
lettered!(Lang: It = "it", En = "en", Sl = "sl", De = "de");
lettered!(Part: Category = "c", Place = "p", Words = "w", Photos = "f");
lettered!(PeriodName: ThisWeek = "w", LastWeek = "W", ThisMonth = "m", LastMonth = "M", ThisYear = "y");
lettered!(Span: OneWeek = "1w", TwoWeeks = "2w", OneMonth = "1m", ThreeMonths = "3m");
lettered!(Post: Supervisor = "s", Urp = "u", Referent = "r", Operator = "o");
lettered!(Reach: Phone = "p", Mail = "m", Nobody = "n");
lettered!(IntakePart: Kind = "c", Place = "p", Words = "w", Photos = "f", Name = "n", Contact = "k");
lettered!(Closing: Resolved = "r", NotResolvable = "n", NotOurs = "o", Spam = "s", SpamAndBlock = "b");
