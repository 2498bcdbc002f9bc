//! What the person wrote: without what they quote and without their signature.
//!
//! The rules prefer to keep too much: where a cut would leave nothing, it is not made. What somebody
//! passes on stays, it is what they want to tell.

use super::signature;

mod marks;

pub(super) use marks::{has_forward_mark, is_forward};

/// Cuts quotes and signature from a text. The lines that are left are lines of the text.
pub(super) fn cut(text: &str, forward: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let stretches = unquoted(&lines, forward);
    let mut said = false;
    let mut without_signature: Vec<&[&str]> = Vec::new();
    for stretch in &stretches {
        let words = signature::cut(stretch, said);
        said |= words.iter().any(|line| signature::is_words(line));
        without_signature.push(words);
    }
    let mut kept = joined(&without_signature);
    if !signature::is_words(&kept) {
        let whole: Vec<&[&str]> = stretches.iter().map(Vec::as_slice).collect();
        kept = joined(&whole);
    }
    // An emoji alone is an answer too.
    if kept.chars().all(char::is_whitespace) || (is_ruled(&kept) && signature::is_words(text)) {
        kept = joined(&[&lines]);
    }
    kept
}

/// Whether a text is nothing but a quote that a program introduced, perhaps below a telephone's
/// line: somebody answered with a photo alone.
pub(super) fn is_only_quote(text: &str, forward: bool) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let said = unquoted(&lines, forward)
        .iter()
        .flatten()
        .any(|line| signature::is_words(line) && !signature::is_device(line));
    let introduced = (0..lines.len()).any(|at| {
        let rest = lines.get(at..).unwrap_or_default();
        marks::attribution(rest).is_some_and(|found| found.certain) || marks::begins_original(rest)
    });
    !said && introduced
}

/// Only dashes and the like.
fn is_ruled(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation())
}

/// The stretches between quotes, in order.
fn unquoted<'a>(lines: &[&'a str], forward: bool) -> Vec<Vec<&'a str>> {
    let mut stretches: Vec<Vec<&str>> = vec![Vec::new()];
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        let passed_on = marks::is_forward_line(line) || (forward && marks::begins_original(rest));
        if passed_on {
            push_all(&mut stretches, rest);
            break;
        }
        if marks::begins_original(rest) {
            break;
        }
        if let Some(found) = marks::attribution(rest) {
            let below = lines.get(at + found.lines..).unwrap_or_default();
            match below.iter().find(|line| !line.trim().is_empty()) {
                Some(next) if !is_quoted(next) && found.certain => break,
                Some(next) if !is_quoted(next) => {}
                _ => {
                    stretches.push(Vec::new());
                    at += found.lines;
                    continue;
                }
            }
        }
        if is_quoted(line) && !is_more_than(lines, at) {
            if stretches.last().is_some_and(|last| !last.is_empty()) {
                stretches.push(Vec::new());
            }
        } else if let Some(last) = stretches.last_mut() {
            last.push(line);
        }
        at += 1;
    }
    stretches
}

fn push_all<'a>(stretches: &mut [Vec<&'a str>], lines: &[&'a str]) {
    if let Some(last) = stretches.last_mut() {
        last.extend_from_slice(lines);
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
fn joined(stretches: &[&[&str]]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for stretch in stretches {
        if out.last().is_some_and(|last| !last.is_empty()) {
            out.push("");
        }
        for line in *stretch {
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
