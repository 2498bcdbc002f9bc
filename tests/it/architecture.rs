//! The walls of docs/ARCHITECTURE.md, held up: who may name whom.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each part and the parts of ours that it may name.
const PARTS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("conversation", &["domain", "text"]),
    ("figures", &["domain"]),
    ("store", &["domain", "figures", "measure"]),
    ("blobs", &["config", "domain"]),
    ("config", &["domain"]),
    ("clock", &["domain"]),
    ("measure", &["clock"]),
    ("channels", &["domain", "text", "config"]),
    (
        "intake",
        &["blobs", "channels", "clock", "conversation", "domain", "measure", "store", "text"],
    ),
    ("scheduler", &["clock", "domain", "intake", "store"]),
    (
        "outbox",
        &[
            "blobs",
            "channels",
            "clock",
            "config",
            "conversation",
            "domain",
            "intake",
            "measure",
            "store",
            "text",
        ],
    ),
    ("http", &["clock", "config", "intake", "measure"]),
    ("cli", &["domain"]),
];

/// Libraries that only one part may name.
const ALONE: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("sqlx", "store"),
    ("teloxide_core", "channels"),
    ("object_store", "blobs"),
    ("axum", "http"),
    ("lettre", "channels"),
    ("mail_parser", "channels"),
    ("async_imap", "channels"),
    ("smtp_proto", "channels"),
    ("metrics", "measure"),
    ("metrics_exporter_prometheus", "measure"),
    ("metrics_process", "measure"),
];

fn sources() -> Vec<(String, PathBuf)> {
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

/// The parts that a source names: `crate::part` outside comments.
fn named(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_part_names_only_those_below_it() {
    let all: BTreeSet<&str> = PARTS.iter().map(|(part, _)| *part).collect();
    let mut wrong = Vec::new();
    for (part, file) in sources() {
        let Some((_, may)) = PARTS.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        let source = fs::read_to_string(&file).unwrap();
        for name in named(&source) {
            let ours = all.contains(name) || ["app", "demo"].contains(&name);
            if ours && name != part && !may.contains(&name) {
                wrong.push(format!("{} names {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_library_of_the_outside_world_has_one_door() {
    let mut wrong = Vec::new();
    for (part, file) in sources() {
        let source = fs::read_to_string(&file).unwrap();
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for (library, door) in ALONE {
                if line.contains(&format!("{library}::")) && part != *door {
                    wrong.push(format!("{} names {library}: {line}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_part_is_in_the_table() {
    let known: BTreeSet<&str> =
        PARTS.iter().map(|(part, _)| *part).chain(["app", "demo", "lib", "main"]).collect();
    let parts: BTreeSet<String> = sources().into_iter().map(|(part, _)| part).collect();
    let unknown: Vec<_> = parts.iter().filter(|part| !known.contains(part.as_str())).collect();
    assert!(unknown.is_empty(), "not in the table of docs/ARCHITECTURE.md: {unknown:?}");
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
