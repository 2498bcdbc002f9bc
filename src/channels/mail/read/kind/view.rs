//! A mail as the rules look at it: its headers, who sent it, the notice in it and the mail it returns.

use std::borrow::Cow;

use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

/// Of a text that is looked at for words, so much is read.
const READ: usize = 256 * 1024;

/// A mail, and what its envelope says.
pub(super) struct View<'a> {
    pub message: &'a Message<'a>,
    /// The envelope's sender, else Return-Path; `Some("")` is the null sender.
    pub envelope: Option<String>,
    /// Addresses of From, in lower case.
    pub from: Vec<String>,
    /// The display name of From, in lower case.
    pub name: String,
    /// The subject, in lower case, in one line.
    pub subject: String,
}

impl<'a> View<'a> {
    pub(super) fn new(message: &'a Message<'a>, envelope: Option<&str>) -> Self {
        let mut view = Self {
            message,
            envelope: None,
            from: Vec::new(),
            name: String::new(),
            subject: String::new(),
        };
        if message.parts.is_empty() {
            return view;
        }
        // Only `<>` is the null sender: a Return-Path without a word says nothing.
        let noted = |path: &String| path.contains("<>") || !bare_address(path).is_empty();
        view.envelope = envelope
            .map(ToOwned::to_owned)
            .or_else(|| view.header("Return-Path").filter(noted))
            .map(|path| bare_address(&path));
        if let Some(from) = message.from() {
            for addr in from.iter() {
                if view.name.is_empty()
                    && let Some(name) = &addr.name
                {
                    view.name = name.trim().to_lowercase();
                }
                if let Some(address) = &addr.address {
                    let address = bare_address(address);
                    if !address.is_empty() {
                        view.from.push(address);
                    }
                }
            }
        }
        if view.from.is_empty()
            && let Some(from) = view.header("From")
        {
            // Badly written, but an address all the same.
            let words = from.split(|c: char| c.is_whitespace() || "<>()[],;:\"".contains(c));
            view.from.extend(
                words
                    .filter(|word| word.find('@').is_some_and(|at| at > 0 && at + 1 < word.len()))
                    .map(str::to_lowercase)
                    .take(1),
            );
        }
        view.subject = one_line(message.subject().unwrap_or_default()).to_lowercase();
        view
    }

    /// The first header of that name: unfolded, in one line, not decoded.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All headers of the mail itself.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&str, String)> {
        let message = self.message;
        message.parts.first().into_iter().flat_map(move |part| {
            part.headers.iter().map(move |header| {
                let range = header.offset_start as usize..header.offset_end as usize;
                let bytes = message.raw_message.get(range).unwrap_or_default();
                (header.name.as_str(), one_line(&String::from_utf8_lossy(bytes)))
            })
        })
    }

    /// Whether the mail's own type is that of a report (RFC 6522); with its `report-type`, in lower
    /// case, which some put on a `multipart/mixed`.
    pub(super) fn report(&self) -> Option<String> {
        let root = self.message.parts.first()?.content_type()?;
        let kind = root.attribute("report-type");
        (root.ctype().eq_ignore_ascii_case("multipart")
            && (kind.is_some()
                || root.subtype().is_some_and(|it| it.eq_ignore_ascii_case("report"))))
        .then(|| kind.unwrap_or_default().to_lowercase())
    }

    /// The parts of the mail itself of that type, not those of mails inside it.
    pub(super) fn parts_of(
        &self,
        ctype: &str,
        subtypes: &[&str],
    ) -> impl Iterator<Item = &'a MessagePart<'a>> {
        self.message.parts.iter().filter(move |part| {
            part.content_type().is_some_and(|found| {
                found.ctype().eq_ignore_ascii_case(ctype)
                    && found
                        .subtype()
                        .is_some_and(|it| subtypes.iter().any(|sub| it.eq_ignore_ascii_case(sub)))
            })
        })
    }

    /// The envelope's sender is empty: no answer is wanted (RFC 5321 section 4.5.5).
    pub(super) fn null_sender(&self) -> bool {
        self.envelope.as_deref() == Some("")
    }

    /// From mailer-daemon or postmaster.
    pub(super) fn is_from_daemon(&self) -> bool {
        self.from.iter().any(|address| is_daemon(address))
            || (self.from.is_empty() && is_daemon(&self.name))
    }

    /// Sent by a mail server, as far as its sender says.
    pub(super) fn by_server(&self) -> bool {
        self.null_sender()
            || self.is_from_daemon()
            || self.envelope.as_deref().is_some_and(|it| is_daemon(it) && !it.starts_with("post"))
            || self.header("X-Failed-Recipients").is_some()
            // `From: <>`
            || (self.from.is_empty() && self.header("From").is_some_and(|from| from.contains("<>")))
    }

    /// The text of the mail itself, before any mail that it returns.
    pub(super) fn text(&self) -> Cow<'a, str> {
        let mut text = Cow::Borrowed("");
        let mut html = None;
        for part in &self.message.parts {
            match &part.body {
                PartType::Message(_) => break,
                _ if is_original(part) => break,
                PartType::Text(found) if !is_machine_part(part) => {
                    if text.is_empty() {
                        text = Cow::Borrowed(clip(found));
                    } else {
                        text.to_mut().push('\n');
                        text.to_mut().push_str(clip(found));
                    }
                }
                PartType::Html(found) if html.is_none() => html = Some(clip(found)),
                _ => {}
            }
        }
        if !text.trim().is_empty() {
            return text;
        }
        match html {
            Some(html) => Cow::Owned(mail_parser::decoders::html::html_to_text(html)),
            None => self.body(),
        }
    }

    /// The body as it came, where the MIME structure is broken and no text was found.
    fn body(&self) -> Cow<'a, str> {
        let start = self.message.parts.first().map_or(0, |root| root.offset_body as usize);
        let bytes = self.message.raw_message.get(start..).unwrap_or_default();
        String::from_utf8_lossy(bytes.get(..bytes.len().min(READ)).unwrap_or_default())
    }

    /// The mails, or headers of mails, that are attached.
    pub(super) fn originals(&self) -> impl Iterator<Item = &'a MessagePart<'a>> {
        self.message
            .parts
            .iter()
            .filter(|part| matches!(part.body, PartType::Message(_)) || is_original(part))
    }

    /// Addresses that the mail was sent to, in lower case.
    pub(super) fn to(&self) -> Vec<String> {
        let to = self.message.to();
        to.into_iter()
            .flat_map(|to| to.iter())
            .filter_map(|addr| addr.address.as_deref())
            .map(bare_address)
            .collect()
    }
}

/// The content of a part as text.
pub(super) fn text_of<'a>(message: &'a Message<'a>, part: &'a MessagePart<'a>) -> Cow<'a, str> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => Cow::Borrowed(clip(text)),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            let end = bytes.len().min(READ);
            String::from_utf8_lossy(bytes.get(..end).unwrap_or_default())
        }
        PartType::Message(_) => {
            let bytes = bytes_of(&message.raw_message, part);
            String::from_utf8_lossy(bytes.get(..bytes.len().min(READ)).unwrap_or_default())
        }
        PartType::Multipart(_) => Cow::Borrowed(""),
    }
}

/// The content of a part of a raw mail, decoded.
pub(super) fn bytes_of<'a>(raw: &'a [u8], part: &'a MessagePart<'a>) -> &'a [u8] {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        // A mail inside that was not encoded is a range of the whole; else it brings its own bytes.
        PartType::Message(_) if part.encoding == Encoding::None => {
            raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default()
        }
        PartType::Message(inner) => &inner.raw_message,
        PartType::Multipart(_) => &[],
    }
}

fn is_original(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|found| {
        let sub = found.subtype().unwrap_or_default().to_lowercase();
        matches!(
            (found.ctype().to_lowercase().as_str(), sub.as_str()),
            ("message", "rfc822" | "global" | "global-headers" | "partial")
                | ("text" | "message", "rfc822-headers" | "rfc822-header")
        )
    })
}

fn is_machine_part(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|found| found.ctype().eq_ignore_ascii_case("message"))
}

fn clip(text: &str) -> &str {
    let end = text.floor_char_boundary(READ);
    text.get(..end).unwrap_or(text)
}

/// An address without brackets, comments and spaces, in lower case.
pub(super) fn bare_address(text: &str) -> String {
    let inner = match (text.find('<'), text.rfind('>')) {
        (Some(start), Some(end)) => text.get(start + 1..end).unwrap_or_default(),
        _ => text.split('(').next().unwrap_or_default(),
    };
    inner.trim().trim_matches(['<', '>', '"', '\'']).to_lowercase()
}

/// A text in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an address or a name is that of a mail server: letters alone are compared, so that
/// `Mailer-Daemon`, `MAILER_DAEMON` and `post_master` are one.
pub(super) fn is_daemon(address: &str) -> bool {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let letters: String =
        local.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    DAEMONS.iter().any(|name| letters.starts_with(name))
}

const DAEMONS: &[&str] = &[
    "mailerdaemon",
    "postmaster",
    "maildeliverysystem",
    "maildeliverysubsystem",
    "maildeliversystem",
    "maildaemon",
    "doublebounce",
    "maileradministrator",
    "mailadministrator",
    "mailerdemon",
];
