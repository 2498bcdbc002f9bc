//! Somebody who could not be written to is back: what had not reached them is sent again, as far as it is so still.

use chrono::{DateTime, Utc};

use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{ChatId, ReportId, TelegramId};
use crate::domain::outgoing::{Delivery, OVERTAKEN, Outgoing, Purpose};
use crate::domain::people::{Actor, Person};
use crate::domain::report::Report;
use crate::domain::step::{Changes, Facts, Keys};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};

/// What to look at for somebody who is back: what had not reached them.
pub(super) fn keys(facts: &Facts, person: &Person, telegram: TelegramId) -> Option<Keys> {
    let was_away = facts.account(telegram).is_some_and(|known| !known.reachable);
    let chat = ChatId::private(telegram);
    if !was_away || !person.reachable {
        return None;
    }
    // Asked once: a second look finds either rows or the empty answer with their tasks.
    let about: Vec<ReportId> = facts.rows.iter().filter_map(|row| row.row.report).collect();
    // Whether news is old is seen in the report that theirs is joined to.
    let mains = about.iter().filter_map(|id| facts.report(*id)?.duplicate_of());
    let reports: Vec<ReportId> = about.iter().copied().chain(mains).collect();
    let all_known = reports.iter().all(|id| facts.report(*id).is_some());
    if facts.looked_for_undelivered == Some(chat) && all_known {
        return None;
    }
    let in_hand_of = Some(telegram).filter(|one| facts.directory.is_staff(*one));
    Some(Keys {
        undelivered_to: Some(chat),
        tasks_of: about.clone(),
        histories: about,
        reports,
        in_hand_of,
        ..Keys::default()
    })
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
    for sent in facts.rows.iter().filter(|row| row.state == Delivery::Undeliverable) {
        let row = &sent.row;
        let report = row.report.and_then(|id| facts.report(id));
        let old = report.and_then(|report| why_not(facts, report, row));
        changes.settled.push(match old {
            Some(_) => (row.id, Delivery::Suppressed, Some(OVERTAKEN.into())),
            None => (row.id, Delivery::Pending, None),
        });
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
/// owed, and what a person wrote, not how it stood or by when there would be news; nor is anybody asked what is not
/// asked any more.
fn why_not(facts: &Facts, report: &Report, row: &Outgoing) -> Option<TaskEnd> {
    let main = report.duplicate_of().and_then(|main| facts.report(main));
    let is_closed = !main.unwrap_or(report).state.is_open();
    let of_it = |event: &&Event| Some(event.seq) == row.event;
    let by_person = || {
        let event = facts.history(report.id).iter().find(of_it);
        event.is_none_or(|event| matches!(event.kind, EventKind::Told { .. }))
    };
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
        _ => None,
    }
}
