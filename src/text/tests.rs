//! The files of `locales/` as a whole: each language says the same, all of it is used, and what
//! comes out is HTML that Telegram takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

use super::{Arg, message};
use crate::domain::lang::Lang;

/// A language's messages: the variables of each, and its source.
type Messages = BTreeMap<String, (BTreeSet<String>, String)>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|one| one == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn locale(lang: Lang) -> Vec<(String, Messages)> {
    files(&root().join("locales").join(lang.code()), "ftl")
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let source = fs::read_to_string(&path).unwrap();
            if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
                panic!("{}: {errors:?}", path.display());
            }
            (name, messages(&source))
        })
        .collect()
}

/// The messages of a file without errors: each begins a line, what belongs to it is indented.
fn messages(source: &str) -> Messages {
    let mut found = Messages::new();
    let mut key = None;
    for line in source.lines() {
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (name, _) = line.split_once('=').unwrap();
            key = Some(name.trim().to_owned());
            let double = found.insert(name.trim().to_owned(), <_>::default());
            assert!(double.is_none(), "{name} is there twice");
        } else if line.starts_with('#') {
            key = None;
        }
        let Some((variables, text)) = key.as_ref().and_then(|key| found.get_mut(key)) else {
            continue;
        };
        variables.extend(line.split('$').skip(1).map(name_at));
        text.push_str(line);
        text.push('\n');
    }
    found
}

/// The name with which a text begins.
fn name_at(text: &str) -> String {
    text.chars().take_while(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '-')).collect()
}

fn all(lang: Lang) -> Messages {
    locale(lang).into_iter().flat_map(|(_, messages)| messages).collect()
}

#[test]
fn every_language_has_the_same_files_messages_and_variables() {
    let shape = |lang| -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
        let variables = |messages: Messages| {
            messages.into_iter().map(|(key, (variables, _))| (key, variables)).collect()
        };
        locale(lang).into_iter().map(|(name, messages)| (name, variables(messages))).collect()
    };
    let italian = shape(Lang::It);
    for lang in Lang::SPOKEN {
        let other = shape(lang);
        assert_eq!(
            italian.keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>(),
            "files of {lang:?}"
        );
        for (name, messages) in &italian {
            for (key, variables) in messages {
                assert_eq!(Some(variables), other[name].get(key), "{key} in {lang:?}/{name}");
            }
            let more: Vec<_> =
                other[name].keys().filter(|key| !messages.contains_key(*key)).collect();
            assert!(more.is_empty(), "{lang:?}/{name} alone has {more:?}");
        }
        let count: usize = other.values().map(BTreeMap::len).sum();
        assert_eq!(count, all(lang).len(), "a key of {lang:?} is in two files");
    }
}

/// A use of `t!` or `plain!`: key and names of the arguments.
fn uses(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("!(") {
        let name = code[..at].rsplit(|one: char| !one.is_alphanumeric() && one != '_').next();
        if !matches!(name, Some("t" | "plain")) {
            continue;
        }
        let arguments = arguments(&code[at + 2..]);
        let Some(key) = arguments.get(1).and_then(|key| key.strip_prefix('"')) else {
            continue;
        };
        let names = arguments.iter().skip(2).filter(|one| !one.is_empty()).map(|one| name_at(one));
        found.push((key.trim_end_matches('"').to_owned(), names.collect()));
    }
    found
}

/// The arguments of a call, split at its own commas; the text begins within the call.
fn arguments(text: &str) -> Vec<String> {
    let mut arguments = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for one in text.chars() {
        match one {
            '"' if !escaped => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            ',' if !quoted && depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = quoted && one == '\\' && !escaped;
        if let Some(last) = arguments.last_mut() {
            last.push(one);
        }
    }
    arguments.into_iter().map(|one| one.trim().to_owned()).collect()
}

#[test]
fn every_message_is_used_with_its_variables_and_every_use_has_its_message() {
    let known = all(Lang::It);
    let mut unused: BTreeSet<&String> = known.keys().collect();
    for path in files(&root().join("src"), "rs") {
        if path.ends_with("text/tests.rs") {
            continue;
        }
        for (key, names) in uses(&fs::read_to_string(&path).unwrap()) {
            let place = path.display();
            let Some((variables, _)) = known.get(&key) else {
                panic!("{place}: no message {key}");
            };
            assert_eq!(variables, &names, "{place}: variables of {key}");
            unused.remove(&key);
        }
    }
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_message_comes_out_as_html_that_telegram_takes() {
    for lang in Lang::SPOKEN {
        for (key, (variables, source)) in all(lang) {
            for number in [0_i64, 1, 2, 5, 21] {
                let args: Vec<(&str, Arg<'_>)> = variables
                    .iter()
                    .map(|name| {
                        let chooses = source.contains(&format!("${name} ->"));
                        let value =
                            if chooses { Arg::html(number) } else { Arg::html("a <b> & \"c\"") };
                        (name.as_str(), value)
                    })
                    .collect();
                let html = message(lang, &key, &args);
                assert!(!html.contains("{$") && html != key, "{lang:?} {key}: {html}");
                if let Err(error) = balanced(&html) {
                    panic!("{lang:?} {key}: {error} in {html}");
                }
            }
        }
    }
}

/// Bot API, HTML style: known tags, closed in order; `<` and `&` only as entities.
fn balanced(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut parts = html.split('<');
    entities(parts.next().unwrap_or_default())?;
    for part in parts {
        let (tag, text) = part.split_once('>').ok_or("a < that opens nothing")?;
        entities(text)?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        if !["b", "i", "a", "blockquote", "code"].contains(&name) {
            return Err(format!("<{name}> is unknown"));
        }
        open.push(name);
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

fn entities(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;"];
    match text.split('&').skip(1).find(|rest| !known.iter().any(|one| rest.starts_with(one))) {
        Some(rest) => Err(format!("a bare & before {rest:?}")),
        None => Ok(()),
    }
}
