//! Amazon SES tells of bounces, complaints and deliveries by mails that hold JSON (its
//! notifications through SNS, without a machine part as RFC 3464 has it).

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::bounce_words::without_addresses;
use super::head::bare_id;
use super::status;
use super::view::View;
use crate::domain::mail::{Bounce, MailKind, MailRule, Receipt, ReceiptKind};

/// Reads such a mail.
pub(super) fn read(view: &View<'_>, at: Option<DateTime<Utc>>) -> Option<(MailKind, MailRule)> {
    let text = view.text();
    let text = text.trim_start();
    if !text.starts_with('{')
        || !(view.by_server() || view.from.iter().any(|it| super::auto::is_no_reply(it)))
    {
        return None;
    }
    // Lines were broken anywhere on the way, even inside strings.
    let whole: String = text.chars().filter(|c| !c.is_control()).collect();
    let json: Value = serde_json::Deserializer::from_str(&whole).into_iter().next()?.ok()?;
    let kind = json.get("notificationType").or_else(|| json.get("eventType"))?.as_str()?;
    let about = about(&json);
    match kind {
        "Bounce" => {
            let bounce = json.get("bounce");
            let first = bounce.and_then(|it| it.get("bouncedRecipients")).and_then(|it| it.get(0));
            let said = string(first, "diagnosticCode").unwrap_or_default();
            let said = said.strip_prefix("smtp;").unwrap_or(&said).trim();
            Some((
                MailKind::Bounce(Bounce {
                    delayed: string(first, "action").as_deref() == Some("delayed"),
                    recipient: string(first, "emailAddress").map(|it| it.to_lowercase()),
                    original: None,
                    status: string(first, "status")
                        .and_then(|it| status::field(&it))
                        .or_else(|| status::of(said))
                        .or_else(|| class(string(bounce, "bounceType").as_deref())),
                    about,
                    diagnostic: without_addresses(said),
                }),
                MailRule::DeliveryStatus,
            ))
        }
        "Delivery" => {
            let delivery = json.get("delivery");
            let recipient = delivery.and_then(|it| it.get("recipients")).and_then(|it| it.get(0));
            Some((
                MailKind::Receipt(Receipt {
                    kind: ReceiptKind::Delivered,
                    about: about.into_iter().collect(),
                    provider_id: None,
                    at,
                    recipient: recipient.and_then(Value::as_str).map(str::to_lowercase),
                    ordinary: false,
                    error: None,
                }),
                MailRule::DeliveryStatus,
            ))
        }
        "Complaint" => Some((MailKind::AbuseReport, MailRule::AbuseReport)),
        _ => None,
    }
}

/// The Message-ID of the mail, as its writer made it.
fn about(json: &Value) -> Option<String> {
    let mail = json.get("mail")?;
    let headers = mail.get("headers").and_then(Value::as_array);
    let written = headers.and_then(|all| {
        all.iter()
            .find(|it| {
                string(Some(it), "name").is_some_and(|name| name.eq_ignore_ascii_case("Message-ID"))
            })
            .and_then(|it| string(Some(it), "value"))
    });
    let id = written
        .or_else(|| string(mail.get("commonHeaders"), "messageId"))
        .or_else(|| string(Some(mail), "messageId"))?;
    bare_id(&id)
}

fn class(kind: Option<&str>) -> Option<String> {
    match kind {
        Some("Permanent") => Some("5.0.0".to_owned()),
        Some("Transient") => Some("4.0.0".to_owned()),
        _ => None,
    }
}

fn string(object: Option<&Value>, key: &str) -> Option<String> {
    Some(object?.get(key)?.as_str()?.to_owned())
}
