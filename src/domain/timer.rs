//! Things that come due by themselves.

use std::fmt;

use super::ids::{ChatId, OutboxId, ReportId, TaskId, TelegramId, WorkId};

/// A timer's key: at most one of each is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// A draft, or what came outside of one, was left for an hour (then again the next morning).
    Draft(ChatId),
    /// Photos of an answer have settled: say how many once.
    Photos(ChatId),
    /// A staff prompt ends.
    Prompt(ChatId, TelegramId),
    /// The URP's morning digest.
    Digest,
    /// What a citizen wrote soon after their task was shown: it is shown anew.
    Task(TaskId),
    /// A planned day comes, or a promise is to be looked at.
    Report(ReportId),
    /// A group that nobody bound is left.
    Unbound(ChatId),
    /// The photos of an answer to a staff prompt have settled: the preview is shown once.
    Preview(ChatId, TelegramId),
    /// The receipt of a certified mail should be here.
    Receipt(OutboxId),
    /// A planned work: those who wait for it are told of a change, or its end is near.
    Work(WorkId),
    /// The promised day of a report is over: its citizen is to be told.
    Late(ReportId),
    /// A question to the citizen has its reminder, or its date is over; or it has ended.
    Question(ReportId),
    /// More duplicates hear what an event (its `seq`) of the main report says: those above a number.
    FanOut(ReportId, i32, ReportId),
    /// A call that nobody answered is to be made again.
    CallAgain(TaskId),
    /// More duplicates of the first report follow the second one from now on.
    Regroup(ReportId, ReportId),
    /// Last week's figures for the supervisors.
    Week,
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft(chat) => write!(f, "draft:{}", chat.0),
            Self::Photos(chat) => write!(f, "photos:{}", chat.0),
            Self::Prompt(chat, user) => write!(f, "prompt:{}:{}", chat.0, user.0),
            Self::Digest => write!(f, "digest"),
            Self::Task(task) => write!(f, "task:{}", task.0),
            Self::Report(report) => write!(f, "report:{}", report.0),
            Self::Unbound(chat) => write!(f, "unbound:{}", chat.0),
            Self::Receipt(row) => write!(f, "receipt:{}", row.0),
            Self::Work(work) => write!(f, "work:{}", work.0),
            Self::Late(report) => write!(f, "late:{}", report.0),
            Self::Question(report) => write!(f, "question:{}", report.0),
            Self::FanOut(main, seq, after) => write!(f, "fan_out:{}:{seq}:{}", main.0, after.0),
            Self::CallAgain(task) => write!(f, "call_again:{}", task.0),
            Self::Regroup(from, into) => write!(f, "regroup:{}:{}", from.0, into.0),
            Self::Week => write!(f, "week"),
            Self::Preview(chat, user) => write!(f, "preview:{}:{}", chat.0, user.0),
        }
    }
}

impl Timer {
    /// Reads a key as the database keeps it.
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.split(':');
        let kind = parts.next()?;
        let mut number = || parts.next()?.parse::<i64>().ok();
        Some(match kind {
            "draft" => Self::Draft(ChatId(number()?)),
            "photos" => Self::Photos(ChatId(number()?)),
            "prompt" => Self::Prompt(ChatId(number()?), TelegramId(number()?)),
            "digest" => Self::Digest,
            "task" => Self::Task(TaskId(parts.next()?.parse().ok()?)),
            "report" => Self::Report(ReportId(number()?)),
            "late" => Self::Late(ReportId(number()?)),
            "question" => Self::Question(ReportId(number()?)),
            "unbound" => Self::Unbound(ChatId(number()?)),
            "receipt" => Self::Receipt(OutboxId(parts.next()?.parse().ok()?)),
            "work" => Self::Work(WorkId(parts.next()?.parse().ok()?)),
            "preview" => Self::Preview(ChatId(number()?), TelegramId(number()?)),
            "fan_out" => {
                let (main, seq, after) = (number()?, number()?, number()?);
                Self::FanOut(ReportId(main), i32::try_from(seq).ok()?, ReportId(after))
            }
            "call_again" => Self::CallAgain(TaskId(parts.next()?.parse().ok()?)),
            "regroup" => Self::Regroup(ReportId(number()?), ReportId(number()?)),
            "week" => Self::Week,
            _ => return None,
        })
    }
}
