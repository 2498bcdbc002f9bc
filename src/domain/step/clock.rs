//! What the clock's mornings look at.

use chrono::{DateTime, NaiveDate, Utc};

use super::keys::Page;
use crate::domain::ids::TelegramId;
use crate::domain::mail::Account;
use crate::domain::report::Report;
use crate::domain::task::Task;

/// What the clock wants to look at.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClockKeys {
    /// What is to be said or done by then.
    pub due: Option<Due>,
    /// A page of the reports in limbo on that day.
    pub limbo: Option<(NaiveDate, Page)>,
    /// Which supervisors can be written to.
    pub supervisors: bool,
    /// When the supervisors were told of this trouble, if they were.
    pub told: Option<Alarm>,
}

/// Trouble that the supervisors are told of once, until it is over: also by whoever starts after it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// A mailbox is not read.
    Reading(Account),
    /// The mail server refuses us.
    Refused(Account),
    /// For long no mail has gone.
    InVain(Account),
    /// Mails wait that have no way out.
    NoOutlet(Account),
}

/// What is to be said or done by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day looked at.
    pub until: NaiveDate,
    /// At most so many of each.
    pub limit: u32,
}

/// Answers to [`ClockKeys`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClockFacts {
    /// Open reports in limbo (where they are too many, the oldest and the newest) or with a word
    /// promised by that day, with the people who have them in hand among the facts; and open tasks.
    /// None: not asked.
    pub due: Option<(Vec<Report>, Vec<Task>)>,
    /// The reports in limbo, how many in all, and the page asked for, oldest first. None: not asked.
    pub limbo: Option<(u64, Vec<Report>)>,
    /// The supervisors who can be written to. None: not asked.
    pub supervisors: Option<Vec<TelegramId>>,
    /// When they were told of the trouble that was asked for. None: they were not, or it was not asked.
    pub told: Option<DateTime<Utc>>,
    /// The town can write ordinary mail.
    pub writes_mail: bool,
    /// With `due`: how many reports are in limbo in all.
    pub in_limbo: u64,
}

impl ClockKeys {
    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        let Self { due, limbo, supervisors, told } = other;
        self.due = due.or(self.due);
        self.limbo = limbo.or(self.limbo);
        self.supervisors |= supervisors;
        self.told = told.or(self.told);
    }

    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Self) -> Self {
        Self {
            due: self.due.filter(|_| self.due != other.due),
            limbo: self.limbo.filter(|_| self.limbo != other.limbo),
            supervisors: self.supervisors && !other.supervisors,
            told: self.told.filter(|_| self.told != other.told),
        }
    }
}
