//! A server that takes a mail later: one recipient's own matter, or everybody's.

use chrono::TimeDelta;
use serde_json::Value;

use crate::support::letters::Writer;
use crate::support::numbers::{Numbers, readiness};
use crate::support::post::until;
use crate::support::relay::Relay;
use crate::support::{Database, Town};

async fn sends(town: &Town, result: &str) -> i64 {
    let labels = [("channel", "mail"), ("result", result)];
    Numbers::of(town.service()).await.at("rispondo_sends_total", &labels)
}

async fn failing(town: &Town) -> i64 {
    Numbers::of(town.service()).await.at("rispondo_sends_failing", &[("channel", "mail")])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recipient_who_is_put_off_for_hours_is_no_failure_of_the_channel_and_two_are() {
    let relay = Relay::start().await;
    let url = format!("smtp://127.0.0.1:{}", relay.port);
    let town = Town::with(Database::sqlite(), |variables| variables.set("SMTP_URL", &url)).await;
    relay.says("RCPT TO:<bea@", "451 4.2.2 Mailbox full");
    Writer::new("Bea").writes(&town, "A hole", "A deep hole at via Roma 12").await;
    while relay.heard("RCPT TO:<bea@").len() < 4 {
        town.later(TimeDelta::hours(1)).await;
    }
    until("it is counted", async || sends(&town, "put_off").await >= 4).await;
    assert_eq!((failing(&town).await, sends(&town, "again").await), (0, 0));
    assert_eq!(readiness(town.service()).await.2.get("mail"), None::<&Value>);

    // Now nobody's mail is taken.
    relay.says("MAIL FROM", "451 4.7.1 Try again later");
    Writer::new("Olga").writes(&town, "A lamp", "The lamp at via Po 3 is dark").await;
    while failing(&town).await < 3 {
        town.later(TimeDelta::hours(1)).await;
    }
    assert!(readiness(town.service()).await.2["mail"].is_string());
    town.sim.read_all();
    town.sim.ignore_unread();
    town.ends().await;
}
