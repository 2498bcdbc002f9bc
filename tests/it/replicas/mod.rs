//! Several processes of one service on one PostgreSQL: whichever dies, nobody is left without an answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rispondo::app::service::Service;

use crate::support::balancer::Balancer;
use crate::support::letters::{TOWN, Writer};
use crate::support::lmtp::Lmtp;
use crate::support::numbers::readiness;
use crate::support::post::until;
use crate::support::{Database, Town};

/// The roles that one process at a time fills.
const ROLES: [&str; 4] = ["sender", "scheduler", "fetcher", "poller"];
/// A role is taken over within this time of its holder's death.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// Two processes, of which the first holds all roles.
async fn two(town: Town) -> (Town, Service) {
    taken_over(town.service(), &ROLES, &[0; 4]).await;
    let other = town.another_process().await;
    (town, other)
}

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
    let (mut town, other) = two(Town::on(Database::postgres().await).await).await;
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
    // Those that a report does not need are taken at the next look.
    taken_over(town.service(), &ROLES, &before).await;
    assert_eq!(epochs(town.service(), &ROLES).await, [2, 2, 2, 2]);
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_dies_is_replaced_within_ten_seconds() {
    let (mut town, other) = two(Town::on(Database::postgres().await).await).await;
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
    taken_over(town.service(), &["sender", "scheduler"], &[0; 2]).await;
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

/// Where others believe that a process is woken: it counts the calls and hands them on.
async fn counted(to: SocketAddr) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, calls) = (listener.local_addr().unwrap(), Arc::<AtomicUsize>::default());
    let (client, counts) = (reqwest::Client::new(), calls.clone());
    let routes = axum::Router::new().route(
        "/wake",
        axum::routing::post(async move || {
            counts.fetch_add(1, Ordering::SeqCst);
            let _ = client.post(format!("http://{to}/wake")).send().await;
            axum::http::StatusCode::NO_CONTENT
        }),
    );
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (address, calls)
}

/// Each of two holds what the other waits for: whoever fills the role is called, at the address where the database says
/// that it is, and hands the call on to nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_has_to_send_wakes_the_sender_who_calls_nobody_back() {
    let (town, other) = two(Town::on(Database::postgres().await).await).await;
    let holder = async || other.store().lease("sender").await.unwrap().unwrap().address;
    // The sender is given back until the other takes it.
    let (ours, theirs) = (town.service().admin, Some(other.admin.to_string()));
    assert_eq!(holder().await, Some(ours.to_string()));
    while holder().await != theirs {
        town.database
            .execute("UPDATE lease SET epoch = epoch + 1, beat = -1 WHERE role = 'sender'")
            .await;
        let look = async {
            while other.store().lease("sender").await.unwrap().unwrap().beat < 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(TAKEN_OVER, look).await.expect("somebody takes it");
    }
    let (address, calls) = counted(other.admin).await;
    let sql = format!("UPDATE lease SET address = '{address}' WHERE role = 'sender'");
    town.database.execute(&sql).await;
    let beat = async || other.store().lease("sender").await.unwrap().unwrap().beat;
    let beats = async |more: i64| {
        let until = beat().await + more;
        let look = async {
            while beat().await < until {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(TAKEN_OVER, look).await.expect("its beat grows");
    };
    // Who waits for the role looks where it is once a second: at least once between two beats.
    beats(2).await;
    let epoch = epochs(&other, &["sender"]).await;
    // Three citizens come one after the other: of each the sender is told.
    for name in ["Maria", "Luca", "Rosa"] {
        let citizen = town.citizen(name);
        citizen.sends("/new");
        citizen.next_matching("What kind").await.unwrap();
    }
    // A beat later they would still call each other.
    beats(1).await;
    assert_eq!(epochs(&other, &["sender"]).await, epoch, "it is still theirs");
    let calls = calls.load(Ordering::SeqCst);
    assert!((1..=20).contains(&calls), "{calls} calls");
    other.stop().await.unwrap();
    town.ends().await;
}

/// The disk of the database that all share is full, at night: one of them says so, without a sound.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_full_disk_that_all_share_one_tells_and_wakes_nobody() {
    let (town, other) = two(Town::on(Database::postgres().await).await).await;
    let anna = town.supervisor().await;
    town.settles().await;
    town.clock.set("2026-11-24T22:00:00Z".parse().unwrap());
    // Mails have no room, nor has what is written to see whether there is some.
    let no_room = [
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER full_for_mail BEFORE INSERT ON mail FOR EACH ROW EXECUTE FUNCTION no_room()",
        "CREATE TRIGGER full_for_meta BEFORE INSERT ON meta FOR EACH ROW WHEN (NEW.key = 'room') \
         EXECUTE FUNCTION no_room()",
    ];
    for statement in no_room {
        town.database.execute(statement).await;
    }
    let (raw, _) = Writer::new("Luca").letter("Hole", "A deep hole in via Roma 12");
    for process in [town.service(), &other] {
        let mut peer = Lmtp::connect(process.lmtp.unwrap().port()).await;
        let reply = peer.mail("luca@example.org", &[TOWN], raw.as_bytes()).await.remove(0);
        assert!(reply.starts_with('4'), "{reply}");
        until("it says so", async || readiness(process).await.0 == 503).await;
    }
    let told = anna.next().await;
    assert!(told.text.contains("disk of the service's database is full"), "{}", told.text);
    assert!(told.silent, "the office sleeps");
    for statement in ["DROP TRIGGER full_for_mail ON mail", "DROP TRIGGER full_for_meta ON meta"] {
        town.database.execute(statement).await;
    }
    for process in [town.service(), &other] {
        until("it is well again", async || readiness(process).await.0 == 200).await;
    }
    assert!(anna.next().await.text.contains("has room again"));
    town.sim.quiet().await;
    assert_eq!(anna.unread(), 0, "{}", anna.transcript());
    other.stop().await.unwrap();
    town.ends().await;
}
