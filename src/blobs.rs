//! Photos and other files, durable under keys of their own: the only place that names `object_store`.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, RetryConfig};
use sha2::{Digest as _, Sha256};

use crate::config::blobs::BlobConfig;

/// For so long a bucket that does not answer is asked again.
const RETRY: Duration = Duration::from_secs(20);

/// The blob store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder, where it is one: its files are synced by us.
    root: Option<Arc<FilePath>>,
}

/// Why the blob store did not do it.
#[derive(Debug, thiserror::Error)]
#[error("the store of files: {0}")]
pub struct BlobError(String);

impl BlobError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Blobs {
    /// Opens the folder (made if there is none), or the bucket.
    pub fn open(config: &BlobConfig) -> Result<Self, BlobError> {
        match config {
            BlobConfig::Folder(root) => {
                std::fs::create_dir_all(root).map_err(|error| {
                    BlobError(format!("{} cannot be made: {error}", root.display()))
                })?;
                let store = LocalFileSystem::new_with_prefix(root).map_err(BlobError::of)?;
                Ok(Self { store: Arc::new(store), root: Some(root.as_path().into()) })
            }
            BlobConfig::S3 { bucket, prefix, settings } => {
                // The one provider of the process; another call than the first changes nothing.
                let _ = rustls::crypto::ring::default_provider().install_default();
                // Whoever waits for a photo or hands over a mail tries again by themselves.
                let retry =
                    RetryConfig { max_retries: 2, retry_timeout: RETRY, ..RetryConfig::default() };
                let mut builder = AmazonS3Builder::new().with_bucket_name(bucket).with_retry(retry);
                for (name, value) in settings {
                    let key = name.to_lowercase().parse().map_err(BlobError::of)?;
                    builder = builder.with_config(key, value);
                }
                let bucket = builder.build().map_err(BlobError::of)?;
                let store = PrefixStore::new(bucket, prefix.as_str());
                Ok(Self { store: Arc::new(store), root: None })
            }
        }
    }

    /// Keeps the bytes; returns their key. Durable when it returns: file and folders are synced, a
    /// bucket has said that it has them.
    /// The same bytes have the same key.
    pub async fn put(&self, bytes: Bytes) -> Result<String, BlobError> {
        let hash = hex::encode(Sha256::digest(&bytes));
        let (first, rest) = hash.split_at(2);
        let key = format!("{first}/{rest}");
        self.store.put(&Path::from(key.clone()), bytes.into()).await.map_err(BlobError::of)?;
        if let Some(root) = &self.root {
            sync(root.join(&key)).await?;
        }
        Ok(key)
    }

    /// The bytes under a key.
    pub async fn get(&self, key: &str) -> Result<Bytes, BlobError> {
        let found = self.store.get(&Path::from(key)).await.map_err(BlobError::of)?;
        found.bytes().await.map_err(BlobError::of)
    }

    /// Writes, reads and deletes a small file.
    pub async fn check(&self) -> Result<(), BlobError> {
        let probe = Bytes::from_static(b"rispondo check");
        let key = self.put(probe.clone()).await?;
        let read = self.get(&key).await?;
        self.store.delete(&Path::from(key)).await.map_err(BlobError::of)?;
        if read == probe {
            Ok(())
        } else {
            Err(BlobError("what was written reads back other".into()))
        }
    }
}

/// A rename is durable once the folder is: the library does not see to that.
async fn sync(file: PathBuf) -> Result<(), BlobError> {
    let synced = tokio::task::spawn_blocking(move || {
        std::fs::File::open(&file)?.sync_all()?;
        for folder in file.ancestors().skip(1).take(2) {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok::<(), std::io::Error>(())
    });
    synced.await.map_err(BlobError::of)?.map_err(BlobError::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&BlobConfig::Folder(folder.path().join("new"))).unwrap();
        let key = blobs.put(Bytes::from_static(b"photo")).await.unwrap();
        assert_eq!(blobs.put(Bytes::from_static(b"photo")).await.unwrap(), key);
        assert_eq!(blobs.get(&key).await.unwrap(), Bytes::from_static(b"photo"));
        assert!(blobs.get("00/none").await.is_err());
        blobs.check().await.unwrap();
    }
}
