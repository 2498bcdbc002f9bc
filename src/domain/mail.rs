//! A mail that came in, in our words: the channel reads it into this, the intake decides about it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::FileId;
use super::lang::Lang;
use super::place::Position;

/// A mailbox of the town: who wrote to it is answered from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Ordinary mail.
    Mail,
    /// Italy's certified mail (posta elettronica certificata).
    Pec,
}

impl Account {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Pec => "pec",
        }
    }
}

/// Who a mail is from (RFC 5322 section 3.4, `mailbox`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name; empty without one.
    pub name: String,
    /// The address, in lower case.
    pub address: String,
}

/// A mail as the channel read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mail {
    /// Where it came in.
    pub account: Account,
    /// The key of the raw mail in the blob store.
    pub blob: String,
    /// What makes it the same mail when it comes again: a hash of its Message-ID, its body and the
    /// headers that do not change on the way. Hexadecimal.
    pub mark: String,
    /// Message-ID without angle brackets (RFC 5322 section 3.6.4).
    pub message_id: Option<String>,
    /// The ids that it answers, without angle brackets: those of In-Reply-To, then those of
    /// References from the last to the first.
    pub answers: Vec<String>,
    /// Who wrote it. For certified mail: the citizen, not the provider.
    pub from: Option<Mailbox>,
    /// To whom its sender wants answers to go, where that is one other address (RFC 5322 section 3.6.2). Nothing proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// Where it was sent: envelope recipients, Delivered-To, X-Forwarded-To, To, Cc; in lower case.
    pub recipients: Vec<String>,
    /// The subject, decoded, in one line.
    pub subject: String,
    /// The Date header.
    pub date: Option<DateTime<Utc>>,
    /// What the person wrote: without quotes and signature.
    pub text: String,
    /// The photos in it.
    pub photos: Vec<MailPhoto>,
    /// Names or types of attachments that are no photos: they are kept with the raw mail.
    pub others: Vec<String>,
    /// The language it is written in, as far as it can be told.
    pub lang: Option<Lang>,
    /// Whether the sender is who it says.
    pub sender: SenderCheck,
    /// Certified mail in the ordinary mailbox, where no provider vouches for who it is from: nobody can tell, though no
    /// check has failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certified_elsewhere: bool,
    /// It asks for no automatic answer (`X-Auto-Response-Suppress: All`), whichever rule has decided what it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// The subject begins like an out-of-office answer, without a machine's header.
    pub away_subject: bool,
    /// What it is.
    pub kind: MailKind,
    /// The rule that decided what it is.
    pub rule: MailRule,
}

impl Mail {
    /// Whom it speaks for, where its sender reads no answers and names who does: what a town's site sends for whoever
    /// filled in its form. Nobody else is answered elsewhere than where they wrote from: only that can be proven.
    pub fn sent_for(&self) -> Option<&Mailbox> {
        let unread = matches!(self.rule, MailRule::OwnAddress | MailRule::NoReply);
        self.reply_to.as_ref().filter(|_| unread && self.kind == MailKind::Unanswerable)
    }
}

/// A photo in a mail, in the blob store: freed of EXIF and made smaller where it must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailPhoto {
    /// Our key.
    pub id: FileId,
    /// Its key in the blob store.
    pub blob: String,
    /// Bytes.
    pub size: u64,
    /// Where it was taken, from its EXIF.
    pub position: Option<Position>,
}

/// What the topmost Authentication-Results of our own mail server say (RFC 8601), or the provider of certified mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderCheck {
    /// DMARC passed, or a provider of certified mail vouches for the sender.
    Passed,
    /// DMARC failed: the sender may be forged.
    Failed,
    /// Nothing that we believe says either.
    Unknown,
}

/// What a mail is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum MailKind {
    /// Somebody's words.
    Person,
    /// Perhaps somebody's words, but nothing is answered automatically: a person looks (lists,
    /// no-reply senders).
    Unanswerable,
    /// A notice that a mail of ours was not delivered, or not yet (RFC 3464).
    Bounce(Bounce),
    /// A notice of success: delivered, read, or a receipt of certified mail.
    Receipt(Receipt),
    /// A machine's answer (RFC 3834).
    AutoReply,
    /// A complaint about a mail (RFC 5965).
    AbuseReport,
    /// From ourselves: a loop.
    Own,
    /// Beyond the bounds, or unreadable: a person looks.
    SetAside,
}

/// What a bounce says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bounce {
    /// It is only late: the other server tries on (`Action: delayed`). Otherwise the delivery has ended.
    pub delayed: bool,
    /// Whom it did not reach (Final-Recipient, else Original-Recipient), in lower case.
    pub recipient: Option<String>,
    /// Original-Recipient, in lower case, where it is another one: whom we wrote to, and whose server passed it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// Enhanced status (RFC 3463) like `5.1.1`: from the machine part, else from the SMTP reply.
    pub status: Option<String>,
    /// Message-ID of the mail that was returned, without angle brackets.
    pub about: Option<String>,
    /// Why, in the other server's words: one line, at most 200 characters, without addresses.
    pub diagnostic: String,
}

impl Bounce {
    /// Whether it speaks of that address, or of nobody by name.
    pub fn is_of(&self, address: &str) -> bool {
        let mut named = self.recipient.iter().chain(&self.original).peekable();
        named.peek().is_none() || named.any(|one| one == address)
    }

    /// Whom alone it names, and no mail, where a delivery has ended: which one came back cannot be told.
    pub fn names_only(&self) -> impl Iterator<Item = &String> {
        let is_only = self.about.is_none() && !self.delayed;
        self.recipient.iter().chain(&self.original).filter(move |_| is_only)
    }
}

/// A notice of success, or a receipt of certified mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which.
    pub kind: ReceiptKind,
    /// The ids of the mail it is about, without angle brackets: for certified mail ours (`msgid` of
    /// `daticert.xml`), X-Riferimento-Message-ID and the provider's (`identificativo`).
    pub about: Vec<String>,
    /// The provider's id of that mail (`identificativo`), under which later receipts and answers name it.
    pub provider_id: Option<String>,
    /// When it says that happened.
    pub at: Option<DateTime<Utc>>,
    /// Whom it speaks of, in lower case.
    pub recipient: Option<String>,
    /// That recipient has an ordinary mailbox (`destinatari tipo="esterno"`): no receipt of delivery will follow.
    pub ordinary: bool,
    /// What went wrong, in the provider's words; one line, at most 200 characters.
    pub error: Option<String>,
}

/// Kinds of receipt. Those of certified mail are named as in X-Ricevuta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// A delivery status notification of success (RFC 3464, `Action: delivered`, `relayed`, `expanded`).
    Delivered,
    /// A message disposition notification (RFC 8098).
    Read,
    /// `accettazione`: the provider has taken our mail.
    Accettazione,
    /// `non-accettazione`: it has not.
    NonAccettazione,
    /// `presa-in-carico`: the other provider has it.
    PresaInCarico,
    /// `avvenuta-consegna`: it is in the citizen's mailbox.
    AvvenutaConsegna,
    /// `errore-consegna`: it cannot be delivered.
    ErroreConsegna,
    /// `preavviso-errore-consegna`: not delivered within 12 hours.
    PreavvisoErroreConsegna,
    /// `rilevazione-virus`: refused for malicious content.
    RilevazioneVirus,
}

/// The named rule that decided what a mail is, or what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailRule {
    /// Nothing speaks against a person.
    Person,
    /// A delivery status notification.
    DeliveryStatus,
    /// A bounce known by its words alone.
    BounceWords,
    /// An abuse report.
    AbuseReport,
    /// A read receipt.
    ReadReceipt,
    /// A receipt of certified mail.
    PecReceipt,
    /// Empty Return-Path.
    NullReturnPath,
    /// From an address of ours.
    OwnAddress,
    /// With a Message-ID of ours.
    OwnMessageId,
    /// `Auto-Submitted` other than `no`.
    AutoSubmitted,
    /// `Precedence: junk` or `auto_reply`.
    Precedence,
    /// `X-Loop`.
    Loop,
    /// `X-Autoreply`, `X-Autorespond`, `X-Auto-Response-Suppress: All`.
    AutoReplyHeader,
    /// From mailer-daemon or postmaster.
    MailerDaemon,
    /// The subject of an out-of-office answer.
    AwaySubject,
    /// Mail of a list.
    List,
    /// `Precedence: bulk` or `list`.
    Bulk,
    /// From a no-reply address.
    NoReply,
    /// Nobody is named as its sender.
    NoSender,
    /// Larger than we take.
    TooBig,
    /// Longer headers than we read.
    TooLongHeader,
    /// More parts, or deeper nested, than we read.
    TooManyParts,
    /// To more recipients than we read.
    TooManyRecipients,
    /// With more links than a report has.
    TooManyLinks,
    /// It could not be read.
    Unreadable,
    /// Neither words nor photos.
    Empty,
    /// It carries a report's own reply address.
    Token,
    /// It answers a mail of ours.
    Thread,
    /// A report's own reply address, from somebody else.
    OtherSender,
    /// A revoked reply address.
    RevokedToken,
    /// The sender may be forged.
    DmarcFailed,
    /// It begins something new.
    New,
    /// Certified mail that answers none of ours is looked at first.
    PecReview,
    /// More than ten automatic answers to one address within three hours.
    TooManyAnswers,
    /// The third automatic answer about one subject within three hours.
    SameSubject,
    /// No new report is taken from this person.
    Blocked,
    /// `X-Auto-Response-Suppress: All`: a report like any other, without an automatic answer.
    NoAnswerWanted,
    /// One more than a few mails of one address that a person must look at.
    Flood,
    /// No mail: somebody is to be called and told.
    ByPhone,
    /// No mail: read out at the desk, or on the phone, when the report was written down.
    ReadOut,
    /// No mail: somebody who is told by phone is not called for this.
    NoCallNeeded,
    /// No mail: somebody who left no contact cannot be told.
    NoContact,
}

impl MailRule {
    /// The rule's name, as it is stored and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::DeliveryStatus => "delivery_status",
            Self::BounceWords => "bounce_words",
            Self::AbuseReport => "abuse_report",
            Self::ReadReceipt => "read_receipt",
            Self::PecReceipt => "pec_receipt",
            Self::NullReturnPath => "null_return_path",
            Self::OwnAddress => "own_address",
            Self::OwnMessageId => "own_message_id",
            Self::AutoSubmitted => "auto_submitted",
            Self::Precedence => "precedence",
            Self::Loop => "loop",
            Self::AutoReplyHeader => "auto_reply_header",
            Self::MailerDaemon => "mailer_daemon",
            Self::AwaySubject => "away_subject",
            Self::List => "list",
            Self::Bulk => "bulk",
            Self::NoReply => "no_reply",
            Self::NoSender => "no_sender",
            Self::TooBig => "too_big",
            Self::TooLongHeader => "too_long_header",
            Self::TooManyParts => "too_many_parts",
            Self::TooManyRecipients => "too_many_recipients",
            Self::TooManyLinks => "too_many_links",
            Self::Unreadable => "unreadable",
            Self::Empty => "empty",
            Self::Token => "token",
            Self::Thread => "thread",
            Self::OtherSender => "other_sender",
            Self::RevokedToken => "revoked_token",
            Self::DmarcFailed => "dmarc_failed",
            Self::New => "new",
            Self::PecReview => "pec_review",
            Self::TooManyAnswers => "too_many_answers",
            Self::SameSubject => "same_subject",
            Self::Blocked => "blocked",
            Self::NoAnswerWanted => "no_answer_wanted",
            Self::Flood => "flood",
            Self::ByPhone => "by_phone",
            Self::ReadOut => "read_out",
            Self::NoCallNeeded => "no_call_needed",
            Self::NoContact => "no_contact",
        }
    }

    /// Whether automatic answers are never sent by this rule, rather than held for a word.
    pub fn suppresses(self) -> bool {
        matches!(
            self,
            Self::NoAnswerWanted
                | Self::AutoSubmitted
                | Self::List
                | Self::Bulk
                | Self::NoReply
                | Self::ReadOut
                | Self::NoCallNeeded
                | Self::NoContact
        )
    }
}

/// What became of a mail that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// A new report.
    Report,
    /// Part of a report.
    Reply,
    /// A bounce, noted where it belongs.
    Bounce,
    /// Nothing: a machine's answer.
    AutoReply,
    /// Nothing: a complaint of a machine.
    AbuseReport,
    /// A receipt, noted where it belongs.
    Receipt,
    /// A URP task.
    Task,
    /// A URP task, as it is beyond the bounds or cannot be read.
    SetAside,
}

impl Became {
    /// The name, as it is stored and printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Reply => "reply",
            Self::Bounce => "bounce",
            Self::AutoReply => "auto_reply",
            Self::AbuseReport => "abuse_report",
            Self::Receipt => "receipt",
            Self::Task => "task",
            Self::SetAside => "set_aside",
        }
    }
}
