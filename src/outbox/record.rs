//! What came of a send, and what follows from that. Decided purely, in the step that records it.

use chrono::{DateTime, TimeDelta, Utc};

use super::doubling;
use super::lost;
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId, ReportId, TelegramId};
use crate::domain::outgoing::{Content, Outgoing, Purpose};
use crate::domain::step::{
    Changes, ClockKeys, Decision, Facts, Fresh, Keys, Parcel, SendOutcome, SendResult, ToSend,
};
use crate::domain::timer::Timer;
use crate::intake::mail::receipt_due;
use crate::intake::{staff, tasks};
use crate::store::{Store, StoreError};
use crate::text;

/// A send that has ended, with what its consequences depend on.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    /// The chat.
    pub chat: ChatId,
    /// The row, if it was one: what it was for.
    pub row: Option<Outgoing>,
    /// What came of it.
    pub result: SendResult,
    /// What the channel's answer means beyond this row.
    pub meaning: Meaning,
}

impl Ended {
    /// The row whose result asks for more than to be recorded, or depends on where the row goes by now, and its epoch.
    /// Once that is recorded, it has been done: where it could not be known whether it was, it is asked for again.
    fn to_be_followed(&self) -> Option<(OutboxId, i64)> {
        let never = matches!(self.result.outcome, SendOutcome::Undeliverable { .. });
        match self.result.parcel {
            Parcel::Row(id)
                if never || matches!(self.meaning, Meaning::PersonLost | Meaning::ChatLost) =>
            {
                Some((id, self.result.epoch))
            }
            _ => None,
        }
    }

    /// Whether it is sent again.
    fn goes_again(&self) -> bool {
        matches!(self.result.outcome, SendOutcome::Again { .. })
    }

    /// The same without anything that follows from it.
    fn alone(&self) -> Self {
        Self { row: None, meaning: Meaning::None, ..self.clone() }
    }

    /// Whether something new stands in a group: an edit is taken also where nothing else is.
    fn is_read_in_group(&self) -> bool {
        let SendOutcome::Delivered { messages, .. } = &self.result.outcome else {
            return false;
        };
        !messages.is_empty() && !self.chat.is_private()
    }

    /// The report whose photos cannot be shown to those of the staff who wait for them, and their row.
    fn photos_in_vain(&self) -> Option<(ReportId, &Outgoing)> {
        let never = matches!(self.result.outcome, SendOutcome::Undeliverable { .. });
        let row = self.row.as_ref().filter(|row| !row.purpose.is_owed())?;
        let photos = matches!(row.content, Content::Photos { .. });
        let report = row.report.filter(|_| never && photos && self.meaning == Meaning::None)?;
        Some((report, row))
    }

    /// The report of which something is owed that will never arrive.
    fn owed_in_vain(&self) -> Option<ReportId> {
        let never = matches!(self.result.outcome, SendOutcome::Undeliverable { .. });
        let row = self.row.as_ref().filter(|row| row.purpose.is_owed())?;
        row.report.filter(|_| never)
    }
}

/// What a channel's answer means beyond the one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    None,
    /// This person cannot be written to.
    PersonLost,
    /// This staff chat cannot be written to.
    ChatLost,
    /// This group has another id now.
    Migrated(ChatId),
}

/// Records what has ended in one step: what that leaves to be sent. Where something about one of them is
/// broken (its report, or our own code) they are recorded one by one, and that one without what follows.
/// `pace`: what the next sender is to know. `hurry`: at once, not with the next step of anybody.
pub(super) async fn record(
    store: &Store,
    clock: &Clock,
    ended: &[Ended],
    pace: Option<&str>,
    hurry: bool,
) -> Result<ToSend, StoreError> {
    let some = async |ended, hurry| some(store, clock, ended, pace.map(str::to_owned), hurry).await;
    let all = some(ended.to_vec(), hurry).await;
    if !all.as_ref().is_err_and(StoreError::may_spare_others) {
        return all;
    }
    let mut more = ToSend::default();
    for one in ended {
        let recorded = some(vec![one.clone()], true).await;
        let to_send = match recorded {
            Err(error) if error.may_spare_others() => {
                tracing::error!(parcel = ?one.result.parcel, %error, "outbox.not_followed");
                some(vec![one.alone()], true).await?
            }
            recorded => recorded?,
        };
        more.chats |= to_send.chats;
        more.mail |= to_send.mail;
    }
    Ok(more)
}

async fn some(
    store: &Store,
    clock: &Clock,
    ended: Vec<Ended>,
    pace: Option<String>,
    hurry: bool,
) -> Result<ToSend, StoreError> {
    let (keys, now, fresh) = (keys(&ended), clock.now(), clock.fresh());
    let decide = move |facts: &Facts| decide(facts, &ended, pace.as_deref(), now, fresh.clone());
    if hurry { store.step(keys, decide).await } else { store.step_later(keys, decide).await }
}

/// What to look at first.
fn keys(ended: &[Ended]) -> Keys {
    // A group that takes something is lost no more, if it was.
    let told_of = |one: &&Ended| one.meaning == Meaning::ChatLost || one.is_read_in_group();
    let mut lost_chats: Vec<_> = ended.iter().filter(told_of).map(|one| one.chat).collect();
    lost_chats.sort_unstable();
    lost_chats.dedup();
    // Supervisors are told of a lost chat, and of an answer that will never arrive.
    let alarms = |one: &Ended| one.meaning == Meaning::ChatLost || one.owed_in_vain().is_some();
    let told = ended.iter().any(alarms);
    let clock = if told { staff::supervisors().clock } else { ClockKeys::default() };
    let mut keys = Keys {
        clock,
        // A task names the report, and says how else its citizen can be reached.
        reports: ended.iter().filter_map(Ended::owed_in_vain).collect(),
        lost_chats,
        in_flight: ended.iter().filter_map(Ended::to_be_followed).collect(),
        ..Keys::default()
    };
    for one in ended {
        keys.join(lost::keys(one));
        if one.photos_in_vain().is_some() && one.chat.is_private() {
            // In whose language it is said.
            keys.accounts.push(TelegramId(one.chat.0));
        }
    }
    keys
}

/// Records results and draws the consequences. The value says what there is to send by that.
fn decide(
    facts: &Facts,
    ended: &[Ended],
    pace: Option<&str>,
    now: DateTime<Utc>,
    mut fresh: Fresh,
) -> Decision<ToSend> {
    let mut changes = Changes { pace: pace.map(str::to_owned), ..Changes::default() };
    for one in ended {
        changes.sent.push(result_of(facts, one, now));
        match one.meaning {
            Meaning::None => {
                let back = one.is_read_in_group() && facts.lost_chats.contains(&one.chat);
                if back && !changes.chats_back.contains(&one.chat) {
                    changes.chats_back.push(one.chat);
                }
            }
            Meaning::PersonLost => {
                let known = facts.account(TelegramId(one.chat.0)).filter(|one| one.reachable);
                if let Some(person) = known {
                    let mut person = person.clone();
                    person.reachable = false;
                    changes.people.retain(|other| other.id != person.id);
                    changes.people.push(person);
                }
            }
            // A stranger's, or one that had been the town's: nobody is to do anything about it.
            Meaning::ChatLost if !one.goes_again() || failed_in_strangers_group(facts, one) => {}
            // Told once, until it can be written to again.
            Meaning::ChatLost
                if !facts.lost_chats.contains(&one.chat)
                    && !changes.chats_lost.contains(&one.chat) =>
            {
                changes.chats_lost.push(one.chat);
                let message = text::service::chat_lost(&facts.directory, one.chat);
                let rows = staff::to_supervisors(facts, &message, now, &mut fresh);
                changes.outbox.extend(rows);
            }
            Meaning::ChatLost => {}
            Meaning::Migrated(to) => changes.migrated.push((one.chat, to)),
        }
        let row = one.to_be_followed().map(|(row, _)| row);
        if row.is_some_and(|row| gone_to(facts, row) != Some(one.chat)) {
            continue;
        }
        lost::follow(facts, ended, one, now, &mut fresh, &mut changes);
        if let Some((report, row)) = one.photos_in_vain() {
            changes.outbox.push(not_shown(facts, (one.chat, report), row, now, &mut fresh));
        }
        if let Some(row) = &one.row {
            follow(facts, row, one, now, &mut fresh, &mut changes);
        }
    }
    let again_at_once = |one: &SendResult| {
        matches!(one.outcome, SendOutcome::Again { not_before, .. } if not_before <= now)
            || one.outcome == SendOutcome::CardLost
    };
    let mut to_send = changes.to_send();
    to_send.chats |= changes.sent.iter().any(again_at_once);
    Decision::Done(Box::new(changes), to_send)
}

/// What is recorded. To a group that is nobody's nothing is sent again: it would be tried for ever. A card is: there it says
/// only that its report is not shown any more, and ends with that.
fn result_of(facts: &Facts, one: &Ended, now: DateTime<Utc>) -> SendResult {
    let Parcel::Row(row) = one.result.parcel else {
        return one.result.clone();
    };
    let outcome = match &one.result.outcome {
        SendOutcome::Again { .. } | SendOutcome::Undeliverable { .. }
            if is_elsewhere(facts, one, row) =>
        {
            let reason = "it goes to another group by now".to_owned();
            SendOutcome::Again { not_before: now, reason, unknown: false, counts: false }
        }
        SendOutcome::Again { reason, .. } if failed_in_strangers_group(facts, one) => {
            SendOutcome::Undeliverable { reason: reason.clone() }
        }
        // Under the id of the group that took its place the number would be another message's.
        SendOutcome::Delivered { without, .. } if arrived_elsewhere(facts, one) => {
            let messages = Vec::new();
            SendOutcome::Delivered { messages, fingerprint: None, without: *without }
        }
        outcome => outcome.clone(),
    };
    SendResult { outcome, ..one.result.clone() }
}

/// Where a row goes by now, if it is still in flight: its group may have another id since it was claimed, or another
/// group may have taken its place.
fn gone_to(facts: &Facts, row: OutboxId) -> Option<ChatId> {
    facts.in_flight.iter().find(|(one, _)| *one == row).map(|(_, chat)| *chat)
}

/// Whether what came to nothing where it was claimed for is sent all the same: it goes elsewhere by now, or it was kept
/// back from a group that is the town's again.
fn is_elsewhere(facts: &Facts, one: &Ended, row: OutboxId) -> bool {
    let kept_back = one.meaning == Meaning::ChatLost && !one.goes_again();
    gone_to(facts, row).is_some_and(|chat| chat != one.chat)
        || (kept_back && facts.directory.is_desk(one.chat))
}

/// Whether it may be read in any group: what is said there to whoever adds the bot, or asks for its id, is an answer and
/// about no report.
fn is_for_anybody(row: &Outgoing) -> bool {
    row.purpose == Purpose::Conversation && row.report.is_none()
}

/// Whether a row is for staff, and its group is no group of the town (any more): strangers may be in it.
pub(super) fn is_for_staff_elsewhere(
    row: &Outgoing,
    chat: ChatId,
    town: Option<&Directory>,
) -> bool {
    !chat.is_private()
        && !is_for_anybody(row)
        && town.is_none_or(|directory| !directory.is_desk(chat))
}

/// Whether what is for staff has arrived among strangers.
fn arrived_elsewhere(facts: &Facts, one: &Ended) -> bool {
    let elsewhere = |row| is_for_staff_elsewhere(row, one.chat, Some(&facts.directory));
    one.row.as_ref().is_some_and(elsewhere)
}

/// Whether it could not be written to a group that is no group of the town (any more).
fn failed_in_strangers_group(facts: &Facts, one: &Ended) -> bool {
    one.meaning == Meaning::ChatLost && !facts.directory.is_desk(one.chat)
}

/// In the place of photos that cannot be shown: a line that says so.
fn not_shown(
    facts: &Facts,
    (chat, report): (ChatId, ReportId),
    row: &Outgoing,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> Outgoing {
    let person = facts.account(TelegramId(chat.0));
    let lang = person.map_or(facts.directory.staff_lang(), |person| person.lang);
    let message = text::staff::photos_not_shown(lang, report);
    let said = staff::to_chat(chat, row.purpose, message, now, fresh);
    Outgoing { lane: row.lane, urgency: row.urgency, reply_to: row.reply_to, ..said }
}

/// The delivery line on the card; a task where something owed could not be delivered.
fn follow(
    facts: &Facts,
    row: &Outgoing,
    ended: &Ended,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
    changes: &mut Changes,
) {
    if !row.purpose.is_owed() {
        return;
    }
    let Some(report) = row.report else {
        return;
    };
    changes.cards_of.push(report);
    if matches!(ended.result.outcome, SendOutcome::Accepted { .. }) {
        changes.timers.push((Timer::Receipt(row.id), Some(receipt_due(now))));
    }
    let SendOutcome::Undeliverable { reason } = &ended.result.outcome else {
        return;
    };
    let photos = matches!(row.content, Content::Photos { .. });
    if photos && ended.meaning == Meaning::PersonLost {
        // The words that they go with are a task already: one call tells it all.
        return;
    }
    tasks::undeliverable(facts, row, reason.clone(), now, fresh, changes);
}

/// How long to wait before the next attempt: a second, doubling to five minutes.
pub(super) fn delay(attempts: i32) -> TimeDelta {
    doubling(TimeDelta::seconds(1), attempts, TimeDelta::minutes(5))
}

/// A result of a parcel.
pub(super) fn result(
    parcel: Parcel,
    epoch: i64,
    at: DateTime<Utc>,
    outcome: SendOutcome,
) -> SendResult {
    SendResult { parcel, epoch, at, outcome }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::domain::directory::StaffMember;
    use crate::domain::ids::MessageId;
    use crate::domain::lang::Lang;
    use crate::text::format::said;
    use crate::text::staff::tests::directory;

    const OLD: ChatId = ChatId(-1);
    const NEW: ChatId = ChatId(-2);

    fn now() -> DateTime<Utc> {
        "2026-11-24T09:00:00Z".parse().unwrap()
    }

    /// What follows from a ring that was claimed for the old group. `goes`: to which group by now; `desk`: which one is
    /// the town's, whose supervisor can be reached by mail alone.
    fn decided(
        goes: ChatId,
        desk: ChatId,
        outcome: SendOutcome,
        meaning: Meaning,
    ) -> (Changes, ToSend) {
        let mut fresh = Fresh::from(Uuid::from_u128(1 << 80), [0; 32]);
        let row = staff::to_chat(OLD, Purpose::Staff, said("A ring"), now(), &mut fresh);
        let mut town = directory(&[Lang::En]);
        town.urp_chat = Some(desk);
        town.supervisors = vec![StaffMember {
            telegram: None,
            email: Some("anna@example.org".to_owned()),
            ..town.supervisors[0].clone()
        }];
        let mut facts = Facts::of(Arc::new(town));
        facts.clock.supervisors = Some(Vec::new());
        facts.clock.writes_mail = true;
        facts.in_flight = vec![(row.id, goes)];
        let result = result(Parcel::Row(row.id), 1, now(), outcome);
        let ended = [Ended { chat: OLD, row: Some(row), result, meaning }];
        let Decision::Done(changes, to_send) = decide(&facts, &ended, None, now(), fresh) else {
            panic!("all is known");
        };
        (*changes, to_send)
    }

    /// What is recorded where nobody is to be alarmed, and whether there is more to send to chats.
    fn recorded(
        goes: ChatId,
        desk: ChatId,
        outcome: SendOutcome,
        meaning: Meaning,
    ) -> (SendOutcome, bool) {
        let (changes, to_send) = decided(goes, desk, outcome, meaning);
        assert!(changes.chats_lost.is_empty());
        (changes.sent[0].outcome.clone(), to_send.chats)
    }

    fn kept_back() -> SendOutcome {
        SendOutcome::Undeliverable { reason: "the group is nobody's any more".to_owned() }
    }

    /// It waited for the pace while its group got another id, or another group took its place.
    #[test]
    fn what_is_kept_back_from_a_former_group_goes_where_it_belongs_by_now() {
        let (outcome, more) = recorded(NEW, NEW, kept_back(), Meaning::ChatLost);
        let again = |outcome: &SendOutcome| {
            matches!(outcome, SendOutcome::Again { not_before, unknown: false, counts: false, .. }
                if *not_before == now())
        };
        assert!(again(&outcome) && more, "{outcome:?}");
        // The former group had put the bot out.
        let out = SendOutcome::Again {
            not_before: now() + TimeDelta::minutes(10),
            reason: "Forbidden".to_owned(),
            unknown: false,
            counts: true,
        };
        let (outcome, more) = recorded(NEW, NEW, out, Meaning::ChatLost);
        assert!(again(&outcome) && more, "{outcome:?}");
        // It is the town's again.
        let (outcome, more) = recorded(OLD, OLD, kept_back(), Meaning::ChatLost);
        assert!(again(&outcome) && more, "{outcome:?}");
        // Nobody's it is, and nobody took its place.
        let (outcome, more) = recorded(OLD, NEW, kept_back(), Meaning::ChatLost);
        assert_eq!((outcome, more), (kept_back(), false));
    }

    #[test]
    fn whom_only_a_mail_reaches_is_written_to_at_once_where_a_group_is_lost() {
        let out = SendOutcome::Again {
            not_before: now() + TimeDelta::minutes(10),
            reason: "Forbidden".to_owned(),
            unknown: false,
            counts: true,
        };
        let (changes, to_send) = decided(OLD, OLD, out, Meaning::ChatLost);
        assert_eq!(changes.chats_lost, [OLD]);
        // The other desks may be told in their groups.
        assert_eq!(to_send, ToSend { chats: true, mail: true });
    }

    #[test]
    fn what_arrived_leaves_nothing_to_be_sent() {
        let sent =
            SendOutcome::Delivered { messages: vec![MessageId(7)], fingerprint: None, without: 0 };
        assert_eq!(decided(OLD, OLD, sent, Meaning::None).1, ToSend::default());
    }

    #[test]
    fn a_number_of_the_former_group_is_no_message_of_the_new_one() {
        let sent = || SendOutcome::delivered(vec![MessageId(7)]);
        let unnumbered = SendOutcome::delivered(Vec::new());
        assert_eq!(recorded(NEW, NEW, sent(), Meaning::None).0, unnumbered);
        assert_eq!(recorded(OLD, OLD, sent(), Meaning::None).0, sent());
    }
}
