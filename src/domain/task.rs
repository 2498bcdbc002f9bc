//! URP tasks: small things to do that a machine cannot.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{OutboxId, ReportId, TaskId};
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
}
