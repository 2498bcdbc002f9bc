//! A report and others about the same problem.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::decide::{Terms, decide};
use super::ids::{FileId, ReportId};
use super::people::Actor;
use super::report::Report;
use super::state::{Outcome, State};

/// What the citizen of another report about the same problem said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromDuplicate {
    /// The other report.
    pub report: ReportId,
    /// Words.
    pub words: String,
    /// Photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileId>,
}

/// So much of what was said in duplicates is kept with the report: all of it is in the history.
const FROM_DUPLICATES: usize = 10;

/// More main reports than this are never one behind the other.
const LONGEST_CHAIN: usize = 8;

/// The report that this one is joined to: by way of others, where that one was joined to another itself and not
/// all of its duplicates follow yet. Itself, where it is joined to none. `Err`: the one to look at first.
pub fn main_behind(
    report: &Report,
    known: impl Fn(ReportId) -> Option<Report>,
) -> Result<Report, ReportId> {
    let mut main = report.clone();
    for _ in 0..LONGEST_CHAIN {
        let Some(of) = main.duplicate_of() else {
            break;
        };
        main = known(of).ok_or(of)?;
    }
    Ok(main)
}

/// What a command of its citizen means where their report is joined to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// It is for their own report.
    AsItIs,
    /// It is for the report that theirs is joined to.
    ForMain,
    /// They are words that somebody reads.
    AsWords,
}

/// What a command of its citizen means, where their report is joined to `main`, or is that one itself. That the
/// problem is still there opens the main report again, if that can be; that it is solved is worth knowing for who
/// works on it.
pub fn meant(report: &Report, main: &Report, command: &Command, terms: Terms<'_>) -> Meant {
    match command {
        _ if report.id == main.id => Meant::AsItIs,
        Command::StillThere { .. } => {
            let citizen = Actor::citizen(main.citizen, "");
            match decide(main, command.clone(), &citizen, terms) {
                Ok(_) => Meant::ForMain,
                // It is open, or was closed too long ago.
                Err(_) => Meant::AsWords,
            }
        }
        Command::Rate { solved: true } if main.state.is_open() => Meant::AsWords,
        _ => Meant::AsItIs,
    }
}

impl Report {
    /// How its citizen sees it while it is joined to `main`: its own number, place and language, and
    /// how far `main` is.
    pub fn through(&self, main: &Report) -> Report {
        Report {
            state: main.state.clone(),
            promised: main.promised,
            limbo_since: main.limbo_since,
            closed_at: main.closed_at,
            category: main.category.clone(),
            ..self.clone()
        }
    }

    /// All photos of the problem: its citizen's, and those of reports that were joined to it.
    pub fn all_photos(&self) -> impl Iterator<Item = FileId> {
        let others = self.from_duplicates.iter().flat_map(|one| &one.photos);
        self.photos.iter().chain(others).copied()
    }

    /// The report that it was closed as a duplicate of.
    pub fn duplicate_of(&self) -> Option<ReportId> {
        match self.state {
            State::Closed { outcome: Outcome::Duplicate { of } } => Some(of),
            _ => None,
        }
    }

    /// Whether another report was ever joined to it: only then others may follow it.
    pub fn was_joined(&self) -> bool {
        self.parted || !self.from_duplicates.is_empty()
    }

    /// Forgets what the citizen of another report said: it is about something else.
    pub(super) fn part_from(&mut self, report: ReportId) {
        if self.from_duplicates.len() >= FROM_DUPLICATES {
            // An earlier version did not count what it kept no more.
            self.not_kept = self.not_kept.max(1);
        }
        self.from_duplicates.retain(|one| one.report != report);
        self.parted = true;
        if !self.is_awaited() {
            // Those to whom a date was broken are not here any more.
            self.limbo_since = None;
        }
    }

    /// Keeps what the citizen of a duplicate said.
    pub(super) fn hear(&mut self, report: ReportId, words: &str, photos: &[FileId]) {
        let (words, photos) = (words.to_owned(), photos.to_vec());
        self.from_duplicates.push(FromDuplicate { report, words, photos });
        let excess = self.from_duplicates.len().saturating_sub(FROM_DUPLICATES);
        self.from_duplicates.drain(..excess);
        self.not_kept = self.not_kept.saturating_add(u32::try_from(excess).unwrap_or(u32::MAX));
    }
}
