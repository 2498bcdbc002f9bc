//! Tags, read as they stand: no tree is built of what strangers send.

use super::HIDDEN;

/// A tag, comment or declaration.
pub(super) struct Tag<'a> {
    /// Name in lower case; empty for comments and declarations.
    pub(super) name: String,
    /// It ends an element.
    pub(super) closing: bool,
    /// In lower case.
    pub(super) attributes: String,
    /// What comes after it.
    pub(super) rest: &'a str,
}

/// What stands at a `<`.
pub(super) enum Read<'a> {
    /// A tag, comment or declaration.
    Whole(Tag<'a>),
    /// Only a sign.
    Sign,
    /// A tag that nothing closes any more: there are no further tags.
    Open,
}

/// Reads what stands at the beginning.
pub(super) fn tag_of(source: &str) -> Read<'_> {
    let nothing =
        |rest| Tag { name: String::new(), closing: true, attributes: String::new(), rest };
    if let Some(comment) = source.strip_prefix("<!--") {
        return Read::Whole(nothing(comment.split_once("-->").map_or("", |(_, rest)| rest)));
    }
    if source.starts_with("<!") || source.starts_with("<?") {
        return Read::Whole(nothing(source.split_once('>').map_or("", |(_, rest)| rest)));
    }
    let Some(inside) = source.strip_prefix('<') else { return Read::Sign };
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Read::Sign;
    }
    let Some(end) = end_of_tag(inside) else { return Read::Open };
    let tag = inside.get(..end).unwrap_or_default();
    let rest = inside.get(end + 1..).unwrap_or_default();
    let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(name_end);
    Read::Whole(Tag {
        name: name.to_ascii_lowercase(),
        closing,
        attributes: attributes.to_lowercase(),
        rest,
    })
}

/// Where `>` ends the tag, past quoted values.
fn end_of_tag(inside: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (Some(_), b'>') => first = first.or(Some(at)),
            _ => {}
        }
    }
    // A quotation mark that is never closed quotes nothing.
    first
}

/// What comes after the end of an element, counting elements of its name inside it; none where it
/// does not end.
pub(super) fn after_element<'a>(mut rest: &'a str, name: &str) -> Option<&'a str> {
    let mut depth = 1_usize;
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let found = match tag_of(tag) {
            Read::Whole(found) => found,
            Read::Sign => {
                rest = tag.get(1..).unwrap_or_default();
                continue;
            }
            Read::Open => return None,
        };
        rest = found.rest;
        if found.name == name {
            if found.closing {
                depth -= 1;
            } else if !HIDDEN.contains(&name) {
                depth += 1;
            }
            if depth == 0 {
                return Some(rest);
            }
        }
    }
    None
}
