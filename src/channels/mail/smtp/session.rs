//! One connection to a mail server, command by command, so that it is known which one was refused.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use secrecy::ExposeSecret;
use tokio::sync::watch;
use tokio::time::timeout;

use super::careful::Careful;
use super::errors::{SendError, Stage, failed};
use super::reply::one_line;
use crate::channels::mail::compose::Composed;
use crate::config::mail::{MailServer, Tls};

/// How much of a mail is written at once, bytes.
const CHUNK: usize = 64 * 1024;

/// How long is waited (RFC 5321 section 4.5.3.2).
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// For a connection.
    pub(super) connect: Duration,
    /// For the answer to a command.
    pub(super) command: Duration,
    /// For the mail to be written.
    pub(super) content: Duration,
    /// For the answer to its end: some servers look at a mail for minutes.
    pub(super) end: Duration,
    /// For an idle connection to show that it lives, and for a farewell.
    pub(super) probe: Duration,
    /// How long an idle connection is kept.
    pub(super) idle: Duration,
    /// Mails over one connection.
    pub(super) mails: u32,
}

impl Limits {
    pub(super) const STANDARD: Self = Self {
        connect: Duration::from_secs(30),
        command: Duration::from_secs(60),
        content: Duration::from_secs(5 * 60),
        end: Duration::from_secs(5 * 60),
        probe: Duration::from_secs(5),
        idle: Duration::from_secs(60),
        mails: 100,
    };
}

/// A mail that the server has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The server's words: one line, at most 200 characters, without addresses.
    pub reply: String,
}

/// An open connection, greeted and logged in.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    limits: Limits,
    /// Mails handed over.
    pub(super) mails: u32,
    /// No further command can be trusted to be answered.
    pub(super) broken: bool,
}

impl Session {
    /// Connects, greets, protects the connection and logs in.
    pub(super) async fn open(
        server: &MailServer,
        hello: &ClientId,
        tls: Option<&TlsParameters>,
        limits: Limits,
    ) -> Result<Self, SendError> {
        // The connection, then the greeting and the answer to EHLO.
        let limit = limits.connect + 2 * limits.command;
        let connection = timeout(limit, connected(server, hello, tls, limits.connect))
            .await
            .map_err(|_| timed_out("the greeting"))??;
        let mut session = Self { connection, limits, mails: 0, broken: false };
        if let (Tls::StartTls, Some(tls)) = (server.tls, tls) {
            session.start_tls(tls.clone(), hello).await?;
        }
        if let Some((user, password)) = &server.login {
            let password = password.expose_secret().to_owned();
            session.log_in(&Credentials::new(user.clone(), password)).await?;
        }
        Ok(session)
    }

    async fn start_tls(&mut self, tls: TlsParameters, hello: &ClientId) -> Result<(), SendError> {
        if !self.connection.can_starttls() {
            let reply = "the server offers no STARTTLS".to_owned();
            return Err(SendError::OwnFault { stage: Stage::Tls, reply });
        }
        // STARTTLS, the handshake, and EHLO again.
        timeout(3 * self.limits.command, self.connection.starttls(tls, hello))
            .await
            .map_err(|_| timed_out("STARTTLS"))?
            .map_err(|error| failed(Stage::Tls, &error))
    }

    async fn log_in(&mut self, credentials: &Credentials) -> Result<(), SendError> {
        let login = self.connection.auth(DEFAULT_MECHANISMS, credentials);
        match timeout(self.limits.command, login).await {
            Err(_) => Err(timed_out("AUTH")),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_client() => Err(SendError::OwnFault {
                stage: Stage::Login,
                reply: "the server offers no login by PLAIN or LOGIN here".to_owned(),
            }),
            Ok(Err(error)) => Err(failed(Stage::Login, &error)),
        }
    }

    /// Hands a mail over.
    pub(super) async fn send(&mut self, mail: &Composed) -> Result<Accepted, SendError> {
        let from = envelope_from(mail)?;
        let to = mail.to.parse::<Address>().map_err(|error| SendError::Refused {
            status: Some("5.1.3".to_owned()), // bad destination mailbox address syntax
            reply: error.to_string(),
        })?;
        let options = self.options(mail)?;
        self.command(Stage::Sender, Mail::new(from, options)).await?;
        self.command(Stage::Recipient, Rcpt::new(to, Vec::new())).await?;
        let go = self.command(Stage::Data, Data).await?;
        if !go.has_code(354) {
            self.broken = true;
            return Err(SendError::NotMade(words(&go)));
        }
        let accepted = self.content(&mail.bytes).await?;
        self.mails += 1;
        Ok(accepted)
    }

    /// What MAIL FROM must declare: letters beyond ASCII in addresses (RFC 6531) or in the mail
    /// (RFC 6152). Our mails have them only for a recipient whose address has them.
    fn options(&self, mail: &Composed) -> Result<Vec<MailParameter>, SendError> {
        if mail.bytes.is_ascii() && mail.to.is_ascii() && mail.envelope_from.is_ascii() {
            return Ok(Vec::new());
        }
        let server = self.connection.server_info();
        let able = [Extension::SmtpUtfEight, Extension::EightBitMime];
        if able.into_iter().all(|extension| server.supports_feature(extension)) {
            let eight = MailParameter::Body(MailBodyParameter::EightBitMime);
            return Ok(vec![MailParameter::SmtpUtfEight, eight]);
        }
        Err(SendError::Refused {
            status: Some("5.6.7".to_owned()), // RFC 6531 section 4.3
            reply: "our server takes no addresses with letters beyond ASCII".to_owned(),
        })
    }

    /// The mail itself. Until its final dot is written nothing has been handed over; from then on
    /// only the server's answer tells.
    async fn content(&mut self, bytes: &[u8]) -> Result<Accepted, SendError> {
        // lettre writes a line end before the dot.
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let (written, mut at_end) = watch::channel(false);
        let end = std::iter::from_fn(move || {
            written.send_replace(true);
            None
        });
        let result = {
            let answer = self.connection.message_iter(bytes.chunks(CHUNK).chain(end));
            tokio::pin!(answer);
            let first = timeout(self.limits.content, async {
                tokio::select! {
                    biased;
                    result = &mut answer => Some(result),
                    () = async { at_end.wait_for(|end| *end).await.ok(); } => None,
                }
            });
            match first.await {
                Err(_) => None,
                Ok(Some(result)) => Some(result),
                Ok(None) => timeout(self.limits.end, answer).await.ok(),
            }
        };
        let handed_over = *at_end.borrow();
        match result {
            Some(Ok(response)) => Ok(Accepted { reply: words(&response) }),
            Some(Err(error)) if error.status().is_some() => Err(self.note(Stage::Data, &error)),
            other => {
                self.broken = true;
                let why = other.and_then(Result::err).map_or_else(
                    || "no answer in time".to_owned(),
                    |error| one_line(&error.to_string()),
                );
                Err(if handed_over { SendError::Unknown(why) } else { SendError::NotMade(why) })
            }
        }
    }

    /// Makes an idle connection ready for the next mail; `false` if it is gone.
    pub(super) async fn reset(&mut self) -> bool {
        matches!(timeout(self.limits.probe, self.connection.command(Rset)).await, Ok(Ok(_)))
    }

    /// Asks whether the server is there.
    pub(super) async fn noop(&mut self) -> Result<(), SendError> {
        self.command(Stage::Greeting, Noop).await.map(|_| ())
    }

    /// Says goodbye. The answer changes nothing.
    pub(super) async fn quit(mut self) {
        if !self.broken {
            let _ = timeout(self.limits.probe, self.connection.quit()).await;
        }
    }

    async fn command(
        &mut self,
        stage: Stage,
        command: impl std::fmt::Display,
    ) -> Result<Response, SendError> {
        match timeout(self.limits.command, self.connection.command(command)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(self.note(stage, &error)),
            Err(_) => {
                self.broken = true;
                Err(timed_out(&format!("{stage:?}")))
            }
        }
    }

    /// What an error means. After anything but an answer, or after 421 (RFC 5321 section 3.8), the
    /// connection is of no use.
    fn note(&mut self, stage: Stage, error: &lettre::transport::smtp::Error) -> SendError {
        self.broken |= error.status().is_none_or(|code| u16::from(code) == 421);
        failed(stage, error)
    }
}

/// Connects and greets; TLS comes first where the server wants it so.
async fn connected(
    server: &MailServer,
    hello: &ClientId,
    tls: Option<&TlsParameters>,
    limit: Duration,
) -> Result<AsyncSmtpConnection, SendError> {
    let host = server.host.trim_matches(['[', ']']);
    let connected = if server.tls == Tls::StartTls {
        let socket = Careful::connect(host, server.port, limit).await;
        let socket = socket.map_err(|error| SendError::NotMade(one_line(&error.to_string())))?;
        AsyncSmtpConnection::connect_with_transport(Box::new(socket), hello).await
    } else {
        let (at, tls) = ((host, server.port), tls.cloned());
        AsyncSmtpConnection::connect_tokio1(at, Some(limit), hello, tls, None).await
    };
    connected.map_err(|error| failed(Stage::Greeting, &error))
}

fn envelope_from(mail: &Composed) -> Result<Option<Address>, SendError> {
    if mail.envelope_from.is_empty() {
        return Ok(None);
    }
    let wrong = |error: lettre::address::AddressError| SendError::OwnFault {
        stage: Stage::Sender,
        reply: error.to_string(),
    };
    mail.envelope_from.parse().map(Some).map_err(wrong)
}

/// A server's answer for staff.
fn words(response: &Response) -> String {
    let text: Vec<&str> = response.message().collect();
    one_line(&format!("{} {}", response.code(), text.join(" ")))
}

fn timed_out(what: &str) -> SendError {
    SendError::NotMade(format!("no answer in time: {what}"))
}
