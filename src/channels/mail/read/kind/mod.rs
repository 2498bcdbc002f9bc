//! What kind of mail it is.

use std::borrow::Cow;

use mail_parser::Message;

use super::Context;
use crate::domain::mail::{Account, MailKind, MailRule};

/// What a mail is, and why.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// What it is.
    pub(crate) kind: MailKind,
    /// The rule that decided.
    pub(crate) rule: MailRule,
    /// The subject begins like an out-of-office answer.
    pub(crate) away_subject: bool,
}

/// A citizen's mail inside certified mail.
#[derive(Debug, Clone)]
pub(crate) struct Carried<'a> {
    /// The citizen's mail.
    pub(crate) inner: Cow<'a, [u8]>,
    /// Who the provider says has written it.
    pub(crate) sender: Option<String>,
    /// The provider's id.
    #[allow(dead_code)]
    pub(crate) provider_id: Option<String>,
    /// Its Message-ID.
    pub(crate) message_id: Option<String>,
}

/// Decides what a mail is.
pub(crate) fn judge(
    _message: &Message<'_>,
    _raw: &[u8],
    _context: &Context,
    _account: Account,
    _envelope_from: Option<&str>,
) -> Judged {
    Judged { kind: MailKind::Person, rule: MailRule::Person, away_subject: false }
}

/// The citizen's mail inside certified mail.
pub(crate) fn carried<'a>(
    _message: &'a Message<'_>,
    _raw: &'a [u8],
    _account: Account,
) -> Option<Carried<'a>> {
    None
}
