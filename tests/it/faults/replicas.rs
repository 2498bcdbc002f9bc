//! Two processes of one service: one is killed again and again, or both live and one cannot reach the
//! database. Nothing is lost, nothing is filed twice, and the roles are taken over in time.

use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::look::Look;
use super::many::reports;
use super::place::{Place, counts, seed};
use crate::process::program::{Program, Serving};
use crate::support::Database;
use crate::support::pg_line::PgLine;
use crate::support::post::until;
use crate::support::servers::free_port;

/// The roles of a dead process are others' within this time.
const TAKEN_OVER: Duration = Duration::from_secs(10);
const CITIZENS: usize = 20;

/// One of the two.
struct Replica {
    program: Program,
    admin: String,
    _folder: TempDir,
}

impl Replica {
    fn new(place: &Place, database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let admin = format!("127.0.0.1:{}", free_port());
        let program = Program::town(folder.path(), &place.sim.api_url(), database)
            .with("BLOB_URL", &place.blobs())
            .with("ADMIN_ADDR", &admin);
        Self { program, admin, _folder: folder }
    }

    /// Waits until it has begun.
    async fn runs(&self) {
        let listens = async || tokio::net::TcpStream::connect(&self.admin).await.is_ok();
        until("it listens", listens).await;
    }

    /// How many roles it holds.
    async fn roles(&self, look: &Look) -> i64 {
        let query = format!("SELECT COUNT(*) FROM lease WHERE address = '{}'", self.admin);
        look.count(&query).await
    }

    /// Until it holds none; how long that took.
    #[expect(clippy::disallowed_methods, reason = "how long it takes in real time is measured")]
    async fn is_replaced(&self, look: &Look) -> Duration {
        let since = Instant::now();
        while self.roles(look).await > 0 {
            assert!(since.elapsed() < TAKEN_OVER * 3, "the roles are not taken over");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        since.elapsed()
    }
}

/// Citizens who report again and again until they are told that it is enough; all their numbers.
struct Life {
    enough: watch::Sender<bool>,
    citizens: JoinSet<Vec<String>>,
}

impl Life {
    fn begins(place: &Place, seed: u64) -> Self {
        let (enough, is_enough) = watch::channel(false);
        let mut citizens = JoinSet::new();
        for number in 0..CITIZENS {
            let seat = place.citizen(&format!("Citizen {number}"));
            let is_enough = is_enough.clone();
            citizens.spawn(async move {
                let mut numbers = Vec::new();
                while !*is_enough.borrow() {
                    let new = reports(&seat, number, seed, &numbers).await;
                    numbers.push(new);
                }
                numbers
            });
        }
        Self { enough, citizens }
    }

    /// It ends: none was lost, none filed twice, and nothing said twice without need.
    async fn ends(self, place: &Place, look: &Look, times: &mut [Duration], kills: i64) {
        self.enough.send_replace(true);
        let mut numbers: Vec<String> =
            self.citizens.join_all().await.into_iter().flatten().collect();
        let all = numbers.len();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), all, "every report has a number of its own");
        look.until_all_is_sent().await;
        let stored = look.count("SELECT COUNT(*) FROM report").await;
        assert_eq!(usize::try_from(stored).unwrap(), all, "each was filed once");
        let twice = look.nothing_was_said_twice_without_need(&place.sim, kills).await;
        times.sort();
        println!(
            "{all} reports, none lost, none twice; {twice} messages sent twice, marked; taken over \
             {} times, after {:.1} to {:.1} s",
            times.len(),
            times[0].as_secs_f64(),
            times[times.len() - 1].as_secs_f64(),
        );
        assert!(times.iter().all(|time| *time <= TAKEN_OVER), "{times:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_is_killed_again_and_again() {
    let (kills, pause) = counts((3, Duration::from_secs(3)), (20, Duration::from_secs(22)));
    let database = Database::postgres().await;
    let place = Place::on(&database).await;
    let replicas = [0, 1].map(|_| Replica::new(&place, &database.url()));
    let mut serving: [Option<Serving>; 2] = [None, None];
    serving[0] = Some(replicas[0].program.serves());
    place.sim.wait_polling(&place.bot).await;
    serving[1] = Some(replicas[1].program.serves());
    replicas[1].runs().await;
    let life = Life::begins(&place, seed());
    let look = Look::at(&database).await;
    let mut times = Vec::new();
    for _ in 0..kills {
        tokio::time::sleep(pause).await;
        // Whoever does the most.
        let first = replicas[0].roles(&look).await >= replicas[1].roles(&look).await;
        let victim = usize::from(!first);
        serving[victim].take().unwrap().dies().await;
        times.push(replicas[victim].is_replaced(&look).await);
        serving[victim] = Some(replicas[victim].program.serves());
        replicas[victim].runs().await;
    }
    life.ends(&place, &look, &mut times, kills).await;
    for one in serving.into_iter().flatten() {
        assert!(one.stops().await.success());
    }
}

/// Both live; the one that holds the roles cannot reach the database, and nobody can wake anybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_live_and_are_cut_from_each_other() {
    let cuts = counts(2, 20);
    let database = Database::postgres().await;
    let place = Place::on(&database).await;
    let lines = [PgLine::to(&database.url()).await, PgLine::to(&database.url()).await];
    let replicas = [0, 1].map(|one: usize| Replica::new(&place, &lines[one].url));
    let mut serving = Vec::new();
    for replica in &replicas {
        serving.push(replica.program.serves());
        place.sim.wait_polling(&place.bot).await;
    }
    let life = Life::begins(&place, seed());
    let look = Look::at(&database).await;
    let mut times = Vec::new();
    for _ in 0..cuts {
        tokio::time::sleep(Duration::from_secs(3)).await;
        let first = replicas[0].roles(&look).await >= replicas[1].roles(&look).await;
        let victim = usize::from(!first);
        lines[victim].is_cut();
        times.push(replicas[victim].is_replaced(&look).await);
        tokio::time::sleep(Duration::from_secs(2)).await;
        lines[victim].is_mended();
    }
    life.ends(&place, &look, &mut times, cuts).await;
    for one in serving {
        assert!(one.stops().await.success());
    }
}
