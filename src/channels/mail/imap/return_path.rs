//! The envelope's sender, as the delivering server noted it (Return-Path, RFC 5321 section 4.4).

/// The address of the first Return-Path in the headers; empty for the null sender; none where it
/// says neither.
pub(super) fn of(raw: &[u8]) -> Option<String> {
    const NAME: &[u8] = b"Return-Path:";
    let is_header = |line: &&[u8]| !line.is_empty() && *line != b"\r";
    let mut lines = raw.split(|byte| *byte == b'\n').take_while(is_header);
    let begun = lines.find_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        name.eq_ignore_ascii_case(NAME).then_some(value)
    })?;
    // A long one goes on in the next lines, which begin with white space (RFC 5322 section 2.2.3):
    // its first line alone would look like the null sender, and nobody answers that.
    let folded = lines.take_while(|line| line.starts_with(b" ") || line.starts_with(b"\t"));
    let value = std::iter::once(begun).chain(folded).collect::<Vec<_>>().concat();
    let value: String = String::from_utf8_lossy(&value).split_whitespace().collect();
    let bracketed = value.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let inside = bracketed.map_or(value.as_str(), |(inside, _)| inside);
    (inside.contains('@') || value.starts_with("<>")).then(|| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_in_the_headers_only() {
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"Return-Path: <anna@example.org>\r\nSubject: x\r\n\r\n", Some("anna@example.org")),
            (b"Delivered-To: a\nreturn-path: <>\n\nx", Some("")),
            (b"Return-Path: <>", Some("")),
            (b"Subject: x\r\n\r\nReturn-Path: <anna@example.org>\r\n", None),
            (b"", None),
        ];
        all(cases);
    }

    #[test]
    fn a_folded_one_is_no_null_sender_and_an_empty_one_says_nothing() {
        all(&[
            (
                b"Return-Path:\r\n <anna@example.org>\r\nSubject: x\r\n\r\n",
                Some("anna@example.org"),
            ),
            (b"Return-Path: <anna@\n\texample.org>\nSubject: x\n\n", Some("anna@example.org")),
            (b"Return-Path:\r\n <>\r\nSubject: x\r\n\r\n", Some("")),
            (b"Return-Path: anna@example.org\r\n\r\n", Some("anna@example.org")),
            (b"Return-Path:\r\nSubject: x@example.org\r\n\r\n", None),
            (b"Return-Path: \r\n\r\n <anna@example.org>", None),
            (b"Return-Path: <MAILER-DAEMON>\r\n\r\n", None),
        ]);
    }

    fn all(cases: &[(&[u8], Option<&str>)]) {
        for (raw, sender) in cases {
            assert_eq!(of(raw).as_deref(), *sender, "{}", raw.escape_ascii());
        }
    }
}
