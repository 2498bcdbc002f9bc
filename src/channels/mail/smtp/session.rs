//! One connection to a mail server: opened, protected, logged in, asked and left.

use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Noop, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::errors::{SendError, Stage, failed, not_connected};
use super::stream;
use crate::config::mail::MailServer;

/// How a connection is protected, with what that needs.
pub(super) enum Protection {
    /// Not at all.
    Off,
    /// After STARTTLS, or no mail goes.
    StartTls(TlsParameters),
    /// From the first byte.
    Implicit(TlsConnector, ServerName<'static>),
}

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

/// An open connection, greeted and logged in.
pub(super) struct Session {
    pub(super) connection: AsyncSmtpConnection,
    pub(super) limits: Limits,
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
        protection: &Protection,
        limits: Limits,
    ) -> Result<Self, SendError> {
        // The connection, then the greeting and the answer to EHLO.
        let limit = limits.connect + 2 * limits.command;
        let connection = timeout(limit, connected(server, hello, protection, limits.connect))
            .await
            .map_err(|_| timed_out("the greeting"))??;
        let mut session = Self { connection, limits, mails: 0, broken: false };
        if let Protection::StartTls(tls) = protection {
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

    /// Says a command and waits for its answer.
    pub(super) async fn command(
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
    pub(super) fn note(
        &mut self,
        stage: Stage,
        error: &lettre::transport::smtp::Error,
    ) -> SendError {
        self.broken |= error.status().is_none_or(|code| u16::from(code) == 421);
        failed(stage, error)
    }
}

/// Connects and greets; TLS comes first where the server wants it so.
async fn connected(
    server: &MailServer,
    hello: &ClientId,
    protection: &Protection,
    limit: Duration,
) -> Result<AsyncSmtpConnection, SendError> {
    let host = server.host.trim_matches(['[', ']']);
    let stream = stream::connect(host, server.port, limit).await.map_err(|e| not_connected(&e))?;
    let connected = match protection {
        Protection::Off => {
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await
        }
        Protection::StartTls(_) => {
            let stream = Box::new(stream.before_starttls());
            AsyncSmtpConnection::connect_with_transport(stream, hello).await
        }
        Protection::Implicit(tls, name) => {
            let stream = stream.protect(tls, name.clone()).await.map_err(|e| not_connected(&e))?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await
        }
    };
    connected.map_err(|error| failed(Stage::Greeting, &error))
}

fn timed_out(what: &str) -> SendError {
    SendError::NotMade(format!("no answer in time: {what}"))
}
