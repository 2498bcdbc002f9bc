//! A raw mail as our words. Pure: nothing is fetched, nothing is stored.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use mail_parser::{Message, MessageParser};
use sha2::{Digest as _, Sha256};

use super::Arrival;
use crate::domain::mail::{Account, Mail, MailKind, MailRule, Mailbox, SenderCheck};
use crate::domain::place::Position;

mod bounds;
mod decoding;
mod fields;
mod headers;
mod html;
pub(crate) mod kind;
mod lang;
mod ours;
mod photos;
mod quotes;
mod sender;
mod signature;
mod text;

use ours::Ours;

/// What is known before a mail is read.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Our own addresses, in lower case: `MAIL_ADDRESS`, `PEC_ADDRESS`, `MAIL_FORMER_ADDRESSES`.
    pub own: Vec<String>,
    /// The host part of the Message-IDs that we make.
    pub id_host: String,
    /// And of those that we made while the town had another address.
    pub former_hosts: Vec<String>,
    /// Whose Authentication-Results are believed (RFC 8601).
    pub authserv_id: Option<String>,
    /// Now, where it is known: no id of ours is of later.
    pub now: Option<DateTime<Utc>>,
}

/// What came of reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The mail. Its `blob`, and its photos, are filled in by whoever stores them.
    pub mail: Mail,
    /// The photos, ready to be stored.
    pub photos: Vec<Photo>,
}

/// A photo of a mail: JPEG or PNG without EXIF, upright.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The picture.
    pub bytes: Vec<u8>,
    /// Where it was taken, from its EXIF.
    pub position: Option<Position>,
}

/// Reads a mail. It never fails: what cannot be read is set aside with what can be had of it.
pub fn read(arrival: &Arrival, context: &Context) -> Reading {
    // Libraries that decode what strangers send may have faults: theirs must not stop the next mail.
    let guarded = |read: &dyn Fn() -> Reading| catch_unwind(AssertUnwindSafe(read)).ok();
    guarded(&|| whole(arrival, context))
        .or_else(|| guarded(&|| headed(arrival, context)))
        .unwrap_or_else(|| unreadable(arrival))
}

/// A file that came otherwise, as a photo that may go out: freed like those of mails. None where it is no photo, or
/// one that is not read here.
pub fn freed(bytes: &[u8]) -> Option<Vec<u8>> {
    catch_unwind(|| photos::shown(bytes)).ok().flatten()
}

/// What is left of a mail of which not even the header can be read.
pub fn unreadable(arrival: &Arrival) -> Reading {
    let mut mail = empty(arrival.account, MailRule::Unreadable);
    mail.mark = hex::encode(Sha256::digest(&arrival.raw));
    mail.recipients.clone_from(&arrival.envelope_to);
    Reading { mail, photos: Vec::new() }
}

/// A mail of which nothing is known.
fn empty(account: Account, rule: MailRule) -> Mail {
    Mail {
        account,
        blob: String::new(),
        mark: String::new(),
        message_id: None,
        answers: Vec::new(),
        from: None,
        reply_to: None,
        recipients: Vec::new(),
        subject: String::new(),
        date: None,
        text: String::new(),
        photos: Vec::new(),
        others: Vec::new(),
        lang: None,
        sender: SenderCheck::Unknown,
        certified_elsewhere: false,
        quiet: false,
        away_subject: false,
        kind: MailKind::SetAside,
        rule,
    }
}

/// Only what the raw header says: for a mail that a library stumbled over.
fn headed(arrival: &Arrival, context: &Context) -> Reading {
    let raw = arrival.raw.trim_ascii_start();
    let cut = fields::cut(raw);
    let header = raw.get(..cut.header.min(bounds::MAX_HEADER)).unwrap_or_default();
    let fields = fields::fields(header);
    let text = |name: &str| fields.iter().find(|field| field.name == name).map(fields::Field::text);
    let mut mail = empty(arrival.account, MailRule::Unreadable);
    mail.mark = fields::mark(&fields, raw.get(cut.body..).unwrap_or_default());
    mail.message_id = text("message-id").and_then(|id| headers::id(&id));
    mail.subject = headers::subject(None, &fields);
    mail.from = headers::from(None, &fields);
    mail.recipients = headers::recipients(None, &fields, &arrival.envelope_to);
    if let Some(message) = MessageParser::default().parse_headers(header) {
        judge(&mut mail, &message, header, arrival, context);
        set_aside(&mut mail, MailRule::Unreadable);
    }
    Reading { mail, photos: Vec::new() }
}

/// Writes down what it is.
fn judge(mail: &mut Mail, message: &Message<'_>, raw: &[u8], arrival: &Arrival, context: &Context) {
    let envelope_from = arrival.envelope_from.as_deref();
    let judged = kind::judge(message, raw, context, arrival.account, envelope_from);
    mail.kind = judged.kind;
    mail.rule = judged.rule;
    mail.quiet = judged.rule == MailRule::NoAnswerWanted;
    mail.away_subject = judged.away_subject;
}

/// The whole mail, as far as its bounds allow.
fn whole(arrival: &Arrival, context: &Context) -> Reading {
    let raw = arrival.raw.trim_ascii_start();
    let cut = fields::cut(raw);
    let header = raw.get(..cut.header.min(bounds::MAX_HEADER)).unwrap_or_default();
    let fields = fields::fields(header);
    let over = if raw.len() > bounds::MAX_BYTES || arrival.truncated.is_some() {
        Some(MailRule::TooBig)
    } else if cut.header > bounds::MAX_HEADER {
        Some(MailRule::TooLongHeader)
    } else if bounds::too_many_parts(raw) {
        Some(MailRule::TooManyParts)
    } else {
        None
    };
    let parser = MessageParser::default();
    let parsed = match over {
        Some(_) => parser.parse_headers(header),
        None => parser.parse(raw),
    };
    let mut mail = empty(arrival.account, MailRule::Unreadable);
    mail.mark = fields::mark(&fields, raw.get(cut.body..).unwrap_or_default());
    mail.recipients = headers::recipients(parsed.as_ref(), &fields, &arrival.envelope_to);
    mail.sender = sender::check(&fields, context.authserv_id.as_deref());
    // Who checks and who reads might mean different ones (RFC 5322 section 3.6 allows one).
    if fields.iter().filter(|field| field.name == "from").count() > 1 {
        mail.sender = SenderCheck::Failed;
    }
    let Some(message) = parsed.filter(|_| !fields.is_empty()) else {
        mail.rule = over.unwrap_or(MailRule::Unreadable);
        if over.is_none() && fields.is_empty() {
            mail.text = headless(raw, context);
        }
        return Reading { mail, photos: Vec::new() };
    };
    headers_of(&mut mail, &message, &fields, context);
    let carried = kind::carried(&message, raw, arrival.account);
    // Nobody reads into what is nested too deep, whichever way it is wrapped.
    let inside = carried.as_ref().is_some_and(|carried| bounds::too_many_parts(&carried.inner));
    let deep = inside || bounds::too_deep_text(&message);
    let over = over.or(deep.then_some(MailRule::TooManyParts));
    if let Some(rule) = over {
        match parser.parse_headers(header) {
            Some(bare) => judge(&mut mail, &bare, header, arrival, context),
            None => mail.kind = MailKind::Person,
        }
        let said = carried.as_ref().and_then(|carried| carried.sender.clone());
        let behind = headers::behind_envelope(&fields);
        if arrival.account == Account::Pec {
            vouched(&mut mail, said.or(behind).as_deref());
        } else if behind.is_some() {
            elsewhere(&mut mail, &fields, context);
        }
        set_aside(&mut mail, rule);
        return Reading { mail, photos: Vec::new() };
    }
    judge(&mut mail, &message, raw, arrival, context);
    let mut photos = Vec::new();
    match carried {
        Some(carried) => {
            carried_words(&mut mail, &mut photos, &carried, context);
            if arrival.account != Account::Pec {
                elsewhere(&mut mail, &fields, context);
            }
        }
        None => words(&mut mail, &mut photos, &message, context),
    }
    if mail.from.is_none() && mail.kind == MailKind::Person {
        mail.kind = MailKind::Unanswerable;
        mail.rule = MailRule::NoSender;
    }
    Reading { mail, photos }
}

/// The words of a text that has no header at all: whoever looks at it sees them.
fn headless(raw: &[u8], context: &Context) -> String {
    let bodied = [b"\r\n", raw].concat();
    let Some(message) = MessageParser::default().parse(&bodied) else { return String::new() };
    let ours = Ours { context, recipients: &[], certified: false };
    text::words(&message, "", ours).text.trim().to_owned()
}

/// What the header says.
fn headers_of(mail: &mut Mail, message: &Message<'_>, fields: &[fields::Field], context: &Context) {
    mail.message_id = headers::message_id(message);
    mail.answers = headers::answers(message);
    mail.from = headers::from(Some(message), fields);
    let sender = |one: &Mailbox| mail.from.as_ref().is_some_and(|from| from.address == one.address);
    let reads = |one: &Mailbox| {
        context.own_address(&one.address).is_none() && !kind::is_no_reply(&one.address)
    };
    mail.reply_to = headers::reply_to(message).filter(|one| !sender(one) && reads(one));
    mail.subject = headers::subject(Some(message), fields);
    mail.date = headers::date(message);
}

/// The words and photos of a mail, where they stay within bounds.
fn words(mail: &mut Mail, photos: &mut Vec<Photo>, message: &Message<'_>, context: &Context) {
    if bounds::too_deep(message) {
        return set_aside(mail, MailRule::TooManyParts);
    }
    let certified = mail.account == Account::Pec;
    let ours = Ours { context, recipients: &mail.recipients, certified };
    let words = text::words(message, &mail.subject, ours);
    mail.lang = lang::lang(headers::content_language(message).as_deref(), &words.text);
    mail.text = words.text;
    if words.links > bounds::MAX_LINKS {
        return set_aside(mail, MailRule::TooManyLinks);
    }
    if headers::too_many_recipients(message) {
        return set_aside(mail, MailRule::TooManyRecipients);
    }
    // What a bounce brings back is ours, what a robot sends shows nothing.
    if !matches!(mail.kind, MailKind::Person | MailKind::Unanswerable) {
        return;
    }
    let attached = photos::attached(message);
    mail.others = attached.others;
    *photos = attached.photos;
    if !photos.is_empty() && quotes::is_only_quote(&mail.text, words.passed_on) {
        mail.text.clear();
    }
}

/// Certified mail: the citizen's own mail is inside, its provider vouches for the sender.
fn carried_words(
    mail: &mut Mail,
    photos: &mut Vec<Photo>,
    carried: &kind::Carried<'_>,
    context: &Context,
) {
    let inner: &[u8] = &carried.inner;
    let outer_id = mail.message_id.take();
    let cut = fields::cut(inner);
    let long = cut.header > bounds::MAX_HEADER;
    let parsed = if long { None } else { MessageParser::default().parse(inner) };
    match parsed {
        Some(message) => {
            let header = inner.get(..cut.header).unwrap_or_default();
            headers_of(mail, &message, &fields::fields(header), context);
            words(mail, photos, &message, context);
        }
        None if long => set_aside(mail, MailRule::TooLongHeader),
        None => set_aside(mail, MailRule::Unreadable),
    }
    vouched(mail, carried.sender.as_deref());
    if carried.sender.is_some() && mail.sender == SenderCheck::Unknown {
        mail.sender = SenderCheck::Passed;
    }
    let said = carried.message_id.as_deref().and_then(headers::id);
    mail.message_id = said.or(mail.message_id.take()).or(outer_id);
}

/// The sender that a provider of certified mail names counts, whatever the mail says.
fn vouched(mail: &mut Mail, sender: Option<&str>) {
    if let Some(address) = sender.and_then(headers::address) {
        let name = mail.from.take().filter(|from| from.address == address).map(|from| from.name);
        mail.from = Some(Mailbox { name: name.unwrap_or_default(), address });
    }
}

/// Certified mail that came to the ordinary mailbox: the envelope is the provider's, the answers are of who stands behind
/// it. But nobody vouches for that here: where senders are checked, what passed is the envelope.
fn elsewhere(mail: &mut Mail, fields: &[fields::Field], context: &Context) {
    vouched(mail, headers::behind_envelope(fields).as_deref());
    if context.authserv_id.is_some() && mail.sender != SenderCheck::Failed {
        mail.sender = SenderCheck::Failed;
        mail.certified_elsewhere = true;
    }
}

/// Sets a person's mail aside. What is no person's, or is answered by nobody anyway, stays so.
fn set_aside(mail: &mut Mail, rule: MailRule) {
    if mail.kind == MailKind::Person {
        mail.kind = MailKind::SetAside;
        mail.rule = rule;
    }
}

#[cfg(test)]
mod tests;
