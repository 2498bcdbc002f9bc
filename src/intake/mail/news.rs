//! Bounces and receipts: what became of mails of ours.

use chrono::TimeDelta;

use super::super::staff::supervisors;
use super::super::tasks;
use super::decide::{Case, Fate, Fated};
use super::keys;
use crate::domain::ids::OutboxId;
use crate::domain::mail::{Account, Became, Bounce, MailKind, MailRule, Receipt, ReceiptKind};
use crate::domain::outgoing::{Content, Delivery, MailContent};
use crate::domain::people::Actor;
use crate::domain::step::{Keys, RowNews, SentRow};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};
use crate::domain::timer::Timer;
use crate::text::format::plain_text;

/// How long the receipt of a certified mail may take, hours.
const RECEIPT_HOURS: i64 = 24;

/// When a certified mail's receipt of delivery should be here.
pub fn receipt_due(now: chrono::DateTime<chrono::Utc>) -> chrono::DateTime<chrono::Utc> {
    now + TimeDelta::hours(RECEIPT_HOURS)
}

/// The other server says that a mail of ours did not arrive, or not yet.
pub(super) fn bounce(case: &mut Case<'_>, bounce: &Bounce) -> Fated {
    let rule = case.mail.rule;
    let sent = match bounced(case, bounce) {
        // It names one of our citizens, and no mail: a person can tell what did not arrive.
        Returned::Nothing if case.unreached().is_some() => {
            let fate = case.task(rule, None)?;
            return Ok(Fate { became: Became::Bounce, ..fate });
        }
        Returned::Nothing => return Ok(Fate { became: Became::Bounce, rule, report: None }),
        // Somebody passed our mail on, or our citizen has another address by now: a person can tell.
        Returned::FromElsewhere(sent) if !bounce.delayed && !is_over(&sent) => {
            return case.task(rule, sent.row.report);
        }
        Returned::FromElsewhere(sent) => {
            return Ok(Fate { became: Became::Bounce, rule, report: sent.row.report });
        }
        Returned::Row(sent) => sent,
    };
    let reason = reason_of(bounce);
    if bounce.delayed && is_over(&sent) {
        // The delay of what has ended says nothing any more.
    } else if bounce.delayed {
        note(case, &sent, None, Some(reason), None);
    } else {
        failed(case, &sent, reason)?;
    }
    Ok(Fate { became: Became::Bounce, rule, report: sent.row.report })
}

/// The status, once, then the other server's words.
fn reason_of(bounce: &Bounce) -> String {
    let status = bounce.status.as_deref().unwrap_or_default();
    let mut words = bounce.diagnostic.as_str();
    // Servers say the code, the status, or both before their words.
    while let Some((first, rest)) = words.split_once(' ') {
        let code = first.len() == 3 && first.bytes().all(|byte| byte.is_ascii_digit());
        if !code && first.trim_end_matches(':') != status {
            break;
        }
        words = rest;
    }
    format!("{status} {words}").trim().to_owned()
}

/// A notice of success, or a receipt of certified mail.
pub(super) fn receipt(case: &mut Case<'_>, receipt: &Receipt) -> Fated {
    let rule = case.mail.rule;
    // What calls itself one inside a citizen's own mail speaks of nothing: the provider says of what.
    let certified = case.mail.account == Account::Pec && !receipt.about.is_empty();
    let sent = row_of(case).filter(|_| certified || rule != MailRule::PecReceipt);
    let Some(sent) = sent else {
        return Ok(Fate { became: Became::Receipt, rule, report: None });
    };
    let provider = receipt.provider_id.clone();
    let error = receipt.error.clone().unwrap_or_default();
    match receipt.kind {
        // For ordinary mail the server's acceptance counted already.
        ReceiptKind::Delivered if sent.state == Delivery::Delivered => {
            // What was late has arrived.
            note(case, &sent, Some(Delivery::Delivered), None, provider);
        }
        ReceiptKind::Delivered | ReceiptKind::Read => {}
        // An ordinary mailbox gives no further receipt: this is all the proof there is.
        ReceiptKind::Accettazione if is_over(&sent) => note(case, &sent, None, None, provider),
        ReceiptKind::Accettazione if receipt.ordinary => proven(case, &sent, provider)?,
        ReceiptKind::Accettazione => {
            let state = (sent.state != Delivery::Delivered).then_some(Delivery::Accepted);
            note(case, &sent, state, None, provider);
            if !matches!(sent.state, Delivery::Accepted | Delivery::Delivered) {
                // The provider has it, though we never heard its answer: the next receipt is
                // waited for from here on.
                let due = Some(receipt_due(case.now));
                case.changes.timers.push((Timer::Receipt(sent.row.id), due));
            }
        }
        ReceiptKind::PresaInCarico => note(case, &sent, None, None, provider),
        ReceiptKind::AvvenutaConsegna => proven(case, &sent, provider)?,
        ReceiptKind::PreavvisoErroreConsegna => note(case, &sent, None, Some(error), provider),
        ReceiptKind::NonAccettazione
        | ReceiptKind::ErroreConsegna
        | ReceiptKind::RilevazioneVirus => failed(case, &sent, error)?,
    }
    Ok(Fate { became: Became::Receipt, rule, report: sent.row.report })
}

/// The row that the mail speaks of, if it was sent by mail.
fn row_of(case: &Case<'_>) -> Option<SentRow> {
    let ours = keys::rows_of(case.mail, case.terms);
    let theirs = case.facts.mail.by_provider.iter().map(|(_, id)| *id);
    ours.into_iter().chain(theirs).find_map(|id| of_account(case, id)).cloned()
}

/// A row that went out by the mailbox to which this mail came.
fn of_account<'a>(case: &Case<'a>, id: OutboxId) -> Option<&'a SentRow> {
    let sent = case.facts.row(id)?;
    sent.row.to.mail().filter(|to| to.account == case.mail.account).map(|_| sent)
}

/// What a bounce returns.
enum Returned {
    /// A mail of ours.
    Row(SentRow),
    /// A mail of ours, from an address that we did not write to.
    FromElsewhere(SentRow),
    /// Nothing that we know.
    Nothing,
}

impl Case<'_> {
    /// The citizen whom a bounce names, where it names no mail.
    pub(super) fn unreached(&self) -> Option<&str> {
        let MailKind::Bounce(bounce) = &self.mail.kind else { return None };
        let person = bounce.names_only().find_map(|named| self.facts.correspondent(named))?;
        person.mail.as_deref().filter(|_| person.blocked_at.is_none())
    }
}

/// The row that a bounce returns: by its own bounce address; or by the Message-ID of the returned
/// mail, which others may have seen, if it speaks of the same recipient. A provider of certified mail gives what goes to
/// an ordinary mailbox an id of its own, which comes back then.
fn bounced(case: &Case<'_>, bounce: &Bounce) -> Returned {
    let by_address = keys::bounce_rows(case.mail, case.terms).find_map(|id| of_account(case, id));
    let by_id = || {
        let about = bounce.about.as_deref()?;
        let provider = || case.facts.mail.by_provider.iter().find(|(theirs, _)| theirs == about);
        let id = keys::own_row(about, case.terms).or_else(|| provider().map(|(_, id)| *id))?;
        of_account(case, id)
    };
    if let Some(sent) = by_address {
        return Returned::Row(sent.clone());
    }
    match by_id() {
        Some(sent) if sent.row.to.mail().is_some_and(|to| bounce.is_of(&to.address)) => {
            Returned::Row(sent.clone())
        }
        Some(sent) => Returned::FromElsewhere(sent.clone()),
        None => Returned::Nothing,
    }
}

/// Whether a delivery has ended already.
fn is_over(sent: &SentRow) -> bool {
    matches!(sent.state, Delivery::Undeliverable | Delivery::Suppressed)
}

fn note(
    case: &mut Case<'_>,
    sent: &SentRow,
    state: Option<Delivery>,
    reason: Option<String>,
    provider_id: Option<String>,
) {
    // What a receipt says was so when the receipt says that it was.
    let at = match &case.mail.kind {
        MailKind::Receipt(receipt) => receipt.at.unwrap_or(case.now),
        _ => case.now,
    };
    let id = sent.row.id;
    case.changes.news.push(RowNews { id, state, at, reason, provider_id });
    case.changes.cards_of.extend(sent.row.report);
}

/// A receipt proves that it has arrived: nothing is waited for any more.
fn proven(
    case: &mut Case<'_>,
    sent: &SentRow,
    provider_id: Option<String>,
) -> Result<(), Box<Keys>> {
    arrived_after_all(case, sent)?;
    note(case, sent, Some(Delivery::Delivered), None, provider_id);
    case.changes.timers.push((Timer::Receipt(sent.row.id), None));
    Ok(())
}

/// A person need not tell the citizen what has arrived: such tasks end by themselves.
fn arrived_after_all(case: &mut Case<'_>, sent: &SentRow) -> Result<(), Box<Keys>> {
    if let Some(report) = sent.row.report.filter(|id| case.facts.report(*id).is_none()) {
        let (reports, tasks_of) = (vec![report], vec![report]);
        return Err(Box::new(Keys { reports, tasks_of, ..Keys::default() }));
    }
    end_tasks(case, TaskEnd::Delivered, |kind| match kind {
        TaskKind::NoReceipt { row } | TaskKind::Undeliverable { row, .. } => *row == sent.row.id,
        _ => false,
    });
    Ok(())
}

/// Ends the open tasks of the report that are of that kind, by the clock.
fn end_tasks(case: &mut Case<'_>, how: TaskEnd, is: impl Fn(&TaskKind) -> bool) {
    for task in case.facts.tasks.iter().filter(|task| task.done.is_none() && is(&task.kind)) {
        let done = TaskDone { by: Actor::clock(), at: case.now, how };
        case.changes.tasks.push(Task { done: Some(done), ..task.clone() });
    }
}

/// The delivery has ended: what is owed becomes a task, once.
fn failed(case: &mut Case<'_>, sent: &SentRow, reason: String) -> Result<(), Box<Keys>> {
    if is_over(sent) {
        return Ok(());
    }
    // A task names the report and its citizen; a lost answer is told to the supervisors.
    let unknown = sent.row.report.filter(|id| case.facts.report(*id).is_none());
    let told = sent.row.purpose.is_owed() && case.facts.clock.supervisors.is_none();
    if unknown.is_some() || told {
        let reports: Vec<_> = unknown.into_iter().collect();
        let tasks_of = reports.clone();
        let alarm = if told { supervisors() } else { Keys::default() };
        return Err(Box::new(Keys { reports, tasks_of, ..alarm }));
    }
    end_tasks(
        case,
        TaskEnd::Replaced,
        |kind| matches!(kind, TaskKind::NoReceipt { row } if *row == sent.row.id),
    );
    note(case, sent, Some(Delivery::Undeliverable), Some(reason.clone()), None);
    case.changes.timers.push((Timer::Receipt(sent.row.id), None));
    if sent.row.purpose.is_owed() {
        let Case { facts, now, fresh, changes, .. } = case;
        tasks::undeliverable(facts, &sent.row, reason, *now, fresh, changes);
    }
    Ok(())
}

/// The words of a mail of ours, as plain text.
pub fn words_of(content: &Content) -> String {
    match content {
        Content::Mail(mail) => {
            let MailContent { message, .. } = mail.as_ref();
            plain_text(&message.html)
        }
        Content::Text(message) | Content::Edit { message, .. } => plain_text(&message.html),
        Content::Photos { caption, .. } | Content::Document { caption, .. } => caption.clone(),
        Content::Unreadable => String::new(),
    }
}
