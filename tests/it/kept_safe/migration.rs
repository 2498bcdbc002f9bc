//! The URP's group becomes a supergroup: another id, and messages numbered anew.

use simulator::Fault;

use crate::support::letters::{TOWN, Writer, deliver};
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
    town.assigns(&card, "Strade").await;
    maria.next_matching("Strade").await.unwrap();
    town.carlo.wait_until(&card, |card| card.text.contains("Office: Strade")).await;
    // A new report arrives there too.
    town.report(&town.citizen("Luca")).await;
    town.ends().await;
}

/// What is sent to the old id is refused with the new one, and the update that says the same comes later.
async fn it_is_told_by_a_refusal_and_then_by_an_update(database: Database) {
    let town = Town::in_a_basic_group(database).await;
    let maria = town.citizen("Maria");
    let (number, _) = town.report(&maria).await;
    town.settles().await;
    town.sim.wait_polling(&town.bot).await;
    town.sim.faults().next_n("getUpdates", usize::MAX, Fault::Status(502));
    // The poll that waits brings her words; the next ones bring nothing.
    let asked = town.sim.calls_of("getUpdates").len();
    maria.sends("/help");
    maria.next().await;
    town.sim.wait_calls("getUpdates", asked + 2).await;
    town.urp.migrates();
    let luca = Writer::new("Luca");
    let (raw, _) = luca.letter("Hole", "A deep hole in via Verdi 3");
    deliver(&town, &luca.address, TOWN, raw.as_bytes()).await;
    let cards = [town.carlo.next().await, town.carlo.next().await];
    assert!(cards.iter().any(|card| card.text.contains("2026-000002")), "{cards:?}");
    let card = cards.iter().find(|card| card.text.contains(&number)).unwrap();
    assert!(town.bot.pending() > 0, "the update waits");

    town.sim.faults().clear();
    town.settles().await;
    town.assigns(card, "Strade").await;
    maria.next_matching("Strade").await.unwrap();
    town.carlo.wait_until(card, |card| card.text.contains("Office: Strade")).await;
    luca.next(&town).await;
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_twice_on_sqlite() {
    Box::pin(it_is_told_by_a_refusal_and_then_by_an_update(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_twice_on_postgres() {
    let database = Database::postgres().await;
    Box::pin(it_is_told_by_a_refusal_and_then_by_an_update(database)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    Box::pin(the_work_goes_on_under_the_new_id(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    Box::pin(the_work_goes_on_under_the_new_id(Database::postgres().await)).await;
}
