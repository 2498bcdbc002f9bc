//! HTML as text: only its structure and its words, nothing fetched, nothing run.
//!
//! What strangers send is first reduced to a few structural elements without attributes, so that no
//! style, link, picture or deep nest reaches the converter; the quotes that mail programs mark are
//! left out on the way.

use super::bounds;

mod decorator;
mod tags;

use decorator::Decorator;
use tags::{Read, Tag, after_element, tag_of};

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

/// Converts. `cut_quotes` leaves out what mail programs mark as quoted or as a signature; where what
/// is quoted is `passed_on`, only the signature.
pub(super) fn text(source: &str, cut_quotes: bool, passed_on: bool) -> Text {
    let mut reduced = reduce(source, cut_quotes, passed_on);
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
fn reduce(source: &str, cut_quotes: bool, passed_on: bool) -> Text {
    let mut out = Text::default();
    let mut open: Vec<&'static str> = Vec::new();
    let mut rest = source;
    let mut trusted = cut_quotes;
    while let Some(at) = rest.find('<') {
        let (words, tag) = rest.split_at(at);
        out.text.push_str(words);
        let found = match tag_of(tag) {
            Read::Whole(found) => found,
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
        } else if trusted && !passed_on && ends_here(&found) {
            rest = "";
        } else if trusted && (is_unsaid(&found) || (!passed_on && is_quote(&found, rest))) {
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

/// From here on Outlook shows the mail that is answered.
fn ends_here(tag: &Tag<'_>) -> bool {
    let marks = ["divrplyfwdmsg", "appendonsend", "stopspelling", "outlookmessageheader"];
    matches!(tag.name.as_str(), "div" | "hr" | "span")
        && marks.iter().any(|mark| tag.attributes.contains(mark))
}

/// Elements that mail programs mark.
const MARKED: &[&str] = &["div", "blockquote", "span", "pre", "table"];

/// A quote, or what introduces it, as mail programs mark them.
fn is_quote(tag: &Tag<'_>, content: &str) -> bool {
    if !MARKED.contains(&tag.name.as_str()) {
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
    [
        "yahoo_quoted",
        "moz-cite-prefix",
        "protonmail_quote",
        "gmx_quote",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "zmail_extra",
        "tutanota_quote",
    ]
    .iter()
    .any(|mark| has(mark))
}

/// A signature as mail programs mark it, or what they show to nobody.
fn is_unsaid(tag: &Tag<'_>) -> bool {
    if !MARKED.contains(&tag.name.as_str()) || tag.name == "blockquote" {
        return false;
    }
    let has = |mark: &str| tag.attributes.contains(mark);
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
    unseen || signatures.iter().any(|mark| has(mark))
}

#[cfg(test)]
mod tests;
