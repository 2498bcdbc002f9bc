//! HTML as text: only its structure and its words, nothing fetched, nothing run.
//!
//! What strangers send is first reduced to a few structural elements without attributes, so that no
//! style, link, picture or deep nest reaches the converter; the quotes that mail programs mark are
//! left out on the way.

use super::bounds;

/// The text of a piece of HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Its words.
    pub(super) text: String,
    /// How many links it has.
    pub(super) links: usize,
}

/// Lines are not wrapped: this is wider than any.
const WIDTH: usize = 100_000;
/// More bytes of reduced HTML are not converted: the text is cut before that.
const MAX_REDUCED: usize = 256 * 1024;
/// Deeper elements are flattened.
const MAX_DEPTH: usize = 100;

/// Converts. `cut_quotes` leaves out what mail programs mark as quoted or as a signature; in a
/// `forward` the message that is passed on stays.
pub(super) fn text(source: &str, cut_quotes: bool, forward: bool) -> Text {
    let mut reduced = reduce(source, cut_quotes, forward);
    let mut end = reduced.text.len().min(MAX_REDUCED);
    while !reduced.text.is_char_boundary(end) {
        end -= 1;
    }
    reduced.text.truncate(end);
    let text = html2text::config::with_decorator(Decorator)
        .raw_mode(true)
        .allow_width_overflow()
        .link_footnotes(false)
        .string_from_read(reduced.text.as_bytes(), WIDTH)
        .unwrap_or_else(|_| reduced.text.clone());
    Text { links: reduced.links + bounds::links(&text), text }
}

/// Elements whose content is no text of the mail.
const HIDDEN: &[&str] = &["script", "style", "title", "template", "noscript", "iframe", "object"];
/// Elements that are kept, as structure.
const KEPT: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dl",
    "dt",
    "dd",
];

/// Reduces HTML to kept elements and text.
fn reduce(source: &str, cut_quotes: bool, forward: bool) -> Text {
    let mut out = Text::default();
    let mut open: Vec<&'static str> = Vec::new();
    let mut rest = source;
    let mut trusted = cut_quotes;
    while let Some(at) = rest.find('<') {
        let (words, tag) = rest.split_at(at);
        out.text.push_str(words);
        let found = match tag_of(tag) {
            Read::Tag(found) => found,
            Read::Sign => {
                out.text.push_str("&lt;");
                rest = tag.get(1..).unwrap_or_default();
                continue;
            }
            Read::Open => {
                out.text.push_str(&tag.replace('<', "&lt;"));
                rest = "";
                break;
            }
        };
        rest = found.rest;
        let name = found.name.as_str();
        if found.closing {
            close(&mut out.text, &mut open, name);
        } else if HIDDEN.contains(&name) {
            rest = after_element(rest, name).unwrap_or_default();
        } else if trusted && !forward && ends_here(&found) {
            rest = "";
        } else if trusted && is_cut(&found, rest) {
            out.text.push_str("<br>");
            // What is never closed cannot be told from the person's own words.
            match after_element(rest, name) {
                Some(after) => rest = after,
                None => trusted = false,
            }
        } else if name == "a" {
            out.links += usize::from(found.attributes.contains("href"));
        } else if name == "br" || name == "hr" {
            out.text.push_str("<br>");
        } else if let Some(kept) = KEPT.iter().find(|kept| **kept == name) {
            if open.len() < MAX_DEPTH {
                open.push(kept);
                out.text.push_str(&format!("<{kept}>"));
            } else {
                out.text.push_str("<br>");
            }
        }
    }
    out.text.push_str(rest);
    out
}

/// Closes an element where it is open.
fn close(out: &mut String, open: &mut Vec<&'static str>, name: &str) {
    if let Some(at) = open.iter().rposition(|kept| *kept == name) {
        for kept in open.drain(at..).rev() {
            out.push_str(&format!("</{kept}>"));
        }
    }
}

/// A tag, comment or declaration.
struct Tag<'a> {
    /// Name in lower case; empty for comments and declarations.
    name: String,
    closing: bool,
    /// In lower case.
    attributes: String,
    /// What comes after it.
    rest: &'a str,
}

/// What stands at a `<`.
enum Read<'a> {
    Tag(Tag<'a>),
    /// Only a sign.
    Sign,
    /// A tag that nothing closes any more: there are no further tags.
    Open,
}

/// Reads what stands at the beginning.
fn tag_of(source: &str) -> Read<'_> {
    let nothing =
        |rest| Tag { name: String::new(), closing: true, attributes: String::new(), rest };
    if let Some(comment) = source.strip_prefix("<!--") {
        return Read::Tag(nothing(comment.split_once("-->").map_or("", |(_, rest)| rest)));
    }
    if source.starts_with("<!") || source.starts_with("<?") {
        return Read::Tag(nothing(source.split_once('>').map_or("", |(_, rest)| rest)));
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
    Read::Tag(Tag {
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
fn after_element<'a>(mut rest: &'a str, name: &str) -> Option<&'a str> {
    let mut depth = 1_usize;
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let found = match tag_of(tag) {
            Read::Tag(found) => found,
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

/// From here on Outlook shows the mail that is answered.
fn ends_here(tag: &Tag<'_>) -> bool {
    let marks = ["divrplyfwdmsg", "appendonsend", "stopspelling", "outlookmessageheader"];
    matches!(tag.name.as_str(), "div" | "hr" | "span")
        && marks.iter().any(|mark| tag.attributes.contains(mark))
}

/// A quote, what introduces it, or a signature, as mail programs mark them.
fn is_cut(tag: &Tag<'_>, content: &str) -> bool {
    if !matches!(tag.name.as_str(), "div" | "blockquote" | "span" | "pre" | "table") {
        return false;
    }
    let has = |mark: &str| tag.attributes.contains(mark);
    if tag.name == "blockquote" {
        let cite = has("type=\"cite\"") || has("type=cite") || has("type='cite'");
        return cite || has("gmail_quote") || has("protonmail_quote") || has("cite=");
    }
    if has("gmail_attr") {
        // Gmail marks what is passed on like what is answered.
        let start: String = content.chars().take(400).collect();
        return !super::quotes::has_forward_mark(&start);
    }
    let quotes = [
        "yahoo_quoted",
        "moz-cite-prefix",
        "protonmail_quote",
        "gmx_quote",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "zmail_extra",
        "tutanota_quote",
    ];
    let signatures = [
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "ms-outlook-mobile-signature",
        "id=\"signature\"",
        "applemailsignature",
    ];
    let unseen = matches!(tag.name.as_str(), "div" | "span")
        && (has("display:none") || has("display: none"));
    unseen || quotes.iter().chain(&signatures).any(|mark| has(mark))
}

/// How structure is shown: lists with dashes and numbers, quotes with `>`, no links, no pictures.
#[derive(Debug, Clone)]
struct Decorator;

impl html2text::render::TextDecorator for Decorator {
    type Annotation = ();

    fn decorate_link_start(&mut self, _url: &str) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_link_end(&mut self) -> String {
        String::new()
    }
    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) {}
    fn decorate_preformat_cont(&self) {}
    fn decorate_image(&mut self, _src: &str, _title: &str) -> (String, ()) {
        (String::new(), ())
    }
    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }
    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }
    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }
    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{i}. ")
    }
    fn make_subblock_decorator(&self) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests;
