//! What the citizens of duplicates are told.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::calls;
use super::super::citizens::Answering;
use super::super::consequences::{self, Cause};
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::ids::{PersonId, ReportId};
use crate::domain::report::Report;
use crate::domain::step::{Changes, DuplicateKeys, Facts, Followers, Fresh, Keys};

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

/// An event of a main report, for the citizens of its duplicates.
pub(super) struct Told<'a> {
    pub facts: &'a Facts,
    pub before: &'a Report,
    pub after: &'a Report,
    pub event: &'a Event,
    /// What happened to the main report before, where others may have followed it since; else all
    /// who follow were there.
    pub earlier: Option<&'a [Event]>,
    /// The mail that is being answered, and who wrote it: nobody else's words wait with it.
    pub answering: Option<(PersonId, &'a Answering)>,
    pub now: DateTime<Utc>,
}

impl Told<'_> {
    /// Whether that one followed already when it happened. Times alone do not tell: who acts at
    /// the same moment as somebody else may come first with the later one.
    fn has_joined(&self, follower: &Report) -> bool {
        let joins = |event: &Event| {
            matches!(event.kind, EventKind::FromDuplicate { report, joins: true, .. }
                if report == follower.id)
        };
        follower.duplicate_of() == Some(self.after.id)
            && self.earlier.is_none_or(|earlier| {
                earlier.iter().any(joins) || follower.closed_at.is_some_and(|at| at < self.event.at)
            })
    }

    /// Tells those who followed already when it happened.
    pub fn to(&self, followers: &Followers, fresh: &mut Fresh, caused: &mut Changes) {
        for follower in &followers.reports {
            if !self.has_joined(follower) {
                continue;
            }
            let (was, is) = (follower.through(self.before), follower.through(self.after));
            let cause = Cause {
                facts: self.facts,
                directory: &self.facts.directory,
                before: &was,
                after: &is,
                event: self.event,
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

/// Duplicates that follow another main report from now on.
pub(super) struct Moved<'a> {
    pub facts: &'a Facts,
    /// That report, as it stands.
    pub main: &'a Report,
    /// The date that they have read.
    pub read: Option<NaiveDate>,
    pub now: DateTime<Utc>,
}

impl Moved<'_> {
    /// Tells the citizen of one of them, where the new date is a later one.
    pub fn tell(&self, follower: &Report, fresh: &mut Fresh, caused: &mut Changes) {
        let moved = |event: &&Event| {
            event.report == follower.id
                && matches!(event.kind, EventKind::Followed { of } if of == self.main.id)
        };
        let Some(event) = caused.events.iter().rev().find(moved).cloned() else {
            return;
        };
        let was = Report { promised: self.read, ..follower.clone() };
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

/// The date that the citizens of a report's duplicates have read last: they heard of each of its own.
pub(super) fn last_promise(history: &[Event]) -> Option<NaiveDate> {
    history.iter().rev().find_map(|event| event.promised)
}
