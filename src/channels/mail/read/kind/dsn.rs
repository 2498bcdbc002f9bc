//! Delivery status notifications (RFC 3464) and message disposition notifications (RFC 8098).

use chrono::{DateTime, Utc};

use super::bounce_words::{Notice, without_addresses};
use super::head;
use super::status;
use super::view::{View, text_of};
use crate::domain::mail::{Bounce, Receipt, ReceiptKind};

/// What a machine part says.
pub(super) enum Dsn {
    /// Not delivered, or not yet.
    Bounce(Bounce),
    /// Delivered, or read.
    Success(Receipt),
}

/// What the machine part says of one recipient.
#[derive(Debug, Default, Clone)]
struct Recipient {
    original: Option<String>,
    last: Option<String>,
    action: Option<String>,
    status: Option<String>,
    diagnostic: Option<String>,
}

#[derive(PartialEq, Clone, Copy)]
enum Action {
    Failed,
    Delayed,
    Success,
}

/// Reads the machine part of a delivery status notification.
pub(super) fn delivery(view: &View<'_>, own: &[String], at: Option<DateTime<Utc>>) -> Option<Dsn> {
    let report = view.report();
    let is_report = report.as_deref().is_some_and(|it| it.is_empty() || it.contains("delivery"));
    let trusted = is_report || view.by_server();
    let mut recipients = Vec::new();
    let mut has_part = false;
    for part in view.parts_of("message", &["delivery-status", "global-delivery-status"]) {
        has_part = true;
        recipients.extend(parse(&text_of(view.message, part)));
    }
    // A person may attach one to what they write.
    if has_part && !trusted && !super::bounce_words::is_machine_role(view) {
        return None;
    }
    if recipients.is_empty() && trusted {
        // Where the MIME structure is broken, or the fields stand in the text.
        for part in &view.message.parts {
            let text = text_of(view.message, part);
            let (text, _) = head::split(&text);
            let fields =
                head::header_in(text, "Action").or_else(|| head::header_in(text, "Status"));
            let recipient = head::header_in(text, "Final-Recipient")
                .or_else(|| head::header_in(text, "Original-Recipient"));
            if fields.is_some() && recipient.is_some() {
                has_part = true;
                recipients.extend(parse(text));
            }
        }
    }
    // What calls itself such a report is one, even where its machine part is lost.
    let by_type = report.as_deref().is_some_and(|it| it.contains("delivery-status"));
    if !has_part && !by_type {
        return None;
    }
    let notice = Notice::of(view);
    let action = |it: &Recipient| action_of(it, &notice);
    let chosen = recipients
        .iter()
        .find(|it| action(it) == Action::Failed)
        .or_else(|| recipients.iter().find(|it| action(it) == Action::Delayed));
    if chosen.is_none()
        && let Some(first) = recipients.first()
    {
        return Some(Dsn::Success(Receipt {
            kind: ReceiptKind::Delivered,
            about: notice.about(view).into_iter().collect(),
            provider_id: None,
            at,
            recipient: first.last.clone().or_else(|| first.original.clone()),
            ordinary: false,
            error: None,
        }));
    }
    let chosen = chosen.cloned().unwrap_or_default();
    let diagnostic = chosen.diagnostic.as_deref().unwrap_or_default();
    let fallback = || notice.recipient(view, own);
    Some(Dsn::Bounce(Bounce {
        delayed: if recipients.is_empty() {
            notice.tries_on()
        } else {
            action(&chosen) == Action::Delayed
        },
        status: status_of(&chosen, &notice),
        recipient: chosen.last.clone().or_else(|| chosen.original.clone()).or_else(fallback),
        original: chosen.original.clone().filter(|_| chosen.last != chosen.original),
        about: notice.about(view),
        diagnostic: if diagnostic.is_empty() {
            notice.diagnostic()
        } else {
            without_addresses(diagnostic)
        },
    }))
}

fn action_of(recipient: &Recipient, notice: &Notice) -> Action {
    let status = recipient.status.as_deref();
    match recipient.action.as_deref() {
        Some("delivered" | "relayed" | "expanded") => Action::Success,
        Some("delayed") => Action::Delayed,
        Some(_) => Action::Failed,
        None if status.is_some_and(|it| it.starts_with('2')) => Action::Success,
        None if notice.tries_on() => Action::Delayed,
        None => Action::Failed,
    }
}

/// The status: the field, unless it says no more than its class and the server's words say more.
fn status_of(recipient: &Recipient, notice: &Notice) -> Option<String> {
    let said = recipient.diagnostic.as_deref().and_then(status::of);
    let field = recipient.status.as_deref().and_then(status::field);
    match (field, said) {
        (Some(field), Some(said)) if status::general(&field) && !status::general(&said) => {
            Some(said)
        }
        (Some(field), _) if status::general(&field) => Some(
            // The notice may say more of the same class.
            status::of(&notice.head)
                .filter(|said| said.get(..1) == field.get(..1) && !status::general(said))
                .unwrap_or(field),
        ),
        (Some(field), _) => Some(field),
        (None, Some(said)) => Some(said),
        (None, None) => status::of(&notice.head),
    }
}

/// The fields, one recipient after the other. Groups are parted by empty lines; servers forget
/// these, so a field that comes again begins the next recipient as well.
fn parse(text: &str) -> Vec<Recipient> {
    let mut all = Vec::new();
    let mut now = Recipient::default();
    for (name, value) in fields(text) {
        let slot = match name.as_str() {
            "" => {
                if now.action.is_some() || (now.status.is_some() && now.address()) {
                    all.push(std::mem::take(&mut now));
                }
                continue;
            }
            "final-recipient" => &mut now.last,
            "original-recipient" => &mut now.original,
            "action" => &mut now.action,
            "status" => &mut now.status,
            "diagnostic-code" => &mut now.diagnostic,
            _ => continue,
        };
        if slot.is_some() {
            if name == "diagnostic-code" {
                continue;
            }
            all.push(std::mem::take(&mut now));
        }
        match name.as_str() {
            "final-recipient" => now.last = address(&value),
            "original-recipient" => now.original = address(&value),
            "action" => now.action = Some(first_word(&value)),
            "status" => now.status = Some(value),
            _ => now.diagnostic = Some(typed(&value).to_owned()),
        }
    }
    all.push(now);
    all.retain(|it| it.action.is_some() || it.status.is_some() || it.address());
    all
}

impl Recipient {
    fn address(&self) -> bool {
        self.last.is_some() || self.original.is_some()
    }
}

/// The fields of a text, unfolded, their names in lower case; an empty line is a field without name.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            fields.push((String::new(), String::new()));
        } else if line.starts_with([' ', '\t']) && !known(line.trim_start()) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// A field that matters, even where it is indented.
fn known(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default().trim().to_lowercase();
    matches!(name.as_str(), "final-recipient" | "original-recipient" | "action" | "status")
}

fn first_word(value: &str) -> String {
    value
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// What follows the type of a field (`smtp; 550 no`, `rfc822; a@b`).
fn typed(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.trim().contains(' ') && !kind.contains('@') => rest.trim(),
        _ => value.trim(),
    }
}

fn address(value: &str) -> Option<String> {
    let found = super::view::bare_address(typed(value));
    found.find('@').is_some_and(|at| at > 0).then_some(found)
}

/// Reads a read receipt.
pub(super) fn disposition(view: &View<'_>, at: Option<DateTime<Utc>>) -> Option<Receipt> {
    let report = view.report().is_some_and(|it| it.contains("disposition"));
    let mut parts =
        view.parts_of("message", &["disposition-notification", "global-disposition-notification"]);
    let part = parts.next();
    if part.is_none() && !report {
        return None;
    }
    let text = part.map(|part| text_of(view.message, part)).unwrap_or_default();
    Some(Receipt {
        kind: ReceiptKind::Read,
        about: head::header_in(&text, "Original-Message-ID")
            .and_then(head::bare_id)
            .into_iter()
            .collect(),
        provider_id: None,
        at,
        recipient: head::header_in(&text, "Final-Recipient").and_then(address),
        ordinary: false,
        error: None,
    })
}
