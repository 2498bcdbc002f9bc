//! What of a mail is ours: our addresses, the ids that we make, and whether it answers a mail of ours.
//!
//! What we wrote is known here, and left out where it is quoted. In a mail that answers somebody else, what they wrote is
//! often all there is to tell.

use mail_parser::Message;

use super::{Context, headers, quotes};
use crate::domain::ids::ReportId;

/// Where a mail came in, and what is ours there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ours<'a> {
    pub(super) context: &'a Context,
    /// Where it was sent.
    pub(super) recipients: &'a [String],
    /// It came to the mailbox of certified mail, whose provider gives our mails ids of its own.
    pub(super) certified: bool,
}

impl Ours<'_> {
    /// Whether a mail answers one of ours, as its header says; a program that names no id may have kept our subject.
    pub(super) fn is_answered(self, message: &Message<'_>, subject: &str) -> bool {
        let answers = headers::answers(message);
        let with_token = |address: &String| self.context.own_address(address) == Some(true);
        answers.iter().any(|id| self.context.made(id))
            || (self.certified && !answers.is_empty())
            || self.recipients.iter().any(with_token)
            || names_a_report(subject)
    }

    /// Whether the first mail that a text quotes is from us.
    pub(super) fn is_quoted(self, text: &str) -> bool {
        quotes::is_from(text, &self.context.own)
    }
}

impl Context {
    /// Whether we made an id. Mail programs make ids of their sender's domain too: ours have 32 hexadecimal digits
    /// before it.
    pub(super) fn made(&self, id: &str) -> bool {
        let Some((local, host)) = id.trim_end_matches('>').rsplit_once('@') else { return false };
        let digits = local.len() == 32 && local.bytes().all(|byte| byte.is_ascii_hexdigit());
        digits && !self.id_host.is_empty() && host.eq_ignore_ascii_case(&self.id_host)
    }

    /// Whether an address of ours has a token; none where it is not ours.
    pub(super) fn own_address(&self, address: &str) -> Option<bool> {
        let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
        let plain = local.split('+').next().unwrap_or_default();
        let ours = format!("{plain}@{host}");
        self.own.contains(&ours).then_some(plain != local)
    }
}

/// Whether the number of a report stands in a subject.
fn names_a_report(subject: &str) -> bool {
    let mut words = subject.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.any(|word| word.len() == 11 && word.parse::<ReportId>().is_ok())
}
