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
    ("http", &["measure"]),
    ("cli", &["domain"]),
];

/// Libraries that only one place may name: a file of `src`, with all below it.
const ALONE: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("sqlx", "store"),
    ("teloxide_core", "channels/telegram"),
    ("object_store", "blobs"),
    ("axum", "http"),
    ("lettre", "channels/mail"),
    ("mail_parser", "channels/mail"),
    ("async_imap", "channels/mail"),
    ("smtp_proto", "channels/mail"),
    ("metrics", "measure"),
    ("metrics_exporter_prometheus", "measure"),
    ("metrics_process", "measure"),
];

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
fn every_part_names_only_those_below_it() {
    let all: BTreeSet<&str> = PARTS.iter().map(|(part, _)| *part).collect();
    let mut wrong = Vec::new();
    for (part, file) in sources() {
        let Some((_, may)) = PARTS.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        let source = code(&fs::read_to_string(&file).unwrap());
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
    for (_, file) in sources() {
        let source = code(&fs::read_to_string(&file).unwrap());
        for line in source.lines() {
            for (library, door) in ALONE {
                let names = line.match_indices(&format!("{library}::")).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if names && !is_within(&file, door) {
                    wrong.push(format!("{} names {library}: {line}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
