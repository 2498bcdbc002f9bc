//! What a step about planned works looks at and changes.

use super::keys::add;
use crate::domain::ids::{ReportId, WorkId};
use crate::domain::work::PlannedWork;

/// What a decision about planned works wants to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkKeys {
    /// Works by key. They are locked until the step ends.
    pub works: Vec<WorkId>,
    /// All works that are not over, by their date: at most [`MOST_OPEN`].
    pub open: bool,
    /// Open reports that are linked to a work, page by page.
    pub linked: Vec<LinkedPage>,
    /// Works of which to know how many open reports are linked to them.
    pub counts: Vec<WorkId>,
}

/// The most works that are looked at, the nearest first.
pub const MOST_OPEN: u32 = 200;

/// Some of the open reports that are linked to a work, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkedPage {
    /// The work.
    pub work: WorkId,
    /// Those after this one.
    pub after: ReportId,
    /// At most so many.
    pub limit: u32,
}

impl WorkKeys {
    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        let Self { works, open, linked, counts } = other;
        add(&mut self.works, works);
        add(&mut self.counts, counts);
        self.open |= open;
        add(&mut self.linked, linked);
    }

    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Self) -> Self {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter().filter(|one| !theirs.contains(one)).cloned().collect()
        }
        Self {
            works: rest(&self.works, &other.works),
            open: self.open && !other.open,
            linked: rest(&self.linked, &other.linked),
            counts: rest(&self.counts, &other.counts),
        }
    }
}

/// What a decision about planned works is given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkFacts {
    /// Works found by key.
    pub works: Vec<PlannedWork>,
    /// Answer to [`WorkKeys::open`], if it was asked for.
    pub open: Option<Vec<PlannedWork>>,
    /// Answers to [`WorkKeys::linked`].
    pub linked: Vec<(LinkedPage, Vec<ReportId>)>,
    /// Answer to [`WorkKeys::counts`].
    pub counts: Vec<(WorkId, u64)>,
}

impl WorkFacts {
    /// A work by key.
    pub fn work(&self, id: WorkId) -> Option<&PlannedWork> {
        self.works.iter().chain(self.open.iter().flatten()).find(|work| work.id == id)
    }

    /// The open works, the nearest first.
    pub fn open(&self) -> &[PlannedWork] {
        self.open.as_deref().unwrap_or_default()
    }

    /// The reports of that page, if they were asked for.
    pub fn linked(&self, page: LinkedPage) -> Option<&[ReportId]> {
        self.linked.iter().find(|(found, _)| *found == page).map(|(_, reports)| reports.as_slice())
    }

    /// How many open reports are linked to the work, if it was asked.
    pub fn count(&self, id: WorkId) -> Option<u64> {
        self.counts.iter().find(|(work, _)| *work == id).map(|(_, count)| *count)
    }
}

/// What a step changes about planned works.
#[derive(Debug, Clone, Default)]
pub struct WorkChanges {
    /// Works, new or changed.
    pub works: Vec<PlannedWork>,
    /// Reports that wait for a work from now on.
    pub links: Vec<(WorkId, ReportId)>,
    /// Reports that wait for no work but this one from now on, for none at all without one.
    pub unlinks: Vec<(ReportId, Option<WorkId>)>,
}

impl WorkChanges {
    /// Adds other changes to these.
    pub fn join(&mut self, other: Self) {
        let Self { works, links, unlinks } = other;
        self.works.extend(works);
        self.links.extend(links);
        self.unlinks.extend(unlinks);
    }
}
