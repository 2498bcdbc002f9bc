//! Several processes of one service on one PostgreSQL: whichever dies, nobody is left without an answer.

use std::time::Duration;

use rispondo::app::service::Service;

use crate::support::balancer::Balancer;
use crate::support::{Database, Town};

/// The roles that one process at a time fills.
const ROLES: [&str; 4] = ["sender", "scheduler", "fetcher", "poller"];
/// A role is taken over within this time of its holder's death.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// The epochs of the roles.
async fn epochs(of: &Service, roles: &[&'static str]) -> Vec<i64> {
    let mut epochs = Vec::new();
    for role in roles {
        let lease = of.store().lease(role).await.unwrap();
        epochs.push(lease.map_or(0, |lease| lease.epoch));
    }
    epochs
}

/// Until each role is held under a newer epoch.
async fn taken_over(by: &Service, roles: &[&'static str], before: &[i64]) {
    let look = async {
        while epochs(by, roles).await.iter().zip(before).any(|(now, before)| now <= before) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(TAKEN_OVER, look).await.expect("the roles are taken over");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stops_gives_its_roles_to_the_other_at_once() {
    let mut town = Town::on(Database::postgres().await).await;
    let other = town.another_process().await;
    let maria = town.citizen("Maria");
    town.report(&maria).await;
    let before = epochs(&other, &ROLES).await;
    assert_eq!(before, [1, 1, 1, 1]);

    town.settles().await;
    town.stops().await;
    town.goes_on_with(other);
    let luca = town.citizen("Luca");
    let (number, _) = town.report(&luca).await;
    assert_eq!(number, "2026-000002");
    assert_eq!(epochs(town.service(), &ROLES).await, [2, 2, 2, 2]);
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_dies_is_replaced_within_ten_seconds() {
    let mut town = Town::on(Database::postgres().await).await;
    let other = town.another_process().await;
    let maria = town.citizen("Maria");
    town.report(&maria).await;
    town.settles().await;
    let before = epochs(&other, &ROLES).await;

    // What is said while nobody listens is answered by the other.
    town.dies();
    let luca = town.citizen("Luca");
    luca.sends("/new");
    taken_over(&other, &ROLES, &before).await;
    town.goes_on_with(other);
    luca.next_matching("What kind").await.unwrap();
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_are_taken_by_all_and_answered_by_one() {
    let balancer = Balancer::start().await;
    let url = format!("http://{}/telegram", balancer.address);
    let mut town = Town::with(Database::postgres().await, |variables| {
        variables.set("TELEGRAM_WEBHOOK_URL", &url);
        variables.set("TELEGRAM_WEBHOOK_SECRET", "a-long-secret");
    })
    .await;
    let other = town.another_process().await;
    let both = [town.service(), &other].map(|service| service.webhook.unwrap());
    balancer.goes_to(&both);
    let citizens = ["Maria", "Luca", "Rosa", "Paolo", "Sara", "Aldo"];
    for name in citizens {
        let citizen = town.citizen(name);
        town.report(&citizen).await;
    }
    town.settles().await;

    // One of them dies; the other takes all, and sends once it has taken over.
    let before = epochs(&other, &["sender", "scheduler"]).await;
    let dead = town.service().webhook.unwrap();
    town.dies();
    balancer.goes_to(&both.into_iter().filter(|one| *one != dead).collect::<Vec<_>>());
    let anna = town.citizen("Anna");
    anna.sends("/new");
    taken_over(&other, &["sender", "scheduler"], &before).await;
    town.goes_on_with(other);
    let kinds = anna.next_matching("What kind").await.unwrap();
    anna.presses(&kinds, "Potholes and pavements");
    anna.next().await;
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_has_to_send_wakes_the_sender() {
    // Both call each other by their own addresses: the words go out without waiting for a look.
    let town = Town::on(Database::postgres().await).await;
    let other = town.another_process().await;
    let sender = town.store().lease("sender").await.unwrap().unwrap();
    assert_eq!(sender.address, Some(town.service().admin.to_string()));
    let called = reqwest::Client::new()
        .post(format!("http://{}/wake", sender.address.unwrap()))
        .send()
        .await
        .unwrap();
    assert_eq!(called.status(), 204);
    other.stop().await.unwrap();
    town.ends().await;
}
