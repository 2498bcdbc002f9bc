//! The database is away for a while: nothing is acknowledged, nothing is lost, no restart is needed.

use super::webhook;
use crate::support::databases::Server;
use crate::support::{Database, Town};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_meanwhile_is_answered_afterwards() {
    let database = Database::postgres().await;
    let mut server = Server::of(&database).await;
    let town = Town::on(database).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    town.settles().await;
    server.takes_it_away().await;
    maria.sends("/mine");
    let asked = town.sim.calls_of("getUpdates").len();
    // It is asked for again, as it was not acknowledged.
    town.sim.wait_calls("getUpdates", asked + 2).await;
    assert!(town.bot.pending() > 0, "an update that is not durable is not acknowledged");
    assert_eq!(maria.unread(), 0);
    server.gives_it_back().await;
    maria.next().await;
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_is_told_to_come_again() {
    let database = Database::postgres().await;
    let mut server = Server::of(&database).await;
    let (town, url) = webhook::town(database).await;
    let maria = town.person("Maria");
    maria.knows(&town.bot);
    let update = webhook::help_from(maria.id);
    server.takes_it_away().await;
    let answer = webhook::called(&url, Some(webhook::SECRET), &update).await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "5");
    server.gives_it_back().await;
    let answer = webhook::called(&url, Some(webhook::SECRET), &update).await;
    assert_eq!(answer.status(), 200);
    let seat = maria.private(&town.bot);
    assert!(seat.next().await.text.contains("/new"));
    town.ends().await;
}
