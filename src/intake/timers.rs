//! What comes due by itself enters like everything else: one step, decided purely.

use chrono::{DateTime, TimeDelta, Utc};

use super::apply::{Applied, Place, apply};
use super::staff::{supervisors, to_chat, to_supervisors};
use super::{Decided, calls, clock, done, done_before, duplicates, groups, tasks, works};
use crate::conversation::{Reply, Scene, citizen, staff};
use crate::domain::chase;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId, TelegramId};
use crate::domain::mail::Account;
use crate::domain::outgoing::{Delivery, Message, Outgoing, Purpose};
use crate::domain::step::{Changes, Decision, Facts, Fresh, Keys, Seen, SentRow};
use crate::domain::task::TaskKind;
use crate::domain::timer::Timer;
use crate::text;

/// A silence longer than this is told to the URP and the supervisors, minutes.
const SILENCE_MINUTES: i64 = 60;
/// Telegram keeps messages for bots this long, hours.
pub(super) const TELEGRAM_KEEPS_HOURS: i64 = 24;
/// A mailbox is noted as read once an hour: one that was not for so long is not read now, hours.
const UNREAD_HOURS: i64 = 2;
/// A receipt that may lie in a mailbox which is not read is waited for no longer than this, days.
const UNREAD_DAYS: i64 = 5;

/// What to look at first for a timer.
pub(super) fn keys(timer: Timer, directory: &Directory, now: DateTime<Utc>) -> Keys {
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
        Timer::Digest => keys.open = Some(staff::digest_page()),
        Timer::Receipt(row) => {
            keys.rows.push(row);
            keys.mail.read_of = Some(Account::Pec);
        }
        Timer::CallAgain(task) | Timer::Task(task) => keys.tasks.push(task),
        Timer::Work(work) => keys.works = works::keys(work),
        Timer::Report(report) | Timer::Late(report) => keys.reports.push(report),
        Timer::Question(report) => {
            keys.reports.push(report);
            keys.tasks_of.push(report);
        }
        Timer::FanOut(..) | Timer::Regroup(..) => keys.join(duplicates::timer_keys(timer)),
        Timer::Week => keys.join(clock::week_keys(directory, now)),
        Timer::Unbound(_) => {}
    }
    keys
}

/// Decides about a timer. Pure.
pub(super) fn decide(facts: &Facts, timer: Timer, now: DateTime<Utc>, fresh: Fresh) -> Decided {
    // Moved or cleared meanwhile: nothing to do.
    if !facts.timers.iter().any(|(set, due)| *set == timer && *due <= now) {
        return done_before(Vec::new());
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
        Timer::Digest => clock::morning(facts, now, fresh),
        Timer::Week => clock::week(facts, now, fresh),
        Timer::Unbound(chat) => groups::unbound_over(facts, chat, now),
        Timer::Receipt(row) => no_receipt(facts, timer, row, now, fresh),
        Timer::Report(report) => clock::plan_due(facts, report, now, fresh),
        Timer::Late(report) => clock::late(facts, report, now, fresh),
        Timer::Question(report) => clock::question(facts, report, now, fresh),
        Timer::Work(work) => works::rings(facts, work, now, fresh),
        Timer::FanOut(main, seq, above) => {
            duplicates::fan_on(facts, (main, seq, above), now, fresh)
        }
        Timer::Regroup(from, into) => duplicates::regroup_on(facts, (from, into), now, fresh),
        Timer::CallAgain(task) => calls::back(facts, task, now, fresh),
        Timer::Task(task) => tasks::more_words(facts, task, now, fresh),
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
    if may_lie_unread(facts, sent, now) {
        let later = now + TimeDelta::hours(1);
        return done(
            Changes { timers: vec![(timer, Some(later))], ..Changes::default() },
            Vec::new(),
        );
    }
    if let Some(report) = sent.row.report.filter(|id| facts.report(*id).is_none()) {
        return Decision::Need(Box::new(Keys::report(report)));
    }
    let kind = TaskKind::NoReceipt { row };
    tasks::open(facts, sent.row.report, kind, now, &mut fresh, &mut changes);
    done(changes, Vec::new())
}

/// Whether a receipt may be in the mailbox: it could not be read for a while, or the service was away, and has only begun
/// to. A mailbox that nobody reads any more is not waited for.
fn may_lie_unread(facts: &Facts, sent: &SentRow, now: DateTime<Utc>) -> bool {
    let long = now - sent.row.created_at > TimeDelta::days(UNREAD_DAYS);
    let read = |until: DateTime<Utc>| now - until < TimeDelta::hours(UNREAD_HOURS);
    !long && !facts.mail.read_until.is_none_or(read)
}

/// What a start has to tell: that the town goes on from a copy, which knows of no silence, or a long silence.
pub(super) fn standstill(
    last_sign: Option<DateTime<Utc>>,
    copied_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Seen> {
    let long = |since: &DateTime<Utc>| now - *since > TimeDelta::minutes(SILENCE_MINUTES);
    copied_at.map(Seen::Copy).or_else(|| last_sign.filter(long).map(Seen::Silence))
}

/// What to look at when the service starts.
pub(super) fn start_keys(standstill: Option<Seen>) -> Keys {
    Keys { seen: standstill, timers: vec![Timer::Digest, Timer::Week], ..supervisors() }
}

/// The service has started: a standstill is told, once, however many start after it; and the digest and the week's
/// figures are set.
pub(super) fn started(
    facts: &Facts,
    standstill: Option<&Seen>,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decided {
    let directory = &facts.directory;
    let mut changes = Changes::default();
    let calendar = &directory.calendar;
    let first = [
        (Timer::Digest, calendar.next_reminder(now)),
        (Timer::Week, chase::next_week(calendar, now)),
    ];
    for (timer, next) in first {
        if !facts.timers.iter().any(|(set, _)| *set == timer) {
            changes.timers.push((timer, Some(next)));
        }
    }
    let message = match standstill.filter(|_| !facts.seen) {
        Some(Seen::Copy(at)) => Some(text::service::restored(directory, *at, now)),
        Some(Seen::Silence(since)) => {
            let lost = now - *since > TimeDelta::hours(TELEGRAM_KEEPS_HOURS);
            Some(text::service::silence(directory, *since, now, lost))
        }
        Some(Seen::Update(_) | Seen::Unheard(_) | Seen::TimerFailed(_)) | None => None,
    };
    // In one with what is told: whoever starts next counts from now.
    changes.sign_of_life = Some(now);
    if let Some(message) = message {
        changes.seen = standstill.cloned();
        changes.outbox = to_all(facts, message, now, &mut fresh);
    }
    done(changes, Vec::new())
}

/// To the URP and the supervisors.
pub(super) fn to_all(
    facts: &Facts,
    message: Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Vec<Outgoing> {
    let alarm = to_supervisors(facts, &message, now, fresh);
    // Where no supervisor can be told, the URP has it already.
    let heard = |urp: &ChatId| alarm.iter().any(|row| row.to.chat() == Some(*urp));
    let urp = facts.directory.urp_chat.filter(|urp| !heard(urp));
    let urp = urp.map(|urp| to_chat(urp, Purpose::Staff, message, now, fresh));
    urp.into_iter().chain(alarm).collect()
}
