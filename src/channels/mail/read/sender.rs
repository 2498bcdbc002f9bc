//! Whether the sender is who it says: only our own mail server is believed (RFC 8601 section 7.1).

use super::fields::Field;
use crate::domain::mail::SenderCheck;

/// Reads the topmost Authentication-Results. Our server adds its own on top of all that came with
/// the mail, so one below another was not written by it.
pub(super) fn check(fields: &[Field], authserv_id: Option<&str>) -> SenderCheck {
    let Some(ours) = authserv_id.map(str::trim).filter(|id| !id.is_empty()) else {
        return SenderCheck::Unknown;
    };
    let Some(top) = fields.iter().find(|field| field.name == "authentication-results") else {
        return SenderCheck::Unknown;
    };
    let value = without_comments(&top.text());
    let mut parts = value.split(';').map(str::trim);
    let id = parts.next().and_then(|part| part.split_whitespace().next()).unwrap_or_default();
    if !id.trim_matches('"').eq_ignore_ascii_case(ours) {
        return SenderCheck::Unknown;
    }
    let mut found = SenderCheck::Unknown;
    for part in parts {
        match dmarc(part).as_deref() {
            // A failure counts whatever else is said.
            Some("fail" | "permerror") => return SenderCheck::Failed,
            Some("pass") => found = SenderCheck::Passed,
            _ => {}
        }
    }
    found
}

/// The result of a `dmarc=` part (RFC 8601 section 2.2: `methodspec`).
fn dmarc(part: &str) -> Option<String> {
    let (method, rest) = part.split_once('=')?;
    let method = method.split('/').next().unwrap_or_default().trim();
    if !method.eq_ignore_ascii_case("dmarc") {
        return None;
    }
    let result: String = rest.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    Some(result.to_ascii_lowercase())
}

/// Takes out comments and what is quoted: anybody can put text of theirs there.
fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut depth, mut quoted) = (0_usize, false);
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if depth > 0 || quoted => {
                chars.next();
            }
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            // A delimiter inside quotation marks delimits nothing.
            ';' | '=' if quoted => {}
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::mail::read::fields::fields;

    fn check_of(header: &str) -> SenderCheck {
        check(&fields(header.as_bytes()), Some("mx.comune.example"))
    }

    #[test]
    fn c7_our_own_server_is_believed() {
        let pass = "Authentication-Results: MX.comune.example;\r\n spf=pass smtp.mailfrom=a.example;\r\n dmarc=pass (p=reject) header.from=a.example\r\n";
        assert_eq!(check_of(pass), SenderCheck::Passed);
        let fail = "Authentication-Results: mx.comune.example 1; dkim=none; dmarc=fail\r\n";
        assert_eq!(check_of(fail), SenderCheck::Failed);
        assert_eq!(
            check_of("Authentication-Results: mx.comune.example; none\r\n"),
            SenderCheck::Unknown
        );
        assert_eq!(check_of("From: a@b.example\r\n"), SenderCheck::Unknown);
    }

    #[test]
    fn c7_claims_from_outside_are_ignored() {
        let foreign = "Authentication-Results: evil.example; dmarc=pass\r\n";
        assert_eq!(check_of(foreign), SenderCheck::Unknown);
        // A forged header in our name stands below the first one.
        let below = "Authentication-Results: evil.example; dmarc=none\r\nAuthentication-Results: mx.comune.example; dmarc=pass\r\n";
        assert_eq!(check_of(below), SenderCheck::Unknown);
        let forged_below = "Authentication-Results: mx.comune.example; dmarc=fail\r\nAuthentication-Results: mx.comune.example; dmarc=pass\r\n";
        assert_eq!(check_of(forged_below), SenderCheck::Failed);
        assert_eq!(check(&fields(below.as_bytes()), None), SenderCheck::Unknown);
    }

    #[test]
    fn c7_words_in_comments_and_quotes_prove_nothing() {
        let comment =
            "Authentication-Results: mx.comune.example; spf=pass (x; dmarc=pass); dmarc=fail\r\n";
        assert_eq!(check_of(comment), SenderCheck::Failed);
        let quoted = "Authentication-Results: mx.comune.example; spf=pass smtp.mailfrom=\"a; dmarc=pass\"@b.example\r\n";
        assert_eq!(check_of(quoted), SenderCheck::Unknown);
    }
}
