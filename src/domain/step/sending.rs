//! What is claimed for sending, and what came of it.

use chrono::{DateTime, Utc};

use crate::domain::ids::{ChatId, FileId, MessageId, OutboxId, ReportId};
use crate::domain::outgoing::Outgoing;

/// The fingerprint of a card that says only that its report is not shown in that chat any more.
pub const WITHDRAWN: &str = "withdrawn";

/// What is sent: a row of the outbox, or a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parcel {
    /// A message.
    Row(OutboxId),
    /// A report's card in a chat.
    Card(ChatId, ReportId),
}

/// What came of one send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendResult {
    /// What was sent.
    pub parcel: Parcel,
    /// The epoch of the lease under which it was claimed.
    pub epoch: i64,
    /// When this was known.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: SendOutcome,
}

/// What came of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The channel has taken it as these messages (an album has several; an edit has none new).
    Delivered {
        /// Bot API `message_id`s.
        messages: Vec<MessageId>,
        /// For a card: the fingerprint of what it shows now.
        fingerprint: Option<String>,
        /// How many of its photos could not go with it.
        without: usize,
    },
    /// The provider of certified mail has it: its receipt is awaited.
    Accepted {
        /// How many of its photos could not go with it.
        without: usize,
    },
    /// Not now: again from then on. `unknown` where it may have arrived all the same.
    Again {
        /// When.
        not_before: DateTime<Utc>,
        /// Why, in the channel's words.
        reason: String,
        /// The outcome is not known: a second sending is marked.
        unknown: bool,
        /// It counts as an attempt: where the fault is ours, it does not.
        counts: bool,
    },
    /// Never.
    Undeliverable {
        /// Why, in the channel's words.
        reason: String,
    },
    /// The card's message is gone or cannot be edited: it is to be sent anew.
    CardLost,
}

impl SendOutcome {
    /// A message was taken as these, with all that belongs to it.
    pub fn delivered(messages: Vec<MessageId>) -> Self {
        Self::Delivered { messages, fingerprint: None, without: 0 }
    }
}

/// What a claim found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim {
    /// What is to be sent now.
    pub parcels: Vec<Claimed>,
    /// There may be more to send once these, or what was busy, are out of the way.
    pub more: bool,
    /// Something of that answers what a person just did.
    pub answers: bool,
    /// When the next parcel that waits for its time may be sent; looked for only where there is
    /// nothing to send now.
    pub next_at: Option<DateTime<Utc>>,
}

/// A parcel claimed for sending, with all that the send needs.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "they are few, and soon gone")]
pub enum Claimed {
    /// A message.
    Row {
        /// The row.
        row: Outgoing,
        /// The message that it replies to or edits, found. None: send without, or (an edit) drop it.
        target: Option<MessageId>,
        /// Photos it carries, in order.
        files: Vec<StoredFile>,
        /// Earlier attempts.
        attempts: i32,
    },
    /// A card.
    Card {
        /// The chat.
        chat: ChatId,
        /// The report.
        report: ReportId,
        /// The message that shows it, if one does.
        message: Option<MessageId>,
        /// An older message that loses its buttons, as the card is sent anew.
        retire: Option<MessageId>,
        /// The fingerprint of what it shows.
        fingerprint: Option<String>,
        /// Earlier attempts.
        attempts: i32,
    },
}

impl Claimed {
    /// The chat that it goes to.
    pub fn chat(&self) -> ChatId {
        match self {
            Self::Row { row, .. } => row.to.chat().unwrap_or(ChatId::NONE),
            Self::Card { chat, .. } => *chat,
        }
    }

    /// What it is.
    pub fn parcel(&self) -> Parcel {
        match self {
            Self::Row { row, .. } => Parcel::Row(row.id),
            Self::Card { chat, report, .. } => Parcel::Card(*chat, *report),
        }
    }
}

/// A file and where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Key.
    pub id: FileId,
    /// Bot API `file_id`, while it is good.
    pub telegram_file_id: Option<String>,
    /// The report whose citizen sent it.
    pub report: Option<ReportId>,
    /// Its key in the blob store, once fetched.
    pub blob: Option<String>,
    /// It will never be fetched.
    pub is_given_up: bool,
    /// Earlier attempts to fetch it.
    pub attempts: i32,
}

/// A mail claimed for sending, with all that the send needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedMail {
    /// The row.
    pub row: Outgoing,
    /// Photos it carries, in order.
    pub files: Vec<StoredFile>,
    /// Earlier attempts.
    pub attempts: i32,
    /// The token of the address that answers go to.
    pub reply_token: Option<String>,
    /// The token of the page behind its links.
    pub page_token: Option<String>,
    /// Message-IDs of the citizen's mails of the report until then, oldest first.
    pub thread: Vec<String>,
}
