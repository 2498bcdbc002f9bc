//! Many calls in little time.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::{Duration, Instant};

use common::{Api, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_chats_do_not_slow_it_down() {
    let (sim, bot, api) = world().await;
    sim.ignore_unread();
    sim.keep_calls(false);
    let maria = sim.user("Maria").create();
    maria.private(&bot).starts();
    let timed = async |api: &Api| {
        let begun = Instant::now();
        for _ in 0..1000 {
            api.says(maria.id, "again").await;
        }
        begun.elapsed()
    };
    let first = timed(&api).await;
    timed(&api).await;
    timed(&api).await;
    let last = timed(&api).await;
    println!("1000 calls took {first:?} at first, {last:?} at last");
    assert!(
        last < first * 3 + Duration::from_millis(500),
        "{first:?}, then {last:?}"
    );
}
