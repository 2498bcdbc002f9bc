//! A connection: opened, protected, logged in, and commands on it.
//!
//! Commands are run here rather than by async-imap's own methods: those take a lost connection or a
//! refusal in the middle of FETCH for its end, and a mail would seem to be gone.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_imap::imap_proto::{MailboxDatum, Outcome, RequestId, Response, Status};
use async_imap::{Client, Session};
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

use super::ImapError;
use crate::channels::mail::trust;
use crate::config::mail::{MailServer, Tls};

/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_secs(3);

/// Bytes, protected or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Debug + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Debug + Send + Unpin> Stream for T {}

/// A logged-in connection.
#[derive(Debug)]
pub(super) struct Connection {
    session: Session<Box<dyn Stream>>,
    answer: Duration,
    stop: CancellationToken,
    /// The server spoke of more mail since this was last set to false.
    pub(super) has_news: bool,
}

impl Connection {
    /// Connects and logs in.
    pub(super) async fn open(
        server: &MailServer,
        answer: Duration,
        stop: &CancellationToken,
    ) -> Result<Self, ImapError> {
        let opening = async {
            let client = connect(server).await?;
            let (user, password) = server.login.as_ref().ok_or_else(|| {
                ImapError::LoginRefused("the address names no user and password".to_owned())
            })?;
            client.login(user, password.expose_secret()).await.map_err(|(error, _)| login(error))
        };
        let session = within(answer, stop, opening).await??;
        Ok(Self { session, answer, stop: stop.clone(), has_news: false })
    }

    /// Sends a command and hands each untagged answer to `each`, until the server says OK. It may
    /// take `more` time than an answer does.
    pub(super) async fn command(
        &mut self,
        command: &str,
        more: Duration,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        let (stop, answer) = (self.stop.clone(), self.answer);
        let running = async {
            let tag = self.session.run_command(command).await.map_err(lost)?;
            self.until_done(&tag, command, &mut each).await
        };
        within(answer + more, &stop, running).await?
    }

    /// Sends IDLE; true once the server has agreed, false if it does not want to.
    pub(super) async fn idle(&mut self) -> Result<Option<RequestId>, ImapError> {
        let (stop, answer) = (self.stop.clone(), self.answer);
        let asking = async {
            let tag = self.session.run_command("IDLE").await.map_err(lost)?;
            loop {
                let said = self.session.read_response().await.map_err(unread)?.ok_or_else(gone)?;
                match said.parsed() {
                    Response::Continue(_) => return Ok(Some(tag)),
                    Response::Done { tag: done, .. } if *done == tag => return Ok(None),
                    other => self.has_news |= tells_of_mail(other),
                }
            }
        };
        within(answer, &stop, asking).await?
    }

    /// Waits in IDLE until the server speaks of new mail, or `limit` has passed.
    pub(super) async fn wait_for_news(&mut self, limit: Duration) -> Result<(), ImapError> {
        let stop = self.stop.clone();
        let listening = async {
            while !self.has_news {
                let answer = self.session.read_response().await.map_err(unread)?;
                let answer = answer.ok_or_else(gone)?;
                self.has_news |= tells_of_mail(answer.parsed());
                bye(answer.parsed())?;
            }
            Ok(())
        };
        match within(limit, &stop, listening).await {
            Err(ImapError::TimedOut) => Ok(()),
            other => other?,
        }
    }

    /// Ends IDLE.
    pub(super) async fn end_idle(&mut self, tag: &RequestId) -> Result<(), ImapError> {
        let (stop, answer) = (self.stop.clone(), self.answer);
        let ending = async {
            self.session.run_command_untagged("DONE").await.map_err(lost)?;
            self.until_done(tag, "IDLE", &mut |_| ()).await
        };
        within(answer, &stop, ending).await?
    }

    /// Says goodbye, as far as the server listens.
    pub(super) async fn close(mut self) {
        let _ = timeout(GOODBYE, self.session.run_command_untagged("Z LOGOUT")).await;
    }

    async fn until_done(
        &mut self,
        tag: &RequestId,
        command: &str,
        each: &mut impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        loop {
            let answer = self.session.read_response().await.map_err(unread)?.ok_or_else(gone)?;
            match answer.parsed() {
                Response::Done { tag: done, status, outcome } if done == tag => {
                    return match status {
                        Status::Ok => Ok(()),
                        _ => Err(refused(command, outcome)),
                    };
                }
                other => {
                    bye(other)?;
                    self.has_news |= tells_of_mail(other);
                    each(other);
                }
            }
        }
    }
}

/// Opens the connection as far as the login.
async fn connect(server: &MailServer) -> Result<Client<Box<dyn Stream>>, ImapError> {
    let socket = TcpStream::connect((server.host.as_str(), server.port))
        .await
        .map_err(|error| ImapError::Unreachable(error.to_string()))?;
    let _ = socket.set_nodelay(true);
    match server.tls {
        Tls::Implicit => greeted(protect(server, Box::new(socket)).await?).await,
        Tls::Off => greeted(Box::new(socket)).await,
        Tls::StartTls => {
            let mut client = greeted(Box::new(socket)).await?;
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(|_| ImapError::Tls("STARTTLS is refused".to_owned()))?;
            // What came after the answer, unprotected, is dropped with the client's buffer.
            Ok(Client::new(protect(server, client.into_inner()).await?))
        }
    }
}

async fn greeted(stream: Box<dyn Stream>) -> Result<Client<Box<dyn Stream>>, ImapError> {
    let mut client = Client::new(stream);
    let greeting = client.read_response().await.map_err(unread)?.ok_or_else(gone)?;
    match greeting.parsed() {
        Response::Data { status: Status::Ok, .. } => Ok(client),
        other => {
            bye(other)?;
            Err(ImapError::Protocol)
        }
    }
}

async fn protect(
    server: &MailServer,
    stream: Box<dyn Stream>,
) -> Result<Box<dyn Stream>, ImapError> {
    let failed = |error: &dyn std::fmt::Display| ImapError::Tls(error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?
        .with_root_certificates(trust::all())
        .with_no_client_auth();
    let name = ServerName::try_from(server.host.clone()).map_err(|error| failed(&error))?;
    let protected = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .map_err(|error| failed(&error))?;
    Ok(Box::new(protected))
}

/// Runs to the end, the limit or the stop, whichever comes first.
pub(super) async fn within<T>(
    limit: Duration,
    stop: &CancellationToken,
    work: impl Future<Output = T>,
) -> Result<T, ImapError> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(ImapError::Stopped),
        done = timeout(limit, work) => done.map_err(|_| ImapError::TimedOut),
    }
}

fn tells_of_mail(answer: &Response<'_>) -> bool {
    matches!(answer, Response::MailboxData(MailboxDatum::Exists(_)))
}

/// The server ends the connection by itself.
fn bye(answer: &Response<'_>) -> Result<(), ImapError> {
    match answer {
        Response::Data { status: Status::Bye, outcome } => {
            Err(ImapError::Unreachable(said(outcome)))
        }
        _ => Ok(()),
    }
}

fn refused(command: &str, outcome: &Outcome<'_>) -> ImapError {
    let words: Vec<&str> = command.split(' ').take(2).collect();
    ImapError::Refused { command: words.join(" "), reason: said(outcome) }
}

/// The server's words in one short line.
fn said(outcome: &Outcome<'_>) -> String {
    let words = outcome.information.as_deref().unwrap_or("no reason given");
    words.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn login(error: async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match error {
        Error::No(reason) | Error::Bad(reason) => {
            let reason = words(&reason);
            // RFC 5530: the server itself is in trouble, or has too many of our connections.
            let passes = ["UNAVAILABLE", "[LIMIT]", "[INUSE]"];
            if passes.iter().any(|code| reason.to_uppercase().contains(code)) {
                ImapError::Unreachable(reason)
            } else {
                ImapError::LoginRefused(reason)
            }
        }
        Error::Validate(_) => {
            ImapError::LoginRefused("user or password contain a line break".to_owned())
        }
        other => lost(other),
    }
}

/// The server's words out of async-imap's `code: …, info: Some("…")`.
fn words(reason: &str) -> String {
    let info = reason.rsplit_once("info: Some(\"").map_or(reason, |(_, info)| info);
    info.trim_end_matches("\")").chars().take(200).collect()
}

fn lost(error: async_imap::error::Error) -> ImapError {
    match error {
        async_imap::error::Error::Io(error) => unread(error),
        async_imap::error::Error::ConnectionLost => gone(),
        _ => ImapError::Protocol,
    }
}

/// async-imap's errors of this kind quote what they could not read: a mail, it may be.
#[allow(clippy::needless_pass_by_value)] // for map_err
fn unread(error: io::Error) -> ImapError {
    match error.kind() {
        io::ErrorKind::Other => ImapError::Protocol,
        kind => ImapError::Unreachable(kind.to_string()),
    }
}

fn gone() -> ImapError {
    ImapError::Unreachable("the connection was closed".to_owned())
}
