//! More duplicates than one step serves: timers go on with them.

use chrono::{DateTime, Utc};

use super::super::apply::{Applied, carry_out_by_clock};
use super::super::{Decided, done};
use super::told::{Followed, Moved, Told, to_be_called};
use super::unseen;
use crate::domain::command::Command;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::ReportId;
use crate::domain::joined::Owed;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{Changes, Decision, DuplicateKeys, Facts, Followers, Fresh, Keys};
use crate::domain::timer::Timer;

/// What to look at first for the timers of this module.
pub(in super::super) fn timer_keys(timer: Timer) -> Keys {
    let mut keys = Keys::default();
    match timer {
        Timer::FanOut(main, _, after) => {
            keys.reports.push(main);
            keys.histories.push(main);
            keys.duplicates.followers.push((main, after));
        }
        Timer::Regroup(from, into) => {
            keys.reports.push(into);
            // The date that its duplicates have read stands there.
            keys.histories.push(from);
            keys.duplicates = DuplicateKeys::of(from);
        }
        _ => {}
    }
    keys
}

/// More duplicates hear of an event.
pub(in super::super) fn fan_on(
    facts: &Facts,
    (main, seq, above): (ReportId, i32, ReportId),
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let timer = Timer::FanOut(main, seq, above);
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let history = facts.history(main);
    let place = history.iter().position(|event| event.seq == seq);
    let around = place.and_then(|place| around(history, place));
    let followers = facts.duplicates.followers(main, above);
    let (Some((before, after, event)), Some(followers)) = (&around, followers) else {
        tracing::error!(report = %main, seq, "duplicates.no_event");
        return done(changes, Vec::new());
    };
    if let Some(keys) = to_be_called(facts, followers) {
        return Decision::Need(keys);
    }
    let earlier = place.and_then(|place| history.get(..place)).unwrap_or_default();
    let followed = Followed::Perhaps;
    let told = Told { facts, before, after, event, earlier, followed, answering: None, now };
    told.to(followers, &mut fresh, &mut changes);
    if let Some(last) = followers.reports.last().filter(|_| followers.more) {
        // Due as the first of them was: what came later waits for it.
        changes.timers.push((Timer::FanOut(main, seq, last.id), Some(event.at)));
    }
    done(changes, Vec::new())
}

/// An event of a history, with the report before and after it.
fn around(history: &[Event], place: usize) -> Option<(Report, Report, &Event)> {
    let event = history.get(place)?;
    let before = Report::fold(history.get(..place)?).ok()?;
    let mut after = before.clone();
    after.apply(event);
    Some((before, after, event))
}

/// More duplicates of a report follow another one.
pub(in super::super) fn regroup_on(
    facts: &Facts,
    (from, into): (ReportId, ReportId),
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let timer = Timer::Regroup(from, into);
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let Some(followers) = facts.duplicates.followers(from, ReportId(0)) else {
        return done(changes, Vec::new());
    };
    let Some(target) = facts.report(into) else {
        return Decision::Need(Box::new(Keys::report(into)));
    };
    if let Some(of) = target.duplicate_of() {
        // It was joined to another one meanwhile.
        changes.timers.push((Timer::Regroup(from, of), Some(now)));
        return done(changes, Vec::new());
    }
    if let Some(keys) = unseen(facts, followers) {
        return Decision::Need(keys);
    }
    let is_answered = matches!(
        target.outcome(),
        Some(Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs)
    );
    if is_answered && facts.history(into).is_empty() {
        return Decision::Need(Box::new(Keys { histories: vec![into], ..Keys::default() }));
    }
    let ended = matches!(target.outcome(), Some(Outcome::Withdrawn | Outcome::Spam));
    let mut waiting = followers.reports.iter().map(|one| one.id);
    // As where it ends at once: of somebody else, if there is one.
    let of_another = followers.reports.iter().find(|one| one.citizen != target.citizen);
    let oldest = of_another.map(|one| one.id).or_else(|| waiting.clone().next()).filter(|_| ended);
    let into = oldest.unwrap_or(into);
    let (calendar, read) = (&facts.directory.calendar, Owed::last(facts.history(from)));
    let owed = || read.to(followers.reports.iter(), calendar, calendar.day_of(now));
    let goes_on = oldest.map(|oldest| (oldest, Command::Unmerge { owed: owed() }));
    let is_joined = |from: Report| from.duplicate_of().is_some();
    let let_go = ended || !Report::fold(facts.history(from)).is_ok_and(is_joined);
    let follow = waiting.by_ref().filter(|one| Some(*one) != oldest);
    let commands =
        goes_on.into_iter().chain(follow.map(|one| (one, Command::Follow { into, let_go })));
    let apart = fresh.apart();
    let notices = match carry_out_by_clock(facts, commands.collect(), now, apart, &mut changes) {
        Applied::Need(keys) => return Decision::Need(keys),
        Applied::Done(notices) => notices,
    };
    let mut moved = changes.reports.clone();
    let main = moved.iter().find(|one| one.id == into).unwrap_or(target).clone();
    moved.retain(|one| one.duplicate_of() == Some(into));
    if is_answered {
        // It was closed before they could follow it: that answer is theirs too.
        hear_answer(facts, into, moved, now, &mut fresh, &mut changes);
    } else {
        for follower in &moved {
            Moved { facts, main: &main, read, now }.tell(follower, &mut fresh, &mut changes);
        }
    }
    if followers.more {
        changes.timers.push((Timer::Regroup(from, into), Some(now)));
    }
    done(changes, notices)
}

/// Those duplicates are told how their main report was closed last.
fn hear_answer(
    facts: &Facts,
    of: ReportId,
    reports: Vec<Report>,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let history = facts.history(of);
    let closing = history.iter().rposition(|event| {
        matches!(event.kind, EventKind::Closed { .. } | EventKind::ReopenRefused { .. })
    });
    let Some((before, after, event)) = &closing.and_then(|place| around(history, place)) else {
        tracing::error!(report = %of, "duplicates.no_closing");
        return;
    };
    let earlier = closing.and_then(|place| history.get(..place)).unwrap_or_default();
    let followed = Followed::Now;
    let told = Told { facts, before, after, event, earlier, followed, answering: None, now };
    told.to(&Followers { of, after: ReportId(0), reports, more: false }, fresh, changes);
}
