//! LMTP in the service's place, for a moment: our own mail is taken, every other one is to come again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::mail::{accounts, reading};
use crate::channels::mail::lmtp::{self, LmtpConfig};
use crate::channels::mail::{Arrival, TakeMail, read};
use crate::config::mail::MailConfig;

/// Listens until it is dropped.
pub(super) struct Here {
    came: mpsc::Receiver<()>,
    serving: tokio::task::JoinHandle<()>,
}

impl Here {
    /// Listens, for the mail with this Message-ID.
    pub(super) async fn listen(
        address: SocketAddr,
        config: &MailConfig,
        message_id: &str,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let (tell, came) = mpsc::channel(1);
        let (ours, context) = (message_id.to_owned(), reading(config));
        let take: TakeMail = Arc::new(move |arrival: Arrival| {
            // A bounce that brings it back is another mail.
            let mail = read::read(&arrival, &context).mail;
            let is_ours = mail.message_id.as_ref() == Some(&ours);
            let tell = tell.clone();
            Box::pin(async move {
                if !is_ours {
                    return Err("the service does not run".to_owned());
                }
                let _ = tell.try_send(());
                Ok(())
            })
        });
        let lmtp = LmtpConfig {
            accounts: accounts(config),
            max_size: lmtp::MAX_SIZE,
            max_connections: lmtp::MAX_CONNECTIONS,
            room: lmtp::ROOM,
            patience: lmtp::PATIENCE,
            name: config.id_host().to_owned(),
        };
        let serving = tokio::spawn(lmtp::serve(listener, lmtp, take, CancellationToken::new()));
        Ok(Self { came, serving })
    }

    /// Whether the mail comes before the patience is over.
    pub(super) async fn hears(&mut self, patience: Duration) -> bool {
        matches!(timeout(patience, self.came.recv()).await, Ok(Some(())))
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        // What is in hand was not acknowledged, so it comes again.
        self.serving.abort();
    }
}
