//! What the server says: code, enhanced status (RFC 3463), words.

pub(super) const RSET: &str = "250 2.0.0 Forgotten\r\n";
pub(super) const NOOP: &str = "250 2.0.0 Still here\r\n";
pub(super) const BYE: &str = "221 2.0.0 Goodbye\r\n";
pub(super) const SENDER: &str = "250 2.1.0 Sender noted\r\n";
pub(super) const RECIPIENT: &str = "250 2.1.5 Recipient known\r\n";
pub(super) const GO_ON: &str = "354 Send the mail, end it with a dot on a line of its own\r\n";
pub(super) const TAKEN: &str = "250 2.0.0 Taken\r\n";
pub(super) const LATER: &str = "451 4.3.0 It cannot be stored now, send it again later\r\n";
pub(super) const NO_ROOM: &str = "452 4.3.1 No room for it now, send it again later\r\n";
pub(super) const UNKNOWN: &str = "550 5.1.1 No such mailbox here\r\n";
pub(super) const TOO_MANY: &str = "452 4.5.3 Too many recipients, send the others apart\r\n";
pub(super) const NOT_VERIFIED: &str = "252 2.5.0 Not said, send the mail\r\n";
pub(super) const HELP: &str = "214 2.0.0 RFC 2033\r\n";
pub(super) const LINE_TOO_LONG: &str = "500 5.5.2 Line too long\r\n";
pub(super) const SPEAK_LMTP: &str = "500 5.5.1 This is LMTP, say LHLO\r\n";
pub(super) const UNKNOWN_COMMAND: &str = "500 5.5.2 No such command\r\n";
pub(super) const SYNTAX: &str = "501 5.5.4 Not understood\r\n";
pub(super) const BAD_SENDER: &str = "501 5.1.7 No address of a sender\r\n";
pub(super) const BAD_RECIPIENT: &str = "501 5.1.3 No address of a recipient\r\n";
pub(super) const NOT_OFFERED: &str = "502 5.5.1 Not offered here\r\n";
pub(super) const LHLO_FIRST: &str = "503 5.5.1 LHLO first\r\n";
pub(super) const MAIL_FIRST: &str = "503 5.5.1 MAIL first\r\n";
pub(super) const RCPT_FIRST: &str = "503 5.5.1 No recipient was accepted\r\n";
pub(super) const NESTED: &str = "503 5.5.1 A mail has begun already\r\n";
pub(super) const ENOUGH: &str = "421 4.7.0 Too many commands, goodbye\r\n";
pub(super) const FULL: &str = "421 4.3.2 Too many connections, come again later\r\n";
pub(super) const STOPPING: &str = "421 4.3.2 Stopping, come again later\r\n";
pub(super) const TOO_SLOW: &str = "421 4.4.2 Nothing came, goodbye\r\n";

/// The greeting.
pub(super) fn greeting(name: &str) -> String {
    format!("220 {name} LMTP\r\n")
}

/// The answer to LHLO: what is offered. No largest size is named: the headers of what is too large are taken as well, and
/// a server that knew it would send it back by itself.
pub(super) fn offer(name: &str) -> String {
    format!(
        "250-{name}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n\
         250-SMTPUTF8\r\n250 SIZE\r\n"
    )
}
