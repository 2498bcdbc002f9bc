//! Mails as files, for demonstrations: no mail server is needed to read what would have gone out.

use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use tokio::fs;

use super::errors::SendError;
use super::transaction::Accepted;
use crate::channels::mail::compose::Composed;

/// Writes a mail as `ID.eml` and its envelope as `ID.json`. The id is a hash of both, so the same
/// mail is one file however often it is sent.
pub(super) async fn write(folder: &Path, mail: &Composed) -> Result<Accepted, SendError> {
    let envelope = serde_json::json!({ "from": mail.envelope_from, "to": mail.to }).to_string();
    let digest = Sha256::new().chain_update(&envelope).chain_update(&mail.bytes).finalize();
    let digest = hex::encode(digest);
    let id = digest.get(..16).unwrap_or(&digest);
    let written = async {
        fs::create_dir_all(folder).await?;
        fs::write(folder.join(format!("{id}.json")), &envelope).await?;
        // Renamed into place: whoever watches the folder sees whole mails.
        let half = folder.join(format!("{id}.part"));
        fs::write(&half, &mail.bytes).await?;
        fs::rename(half, folder.join(format!("{id}.eml"))).await
    };
    written.await.map_err(not_written)?;
    Ok(Accepted { reply: format!("written as {id}.eml") })
}

/// Whether a mail could be written.
pub(super) async fn check(folder: &Path) -> Result<(), SendError> {
    let tried = async {
        fs::create_dir_all(folder).await?;
        let probe = folder.join("check.part");
        fs::write(&probe, b"").await?;
        fs::remove_file(probe).await
    };
    tried.await.map_err(not_written)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn not_written(error: io::Error) -> SendError {
    SendError::NotMade(format!("the folder of mails: {error}"))
}
