//! Files that a command makes, of what is not for everybody.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Writes a new file. Nobody else of this machine reads it, and nothing is written over.
pub(super) fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut new = options.write(true).create_new(true).mode(0o600).open(file)?;
    // A part of it would look like all of it.
    new.write_all(content).inspect_err(|_| drop(std::fs::remove_file(file)))
}
