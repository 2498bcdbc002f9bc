//! The address of a mail server, as people write it.

use secrecy::SecretString;
use url::Url;

use crate::config::ConfigError;

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
#[expect(clippy::enum_variant_names, reason = "STARTTLS is the command's name")]
pub enum Tls {
    /// From the first byte (`imaps://`, `smtps://`).
    Implicit,
    /// After STARTTLS, or not at all (`imap://`, `smtp://`).
    StartTls,
    /// Not at all: only to this machine itself, or where `?tls=off` says so.
    Off,
}

/// Reads `scheme://user:password@host:port/folder?tls=off`.
pub(super) fn server(
    variable: &'static str,
    text: &str,
    (plain, plain_port): (&str, u16),
    (safe, safe_port): (&str, u16),
    example: &str,
) -> Result<MailServer, ConfigError> {
    let wrong = |problem: &str| {
        ConfigError::new(variable, problem, format!("Write {variable}={example}, or {plain}://."))
    };
    let url: Url = text.parse().map_err(|_| wrong("is not the address of a mail server"))?;
    // The server would be another one, and what is left of the password would be shown.
    let rest = [Some(url.path()), url.query(), url.fragment()];
    if rest.into_iter().flatten().any(|rest| rest.contains('@')) {
        return Err(wrong(
            "has a /, ? or # in the user or password, or an @ in the folder: / is written %2F, \
             ? as %3F, # as %23, @ as %40",
        ));
    }
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| wrong("names no server"))?.trim_matches(['[', ']']).to_owned();
    let decoded = |text: &str| percent_decode(text).ok_or_else(|| wrong("has a wrong % in it"));
    let login = match (url.username(), url.password()) {
        ("", _) => None,
        (_, None) => return Err(wrong("has a user, but no password")),
        (user, Some(password)) => Some((decoded(user)?, SecretString::from(decoded(password)?))),
    };
    let tls_off = match url.query() {
        None | Some("") => false,
        Some("tls=off") if url.scheme() == safe => {
            return Err(ConfigError::new(
                variable,
                format!("has tls=off, but {safe}:// is protected"),
                format!("Leave it out, or write {plain}://…?tls=off for a connection that is not."),
            ));
        }
        Some("tls=off") => true,
        Some(_) => return Err(wrong("has something behind its ? that is not tls=off")),
    };
    let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let (tls, port) = match url.scheme() {
        scheme if scheme == safe => (Tls::Implicit, safe_port),
        scheme if scheme == plain && (tls_off || local) => (Tls::Off, plain_port),
        scheme if scheme == plain => (Tls::StartTls, plain_port),
        _ => return Err(wrong("is not the address of such a server")),
    };
    let folder = match decoded(url.path().trim_start_matches('/'))? {
        folder if folder.is_empty() => "INBOX".to_owned(),
        folder => folder,
    };
    Ok(MailServer { host, port: url.port().unwrap_or(port), tls, login, folder })
}

/// Text with its `%XX` read (RFC 3986 section 2.1).
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}
