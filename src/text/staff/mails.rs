//! Mails that a person must look at, and what waits for a word of the URP.

use super::tasks::quote;
use crate::domain::ids::TaskId;
use crate::domain::lang::Lang;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Button, Keyboard, Mention, Message};
use crate::domain::press::Press;
use crate::domain::task::TaskKind;
use crate::text::format::{button, clip, said};
use crate::text::{Html, plain, t};

/// Longest sender and subject shown, UTF-16 units.
const LONGEST_LINE: usize = 200;

/// What a task about mail says below its title. HTML.
pub(super) fn body(lang: Lang, kind: &TaskKind) -> String {
    match kind {
        TaskKind::MailSetAside {
            rule,
            sender,
            reply_to,
            subject,
            lines,
            about,
            unreached,
            certified,
            ..
        } => {
            let sender = match sender.as_str() {
                "" => plain!(lang, "staff-mail-no-sender"),
                sender => clip(sender, LONGEST_LINE).into_owned(),
            };
            let subject = match subject.as_str() {
                "" => plain!(lang, "staff-mail-no-subject"),
                subject => clip(subject, LONGEST_LINE).into_owned(),
            };
            let mut parts = vec![t!(lang, "staff-mail-from", sender = sender)];
            if let Some(address) = reply_to {
                let address = clip(address, LONGEST_LINE);
                parts.push(t!(lang, "staff-mail-reply-to", address = address.as_ref()));
            }
            parts.push(t!(lang, "staff-mail-subject", subject = subject));
            if !lines.is_empty() {
                parts.push(quote(lines));
            }
            let why = match unreached {
                Some(address) => {
                    let address = clip(address, LONGEST_LINE);
                    plain!(lang, "staff-why-unreached", address = address.as_ref())
                }
                None if *certified => plain!(lang, "staff-why-certified"),
                None => why(lang, *rule),
            };
            parts.push(t!(lang, "staff-mail-why", why = why));
            if let Some(report) = about {
                parts.push(t!(lang, "staff-mail-about", report = *report));
            }
            parts.join("\n")
        }
        TaskKind::SenderToCheck { sender, certified, .. } => {
            let sender = clip(sender, LONGEST_LINE);
            if *certified {
                t!(lang, "staff-task-sender-certified-ask", sender = sender.as_ref())
            } else {
                t!(lang, "staff-task-sender-ask", sender = sender.as_ref())
            }
        }
        TaskKind::AnswersHeldBack { address } => {
            let address = clip(address, LONGEST_LINE);
            t!(lang, "staff-task-answers-ask", address = address.as_ref())
        }
        TaskKind::Undeliverable { .. }
        | TaskKind::WordsAfterClosing { .. }
        | TaskKind::Call { .. }
        | TaskKind::QuestionUnanswered { .. }
        | TaskKind::NoReceipt { .. } => String::new(),
    }
}

/// Its buttons.
pub(super) fn buttons(lang: Lang, task: TaskId, kind: &TaskKind) -> Vec<Vec<Button>> {
    let make = || button(plain!(lang, "staff-button-make-report"), &Press::TaskMakeReport(task));
    match kind {
        TaskKind::MailSetAside { rule: MailRule::PecReview, .. } => vec![vec![
            make(),
            button(plain!(lang, "staff-button-not-a-report"), &Press::TaskDrop(task)),
        ]],
        TaskKind::MailSetAside { rule, sender, about, .. } => {
            let mut rows = Vec::new();
            if let Some(report) = about {
                let label = plain!(lang, "staff-button-add-to-this", report = *report);
                rows.push(vec![button(label, &Press::TaskAddTo(task, *report))]);
            }
            // Nobody could be answered where nobody is named, or a machine.
            let machine = matches!(rule, MailRule::DeliveryStatus | MailRule::BounceWords);
            if !sender.is_empty() && !machine {
                rows.push(vec![make()]);
            }
            if *rule == MailRule::OtherSender {
                let label = plain!(lang, "staff-button-renew-address");
                rows.push(vec![button(label, &Press::TaskRenewAddress(task))]);
            }
            let add = plain!(lang, "staff-button-add-to-report");
            rows.push(vec![button(add, &Press::TaskAdd(task))]);
            rows.push(vec![button(plain!(lang, "staff-button-drop"), &Press::TaskDrop(task))]);
            rows
        }
        TaskKind::SenderToCheck { .. } => vec![vec![
            button(plain!(lang, "staff-button-release"), &Press::TaskRelease(task)),
            button(plain!(lang, "staff-button-withhold"), &Press::TaskWithhold(task)),
        ]],
        TaskKind::AnswersHeldBack { .. } => vec![vec![
            button(plain!(lang, "staff-button-release-all"), &Press::TaskRelease(task)),
            button(plain!(lang, "staff-button-robot"), &Press::TaskWithhold(task)),
        ]],
        TaskKind::Undeliverable { .. }
        | TaskKind::WordsAfterClosing { .. }
        | TaskKind::Call { .. }
        | TaskKind::QuestionUnanswered { .. }
        | TaskKind::NoReceipt { .. } => Vec::new(),
    }
}

/// Why a person must look.
fn why(lang: Lang, rule: MailRule) -> String {
    match rule {
        MailRule::OtherSender => plain!(lang, "staff-why-other-sender"),
        MailRule::RevokedToken => plain!(lang, "staff-why-revoked"),
        MailRule::DmarcFailed => plain!(lang, "staff-why-forged"),
        MailRule::List | MailRule::Bulk => plain!(lang, "staff-why-list"),
        MailRule::NoReply => plain!(lang, "staff-why-no-reply"),
        MailRule::NoSender => plain!(lang, "staff-why-no-sender"),
        MailRule::DeliveryStatus | MailRule::BounceWords => plain!(lang, "staff-why-returned"),
        MailRule::OwnAddress => plain!(lang, "staff-why-own-address"),
        MailRule::AwaySubject => plain!(lang, "staff-why-away"),
        MailRule::AutoSubmitted => plain!(lang, "staff-why-passed-on"),
        MailRule::PecReview => plain!(lang, "staff-why-pec"),
        MailRule::PecReceipt => plain!(lang, "staff-why-receipt"),
        MailRule::Flood => plain!(lang, "staff-why-flood"),
        MailRule::Blocked => plain!(lang, "staff-why-blocked"),
        MailRule::Empty => plain!(lang, "staff-why-empty"),
        MailRule::TooBig
        | MailRule::TooLongHeader
        | MailRule::TooManyParts
        | MailRule::TooManyLinks => plain!(lang, "staff-why-too-big"),
        MailRule::TooManyRecipients => plain!(lang, "staff-why-many"),
        _ => plain!(lang, "staff-why-unreadable"),
    }
}

/// Asks for the number of the report that a mail is added to.
pub fn which_report(lang: Lang, who: &Mention) -> Message {
    let ask = t!(lang, "staff-mail-which-report", who = Html(super::mention(who)));
    let placeholder = plain!(lang, "staff-mail-which-report-box");
    Message { html: ask, keyboard: Keyboard::ForceReply { placeholder }, silent: false }
}

/// A notice: the report has another reply address now. Plain text.
pub fn address_renewed(lang: Lang, report: crate::domain::ids::ReportId) -> String {
    plain!(lang, "staff-address-renewed", report = report)
}

/// No number was said: the mail waits on.
pub fn mail_left(lang: Lang, who: &str) -> Message {
    said(t!(lang, "staff-mail-left", who = who))
}

/// The mail is part of that report now.
pub fn mail_added(lang: Lang, report: crate::domain::ids::ReportId, who: &str) -> Message {
    said(t!(lang, "staff-mail-added", report = report, who = who))
}
