//! What is too much: checked before anything is decoded, so that a hostile mail costs little.
//!
//! The parser keeps messages inside messages as values inside values, so dropping a deep nest
//! would exhaust the stack: such a mail is recognised by its bytes and never parsed.

use std::borrow::Cow;
use std::collections::HashSet;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// Bytes of a mail.
pub(super) const MAX_BYTES: usize = 26_214_400;
/// Bytes of its header.
pub(super) const MAX_HEADER: usize = 256 * 1024;
/// Parts inside parts.
const MAX_DEPTH: usize = 100;
/// Parts, those of messages inside included.
const MAX_PARTS: usize = 500;
/// Links in the text.
pub(super) const MAX_LINKS: usize = 100;
/// Recipients in To and Cc.
pub(super) const MAX_RECIPIENTS: usize = 100;
/// Messages inside messages that are encoded each in the other: the parser goes no deeper.
const MAX_ENCODED: usize = 3;

/// Whether a mail's parts are more or deeper than we read.
pub(super) fn too_many_parts(raw: &[u8]) -> bool {
    within(raw, MAX_ENCODED).is_none()
}

/// Some where this mail, and what is encoded in it, stays within bounds.
fn within(raw: &[u8], encoded: usize) -> Option<()> {
    let seen = seen(raw);
    if seen.nests > MAX_DEPTH || seen.multiparts > MAX_PARTS || parts(raw) > MAX_PARTS {
        return None;
    }
    if seen.nests == 0 || encoded == 0 {
        return Some(());
    }
    // Without its transfer encodings a mail shows where a message hides inside one.
    let plain = MessageParser::default().header_raw(HeaderName::ContentTransferEncoding);
    let Some(message) = plain.parse(raw) else { return Some(()) };
    for body in hidden(&message) {
        within(&body, encoded - 1)?;
    }
    Some(())
}

/// Words that every deeper level needs at least once.
#[derive(Default)]
struct Seen {
    /// Messages inside messages.
    nests: usize,
    /// Multiparts.
    multiparts: usize,
}

fn seen(raw: &[u8]) -> Seen {
    let mut seen = Seen::default();
    for (at, byte) in raw.iter().enumerate() {
        let starts = |word: &[u8]| {
            raw.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word))
        };
        match byte {
            b'r' | b'R' if starts(b"rfc822") => seen.nests += usize::from(after_slash(raw, at)),
            b'g' | b'G' if starts(b"global") => seen.nests += usize::from(typed(raw, at)),
            b'd' | b'D' if starts(b"digest") => seen.nests += usize::from(typed(raw, at)),
            b'm' | b'M' if starts(b"multipart") => seen.multiparts += 1,
            _ => {}
        }
    }
    seen
}

/// Whether a subtype stands here: a slash comes before, perhaps with white space or a comment.
fn after_slash(raw: &[u8], at: usize) -> bool {
    let before = raw.get(at.saturating_sub(200)..at).unwrap_or_default();
    let mut rest = before.iter().rev().skip_while(|b| b.is_ascii_whitespace());
    matches!(rest.next(), Some(b'/' | b')'))
}

/// Whether the subtype of a message or multipart stands here; other addresses have slashes too.
fn typed(raw: &[u8], at: usize) -> bool {
    let before = raw.get(at.saturating_sub(200)..at).unwrap_or_default().to_ascii_lowercase();
    let has = |word: &[u8]| before.windows(word.len()).any(|here| here == word);
    after_slash(raw, at) && (has(b"message") || has(b"multipart"))
}

/// Counts the lines that are a boundary named somewhere in the mail.
fn parts(raw: &[u8]) -> usize {
    let names = boundaries(raw);
    if names.is_empty() {
        return 1;
    }
    raw.split(|b| *b == b'\n')
        .filter_map(|line| line.strip_prefix(b"--"))
        .filter(|line| names.contains(line.trim_ascii_end()))
        .count()
}

/// The boundaries that the mail names (RFC 2046 section 5.1.1), the first thousand.
fn boundaries(raw: &[u8]) -> HashSet<&[u8]> {
    const NAME: &[u8] = b"boundary";
    let mut found = HashSet::new();
    for (at, byte) in raw.iter().enumerate() {
        if !matches!(byte, b'b' | b'B') {
            continue;
        }
        let Some(here) = raw.get(at..at + NAME.len()) else { break };
        if !here.eq_ignore_ascii_case(NAME) {
            continue;
        }
        let rest = raw.get(at + NAME.len()..(at + 300).min(raw.len())).unwrap_or_default();
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = match value.strip_prefix(b"\"") {
            Some(quoted) => quoted.split(|b| *b == b'"').next(),
            None => value.split(|b| b.is_ascii_whitespace() || *b == b';').next(),
        };
        found.extend(value.filter(|value| !value.is_empty()));
        if found.len() >= 1000 {
            break;
        }
    }
    found
}

/// The bodies of messages inside this one that came in base64 or quoted-printable.
fn hidden(message: &Message<'_>) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        let raw: &Cow<'_, [u8]> = &message.raw_message;
        for part in &message.parts {
            if let PartType::Message(inner) = &part.body {
                messages.push(inner);
            }
            if !is_message(part) {
                continue;
            }
            let body = raw.get(part.offset_body as usize..part.offset_end as usize);
            let Some(body) = body else { continue };
            let encoding = part.headers.iter().find_map(|header| {
                (header.name == HeaderName::ContentTransferEncoding)
                    .then(|| header.value.as_text().unwrap_or_default().trim().to_lowercase())
            });
            match encoding.as_deref() {
                Some("base64") => found.extend(base64_decode(body)),
                Some("quoted-printable") => found.extend(quoted_printable_decode(body)),
                _ => {}
            }
        }
    }
    found
}

/// Whether a text would be more than we read if it were taken for a mail: notices of bounces repeat
/// the mail that came back as text.
pub(super) fn too_deep_text(message: &Message<'_>) -> bool {
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        for part in &message.parts {
            match &part.body {
                PartType::Text(text) | PartType::Html(text) => {
                    let seen = seen(text.as_bytes());
                    if seen.nests > MAX_DEPTH || seen.multiparts > MAX_PARTS {
                        return true;
                    }
                }
                PartType::Message(inner) => messages.push(inner),
                _ => {}
            }
        }
    }
    false
}

/// Whether the parser may take a part for a message: by its type, or without one in a digest.
fn is_message(part: &MessagePart<'_>) -> bool {
    part.content_type().is_none_or(|kind| {
        kind.ctype() == "message" && matches!(kind.subtype(), Some("rfc822" | "global"))
    })
}

/// Whether the parsed mail is deeper or has more parts than we read.
pub(super) fn too_deep(message: &Message<'_>) -> bool {
    let mut parts = 0_usize;
    let mut messages = vec![(message, 0_usize)];
    while let Some((message, depth)) = messages.pop() {
        parts += message.parts.len();
        let mut depths = vec![depth; message.parts.len()];
        for (at, part) in message.parts.iter().enumerate() {
            let here = depths.get(at).copied().unwrap_or(depth);
            if here > MAX_DEPTH || parts > MAX_PARTS {
                return true;
            }
            match &part.body {
                PartType::Multipart(inside) => {
                    for id in inside {
                        if let Some(inner) = depths.get_mut(*id as usize) {
                            *inner = here + 1;
                        }
                    }
                }
                PartType::Message(inner) => messages.push((inner, here + 1)),
                _ => {}
            }
        }
    }
    false
}

/// Links in plain text.
pub(super) fn links(text: &str) -> usize {
    text.matches("http://").count() + text.matches("https://").count()
}
