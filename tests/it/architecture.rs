//! The walls of docs/ARCHITECTURE.md, held up: who may name whom, as its table says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A row of the document's table.
struct Row {
    /// The part: a file of `src`, with all below it.
    part: String,
    /// The parts of ours that it may name.
    may: BTreeSet<String>,
    /// Libraries that it alone may name.
    alone: BTreeSet<String>,
}

/// The table of docs/ARCHITECTURE.md.
fn table() -> Vec<Row> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ARCHITECTURE.md");
    let document = fs::read_to_string(file).unwrap();
    let (_, chapter) = document.split_once("\n## The parts\n").unwrap();
    let rows = chapter.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows: Vec<Row> = rows.take_while(|line| line.starts_with('|')).map(row).collect();
    assert!(rows.len() > 15, "the table has only {} rows", rows.len());
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, part, what, may, alone, _] = cells[..] else {
        panic!("not four cells: {line}");
    };
    assert!(!what.is_empty(), "{part} says too little");
    // Between backquotes a name, outside of them nothing but a comma: else it reads like a rule that nobody keeps.
    let names = |cell: &str| -> BTreeSet<String> {
        let others = cell.split('`').step_by(2).map(str::trim);
        assert!(others.into_iter().all(|one| ["", ",", "–"].contains(&one)), "{part}: {cell}");
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let alone = names(alone).iter().map(|library| library.replace('-', "_")).collect();
    Row { part: part.trim_matches('`').to_owned(), may: names(may), alone }
}

/// The first folder or file of a place in `src`.
fn first(place: &str) -> &str {
    place.split('/').next().unwrap_or(place)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn sources() -> Vec<(String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    assert!(files.len() > 40, "the walk over src/ found only {} files", files.len());
    files
        .into_iter()
        .map(|file| {
            let inside = file.strip_prefix(&src).unwrap();
            let part = inside.components().next().unwrap().as_os_str().to_string_lossy();
            (part.trim_end_matches(".rs").to_owned(), file)
        })
        .collect()
}

/// A source without its comments.
fn code(source: &str) -> String {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The word at the beginning.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The parts that a source names: `crate::part`, or `crate::{part, other::{…}}`.
fn named(code: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let (mut depth, mut begins) = (1, true);
        for (at, sign) in group.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' => begins = begins || depth == 1,
                sign if begins && !sign.is_whitespace() => {
                    names.insert(word(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.remove("");
    names
}

/// Whether a file lies in that place of `src`: is it, or lies below it.
fn is_within(file: &Path, place: &str) -> bool {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = file.strip_prefix(&src).unwrap();
    inside.starts_with(place) || inside == Path::new(place).with_extension("rs")
}

#[test]
fn a_part_is_seen_however_it_is_named() {
    let source = code(
        "use crate::{\n    store::{Store, StoreError as Error}, text,\n};\n// crate::no\nlet x = crate::clock::now();",
    );
    assert_eq!(named(&source).into_iter().collect::<Vec<_>>(), ["clock", "store", "text"]);
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert!(is_within(&src.join("blobs.rs"), "blobs"));
    assert!(is_within(&src.join("channels/mail/smtp.rs"), "channels/mail"));
    assert!(!is_within(&src.join("channels/telegram/api.rs"), "channels/mail"));
}

#[test]
fn every_part_names_only_those_that_the_table_says() {
    let table = table();
    let all: BTreeSet<&str> = table.iter().map(|row| first(&row.part)).collect();
    for row in &table {
        let unknown: Vec<_> = row.may.iter().filter(|name| !all.contains(name.as_str())).collect();
        assert!(unknown.is_empty(), "{} may name {unknown:?}, which are no parts", row.part);
    }
    let mut wrong = Vec::new();
    for (part, file) in sources() {
        let Some(row) = table.iter().find(|row| is_within(&file, &row.part)) else {
            continue;
        };
        let source = code(&fs::read_to_string(&file).unwrap());
        for name in named(&source) {
            if all.contains(name) && name != part && !row.may.contains(name) {
                wrong.push(format!("{} names {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_library_of_the_outside_world_has_one_door() {
    let table = table();
    let doors: Vec<(&str, &str)> = table
        .iter()
        .flat_map(|row| row.alone.iter().map(|library| (library.as_str(), row.part.as_str())))
        .collect();
    assert!(doors.len() > 10, "{doors:?}");
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (_, file) in sources() {
        let source = code(&fs::read_to_string(&file).unwrap());
        for line in source.lines() {
            for (library, door) in &doors {
                let names = line.match_indices(&format!("{library}::")).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if names && is_within(&file, door) {
                    used.insert(*library);
                } else if names {
                    wrong.push(format!("{} names {library}: {line}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeSet<&str> = doors.iter().map(|(library, _)| *library).collect();
    assert_eq!(used, known, "libraries of the table that nothing names");
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "fastforward/src", "simulator/src", "xtask/src"] {
        walk(&root.join(folder), &mut files);
    }
    let lines = |file: &PathBuf| fs::read_to_string(file).unwrap().lines().count();
    let long: Vec<_> = files.iter().filter(|file| lines(file) > 500).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_part_is_in_the_table() {
    let table = table();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<PathBuf> = sources().into_iter().map(|(_, file)| file).collect();
    let unknown: BTreeSet<&Path> = files
        .iter()
        .filter(|file| !table.iter().any(|row| is_within(file, &row.part)))
        .map(|file| file.strip_prefix(&src).unwrap())
        .collect();
    // These only name the parts and begin.
    let known = ["channels/mod.rs", "lib.rs", "main.rs"].map(Path::new);
    assert_eq!(unknown, BTreeSet::from(known), "not in the table of docs/ARCHITECTURE.md");
    let gone = table.iter().filter(|row| !files.iter().any(|file| is_within(file, &row.part)));
    let gone: Vec<&String> = gone.map(|row| &row.part).collect();
    assert!(gone.is_empty(), "in the table of docs/ARCHITECTURE.md alone: {gone:?}");
}

#[test]
fn every_setting_is_explained_in_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = BTreeSet::new();
    for (_, file) in sources().iter().filter(|(part, _)| part == "config") {
        let source = fs::read_to_string(file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        let words = code.split('"').filter(|word| {
            word.len() > 5 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        });
        read.extend(words.filter(|word| word.contains('_')).map(str::to_owned));
    }
    let example = fs::read_to_string(root.join(".env.example")).unwrap();
    let explained: BTreeSet<String> = example
        .lines()
        .filter_map(|line| line.trim_start_matches('#').split_once('='))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .collect();
    assert!(read.len() > 20, "{read:?}");
    // A clock set otherwise is for tests.
    read.remove("CLOCK_OFFSET_FILE");
    // Explained with HTTPS_PROXY.
    read.remove("HTTP_PROXY");
    // Read by the HTTP library itself.
    read.extend(["HTTPS_PROXY", "NO_PROXY"].map(str::to_owned));
    assert_eq!(read, explained);
}
