//! Waiting for new mail: the server tells of it (IDLE), or is asked again and again.

use std::time::Duration;

use super::ImapError;
use super::connection::{ANSWER, Connection, within};
use tokio_util::sync::CancellationToken;

/// After that long IDLE begins anew: far below the half hour after which servers lose patience
/// (RFC 2177 section 3), and as long as a dead connection may go unnoticed.
const IDLE: Duration = Duration::from_secs(9 * 60);

/// How often a server without IDLE is asked.
const POLL: Duration = Duration::from_secs(60);

/// Returns when there may be new mail.
pub(super) async fn news(
    connection: &mut Connection,
    knows_idle: bool,
    stop: &CancellationToken,
) -> Result<(), ImapError> {
    if knows_idle && let Some(tag) = connection.idle().await? {
        connection.wait_for_news(IDLE).await?;
        return connection.end_idle(&tag).await;
    }
    match within(POLL, stop, std::future::pending::<()>()).await {
        Err(ImapError::TimedOut) | Ok(()) => {}
        Err(other) => return Err(other),
    }
    connection.command("NOOP", ANSWER, |_| ()).await
}
