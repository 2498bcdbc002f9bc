//! Somebody who could not be written to is back: what had not reached them is sent again, as far as it is so still.

use chrono::{DateTime, Utc};

use super::overtaken;
use crate::domain::event::EventKind;
use crate::domain::ids::{ChatId, TelegramId};
use crate::domain::outgoing::{Delivery, OVERTAKEN, Outgoing, Purpose};
use crate::domain::people::{Actor, Person};
use crate::domain::report::Report;
use crate::domain::step::{Changes, Facts, Keys, Settled};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};

/// What to look at for somebody who is back: what had not reached them.
pub(super) fn keys(facts: &Facts, person: &Person, telegram: TelegramId) -> Option<Keys> {
    let was_away = facts.account(telegram).is_some_and(|known| !known.reachable);
    let chat = ChatId::private(telegram);
    if !was_away || !person.reachable {
        return None;
    }
    let mut keys = Keys::default();
    if facts.looked_for_undelivered != Some(chat) {
        keys.undelivered_to = Some(chat);
        keys.in_hand_of = Some(telegram).filter(|one| facts.directory.is_staff(*one));
    }
    for row in undelivered(facts) {
        let Some(about) = row.report else {
            continue;
        };
        keys.tasks_of.extend(Some(about).filter(|_| !facts.tasks_known_of.contains(&about)));
        let told = row.event.filter(|_| row.purpose == Purpose::Word).map(|seq| (about, seq));
        let is_named = |event: &_| facts.kinds.iter().any(|(known, _)| known == event);
        keys.kinds.extend(told.filter(|event| !is_named(event)));
        // Whether news is old is seen in the report that theirs is joined to.
        let report = facts.report(about);
        let main =
            report.and_then(Report::duplicate_of).filter(|main| facts.report(*main).is_none());
        keys.reports.extend(main.or_else(|| Some(about).filter(|_| report.is_none())));
        if says_how_it_stands(row) {
            keys.histories.extend(overtaken::keys(facts, row).histories);
        }
    }
    for about in [&mut keys.tasks_of, &mut keys.reports, &mut keys.histories] {
        about.sort_unstable();
        about.dedup();
    }
    keys.kinds.sort_unstable();
    keys.kinds.dedup();
    (keys != Keys::default()).then_some(keys)
}

/// What had not reached them.
fn undelivered(facts: &Facts) -> impl Iterator<Item = &Outgoing> {
    let rows = facts.rows.iter().filter(|row| row.state == Delivery::Undeliverable);
    rows.map(|sent| &sent.row)
}

/// Who works here and can be written to from now on gets the cards of what they have in hand.
pub(super) fn cards_of_their_own(facts: &Facts, telegram: TelegramId, changes: &mut Changes) {
    if facts.account(telegram).is_some_and(|known| !known.reachable) {
        let in_hand = facts.in_hand.iter().flatten();
        let chat = ChatId::private(telegram);
        changes.cards.extend(in_hand.map(|report| (chat, report.id)));
    }
}

/// What was undeliverable on Telegram is sent again when that person writes again, unless there is newer news.
pub(super) fn send_again(
    facts: &Facts,
    person: &Person,
    now: DateTime<Utc>,
    changes: &mut Changes,
) {
    for row in undelivered(facts) {
        let report = row.report.and_then(|id| facts.report(id));
        let old = report.and_then(|report| why_not(facts, report, row));
        let (state, reason) = match old {
            Some(_) => (Delivery::Suppressed, Some(OVERTAKEN.into())),
            None => (Delivery::Pending, None),
        };
        changes.settled.push(Settled { row: row.id, state, reason, at: now });
        let how = old.unwrap_or(TaskEnd::Delivered);
        let about = |task: &&Task| matches!(task.kind, TaskKind::Undeliverable { row: id, .. } if id == row.id);
        for task in facts.tasks.iter().filter(about).filter(|task| task.done.is_none()) {
            let by = Actor::citizen(person.id, person.name.clone());
            changes.tasks.push(Task { done: Some(TaskDone { by, at: now, how }), ..task.clone() });
        }
        changes.cards_of.extend(row.report);
    }
}

/// How the task of what is not so any more ends; none where it is so still. Of a report that is closed its answer is
/// owed, and what a person wrote, not how it stood or by when there would be news; of one that is open, the latest of
/// that alone; nor is anybody asked what is not asked any more.
fn why_not(facts: &Facts, report: &Report, row: &Outgoing) -> Option<TaskEnd> {
    let is_closed = !facts.main_of(report).unwrap_or(report).state.is_open();
    // Words that tell of the main report's event name none: they may be a person's.
    let by_person = || {
        let kind = row.event.and_then(|seq| facts.kind(report.id, seq));
        kind.is_none_or(|kind| kind == EventKind::TOLD)
    };
    let is_old = || says_how_it_stands(row) && overtaken::has_newer_news(facts, report, row, &[]);
    match (row.purpose, &report.question) {
        (Purpose::Acknowledgement | Purpose::Progress | Purpose::Question, _) if is_closed => {
            Some(TaskEnd::Closed)
        }
        (Purpose::Word, _) if is_closed && !by_person() => Some(TaskEnd::Closed),
        (Purpose::Question, None) if report.state.is_open() => Some(TaskEnd::Answered),
        (Purpose::Question, None) => Some(TaskEnd::Closed),
        (Purpose::Question, Some(asked)) if row.event < Some(asked.seq) => {
            Some(TaskEnd::AskedAgain)
        }
        (Purpose::Acknowledgement | Purpose::Progress, _) if is_old() => Some(TaskEnd::Replaced),
        (Purpose::Word, _) if !by_person() && is_old() => Some(TaskEnd::Replaced),
        _ => None,
    }
}

/// Whether it may say how the report stands, and by when there is news.
fn says_how_it_stands(row: &Outgoing) -> bool {
    matches!(row.purpose, Purpose::Acknowledgement | Purpose::Progress | Purpose::Word)
}
