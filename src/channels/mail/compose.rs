//! A mail of ours, ready to be handed over. The same posting always gives the same bytes, so that a
//! second attempt is the same mail.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use sha2::{Digest, Sha256};

use crate::domain::lang::Lang;
use crate::domain::outgoing::AutoSubmitted;

mod header;
#[cfg(test)]
mod tests;

/// What becomes a mail.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    /// The display name of the sender: the town's.
    pub from_name: &'a str,
    /// The sender's address.
    pub from: &'a str,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<&'a str>,
    /// The envelope's sender (RFC 5321 MAIL FROM), where bounces go; empty: nowhere.
    pub envelope_from: &'a str,
    /// The recipient's address.
    pub to: &'a str,
    /// The subject; control characters become spaces.
    pub subject: &'a str,
    /// Message-ID without angle brackets (RFC 5322 section 3.6.4).
    pub message_id: &'a str,
    /// The Date header.
    pub date: DateTime<Utc>,
    /// The mail it answers: its id without angle brackets.
    pub in_reply_to: Option<&'a str>,
    /// The ids of the conversation, oldest first, without angle brackets.
    pub references: &'a [String],
    /// Who wrote it: a person or the service.
    pub auto: AutoSubmitted,
    /// The language of the words.
    pub lang: Lang,
    /// The words as plain text.
    pub text: &'a str,
    /// The same words as an HTML document.
    pub html: &'a str,
    /// Pictures that go with it.
    pub pictures: &'a [Picture],
}

/// A picture that goes with a mail.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its file name.
    pub name: String,
    /// Its media type, like `image/jpeg`.
    pub content_type: &'static str,
    /// The picture.
    pub bytes: Bytes,
}

impl Picture {
    /// A photo of a mail, named by its place in it; its type by its content.
    pub fn numbered(number: usize, bytes: Bytes) -> Self {
        let (ending, content_type) = match bytes.first_chunk::<4>() {
            Some([0x89, b'P', b'N', b'G']) => ("png", "image/png"),
            Some(b"RIFF") => ("webp", "image/webp"),
            _ => ("jpg", "image/jpeg"),
        };
        Self { name: format!("foto-{number}.{ending}"), content_type, bytes }
    }
}

/// A mail with its envelope (RFC 5321).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// MAIL FROM; empty: the null sender.
    pub envelope_from: String,
    /// RCPT TO.
    pub to: String,
    /// The mail, with CRLF line ends.
    pub bytes: Vec<u8>,
}

/// A posting of which no mail can be made. It names no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct ComposeError {
    /// The field of the posting.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: String,
}

/// Makes the mail: plain text and HTML as alternatives, the pictures beside them.
///
/// # Errors
///
/// An address, a Message-ID or a media type that is none. Text cannot be wrong: what a header
/// cannot hold is left out of it.
pub fn compose(posting: &Posting<'_>) -> Result<Composed, ComposeError> {
    let name = header::line(posting.from_name);
    let named = |field, address| -> Result<Mailbox, ComposeError> {
        let name = (!name.is_empty()).then(|| name.clone());
        Ok(Mailbox::new(name, header::address(field, address)?))
    };
    let to = header::address("to", posting.to)?;
    let envelope_from = match posting.envelope_from {
        "" => String::new(),
        address => header::address("envelope_from", address)?.to_string(),
    };
    let own_id = header::own_id(posting.message_id)?;
    let mut mail = Message::builder()
        .date(posting.date.into())
        .from(named("from", posting.from)?)
        .to(Mailbox::new(None, to.clone()));
    if let Some(address) = posting.reply_to {
        mail = mail.reply_to(named("reply_to", address)?);
    }
    mail = mail.subject(header::line(posting.subject)).raw_header(raw("Message-ID", own_id));
    let ids = header::Thread::of(posting.in_reply_to, posting.references);
    if let Some(id) = ids.in_reply_to {
        mail = mail.raw_header(raw("In-Reply-To", id));
    }
    if let Some(ids) = ids.references {
        mail = mail.raw_header(raw("References", ids));
    }
    if let Some(word) = posting.auto.word() {
        mail = mail.raw_header(raw("Auto-Submitted", word.to_owned()));
    }
    mail = mail.raw_header(raw("Content-Language", posting.lang.code().to_owned()));
    let mail = mail
        .multipart(content(posting)?)
        .map_err(|error| ComposeError { field: "headers", why: error.to_string() })?;
    Ok(Composed { envelope_from, to: to.to_string(), bytes: mail.formatted() })
}

impl AutoSubmitted {
    /// The header's value.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::Replied => Some("auto-replied"),
            Self::Generated => Some("auto-generated"),
        }
    }
}

/// A header whose value needs no encoding: ours, or ids that `header` has checked and folded.
/// lettre's own encoder would take a long id apart.
fn raw(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}

/// The parts of the mail.
fn content(posting: &Posting<'_>) -> Result<MultiPart, ComposeError> {
    let words = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary(posting.message_id, "words"))
        .singlepart(SinglePart::plain(text(posting.text)))
        .singlepart(SinglePart::html(text(posting.html)));
    if posting.pictures.is_empty() {
        return Ok(words);
    }
    let mut all = MultiPart::builder()
        .kind(MultiPartKind::Mixed)
        .boundary(boundary(posting.message_id, "all"))
        .multipart(words);
    for picture in posting.pictures {
        let why = || ComposeError {
            field: "pictures",
            why: format!("{:?} is no media type", picture.content_type),
        };
        let kind = ContentType::parse(picture.content_type).map_err(|_| why())?;
        let body = encoded(picture.bytes.to_vec(), ContentTransferEncoding::Base64);
        all = all.singlepart(Attachment::new(header::file_name(&picture.name)).body(body, kind));
    }
    Ok(all)
}

/// Text as it travels: 7bit where it can, else quoted-printable, which stays readable.
fn text(words: &str) -> Body {
    let mut words = words.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if !words.ends_with('\n') {
        words.push('\n');
    }
    let short = words.lines().all(|line| line.len() <= 76);
    if short && words.is_ascii() {
        return encoded(words, ContentTransferEncoding::SevenBit);
    }
    encoded(words, ContentTransferEncoding::QuotedPrintable)
}

/// lettre gives the content back where the encoding cannot hold it; it then chooses one itself.
fn encoded(content: impl Into<lettre::message::MaybeString>, by: ContentTransferEncoding) -> Body {
    Body::new_with_encoding(content, by).unwrap_or_else(Body::new)
}

/// A line that no text contains by chance, and the same for each attempt.
fn boundary(message_id: &str, part: &str) -> String {
    let digest = Sha256::digest(format!("{part} {message_id}"));
    let digest = hex::encode(digest);
    format!("=_{}", digest.get(..32).unwrap_or(&digest))
}
