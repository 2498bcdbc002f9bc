//! The URP's group becomes a supergroup: another id, and messages numbered anew.

use crate::support::{Database, Town};

async fn the_work_goes_on_under_the_new_id(database: Database) {
    let town = Town::in_a_basic_group(database).await;
    let maria = town.citizen("Maria");
    let (number, _) = town.report(&maria).await;
    town.settles().await;
    town.urp.migrates();
    town.settles().await;
    // The card of the open report is sent anew, and its buttons work.
    let card = town.carlo.next_matching(&number).await.unwrap();
    town.carlo.presses(&card, "Assign");
    let offices = town.carlo.next_matching("Which office").await.unwrap();
    town.carlo.presses(&offices, "Strade");
    maria.next_matching("Strade").await.unwrap();
    town.carlo.wait_until(&card, |card| card.text.contains("Office: Strade")).await;
    // A new report arrives there too.
    town.report(&town.citizen("Luca")).await;
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    Box::pin(the_work_goes_on_under_the_new_id(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    Box::pin(the_work_goes_on_under_the_new_id(Database::postgres().await)).await;
}
