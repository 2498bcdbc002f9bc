//! Photos and other files, durable under keys of their own: the only place that names `object_store`.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};

use crate::config::blobs::BlobConfig;

/// The blob store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    root: Arc<FilePath>,
}

/// Why the blob store did not do it.
#[derive(Debug, thiserror::Error)]
#[error("the folder of files: {0}")]
pub struct BlobError(String);

impl BlobError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Blobs {
    /// Opens the folder; makes it if there is none.
    pub fn open(config: &BlobConfig) -> Result<Self, BlobError> {
        let root: PathBuf = config.folder.clone();
        std::fs::create_dir_all(&root)
            .map_err(|error| BlobError(format!("{} cannot be made: {error}", root.display())))?;
        let store = LocalFileSystem::new_with_prefix(&root).map_err(BlobError::of)?;
        Ok(Self { store: Arc::new(store), root: root.into() })
    }

    /// Keeps the bytes; returns their key. Durable when it returns: file and folders are synced.
    /// The same bytes have the same key.
    pub async fn put(&self, bytes: Bytes) -> Result<String, BlobError> {
        let hash = hex::encode(Sha256::digest(&bytes));
        let (first, rest) = hash.split_at(2);
        let key = format!("{first}/{rest}");
        self.store.put(&Path::from(key.clone()), bytes.into()).await.map_err(BlobError::of)?;
        self.sync(&key).await?;
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

    /// A rename is durable once the folder is: the library does not see to that.
    async fn sync(&self, key: &str) -> Result<(), BlobError> {
        let file = self.root.join(key);
        let synced = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&file)?.sync_all()?;
            for folder in file.ancestors().skip(1).take(2) {
                std::fs::File::open(folder)?.sync_all()?;
            }
            Ok::<(), std::io::Error>(())
        });
        synced.await.map_err(BlobError::of)?.map_err(BlobError::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&BlobConfig { folder: folder.path().join("new") }).unwrap();
        let key = blobs.put(Bytes::from_static(b"photo")).await.unwrap();
        assert_eq!(blobs.put(Bytes::from_static(b"photo")).await.unwrap(), key);
        assert_eq!(blobs.get(&key).await.unwrap(), Bytes::from_static(b"photo"));
        assert!(blobs.get("00/none").await.is_err());
        blobs.check().await.unwrap();
    }
}
