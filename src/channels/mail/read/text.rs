//! Which part of a mail is the person's text, and that text as characters.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::ours::Ours;
use super::{bounds, html, quotes};

/// A longer text is cut: the rest is in the mail. Characters.
const MAX_TEXT: usize = 20_000;
/// Stands where a text was cut.
const CUT: &str = "\n[…]";
/// Below so many characters somebody only passes on what is inside. Characters.
const SHORT: usize = 200;
/// At most so many mails inside a mail are read as its words.
const MAX_INNER: usize = 3;
/// More bytes of one part are not looked at.
const MAX_PART: usize = 512 * 1024;

/// The person's text.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Without quotes and signature, bounded.
    pub(super) text: String,
    /// How many links it has.
    pub(super) links: usize,
    /// With what they quote: it is somebody else's, and passed on.
    pub(super) passed_on: bool,
}

/// What the person wrote, without what they quote of ours. A mail that was passed on as an attachment counts as their words where
/// they wrote little themselves.
pub(super) fn words(message: &Message<'_>, subject: &str, ours: Ours<'_>) -> Words {
    let mut words = own(message, subject, ours);
    if words.text.chars().count() < SHORT {
        let inside = message.parts.iter().filter_map(|part| match &part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        });
        for inner in inside.take(MAX_INNER) {
            let title = super::headers::subject(Some(inner), &[]);
            let passed_on = own(inner, &title, ours);
            for piece in [title, passed_on.text].iter().filter(|piece| !piece.is_empty()) {
                if !words.text.is_empty() {
                    words.text.push_str("\n\n");
                }
                words.text.push_str(piece);
            }
            words.links += passed_on.links;
        }
    }
    words.text = bounded(&words.text);
    words
}

/// The words of a message without those inside it.
fn own(message: &Message<'_>, subject: &str, ours: Ours<'_>) -> Words {
    let plain: Vec<_> =
        message.text_body.iter().filter_map(|id| message.parts.get(*id as usize)).collect();
    let rich: Vec<_> =
        message.html_body.iter().filter_map(|id| message.parts.get(*id as usize)).collect();
    let only_stub = plain.iter().all(|part| match &part.body {
        PartType::Text(text) => is_stub(text),
        PartType::Html(text) => text.trim().is_empty(),
        _ => true,
    });
    let has_html = rich.iter().any(|part| matches!(&part.body, PartType::Html(_)));
    let parts = if only_stub && has_html { rich } else { plain };
    let raw: &[u8] = &message.raw_message;
    // With what it quotes, as most mails are read: they answer nothing.
    let (whole, whole_links) = joined(&parts, raw, true, true);
    let answers_us = || ours.is_answered(message, subject) || ours.is_quoted(&whole);
    let passed_on = quotes::is_forward(subject) || !answers_us();
    let (text, links) =
        if passed_on { (whole, whole_links) } else { joined(&parts, raw, true, false) };
    let cut = quotes::cut(&text, passed_on);
    if cut.is_empty() {
        // The program's own marks of a quote left nothing: then it is what they wanted to say.
        let (text, links) = joined(&parts, raw, false, passed_on);
        return Words { text: quotes::cut(&text, passed_on), links, passed_on };
    }
    Words { text: cut, links, passed_on }
}

/// The parts one under the other, and how many links they have.
fn joined(
    parts: &[&MessagePart<'_>],
    raw: &[u8],
    cut_quotes: bool,
    passed_on: bool,
) -> (String, usize) {
    let mut text = String::new();
    let mut links = 0;
    for part in parts {
        // What is behind that is nobody's words.
        if text.len() >= MAX_PART {
            break;
        }
        let piece = match &part.body {
            PartType::Text(text) => {
                let text = western(head(text), || bytes_of(part, raw));
                let text = if is_flowed(part) { flowed(&text) } else { text };
                links += bounds::links(&text);
                text
            }
            PartType::Html(source) => {
                let source = western(head(source), || bytes_of(part, raw));
                let found = html::text(&source, cut_quotes, passed_on);
                links += found.links;
                found.text
            }
            _ => continue,
        };
        let piece = cleaned(&piece);
        if !text.is_empty() && !piece.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&piece);
    }
    (text, links)
}

/// The beginning of a part that is too long for anybody's words.
fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_PART);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// A text that names no charset, or a wrong one, and is no UTF-8: old programs in these parts wrote
/// windows-1252 so. Where UTF-8 was read, a single broken character is just that.
pub(super) fn western(text: &str, bytes: impl FnOnce() -> Vec<u8>) -> String {
    const BROKEN: char = '\u{FFFD}';
    if !text.contains(BROKEN) || text.chars().any(|c| !c.is_ascii() && c != BROKEN) {
        return text.to_owned();
    }
    let bytes = bytes();
    let odd = std::str::from_utf8(&bytes).is_err() && !bytes.contains(&0);
    let decoded = charset_decoder(b"windows-1252").filter(|_| odd).map(|decode| decode(&bytes));
    decoded.map_or_else(|| text.to_owned(), |decoded| head(&decoded).to_owned())
}

/// A text part's bytes without their transfer encoding.
fn bytes_of(part: &MessagePart<'_>, raw: &[u8]) -> Vec<u8> {
    let body = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::Base64 => base64_decode(body),
        Encoding::QuotedPrintable => quoted_printable_decode(body),
        Encoding::None => None,
    };
    decoded.unwrap_or_else(|| body.to_vec())
}

/// Nothing, or only the note that the program cannot show HTML.
fn is_stub(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return true;
    }
    let short = text.chars().count() < 300;
    let about_html = text.contains("html");
    let cannot = [
        "non supporta",
        "non è in grado",
        "non visualizza",
        "does not support",
        "doesn't support",
        "not support",
        "cannot display",
        "can't display",
        "unterstützt",
        "nicht anzeigen",
        "ne prend pas en charge",
        "no admite",
        "ne podpira",
        "view this message",
        "view this email",
        "to view this",
    ];
    short && about_html && cannot.iter().any(|words| text.contains(words))
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Joins the lines of a flowed text (RFC 3676 section 4).
fn flowed(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let unquoted = line.trim_start_matches('>');
        let depth = line.len() - unquoted.len();
        let content = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        let signature = content == "-- ";
        match (open, out.last_mut()) {
            (Some(last_depth), Some(last)) if last_depth == depth && !signature => {
                last.push_str(content);
            }
            _ => {
                let mut line = ">".repeat(depth);
                if depth > 0 {
                    line.push(' ');
                }
                line.push_str(content);
                out.push(line);
            }
        }
        open = (content.ends_with(' ') && !signature).then_some(depth);
    }
    out.join("\n")
}

/// Characters that nobody sees and that can hide or turn round what is read: control characters,
/// zero widths, directions, and the private marks of a byte order.
pub(super) fn unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{00AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Line ends as LF, no unseen characters, no more than one empty line together.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}', '\u{85}']) {
        let line: String = line
            .chars()
            .filter(|c| !unseen(*c))
            .map(|c| if matches!(c, '\u{A0}' | '\u{202F}') { ' ' } else { c })
            .collect();
        // The space after the dashes is what makes them a signature's (RFC 3676 section 4.3).
        let line = if line == "-- " { "-- " } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}

/// At most so much text, cut between characters, with a mark.
fn bounded(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}{CUT}", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_lines_are_joined_and_quotes_stay_quotes() {
        let text =
            "Il lampione \ndavanti alla scuola \nè spento.\n\n> prima \n> riga\nSaluti\n-- \nMario";
        assert_eq!(
            flowed(text),
            "Il lampione davanti alla scuola è spento.\n\n> prima riga\nSaluti\n-- \nMario"
        );
    }

    #[test]
    fn unseen_characters_go_and_empty_lines_are_few() {
        assert_eq!(cleaned("a\0b\u{200B}c\r\n\r\n\r\n\r\nd\u{202E}e\u{A0}f  "), "abc\n\nde f");
    }

    #[test]
    fn a_long_text_says_that_it_goes_on() {
        let text = "è".repeat(MAX_TEXT + 1);
        let cut = bounded(&text);
        assert!(cut.ends_with(CUT));
        assert_eq!(cut.chars().count(), MAX_TEXT + CUT.chars().count());
    }
}
