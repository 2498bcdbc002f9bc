//! The envelope's sender, as the delivering server noted it (Return-Path, RFC 5321 section 4.4).

/// The address of the first Return-Path in the headers; empty for the null sender.
pub(super) fn of(raw: &[u8]) -> Option<String> {
    raw.split(|byte| *byte == b'\n')
        .take_while(|line| !line.is_empty() && *line != b"\r")
        .find_map(|line| {
            let (name, value) = line.split_at_checked("Return-Path:".len())?;
            name.eq_ignore_ascii_case(b"Return-Path:").then_some(value)
        })
        .map(|value| {
            let value = String::from_utf8_lossy(value);
            let inside = value.trim().trim_start_matches('<').trim_end_matches('>');
            inside.trim().to_owned()
        })
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
        for (raw, sender) in cases {
            assert_eq!(of(raw).as_deref(), *sender, "{}", raw.escape_ascii());
        }
    }
}
