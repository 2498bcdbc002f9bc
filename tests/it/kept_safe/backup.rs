//! The database is copied while the service works on it, and put back.

use std::os::unix::fs::PermissionsExt as _;

use chrono::TimeDelta;
use rispondo::store::Store;

use crate::support::{Database, Town};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_has_what_was_there_and_the_town_goes_on_from_it() {
    let mut town = Town::on(Database::sqlite()).await;
    let maria = town.citizen("Maria");
    let (first, _) = town.report(&maria).await;
    town.settles().await;
    let copy = town.folder().join("copy.db");
    Store::back_up(&town.database.url(), &copy, town.clock.now()).unwrap();
    let files = std::fs::read_dir(town.folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let copies: Vec<String> = names.filter(|name| name.starts_with("copy")).collect();
    assert_eq!(copies, ["copy.db"], "all of it is in one file");
    let rights = std::fs::metadata(&copy).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600, "it holds the words of citizens");

    let luca = town.citizen("Luca");
    let (second, _) = town.report(&luca).await;
    assert_eq!([first.as_str(), second.as_str()], ["2026-000001", "2026-000002"]);
    town.settles().await;
    town.stops().await;
    town.set("DATABASE_URL", &format!("sqlite://{}", copy.display()));
    town.clock.advance(TimeDelta::minutes(20));
    town.starts().await;
    let told = town.carlo.next_matching("backup copy").await.unwrap().text;
    insta::assert_snapshot!(told, @r"
    No supervisor can be told here on Telegram: at least one of them must open the chat with the bot and press Start. Please tell them in person meanwhile.

    The service goes on from a backup copy, that of 24/11 10:00. What citizens and staff wrote in Telegram after it is lost, also reports that had a number already: those numbers will be given again. Some people will get a message twice. Here is a text for the town's page:

    What was written to the report service on Telegram from 24/11 10:00 to 24/11 10:20 is lost: we are sorry. If you wrote in those hours, please write again, even if you already have a report number. URP, piazza Unità 4, phone 040 000000
    ");
    maria.sends("/mine");
    assert!(maria.next().await.text.contains(&first));
    let paolo = town.citizen("Paolo");
    let (third, _) = town.report(&paolo).await;
    assert_eq!(third, second, "what came after the copy is not in it");
    // It is told once.
    town.stops().await;
    town.starts().await;
    town.settles().await;
    while town.carlo.unread() > 0 {
        assert!(!town.carlo.next().await.text.contains("backup copy"));
    }
    town.ends().await;
}
