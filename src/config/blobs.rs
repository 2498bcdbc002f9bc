//! Where photos are kept.

use std::path::PathBuf;

use super::{ConfigError, Env, value};

/// Where photos are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobConfig {
    /// The folder; made if there is none.
    pub folder: PathBuf,
}

impl BlobConfig {
    /// Reads `BLOB_URL`; `file:blobs` without it.
    pub fn read(env: Env<'_>) -> Result<Self, ConfigError> {
        let url = value(env, "BLOB_URL").unwrap_or_else(|| "file:blobs".to_owned());
        let folder = url.strip_prefix("file:").map(|path| path.strip_prefix("//").unwrap_or(path));
        match folder {
            Some(folder) if !folder.is_empty() => Ok(Self { folder: folder.into() }),
            _ => Err(ConfigError::new(
                "BLOB_URL",
                "names no folder",
                "Write BLOB_URL=file:blobs, or file: and another folder.",
            )),
        }
    }
}
