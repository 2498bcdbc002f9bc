//! `rispondo directory export`: the directory as it stands, as a file.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Utc};

use super::new_file;
use crate::config::database::DatabaseConfig;
use crate::config::directory_file::{self, Remarks};
use crate::domain::directory::Directory;
use crate::domain::directory_rows::{DirectoryRow, directory_of};
use crate::store::Store;
use crate::text;

/// Writes it to a new file, or to standard output.
pub(super) async fn run(
    database: &DatabaseConfig,
    file: Option<&Path>,
    now: DateTime<Utc>,
) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(super::address(database)).await?;
    let rows = store.directory_rows().await;
    store.close().await;
    let rows = rows?;
    let town = directory_of(rows.clone(), 0).map_err(anyhow::Error::msg)?;
    let text = written(&rows, &town, now);
    match file {
        Some(file) => {
            to_file(file, &text)?;
            println!("The directory as it is now is in {}.", file.display());
        }
        None => to_output(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The file; where an import would refuse it, it says on top why, and so does standard error.
fn written(rows: &[DirectoryRow], town: &Directory, now: DateTime<Utc>) -> String {
    let mut remarks = Remarks {
        head: text::directory::head(town, now),
        offices: text::directory::offices(town),
        categories: text::directory::categories(town),
        replies: text::directory::replies(town),
    };
    let file = directory_file::write(rows, &remarks);
    let Err(mistake) = directory_file::says(&file, rows) else {
        return file;
    };
    eprintln!("It cannot be imported before this is corrected in it: {mistake}");
    remarks.head = text::directory::head_with_mistake(town, now, &mistake.to_string());
    directory_file::write(rows, &remarks)
}

fn to_file(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = file.display();
    new_file::write(file, text.as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => anyhow::anyhow!("{shown} is there already: name a new file"),
        _ => anyhow::anyhow!("{shown} cannot be written: {error}"),
    })
}

/// Whoever reads only the first lines has closed the pipe. A file of the shell's that is not whole is no directory.
fn to_output(text: &str) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            anyhow::bail!("the directory could not be written: {error}")
        }
        _ => Ok(()),
    }
}
