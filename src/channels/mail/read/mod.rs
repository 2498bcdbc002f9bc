//! A raw mail as our words. Pure: nothing is fetched, nothing is stored.

use sha2::{Digest as _, Sha256};

use super::Arrival;
use crate::domain::mail::{Mail, MailKind, MailRule, SenderCheck};
use crate::domain::place::Position;

/// What is known before a mail is read.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Our own addresses, in lower case: `MAIL_ADDRESS`, `PEC_ADDRESS`.
    pub own: Vec<String>,
    /// The host part of the Message-IDs that we make.
    pub id_host: String,
    /// Whose Authentication-Results are believed (RFC 8601).
    pub authserv_id: Option<String>,
}

/// What is left of a mail that cannot be read at all.
pub fn unreadable(arrival: &Arrival) -> Reading {
    let mail = Mail {
        account: arrival.account,
        blob: String::new(),
        mark: hex::encode(Sha256::digest(&arrival.raw)),
        message_id: None,
        answers: Vec::new(),
        from: None,
        recipients: arrival.envelope_to.clone(),
        subject: String::new(),
        date: None,
        text: String::new(),
        photos: Vec::new(),
        others: Vec::new(),
        lang: None,
        sender: SenderCheck::Unknown,
        away_subject: false,
        kind: MailKind::SetAside,
        rule: MailRule::Unreadable,
    };
    Reading { mail, photos: Vec::new() }
}

/// What came of reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The mail. Its `blob`, and its photos, are filled in by whoever stores them.
    pub mail: Mail,
    /// The photos, ready to be stored.
    pub photos: Vec<Photo>,
}

/// A photo of a mail: JPEG, PNG or WebP without EXIF.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The picture.
    pub bytes: Vec<u8>,
    /// Where it was taken, from its EXIF.
    pub position: Option<Position>,
}
