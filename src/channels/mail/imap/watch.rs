//! Waiting for new mail: the server tells of it (IDLE), or is asked again and again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::connection::{Connection, within};
use super::{ImapError, Patience};

/// Returns when there may be new mail.
pub(super) async fn news(
    connection: &mut Connection,
    knows_idle: bool,
    patience: Patience,
    stop: &CancellationToken,
) -> Result<(), ImapError> {
    if knows_idle && let Some(tag) = connection.idle().await? {
        connection.wait_for_news(patience.idle).await?;
        return connection.end_idle(&tag).await;
    }
    match within(patience.poll, stop, std::future::pending::<()>()).await {
        Err(ImapError::TimedOut) | Ok(()) => {}
        Err(other) => return Err(other),
    }
    connection.command("NOOP", Duration::ZERO, |_| ()).await
}
