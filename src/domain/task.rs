//! URP tasks: small things to do that a machine cannot.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{MailId, OutboxId, ReportId, TaskId};
use super::mail::MailRule;
use super::people::Actor;

/// Within how many working days a task is to be done.
pub const TASK_DAYS: u32 = 2;

/// A task of the URP: a message in its chat, listed by /open until it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Key.
    pub id: TaskId,
    /// The report, if any.
    pub report: Option<ReportId>,
    /// What to do.
    pub kind: TaskKind,
    /// Opened.
    pub opened_at: DateTime<Utc>,
    /// To be done by.
    pub due: NaiveDate,
    /// Done by whom, when and how.
    pub done: Option<TaskDone>,
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "task")]
pub enum TaskKind {
    /// Something owed to a citizen could not be delivered.
    Undeliverable {
        /// The row of the outbox.
        row: OutboxId,
        /// Why, in the channel's words.
        reason: String,
        /// The text that did not arrive.
        words: String,
    },
    /// A citizen wrote about a closed report.
    WordsAfterClosing {
        /// The words.
        words: String,
        /// They are only thanks: leaving it closed needs no words then.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        thanks: bool,
    },
    /// A mail that no rule could place: a person looks.
    MailSetAside {
        /// The mail.
        mail: MailId,
        /// Why.
        rule: MailRule,
        /// Its sender, as it says.
        sender: String,
        /// To whom it says that answers go, where its sender reads none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<String>,
        /// Its subject.
        subject: String,
        /// Its first lines. Empty where only sender and subject are to be seen.
        lines: String,
        /// The report that it seems to be about, if any.
        about: Option<ReportId>,
        /// Whom a mail of ours did not reach, where a bounce names them alone and no mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unreached: Option<String>,
        /// Certified mail in the ordinary mailbox: nobody can tell who it is from.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        certified: bool,
    },
    /// A sender who may be forged: the acknowledgement waits.
    SenderToCheck {
        /// The held row of the outbox.
        row: OutboxId,
        /// The sender, as the mail says.
        sender: String,
        /// No check has failed: it is certified mail in the ordinary mailbox, where nobody can tell.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        certified: bool,
    },
    /// An address was answered automatically too often: what follows waits.
    AnswersHeldBack {
        /// The address.
        address: String,
    },
    /// Certified mail: no receipt of delivery came within a day.
    NoReceipt {
        /// The row of the outbox.
        row: OutboxId,
    },
    /// Somebody who left only a phone number is to be called.
    Call {
        /// The row of the outbox that the call stands for.
        row: OutboxId,
        /// The number.
        phone: String,
        /// What is to be said. Plain text.
        words: String,
        /// How often nobody answered.
        #[serde(default)]
        tried: u32,
        /// The event that asked, where what is to be said is a question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<i32>,
        /// What is to be said is how the report stands: it is said no more once it stands otherwise.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        standing: bool,
        /// The reply that closed the report, where it is to be said with this. Plain text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<String>,
    },
    /// The citizen has not answered a question by its date.
    QuestionUnanswered {
        /// The event that asked.
        seq: i32,
        /// The question.
        words: String,
    },
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskDone {
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub how: TaskEnd,
}

/// The ways in which a task ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskEnd {
    /// The citizen was told another way.
    Told,
    /// The citizen cannot be reached: suppressed by that rule.
    CannotBeReached,
    /// Delivered after all.
    Delivered,
    /// The report was reopened.
    Reopened,
    /// The report stays closed.
    LeftClosed,
    /// A report was made of the mail.
    MadeReport,
    /// The mail was added to a report.
    AddedToReport,
    /// Nothing is made of the mail.
    Dropped,
    /// What was held was sent.
    Released,
    /// What was held is not sent: a robot, or a forged sender.
    Withheld,
    /// Another task has taken its place.
    Replaced,
    /// The citizen answered after all.
    Answered,
    /// The report was closed.
    Closed,
    /// The citizen was asked something else.
    AskedAgain,
}
