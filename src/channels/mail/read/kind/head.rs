//! Where a notice ends and the mail that it returns begins, when both are one text.

/// The notice, and what follows it: the returned mail, or its headers.
pub(super) fn split(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begins = at > 0 && begins_original(line);
        if begins || announces_original(line) {
            return (text.get(..at).unwrap_or(text), text.get(at..).unwrap_or_default());
        }
        at += line.len();
    }
    (text, "")
}

/// A header that only a returned mail has, where a line begins.
fn begins_original(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>', '|']);
    let starts =
        |name: &str| line.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
    starts("Return-Path:")
        || ["Received: from", "Received:from", "Received: by", "Received: (", "DKIM-Signature:"]
            .iter()
            .any(|name| starts(name))
}

/// A line that says that the returned mail follows.
fn announces_original(line: &str) -> bool {
    if line.len() > 160 {
        return false;
    }
    let line = line.to_lowercase();
    let dashed = line.trim_start().starts_with(['-', '=', '*', '_', '|', '+']);
    ANNOUNCE.iter().any(|words| line.contains(words))
        || matches!(line.trim(), "original message:" | "message headers:" | "messaggio originale:")
        || (dashed && ANNOUNCE_DASHED.iter().any(|words| line.contains(words)))
}

const ANNOUNCE: &[&str] = &[
    "is a copy of the message",
    "this is a copy of your message",
    "this line is a copy of",
    "original message follows",
    "original mail as follows",
    "original message headers follow",
    "message headers follow",
    "message header follows",
    "header of the original message",
    "headers of the original message",
    "headers from the original message",
    "unsent message follows",
    "unsent message below",
    "returned message follows",
    "message text follows",
    "text of the original message",
    "content of the original message",
    "il messaggio originale segue",
    "intestazioni del messaggio originale",
    "die kopfzeilen der",
    "kopie der nachricht",
    "en-têtes du message d'origine",
];

const ANNOUNCE_DASHED: &[&str] = &[
    "original message",
    "returned message",
    "message header",
    "original header",
    "undelivered message",
    "rejected message",
    "message follows",
    "messaggio originale",
    "ursprüngliche nachricht",
    "message d'origine",
    "mensaje original",
    "mail message",
    "original mail",
    "returned mail",
];

/// The first header of that name in a text that holds a mail or its headers, perhaps indented or
/// quoted.
pub(super) fn header_in<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches([' ', '\t', '>', '|']);
        if let Some(found) = line.get(..name.len())
            && found.eq_ignore_ascii_case(name)
            && let Some(rest) = line.get(name.len()..)
            && let Some(value) = rest.trim_start().strip_prefix(':')
        {
            let value = value.trim();
            // A folded header: its value is on the next line.
            return Some(if value.is_empty() {
                lines.next().unwrap_or_default().trim()
            } else {
                value
            });
        }
    }
    None
}

/// The Message-ID that a text names, without angle brackets.
pub(super) fn message_id_in(text: &str) -> Option<String> {
    bare_id(header_in(text, "Message-ID")?)
}

/// An id without its angle brackets.
pub(super) fn bare_id(value: &str) -> Option<String> {
    let inner = match (value.find('<'), value.find('>')) {
        (Some(start), Some(end)) if start < end => value.get(start + 1..end)?,
        _ => value.split_whitespace().next()?.trim_matches(['<', '>', ',', ';']),
    };
    let inner = inner.trim();
    (!inner.is_empty() && !inner.contains(char::is_whitespace)).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{message_id_in, split};

    #[test]
    fn a_notice_ends_where_the_returned_mail_begins() {
        let text = "It failed.\n------ This is a copy of the message, including all the headers. ------\nX";
        assert_eq!(split(text).0, "It failed.\n");
        let text = "It failed.\n\nReturn-Path: <a@b>\nSubject: 550 5.1.1";
        assert_eq!(split(text).0, "It failed.\n\n");
        assert_eq!(split("It failed.").1, "");
    }

    #[test]
    fn the_returned_mails_id_is_found_folded_and_quoted() {
        assert_eq!(message_id_in("x\n  > Message-Id: <a@b>\n").as_deref(), Some("a@b"));
        assert_eq!(message_id_in("Message-ID:\n <long@b>\n").as_deref(), Some("long@b"));
        assert_eq!(message_id_in("no such header"), None);
    }
}
