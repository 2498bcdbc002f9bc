//! Certified mail (posta elettronica certificata; DM 2 novembre 2005, technical rules): receipts,
//! and the citizen's mail inside its envelope.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use mail_parser::{Message, MimeHeaders, PartType};

use super::head::bare_id;
use super::view::{View, bare_address, bytes_of, one_line};
use crate::domain::mail::{Account, MailKind, Receipt, ReceiptKind};

/// The citizen's mail inside the envelope of certified mail, and what the provider says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Carried<'a> {
    /// The citizen's mail, as it was written.
    pub inner: Cow<'a, [u8]>,
    /// Who sent it, by the provider's word (`mittente`), in lower case.
    pub sender: Option<String>,
    /// The provider's id (`identificativo`).
    pub provider_id: Option<String>,
    /// The id that the citizen's program gave it (`msgid`), without angle brackets.
    pub message_id: Option<String>,
}

/// The mail that a certified mail carries. Who sent it is believed on the account of certified mail alone: to an
/// ordinary mailbox anybody can send what looks like one.
pub(crate) fn carried<'a>(
    message: &'a Message<'a>,
    raw: &'a [u8],
    account: Account,
) -> Option<Carried<'a>> {
    let transport = View::new(message, None).header("X-Trasporto")?.to_lowercase();
    let certified = transport == "posta-certificata";
    // The envelope of what comes from outside is the own provider's.
    if !certified && (transport != "errore" || account != Account::Pec) {
        return None;
    }
    let named = |name: &str| {
        message.parts.iter().find(|part| {
            part.attachment_name().is_some_and(|found| found.trim().eq_ignore_ascii_case(name))
        })
    };
    let part = named("postacert.eml")
        .or_else(|| message.parts.iter().find(|part| matches!(part.body, PartType::Message(_))))?;
    let inner = bytes_of(raw, part);
    if inner.is_empty() {
        return None;
    }
    // A mail from outside has no data that a certified provider vouches for.
    let vouched = certified && account == Account::Pec;
    let data = if vouched { data(message) } else { Data::default() };
    Some(Carried {
        inner: Cow::Borrowed(inner),
        sender: data.sender,
        provider_id: data.provider_id,
        message_id: data.message_id,
    })
}

/// The receipt that a mail says it is. Where it is not believed, only what it calls itself; of a kind
/// that is not known, no more than that a machine sent it.
pub(super) fn receipt(
    view: &View<'_>,
    account: Account,
    sent: Option<DateTime<Utc>>,
) -> Option<MailKind> {
    let kind = match view.header("X-Ricevuta")?.to_lowercase().as_str() {
        "accettazione" => ReceiptKind::Accettazione,
        "non-accettazione" => ReceiptKind::NonAccettazione,
        "presa-in-carico" => ReceiptKind::PresaInCarico,
        "avvenuta-consegna" => ReceiptKind::AvvenutaConsegna,
        "errore-consegna" => ReceiptKind::ErroreConsegna,
        "preavviso-errore-consegna" => ReceiptKind::PreavvisoErroreConsegna,
        "rilevazione-virus" => ReceiptKind::RilevazioneVirus,
        _ => return Some(MailKind::AutoReply),
    };
    let mut receipt = Receipt {
        kind,
        about: Vec::new(),
        provider_id: None,
        at: sent,
        recipient: None,
        ordinary: false,
        error: None,
    };
    if account != Account::Pec {
        return Some(MailKind::Receipt(receipt));
    }
    let data = data(view.message);
    let reference = view.header("X-Riferimento-Message-ID").and_then(|id| bare_id(&id));
    for id in [&data.message_id, &reference, &data.provider_id].into_iter().flatten() {
        if !receipt.about.contains(id) {
            receipt.about.push(id.clone());
        }
    }
    receipt.at = data.at.or(sent);
    let spoken_of = data.delivered_to.as_ref();
    let entry = data.recipients.iter().find(|(address, _)| Some(address) == spoken_of);
    let entry = entry.or_else(|| data.recipients.first());
    receipt.recipient =
        data.delivered_to.clone().or_else(|| entry.map(|(address, _)| address.clone()));
    receipt.ordinary = entry.is_some_and(|(_, ordinary)| *ordinary);
    receipt.error = data.error;
    receipt.provider_id = data.provider_id;
    Some(MailKind::Receipt(receipt))
}

/// What `daticert.xml` says.
#[derive(Debug, Default)]
struct Data {
    sender: Option<String>,
    /// Each with whether it is an ordinary mailbox (`tipo="esterno"`).
    recipients: Vec<(String, bool)>,
    delivered_to: Option<String>,
    provider_id: Option<String>,
    message_id: Option<String>,
    at: Option<DateTime<Utc>>,
    error: Option<String>,
}

fn data(message: &Message<'_>) -> Data {
    let part = message.parts.iter().find(|part| {
        part.attachment_name().is_some_and(|name| name.trim().eq_ignore_ascii_case("daticert.xml"))
    });
    let Some(part) = part else {
        return Data::default();
    };
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => Cow::Borrowed(text.as_ref()),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes),
        PartType::Message(_) | PartType::Multipart(_) => return Data::default(),
    };
    parse(text.trim_start_matches('\u{feff}').trim())
}

fn parse(xml: &str) -> Data {
    let mut data = Data::default();
    let Ok(document) = roxmltree::Document::parse(xml) else {
        return data;
    };
    let text = |name: &str| {
        document
            .descendants()
            .find(|node| node.has_tag_name(name))
            .and_then(|node| node.text())
            .map(one_line)
            .filter(|text| !text.is_empty())
    };
    let address = |name: &str| text(name).map(|it| bare_address(&it));
    data.sender = address("mittente");
    data.delivered_to = address("consegna");
    data.provider_id = text("identificativo").and_then(|id| bare_id(&id));
    data.message_id = text("msgid").and_then(|id| bare_id(&id));
    data.recipients = document
        .descendants()
        .filter(|node| node.has_tag_name("destinatari"))
        .filter_map(|node| {
            let ordinary = node.attribute("tipo") == Some("esterno");
            Some((bare_address(node.text()?), ordinary))
        })
        .collect();
    let zone = document
        .descendants()
        .find(|node| node.has_tag_name("data"))
        .and_then(|node| node.attribute("zona"))
        .map(ToOwned::to_owned);
    data.at = instant(text("giorno").as_deref(), text("ora").as_deref(), zone.as_deref());
    let kind = document.root_element().attribute("errore").filter(|it| *it != "nessuno");
    data.error = text("errore-esteso")
        .or_else(|| kind.map(one_line))
        .map(|said| super::bounce_words::without_addresses(&said));
    data
}

/// `15/11/2024`, `18:20:38`, `+0100`.
fn instant(day: Option<&str>, time: Option<&str>, zone: Option<&str>) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(day?, "%d/%m/%Y").ok()?;
    let time = NaiveTime::parse_from_str(time?, "%H:%M:%S").ok()?;
    let zone: FixedOffset = zone?.parse().ok()?;
    Some(zone.from_local_datetime(&day.and_time(time)).single()?.to_utc())
}
