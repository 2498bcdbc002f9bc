//! Mail: the only place that names lettre, IMAP, LMTP and MIME.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::domain::mail::Account;

pub mod compose;
pub mod imap;
pub mod lmtp;
pub mod read;
pub mod smtp;
mod trust;

/// A mail as it was handed to us.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The mailbox it came to.
    pub account: Account,
    /// The envelope's sender (RFC 5321 MAIL FROM, or Return-Path): `Some("")` is the null sender.
    pub envelope_from: Option<String>,
    /// The envelope's recipients, where they are known.
    pub envelope_to: Vec<String>,
    /// The mail, as it came.
    pub raw: Bytes,
    /// Only its headers were fetched (or, where the server gives not even these, a Date and a Subject of
    /// ours that say where it is), as it is
    /// larger than we take or cannot be read there: its true size in bytes.
    pub truncated: Option<u64>,
}

/// The addresses that a mail of ours carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The account's address.
    pub address: String,
    /// Whether `+token` may be added to its local part.
    pub plus: bool,
}

impl Sender {
    /// The address with a token after `+`; as it is where that cannot be (RFC 5321 section
    /// 4.5.3.1.1: at most 64 octets before the `@`).
    pub fn with(&self, token: &str) -> String {
        match self.address.split_once('@') {
            Some((local, host)) if self.plus && local.len() + 1 + token.len() <= 64 => {
                format!("{local}+{token}@{host}")
            }
            _ => self.address.clone(),
        }
    }
}

/// Takes a mail in: `Ok` once it is durable; an error says why it must come again.
pub type TakeMail =
    Arc<dyn Fn(Arrival) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;
