//! The database is away, slow, takes no changes, or its connection breaks in a commit: what comes is
//! refused for now, and within half a minute it goes on, without a restart.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rispondo::config::directory_file;
use rispondo::domain::step::{Decision, Keys};
use rispondo::measure::Measures;
use rispondo::store::{Address, Store};
use simulator::Seat;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};

use super::disk::mailed;
use super::look::Look;
use super::many::reports;
use super::place::{Place, counts};
use crate::support::pg_line::{PgLine, When};
use crate::support::post::until;
use crate::support::{Database, facts};

/// What stood still goes on within this time.
const RECOVERED: Duration = Duration::from_secs(30);

/// A process on a PostgreSQL whose line can be disturbed.
async fn place() -> (Place, Database, PgLine) {
    let database = Database::postgres().await;
    let line = PgLine::to(&database.url()).await;
    (Place::new(&line.url).await, database, line)
}

/// Until somebody who wrote meanwhile is answered: how long that took, and it was not too long.
#[expect(clippy::disallowed_methods, reason = "how long it takes in real time is what is shown")]
async fn recovers(what: &str, is_so: impl AsyncFnMut() -> bool) {
    let since = Instant::now();
    until(what, is_so).await;
    let took = since.elapsed();
    assert!(took < RECOVERED, "{what}: {took:?}");
    println!("{what}: after {:.1} s", took.as_secs_f64());
}

/// What must hold while the database takes nothing, and once it does again.
async fn refused_and_recovered(
    place: &Place,
    database: &Database,
    takes_away: impl AsyncFnOnce(),
    gives_back: impl AsyncFnOnce(),
) {
    let serving = place.serves().await;
    let maria = place.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    place.is_well().await;
    Look::at(database).await.until_all_is_sent().await;
    takes_away().await;
    maria.sends("/mine");
    until("health says so", async || !place.ready().await.0).await;
    let (_, wrong) = place.ready().await;
    assert!(wrong["database"].is_string(), "{wrong}");
    let refused = mailed(place, "While it is away").await;
    assert!(refused.starts_with('4'), "{refused}");
    // Now, as it soon holds no role any more that it cannot renew, and asks for nothing.
    let asked = place.sim.calls_of("getUpdates").len();
    place.sim.wait_calls("getUpdates", asked + 1).await;
    tokio::time::sleep(counts(Duration::from_secs(3), Duration::from_secs(15 * 60))).await;
    assert!(place.bot.pending() > 0, "what is not durable is not acknowledged");
    assert_eq!(maria.unread(), 0);

    gives_back().await;
    recovers("who wrote meanwhile is answered", async || maria.unread() > 0).await;
    recovers("health is well", async || place.ready().await.0).await;
    place.sim.quiet().await;
    assert!(mailed(place, "While it is away").await.starts_with("250"));
    let look = Look::at(database).await;
    look.until_all_is_sent().await;
    assert_eq!(look.nothing_was_said_twice_without_need(&place.sim, 0).await, 0);
    assert_eq!(place.anna.unread(), 0, "no disk is full");
    assert!(serving.stops().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_is_away() {
    let (place, database, line) = place().await;
    let away = async || line.is_cut();
    let back = async || line.is_mended();
    refused_and_recovered(&place, &database, away, back).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_takes_no_changes() {
    let (place, database, _) = place().await;
    let options: PgConnectOptions = database.url().parse().unwrap();
    let name = options.get_database().unwrap().to_owned();
    let mut server = options.database("postgres").connect().await.unwrap();
    let mut again = server_of(&database).await;
    let only_looks = async || {
        run(&mut server, format!("ALTER DATABASE {name} SET default_transaction_read_only = on"))
            .await;
        // The connections there are break, as when another server takes over.
        run(
            &mut server,
            format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            ),
        )
        .await;
    };
    let takes_changes = async || {
        // Connections that were made meanwhile stay as they are: the service has to see that itself.
        run(&mut again, format!("ALTER DATABASE {name} RESET default_transaction_read_only")).await;
    };
    refused_and_recovered(&place, &database, only_looks, takes_changes).await;
}

/// Its password was changed, or who may connect: those who are connected go on, and nobody else gets in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_lets_nobody_in() {
    let database = Database::postgres().await;
    let mut server = server_of(&database).await;
    let options: PgConnectOptions = database.url().parse().unwrap();
    let name = options.get_database().unwrap().to_owned();
    run(&mut server, format!("CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{name}'")).await;
    let url = options.username(&name).password(&name).to_url_lossy();
    let place = Place::new(url.as_str()).await;
    let mut again = server_of(&database).await;
    let locked_out = async || {
        run(&mut server, format!("ALTER ROLE {name} NOLOGIN")).await;
        let all = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{name}'"
        );
        run(&mut server, all).await;
    };
    let let_in = async || run(&mut again, format!("ALTER ROLE {name} LOGIN")).await;
    refused_and_recovered(&place, &database, locked_out, let_in).await;
    assert_eq!(database.count("SELECT COUNT(*) FROM failed_update").await, 0);
    database.execute(&format!("REASSIGN OWNED BY {name} TO CURRENT_USER")).await;
    run(&mut again, format!("DROP ROLE {name}")).await;
}

async fn server_of(database: &Database) -> PgConnection {
    let options: PgConnectOptions = database.url().parse().unwrap();
    options.database("postgres").connect().await.unwrap()
}

async fn run(server: &mut PgConnection, statement: String) {
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(server).await.unwrap();
}

/// Until two messages have come, however many times a step asks the database something: how long it took.
#[expect(clippy::disallowed_methods, reason = "how long it takes in real time is what is shown")]
async fn both_are_answered(citizen: &Seat) -> Duration {
    let (since, patience) = (Instant::now(), Duration::from_secs(120));
    while citizen.unread() < 2 {
        assert!(since.elapsed() < patience, "not answered:\n{}", citizen.transcript());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    since.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_database_makes_everything_slow_and_nothing_wrong() {
    let (place, database, line) = place().await;
    let serving = place.serves().await;
    let maria = place.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    line.is_slow(counts(Duration::from_millis(50), Duration::from_millis(500)));
    maria.sends("/mine");
    maria.sends("/help");
    let took = both_are_answered(&maria).await;
    println!("two answers, one after the other, took {:.1} s", took.as_secs_f64());
    line.is_slow(Duration::ZERO);
    let look = Look::at(&database).await;
    look.until_all_is_sent().await;
    assert_eq!(look.nothing_was_said_twice_without_need(&place.sim, 0).await, 0);
    let log = serving.log();
    assert!(!log.contains("lease.lost"), "slow is not gone:\n{log}");
    assert!(serving.stops().await.success());
}

/// Maria writes, and the connection breaks in the commit of a transaction that ran this statement.
async fn broken(when: When, statement: &'static str) {
    disturbed(async |line: &PgLine| line.breaks_at(when, statement)).await;
}

/// The same, and nothing is heard any more, as where a machine or a firewall in between is gone.
async fn silent(when: When, statement: &'static str) {
    disturbed(async |line: &PgLine| line.stops_at(when, statement)).await;
}

async fn disturbed(disturbs: impl AsyncFnOnce(&PgLine)) {
    let (place, database, line) = place().await;
    let serving = place.serves().await;
    let maria = place.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    let look = Look::at(&database).await;
    look.until_all_is_sent().await;
    disturbs(&line).await;
    maria.sends("/mine");
    line.reached(1).await;
    recovers("she is answered", async || maria.unread() > 0).await;
    place.sim.quiet().await;
    look.until_all_is_sent().await;
    let twice = look.nothing_was_said_twice_without_need(&place.sim, 1).await;
    assert!(twice <= 1, "{twice} messages were sent twice");
    // And it goes on as before.
    maria.read_all();
    maria.sends("/help");
    maria.next().await;
    place.is_well().await;
    assert!(serving.stops().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_before_what_came_is_committed() {
    broken(When::Before, "INSERT INTO seen").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_after_what_came_is_committed() {
    broken(When::After, "INSERT INTO seen").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_before_a_delivery_is_recorded() {
    broken(When::Before, "UPDATE outbox SET state = result.became").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_after_a_delivery_is_recorded() {
    broken(When::After, "UPDATE outbox SET state = result.became").await;
}

/// The server ends what stands still with rows locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_heard_of_what_is_to_be_committed() {
    silent(When::Before, "INSERT INTO seen").await;
}

/// Nobody waits for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_heard_of_what_is_committed() {
    silent(When::After, "INSERT INTO seen").await;
}

/// What is recorded as never to arrive has its task once, although it could not be known whether it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_after_it_is_recorded_that_somebody_cannot_be_reached() {
    let (place, database, line) = place().await;
    let serving = place.serves().await;
    assert!(mailed(&place, "A hole").await.starts_with("250"));
    let look = Look::at(&database).await;
    look.until_all_is_sent().await;
    let maria = place.sim.user("Maria").language("en").create();
    let seat = maria.private(&place.bot);
    reports(&seat, 0, 0, &[]).await;
    look.until_all_is_sent().await;
    let owed =
        "UPDATE outbox SET state = 'pending' WHERE purpose = 'acknowledgement' AND mail_to IS NULL";
    maria.blocks(&place.bot);
    look.until_all_is_sent().await;
    line.breaks_at(When::After, "UPDATE outbox SET state = result.became");
    database.execute(owed).await;
    line.reached(1).await;
    let tasks = "SELECT COUNT(*) FROM task WHERE kind = 'undeliverable'";
    recovers("there is a task", async || look.count(tasks).await > 0).await;
    place.is_well().await;
    look.until_all_is_sent().await;
    assert_eq!(look.count(tasks).await, 1);
    place.sim.read_all();
    assert!(serving.stops().await.success());
}

/// A card is claimed, and whether that is durable cannot be known: it is shown all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_breaks_after_a_card_is_claimed() {
    let (place, database, line) = place().await;
    let serving = place.serves().await;
    line.breaks_at(When::After, "UPDATE card SET repeated");
    assert!(mailed(&place, "A hole").await.starts_with("250"));
    line.reached(1).await;
    recovers("the card is shown", async || place.carlo.unread() > 0).await;
    Look::at(&database).await.until_all_is_sent().await;
    assert!(serving.stops().await.success());
}

/// After a failover, or behind a firewall that has forgotten them, all connections that there were are dead, and
/// nobody says so: the next step is slow, those after it are not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_connections_that_are_dead_without_a_word_one_is_waited_for() {
    let database = Database::postgres().await;
    let line = PgLine::to(&database.url()).await;
    let store = Store::open_serving(Address::from(&line.url), Measures::default()).await.unwrap();
    let rows = directory_file::parse(facts::FILE).unwrap();
    store.import_directory(rows, "directory.toml", facts::now()).await.unwrap();
    let step = || store.step(Keys::default(), |_| Decision::Done(Box::default(), ()));
    // Several at once, so that there are several connections.
    line.is_slow(Duration::from_millis(50));
    join_all((0..5).map(|_| step())).await.into_iter().for_each(Result::unwrap);
    line.is_slow(Duration::ZERO);
    assert!(store.connections().idle > 2);
    line.forgets();
    for _ in 0..5 {
        step().await.unwrap();
    }
}

/// What the server says is kept may be lost with it: `check` says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_promises_too_much_is_told() {
    let database = Database::postgres().await;
    let place = Place::on(&database).await;
    let options: PgConnectOptions = database.url().parse().unwrap();
    let name = options.get_database().unwrap();
    for (set, is_told) in [("on", false), ("off", true)] {
        database.execute(&format!("ALTER DATABASE {name} SET synchronous_commit = {set}")).await;
        let checked = place.program.runs(&["check"]).await.out();
        assert_eq!(checked.contains("synchronous_commit is off"), is_told, "{checked}");
    }
}
