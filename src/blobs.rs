//! Photos and other files, durable under keys of their own: the only place that names `object_store`.

mod bucket;

use std::collections::HashSet;
use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, RetryConfig};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use uuid::Uuid;

use crate::config::blobs::BlobConfig;
use crate::domain::trouble::{Ill, Trouble};

/// How often the words of a check stand in its file: a quarter of a mebibyte.
const PROBE: usize = 18_725;
/// So many photos are decoded at once.
const AT_ONCE: usize = 1;
/// For so long a bucket that does not answer is asked again.
const RETRY: Duration = Duration::from_secs(20);

/// Where the marks lie by which a place is known again. The key of a file begins with two digits of its hash.
const MARKS: &str = "place";
/// What a mark says to whoever finds it.
const MARK: &[u8] =
    b"By the name of this file rispondo knows the place where it keeps photos and mails. \
It goes wherever they go.\n";

/// Without room: the disk is full, or our share of it.
const FULL: [io::ErrorKind; 2] = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];

/// The blob store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs {
    standing: watch::Sender<Option<Trouble>>,
    store: Arc<dyn ObjectStore>,
    /// Who may decode photos now.
    decoding: Arc<Semaphore>,
    /// The folder, where it is one.
    root: Option<Arc<Root>>,
}

/// The folder of files, which lie in folders of their own.
#[derive(Debug)]
struct Root {
    path: PathBuf,
    /// Those folders whose names are durable.
    durable: Mutex<HashSet<String>>,
}

/// Why the blob store did not do it.
#[derive(Debug, thiserror::Error)]
#[error("the store of files: {}", .0.why)]
pub struct BlobError(Trouble);

impl BlobError {
    fn of(error: impl Error + 'static) -> Self {
        let ill = if is_full(&error) { Ill::Full } else { Ill::Away };
        Self(Trouble { ill, why: error.to_string() })
    }

    fn other(why: String) -> Self {
        Self(Trouble { ill: Ill::Away, why })
    }
}

/// Whether there was no room, somewhere down the causes.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| FULL.contains(&error.kind())) {
            return true;
        }
        cause = error.source();
    }
    false
}

impl Blobs {
    /// Opens the folder (made if there is none), or the bucket.
    pub fn open(config: &BlobConfig) -> Result<Self, BlobError> {
        match config {
            BlobConfig::Folder(root) => {
                std::fs::create_dir_all(root).map_err(|error| {
                    BlobError::other(format!("{} cannot be made: {error}", root.display()))
                })?;
                let store = LocalFileSystem::new_with_prefix(root).map_err(BlobError::of)?;
                let store = store.with_fsync(true);
                let root = Root { path: root.clone(), durable: Mutex::default() };
                Ok(Self::new(Arc::new(store), Some(Arc::new(root))))
            }
            BlobConfig::S3 { bucket, prefix, settings } => {
                // The one provider of the process; another call than the first changes nothing.
                let _ = rustls::crypto::ring::default_provider().install_default();
                // Whoever waits for a photo or hands over a mail tries again by themselves.
                let retry =
                    RetryConfig { max_retries: 2, retry_timeout: RETRY, ..RetryConfig::default() };
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_retry(retry)
                    .with_http_connector(bucket::Connector);
                for (name, value) in settings {
                    let key = name.to_lowercase().parse().map_err(BlobError::of)?;
                    builder = builder.with_config(key, value);
                }
                let bucket = builder.build().map_err(BlobError::of)?;
                let store = PrefixStore::new(bucket, prefix.as_str());
                Ok(Self::new(Arc::new(store), None))
            }
        }
    }

    fn new(store: Arc<dyn ObjectStore>, root: Option<Arc<Root>>) -> Self {
        let decoding = Arc::new(Semaphore::new(AT_ONCE));
        Self { standing: watch::Sender::new(None), store, decoding, root }
    }

    /// Waits until photos may be decoded, and until what this returns is dropped nobody else decodes any: one takes a
    /// good part of the memory that there is.
    pub async fn decoding(&self) -> Option<OwnedSemaphorePermit> {
        // Nobody closes it.
        Arc::clone(&self.decoding).acquire_owned().await.ok()
    }

    /// Keeps the bytes; returns their key. Durable when it returns: file and folders are synced, a
    /// bucket has said that it has them.
    /// The same bytes have the same key.
    pub async fn put(&self, bytes: Bytes) -> Result<String, BlobError> {
        let put = self.put_now(bytes).await;
        if let Err(BlobError(trouble)) = &put {
            self.standing.send_if_modified(|known| {
                let news = trouble.is_news(known.as_ref());
                if news {
                    *known = Some(trouble.clone());
                }
                news
            });
        }
        put
    }

    /// What is wrong with it, if anything is: what was to be kept says so at once, and only
    /// [`Blobs::is_well`] that it has passed.
    pub fn standing(&self) -> watch::Receiver<Option<Trouble>> {
        self.standing.subscribe()
    }

    /// Looks whether it keeps files again.
    pub async fn is_well(&self) -> Result<(), BlobError> {
        self.check().await?;
        self.standing.send_replace(None);
        Ok(())
    }

    async fn put_now(&self, bytes: Bytes) -> Result<String, BlobError> {
        let hash = hex::encode(Sha256::digest(&bytes));
        let (first, rest) = hash.split_at(2);
        self.keep(first, rest, bytes).await
    }

    /// Keeps the bytes in that folder, under that name; returns their key.
    async fn keep(&self, folder: &str, name: &str, bytes: Bytes) -> Result<String, BlobError> {
        let key = format!("{folder}/{name}");
        self.store.put(&Path::from(key.clone()), bytes.into()).await.map_err(BlobError::of)?;
        if let Some(root) = &self.root {
            Arc::clone(root).sync(folder).await?;
        }
        Ok(key)
    }

    /// Leaves a mark by which this place is known again, also where its files are moved. There may be several: two
    /// processes that begin at once each leave one, and find both.
    pub async fn mark(&self, id: Uuid) -> Result<(), BlobError> {
        self.keep(MARKS, &id.to_string(), Bytes::from_static(MARK)).await.map(drop)
    }

    /// Whether that mark was left here.
    pub async fn has_mark(&self, id: Uuid) -> Result<bool, BlobError> {
        match self.store.head(&Path::from(format!("{MARKS}/{id}"))).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(BlobError::of(error)),
        }
    }

    /// The bytes under a key.
    pub async fn get(&self, key: &str) -> Result<Bytes, BlobError> {
        let found = self.store.get(&Path::from(key)).await.map_err(BlobError::of)?;
        found.bytes().await.map_err(BlobError::of)
    }

    /// Writes a file and reads it: as big as a small photo, as there may be room for less. It is always the same
    /// one, written anew, and stays: another process may be about to read it, and nothing else is ever deleted here.
    pub async fn check(&self) -> Result<(), BlobError> {
        let probe = Bytes::from_static(b"rispondo check").repeat(PROBE).into();
        let probe: Bytes = probe;
        let key = self.put(probe.clone()).await?;
        let read = self.get(&key).await?;
        if read == probe {
            Ok(())
        } else {
            Err(BlobError::other("what was written reads back other".to_owned()))
        }
    }
}

impl Root {
    /// The library syncs a file and the folder in which it lies, and that folder's name only where it made it itself:
    /// whoever comes a moment later would not wait for that. It need be done once.
    async fn sync(self: Arc<Self>, folder: &str) -> Result<(), BlobError> {
        if self.durable().contains(folder) {
            return Ok(());
        }
        let folder = folder.to_owned();
        let synced = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&self.path)?.sync_all()?;
            self.durable().insert(folder);
            Ok::<(), io::Error>(())
        });
        synced.await.map_err(BlobError::of)?.map_err(BlobError::of)
    }

    fn durable(&self) -> MutexGuard<'_, HashSet<String>> {
        self.durable.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

    /// A power cut cannot be played here, but the library says what it was told.
    #[test]
    fn what_is_put_is_brought_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&BlobConfig::Folder(folder.path().to_owned())).unwrap();
        let told = format!("{:?}", blobs.store);
        assert!(told.contains("fsync: true"), "{told}");
    }

    /// All files below a folder.
    fn files(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
    }

    #[tokio::test]
    async fn two_processes_may_check_at_once_and_what_they_leave_does_not_grow() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Blobs::open(&BlobConfig::Folder(folder.path().to_owned())).unwrap();
        let (one, other) = (open(), open());
        let checks = (0..40).map(|at| if at % 2 == 0 { one.check() } else { other.check() });
        for checked in futures_util::future::join_all(checks).await {
            checked.unwrap();
        }
        assert_eq!(files(folder.path()), 1);
    }
}
