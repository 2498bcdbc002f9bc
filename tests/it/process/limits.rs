//! Telegram's limits, in real time: the program itself, and a Telegram that counts.

use simulator::Seat;

use super::program::Ground;
use crate::support::{drafts, without_photos};

/// Telegram refuses what comes too fast; nothing may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_standard_limits_are_never_broken() {
    let ground = Ground::new().await;
    ground.sim.flood_limits(true);
    let carlo = ground.carlo();
    let program = ground.program().with("TELEGRAM_LIMITS", "standard");
    let serving = program.serves();
    let reports = (0..6).map(|_| {
        let citizen = ground.sim.user("Citizen").language("en").create().private(&ground.bot);
        tokio::spawn(async move { report(&citizen).await })
    });
    for report in reports.collect::<Vec<_>>() {
        report.await.unwrap();
    }
    for count in 1..=6 {
        carlo.next_matching(&format!("2026-00000{count}")).await.unwrap();
    }
    let refused: Vec<_> = ground
        .sim
        .calls()
        .into_iter()
        .filter(|call| call.result.as_ref().is_err_and(|error| error.code == 429))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert!(serving.stops().await.success());
    ground.sim.read_all();
    ground.sim.finish();
}

/// A report of words and an address; each answer is waited for.
async fn report(citizen: &Seat) {
    let photos = drafts(citizen, "Potholes and pavements", "A deep hole").await;
    let summary = without_photos(citizen, &photos).await;
    citizen.presses(&summary, "Send");
    citizen.next_matching("Its number is").await.unwrap();
}
