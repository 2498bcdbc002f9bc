//! The directory file taken over: at a start, and by command.

use std::path::Path;

use anyhow::Context as _;

use crate::clock::Clock;
use crate::config::directory_file;
use crate::domain::directory_rows::DirectoryRow;
use crate::store::{ImportSummary, Store};

/// Takes over what a directory file says otherwise than last time.
pub async fn import_directory(
    store: &Store,
    file: &Path,
    clock: &Clock,
) -> anyhow::Result<ImportSummary> {
    let rows = read_directory(file)?;
    Ok(store.import_directory(rows, &file.display().to_string(), clock.now()).await?)
}

fn read_directory(file: &Path) -> anyhow::Result<Vec<DirectoryRow>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("DIRECTORY_FILE: {} cannot be read", file.display()))?;
    directory_file::parse(&text)
        .with_context(|| format!("DIRECTORY_FILE: {} has a mistake", file.display()))
}

/// What became of a directory file.
pub(super) enum TakenOver {
    /// There is none.
    NoFile,
    /// What it says is so now.
    Now(ImportSummary),
    /// It cannot be read; what to tell whoever looks after it.
    Not(String),
}

/// The same where the town goes on without it. One that is known already is as it was when its file cannot be read:
/// a slip of the pen must not silence it.
pub(super) async fn take_over(
    store: &Store,
    file: Option<&Path>,
    clock: &Clock,
) -> anyhow::Result<TakenOver> {
    let Some(file) = file else {
        return Ok(TakenOver::NoFile);
    };
    let rows = match read_directory(file) {
        Ok(rows) => rows,
        // Not the mistake itself: it quotes the file, where people are named.
        Err(mistake) if store.directory().await?.is_some() => {
            return Ok(TakenOver::Not(format!(
                "{mistake}: rispondo check says more. What was imported before stays in force \
                 until the file is mended and the service started again"
            )));
        }
        Err(mistake) => return Err(mistake),
    };
    let imported = store.import_directory(rows, &file.display().to_string(), clock.now()).await?;
    Ok(TakenOver::Now(imported))
}

/// The same at a start, with a word in the log. Returns what to tell of a file that cannot be read.
pub(super) async fn at_start(
    store: &Store,
    file: Option<&Path>,
    clock: &Clock,
) -> anyhow::Result<Option<String>> {
    Ok(match take_over(store, file, clock).await? {
        TakenOver::NoFile => None,
        TakenOver::Now(ImportSummary { added, changed, .. }) => {
            tracing::info!(added, changed, "directory.imported");
            None
        }
        TakenOver::Not(why) => {
            tracing::error!(why, "directory.not_imported");
            Some(why)
        }
    })
}
