//! A server's words for staff and logs: one line without addresses.

/// Characters that are kept.
const LONGEST: usize = 200;

/// One line of at most 200 characters, with "…" for each mail address.
pub(super) fn one_line(words: &str) -> String {
    let clean: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = without_addresses(&line);
    match line.char_indices().nth(LONGEST) {
        None => line,
        Some(_) => line.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// Puts "…" where an address stands: around each `@`, as far as an address may reach.
fn without_addresses(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('@') {
        let kept = match before.strip_suffix('"') {
            // A quoted local part may hold spaces (RFC 5321 section 4.1.2).
            Some(quoted) => quoted.rfind('"').map_or("", |start| quoted.get(..start).unwrap_or("")),
            None => before.trim_end_matches(in_address),
        };
        out.push_str(kept);
        if !out.ends_with('…') || !kept.is_empty() {
            out.push('…');
        }
        rest = after.trim_start_matches(in_address);
    }
    out.push_str(rest);
    out
}

/// Whether a character can be part of an address that is not quoted.
fn in_address(c: char) -> bool {
    !c.is_whitespace() && !"<>()[],;:\"'@".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_become_dots_and_the_rest_stays() {
        let line = |words| one_line(words);
        assert_eq!(line("550 <anna@example.org>: unknown"), "550 <…>: unknown");
        assert_eq!(line("no anna+x=b@example.org, sorry"), "no …, sorry");
        assert_eq!(line("no \"anna maria\"@example.org here"), "no … here");
        assert_eq!(line("to:anna@[192.0.2.1] no"), "to:…[192.0.2.1] no");
        assert_eq!(line("a@b@c d"), "… d");
        assert_eq!(line("anna@example.org"), "…");
        assert_eq!(line("two\r\nlines\tand  spaces"), "two lines and spaces");
        assert_eq!(
            line("250 2.0.0 Ok: queued as 4F2A, see https://example.org/a?b=c"),
            "250 2.0.0 Ok: queued as 4F2A, see https://example.org/a?b=c"
        );
    }

    proptest! {
        #[test]
        fn no_words_are_too_long_or_hold_an_address(words in ".{0,400}", at in "[a-z@\"<> .]{0,80}") {
            let line = one_line(&format!("{words}{at}"));
            prop_assert!(line.chars().count() <= LONGEST);
            prop_assert!(!line.contains(['@', '\r', '\n', '\0']));
        }
    }
}
