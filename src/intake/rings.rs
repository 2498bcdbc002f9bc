//! An edit rings nobody: what asks something of a chat is also a short message below its card.

use chrono::{DateTime, TimeDelta, Utc};

use super::consequences::Cause;
use super::staff::{to_chat, to_supervisors};
use crate::domain::directory::{Directory, Office, StaffMember};
use crate::domain::event::EventKind;
use crate::domain::ids::ChatId;
use crate::domain::outgoing::{Mention, Message, Purpose, Target};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};
use crate::domain::step::{BURIED, Changes, Facts, Fresh};
use crate::text;
use crate::text::staff::Ring;

/// What a citizen says rings at most once a report and chat in this time, minutes.
pub(super) const RING_MINUTES: i64 = 15;

/// Somebody to call.
struct Call {
    chat: ChatId,
    ring: Ring,
    mentions: Vec<Mention>,
}

/// Rings wherever the event asks something of somebody.
pub(super) fn follow(cause: &Cause<'_>, fresh: &mut Fresh, changes: &mut Changes) {
    for call in calls(cause) {
        let event = Some(cause.event.seq);
        ring(cause.facts, cause.after, event, call, cause.now, fresh, changes);
    }
    if let EventKind::Returned { reason } = &cause.event.kind
        && cause.after.returns > 1
    {
        let office = cause.before.state.office();
        let office = office.map_or("", |code| cause.directory.office_name(code));
        let message = text::staff::returned_again(cause.facts, cause.after, office, reason);
        let rows = to_supervisors(cause.facts, &message, cause.now, fresh);
        changes.outbox.extend(rows);
    }
}

fn ring(
    facts: &Facts,
    about: &Report,
    event: Option<i32>,
    call: Call,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let Call { chat, ring, mentions } = call;
    let report = about.id;
    let card = facts.card(chat, report);
    // A citizen may say much at once, and the card shows it. That a report comes, or goes away again, is said
    // each time: else what its people read last would be what is not so any more.
    let may_be_much =
        matches!(ring, Ring::Added | Ring::Edited | Ring::Answered | Ring::FromDuplicate);
    let recently = may_be_much
        && card
            .and_then(|card| card.rung_at)
            .is_some_and(|rung| now < rung + TimeDelta::minutes(RING_MINUTES));
    if recently || changes.rung.iter().any(|(rung, about, _)| *rung == chat && *about == report) {
        return;
    }
    changes.rung.push((chat, report, now));
    if card.is_some_and(|card| card.below > BURIED) {
        changes.cards_anew.push((chat, report));
    }
    let message = text::staff::ring(facts, about, ring, &mentions, now);
    let mut row = to_chat(chat, Purpose::Staff, message, now, fresh);
    row.report = Some(report);
    row.event = event;
    row.reply_to = Some(Target::Card(report));
    changes.outbox.push(row);
}

/// Whose card could not be sent is called in the office's chat instead, as one who has not started
/// the bot is.
pub fn handed_in_vain(
    facts: &Facts,
    report: &Report,
    operator: &Person,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let gone = Person { reachable: false, ..operator.clone() };
    if let Some((chat, mentions)) = who_holds(&facts.directory, report, Some(&gone)) {
        let call = Call { chat, ring: Ring::Handed, mentions };
        ring(facts, report, None, call, now, fresh, changes);
    }
}

/// What could not be said in private to whoever has a report in hand is said in the office's chat.
pub fn called_in_vain(
    facts: &Facts,
    report: &Report,
    operator: &Person,
    message: &Message,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    let gone = Person { reachable: false, ..operator.clone() };
    if let Some((chat, mentions)) = who_holds(&facts.directory, report, Some(&gone)) {
        let message = text::staff::ring_for(&facts.directory, message, &mentions);
        let mut row = to_chat(chat, Purpose::Staff, message, now, fresh);
        row.report = Some(report.id);
        row.reply_to = Some(Target::Card(report.id));
        changes.outbox.push(row);
    }
}

/// Whom the event calls, and why.
fn calls(cause: &Cause<'_>) -> Vec<Call> {
    let by_citizen = cause.event.actor.is_citizen();
    let [_, operator] = cause.operators;
    let holder = |ring| holder(cause, cause.after, operator, ring);
    let one = match &cause.event.kind {
        // Who has written it down for them knows.
        EventKind::Answered { .. } => holder(Ring::Answered)
            .filter(|call| by_citizen || Some(call.chat) != cause.directory.urp_chat),
        // Words after closing, new or changed, are a task, which rings by itself.
        EventKind::Added { .. } if cause.after.state.is_open() => holder(Ring::Added),
        EventKind::Edited { .. } if cause.after.state.is_open() => holder(Ring::Edited),
        EventKind::ReopenRequested { .. } if by_citizen => urp(cause, Ring::ReopenRequested),
        EventKind::Closed { outcome: Outcome::Withdrawn, .. } => {
            self::holder(cause, cause.before, cause.operators[0], Ring::Withdrawn)
        }
        EventKind::Closed { .. } => closed(cause),
        EventKind::Returned { .. } => urp(cause, Ring::Returned),
        // A work that is done makes many ready at once: that is told in one message.
        EventKind::Ready { .. } if cause.event.actor.person.is_none() => None,
        EventKind::Ready { .. } => urp(cause, Ring::Ready),
        EventKind::PlanDue => holder(Ring::PlanDue),
        EventKind::SentBack { .. } => holder(Ring::SentBack),
        EventKind::GivenBack if !matches!(cause.after.state, State::Ready { .. }) => {
            // What follows by itself is no operator's word.
            if cause.event.actor.person.is_none() {
                // Where its card is new, that rings by itself.
                holder(Ring::OperatorLeft).filter(|call| has_card(cause, call.chat))
            } else {
                holder(Ring::GivenBack)
            }
        }
        EventKind::FromDuplicate { joins: false, left: false, .. } => holder(Ring::FromDuplicate),
        // The clock's: who undoes a merge by hand knows.
        EventKind::Unmerged { .. } if cause.event.actor.person.is_none() => {
            urp(cause, Ring::GoesOn)
        }
        EventKind::Assigned { .. } => return assigned(cause),
        EventKind::Taken { .. } => return taken(cause),
        _ => None,
    };
    one.into_iter().collect()
}

/// The URP has closed it, or joined it to another one: whoever has it in hand need not go there.
fn closed(cause: &Cause<'_>) -> Option<Call> {
    // Who was done with it waits for just that.
    if matches!(cause.before.state, State::Ready { .. }) {
        return None;
    }
    let operator = cause.before.state.operator()?;
    let [before, _] = cause.operators;
    let call = holder(cause, cause.before, before, Ring::Closed)?;
    // The URP's own chat shows who has closed it.
    let seen = cause.event.actor.person.is_none_or(|person| person == operator)
        || Some(call.chat) == cause.directory.urp_chat;
    (!seen).then_some(call)
}

/// It went to an office. Its new card rings by itself; one that was there before does not.
fn assigned(cause: &Cause<'_>) -> Vec<Call> {
    let office = |report: &Report| {
        let code = report.state.office()?;
        cause.directory.office(code)
    };
    let [before, after] = [office(cause.before), office(cause.after)];
    let moved = before.filter(|before| after.is_none_or(|after| after.code != before.code));
    let old = moved.and_then(|_| {
        let [operator, _] = cause.operators;
        // The URP has moved it itself: its own chat, perhaps the office's too, needs no word of that. In a
        // group of both offices the other's people are called.
        let new = after.and_then(|office| office.chat);
        holder(cause, cause.before, operator, Ring::MovedAway)
            .filter(|call| Some(call.chat) != cause.directory.urp_chat && Some(call.chat) != new)
    });
    let again = |chat: &ChatId| has_card(cause, *chat);
    let new = after.and_then(|office| {
        let chat = office.chat.filter(again)?;
        let shared = cause.directory.is_shared(chat);
        let ring = if shared { Ring::AssignedHere } else { Ring::Assigned };
        Some(Call { chat, ring, mentions: mentions(&office.referents) })
    });
    old.into_iter().chain(new).collect()
}

/// Somebody has it in hand now: who had it before is told, and who was given it.
fn taken(cause: &Cause<'_>) -> Vec<Call> {
    let [old, new] = cause.operators;
    let changed = |person: &&Person| Some(person.id) != cause.after.state.operator();
    let left = old.filter(changed).filter(|old| Some(old.id) != cause.event.actor.person);
    let left = left.and_then(|old| {
        let chat = own_chat(old)?;
        Some(Call { chat, ring: Ring::TakenAway, mentions: Vec::new() })
    });
    let given = new.filter(|new| Some(new.id) != cause.event.actor.person);
    let given = given.and_then(|new| match own_chat(new) {
        Some(chat) if has_card(cause, chat) => {
            Some(Call { chat, ring: Ring::Handed, mentions: Vec::new() })
        }
        // Their new card rings by itself.
        Some(_) => None,
        None => holder(cause, cause.after, Some(new), Ring::Handed),
    });
    left.into_iter().chain(given).collect()
}

fn has_card(cause: &Cause<'_>, chat: ChatId) -> bool {
    cause.facts.card(chat, cause.after.id).is_some_and(|card| card.message.is_some())
}

/// A private chat that can be written to.
fn own_chat(person: &Person) -> Option<ChatId> {
    person.private_chat().filter(|_| person.reachable)
}

/// Who holds the report: its operator, else its office's referents, else the URP.
fn holder(
    cause: &Cause<'_>,
    report: &Report,
    operator: Option<&Person>,
    ring: Ring,
) -> Option<Call> {
    let (chat, mentions) = who_holds(cause.directory, report, operator)?;
    Some(Call { chat, ring, mentions })
}

/// The chat in which a report's holder is called, and who is mentioned there.
pub(super) fn who_holds(
    directory: &Directory,
    report: &Report,
    operator: Option<&Person>,
) -> Option<(ChatId, Vec<Mention>)> {
    let urp = || Some((directory.urp_chat?, mentions(&directory.urp)));
    let office = report.state.busy_office().and_then(|code| directory.office(code));
    let Some(office) = office else {
        return urp();
    };
    if let Some(chat) = operator.and_then(own_chat) {
        return Some((chat, Vec::new()));
    }
    let Some(chat) = office.chat.filter(|_| operator.is_some() || !office.is_left()) else {
        return urp();
    };
    let mentions = match operator {
        Some(operator) => operator_of(office, operator),
        None => mentions(&office.referents),
    };
    Some((chat, mentions))
}

fn operator_of(office: &Office, operator: &Person) -> Vec<Mention> {
    let known = office.operators.iter().chain(&office.referents);
    let name = known.clone().find(|one| one.telegram == operator.telegram);
    let name = name.map_or(operator.name.as_str(), |one| one.name.as_str()).to_owned();
    let person = Some(operator.id);
    operator.telegram.map(|telegram| Mention { person, telegram, name }).into_iter().collect()
}

fn urp(cause: &Cause<'_>, ring: Ring) -> Option<Call> {
    let chat = cause.directory.urp_chat?;
    Some(Call { chat, ring, mentions: mentions(&cause.directory.urp) })
}

/// Those of them who can be called.
pub(super) fn mentions(staff: &[StaffMember]) -> Vec<Mention> {
    let known = staff.iter().filter_map(|one| {
        let telegram = one.telegram?;
        Some(Mention { person: None, telegram, name: one.name.clone() })
    });
    known.collect()
}
