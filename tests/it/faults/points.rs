//! kill -9 at named points, seen from outside: from the Bot API (a call has come, has been carried out)
//! and from PostgreSQL (a commit is asked for, is done).

use std::time::Duration;

use simulator::{Fault, Message, Seat};

use super::look::Look;
use super::place::Place;
use crate::support::pg_line::{PgLine, When};
use crate::support::post::until;
use crate::support::{Database, drafts, without_photos};

/// Statements by which a transaction is known.
const TAKES_IN: &str = "INSERT INTO seen";
const CLAIMS: &str = "UPDATE card SET repeated";
const RECORDS: &str = "UPDATE outbox SET state = result.became";

/// Where the process is killed, while a citizen's report is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    /// A call has come, and nothing was done.
    Called(&'static str),
    /// A call was carried out, and its answer has not arrived.
    Done(&'static str),
    /// At the commit of a transaction.
    Commit(When, &'static str),
}

impl Point {
    /// How often the acknowledgement may reach the citizen: once more if it was in flight at the kill,
    /// which cannot be before what it answers is committed.
    fn most(self) -> usize {
        if matches!(self, Self::Commit(_, TAKES_IN)) { 1 } else { 2 }
    }
}

/// A report up to the button that files it.
async fn summary(citizen: &Seat) -> Message {
    let photos = drafts(citizen, "Street lights", "It has been dark for a week").await;
    without_photos(citizen, &photos).await
}

/// Calls of a method so far.
fn calls(place: &Place, method: &str) -> usize {
    place.sim.calls_of(method).len()
}

async fn killed_at(point: Point, place: &Place, database: &Database, line: Option<&PgLine>) {
    let serving = place.serves().await;
    let look = Look::at(database).await;
    let citizen = place.citizen("Maria");
    let summary = summary(&citizen).await;
    place.sim.quiet().await;
    look.until_all_is_sent().await;
    let reports = look.count("SELECT COUNT(*) FROM report").await;
    match (point, line) {
        (Point::Commit(when, statement), Some(line)) => {
            line.stops_at(when, statement);
            citizen.presses(&summary, "Send");
            line.reached(1).await;
        }
        (Point::Done("getUpdates"), _) => {
            citizen.presses(&summary, "Send");
            // Nothing waits any more: the poll that confirms it has come, and is not answered yet.
            place.sim.quiet().await;
        }
        (Point::Called(method) | Point::Done(method), _) => {
            let before = calls(place, method);
            let fault = match point {
                Point::Called(_) => Fault::HoldBefore,
                _ => Fault::HoldAfter,
            };
            // The poll that waits now is answered with the press; the next one is held.
            let more = 1 + usize::from(method == "getUpdates");
            place.sim.faults().next(method, fault);
            citizen.presses(&summary, "Send");
            place.sim.wait_calls(method, before + more).await;
        }
        (Point::Commit(..), None) => unreachable!("a commit is seen on the line alone"),
    }
    serving.dies().await;
    place.sim.faults().clear();
    let serving = place.program.serves();
    let is_ack = |message: &Message| message.text.contains("Its number is");
    let acks = || citizen.messages().into_iter().filter(is_ack).count();
    until("the report is acknowledged", async || acks() > 0).await;
    place.sim.quiet().await;
    look.until_all_is_sent().await;
    assert!(acks() <= point.most(), "{point:?}: acknowledged {} times", acks());
    assert_eq!(look.count("SELECT COUNT(*) FROM report").await, reports + 1, "{point:?}");
    let marked = "SELECT COUNT(*) FROM outbox WHERE repeated AND purpose = 'acknowledgement'";
    assert!(acks() == 1 || look.count(marked).await > 0, "{point:?}: repeated, and not marked");
    until("its card is shown", async || !place.carlo.messages().is_empty()).await;
    let repeated = look.nothing_was_said_twice_without_need(&place.sim, 1).await;
    assert!(repeated <= 1, "{point:?}: {repeated} messages were sent twice");
    println!("{point:?}: acknowledged {} times", acks());
    assert!(serving.stops().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_a_call_of_telegrams_on_sqlite() {
    for point in [
        Point::Called("sendMessage"),
        Point::Done("sendMessage"),
        Point::Called("getUpdates"),
        Point::Done("getUpdates"),
    ] {
        let database = Database::sqlite();
        let place = Place::on(&database).await;
        killed_at(point, &place, &database, None).await;
    }
}

async fn on_postgres(point: Point) {
    let database = Database::postgres().await;
    let line = PgLine::to(&database.url()).await;
    let place = Place::new(&line.url).await;
    tokio::time::timeout(Duration::from_secs(90), killed_at(point, &place, &database, Some(&line)))
        .await
        .unwrap();
}

/// A test for each point: after a kill the other process, here the next one, waits eight seconds.
macro_rules! killed_on_postgres {
    ($($name:ident: $point:expr;)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            on_postgres($point).await;
        }
    )+};
}

killed_on_postgres! {
    killed_before_what_came_is_committed: Point::Commit(When::Before, TAKES_IN);
    killed_after_what_came_is_committed: Point::Commit(When::After, TAKES_IN);
    killed_before_a_claim_is_committed: Point::Commit(When::Before, CLAIMS);
    killed_after_a_claim_is_committed: Point::Commit(When::After, CLAIMS);
    killed_before_a_delivery_is_recorded: Point::Commit(When::Before, RECORDS);
    killed_after_a_delivery_is_recorded: Point::Commit(When::After, RECORDS);
    killed_before_a_send: Point::Called("sendMessage");
    killed_after_a_send: Point::Done("sendMessage");
    killed_before_an_acknowledgement: Point::Called("getUpdates");
    killed_after_an_acknowledgement: Point::Done("getUpdates");
}
