//! What a mail is, by its content alone: a person's words, a bounce, a receipt, a machine's answer.
//!
//! The order of the rules matters: what has a machine part says best what it is; words count where
//! it has none, and only from those who send bounces; then what headers say of a machine.

mod abuse;
mod auto;
mod bounce_words;
mod dsn;
mod head;
mod pec;
mod phrases;
mod sns;
mod status;
#[cfg(test)]
mod tests;
mod view;

use chrono::{DateTime, Utc};
use mail_parser::{Message, MessageParser};

pub(super) use auto::is_no_reply;
pub(crate) use pec::{Carried, carried};

use super::{Context, headers};
use crate::domain::mail::{Account, MailKind, MailRule};
use view::View;

/// What a mail is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    /// What it is.
    pub kind: MailKind,
    /// The rule that decided so.
    pub rule: MailRule,
    /// Its subject begins like an out-of-office answer, without a machine's header.
    pub away_subject: bool,
}

impl Judged {
    fn new(kind: MailKind, rule: MailRule) -> Self {
        Self { kind, rule, away_subject: false }
    }
}

/// Says what a mail is. `envelope_from`: the envelope's sender, `Some("")` for the null sender;
/// where it is not known, Return-Path counts. Of a certified mail, what it carries is judged.
pub(crate) fn judge(
    message: &Message<'_>,
    raw: &[u8],
    context: &Context,
    account: Account,
    envelope_from: Option<&str>,
) -> Judged {
    if let Some(carried) = carried(message, raw, account)
        && let Some(inner) = MessageParser::default().parse(carried.inner.as_ref())
    {
        let judged = of(&inner, context, Account::Mail, None);
        // The provider names who sent it, where the mail itself does not.
        if judged.rule == MailRule::NoSender && carried.sender.is_some() {
            return Judged::new(MailKind::Person, MailRule::Person);
        }
        // Receipts are the provider's: one inside was passed on by somebody, who may mean something by it.
        if judged.rule == MailRule::PecReceipt {
            return Judged::new(MailKind::Unanswerable, MailRule::PecReceipt);
        }
        return judged;
    }
    of(message, context, account, envelope_from)
}

fn of(
    message: &Message<'_>,
    context: &Context,
    account: Account,
    envelope: Option<&str>,
) -> Judged {
    let view = View::new(message, envelope);
    let date = date(message);
    if let Some(kind) = pec::receipt(&view, account, date) {
        return Judged::new(kind, MailRule::PecReceipt);
    }
    if abuse::is_report(&view) {
        return Judged::new(MailKind::AbuseReport, MailRule::AbuseReport);
    }
    match dsn::delivery(&view, &context.own, date) {
        Some(dsn::Dsn::Bounce(bounce)) => {
            return Judged::new(MailKind::Bounce(bounce), MailRule::DeliveryStatus);
        }
        Some(dsn::Dsn::Success(receipt)) => {
            return Judged::new(MailKind::Receipt(receipt), MailRule::DeliveryStatus);
        }
        None => {}
    }
    if let Some(receipt) = dsn::disposition(&view, date) {
        return Judged::new(MailKind::Receipt(receipt), MailRule::ReadReceipt);
    }
    let own = own(&view, context);
    if own != Some(MailRule::OwnMessageId) && is_sent_for_another(&view, context) {
        return Judged::new(MailKind::Unanswerable, MailRule::OwnAddress);
    }
    if let Some(rule) = own {
        return Judged::new(MailKind::Own, rule);
    }
    if let Some((kind, rule)) = sns::read(&view, date) {
        return Judged::new(kind, rule);
    }
    if let Some(bounce) = bounce_words::passed_on(&view, &context.own) {
        return Judged::new(MailKind::Bounce(bounce), MailRule::DeliveryStatus);
    }
    if let Some(bounce) = bounce_words::read(&view, &context.own) {
        return Judged::new(MailKind::Bounce(bounce), MailRule::BounceWords);
    }
    if auto::is_passed_on(&view) {
        return Judged::new(MailKind::Unanswerable, MailRule::AutoSubmitted);
    }
    if let Some(rule) = auto::answer(&view) {
        return Judged::new(MailKind::AutoReply, rule);
    }
    if auto::is_other_report(&view) {
        return Judged::new(MailKind::AutoReply, MailRule::AutoReplyHeader);
    }
    if view.null_sender() {
        return Judged::new(MailKind::AutoReply, MailRule::NullReturnPath);
    }
    if view.is_from_daemon() {
        return Judged::new(MailKind::AutoReply, MailRule::MailerDaemon);
    }
    if let Some(rule) = auto::unanswerable(&view) {
        return Judged::new(MailKind::Unanswerable, rule);
    }
    if view.from.is_empty() {
        return Judged::new(MailKind::Unanswerable, MailRule::NoSender);
    }
    // Alone it says nothing: "Sono fuori uso tre lampioni" begins so, and Exchange marks what people write like what it
    // answers by itself. Whether the mail answers one of ours is known later.
    let away_subject = auto::is_away(&view.subject);
    let quiet = auto::wants_no_answer(&view);
    let rule = if quiet { MailRule::NoAnswerWanted } else { MailRule::Person };
    Judged { kind: MailKind::Person, rule, away_subject }
}

/// Whether it is from ourselves: by the sender's address (with or without a token), or by a
/// Message-ID of the form of ours.
fn own(view: &View<'_>, context: &Context) -> Option<MailRule> {
    let id = view.message.parts.first().and_then(|_| view.message.message_id());
    if id.is_some_and(|id| context.made(id)) {
        return Some(MailRule::OwnMessageId);
    }
    let is_own = |address: &String| context.own_address(address).is_some();
    view.from.iter().any(is_own).then_some(MailRule::OwnAddress)
}

/// Providers at whom towns have mailboxes, and their citizens as well: who writes from there need not be of the town.
const SHARED: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.it",
    "hotmail.com",
    "hotmail.it",
    "live.com",
    "live.it",
    "yahoo.com",
    "yahoo.it",
    "icloud.com",
    "me.com",
    "libero.it",
    "virgilio.it",
    "alice.it",
    "tim.it",
    "tiscali.it",
    "aruba.it",
    "pec.it",
    "legalmail.it",
    "cert.legalmail.it",
    "postecert.it",
    "pec.buffetti.it",
    "gmx.de",
    "gmx.at",
    "gmx.net",
    "web.de",
    "t-online.de",
    "siol.net",
    "proton.me",
    "protonmail.com",
];

/// Whether the town itself sends what somebody else says, as the form of its site does: from an address of ours, or of
/// our domain, in answer to nothing, with one Reply-To elsewhere. Machines' own mail says that it is that.
fn is_sent_for_another(view: &View<'_>, context: &Context) -> bool {
    let host = |address: &str| address.rsplit_once('@').map(|(_, host)| host.to_owned());
    let Some(other) = headers::reply_to(view.message) else { return false };
    let own_hosts = context.own.iter().filter_map(|own| host(own));
    let own_hosts: Vec<_> = own_hosts.filter(|host| !SHARED.contains(&host.as_str())).collect();
    let ours = |address: &String| context.own_address(address).is_some();
    let of_the_town = |address: &str| host(address).is_some_and(|host| own_hosts.contains(&host));
    let from_us = view.from.iter().any(ours) && !ours(&other.address);
    let from_the_town =
        view.from.iter().any(|from| of_the_town(from)) && !of_the_town(&other.address);
    (from_us || from_the_town)
        && !auto::is_no_reply(&other.address)
        && headers::answers(view.message).is_empty()
        && auto::answer(view).is_none()
        && auto::unanswerable(view).is_none()
        && !auto::is_other_report(view)
        && !view.null_sender()
        && !view.is_from_daemon()
}

fn date(message: &Message<'_>) -> Option<DateTime<Utc>> {
    message.parts.first()?;
    DateTime::from_timestamp(message.date()?.to_timestamp(), 0)
}
