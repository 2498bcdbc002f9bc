//! Reports about the same problem: one of them is the main report, and the citizens of the others
//! hear what its citizen hears.
//!
//! A main report may have hundreds of duplicates. The first of them are served in the transaction of
//! the event; a timer set by that same transaction goes on with the others, some at a time, so that
//! none is left out. Words go first: what regroups duplicates is due later than the words that were
//! on their way to them.

mod on;
mod told;

pub(super) use on::{fan_on, regroup_on, timer_keys};
pub(super) use told::unheard;
use told::{Followed, Moved, Told, to_be_called};

use super::apply::{Stop, Work};
use super::calls;
use crate::conversation::Turn;
use crate::domain::command::Command;
use crate::domain::decide::can_join;
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::ids::{FileId, PersonId, ReportId};
use crate::domain::joined::{self, Meant, Owed};
use crate::domain::people::Actor;
use crate::domain::promise::Deadlines;
use crate::domain::report::Report;
use crate::domain::state::{Outcome, StateKind};
use crate::domain::step::{Changes, DuplicateKeys, Facts, Followers, Keys};
use crate::domain::timer::Timer;
use crate::text;

impl Work<'_> {
    /// Where a command on a duplicate is really meant for the report that it is joined to: the
    /// command for whichever it is. `Ok(None)`: for this report, as it is.
    pub(super) fn meant(
        &self,
        report: &Report,
        command: &Command,
    ) -> Result<Option<(ReportId, Command)>, Stop> {
        if !matches!(command, Command::StillThere { .. } | Command::Rate { .. }) {
            return Ok(None);
        }
        let main = self.main_of(report)?;
        Ok(match joined::meant(report, &main, command, self.terms(Deadlines::default(), None)) {
            Meant::AsItIs => None,
            Meant::ForMain => Some((main.id, command.clone())),
            Meant::AsWords => Some((report.id, as_words(report, command))),
        })
    }

    /// The report that this one is joined to, perhaps by way of others.
    fn main_of(&self, report: &Report) -> Result<Report, Stop> {
        let main = joined::main_behind(report, |id| self.report(id));
        main.map_err(|of| Stop::need(Keys::report(of)))
    }

    /// Whether a report can be joined to that one: the citizen then hears through it.
    pub(super) fn joins(&self, report: &Report, into: ReportId) -> Result<(), Stop> {
        let main = self.known_report(into)?;
        can_join(report, &main)
            .map_err(|refusal| Stop::Refused { refusal, report: Some(report.id) })
    }

    /// What an event means for other reports about the same problem.
    pub(super) fn spread(
        &mut self,
        before: &Report,
        after: &Report,
        event: &Event,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        match &event.kind {
            EventKind::Closed { outcome: Outcome::Duplicate { of }, .. } => {
                self.by_itself(*of, joins(after), turn, caused)?;
                self.regroup((before, false), *of, turn, caused)
            }
            EventKind::Closed { outcome: Outcome::Withdrawn | Outcome::Spam, .. } => {
                self.let_go(before, turn, caused)
            }
            // What stays withdrawn, or spam, answers nobody else.
            EventKind::ReopenRefused { .. }
                if matches!(after.outcome(), Some(Outcome::Withdrawn | Outcome::Spam)) =>
            {
                self.let_go(before, turn, caused)
            }
            EventKind::Unmerged { .. } => {
                let Some(main) = before.duplicate_of() else {
                    return Ok(());
                };
                caused.cards_of.push(main);
                if event.actor.person.is_none() {
                    // The main report has ended: it is the same problem still.
                    return Ok(());
                }
                self.by_itself(main, Command::DuplicateLeft { report: after.id }, turn, caused)
            }
            EventKind::Followed { of, .. } => self.by_itself(*of, joins(after), turn, caused),
            EventKind::Added { words, photos } => {
                self.tell_main(after, words, photos.clone(), turn, caused)
            }
            EventKind::Edited { words } => self.tell_main(after, words, Vec::new(), turn, caused),
            EventKind::Asked { .. } => self.fan_out(before, after, event, turn, caused),
            // Who is still to be called about the plan is called about something else.
            EventKind::Ready { .. } if before.state.kind() == StateKind::Planned => {
                self.fan_out(before, after, event, turn, caused)
            }
            kind if kind.is_shared() => self.fan_out(before, after, event, turn, caused),
            _ => Ok(()),
        }
    }

    /// A main report, as it was before it ended, that answers nobody: its oldest duplicate goes on, of somebody else if
    /// there is one, and the others follow that one. Whoever takes a report back seldom wants their other one to lead.
    /// What all of them are owed stays so.
    fn let_go(&mut self, main: &Report, turn: &mut Turn, caused: &mut Changes) -> Result<(), Stop> {
        let followers = self.followers(main.id)?;
        let still = || followers.reports.iter().filter(|one| one.duplicate_of() == Some(main.id));
        let of_another = still().find(|one| one.citizen != main.citizen);
        let Some(goes_on) = of_another.or_else(|| still().next()).map(|one| one.id) else {
            return Ok(());
        };
        let calendar = &self.facts().directory.calendar;
        let owed = Owed::of(main).to(still(), calendar, calendar.day_of(self.now()));
        self.by_itself(goes_on, Command::Unmerge { owed }, turn, caused)?;
        self.regroup((main, true), goes_on, turn, caused)
    }

    /// What the citizen of a duplicate says is read with its main report, while that is open.
    fn tell_main(
        &mut self,
        report: &Report,
        words: &str,
        photos: Vec<FileId>,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        if report.duplicate_of().is_none() {
            return Ok(());
        }
        let main = self.main_of(report)?;
        if !main.state.is_open() {
            return Ok(());
        }
        let said = says(report, false, words.to_owned(), photos);
        self.by_itself(main.id, said, turn, caused)
    }

    /// The duplicates of a report, as it was before it ended, follow another one from now on.
    fn regroup(
        &mut self,
        (from, let_go): (&Report, bool),
        into: ReportId,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let followers = self.followers(from.id)?;
        self.see_cards(&followers)?;
        for follower in &followers.reports {
            if self.known_report(follower.id)?.duplicate_of() == Some(from.id) {
                self.by_itself(follower.id, Command::Follow { into, let_go }, turn, caused)?;
                let (moved, main) = (self.known_report(follower.id)?, self.known_report(into)?);
                let (facts, read, now) = (self.facts(), Owed::of(from), self.now());
                Moved { facts, main: &main, read, now }.tell(&moved, turn.fresh(), caused);
            }
        }
        if followers.more {
            caused.timers.push((Timer::Regroup(from.id, into), Some(self.now())));
        }
        Ok(())
    }

    fn fan_out(
        &mut self,
        before: &Report,
        after: &Report,
        event: &Event,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let followers = self.followers(after.id)?;
        if let Some(keys) = to_be_called(self.facts(), &followers) {
            return Err(Stop::Need(keys));
        }
        let (facts, answering, now) = (self.facts(), self.writer(), self.now());
        let (earlier, followed) = (facts.history(after.id), Followed::Before);
        let stays = matches!(event.kind, EventKind::ReopenRefused { .. });
        if stays && earlier.is_empty() && !followers.reports.is_empty() {
            // Who came after it was closed has not read how.
            return Err(Stop::need(Keys { histories: vec![after.id], ..Keys::default() }));
        }
        let told = Told { facts, before, after, event, earlier, followed, answering, now };
        told.to(&followers, turn.fresh(), caused);
        if let Some(last) = followers.reports.last().filter(|_| followers.more) {
            let timer = Timer::FanOut(after.id, event.seq, last.id);
            caused.timers.push((timer, Some(event.at)));
        }
        Ok(())
    }

    /// The first duplicates of a report. They are among the facts from then on, as reports too.
    fn followers(&self, of: ReportId) -> Result<Followers, Stop> {
        // Most reports have none, and cost no look.
        if self.report(of).is_some_and(|main| !main.was_joined()) {
            return Ok(Followers { of, after: ReportId(0), reports: Vec::new(), more: false });
        }
        let found = self.facts().duplicates.followers(of, ReportId(0));
        let duplicates = || Keys { duplicates: DuplicateKeys::of(of), ..Keys::default() };
        found.cloned().ok_or_else(|| Stop::need(duplicates()))
    }

    /// All at once: their cards are looked at before their commands are given one by one.
    fn see_cards(&self, followers: &Followers) -> Result<(), Stop> {
        match unseen(self.facts(), followers) {
            None => Ok(()),
            Some(keys) => Err(Stop::Need(keys)),
        }
    }

    /// A command of the clock's; where it is not possible any more, nothing is to be done.
    fn by_itself(
        &mut self,
        report: ReportId,
        command: Command,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        match self.command_as(&Actor::clock(), report, command, None, &[], turn, caused) {
            Err(Stop::Refused { .. }) => {
                tracing::info!(%report, "duplicates.refused");
                Ok(())
            }
            done => done,
        }
    }
}

/// What a report that is joined to another one brings there.
fn joins(report: &Report) -> Command {
    says(report, true, report.words.clone(), report.all_photos().collect())
}

/// What the citizen of a duplicate says, for its main report.
fn says(report: &Report, joins: bool, words: String, photos: Vec<FileId>) -> Command {
    let untold = report.channel == Channel::Nobody;
    Command::FromDuplicate { report: report.id, joins, words, photos, untold }
}

/// What its citizen says of a report by a command, as words that somebody reads.
pub(super) fn as_words(report: &Report, command: &Command) -> Command {
    let words = match command {
        Command::StillThere { words: Some(words) } => words.clone(),
        Command::Rate { solved: true } => text::report::solved(report.lang),
        _ => text::report::still_there(report.lang),
    };
    Command::Add { words, photos: Vec::new() }
}

/// What must be looked at before duplicates are given commands.
fn unseen(facts: &Facts, followers: &Followers) -> Option<Box<Keys>> {
    let mut keys = Keys::default();
    for follower in &followers.reports {
        if facts.report(follower.id).is_none() {
            keys.reports.push(follower.id);
        }
        let urp = facts.directory.urp_chat;
        let card = urp.filter(|urp| facts.card(*urp, follower.id).is_none());
        keys.cards.extend(card.map(|urp| (urp, follower.id)));
        if calls::may_end_some(facts, follower) {
            keys.tasks_of.push(follower.id);
        }
    }
    (keys != Keys::default()).then(|| Box::new(keys))
}

/// Whether the event was given by that person as the citizen of a report.
pub(super) fn is_own(event: &Event, citizen: PersonId) -> bool {
    event.actor.is_citizen() && event.actor.person == Some(citizen)
}

#[cfg(test)]
pub(super) mod tests;
