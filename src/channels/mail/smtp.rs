//! Sending mail. lettre speaks SMTP; the pool around it is ours, because what is to be done about a
//! refusal depends on the command that was refused, which lettre's own pool does not say.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

mod errors;
mod folder;
mod pool;
mod refusals;
mod reply;
mod session;
mod stream;
#[cfg(test)]
mod tests;
mod transaction;

pub use errors::{SendError, Stage};
pub use refusals::Refusals;
pub use transaction::Accepted;

use self::pool::Pool;
use self::session::{Limits, Protection};
use super::compose::Composed;
use super::trust;
use crate::config::mail::{MailServer, Outlet, Tls};

/// Where the mails of one account go out. A clone is the same outlet.
#[derive(Clone)]
pub struct Smtp(Arc<Way>);

enum Way {
    Server(Arc<Pool>),
    Folder(PathBuf),
    Here(Arc<dyn PostOffice>),
}

/// What a [`PostOffice`] will have answered.
pub type Later<'a> = Pin<Box<dyn Future<Output = Result<Accepted, SendError>> + Send + 'a>>;

/// A mail server in this process, as [`Smtp::to`] hands mails over to it.
pub trait PostOffice: fmt::Debug + Send + Sync {
    /// Takes a mail, or refuses it.
    fn take<'a>(&'a self, mail: &'a Composed) -> Later<'a>;
}

/// An outlet that cannot be used as it is set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutletError {
    /// The name with which we greet is no host name and no IP address.
    #[error("{0:?} is no host name and no IP address to greet a mail server with")]
    Hello(String),
    /// The server's name is none that a certificate could have.
    #[error("{0:?} is no name of a mail server")]
    Host(String),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}

impl Smtp {
    /// Makes the outlet ready; nothing is connected yet. `hello` is the name for EHLO (RFC 5321
    /// section 4.1.1.1).
    ///
    /// # Errors
    ///
    /// A name that is none, or TLS that cannot be set up.
    pub fn new(outlet: &Outlet, hello: &str) -> Result<Self, OutletError> {
        let way = match outlet {
            Outlet::Folder(folder) => Way::Folder(folder.clone()),
            Outlet::Server(server) => {
                let pool = Pool::new(
                    server.clone(),
                    hello_name(hello)?,
                    protection(server)?,
                    Limits::STANDARD,
                );
                Way::Server(Arc::new(pool))
            }
        };
        Ok(Self(Arc::new(way)))
    }

    /// The outlet to a server in this process.
    pub fn to(server: Arc<dyn PostOffice>) -> Self {
        Self(Arc::new(Way::Here(server)))
    }

    /// Hands a mail over.
    ///
    /// # Errors
    ///
    /// What is to be done about it: see [`SendError`].
    pub async fn send(&self, mail: &Composed) -> Result<Accepted, SendError> {
        match &*self.0 {
            Way::Server(pool) => pool.send(mail).await,
            Way::Folder(folder) => folder::write(folder, mail).await,
            Way::Here(server) => server.take(mail).await,
        }
    }

    /// Tries whether mail could go out: connects, greets, logs in and leaves.
    ///
    /// # Errors
    ///
    /// As for [`Smtp::send`].
    pub async fn check(&self) -> Result<(), SendError> {
        match &*self.0 {
            Way::Server(pool) => pool.check().await,
            Way::Folder(folder) => folder::check(folder).await,
            Way::Here(_) => Ok(()),
        }
    }
}

impl fmt::Debug for Smtp {
    /// Where to, without the login.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Way::Server(pool) => {
                let (host, port) = pool.server();
                write!(f, "Smtp({host}:{port})")
            }
            Way::Folder(folder) => write!(f, "Smtp({})", folder.display()),
            Way::Here(server) => write!(f, "Smtp({server:?})"),
        }
    }
}

fn hello_name(name: &str) -> Result<ClientId, OutletError> {
    match name.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => return Ok(ClientId::Ipv4(address)),
        Ok(IpAddr::V6(address)) => return Ok(ClientId::Ipv6(address)),
        Err(_) => {}
    }
    let good = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
    if name.is_empty() || name.len() > 255 || !name.bytes().all(good) {
        return Err(OutletError::Hello(name.to_owned()));
    }
    Ok(ClientId::Domain(name.to_owned()))
}

/// How the server's connections are protected: TLS trusts the public certificate authorities, and those that this
/// computer knows.
fn protection(server: &MailServer) -> Result<Protection, OutletError> {
    let host = server.host.trim_matches(['[', ']']).to_owned();
    let name = || {
        let name = ServerName::try_from(host.clone());
        name.map_err(|_| OutletError::Host(host.clone()))
    };
    match server.tls {
        Tls::Off => Ok(Protection::Off),
        Tls::StartTls => {
            name()?;
            let failed =
                |error: lettre::transport::smtp::Error| OutletError::Tls(error.to_string());
            let mut tls =
                TlsParameters::builder(host).certificate_store(CertificateStore::WebpkiRoots);
            for authority in trust::own() {
                let authority = Certificate::from_der(authority.to_vec()).map_err(failed)?;
                tls = tls.add_root_certificate(authority);
            }
            tls.build_rustls().map(Protection::StartTls).map_err(failed)
        }
        Tls::Implicit => Ok(Protection::Implicit(connector(trust::all())?, name()?)),
    }
}

/// TLS that trusts these authorities.
fn connector(roots: Arc<RootCertStore>) -> Result<TlsConnector, OutletError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| OutletError::Tls(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
