//! A raw mail as our words. Pure: nothing is fetched, nothing is stored.

pub(crate) mod kind;

use crate::domain::mail::Mail;
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
