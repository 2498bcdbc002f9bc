//! Photos as they go out: no more of them than can be seen.

use bytes::Bytes;

use crate::blobs::{BlobError, Blobs};
use crate::channels::mail::read;

/// A kept file on its way out.
pub(super) struct Kept {
    /// As it was kept.
    pub raw: Bytes,
    /// Freed of what it tells beside the picture: where and by whose device it was taken. None where it is no photo, or
    /// one that is not read here.
    pub freed: Option<Bytes>,
}

/// Reads a kept file. Photos of mails were freed when they came, and what is sent as a photo in a chat Telegram frees;
/// but what is sent there as a file comes as it is, whatever it is.
pub(super) async fn kept(blobs: &Blobs, key: &str) -> Result<Kept, BlobError> {
    // Those who wait for their turn hold no file meanwhile.
    let turn = blobs.decoding().await;
    let raw = blobs.get(key).await?;
    let bytes = raw.clone();
    let freed = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        read::freed(&bytes)
    });
    Ok(Kept { raw, freed: freed.await.ok().flatten().map(Bytes::from) })
}
