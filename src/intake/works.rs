//! Planned works: whoever waits for one is told of its changes, a few reports a step.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::apply::{Applied, carry_out_by_clock};
use super::staff::to_chat;
use super::{Decided, calls, done, duplicates};
use crate::domain::command::Command;
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, ReportId, WorkId};
use crate::domain::outgoing::Purpose;
use crate::domain::promise::Calendar;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, LinkedPage, WorkKeys};
use crate::domain::timer::Timer;
use crate::domain::work::{PlannedWork, Telling, WorkEnd};
use crate::text;
use crate::text::report::{About, filled};

/// How many linked reports are gone through in one step.
const BATCH: u32 = 20;

/// A work is kept, new or changed. Where there is something to tell, that begins at once.
pub(super) fn saved(
    directory: &Directory,
    work: PlannedWork,
    now: DateTime<Utc>,
    caused: &mut Changes,
) {
    let due = match work.telling {
        Some(_) => Some(now),
        None => reminder(&directory.calendar, &work, now),
    };
    caused.timers.push((Timer::Work(work.id), due));
    caused.works.works.push(work);
}

/// When its office is reminded next, at the reminder hour: a working day before its date; the first one after it; then
/// every week, as long as nobody says that it is over, or until when it lasts.
fn reminder(calendar: &Calendar, work: &PlannedWork, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !work.is_open() {
        return None;
    }
    let before = working_before(calendar, calendar.working_from(work.until));
    let working_after = |day: NaiveDate, days| calendar.working_from(day + Days::new(days));
    let after = working_after(work.until, 1);
    let weekly = working_after(calendar.day_of(now), 7);
    let mut all =
        [before, after, weekly].map(|day| calendar.at(day, calendar.reminder)).into_iter();
    all.find(|at| *at > now)
}

fn working_before(calendar: &Calendar, day: NaiveDate) -> NaiveDate {
    let mut before = day;
    for _ in 0..14 {
        before = before.checked_sub_days(Days::new(1)).unwrap_or(before);
        if calendar.is_working(before) {
            break;
        }
    }
    before
}

/// What to look at first for a work's timer.
pub(super) fn keys(work: WorkId) -> WorkKeys {
    WorkKeys { works: vec![work], ..WorkKeys::default() }
}

/// A work's timer: the next few of those who wait are told, or its office is reminded.
pub(super) fn rings(facts: &Facts, id: WorkId, now: DateTime<Utc>, fresh: Fresh) -> Decided {
    let cleared = Changes { timers: vec![(Timer::Work(id), None)], ..Changes::default() };
    match facts.works.work(id) {
        None => done(cleared, Vec::new()),
        Some(work) => match work.telling {
            Some(telling) => tell(facts, work, telling, now, fresh),
            None if work.is_open() => remind(facts, work, now, fresh, cleared),
            None => done(cleared, Vec::new()),
        },
    }
}

fn need(works: WorkKeys) -> Decided {
    Decision::Need(Box::new(Keys { works, ..Keys::default() }))
}

/// The next few linked reports.
fn tell(
    facts: &Facts,
    work: &PlannedWork,
    telling: Telling,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let page = LinkedPage { work: work.id, after: telling.after, limit: BATCH };
    let Some(linked) = facts.works.linked(page) else {
        return need(WorkKeys { linked: vec![page], ..WorkKeys::default() });
    };
    if let Some(keys) = unseen(facts, work, linked) {
        return Decision::Need(Box::new(keys));
    }
    let reports = linked.iter().filter_map(|id| facts.report(*id));
    let calendar = &facts.directory.calendar;
    let commands: Vec<(ReportId, Command)> = reports
        .filter_map(|report| {
            let draft = || draft(facts, work, report, now);
            Some((report.id, work.news_for(report, calendar, now, draft)?))
        })
        .collect();
    let told = telling.told + commands.len() as u64;
    let mut changes = Changes::default();
    let apart = fresh.apart();
    if let Applied::Need(keys) = carry_out_by_clock(facts, commands, now, apart, &mut changes) {
        return Decision::Need(keys);
    }
    let last = linked.last().filter(|_| u32::try_from(linked.len()).is_ok_and(|len| len == BATCH));
    let mut work = work.clone();
    work.telling = last.map(|last| Telling { after: *last, told });
    if work.telling.is_none()
        && let Some(urp) = facts.directory.urp_chat
        && let Some(ended) = &work.ended
        && ended.how == WorkEnd::Done
        && told > 0
    {
        let message = text::staff::work_made_ready(&facts.directory, &work, told);
        changes.outbox.push(to_chat(urp, Purpose::Staff, message, now, &mut fresh));
    }
    saved(&facts.directory, work, now, &mut changes);
    done(changes, Vec::new())
}

/// What must be looked at before the linked reports can be told of the work.
fn unseen(facts: &Facts, work: &PlannedWork, linked: &[ReportId]) -> Option<Keys> {
    let unknown = linked.iter().copied().filter(|id| facts.report(*id).is_none());
    let reports: Vec<ReportId> = unknown.collect();
    if !reports.is_empty() {
        return Some(Keys { reports, ..Keys::default() });
    }
    let known = || linked.iter().filter_map(|id| facts.report(*id));
    let operators = known().filter_map(|report| report.state.operator());
    let people: Vec<_> = operators.filter(|id| facts.person(*id).is_none()).collect();
    let called = known().filter(|report| calls::may_end_some(facts, report));
    let tasks_of: Vec<ReportId> = called.map(|report| report.id).collect();
    if !people.is_empty() || !tasks_of.is_empty() {
        return Some(Keys { people, tasks_of, ..Keys::default() });
    }
    // Those before and after: once the work is done, its office has the report.
    let office = facts.directory.office(&work.office).and_then(|office| office.chat);
    let mut cards: Vec<(ChatId, ReportId)> = known()
        .flat_map(|report| {
            let operator = report.state.operator().and_then(|id| facts.person(id));
            let chats = desk::chats(&facts.directory, report, operator);
            chats.into_iter().chain(office).map(|chat| (chat, report.id))
        })
        .filter(|(chat, report)| facts.card(*chat, *report).is_none())
        .collect();
    cards.sort_unstable();
    cards.dedup();
    if !cards.is_empty() {
        return Some(Keys { cards, ..Keys::default() });
    }
    // Who reported the same as one of them hears of it too: all of these at once as well.
    duplicates::unheard(facts, known())
}

/// The reply that is proposed once the work is done: the office's words; for whoever speaks another
/// language, a ready-made reply in it where there is one.
fn draft(facts: &Facts, work: &PlannedWork, report: &Report, now: DateTime<Utc>) -> String {
    let directory = &facts.directory;
    let words = work.ended.as_ref().map_or("", |ended| ended.words.as_str());
    if report.lang == directory.staff_lang() {
        return words.to_owned();
    }
    let templates = directory.templates_for(Outcome::Resolved, report.category.as_ref());
    let theirs = templates.iter().find_map(|(_, one)| one.text.0.get(&report.lang));
    let about = About { directory, report, now };
    theirs.map_or_else(|| words.to_owned(), |template| filled(about, template))
}

/// The work's date is near: its office says whether it is done, or will be later.
fn remind(
    facts: &Facts,
    work: &PlannedWork,
    now: DateTime<Utc>,
    mut fresh: Fresh,
    mut changes: Changes,
) -> Decided {
    let directory = &facts.directory;
    let Some(count) = facts.works.count(work.id) else {
        return need(WorkKeys { counts: vec![work.id], ..WorkKeys::default() });
    };
    if let Some((chat, people)) = directory.spoken_to(Some(&work.office)) {
        let message = text::staff::work_near(directory, work, count, people, now);
        changes.outbox.push(to_chat(chat, Purpose::Staff, message, now, &mut fresh));
    }
    changes.timers = vec![(Timer::Work(work.id), reminder(&directory.calendar, work, now))];
    done(changes, Vec::new())
}

#[cfg(test)]
mod tests;
