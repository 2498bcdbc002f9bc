//! The `.env` file, whose lines join the environment.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Why what the file says is not known. It quotes no line: one may be a password.
#[derive(Debug, thiserror::Error)]
pub enum EnvFileError {
    /// It is there, and cannot be read.
    #[error(
        "{} cannot be read: {error}. Run this as the user that the service runs as, or let this \
         user read the file.",
        .file.display()
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// One of its lines is not NAME=VALUE.
    #[error(
        "{}, line {line}: this cannot be read as NAME=VALUE. A value with spaces in it stands \
         between '…', a comment on a line of its own; in a password write a space as %20, \" as \
         %22, ' as %27, \\ as %5C, $ as %24.",
        .file.display()
    )]
    Mistake {
        /// The file.
        file: PathBuf,
        /// The number of the line, from 1.
        line: usize,
    },
    /// A name stands in it twice. We would take the first value, systemd the last, and a program that it starts
    /// another than a command beside it.
    #[error("{}, line {line}: {name} is set a second time; keep one of its lines.", .file.display())]
    Twice {
        /// The file.
        file: PathBuf,
        /// The number of the second line, from 1.
        line: usize,
        /// The name.
        name: String,
    },
}

/// Takes over what the `.env` file of this folder says, or of the nearest one above that has any. None is no
/// error: the environment may have everything. A variable that is set already stays as it is. Returns the names
/// that the file sets.
pub fn load() -> Result<BTreeSet<String>, EnvFileError> {
    let here = std::env::current_dir().map_err(unreadable(Path::new(".env")))?;
    for folder in here.ancestors() {
        let file = folder.join(".env");
        match std::fs::metadata(&file) {
            Ok(found) if found.is_file() => return load_file(&file),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(unreadable(&file)(error));
            }
            _ => {}
        }
    }
    Ok(BTreeSet::new())
}

fn load_file(file: &Path) -> Result<BTreeSet<String>, EnvFileError> {
    let text = std::fs::read_to_string(file).map_err(unreadable(file))?;
    let names = names(file, &text)?;
    let mut lines = Lines::of(&text);
    let mistake = match dotenvy::from_read(&mut lines) {
        Ok(()) => return Ok(names),
        // What it could not read may be several lines, where a quotation mark is missing.
        Err(dotenvy::Error::LineParse(text, _)) => text,
        Err(_) => String::new(),
    };
    let line = lines.read.get().saturating_sub(mistake.lines().count().saturating_sub(1));
    Err(EnvFileError::Mistake { file: file.to_owned(), line })
}

/// The names that it sets, up to the first line that cannot be read.
fn names(file: &Path, text: &str) -> Result<BTreeSet<String>, EnvFileError> {
    let lines = Lines::of(text.trim_start_matches('\u{feff}'));
    let read = Rc::clone(&lines.read);
    let mut names = BTreeSet::new();
    for (name, _) in dotenvy::from_read_iter(lines).map_while(Result::ok) {
        if names.contains(&name) {
            return Err(EnvFileError::Twice { file: file.to_owned(), line: read.get(), name });
        }
        names.insert(name);
    }
    Ok(names)
}

fn unreadable(file: &Path) -> impl FnOnce(io::Error) -> EnvFileError {
    let file = file.to_owned();
    |error| EnvFileError::Unreadable { file, error }
}

/// A text handed out line by line: how many were read says where its reader has stopped.
struct Lines<'a> {
    rest: &'a [u8],
    read: Rc<Cell<usize>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), read: Rc::default() }
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.rest.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
        let (now, _) = line.split_at(line.len().min(buffer.len()));
        buffer.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
        let is_last = !now.is_empty() && now.len() == self.rest.len();
        let ended = usize::from(is_last || now.ends_with(b"\n"));
        self.read.set(self.read.get() + ended);
        self.rest = self.rest.get(now.len()..).unwrap_or_default();
        Ok(now.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        std::fs::write(&file, text).unwrap();
        load_file(&file).unwrap_err().to_string()
    }

    #[test]
    fn a_mistake_is_told_by_its_line_which_is_not_quoted() {
        let long = "x".repeat(20_000);
        for (text, line) in [
            ("\u{feff}# of the town\n\nSECRET=a b\nIT_OTHER=c\n".to_owned(), 3),
            ("SECRET".to_owned(), 1),
            ("# one\r\nSECRET\r\n".to_owned(), 2),
            (format!("#{long}\nIT_LONG={long}\nSECRET=a\\b"), 3),
            // The quotation marks that are missing.
            ("\nSECRET='a\n#\n\nIT_OTHER=b\n".to_owned(), 2),
            ("SECRET=\"a\nIT_OTHER=\"b c\n".to_owned(), 1),
        ] {
            let said = mistake(&text);
            assert!(said.contains(&format!("/.env, line {line}: ")), "{line}: {said}");
            assert!(!said.contains("SECRET"), "{said}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_told_by_its_second_line_without_a_value() {
        for (text, line) in [
            ("IT_DB=secret\n# later\nIT_OTHER=a\nIT_DB=other\n", 4),
            ("\u{feff}IT_DB=\nexport IT_DB='secret'\nNOT READ\n", 2),
            ("IT_DB='a\nb'\nIT_OTHER=$IT_DB\nIT_DB=secret", 4),
        ] {
            let said = mistake(text);
            let end =
                format!("/.env, line {line}: IT_DB is set a second time; keep one of its lines.");
            assert!(said.ends_with(&end), "{said}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        let said = load_file(&file).unwrap_err().to_string();
        assert!(said.contains("/.env cannot be read: "), "{said}");
    }
}
