//! What the other server's answers mean for us: one table.

use std::error::Error;
use std::io;

use super::reply::one_line;

/// A mail that was not taken. No variant holds an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing was handed over: the network, a timeout before the mail's end, or a 4xx answer
    /// (RFC 5321 section 4.2.1). Again later.
    #[error("not handed over: {0}")]
    NotMade(String),
    /// No answer came after the mail's final dot: it may have been taken or not.
    #[error("no answer after the mail's end: {0}")]
    Unknown(String),
    /// The server takes no mail for this recipient, or not this mail: final.
    #[error("refused: {reply}")]
    Refused {
        /// Enhanced status code (RFC 3463) like `5.1.1`, where the server gave one.
        status: Option<String>,
        /// The server's words: one line, at most 200 characters, without addresses.
        reply: String,
    },
    /// The server refuses us, not the recipient: no mail will go before somebody looks.
    #[error("our own fault ({stage:?}): {reply}")]
    OwnFault {
        /// Where it said so.
        stage: Stage,
        /// The server's words: one line, at most 200 characters, without addresses.
        reply: String,
    },
}

impl SendError {
    /// Whether the server has answered that it takes the mail later (RFC 5321 section 4.2.1).
    pub fn is_put_off(&self) -> bool {
        matches!(self, Self::NotMade(reply) if reply.starts_with('4') && !codes(reply).is_empty())
    }

    /// What may stand in a log: of a server's answer only its codes, as its words may repeat the mail.
    pub fn for_log(&self) -> String {
        match self {
            Self::NotMade(reply) => format!("not handed over: {}", codes(reply)),
            Self::Unknown(reply) => format!("no answer after the mail's end: {}", codes(reply)),
            Self::Refused { reply, .. } => format!("refused: {}", codes(reply)),
            Self::OwnFault { stage, reply } => {
                format!("our own fault ({stage:?}): {}", codes(reply))
            }
        }
    }
}

/// The codes with which an answer begins; what is no answer of a server stays as it is.
fn codes(reply: &str) -> &str {
    if !reply.starts_with(|first: char| first.is_ascii_digit()) {
        return reply;
    }
    let words = reply.find(|c: char| !matches!(c, '0'..='9' | '.' | ' '));
    words.and_then(|start| reply.get(..start)).unwrap_or(reply).trim_end()
}

/// How far a mail had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The greeting and EHLO.
    Greeting,
    /// STARTTLS, and TLS itself.
    Tls,
    /// AUTH.
    Login,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA, the mail and the answer to its end.
    Data,
}

/// Enhanced status codes that speak of us: of our address (RFC 3463 section 3.2), of our quota
/// (5.4.5 as Gmail uses it, 5.1.90 and 5.7.705 of Microsoft 365) and of what our login may do there
/// (5.2.252, 5.7.57, 5.7.60, 5.7.501 to 503, 5.7.708).
const OUR_STATUS: [&str; 12] = [
    "5.1.7", "5.1.8", "5.1.90", "5.2.252", "5.4.5", "5.7.57", "5.7.60", "5.7.501", "5.7.502",
    "5.7.503", "5.7.705", "5.7.708",
];

/// Words that speak of us, in lower case. Postfix waits until RCPT before it says them; some are
/// how Exim, sendmail and Exchange say the first.
const OUR_WORDS: [&str; 9] = [
    "relay access denied",
    "relay not permitted",
    "relaying denied",
    "unable to relay",
    "sender address rejected",
    "sender address [", // a block list: "Sender address [x] blocked using y"
    "client host rejected",
    "client host [",
    "helo command rejected",
];

/// What a negative answer means.
pub(super) fn answered(stage: Stage, code: u16, text: &str) -> SendError {
    let reply = one_line(&format!("{code} {text}"));
    match (code, stage) {
        (..=499, _) => SendError::NotMade(reply),
        (_, Stage::Recipient | Stage::Data) if !speaks_of_us(code, text) => {
            SendError::Refused { status: status(text), reply }
        }
        _ => SendError::OwnFault { stage, reply },
    }
}

/// Whether a 5xx answer to RCPT or DATA is about us and not about the recipient.
fn speaks_of_us(code: u16, text: &str) -> bool {
    // 530 (RFC 4954 section 6): we should have logged in.
    let ours = status(text).is_some_and(|status| OUR_STATUS.contains(&status.as_str()));
    let text = text.to_lowercase();
    code == 530 || ours || OUR_WORDS.iter().any(|words| text.contains(words))
}

/// The enhanced status code with which an answer begins (RFC 2034 section 4).
fn status(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_digit())
    };
    (parts.len() == 3 && parts.first() == Some(&"5") && parts.iter().all(number))
        .then(|| word.to_owned())
}

/// What an error before the mail's final dot means.
pub(super) fn failed(stage: Stage, error: &lettre::transport::smtp::Error) -> SendError {
    if let Some(code) = error.status() {
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        return answered(stage, u16::from(code), &text);
    }
    not_connected(error)
}

/// What an error of the connection itself means, TLS included.
pub(super) fn not_connected(error: &(dyn Error + 'static)) -> SendError {
    let reply = one_line(&error.to_string());
    if is_tls(error) {
        return SendError::OwnFault { stage: Stage::Tls, reply };
    }
    SendError::NotMade(reply)
}

/// Whether TLS itself failed (a certificate, a version), and not the network under it.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An `io::Error` is not the source of what it carries: it is looked into.
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if inside.is_some_and(|inside| is_tls(inside)) {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_holds_the_codes_of_an_answer_and_none_of_its_words() {
        let refused = answered(Stage::Data, 554, "5.7.1 Spam: \"A hole in via Roma\"");
        assert_eq!(refused.for_log(), "refused: 554 5.7.1");
        let later = answered(Stage::Recipient, 451, "<maria@example.org> is full");
        assert_eq!(later.for_log(), "not handed over: 451");
        assert!(later.is_put_off() && !refused.is_put_off());
        let network = SendError::NotMade("connection refused".to_owned());
        assert!(!network.is_put_off());
        assert_eq!(network.for_log(), "not handed over: connection refused");
    }

    #[test]
    fn each_answer_is_a_row() {
        use Stage::{Data, Greeting, Login, Recipient, Sender, Tls};
        let rows: &[(Stage, u16, &str, &str)] = &[
            (Greeting, 421, "4.3.2 Too busy", "again"),
            (Greeting, 554, "No SMTP service here", "ours"),
            (Greeting, 554, "5.7.1 You are on a block list", "ours"),
            (Tls, 454, "4.7.0 TLS not available", "again"),
            (Tls, 502, "5.5.1 Not implemented", "ours"),
            (Login, 454, "4.7.0 Temporary authentication failure", "again"),
            (Login, 535, "5.7.8 Authentication credentials invalid", "ours"),
            (Login, 534, "5.7.9 Application password needed", "ours"),
            (Sender, 451, "4.7.1 Greylisted", "again"),
            (Sender, 530, "5.7.0 Authentication required", "ours"),
            (Sender, 550, "5.1.8 Domain not found", "ours"),
            (Sender, 553, "5.7.1 Not owned by user", "ours"),
            (Sender, 552, "5.2.3 Message too big", "ours"),
            (Recipient, 421, "4.4.2 Closing", "again"),
            (Recipient, 450, "4.2.0 Greylisted", "again"),
            (Recipient, 452, "4.2.2 Mailbox full", "again"),
            (Recipient, 550, "5.1.1 User unknown", "final 5.1.1"),
            (Recipient, 550, "No such user", "final"),
            (Recipient, 552, "5.2.2 Mailbox full", "final 5.2.2"),
            (Recipient, 556, "5.1.10 No mail is taken there", "final 5.1.10"),
            (Recipient, 554, "5.7.1 Rejected by policy", "final 5.7.1"),
            (Recipient, 550, "4.2.1 A wrong class is no status", "final"),
            (Recipient, 553, "5.1.7 Bad sender's mailbox syntax", "ours"),
            (Recipient, 550, "5.1.8 Bad sender's system", "ours"),
            (Recipient, 530, "5.7.0 Authentication required", "ours"),
            (Recipient, 554, "5.7.1 <anna@example.org>: Relay access denied", "ours"),
            (Recipient, 550, "5.7.1 <x@y.example>: Sender address rejected: not owned", "ours"),
            (Recipient, 554, "5.7.1 <unknown[192.0.2.1]>: Client host rejected", "ours"),
            (Recipient, 550, "relay not permitted", "ours"),
            (Recipient, 550, "5.7.1 Relaying denied", "ours"),
            (Recipient, 550, "5.7.54 SMTP; Unable to relay recipient", "ours"),
            (Recipient, 504, "5.5.2 <a>: Helo command rejected: need a full name", "ours"),
            (Recipient, 554, "5.7.1 Client host [192.0.2.1] blocked using bl.example", "ours"),
            (Recipient, 554, "5.7.1 Recipient address [x] blocked using y", "final 5.7.1"),
            (Recipient, 550, "5.7.133 Only for senders of its organization", "final 5.7.133"),
            (Data, 550, "5.4.5 Daily user sending limit exceeded", "ours"),
            (Data, 554, "5.2.252 SendAsDenied", "ours"),
            (Data, 451, "4.3.0 Try again", "again"),
            (Data, 554, "5.7.1 Looks like spam", "final 5.7.1"),
            (Data, 552, "5.3.4 Message too big", "final 5.3.4"),
            (Data, 550, "5.1.8 Sender's domain", "ours"),
            (Data, 554, "", "final"),
        ];
        for (stage, code, text, expected) in rows {
            let got = match answered(*stage, *code, text) {
                SendError::NotMade(_) => "again".to_owned(),
                SendError::OwnFault { stage: at, .. } if at == *stage => "ours".to_owned(),
                SendError::Refused { status: None, .. } => "final".to_owned(),
                SendError::Refused { status: Some(status), .. } => format!("final {status}"),
                other => format!("{other:?}"),
            };
            assert_eq!(&got, expected, "{stage:?} {code} {text}");
        }
    }

    #[test]
    fn a_certificate_is_told_from_the_network() {
        let certificate = io::Error::other(rustls::Error::NoCertificatesPresented);
        assert!(is_tls(&io::Error::other(certificate)));
        assert!(!is_tls(&io::Error::from(io::ErrorKind::ConnectionReset)));
    }

    #[test]
    fn staff_read_the_servers_words_without_addresses() {
        let error = answered(Stage::Recipient, 550, "5.1.1 <anna@example.org>: User unknown");
        insta::assert_snapshot!(error, @"refused: 550 5.1.1 <…>: User unknown");
    }
}
