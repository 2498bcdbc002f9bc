//! What the person wrote: without what they quote and without their signature.
//!
//! The rules prefer to keep too much: where a cut would leave nothing, it is not made. What somebody
//! passes on stays, it is what they want to tell.

use super::signature;

mod marks;

pub(super) use marks::{has_forward_mark, is_forward};

/// Some lines of a text, one after the other.
struct Stretch<'a> {
    lines: Vec<&'a str>,
    /// Somebody else's words, which are passed on: no signature in them is the writer's.
    passed_on: bool,
}

/// Cuts quotes and signature from a text. Where what it quotes is `passed_on`, that stays. The lines
/// that are left are lines of the text.
pub(super) fn cut(text: &str, passed_on: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let stretches = stretches(&lines, passed_on);
    let tells = |stretch: &Stretch<'_>| {
        stretch.passed_on && stretch.lines.iter().any(|line| signature::is_words(line))
    };
    // Above what is passed on, a signature may stand alone.
    let mut said = stretches.iter().any(tells);
    let mut without_signature: Vec<Vec<&str>> = Vec::new();
    for stretch in &stretches {
        let words = if stretch.passed_on {
            stretch.lines.clone()
        } else {
            signature::cut(&stretch.lines, said)
        };
        said |= words.iter().any(|line| signature::is_words(line));
        without_signature.push(words);
    }
    let mut kept = joined(&without_signature);
    if !signature::is_words(&kept) {
        let whole: Vec<_> = stretches.into_iter().map(|stretch| stretch.lines).collect();
        kept = joined(&whole);
    }
    // An emoji alone is an answer too.
    if kept.chars().all(char::is_whitespace) || (is_ruled(&kept) && signature::is_words(text)) {
        kept = joined(&[lines]);
    }
    kept
}

/// Whether a text is nothing but a quote that a program introduced, perhaps below a telephone's
/// line: somebody answered with a photo alone.
pub(super) fn is_only_quote(text: &str, passed_on: bool) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let said = stretches(&lines, passed_on)
        .iter()
        .flat_map(|stretch| &stretch.lines)
        .any(|line| signature::is_words(line) && !signature::is_device(line));
    let introduced = (0..lines.len()).any(|at| {
        let rest = lines.get(at..).unwrap_or_default();
        marks::attribution(rest).is_some_and(|found| found.certain) || marks::begins_original(rest)
    });
    !said && introduced
}

/// Whether the first mail that a text quotes is from one of these addresses (in lower case), as the
/// lines above it say.
pub(super) fn is_from(text: &str, addresses: &[String]) -> bool {
    // Some programs quote what introduces a quote as well.
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
    let named = |lines: &[&str]| {
        let lines = lines.join(" ").to_lowercase();
        addresses.iter().any(|address| lines.contains(address.as_str()))
    };
    // Most mails name none: looking for where a quote begins would cost more.
    if !named(&lines) {
        return false;
    }
    (0..lines.len())
        .find_map(|at| marks::introduction(lines.get(at..).unwrap_or_default()))
        .is_some_and(named)
}

/// Only dashes and the like.
fn is_ruled(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation())
}

/// The stretches between quotes, in order; where these are passed on, they as well.
fn stretches<'a>(lines: &[&'a str], passed_on: bool) -> Vec<Stretch<'a>> {
    let mut found = Stretches { all: Vec::new(), passed_on };
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if marks::is_forward_line(line) {
            found.push(rest, true);
            break;
        }
        if marks::begins_original(rest) {
            found.quote(rest);
            break;
        }
        if let Some(attribution) = marks::attribution(rest) {
            let (above, below) = rest.split_at(attribution.lines.min(rest.len()));
            match below.iter().find(|line| !line.trim().is_empty()) {
                Some(next) if !is_quoted(next) && attribution.certain => {
                    found.quote(rest);
                    break;
                }
                Some(next) if !is_quoted(next) => {}
                _ => {
                    found.quote(above);
                    at += attribution.lines;
                    continue;
                }
            }
        }
        if is_quoted(line) && !is_more_than(lines, at) {
            found.quote(&[*line]);
        } else {
            found.push(&[*line], false);
        }
        at += 1;
    }
    found.all
}

/// Stretches as they are found.
struct Stretches<'a> {
    all: Vec<Stretch<'a>>,
    /// So are the quotes.
    passed_on: bool,
}

impl<'a> Stretches<'a> {
    fn push(&mut self, lines: &[&'a str], passed_on: bool) {
        match self.all.last_mut() {
            Some(last) if last.passed_on == passed_on => last.lines.extend_from_slice(lines),
            _ => self.all.push(Stretch { lines: lines.to_vec(), passed_on }),
        }
    }

    /// Lines that are quoted: left out, unless they are passed on.
    fn quote(&mut self, lines: &[&'a str]) {
        if self.passed_on {
            self.push(lines, true);
        } else if self.all.last().is_none_or(|last| !last.lines.is_empty()) {
            self.all.push(Stretch { lines: Vec::new(), passed_on: false });
        }
    }
}

/// A quoted line (RFC 3676 section 4.5).
fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// `>20 cm` alone among other lines is somebody's own.
fn is_more_than(lines: &[&str], at: usize) -> bool {
    let figure = lines.get(at).is_some_and(|line| {
        line.trim_start().strip_prefix('>').is_some_and(|rest| {
            rest.trim_start_matches([' ', '=']).starts_with(|c: char| c.is_ascii_digit())
        })
    });
    let near =
        |at: Option<usize>| at.and_then(|at| lines.get(at)).is_some_and(|line| is_quoted(line));
    figure && !near(at.checked_sub(1)) && !near(at.checked_add(1))
}

/// The stretches one under the other, with single empty lines between paragraphs.
fn joined(stretches: &[Vec<&str>]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for stretch in stretches {
        if out.last().is_some_and(|last| !last.is_empty()) {
            out.push("");
        }
        for line in stretch {
            let line = line.trim_end();
            if !(line.is_empty() && out.last().is_none_or(|last| last.is_empty())) {
                out.push(line);
            }
        }
    }
    while out.last().is_some_and(|line| is_ruled(line) && is_long_rule(line)) {
        out.pop();
    }
    out.join("\n")
}

/// Nothing, or a line drawn with dashes.
fn is_long_rule(line: &str) -> bool {
    line.is_empty()
        || (line.trim().len() >= 5
            && line.trim().chars().all(|c| matches!(c, '-' | '_' | '=' | '*')))
}

#[cfg(test)]
mod tests;
