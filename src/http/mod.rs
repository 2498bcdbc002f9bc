//! What is listened on: the only place that names axum.

mod admin;
mod pages;
mod webhook;

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use admin::{Admin, Health, ShowMetrics, ShowStanding, Standing, Wake};
pub use pages::{Page, Pages, ShowPage};
pub use webhook::Webhook;

/// Takes an update in: the JSON that goes with its acknowledgement, if any does. An error means that it must
/// come again.
pub type TakeUpdate = Arc<dyn Fn(String) -> Taken + Send + Sync>;

/// An update that is being taken in.
pub type Taken = Pin<Box<dyn Future<Output = Result<Option<String>, String>> + Send>>;

/// An address that is listened on, not served yet.
#[derive(Debug)]
pub struct Door {
    /// What listens.
    pub listener: TcpListener,
    /// The address, with the port that the system gave where 0 was asked for.
    pub address: SocketAddr,
}

impl Door {
    /// Listens.
    pub async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Serves until stopped; requests that are being answered then are finished.
    pub async fn serve(self, router: Router, stop: CancellationToken) {
        let served = axum::serve(self.listener, router)
            .with_graceful_shutdown(async move { stop.cancelled().await });
        if let Err(error) = served.await {
            tracing::error!(%error, "http.ended");
        }
    }
}
