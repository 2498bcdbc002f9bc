//! One step: what a decision may look at, and what it may change, in one transaction.
//!
//! Whoever decides names [`Keys`], is given [`Facts`], and returns [`Decision`]. The store loads and
//! saves; it knows no logic, and the logic knows no store.

mod changes;
mod clock;
mod duplicates;
mod facts;
mod fresh;
mod keys;
mod mail;
mod sending;
mod works;

pub use changes::{Changes, Coalesced, GroupChange, GroupChat, Settled, ToSend};
pub use clock::{Alarm, ClockFacts, ClockKeys, Due};
pub use duplicates::{DuplicateFacts, DuplicateKeys, FOLLOWERS_AT_ONCE, Followers};
pub use facts::{BURIED, BlockedPage, CardFact, DialogueRow, Facts, OpenEntry, OpenPage, SentRow};
pub use fresh::Fresh;
pub(super) use keys::add;
pub use keys::{Keys, MOST_OF_THEIRS, Page, Seen};
pub use mail::{Answers, GoodFor, MailFacts, MailKeys, MailRecord, ReplyAddress, RowNews};
pub use sending::{
    Claim, Claimed, ClaimedMail, Parcel, SendOutcome, SendResult, StoredFile, WITHDRAWN,
};
pub use works::{LinkedPage, MOST_OPEN, WorkChanges, WorkFacts, WorkKeys};

/// What a decision says.
#[derive(Debug, Clone)]
pub enum Decision<T> {
    /// These changes, and this for the caller once they are durable.
    Done(Box<Changes>, T),
    /// More to look at first: asked again with these keys added to the former ones.
    Need(Box<Keys>),
}
