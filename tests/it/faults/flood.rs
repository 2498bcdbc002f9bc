//! Floods: one citizen writes a hundred messages a second while thousands of messages wait, or many
//! citizens write at once. The others do not notice.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use rispondo::clock::Clock;
use rispondo::domain::ids::ChatId;
use rispondo::domain::outgoing::{Content, Message, Outgoing, Purpose, Urgency};
use rispondo::domain::step::{Changes, Decision, Keys};
use rispondo::measure::Measures;
use rispondo::store::Store;
use simulator::Seat;
use tokio::task::JoinSet;

use super::look::Look;
use super::place::{Place, counts, roll, seed};
use crate::support::Database;

/// An acknowledgement is there within this time, for ninety-nine of a hundred.
const AT_MOST: Duration = Duration::from_secs(5);
/// What a process may use at its peak, KiB.
const MEMORY: u64 = 256 * 1024;
/// Beside the one who floods.
const OTHERS: usize = 20;
/// Messages that wait when it begins: more than the limits let out in five minutes.
const BACKLOG: usize = 10_000;

/// The value that so many of a hundred do not exceed.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// Words to everybody wait to be sent: news, no answers.
pub async fn backlog(store: &Store, clock: &Clock, chats: &[i64]) {
    for some in chats.chunks(1_000) {
        let (some, now) = (some.to_vec(), clock.now() - TimeDelta::minutes(1));
        let fresh = clock.fresh();
        let step = store.step(Keys::default(), move |_| {
            let mut fresh = fresh.clone();
            let html = "The works in via Roma begin on Monday.".to_owned();
            let content = Content::Text(Message { html, ..Message::default() });
            let row = |chat: &i64| {
                let (id, chat) = (fresh.outbox(), ChatId(*chat));
                let row = Outgoing::new(id, chat, Purpose::Conversation, content.clone(), now);
                Outgoing { urgency: Urgency::Citizen, ..row }
            };
            let outbox = some.iter().map(row).collect();
            Decision::Done(Box::new(Changes { outbox, ..Changes::default() }), ())
        });
        step.await.unwrap();
    }
}

/// A citizen who reports again and again, thinking a while before each step, until the time is over:
/// how long each answer took, and how long each acknowledgement.
#[expect(clippy::disallowed_methods, reason = "how long it takes in real time is what is measured")]
async fn reports(seat: Seat, until: Instant, mut dice: u64) -> (Vec<Duration>, Vec<Duration>) {
    let (mut answers, mut acknowledgements) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let mut shown: Option<simulator::Message> = None;
        let steps: [(&str, &str); 6] = [
            ("/new", "What kind"),
            ("Street lights", "Where"),
            ("via Roma 12", "What is"),
            ("It is dark", "photo"),
            ("No photo", "Send"),
            ("Send", "Its number is"),
        ];
        for (says, expects) in steps {
            tokio::time::sleep(Duration::from_millis(1_500 + roll(&mut dice) % 1_500)).await;
            let button = shown.as_ref().filter(|message| message.button(says).is_some());
            let said = Instant::now();
            match button {
                Some(message) => drop(seat.presses(message, says)),
                None => drop(seat.sends(says)),
            }
            let is_it =
                |m: &simulator::Message| m.text.contains(expects) || m.button(expects).is_some();
            let answer = next(&seat, is_it).await;
            answers.push(said.elapsed());
            if says == "Send" {
                acknowledgements.push(said.elapsed());
            }
            shown = Some(answer);
        }
    }
    (answers, acknowledgements)
}

/// The next message like that, read with all before it. Longer is waited than may be.
async fn next(seat: &Seat, is_it: impl Fn(&simulator::Message) -> bool) -> simulator::Message {
    let search = async {
        loop {
            let message = seat.next().await;
            if is_it(&message) {
                return message;
            }
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), search).await;
    found.unwrap_or_else(|_| panic!("nothing came:\n{}", seat.transcript()))
}

#[expect(clippy::disallowed_methods, reason = "how long it takes in real time is what is measured")]
async fn one_floods(database: Database, every: Duration) {
    let seed = seed();
    let lasts = counts(Duration::from_secs(25), Duration::from_secs(180));
    let place = Place::on(&database).await.with("TELEGRAM_LIMITS", "standard");
    assert!(place.serves().await.stops().await.success());
    // So many messages wait when it begins.
    let waiting: Vec<i64> = (0..BACKLOG)
        .map(|number| {
            let user = place.sim.user(&format!("Reader {number}")).create();
            user.knows(&place.bot);
            user.private(&place.bot).chat_id()
        })
        .collect();
    let store = Store::open_serving(&database.url(), Measures::default()).await.unwrap();
    backlog(&store, &Clock::system(), &waiting).await;
    store.close().await;
    place.sim.flood_limits(true);
    let serving = place.serves().await;

    let until = Instant::now() + lasts;
    let flooder = place.citizen("Flora");
    let floods = async {
        let mut tick = tokio::time::interval(every);
        let mut said = 0_u32;
        while Instant::now() < until {
            tick.tick().await;
            flooder.sends("/mine");
            said += 1;
        }
        said
    };
    let mut others = JoinSet::new();
    for number in 0..OTHERS {
        let seat = place.citizen(&format!("Citizen {number}"));
        others.spawn(reports(seat, until, seed ^ u64::try_from(number).unwrap()));
    }
    let said = floods.await;
    let (mut answers, mut acknowledgements) = (Vec::new(), Vec::new());
    for (some, acknowledged) in others.join_all().await {
        answers.extend(some);
        acknowledgements.extend(acknowledged);
    }
    place.sim.quiet().await;
    let memory = serving.peak_memory();
    serving.dies().await;

    // The flood: all of it was taken in, little of it was answered, and that was said once.
    let got = flooder.messages();
    let got: Vec<_> = got.iter().filter(|one| one.from == Some(place.bot.id)).collect();
    let told = got.iter().filter(|message| message.text.contains("faster than")).count();
    let dropped = "SELECT COUNT(*) FROM outbox WHERE state = 'suppressed' AND reason = 'flood'";
    let dropped = Look::at(&database).await.count(dropped).await;
    let seconds = usize::try_from(lasts.as_secs()).unwrap();
    println!(
        "{said} messages of one citizen in {seconds} s: {} answers sent, {dropped} dropped by rule; \
         {} answers to {OTHERS} others: p99 {:.2} s; {} acknowledgements: p99 {:.2} s; peak {} MiB",
        got.len(),
        answers.len(),
        percentile(&mut answers, 99).as_secs_f64(),
        acknowledgements.len(),
        percentile(&mut acknowledgements, 99).as_secs_f64(),
        memory / 1024,
    );
    assert_eq!(told, 1, "it is said once");
    assert!(got.len() < seconds + 30, "{} answers", got.len());
    assert!(dropped > i64::from(said) / 2, "{dropped} of {said}");
    assert!(acknowledgements.len() >= OTHERS, "{}", acknowledgements.len());
    assert!(percentile(&mut acknowledgements, 99) < AT_MOST, "{acknowledgements:?}");
    assert!(percentile(&mut answers, 99) < AT_MOST, "{answers:?}");
    assert!(memory < MEMORY, "{memory} KiB");
    let refused = place
        .sim
        .calls()
        .into_iter()
        .filter(|call| call.result.as_ref().is_err_and(|error| error.code == 429));
    assert_eq!(refused.count(), 0, "a limit was broken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_citizen_floods_and_the_others_are_answered_on_sqlite() {
    Box::pin(one_floods(Database::sqlite(), Duration::from_millis(10))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_citizen_floods_and_the_others_are_answered_on_postgres() {
    let every = Duration::from_millis(10);
    Box::pin(one_floods(Database::postgres().await, every)).await;
}

/// A thousand citizens (in a short run fewer: the program is not built to be fast then) write once a
/// second, with a limit of Telegram's that allows it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "how long it takes in real time is what is measured")]
async fn many_citizens_write_every_second() {
    let (citizens, rounds) = counts((150, 10), (1_000, 60));
    let seed = seed();
    let database = Database::sqlite();
    let place = Place::on(&database).await.with("TELEGRAM_LIMITS", "2000");
    let serving = place.serves().await;
    let mut writers = JoinSet::new();
    for number in 0..citizens {
        let seat = place.citizen(&format!("Citizen {number}"));
        let mut dice = seed ^ u64::try_from(number).unwrap();
        writers.spawn(async move {
            // Not all in the same moment.
            tokio::time::sleep(Duration::from_millis(roll(&mut dice) % 1_000)).await;
            let mut tick = tokio::time::interval(Duration::from_secs(1));
            let mut times = Vec::new();
            for _ in 0..rounds {
                tick.tick().await;
                let said = Instant::now();
                seat.sends("/help");
                seat.next().await;
                times.push(said.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = writers.join_all().await.into_iter().flatten().collect();
    let memory = serving.peak_memory();
    let p99 = percentile(&mut times, 99);
    println!(
        "{citizens} citizens, {} messages at once a second: p99 {:.2} s, peak {} MiB",
        times.len(),
        p99.as_secs_f64(),
        memory / 1024
    );
    assert!(p99 < AT_MOST, "{p99:?}");
    assert!(memory < MEMORY, "{memory} KiB");
    assert!(serving.stops().await.success());
}
