//! Which process fills which role is seen from outside.

use simulator::Fault;

use crate::support::numbers::Numbers;
use crate::support::{Database, Town};

const ROLES: [&str; 4] = ["sender", "scheduler", "fetcher", "poller"];

fn held(numbers: &Numbers) -> [i64; 4] {
    ROLES.map(|role| numbers.at("rispondo_lease_held", &[("role", role)]))
}

fn epochs(numbers: &Numbers) -> [i64; 4] {
    ROLES.map(|role| numbers.at("rispondo_lease_epoch", &[("role", role)]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_is_held_by_one_of_two_and_then_by_the_other() {
    let mut town = Town::on(Database::postgres().await).await;
    // All roles are taken before the other one comes.
    while held(&Numbers::of(town.service()).await) != [1; 4] {}
    let other = town.another_process().await;
    let numbers = Numbers::of(&other).await;
    assert_eq!((held(&numbers), epochs(&numbers)), ([0; 4], [1; 4]));
    assert_eq!(held(&Numbers::of(town.service()).await), [1; 4]);

    town.stops().await;
    let mut numbers = Numbers::of(&other).await;
    // What the database says was looked at a moment before what this process says.
    while held(&numbers) != [1; 4] || epochs(&numbers) != [2; 4] {
        numbers = Numbers::of(&other).await;
    }
    for role in ROLES {
        assert_eq!(numbers.at("rispondo_lease_free", &[("role", role)]), 0, "{role}");
    }
    town.goes_on_with(other);
    town.ends().await;
}

/// A mailbox was read that way until the settings said otherwise: that nobody does so any more is no trouble.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_the_settings_name_no_more_is_not_said_to_be_free() {
    let mut town = Town::with(Database::sqlite(), |variables| {
        variables.set("IMAP_URL", "imap://segnalazioni:secret@127.0.0.1:1");
    })
    .await;
    let fetcher = [("role", "mail fetcher")];
    while Numbers::of(town.service()).await.find("rispondo_lease_free", &fetcher) != Some(0) {}
    town.stops().await;
    town.set("IMAP_URL", "");
    town.starts().await;
    let mut numbers = Numbers::of(town.service()).await;
    while numbers.find("rispondo_lease_free", &[("role", "poller")]) != Some(0) {
        numbers = Numbers::of(town.service()).await;
    }
    assert_eq!(numbers.find("rispondo_lease_free", &fetcher), None);
    assert_eq!(numbers.find("rispondo_lease_epoch", &fetcher), None);
    town.ends().await;
}

/// A process that has lost a role knows nothing of its troubles any more: another one may have none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn troubles_of_a_role_end_with_it() {
    let town = Town::on(Database::postgres().await).await;
    let failing =
        |numbers: &Numbers| numbers.at("rispondo_sends_failing", &[("channel", "telegram")]);
    town.sim.faults().next_n("sendMessage", usize::MAX, Fault::Status(502));
    let maria = town.citizen("Maria");
    maria.sends("/help");
    while failing(&Numbers::of(town.service()).await) == 0 {
        town.clock.advance(chrono::TimeDelta::minutes(1));
    }
    // Another process has taken the role, as after a cut in the network.
    let taken = "UPDATE lease SET epoch = epoch + 1 WHERE role = 'sender'";
    town.database.execute(taken).await;
    let mut numbers = Numbers::of(town.service()).await;
    while held(&numbers)[0] == 1 || failing(&numbers) > 0 {
        numbers = Numbers::of(town.service()).await;
    }
    town.sim.faults().clear();
    town.clock.advance(chrono::TimeDelta::minutes(10));
    // That one falls silent, and this one sends again.
    while held(&Numbers::of(town.service()).await)[0] == 0 {}
    maria.next().await;
    town.ends().await;
}
