//! Where PostgreSQL's programs are, and how they get there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::system::is_root;
use crate::apt;

/// Debian keeps one folder a version here, out of the way of `PATH`.
const VERSIONS: &str = "/usr/lib/postgresql";

/// What is said where PostgreSQL is missing and cannot be installed.
const MISSING: &str = "\
NO TEST WAS RUN.

Every test of the store runs on SQLite and on PostgreSQL, and no PostgreSQL server is
installed here (looked for initdb and pg_ctl in /usr/lib/postgresql/*/bin and in PATH).
Do one of these, then run the tests again:

    as root, on Debian or Ubuntu:  apt-get install postgresql
    with another server:           RISPONDO_TEST_POSTGRES=postgres://user:password@host/postgres
                                   (its user must be allowed to create databases)
";

/// The folder of the newest programs; root on Debian gets them installed.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    if is_root()?
        && let Err(error) = apt::install(&["postgresql"])
    {
        eprintln!("xtask: {error:#}");
    }
    find().context(MISSING)
}

fn find() -> Option<PathBuf> {
    newest(Path::new(VERSIONS)).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| is_complete(folder))
    })
}

/// The `bin` of the highest version that has the server's programs, not only a client.
fn newest(versions: &Path) -> Option<PathBuf> {
    std::fs::read_dir(versions)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            is_complete(&programs).then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl"].iter().all(|program| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_with_a_server_wins() {
        let root = std::env::temp_dir().join(format!("rispondo-versions-{}", std::process::id()));
        for (version, programs) in
            [("9", &["initdb", "pg_ctl"][..]), ("15", &["initdb", "pg_ctl"]), ("17", &["psql"])]
        {
            let bin = root.join(version).join("bin");
            std::fs::create_dir_all(&bin).unwrap();
            for program in programs {
                std::fs::write(bin.join(program), "").unwrap();
            }
        }
        let found = newest(&root);
        std::fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, Some(root.join("15/bin")));
    }

    #[test]
    fn a_machine_without_postgresql_has_none() {
        assert_eq!(newest(Path::new("/nowhere")), None);
    }
}
