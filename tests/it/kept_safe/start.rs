//! A start while Telegram is away, as after a power cut: all else works, and the bot does once it is back.

use simulator::Fault;

use super::webhook;
use crate::support::letters::Writer;
use crate::support::numbers::{is_alive, readiness};
use crate::support::post::until;
use crate::support::{Database, Town, on_both_databases};

async fn starts_without_telegram(mut town: Town) {
    town.stops().await;
    town.sim.faults().next_n("*", usize::MAX, Fault::CloseBefore);
    town.starts().await;
    assert!(is_alive(town.service()).await);
    let warned = async || readiness(town.service()).await.2.get("updates").cloned();
    until("it is said", async || warned().await.is_some()).await;
    let why = warned().await.unwrap();
    assert!(why.as_str().unwrap().contains("Telegram"), "{why}");
    assert_eq!(readiness(town.service()).await.0, 200, "it works");
    let luca = Writer::new("Luca");
    luca.writes(&town, "Pothole", "In via Roma 12 there is a pothole.").await;
    until("the mail is answered", async || luca.unread(&town) == 1).await;

    town.sim.faults().clear();
    until("it is heard", async || warned().await.is_none()).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    luca.next(&town).await;
    // What could not be sent is tried again within seconds.
    town.later(chrono::TimeDelta::minutes(5)).await;
    town.urp_card("2026-000001").await;
    town.sim.ignore_unread();
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_without_telegram_takes_mail_and_polls_later() {
    starts_without_telegram(Town::on(Database::sqlite()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_without_telegram_takes_mail_and_is_called_later() {
    let (town, _) = webhook::town(Database::sqlite()).await;
    starts_without_telegram(town).await;
}

/// The token was taken back meanwhile: said as soon as Telegram can say it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_wrong_ends_it_once_telegram_is_back() {
    let mut town = Town::on(Database::sqlite()).await;
    town.stops().await;
    town.sim.faults().next("getMe", Fault::CloseBefore);
    town.sim.faults().next_n("*", usize::MAX, Fault::Status(401));
    town.starts().await;
    let why = town.fails().await;
    assert!(why.contains("TELEGRAM_BOT_TOKEN"), "{why}");
    town.sim.faults().clear();
    town.sim.ignore_unread();
}

/// It goes away between the two questions of a start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telegram_that_goes_away_during_the_start_keeps_nobody_waiting() {
    let mut town = Town::on(Database::sqlite()).await;
    town.stops().await;
    town.sim.faults().next_n("deleteWebhook", 2, Fault::CloseBefore);
    town.starts().await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    assert_eq!(readiness(town.service()).await.2.get("updates"), None);
    town.ends().await;
}

on_both_databases! {
    /// systemd tries again every few seconds, all night.
    async fn a_start_that_fails_by_its_settings_tells_nobody_of_the_standstill(town: Town) {
        let mut town = town;
        town.stops().await;
        town.clock.advance(chrono::TimeDelta::hours(2));
        let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let taken = other.local_addr().unwrap().to_string();
        for variable in ["ADMIN_ADDR", "LMTP_ADDR", "HTTP_ADDR"] {
            let before = town.set(variable, &taken);
            for _ in 0..2 {
                let why = town.does_not_start().await;
                assert!(why.contains(variable), "{why}");
            }
            town.set(variable, &before);
        }
        town.starts().await;
        town.carlo.next_matching("The service was down").await.unwrap();
        town.stops().await;
        town.starts().await;
        town.settles().await;
        let told = town.carlo.messages();
        let told = told.iter().filter(|one| one.text.contains("The service was down"));
        assert_eq!(told.count(), 1, "{}", town.carlo.transcript());
        town.ends().await;
    }

    /// Two start at once after a power cut, or one is killed before it has shown that it lives.
    async fn a_standstill_is_told_once_however_many_start_after_it(town: Town) {
        let mut town = town;
        town.stops().await;
        let last_sign = town.clock.now().to_rfc3339();
        town.clock.advance(chrono::TimeDelta::hours(2));
        for _ in 0..2 {
            let sign = format!("UPDATE meta SET value = '{last_sign}' WHERE key = 'sign_of_life'");
            town.database.execute(&sign).await;
            town.starts().await;
            town.settles().await;
            town.stops().await;
        }
        town.starts().await;
        let told = town.carlo.next_matching("The service was down").await.unwrap();
        assert!(told.text.contains("from 24/11 10:00 to 24/11 12:00"), "{}", told.text);
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "{}", town.carlo.transcript());
        town.ends().await;
    }
}
