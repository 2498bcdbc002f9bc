//! Telegram's limits, in real time: the program itself, and a Telegram that counts.

use simulator::{Seat, Simulator};

use super::program::Program;

/// Telegram refuses what comes too fast; nothing may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_standard_limits_are_never_broken() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.flood_limits(true);
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).language("en").create();
    let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db")
        .with("TELEGRAM_LIMITS", "standard");
    let serving = program.serves();
    let reports = (0..6).map(|_| {
        let citizen = sim.user("Citizen").language("en").create().private(&bot);
        tokio::spawn(async move { report(&citizen).await })
    });
    for report in reports.collect::<Vec<_>>() {
        report.await.unwrap();
    }
    let seat = urp.seat(&carlo);
    for count in 1..=6 {
        seat.next_matching(&format!("2026-00000{count}")).await.unwrap();
    }
    let refused: Vec<_> = sim
        .calls()
        .into_iter()
        .filter(|call| call.result.as_ref().is_err_and(|error| error.code == 429))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert!(serving.stops().await.success());
    sim.read_all();
    sim.finish();
}

/// A report of words and an address; each answer is waited for.
async fn report(citizen: &Seat) {
    citizen.sends("/new");
    let kinds = citizen.next().await;
    citizen.presses(&kinds, "Potholes and pavements");
    citizen.next().await;
    citizen.sends("via Roma 12");
    citizen.next().await;
    citizen.sends("A deep hole");
    let photos = citizen.next().await;
    citizen.presses(&photos, "No photo");
    let summary = citizen.next().await;
    citizen.presses(&summary, "Send");
    citizen.next_matching("Its number is").await.unwrap();
}
