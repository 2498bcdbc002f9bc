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

/// The same at a start. A town that is known already goes on as it was when its file cannot be read, and
/// somebody is told: a slip of the pen must not silence it. Returns what to tell them.
pub(super) async fn take_over(
    store: &Store,
    file: Option<&Path>,
    clock: &Clock,
) -> anyhow::Result<Option<String>> {
    let Some(file) = file else {
        return Ok(None);
    };
    let rows = match read_directory(file) {
        Ok(rows) => rows,
        Err(mistake) if store.directory().await?.is_some() => {
            // Not the mistake itself: it quotes the file, where people are named.
            let why = format!(
                "{mistake}: rispondo check says more. What was imported before stays in force \
                 until the file is mended and the service started again"
            );
            tracing::error!(why, "directory.not_imported");
            return Ok(Some(why));
        }
        Err(mistake) => return Err(mistake),
    };
    let summary = store.import_directory(rows, &file.display().to_string(), clock.now()).await?;
    tracing::info!(added = summary.added, changed = summary.changed, "directory.imported");
    Ok(None)
}
