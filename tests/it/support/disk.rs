//! A small disk of a test's own, which can be filled up.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What fills it lies here.
const BALLAST: &str = "ballast";

/// A disk in memory (tmpfs); gone with its value.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Of so many mebibytes. None where none can be mounted, which is said: that takes root.
    pub fn mounted(mebibytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={mebibytes}m,mode=0777");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "rispondo-test"])
            .arg(folder.path())
            .output();
        match mount {
            Ok(mount) if mount.status.success() => Some(Self { folder }),
            Ok(mount) => {
                let why = String::from_utf8_lossy(&mount.stderr).into_owned();
                eprintln!("NOT RUN: no small disk can be mounted here: {why}");
                None
            }
            Err(error) => {
                eprintln!("NOT RUN: no small disk can be mounted here: {error}");
                None
            }
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join(BALLAST)
    }

    /// Nothing more fits on it.
    pub fn fills(&self) {
        let mut file = File::options().create(true).append(true).open(self.ballast()).unwrap();
        for piece in [64 * 1024, 4096, 1] {
            loop {
                match file.write_all(&vec![b'x'; piece]) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    /// Whether it was filled up.
    pub fn is_full(&self) -> bool {
        self.ballast().exists()
    }

    /// Somebody has made room.
    pub fn has_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: what still holds a file there ends with the test.
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
