//! A directory file with a mistake: a town that is known already goes on, and whoever looks is told.

use crate::support::numbers::readiness;
use crate::support::{Database, Town};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_in_the_file_stops_no_town_that_is_known() {
    let mut town = Town::on(Database::sqlite()).await;
    assert!(readiness(town.service()).await.2.get("directory").is_none());
    town.stops().await;
    let file = town.folder().join("directory.toml");
    std::fs::write(&file, "[municipality]\nname = Zaccaria\n").unwrap();
    let mended = town.set("DIRECTORY_FILE", &file.display().to_string());

    town.starts().await;
    let maria = town.citizen("Maria");
    town.report(&maria).await;
    let (status, _, warnings) = readiness(town.service()).await;
    assert_eq!(status, 200, "it works as before");
    let why = warnings["directory"].as_str().unwrap();
    assert!(why.contains("directory.toml has a mistake: rispondo check says more"), "{why}");
    assert!(!why.contains("Zaccaria"), "it quotes nobody: {why}");

    town.stops().await;
    town.set("DIRECTORY_FILE", &mended);
    town.starts().await;
    assert!(readiness(town.service()).await.2.get("directory").is_none(), "mended");
    town.ends().await;
}
