//! The database is away: whoever asks is told so at once, and when it is back as well.

use std::time::Duration;

use rispondo::app::service::Service;
use simulator::Fault;
use sqlx::{Connection as _, Executor as _};

use crate::support::databases::Server;
use crate::support::numbers::{Numbers, is_alive, readiness};
use crate::support::post::until;
use crate::support::{Database, Town};

/// While it is away.
async fn says_so(service: &Service) {
    let numbers = Numbers::of(service).await;
    assert_eq!(numbers.at("rispondo_database_up", &[]), 0);
    assert_eq!(numbers.at("rispondo_ready", &[]), 0);
    let message = [("kind", "message"), ("result", "taken")];
    assert!(numbers.at("rispondo_updates_total", &message) >= 1, "what is counted is there");
    let (status, wrong, _) = readiness(service).await;
    assert_eq!(status, 503);
    let why = wrong["database"].as_str().unwrap();
    assert!(why.contains("database"), "{why}");
    assert!(is_alive(service).await, "a restart would mend nothing");
}

/// Once it is back.
async fn is_well_again(service: &Service) {
    // What could not be written is tried again within seconds.
    let look = async {
        while readiness(service).await.0 != 200 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), look).await.expect("it is ready again");
    let numbers = Numbers::of(service).await;
    assert_eq!(numbers.at("rispondo_database_up", &[]), 1);
    assert_eq!(numbers.at("rispondo_ready", &[]), 1);
    assert_eq!(numbers.at("rispondo_reports_in_limbo", &[]), 0);
}

async fn that_has_answered(database: Database) -> Town {
    let town = Town::on(database).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    town.settles().await;
    assert_eq!(readiness(town.service()).await.0, 200);
    town
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_is_seen_and_its_return_too() {
    let database = Database::postgres().await;
    let mut server = Server::of(&database).await;
    let town = that_has_answered(database).await;
    server.takes_it_away().await;
    says_so(town.service()).await;
    let numbers = Numbers::of(town.service()).await;
    let limbo = numbers.find("rispondo_reports_in_limbo", &[]);
    assert_eq!(limbo, None, "an old number would be taken for a new one");
    server.gives_it_back().await;
    is_well_again(town.service()).await;
    let numbers = Numbers::of(town.service()).await;
    let away = [("error", "unavailable")];
    assert!(numbers.at("rispondo_database_errors_total", &away) >= 1);
    town.ends().await;
}

/// What citizens write does not reach us: nothing else would say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telegram_of_which_nothing_is_heard_is_seen_and_its_return_too() {
    let town = that_has_answered(Database::sqlite()).await;
    let failing = async || {
        let numbers = Numbers::of(town.service()).await;
        numbers.at("rispondo_input_failing", &[("source", "telegram")])
    };
    assert_eq!(failing().await, 0);
    town.sim.faults().next_n("getUpdates", 3, Fault::Status(502));
    // The poll that is under way ends with an answer.
    town.citizen("Luca").starts();
    until("it is seen", async || failing().await == 1).await;
    let (status, _, warnings) = readiness(town.service()).await;
    assert_eq!(status, 200, "no other process would hear more");
    assert!(warnings["updates"].as_str().unwrap().contains("Telegram"), "{warnings}");
    // So does the next one that is answered.
    town.citizen("Paolo").starts();
    until("it is heard again", async || failing().await == 0).await;
    assert_eq!(readiness(town.service()).await.2.get("updates"), None);
    town.sim.read_all();
    town.sim.ignore_unread();
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_program_holds_is_seen_and_its_return_too() {
    let town = that_has_answered(Database::sqlite()).await;
    let mut other = sqlx::SqliteConnection::connect(&town.database.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    says_so(town.service()).await;
    other.execute("ROLLBACK").await.unwrap();
    is_well_again(town.service()).await;
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_somebody_holds_keeps_nobody_waiting_for_the_other_numbers() {
    let town = that_has_answered(Database::postgres().await).await;
    let mut other = sqlx::PgConnection::connect(&town.database.url()).await.unwrap();
    other.execute("BEGIN; LOCK TABLE failed_update IN ACCESS EXCLUSIVE MODE").await.unwrap();
    for _ in 0..3 {
        let numbers = Numbers::of(town.service()).await;
        assert_eq!(numbers.at("rispondo_database_up", &[]), 1);
        assert_eq!(numbers.find("rispondo_reports_in_limbo", &[]), None);
    }
    other.execute("ROLLBACK").await.unwrap();
    is_well_again(town.service()).await;
    town.ends().await;
}

/// Its administrator lets the server wait for no lock: who had to wait is answered all the same, a little later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_waits_for_no_lock_costs_nobody_their_answer() {
    let database = Database::postgres().await;
    let impatient = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = %L', \
                     current_database(), '50ms'); END $$";
    database.execute(impatient).await;
    let town = Town::on(database).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    town.settles().await;
    let mut other = sqlx::PgConnection::connect(&town.database.url()).await.unwrap();
    other.execute("BEGIN; SELECT 1 FROM person FOR UPDATE").await.unwrap();
    maria.sends("/help");
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                   AND datname = current_database()";
    for waits in [1, 0] {
        let look = async {
            while town.database.count(waiting).await != waits {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), look).await.expect("it waits, and gives up");
    }
    other.execute("ROLLBACK").await.unwrap();
    maria.next().await;
    assert!(town.store().failed().await.unwrap().is_empty());
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_that_is_away_is_a_warning_and_no_reason_to_turn_citizens_away() {
    let town = Town::with(Database::sqlite(), |variables| {
        variables.set("IMAP_URL", "imap://segnalazioni:secret@127.0.0.1:1");
    })
    .await;
    let look = async {
        loop {
            let (status, wrong, warnings) = readiness(town.service()).await;
            assert_eq!((status, wrong), (200, serde_json::json!({})));
            if let Some(why) = warnings["mail fetcher"].as_str() {
                return why.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let why = tokio::time::timeout(Duration::from_secs(30), look).await.expect("it is said");
    assert!(!why.contains("secret"), "{why}");
    town.ends().await;
}
