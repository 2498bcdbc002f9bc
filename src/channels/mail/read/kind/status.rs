//! Status codes in what other servers say: enhanced ones (RFC 3463) and SMTP replies (RFC 5321
//! section 4.2).

/// The status that a field or a sentence names: an enhanced status code that stands where such a
/// code stands, else the class of an SMTP reply (`550` is `5.0.0`), else any code of the right form.
pub(super) fn of(text: &str) -> Option<String> {
    let codes = enhanced(text);
    let best = codes.iter().map(|code| code.weight).max();
    let found = codes.into_iter().find(|code| Some(code.weight) == best);
    let reply = reply_class(text);
    match (found, reply) {
        (Some(code), Some(class)) if code.weight < 2 && !code.text.starts_with(class) => {
            Some(format!("{class}.0.0"))
        }
        (Some(code), _) => Some(code.text),
        (None, Some(class)) => Some(format!("{class}.0.0")),
        (None, None) => None,
    }
}

/// The code at the start of a `Status` field; comments after it are left out.
pub(super) fn field(value: &str) -> Option<String> {
    let word = value.split_whitespace().next()?;
    let mut numbers = word.split('.');
    let (class, subject, detail) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let detail: String = detail.chars().take_while(char::is_ascii_digit).collect();
    (matches!(class, "2" | "4" | "5") && number(subject) && number(&detail))
        .then(|| format!("{class}.{subject}.{detail}"))
}

/// Whether a status says no more than its class.
pub(super) fn general(status: &str) -> bool {
    status.ends_with(".0.0")
}

/// Whether the text has an SMTP reply or an enhanced status code of failure.
pub(super) fn any(text: &str) -> bool {
    reply_class(text).is_some() || enhanced(text).iter().any(|code| code.weight > 1)
}

struct Code {
    text: String,
    weight: u8,
}

fn number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// All enhanced status codes of failure in a text, each with how sure it is that it is one.
fn enhanced(text: &str) -> Vec<Code> {
    let mut found = Vec::new();
    let mut before = String::new();
    for word in text.split(|c: char| c.is_whitespace() || "()[]<>,;:\"'".contains(c)) {
        // `#5.1.1`, `550-5.7.26`, `smtp;5.1.1_User`
        let (lead, candidate) = match word.split_once(['#', '-']) {
            Some((lead, rest)) if lead.is_empty() || reply(lead).is_some() => (lead, rest),
            _ => ("", word),
        };
        let bare = candidate.trim_end_matches(|c: char| !c.is_ascii_digit());
        let bare = bare.split(['_', '/']).next().unwrap_or_default();
        let exact =
            bare.split('.').count() == 3 && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if exact
            && let Some(code) = field(bare)
            && !code.starts_with('2')
        {
            let marked = !lead.is_empty() || word.starts_with('#');
            let after_reply = reply(before.trim_end_matches('-')).is_some();
            let named = ["status", "dsn", "code", "stat", "error"].iter().any(|name| {
                before.to_ascii_lowercase().ends_with(name)
                    || before.to_ascii_lowercase().trim_end_matches('=').ends_with(name)
            });
            let software = ["exim", "version", "postfix", "sendmail", "release", "v"]
                .iter()
                .any(|name| before.eq_ignore_ascii_case(name));
            let mut weight = if marked || after_reply {
                5
            } else if named {
                4
            } else {
                1
            };
            if general(&code) && weight > 1 {
                weight -= 2;
            }
            if !software {
                found.push(Code { text: code, weight });
            }
        }
        if !word.is_empty() {
            word.clone_into(&mut before);
        }
    }
    found
}

/// An SMTP reply code of failure.
fn reply(word: &str) -> Option<char> {
    let mut bytes = word.bytes();
    match (bytes.next(), bytes.next(), bytes.next(), bytes.next()) {
        (Some(class @ (b'4' | b'5')), Some(b'0'..=b'7'), Some(b'0'..=b'9'), None) => {
            Some(char::from(class))
        }
        _ => None,
    }
}

/// The class of the first SMTP reply: a code at the start of a line, or after what introduces one.
fn reply_class(text: &str) -> Option<char> {
    text.lines().find_map(|line| {
        let mut before = "";
        for word in line.split_whitespace() {
            let opened = word.trim_start_matches(['(', '[', '<', '"', '\'', '{', ':', ';', '#']);
            let code = opened
                .split([' ', '-', ')', ']', '>', '"', '\'', ',', ';', ':', '.', '<', '_', '}'])
                .next();
            // `said:550`, `code=550`, `smtp;550`
            let glued = word.rsplit([':', '=', ';', '#']).next();
            let introduced = before.is_empty()
                || opened.len() < word.len()
                || before.ends_with([':', ';', '=', '-', ',', '.'])
                || INTRODUCE.iter().any(|name| before.eq_ignore_ascii_case(name));
            if let Some(class) = code.and_then(reply)
                && introduced
            {
                return Some(class);
            }
            if let Some(class) = glued.and_then(reply)
                && word.len() > 3
            {
                return Some(class);
            }
            before = word;
        }
        None
    })
}

/// Words before a reply.
const INTRODUCE: &[&str] = &[
    "said", "smtp", "error", "code", "reply", "response", "returned", "with", "reason", "status",
    "answer", "was", "is", "state", "failed", "message", "antwort", "fehler", "errore", "codice",
];

#[cfg(test)]
mod tests {
    use super::{any, field, of};

    #[test]
    fn a_status_is_found_where_servers_write_it() {
        for (text, status) in [
            ("550 5.1.1 <x@example.org>... User Unknown", "5.1.1"),
            ("550-5.7.26 Unauthenticated email", "5.7.26"),
            ("sorry, no mailbox here by that name (#5.1.1 - chkusr)", "5.1.1"),
            ("host mx.example.net [192.0.2.222]: 554 5.7.0 Header error", "5.7.0"),
            ("SMTP error from remote mail server: 421 try later", "4.0.0"),
            ("Remote host said: 553 unknown user", "5.0.0"),
            ("ERROR_CODE :550, ERROR_CODE :Requested action not taken", "5.0.0"),
            ("Exim 4.92.3 says: 550 no", "5.0.0"),
        ] {
            assert_eq!(of(text).as_deref(), Some(status), "{text}");
        }
        for text in ["from 192.0.2.5.4.1", "550 persone hanno scritto, via Roma 5", "", "8.12.8"] {
            assert_ne!(of(text).as_deref(), Some("5.4.1"), "{text}");
        }
        assert!(!any("We waited 450 days for 5 roads"));
    }

    #[test]
    fn a_status_field_may_have_a_comment() {
        assert_eq!(field("5.0.0 (permanent failure)").as_deref(), Some("5.0.0"));
        assert_eq!(field("4.4.7(late)").as_deref(), Some("4.4.7"));
        assert_eq!(field("unknown"), None);
        assert_eq!(field("5.1"), None);
    }
}
