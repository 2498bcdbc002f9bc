//! The two databases: the same tables and columns, and one service for each file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rispondo::measure::Measures;
use rispondo::store::{Store, StoreError};

use crate::support::databases::Database;

/// Tables with their columns, as the migrations of a folder create them.
fn tables(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&folder) {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let mut table = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                table = name.split_whitespace().next().map(str::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let Some(table) = &table
                && let Some(column) = line.split_whitespace().next()
                && column.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            {
                tables.entry(table.clone()).or_default().insert(column.to_owned());
            }
        }
    }
    tables
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations_tables_and_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    assert_eq!(files(&root.join("sqlite")), files(&root.join("postgres")));
    let tables_of_sqlite = tables("sqlite");
    assert!(tables_of_sqlite.len() >= 17);
    assert_eq!(tables_of_sqlite, tables("postgres"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_service_on_one_file_is_refused_and_a_tool_is_not() {
    let database = Database::sqlite();
    let store = database.open().await;
    let refused = Store::open_serving(&database.url(), Measures::default()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Taken(_)));
    assert!(refused.to_string().contains("town.db: stop it first"), "{refused}");
    let tool = Store::open(&database.url()).await.unwrap();
    assert!(tool.directory().await.unwrap().is_none());
    drop((store, tool));
    // The lock goes with the writer's task, which ends soon after the last clone.
    while Store::open_serving(&database.url(), Measures::default()).await.is_err() {
        tokio::task::yield_now().await;
    }
}

/// Other folders on the way to it, a link to a folder of it, and a link to the file itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_served_once_by_whatever_name() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real");
    std::fs::create_dir_all(real.join("below")).unwrap();
    std::os::unix::fs::symlink(&real, folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink(real.join("town.db"), folder.path().join("alias.db")).unwrap();
    let names = ["real/town.db", "real/below/../town.db", "link/town.db", "alias.db"];
    let urls = names.map(|name| format!("sqlite://{}", folder.path().join(name).display()));
    // By the link there is no file yet at the first start; by each of the names it is the same one afterwards.
    for first in urls.iter().rev() {
        // The lock of the one before goes with its writer's task, which ends soon.
        let store = loop {
            match Store::open_serving(first, Measures::default()).await {
                Err(StoreError::Taken(_)) => tokio::task::yield_now().await,
                opened => break opened.unwrap(),
            }
        };
        for url in &urls {
            let refused = Store::open_serving(url, Measures::default()).await.unwrap_err();
            assert!(matches!(refused, StoreError::Taken(_)), "{first}, {url}: {refused}");
        }
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_bring_the_tables_up_to_date_once() {
    let database = Database::postgres().await;
    let url = database.url();
    let open = || Store::open_serving(&url, Measures::default());
    let (one, two, three) = tokio::join!(open(), open(), open());
    for store in [one, two, three] {
        assert!(store.unwrap().directory().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn an_address_that_is_none_says_what_to_write() {
    let error = Store::open("mysql://here").await.unwrap_err();
    assert!(error.to_string().contains("DATABASE_URL"), "{error}");
}
