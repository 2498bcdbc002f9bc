//! Whose files are checked.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::config::Config;
use crate::config::blobs::BlobConfig;
use crate::store::Store;

/// The user number of root.
const ROOT: u32 = 0;

/// Whether this runs as root where another user keeps the town's files. What root would write there could not be written by
/// the service any more.
pub(super) fn is_of_another(config: &Config) -> bool {
    let database = Store::file_of(&config.database.url.0).ok().flatten();
    let place = match (&database, &config.blobs) {
        (Some(file), _) => file,
        (None, BlobConfig::Folder(folder)) => folder,
        // Nothing is kept here.
        (None, BlobConfig::S3 { .. }) => return false,
    };
    let own = owner(Path::new("/proc/self"));
    own == Some(ROOT) && nearest_owner(place).is_some_and(|theirs| theirs != ROOT)
}

/// The owner of what is there, or of the folder in which it will be.
fn nearest_owner(place: &Path) -> Option<u32> {
    let place = std::path::absolute(place).ok()?;
    place.ancestors().find_map(owner)
}

fn owner(place: &Path) -> Option<u32> {
    std::fs::metadata(place).ok().map(|known| known.uid())
}
