//! What a step about duplicates looks at.

use super::keys::add;
use crate::domain::ids::ReportId;
use crate::domain::report::Report;

/// So many duplicates of a report are looked at in one step; timers go on with the others.
pub const FOLLOWERS_AT_ONCE: usize = 40;

/// What a decision wants to know about duplicates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DuplicateKeys {
    /// The duplicates of these reports, the oldest first: those numbered above the second report.
    pub followers: Vec<(ReportId, ReportId)>,
    /// How many duplicates these reports have.
    pub counts: Vec<ReportId>,
    /// Reports of [`Keys::reports`](super::Keys::reports) for which, as long as they are new, older open ones of their
    /// category are looked for, in their street or near them.
    pub near: Vec<ReportId>,
}

impl DuplicateKeys {
    /// The first duplicates of a report.
    pub fn of(main: ReportId) -> Self {
        Self { followers: vec![(main, ReportId(0))], ..Self::default() }
    }

    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        let Self { followers, counts, near } = other;
        add(&mut self.followers, followers);
        add(&mut self.counts, counts);
        add(&mut self.near, near);
    }

    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Self) -> Self {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter().filter(|one| !theirs.contains(one)).cloned().collect()
        }
        Self {
            followers: rest(&self.followers, &other.followers),
            counts: rest(&self.counts, &other.counts),
            near: rest(&self.near, &other.near),
        }
    }
}

/// What a decision is given about duplicates.
#[derive(Debug, Clone, Default)]
pub struct DuplicateFacts {
    /// Answers to [`DuplicateKeys::followers`].
    pub followers: Vec<Followers>,
    /// Answers to [`DuplicateKeys::counts`].
    pub counts: Vec<(ReportId, u64)>,
    /// Answers to [`DuplicateKeys::near`].
    pub near: Vec<(ReportId, Vec<Report>)>,
}

/// Some duplicates of a report.
#[derive(Debug, Clone)]
pub struct Followers {
    /// The main report.
    pub of: ReportId,
    /// They are numbered above this.
    pub after: ReportId,
    /// The duplicates, the oldest first: at most [`FOLLOWERS_AT_ONCE`].
    pub reports: Vec<Report>,
    /// There are more.
    pub more: bool,
}

impl DuplicateFacts {
    /// The duplicates of a report above a number, if they were looked at.
    pub fn followers(&self, of: ReportId, after: ReportId) -> Option<&Followers> {
        self.followers.iter().find(|one| one.of == of && one.after == after)
    }

    /// How many duplicates a report has.
    pub fn count(&self, of: ReportId) -> u64 {
        self.counts.iter().find(|(report, _)| *report == of).map_or(0, |(_, count)| *count)
    }

    /// Open reports that may be the same as this one, which is new.
    pub fn near(&self, report: ReportId) -> &[Report] {
        let found = self.near.iter().find(|(of, _)| *of == report);
        found.map_or(&[], |(_, reports)| reports)
    }
}
