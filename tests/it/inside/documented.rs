//! docs/METRICS.md is true, in both directions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::numbers::Numbers;
use crate::support::{Database, Town};

/// A metric as the document describes it.
#[derive(Debug, PartialEq, Eq)]
struct Described {
    kind: String,
    /// Its labels; no values where the document names none ("…").
    labels: BTreeMap<String, BTreeSet<String>>,
}

fn document() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/METRICS.md");
    std::fs::read_to_string(file).unwrap()
}

/// The rows of the document's table.
fn described(document: &str) -> BTreeMap<String, Described> {
    let is_metric =
        |line: &&str| line.starts_with("| `rispondo_") || line.starts_with("| `process_");
    let rows = document.lines().filter(is_metric);
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, kind, labels, unit, what, bad, _] = cells[..] else {
            panic!("not six cells: {line}");
        };
        assert!(!unit.is_empty() && !what.is_empty(), "{name} says too little");
        let ours = name.contains("rispondo_");
        assert!(!ours || !bad.is_empty(), "{name} does not say what a bad value means");
        let labels = labels.split(';').filter(|label| !label.is_empty()).map(|label| {
            let (label, values) = label.split_once(':').unwrap();
            let values = values.split(',').map(str::trim).filter(|value| *value != "…");
            (label.trim().trim_matches('`').to_owned(), values.map(str::to_owned).collect())
        });
        let described = Described { kind: kind.to_owned(), labels: labels.collect() };
        (name.trim_matches('`').to_owned(), described)
    })
    .collect()
}

async fn is_true(database: Database) {
    // Mailboxes that nobody reaches: their roles are filled all the same.
    let town = Town::with(database, |variables| {
        variables.set("IMAP_URL", "imap://segnalazioni:secret@127.0.0.1:1");
        variables.set("PEC_IMAP_URL", "imap://pec:secret@127.0.0.1:1");
    })
    .await;
    let maria = town.citizen("Maria");
    town.report(&maria).await;
    town.settles().await;
    let described = described(&document());
    assert!(described.len() > 25, "{}", described.len());

    let roles = &described["rispondo_lease_epoch"].labels["role"];
    let mut numbers = Numbers::of(town.service()).await;
    // Taken a moment after the start.
    let taken = |numbers: &Numbers| {
        numbers.labels("rispondo_lease_epoch").get("role").map_or(0, BTreeSet::len)
    };
    while taken(&numbers) < roles.len() {
        numbers = Numbers::of(town.service()).await;
    }
    let said = numbers.types.iter().map(|(name, kind)| {
        let mut labels = numbers.labels(name);
        for (label, values) in &mut labels {
            let here = described.get(name).and_then(|one| one.labels.get(label));
            if here.is_some_and(BTreeSet::is_empty) {
                values.clear();
            }
        }
        (name.clone(), Described { kind: kind.clone(), labels })
    });
    let said: BTreeMap<_, _> = said.collect();
    for (name, metric) in &said {
        assert_eq!(described.get(name), Some(metric), "{name}: what the document says of it");
    }
    for (name, metric) in &described {
        assert_eq!(said.get(name), Some(metric), "{name}: what the service says of it");
    }
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_is_explained_and_every_explanation_has_its_number_on_sqlite() {
    is_true(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_is_explained_and_every_explanation_has_its_number_on_postgres() {
    is_true(Database::postgres().await).await;
}

#[test]
fn the_rules_of_the_document_ask_for_numbers_that_there_are() {
    let document = document();
    let described = described(&document);
    let rules: Vec<&str> =
        document.lines().filter_map(|line| line.trim().strip_prefix("expr: ")).collect();
    assert!(rules.len() > 5, "{rules:?}");
    for rule in rules {
        let words = rule.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let asked: Vec<&str> = words.filter(|word| word.starts_with("rispondo_")).collect();
        assert!(!asked.is_empty(), "{rule}");
        for name in asked {
            let metric = name.trim_end_matches("_bucket");
            assert!(described.contains_key(metric), "{rule} asks for {name}");
        }
    }
}
