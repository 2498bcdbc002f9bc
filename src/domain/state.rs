//! The states of a report and the outcomes of a closed one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{OfficeCode, PersonId, ReportId, WorkId};

/// How a report ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// The problem is solved.
    Resolved,
    /// It cannot be solved; the reply says why.
    NotResolvable,
    /// Another body is competent; the reply says which.
    NotOurs,
    /// The same problem as another report.
    Duplicate {
        /// The main report.
        of: ReportId,
    },
    /// The citizen took it back.
    Withdrawn,
    /// No report at all.
    Spam,
}

/// Where a report stands. Every state but [`State::Closed`] is *open*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Waits for the URP.
    Received,
    /// Waits for the office.
    Assigned {
        /// The competent office.
        office: OfficeCode,
    },
    /// Somebody works on it.
    InProgress {
        /// The competent office.
        office: OfficeCode,
        /// Who works on it.
        operator: PersonId,
    },
    /// It will be done later; the citizen knows why and when.
    Planned {
        /// The competent office, if one was named already.
        office: Option<OfficeCode>,
        /// Who had it in hand, if anybody.
        operator: Option<PersonId>,
        /// The day on which it is taken in hand again.
        until: NaiveDate,
        /// Why not now, as the citizen was told.
        reason: String,
        /// The planned work that it waits for, if one.
        work: Option<WorkId>,
    },
    /// The office is done; the URP closes with a reply.
    Ready {
        /// The office that did it.
        office: OfficeCode,
        /// Who did it, if one person.
        operator: Option<PersonId>,
        /// The outcome that the office proposes.
        outcome: Outcome,
        /// The reply that the office proposes.
        draft: String,
    },
    /// The citizen says that the problem is still there.
    ReopenRequested {
        /// The outcome it had been closed with.
        previous: Outcome,
    },
    /// Ended.
    Closed {
        /// How.
        #[serde(flatten)]
        outcome: Outcome,
    },
}

impl State {
    /// Whether the report is open: anything but closed.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Closed { .. })
    }

    /// The office that has it, if any.
    pub fn office(&self) -> Option<&OfficeCode> {
        match self {
            Self::Assigned { office }
            | Self::InProgress { office, .. }
            | Self::Ready { office, .. } => Some(office),
            Self::Planned { office, .. } => office.as_ref(),
            Self::Received | Self::ReopenRequested { .. } | Self::Closed { .. } => None,
        }
    }

    /// The office that is to do something: what it has declared ready is the URP's to close.
    pub fn busy_office(&self) -> Option<&OfficeCode> {
        self.office().filter(|_| !matches!(self, Self::Ready { .. }))
    }

    /// The operator who has it in hand, if any.
    pub fn operator(&self) -> Option<PersonId> {
        match self {
            Self::InProgress { operator, .. } => Some(*operator),
            Self::Planned { operator, .. } | Self::Ready { operator, .. } => *operator,
            _ => None,
        }
    }

    /// The state without its data, as the database and the metrics name it.
    pub fn kind(&self) -> StateKind {
        match self {
            Self::Received => StateKind::Received,
            Self::Assigned { .. } => StateKind::Assigned,
            Self::InProgress { .. } => StateKind::InProgress,
            Self::Planned { .. } => StateKind::Planned,
            Self::Ready { .. } => StateKind::Ready,
            Self::ReopenRequested { .. } => StateKind::ReopenRequested,
            Self::Closed { .. } => StateKind::Closed,
        }
    }
}

/// A state's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of State's variants")]
pub enum StateKind {
    Received,
    Assigned,
    InProgress,
    Planned,
    Ready,
    ReopenRequested,
    Closed,
}

impl StateKind {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Assigned => "assigned",
            Self::InProgress => "in_progress",
            Self::Planned => "planned",
            Self::Ready => "ready",
            Self::ReopenRequested => "reopen_requested",
            Self::Closed => "closed",
        }
    }
}
