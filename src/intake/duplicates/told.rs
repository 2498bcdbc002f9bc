//! What the citizens of duplicates are told.

use chrono::{DateTime, Utc};

use super::super::calls;
use super::super::citizens::Answering;
use super::super::consequences::{self, Cause};
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::ids::{PersonId, ReportId};
use crate::domain::joined::Owed;
use crate::domain::report::Report;
use crate::domain::step::{Changes, DuplicateKeys, Facts, Followers, Fresh, Keys};
use crate::text;

/// A task to call somebody names their report, and may end an earlier one: both must be among the facts.
pub(super) fn to_be_called(facts: &Facts, followers: &Followers) -> Option<Box<Keys>> {
    let called = || followers.reports.iter().filter(|one| one.channel == Channel::Phone);
    let unknown = called().filter(|one| facts.report(one.id).is_none());
    let reports: Vec<ReportId> = unknown.map(|one| one.id).collect();
    let tasks_of = called().filter(|one| calls::may_end_some(facts, one)).map(|one| one.id);
    let keys = Keys { reports, tasks_of: tasks_of.collect(), ..Keys::default() };
    (keys != Keys::default()).then(|| Box::new(keys))
}

/// What must be looked at before several reports are given commands that their duplicates hear of.
pub(in super::super) fn unheard<'a>(
    facts: &Facts,
    mains: impl Iterator<Item = &'a Report>,
) -> Option<Keys> {
    let mut keys = Keys::default();
    for main in mains.filter(|main| main.was_joined()) {
        match facts.duplicates.followers(main.id, ReportId(0)) {
            None => keys.duplicates.join(DuplicateKeys::of(main.id)),
            Some(followers) => {
                let unknown = to_be_called(facts, followers);
                keys.join(unknown.map_or_else(Keys::default, |keys| *keys));
            }
        }
    }
    (keys != Keys::default()).then_some(keys)
}

/// Whether those who follow a main report did so when something happened to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// All of them.
    Before,
    /// Others may have come since: each is looked at.
    Perhaps,
    /// None: they come now, and hear how it ended.
    Now,
}

/// An event of a main report, for the citizens of its duplicates.
pub(super) struct Told<'a> {
    pub facts: &'a Facts,
    pub before: &'a Report,
    pub after: &'a Report,
    pub event: &'a Event,
    /// What happened to the main report before. It may be left out where they followed before, unless it stays closed.
    pub earlier: &'a [Event],
    pub followed: Followed,
    /// The mail that is being answered, and who wrote it: nobody else's words wait with it.
    pub answering: Option<(PersonId, &'a Answering)>,
    pub now: DateTime<Utc>,
}

impl Told<'_> {
    /// Whether that one followed already when it happened. Times alone do not tell: who acts at
    /// the same moment as somebody else may come first with the later one.
    fn has_joined(&self, follower: &Report) -> bool {
        let joins = |event: &Event| joins(event, follower);
        follower.duplicate_of() == Some(self.after.id)
            && (self.followed != Followed::Perhaps
                || self.earlier.iter().any(joins)
                || follower.closed_at.is_some_and(|at| at < self.event.at))
    }

    /// It stays closed, and that one has not read how it was closed, as they came later: to them it is the closing, with
    /// both its words and why it stays so. None for the others.
    fn as_closing(&self, follower: &Report) -> Option<Event> {
        let EventKind::ReopenRefused { words: refusal } = &self.event.kind else {
            return None;
        };
        let closes = |event: &Event| matches!(event.kind, EventKind::Closed { .. });
        let refuses = |event: &Event| matches!(event.kind, EventKind::ReopenRefused { .. });
        let closing = self.earlier.iter().rfind(|event| closes(event))?;
        // Whoever was here when it ended last, by a refusal too, has read it.
        let ended = self.earlier.iter().rposition(|event| closes(event) || refuses(event))?;
        let mut since = self.earlier.get(ended..)?.iter();
        let is_new = self.followed == Followed::Now || since.any(|event| joins(event, follower));
        let mut kind = Some(closing).filter(|_| is_new)?.kind.clone();
        if let EventKind::Closed { words: Some(words), .. } = &mut kind {
            *words = text::closing::closed_and_stays_so(words, refusal);
        }
        Some(Event { kind, ..self.event.clone() })
    }

    /// Tells those who followed already when it happened.
    pub fn to(&self, followers: &Followers, fresh: &mut Fresh, caused: &mut Changes) {
        for follower in &followers.reports {
            if !self.has_joined(follower) {
                continue;
            }
            let (was, is) = (follower.through(self.before), follower.through(self.after));
            let as_closing = self.as_closing(follower);
            let cause = Cause {
                facts: self.facts,
                directory: &self.facts.directory,
                before: &was,
                after: &is,
                event: as_closing.as_ref().unwrap_or(self.event),
                citizen: self.facts.person(follower.citizen),
                operators: [None, None],
                answering: self
                    .answering
                    .filter(|(writer, _)| *writer == follower.citizen)
                    .map(|(_, mail)| mail),
                now: self.now,
            };
            consequences::tell_follower(&cause, fresh, caused);
        }
    }
}

/// Whether that report is joined by the event.
fn joins(event: &Event, follower: &Report) -> bool {
    matches!(event.kind, EventKind::FromDuplicate { report, joins: true, .. } if report == follower.id)
}

/// Duplicates that follow another main report from now on.
pub(super) struct Moved<'a> {
    pub facts: &'a Facts,
    /// That report, as it stands.
    pub main: &'a Report,
    /// What they have read.
    pub read: Owed,
    pub now: DateTime<Utc>,
}

impl Moved<'_> {
    /// Tells the citizen of one of them, where the new date is a later one.
    pub fn tell(&self, follower: &Report, fresh: &mut Fresh, caused: &mut Changes) {
        let moved = |event: &&Event| {
            event.report == follower.id
                && matches!(event.kind, EventKind::Followed { of, .. } if of == self.main.id)
        };
        let Some(event) = caused.events.iter().rev().find(moved).cloned() else {
            return;
        };
        let Owed { promised, limbo_since } = self.read;
        let was = Report { promised, limbo_since, ..follower.clone() };
        let cause = Cause {
            facts: self.facts,
            directory: &self.facts.directory,
            before: &was,
            after: &follower.through(self.main),
            event: &event,
            citizen: self.facts.person(follower.citizen),
            operators: [None, None],
            answering: None,
            now: self.now,
        };
        consequences::tell_follower(&cause, fresh, caused);
    }
}
