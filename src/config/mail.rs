//! The mailboxes: where mail is fetched or received, and how it goes out.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use url::Url;

/// Everything about mail. Without `MAIL_ADDRESS` there is none.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `MAIL_ADDRESS`: the town's address, in lower case.
    pub address: String,
    /// `MAIL_PLUS`: whether `+token` may be added to the local part (on, unless it is `off`).
    pub plus: bool,
    /// `MAIL_SINCE`: mail of a mailbox met for the first time is taken from then on.
    pub since: Option<DateTime<Utc>>,
    /// `IMAP_URL`: the mailbox to fetch from.
    pub imap: Option<MailServer>,
    /// `SMTP_URL`: where mail goes out.
    pub smtp: Option<Outlet>,
    /// `LMTP_ADDR`: where the town's own mail server delivers to us.
    pub lmtp: Option<SocketAddr>,
    /// `MAIL_AUTHSERV_ID`: whose Authentication-Results are believed (RFC 8601).
    pub authserv_id: Option<String>,
    /// Certified mail.
    pub pec: Option<PecConfig>,
    /// `PUBLIC_URL`: where the pages behind links of mails are.
    pub public_url: Option<Url>,
}

/// The account of certified mail. Without `PEC_ADDRESS` there is none.
#[derive(Debug, Clone)]
pub struct PecConfig {
    /// `PEC_ADDRESS`, in lower case.
    pub address: String,
    /// `PEC_IMAP_URL`.
    pub imap: Option<MailServer>,
    /// `PEC_SMTP_URL`.
    pub smtp: Option<Outlet>,
    /// `PEC_REVIEW`: a mail that answers none of ours is looked at by the URP first.
    pub review: bool,
}

/// How mail goes out.
#[derive(Debug, Clone)]
pub enum Outlet {
    /// `smtp://` or `smtps://`.
    Server(MailServer),
    /// `file:DIR`: each mail becomes a file in a folder. For demonstrations.
    Folder(PathBuf),
}

/// A mail server and how to log in there.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// User name and password.
    pub login: Option<(String, SecretString)>,
    /// IMAP: the mailbox's folder; `INBOX` without a path.
    pub folder: String,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (`imaps://`, `smtps://`).
    Implicit,
    /// After STARTTLS, or not at all (`imap://`, `smtp://`).
    StartTls,
    /// Not at all: only to this machine itself, or where `?tls=off` says so.
    Off,
}
