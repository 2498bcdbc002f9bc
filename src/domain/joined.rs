//! A report and others about the same problem.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::command::Command;
use super::decide::{Terms, decide, first_word};
use super::event::{Channel, Event};
use super::ids::{FileId, ReportId};
use super::people::Actor;
use super::promise::Calendar;
use super::report::Report;
use super::state::{Outcome, State};

/// What the citizen of another report about the same problem said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromDuplicate {
    /// Its citizen does not wait for a word about this one: there is no way to tell them anything, or they hear by
    /// another report now. The first field: `store/clock.rs` knows those who wait by that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untold: bool,
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

/// What the citizens of duplicates were promised through their main report, and have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Owed {
    /// The date by which they hear again.
    pub promised: Option<NaiveDate>,
    /// The date that was broken before, where nobody but the clock has said anything since.
    pub limbo_since: Option<NaiveDate>,
}

impl Owed {
    /// Through a report, before it ended: they heard of each date of its own.
    pub fn of(report: &Report) -> Self {
        Self { promised: report.promised, limbo_since: report.limbo_since }
    }

    /// The same, by the history of one that has ended.
    pub fn last(history: &[Event]) -> Self {
        let mut events = history.iter();
        let Some(mut report) = events.next().and_then(|first| Report::opened_by(first).ok()) else {
            return Self::default();
        };
        let mut owed = Self::of(&report);
        for event in events {
            report.apply(event);
            if report.state.is_open() {
                owed = Self::of(&report);
            }
        }
        owed
    }

    /// What of it is owed to these, today: a date that is over was broken, whether or not the clock has said so. Who
    /// cannot be told anything waits for nothing, and who was joined to it later was promised another date.
    pub fn to<'a>(
        self,
        mut followers: impl Iterator<Item = &'a Report>,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Self {
        let since = self.limbo_since.or(self.promised.filter(|day| *day < today));
        let since = since.filter(|day| followers.any(|one| one.was_promised(*day, calendar)));
        Self { limbo_since: since, ..self }
    }

    /// The date of whoever goes on by themselves: that of a first word, but no later one than they have read.
    pub(super) fn kept(self, terms: Terms<'_>) -> NaiveDate {
        let today = terms.calendar.day_of(terms.now);
        let first = first_word(terms);
        self.promised.filter(|day| *day >= today).map_or(first, |day| day.min(first))
    }
}

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

    /// Whether its citizen, who can be told, was promised a word for that day by the report that it is joined to, or was
    /// until it went on by itself.
    pub fn was_promised(&self, day: NaiveDate, calendar: &Calendar) -> bool {
        // An earlier version noted when it was closed, no more.
        let joined = self.joined_at.or(self.closed_at.filter(|_| self.duplicate_of().is_some()));
        let since = joined.unwrap_or(self.received_at);
        self.channel != Channel::Nobody && calendar.day_of(since) <= day
    }

    /// Whether anybody waits for a word about it: its citizen, or those whose reports are joined to it.
    /// Whoever has no contact was promised nothing: without anybody else the date is a deadline of the
    /// work, and staff's alone.
    pub fn is_awaited(&self) -> bool {
        let waits = |one: &FromDuplicate| !one.untold;
        self.channel != Channel::Nobody
            || self.from_duplicates.iter().any(waits)
            || self.not_kept > 0
    }

    /// It ends without an answer for those who follow it: they hear by another report from now on.
    pub(super) fn let_go(&mut self) {
        for one in &mut self.from_duplicates {
            one.untold = true;
        }
        self.not_kept = 0;
    }

    /// Forgets what the citizen of another report said: it is about something else.
    pub(super) fn part_from(&mut self, report: ReportId) {
        let is_full = self.from_duplicates.len() >= FROM_DUPLICATES;
        if is_full && self.from_duplicates.iter().all(|one| !one.untold) {
            // An earlier version did not count what it kept no more, nor did it know who cannot be told.
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
    pub(super) fn hear(&mut self, said: FromDuplicate) {
        self.from_duplicates.push(said);
        let excess = self.from_duplicates.len().saturating_sub(FROM_DUPLICATES);
        let gone = self.from_duplicates.drain(..excess).filter(|one| !one.untold).count();
        self.not_kept = self.not_kept.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
    }
}
