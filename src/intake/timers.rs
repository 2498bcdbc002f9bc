//! What comes due by itself enters like everything else: one step, decided purely.

use chrono::{DateTime, TimeDelta, Utc};

use super::apply::{Applied, Place, apply, by_clock};
use super::staff::to_chat;
use super::{Decided, calls, done, duplicates, groups, tasks};
use crate::conversation::{Reply, Scene, citizen, staff};
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId, ReportId, TelegramId};
use crate::domain::outgoing::{Delivery, Purpose};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, Page};
use crate::domain::task::TaskKind;
use crate::domain::timer::Timer;
use crate::text;

/// A silence longer than this is told to the URP and the supervisors, minutes.
const SILENCE_MINUTES: i64 = 60;
/// Telegram keeps messages for bots this long, hours.
const TELEGRAM_KEEPS_HOURS: i64 = 24;
/// Reports and tasks in a digest.
const DIGEST: Page = Page { offset: 0, limit: 10 };

/// What to look at first for a timer.
pub(super) fn keys(timer: Timer, _directory: &Directory) -> Keys {
    let mut keys = Keys { timers: vec![timer], ..Keys::default() };
    match timer {
        Timer::Draft(chat) | Timer::Photos(chat) => {
            let user = TelegramId(chat.0);
            keys.accounts.push(user);
            keys.dialogues.push((chat, user));
        }
        Timer::Prompt(chat, user) | Timer::Preview(chat, user) => {
            keys.accounts.push(user);
            keys.dialogues.push((staff::kept_under(chat), user));
        }
        Timer::Digest => keys.open = Some(DIGEST),
        Timer::Receipt(row) => keys.rows.push(row),
        Timer::Report(report) => keys.reports.push(report),
        Timer::CallAgain(task) => keys.tasks.push(task),
        Timer::FanOut(..) | Timer::Regroup(..) => keys.join(duplicates::timer_keys(timer)),
        Timer::Task(_) | Timer::Unbound(_) => {}
    }
    keys
}

/// Decides about a timer. Pure.
pub(super) fn decide(facts: &Facts, timer: Timer, now: DateTime<Utc>, fresh: Fresh) -> Decided {
    // Moved or cleared meanwhile: nothing to do.
    if !facts.timers.iter().any(|(set, due)| *set == timer && *due <= now) {
        return done(Changes::default(), Vec::new());
    }
    match timer {
        Timer::Draft(chat) => {
            let calendar = &facts.directory.calendar;
            if !calendar.is_open(now) {
                // What the clock says to citizens waits for office hours.
                let opens = calendar.next_opening(now);
                let timers = vec![(timer, Some(opens))];
                return done(Changes { timers, ..Changes::default() }, Vec::new());
            }
            talk(facts, timer, chat, TelegramId(chat.0), now, fresh)
        }
        Timer::Photos(chat) => talk(facts, timer, chat, TelegramId(chat.0), now, fresh),
        Timer::Prompt(chat, user) | Timer::Preview(chat, user) => {
            talk(facts, timer, chat, user, now, fresh)
        }
        Timer::Digest => digest(facts, now, fresh),
        Timer::Unbound(chat) => groups::unbound_over(facts, chat, now),
        Timer::Receipt(row) => no_receipt(facts, timer, row, now, fresh),
        Timer::Report(report) => plan_due(facts, timer, report, now, fresh),
        Timer::FanOut(main, seq, above) => {
            duplicates::fan_on(facts, (main, seq, above), now, fresh)
        }
        Timer::Regroup(from, into) => duplicates::regroup_on(facts, (from, into), now, fresh),
        Timer::CallAgain(task) => calls::back(facts, task, now, fresh),
        Timer::Task(_) => {
            done(Changes { timers: vec![(timer, None)], ..Changes::default() }, Vec::new())
        }
    }
}

/// A conversation's own timer.
fn talk(
    facts: &Facts,
    timer: Timer,
    chat: ChatId,
    user: TelegramId,
    now: DateTime<Utc>,
    fresh: Fresh,
) -> Decided {
    // Cleared first: the conversation may set it again.
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let Some(person) = facts.account(user) else {
        return done(changes, Vec::new());
    };
    let capacities = facts.directory.capacities(user);
    let scene = Scene { facts, now, chat, person, capacities: &capacities };
    let (place, reply) = match timer {
        Timer::Prompt(..) | Timer::Preview(..) => {
            (Place::Staff, staff::timer(&scene, timer, fresh))
        }
        _ => (Place::Private, citizen::timer(&scene, timer, fresh)),
    };
    match reply {
        Reply::Need(keys) => Decision::Need(keys),
        Reply::Turn(turn) => match apply(&scene, place, *turn, None, &mut changes) {
            Applied::Need(keys) => Decision::Need(keys),
            Applied::Done(notices) => done(changes, notices),
        },
    }
}

/// The morning digest of what waits, and the next one.
fn digest(facts: &Facts, now: DateTime<Utc>, mut fresh: Fresh) -> Decided {
    let next = facts.directory.calendar.next_reminder(now);
    let mut changes = Changes { timers: vec![(Timer::Digest, Some(next))], ..Changes::default() };
    if let Some(urp) = facts.directory.urp_chat {
        changes.outbox = staff::digest(facts, urp, now, &mut fresh);
    }
    done(changes, Vec::new())
}

/// A planned day is here: the report is in hand again.
fn plan_due(
    facts: &Facts,
    timer: Timer,
    report: ReportId,
    now: DateTime<Utc>,
    fresh: Fresh,
) -> Decided {
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    match by_clock(facts, vec![(report, Command::PlanDue)], now, fresh, &mut changes) {
        Applied::Need(keys) => Decision::Need(keys),
        Applied::Done(notices) => done(changes, notices),
    }
}

/// A day has passed since a certified mail was handed over: without its receipt, a person looks.
fn no_receipt(
    facts: &Facts,
    timer: Timer,
    row: OutboxId,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let mut changes = Changes { timers: vec![(timer, None)], ..Changes::default() };
    let Some(sent) = facts.row(row).filter(|sent| sent.state == Delivery::Accepted) else {
        return done(changes, Vec::new());
    };
    if let Some(report) = sent.row.report.filter(|id| facts.report(*id).is_none()) {
        return Decision::Need(Box::new(Keys { reports: vec![report], ..Keys::default() }));
    }
    let kind = TaskKind::NoReceipt { row };
    tasks::open(facts, sent.row.report, kind, now, &mut fresh, &mut changes);
    done(changes, Vec::new())
}

/// What to look at when the service starts.
pub(super) fn start_keys() -> Keys {
    Keys { timers: vec![Timer::Digest], ..Keys::default() }
}

/// The service has started: a long silence is told, and the digest is set.
pub(super) fn started(
    facts: &Facts,
    last_sign: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let directory = &facts.directory;
    let mut changes = Changes::default();
    if facts.timers.is_empty() {
        let next = directory.calendar.next_reminder(now);
        changes.timers.push((Timer::Digest, Some(next)));
    }
    let silence = last_sign.filter(|since| now - *since > TimeDelta::minutes(SILENCE_MINUTES));
    if let Some(since) = silence {
        let lost = now - since > TimeDelta::hours(TELEGRAM_KEEPS_HOURS);
        let message = text::service::silence(directory, since, now, lost);
        let supervisors = directory.supervisors.iter().filter_map(|one| one.telegram);
        let chats = directory.urp_chat.into_iter().chain(supervisors.map(ChatId::private));
        for chat in chats {
            changes.outbox.push(to_chat(chat, Purpose::Staff, message.clone(), now, &mut fresh));
        }
    }
    done(changes, Vec::new())
}
