//! What a step about mail looks at and changes.

use std::fmt;

use chrono::{DateTime, Utc};

use super::keys::add;
use crate::domain::ids::{MailId, OutboxId, PersonId, ReportId};
use crate::domain::mail::Account;
use crate::domain::mail::{Became, Mail, MailRule};
use crate::domain::outgoing::Delivery;

/// What a decision about mail wants to look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MailKeys {
    /// Was the mail with this mark taken in already?
    pub mark: Option<String>,
    /// People by mail address.
    pub people: Vec<String>,
    /// Reply addresses by the part of their token that is looked up.
    pub selectors: Vec<String>,
    /// Rows of the outbox by the id that a provider of certified mail gave them.
    pub provider_ids: Vec<String>,
    /// The subjects of automatic answers to this address since then, and what is held for it.
    pub answers: Option<(String, DateTime<Utc>)>,
    /// Mails by key.
    pub mails: Vec<MailId>,
    /// All mails of these reports, to find the raw ones again.
    pub of_reports: Vec<ReportId>,
    /// All mails from these addresses.
    pub of_senders: Vec<String>,
    /// Of this account, until when all mail is read.
    pub read_of: Option<Account>,
}

impl MailKeys {
    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        let Self {
            mark,
            people,
            selectors,
            provider_ids,
            answers,
            mails,
            of_reports,
            of_senders,
            read_of,
        } = other;
        add(&mut self.people, people);
        add(&mut self.selectors, selectors);
        add(&mut self.provider_ids, provider_ids);
        add(&mut self.mails, mails);
        add(&mut self.of_reports, of_reports);
        add(&mut self.of_senders, of_senders);
        self.mark = mark.or(self.mark.take());
        self.answers = answers.or(self.answers.take());
        self.read_of = read_of.or(self.read_of);
    }

    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Self) -> Self {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter().filter(|one| !theirs.contains(one)).cloned().collect()
        }
        Self {
            mark: self.mark.clone().filter(|_| self.mark != other.mark),
            people: rest(&self.people, &other.people),
            selectors: rest(&self.selectors, &other.selectors),
            provider_ids: rest(&self.provider_ids, &other.provider_ids),
            answers: self.answers.clone().filter(|_| self.answers != other.answers),
            mails: rest(&self.mails, &other.mails),
            of_reports: rest(&self.of_reports, &other.of_reports),
            of_senders: rest(&self.of_senders, &other.of_senders),
            read_of: self.read_of.filter(|_| self.read_of != other.read_of),
        }
    }
}

/// What a decision about mail is given.
#[derive(Debug, Clone, Default)]
pub struct MailFacts {
    /// The same mail, taken in before.
    pub seen: Option<MailRecord>,
    /// Reply addresses found.
    pub addresses: Vec<ReplyAddress>,
    /// Rows of the outbox by provider's id; the rows themselves are among [`super::Facts::rows`].
    pub by_provider: Vec<(String, OutboxId)>,
    /// Answer to [`MailKeys::answers`].
    pub answers: Option<Answers>,
    /// Mails found, by key, by report or by sender: the oldest first of each.
    pub mails: Vec<MailRecord>,
    /// Answer to [`MailKeys::read_of`]; none where nothing is fetched.
    pub read_until: Option<DateTime<Utc>>,
}

/// Automatic answers to an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// The folded subject of each one since the moment asked for.
    pub subjects: Vec<String>,
    /// Rows that wait for a URP agent's word, oldest first.
    pub held: Vec<OutboxId>,
    /// Mails from there since the moment asked for that a person had to look at.
    pub looked_at: usize,
}

/// A mail as it is kept: the raw one is in the blob store.
#[derive(Debug, Clone, PartialEq)]
pub struct MailRecord {
    /// Key.
    pub id: MailId,
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// The mail.
    pub mail: Mail,
    /// What became of it.
    pub became: Became,
    /// The rule that decided that.
    pub rule: MailRule,
    /// The report that it belongs to, if any.
    pub report: Option<ReportId>,
}

/// A secret by which a citizen's mails (or a link's presses) are known to belong to a report.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyAddress {
    /// The part that is looked up.
    pub selector: String,
    /// The part that is compared in constant time.
    pub secret: String,
    /// What it is good for.
    pub good_for: GoodFor,
    /// The report.
    pub report: ReportId,
    /// The citizen.
    pub person: PersonId,
    /// Not good any more since then.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Without the secret.
impl fmt::Debug for ReplyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ReplyAddress");
        shown.field("selector", &self.selector).field("good_for", &self.good_for);
        shown.field("report", &self.report).field("person", &self.person);
        shown.field("revoked_at", &self.revoked_at).finish_non_exhaustive()
    }
}

/// What a secret is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoodFor {
    /// Mails to `address+token`.
    Mail,
    /// The page behind the links of a reply.
    Page,
}

impl GoodFor {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Page => "page",
        }
    }
}

/// Length of the part of a token that is looked up, characters of base 32: 40 bits.
const SELECTOR: usize = 8;

impl ReplyAddress {
    /// A new one from random bytes: 40 bits to look up, 160 to compare.
    pub fn new(random: &[u8; 25], good_for: GoodFor, report: ReportId, person: PersonId) -> Self {
        let token = data_encoding::BASE32_NOPAD.encode(random).to_ascii_lowercase();
        let (selector, secret) = token.split_at(SELECTOR);
        Self {
            selector: selector.to_owned(),
            secret: secret.to_owned(),
            good_for,
            report,
            person,
            revoked_at: None,
        }
    }

    /// The token, as addresses and links carry it.
    pub fn token(&self) -> String {
        format!("{}{}", self.selector, self.secret)
    }

    /// The part of a token that is looked up, if it can be one.
    pub fn selector_of(token: &str) -> Option<String> {
        let token = token.to_ascii_lowercase();
        let plausible = token.len() == 40 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plausible.then(|| token.chars().take(SELECTOR).collect())
    }

    /// Whether a token is this one's, compared in constant time.
    pub fn is(&self, token: &str) -> bool {
        use subtle::ConstantTimeEq as _;
        let token = token.to_ascii_lowercase();
        bool::from(self.token().as_bytes().ct_eq(token.as_bytes()))
    }
}

/// News of a row of the outbox that was sent by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowNews {
    /// The row.
    pub id: OutboxId,
    /// How it stands now; none: as before.
    pub state: Option<Delivery>,
    /// When that was.
    pub at: DateTime<Utc>,
    /// Why not, or why not yet. With a new state none means that there is none any more.
    pub reason: Option<String>,
    /// The id that the provider gave it.
    pub provider_id: Option<String>,
}
