//! The header fields of a mail as they stand there (RFC 5322 section 2.2): for what no parser's
//! interpretation may change.

use sha2::{Digest, Sha256};

/// Where the header of a mail ends and its body begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// The header's length in bytes, without the empty line.
    pub(super) header: usize,
    /// Where the body begins.
    pub(super) body: usize,
}

/// Finds the empty line after the header; without one everything is header.
pub(super) fn cut(raw: &[u8]) -> Cut {
    let mut at = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        if line == b"\n" || line == b"\r\n" {
            return Cut { header: at, body: at + line.len() };
        }
        at += line.len();
    }
    Cut { header: raw.len(), body: raw.len() }
}

/// One header field: its name in lower case, its value unfolded, its white space in single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The name, in lower case.
    pub(super) name: String,
    /// The value, as bytes: it may be in any charset.
    pub(super) value: Vec<u8>,
}

impl Field {
    /// The value as text.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.value).into_owned()
    }
}

/// The fields of a header, from the top.
pub(super) fn fields(header: &[u8]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for line in header.split(|b| *b == b'\n') {
        let folded = line.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
        if folded {
            if let Some(last) = fields.last_mut() {
                push_words(&mut last.value, line);
            }
        } else if let Some(colon) = line.iter().position(|b| *b == b':') {
            let (name, value) = line.split_at(colon);
            let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
            let mut field = Field { name, value: Vec::new() };
            push_words(&mut field.value, value.get(1..).unwrap_or_default());
            fields.push(field);
        }
    }
    fields
}

/// Adds the words of a line, single spaces between them.
fn push_words(value: &mut Vec<u8>, line: &[u8]) {
    for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        if !value.is_empty() {
            value.push(b' ');
        }
        value.extend_from_slice(word);
    }
}

/// What makes it the same mail when it comes again by another way: a hash over the body and the
/// headers that do not change under way. Line ends and folding do not matter, nor do empty lines
/// at the end.
pub(super) fn mark(fields: &[Field], body: &[u8]) -> String {
    let mut hash = Sha256::new();
    for name in ["message-id", "from", "to", "date", "subject"] {
        for field in fields.iter().filter(|field| field.name == name) {
            hash.update(name.as_bytes());
            hash.update(b":");
            hash.update(&field.value);
            hash.update(b"\n");
        }
    }
    hash.update(b"\n");
    let end = body.iter().rposition(|b| !matches!(b, b'\r' | b'\n')).map_or(0, |last| last + 1);
    for piece in body.get(..end).unwrap_or_default().split(|b| *b == b'\r') {
        hash.update(piece);
    }
    hex::encode(hash.finalize())
}
