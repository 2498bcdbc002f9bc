//! The morning's reminders: one message a chat, however much there is to say.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::super::rings::{mentions, who_holds};
use super::super::staff::{mails_to_supervisors, reached, supervisors, to_chat};
use super::super::{Decided, done};
use crate::conversation::staff;
use crate::domain::chase::{self, Level};
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::{Mention, Purpose};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::step::{Changes, ClockKeys, Decision, Due, Facts, Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text;
use crate::text::staff::{Chased, Reminder};

/// The most of each (in limbo of longest standing, the newest of them, near their dates; tasks) that
/// one morning looks at. What is left out is counted.
const MOST: u32 = 1000;
/// The most cards that are brought up to date because a day has passed.
const MOST_CARDS: usize = 50;

/// Something that somebody is reminded of.
struct Line<'a> {
    what: Chased<'a>,
    level: Level,
    date: NaiveDate,
    /// The chats of those who hold it, and who is called in each.
    holders: Vec<(ChatId, Vec<Mention>)>,
}

/// The reminders of the day, and when the next ones are due. A morning on which the service was
/// down is made good as soon as it runs, once, but neither at night nor on a day off.
pub(in super::super) fn morning(facts: &Facts, now: DateTime<Utc>, mut fresh: Fresh) -> Decided {
    let calendar = &facts.directory.calendar;
    let next = calendar.next_reminder(now);
    let mut changes = Changes { timers: vec![(Timer::Digest, Some(next))], ..Changes::default() };
    if !chase::may_ring(calendar, now) {
        return done(changes, Vec::new());
    }
    let today = calendar.day_of(now);
    let Some(lines) = lines(facts, today) else {
        let due = Due { until: chase::horizon(calendar, today), limit: MOST };
        let clock = ClockKeys { due: Some(due), ..supervisors().clock };
        return Decision::Need(Box::new(Keys { clock, ..Keys::default() }));
    };
    say(facts, &lines, now, &mut fresh, &mut changes);
    let warned = lines.iter().filter(|line| line.level > Level::Holder);
    let warned = warned.filter_map(|line| line.what.report());
    changes.cards_of.extend(warned.take(MOST_CARDS).map(|report| report.id));
    // Each is told by a step of its own, when the office is open.
    let opens = calendar.next_opening(now);
    let reports = lines.iter().filter_map(|line| line.what.report());
    let late = reports.filter(|report| chase::is_to_be_told(report, today));
    changes.timers.extend(late.map(|report| (Timer::Late(report.id), Some(opens))));
    done(changes, Vec::new())
}

/// What there is to be reminded of today, the oldest date first. None: not looked at yet.
fn lines(facts: &Facts, today: NaiveDate) -> Option<Vec<Line<'_>>> {
    let (reports, tasks) = facts.clock.due.as_ref()?;
    let directory = &facts.directory;
    let calendar = &directory.calendar;
    let of_reports = reports.iter().filter_map(|report| {
        let level = chase::of_report(calendar, today, report)?;
        let operator = report.state.operator().and_then(|id| facts.person(id));
        let date = report.limbo_since.or(report.promised)?;
        let holders = holders(directory, report, operator);
        Some(Line { what: Chased::Report(report), level, date, holders })
    });
    let of_tasks = tasks.iter().filter_map(|task| {
        let level = chase::of_task(calendar, today, task)?;
        let holders = directory.urp_chat.map(|urp| (urp, Vec::new())).into_iter().collect();
        Some(Line { what: Chased::Task(task), level, date: task.due, holders })
    });
    let mut lines: Vec<_> = of_reports.chain(of_tasks).collect();
    lines.sort_by_key(|line| line.date);
    Some(lines)
}

/// Where a report's date is called to mind, and who is called there. Its operator may be away: the referents of its
/// office hear of it as well.
fn holders(
    directory: &Directory,
    report: &Report,
    operator: Option<&Person>,
) -> Vec<(ChatId, Vec<Mention>)> {
    let mut holders: Vec<_> = who_holds(directory, report, operator).into_iter().collect();
    if let Some(operator) = operator
        && let Some(office) = report.state.busy_office()
        && let Some((chat, referents)) = directory.spoken_to(Some(office))
    {
        let mut others = mentions(referents);
        others.retain(|one| Some(one.telegram) != operator.telegram);
        match holders.iter_mut().find(|(holder, _)| *holder == chat) {
            Some((_, called)) => called.extend(others),
            None => holders.push((chat, others)),
        }
    }
    holders
}

/// How many more are in limbo than the morning looks at.
fn unseen(facts: &Facts, lines: &[Line<'_>]) -> usize {
    let reports = lines.iter().filter_map(|line| line.what.report());
    let seen = reports.filter(|report| report.limbo_since.is_some()).count();
    usize::try_from(facts.clock.in_limbo).unwrap_or(usize::MAX).saturating_sub(seen)
}

/// One message to each chat that has anything to hear.
fn say(
    facts: &Facts,
    lines: &[Line<'_>],
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let directory = &facts.directory;
    let urp = directory.urp_chat;
    let mut chats: BTreeMap<ChatId, Vec<Reminder<'_>>> = BTreeMap::new();
    for line in lines {
        for (chat, called) in line.holders.iter().filter(|(chat, _)| urp != Some(*chat)) {
            let reminder = Reminder { what: line.what, mentions: called.clone() };
            chats.entry(*chat).or_default().push(reminder);
        }
        // In the URP's own group its message is call enough.
        let is_theirs = line.holders.iter().any(|(chat, _)| urp == Some(*chat));
        let urp_too = is_theirs || line.level > Level::Holder;
        if let Some(urp) = urp.filter(|_| urp_too) {
            let reminder = Reminder { what: line.what, mentions: Vec::new() };
            chats.entry(urp).or_default().push(reminder);
        }
    }
    let supervised = lines.iter().filter(|line| line.level == Level::Supervisor);
    let supervised = supervised.map(|line| Reminder { what: line.what, mentions: Vec::new() });
    let supervised: Vec<_> = supervised.collect();
    let unseen = unseen(facts, lines);
    let reached = reached(facts);
    let unheard = reached.is_empty() && !supervised.is_empty();
    if let Some(urp) = urp.filter(|urp| !chats.contains_key(urp)) {
        // Nothing presses: what is open, as ever.
        changes.outbox.extend(staff::digest(facts, urp, now, fresh));
    }
    for (chat, reminders) in chats {
        let message = if urp == Some(chat) {
            text::staff::morning_of_urp(facts, &reminders, unseen, unheard, now)
        } else {
            text::staff::morning(facts, &reminders, now)
        };
        changes.outbox.push(to_chat(chat, Purpose::Staff, message, now, fresh));
    }
    if supervised.is_empty() {
        return;
    }
    let message = text::staff::morning_of_supervisor(facts, &supervised, unseen, now);
    if unheard {
        changes.outbox.extend(mails_to_supervisors(facts, &message, now, fresh));
    }
    for chat in reached {
        changes.outbox.push(to_chat(chat, Purpose::Staff, message.clone(), now, fresh));
    }
}
