//! What the header says: who wrote, to whom, about what, in answer to what.

use chrono::{DateTime, Utc};
use mail_parser::{Addr, HeaderName, HeaderValue, Message};

use super::bounds::MAX_RECIPIENTS;
use super::fields::Field;
use crate::domain::mail::Mailbox;

/// At most so many ids of answered mails are kept.
const MAX_ANSWERS: usize = 100;
/// A longer id is none, characters (RFC 5322 section 2.1.1 allows 998 in a line).
const MAX_ID: usize = 998;
/// A longer subject is cut, characters.
const MAX_SUBJECT: usize = 500;
/// A longer name is cut, characters.
const MAX_NAME: usize = 120;
/// A longer address is none, characters (RFC 5321 section 4.5.3.1.3: a path has 256).
const MAX_ADDRESS: usize = 256;

/// The first Message-ID.
pub(super) fn message_id(message: &Message<'_>) -> Option<String> {
    id(message.message_id()?)
}

/// An id without angle brackets, white space and control characters.
pub(super) fn id(text: &str) -> Option<String> {
    let id = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let sound = !id.is_empty()
        && id.chars().count() <= MAX_ID
        && !id.chars().any(|c| c.is_whitespace() || c.is_control());
    sound.then(|| id.to_owned())
}

/// The ids of In-Reply-To, then those of References from the last to the first.
pub(super) fn answers(message: &Message<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let in_reply_to = texts(message.in_reply_to());
    let references = texts(message.references());
    for text in in_reply_to.into_iter().chain(references.into_iter().rev()) {
        if let Some(id) = id(text)
            && !found.contains(&id)
        {
            found.push(id);
        }
        if found.len() == MAX_ANSWERS {
            break;
        }
    }
    found
}

fn texts<'a>(value: &'a HeaderValue<'_>) -> Vec<&'a str> {
    match value {
        HeaderValue::Text(text) => vec![text],
        HeaderValue::TextList(texts) => texts.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    }
}

/// Who stands behind an envelope of certified mail that is not opened: its Reply-To (technical rules
/// of DM 2 novembre 2005, 6.3.1).
pub(super) fn behind_envelope(fields: &[Field]) -> Option<String> {
    let named = |name: &str| fields.iter().find(|field| field.name == name).map(Field::text);
    if named("x-trasporto")? != "posta-certificata" {
        return None;
    }
    let reply_to = named("reply-to")?;
    let mut words = reply_to.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ','));
    words.find_map(address)
}

/// The first mailbox of From; where the header is no list of mailboxes, the first address in it.
pub(super) fn from(message: Option<&Message<'_>>, fields: &[Field]) -> Option<Mailbox> {
    let parsed = message.and_then(Message::from);
    parsed.and_then(|from| from.iter().find_map(mailbox)).or_else(|| bare_from(fields))
}

/// The mailbox of Reply-To, where it is one alone.
pub(super) fn reply_to(message: &Message<'_>) -> Option<Mailbox> {
    message.parts.first()?;
    let mut all = message.reply_to()?.iter();
    let first = all.next().and_then(mailbox)?;
    all.next().is_none().then_some(first)
}

fn mailbox(addr: &Addr<'_>) -> Option<Mailbox> {
    let address = address(addr.address()?)?;
    let name = line(addr.name().unwrap_or_default(), MAX_NAME);
    Some(Mailbox { name, address })
}

/// `Anna Rossi anna@posta.example`, without angle brackets.
fn bare_from(fields: &[Field]) -> Option<Mailbox> {
    let text = fields.iter().find(|field| field.name == "from")?.text();
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';'));
    let address = words.find_map(address)?;
    Some(Mailbox { name: String::new(), address })
}

/// An address in lower case; none where it has no `@`, or what no address
/// has unquoted (RFC 5322 section 3.4.1): quoted local parts are not taken.
pub(super) fn address(text: &str) -> Option<String> {
    let address = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let (local, domain) = address.rsplit_once('@')?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || "()<>,;:\\\"".contains(c);
    let sound = !local.is_empty()
        && !domain.is_empty()
        && address.chars().count() <= MAX_ADDRESS
        && !address.chars().any(odd);
    sound.then(|| address.to_lowercase())
}

/// Where it was sent: envelope, Delivered-To, X-Forwarded-To, To, Cc; each address once.
pub(super) fn recipients(
    message: Option<&Message<'_>>,
    fields: &[Field],
    envelope_to: &[String],
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if let Some(address) = address(text)
            && found.len() < MAX_RECIPIENTS
            && !found.contains(&address)
        {
            found.push(address);
        }
    };
    for to in envelope_to {
        add(to);
    }
    for name in ["delivered-to", "x-forwarded-to"] {
        for field in fields.iter().filter(|field| field.name == name) {
            for part in field.text().split(',') {
                add(part);
            }
        }
    }
    for addr in message.into_iter().flat_map(addressed) {
        add(addr.address().unwrap_or_default());
    }
    found
}

/// Everybody in To and Cc.
fn addressed<'a, 'x>(message: &'a Message<'x>) -> impl Iterator<Item = &'a Addr<'x>> {
    message.all_to().chain(message.all_cc()).flat_map(mail_parser::Address::iter)
}

/// Whether To and Cc name more recipients than we read.
pub(super) fn too_many_recipients(message: &Message<'_>) -> bool {
    addressed(message).take(MAX_RECIPIENTS + 1).count() > MAX_RECIPIENTS
}

/// The subject in one line.
pub(super) fn subject(message: Option<&Message<'_>>, fields: &[Field]) -> String {
    let raw = fields.iter().find(|field| field.name == "subject");
    let parsed = message.and_then(Message::subject);
    let text = match (parsed, raw) {
        // Eight bits without a charset (RFC 6532 allows UTF-8 only).
        (Some(text), Some(raw)) => super::text::western(text, || raw.value.clone()),
        (Some(text), None) => text.to_owned(),
        (None, Some(raw)) => raw.text(),
        (None, None) => String::new(),
    };
    line(&text, MAX_SUBJECT)
}

/// The Date header, where it is a date.
pub(super) fn date(message: &Message<'_>) -> Option<DateTime<Utc>> {
    let date = message.date().filter(|date| date.is_valid())?;
    DateTime::from_timestamp(date.to_timestamp(), 0)
}

/// The Content-Language header.
pub(super) fn content_language(message: &Message<'_>) -> Option<String> {
    match message.header(HeaderName::ContentLanguage)? {
        HeaderValue::Text(text) => Some(text.to_string()),
        HeaderValue::TextList(texts) => Some(texts.join(",")),
        _ => None,
    }
}

/// One line: white space in single spaces, no control characters, at most so many characters.
pub(super) fn line(text: &str, max: usize) -> String {
    let mut out = String::new();
    let kept = text.chars().filter(|c| !super::text::unseen(*c));
    for word in kept.collect::<String>().split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.chars().take(max).collect::<String>().trim_end().to_owned()
}
