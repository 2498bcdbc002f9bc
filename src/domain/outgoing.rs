//! What goes out: rows of the outbox, in the words of no channel.

mod delivery;
mod notice;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ChatId, FileId, MessageId, OutboxId, PersonId, ReportId, TaskId, TelegramId};
use super::lang::Lang;
use super::mail::{Account, MailRule};

pub use delivery::{CANNOT_BE_REACHED, Delivery, DeliveryLine, TOLD, WITHOUT_PHOTOS};
pub use notice::Notice;

/// A text to a person or a group, with what can be pressed below it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Message {
    /// Telegram HTML: `b`, `i`, `a`, `blockquote` and escaped text, within the Bot API's limits.
    pub html: String,
    /// What can be pressed.
    #[serde(default, skip_serializing_if = "Keyboard::is_none")]
    pub keyboard: Keyboard,
    /// No sound (Bot API `disable_notification`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
}

/// What can be pressed below a message (Bot API `reply_markup`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Nothing.
    #[default]
    None,
    /// Buttons in the message.
    Inline(Vec<Vec<Button>>),
    /// Keys in place of the person's keyboard, gone after one use: their labels are sent as text.
    Keys(Vec<Vec<Key>>),
    /// Takes such keys away.
    RemoveKeys,
    /// Opens a reply box for one person (Bot API `ForceReply`, selective).
    ForceReply {
        /// A hint in the empty box, at most 64 characters.
        placeholder: String,
    },
}

impl Keyboard {
    /// Whether there is nothing to press.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// A button in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it sends, at most 64 bytes: an encoded [`super::press::Press`].
    pub data: String,
}

/// A key in place of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What it says, and sends.
    pub label: String,
    /// It sends the person's position instead.
    pub position: bool,
}

/// The order within a chat: earlier lanes overtake later ones. Private chats know one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Prompts, previews and answers to a press.
    Prompt,
    /// Messages and tasks.
    Message,
    /// Cards.
    Card,
}

/// The order between chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The answer to what a person just did.
    Answer,
    /// Other words to a citizen.
    Citizen,
    /// The rest.
    Rest,
}

/// What a message is, for the delivery line and the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The number, what happens next, by when.
    Acknowledgement,
    /// The reply that closes a report, or refuses to reopen it.
    Reply,
    /// A question from the town.
    Question,
    /// Words from the town.
    Word,
    /// News about the report that the service itself words (assigned, in progress, reopened).
    Progress,
    /// Confirms what the citizen just did with a report.
    Confirmation,
    /// A step of a conversation.
    Conversation,
    /// To a staff chat.
    Staff,
    /// A URP task.
    Task,
}

impl Purpose {
    /// Whether it is owed to the citizen: if it cannot be delivered, a URP task opens.
    pub fn is_owed(self) -> bool {
        matches!(
            self,
            Self::Acknowledgement
                | Self::Reply
                | Self::Question
                | Self::Word
                | Self::Progress
                | Self::Confirmation
        )
    }

    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Reply => "reply",
            Self::Question => "question",
            Self::Word => "word",
            Self::Progress => "progress",
            Self::Confirmation => "confirmation",
            Self::Conversation => "conversation",
            Self::Staff => "staff",
            Self::Task => "task",
        }
    }
}

/// What a row of the outbox does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Sends a text (Bot API `sendMessage`).
    Text(Message),
    /// Sends photos: one as `sendPhoto`, 2 to 10 as `sendMediaGroup`. The caption is plain HTML.
    Photos {
        /// The photos, 1 to 10.
        photos: Vec<FileId>,
        /// Caption, or empty.
        caption: String,
        /// Makes no sound.
        silent: bool,
    },
    /// Replaces an earlier text of ours (Bot API `editMessageText`).
    Edit {
        /// Which.
        target: Target,
        /// What it says now.
        message: Message,
    },
    /// Sends a mail: its photos go with it.
    Mail(Box<MailContent>),
    /// Sends a text as a file (Bot API `sendDocument`).
    Document {
        /// The file's name: its ending says what it is.
        name: String,
        /// The file.
        text: String,
        /// Caption: HTML, or empty.
        caption: String,
    },
    /// What can no longer be read: nobody writes it, and whoever is to send it says that it cannot be.
    #[serde(skip)]
    Unreadable,
}

/// Why a row that can no longer be read was not delivered.
pub const UNREADABLE: &str = "unreadable";

/// The rule by which something is said no more: there is newer news.
pub const OVERTAKEN: &str = "overtaken";

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailContent {
    /// The subject: all mails of a report have the same.
    pub subject: String,
    /// The words, as a chat would show them; what can be pressed becomes links.
    pub message: Message,
    /// The language of the words.
    pub lang: Lang,
    /// Photos, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileId>,
    /// Who wrote it, for other machines.
    pub auto: AutoSubmitted,
    /// The mail that it answers, where no report says that: a Message-ID without brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
}

/// Whether a machine wrote a mail (RFC 3834, `Auto-Submitted`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoSubmitted {
    /// A person wrote it: no header.
    No,
    /// In answer to a mail: `auto-replied`.
    Replied,
    /// By itself: `auto-generated`.
    Generated,
}

/// Where a row goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// A Telegram chat.
    Chat(ChatId),
    /// A mail address.
    Mail(MailTo),
}

impl To {
    /// The chat, if it is one.
    pub fn chat(&self) -> Option<ChatId> {
        match self {
            Self::Chat(chat) => Some(*chat),
            Self::Mail(_) => None,
        }
    }

    /// The mail address, if it is one.
    pub fn mail(&self) -> Option<&MailTo> {
        match self {
            Self::Chat(_) => None,
            Self::Mail(mail) => Some(mail),
        }
    }
}

impl From<MailTo> for To {
    fn from(mail: MailTo) -> Self {
        Self::Mail(mail)
    }
}

impl From<ChatId> for To {
    fn from(chat: ChatId) -> Self {
        Self::Chat(chat)
    }
}

/// A mail address to write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTo {
    /// The mailbox that it is sent from.
    pub account: Account,
    /// The address, in lower case.
    pub address: String,
    /// For an automatic answer to a mail that came in: that mail's subject, folded. Such answers are counted.
    pub counted: Option<String>,
}

/// Which message an edit or a reply means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A message by its id.
    Message(MessageId),
    /// The message that another row of the outbox became.
    Row(OutboxId),
    /// The report's card in that chat.
    Card(ReportId),
}

/// A new row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Key; sorts by time.
    pub id: OutboxId,
    /// Where it goes.
    pub to: To,
    /// Order within the chat.
    pub lane: Lane,
    /// Order between chats.
    pub urgency: Urgency,
    /// What it is.
    pub purpose: Purpose,
    /// The report it is about, if any: a reply to the message then belongs to it.
    pub report: Option<ReportId>,
    /// The event it brings to the citizen, if any.
    pub event: Option<i32>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// Not to be sent before.
    pub not_before: Option<DateTime<Utc>>,
    /// The message it replies to.
    pub reply_to: Option<Target>,
    /// What it does.
    pub content: Content,
    /// It waits for a URP agent's word, by this rule.
    pub held: Option<MailRule>,
}

impl Outgoing {
    /// A message in its turn: nobody has just done what it answers.
    pub fn new(
        id: OutboxId,
        to: impl Into<To>,
        purpose: Purpose,
        content: Content,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            to: to.into(),
            lane: Lane::Message,
            urgency: Urgency::Rest,
            purpose,
            report: None,
            event: None,
            created_at: now,
            not_before: None,
            reply_to: None,
            content,
            held: None,
        }
    }

    /// A step of a conversation: the answer to what a person just did.
    pub fn answer(id: OutboxId, to: impl Into<To>, content: Content, now: DateTime<Utc>) -> Self {
        let (lane, urgency) = (Lane::Prompt, Urgency::Answer);
        Self { lane, urgency, ..Self::new(id, to, Purpose::Conversation, content, now) }
    }

    /// The message that it edits or replies to, if any.
    pub fn target(&self) -> Option<Target> {
        match &self.content {
            Content::Edit { target, .. } => Some(*target),
            Content::Text(_)
            | Content::Photos { .. }
            | Content::Mail(_)
            | Content::Document { .. }
            | Content::Unreadable => self.reply_to,
        }
    }
}

/// Whether it is to be known which message a row became: who replies to it, or presses its buttons, may mean
/// that. Of a step of a conversation with a citizen nobody asks.
pub fn is_to_be_known(chat: ChatId, report: Option<ReportId>) -> bool {
    report.is_some() || !chat.is_private()
}

/// A message of a chat that something is known of: who replies to it means that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMessage {
    /// The chat.
    pub chat: ChatId,
    /// The message.
    pub message: MessageId,
    /// The report it is about.
    pub report: Option<ReportId>,
    /// The outbox row that became it, if it is ours.
    pub row: Option<OutboxId>,
    /// It is the report's card.
    pub card: bool,
    /// The task it shows.
    pub task: Option<TaskId>,
}

/// Whom a staff message calls by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The person.
    pub person: Option<PersonId>,
    /// Their account.
    pub telegram: TelegramId,
    /// Their name.
    pub name: String,
}
