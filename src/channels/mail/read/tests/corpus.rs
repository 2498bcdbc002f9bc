//! Mails of others: nothing panics, nothing takes long.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::*;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long a mail takes is what is measured")]
fn the_corpus_is_read_without_a_panic_and_in_time() {
    let Some(folder) = std::env::var_os("RISPONDO_MAIL_CORPUS") else {
        println!("NOT RUN: RISPONDO_MAIL_CORPUS is not set");
        return;
    };
    let mut found = Vec::new();
    files(Path::new(&folder), &mut found);
    let mut slowest = Duration::ZERO;
    for path in &found {
        let raw = std::fs::read(path).unwrap();
        let start = Instant::now();
        // `whole` rather than `read`: a panic must show here.
        let reading = whole(&arrival(raw), &context());
        slowest = slowest.max(start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(2), "{}", path.display());
        assert_eq!(reading.mail.mark.len(), 64, "{}", path.display());
    }
    println!("{} files read, the slowest in {slowest:?}", found.len());
    assert!(found.len() > 100);
}
