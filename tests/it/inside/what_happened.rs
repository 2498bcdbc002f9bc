//! What happened is in the numbers: each thing under its own name.

use chrono::TimeDelta;
use serde_json::json;
use simulator::Fault;

use crate::kept_safe::webhook;
use crate::support::letters::Writer;
use crate::support::numbers::{Numbers, is_alive, readiness};
use crate::support::{Database, Town, on_both_databases};

const TELEGRAM: (&str, &str) = ("channel", "telegram");

fn sent(numbers: &Numbers, channel: &str, result: &str) -> i64 {
    numbers.at("rispondo_sends_total", &[("channel", channel), ("result", result)])
}

fn taken(numbers: &Numbers, kind: &str, result: &str) -> i64 {
    numbers.at("rispondo_updates_total", &[("kind", kind), ("result", result)])
}

/// The numbers once they are so; the clock goes on meanwhile.
async fn until(town: &Town, so: impl Fn(&Numbers) -> bool) -> Numbers {
    for _ in 0..200 {
        let numbers = Numbers::of(town.service()).await;
        if so(&numbers) {
            return numbers;
        }
        town.later(TimeDelta::seconds(1)).await;
    }
    panic!("it never came to that");
}

on_both_databases! {
    async fn two_reports_and_an_update_that_nobody_can_read(town: Town) {
        assert!(is_alive(town.service()).await);
        let before = Numbers::of(town.service()).await;
        assert_eq!(taken(&before, "message", "taken"), 0);
        assert_eq!(before.at("rispondo_answer_seconds_count", &[TELEGRAM]), 0);

        let maria = town.citizen("Maria");
        town.report(&maria).await;
        let luca = Writer::new("Luca");
        luca.writes(&town, "Lamp", "The lamp in via Verdi 3 is broken.").await;
        luca.next(&town).await;
        town.urp_card("2026-000002").await;
        town.bot.receives("message", &json!({ "message_id": 7, "text": "the words" }));
        maria.sends("/help");
        maria.next().await;
        town.settles().await;

        let after = Numbers::of(town.service()).await;
        let three = ["message", "press", "mail"].map(|kind| taken(&after, kind, "taken"));
        assert_eq!(three, [4, 3, 1], "what Maria wrote and pressed, and what Luca wrote");
        assert_eq!(taken(&after, "unreadable", "set_aside"), 1);
        assert_eq!(after.at("rispondo_dead_letters", &[("source", "telegram")]), 1);
        assert_eq!(after.at("rispondo_dead_letters", &[("source", "mail")]), 0);
        assert_eq!(sent(&after, "mail", "delivered"), 1);
        assert!(sent(&after, "telegram", "delivered") >= 9, "seven answers and two cards");
        assert_eq!(sent(&after, "telegram", "again"), 0);
        assert!(after.at("rispondo_answer_seconds_count", &[TELEGRAM]) >= 7);
        assert!(after.at("rispondo_commit_seconds_count", &[]) > 10);
        let commits = after.at("rispondo_commit_seconds_count", &[]);
        assert_eq!(after.at("rispondo_commit_steps_bucket", &[("le", "+Inf")]), commits);
        assert_eq!(after.at("rispondo_notices_total", &[("result", "failed")]), 0);
        assert!(after.at("rispondo_notices_total", &[("result", "made")]) >= 3, "each press");
        for channel in ["telegram", "mail", "pec"] {
            for state in ["pending", "in_flight", "held", "accepted"] {
                let labels = [("channel", channel), ("state", state)];
                assert_eq!(after.at("rispondo_outbox_rows", &labels), 0, "{labels:?}");
            }
        }
        assert_eq!(after.at("rispondo_ready", &[]), 1);
        town.carlo.next_matching("could not be processed").await.unwrap();
        town.ends().await;
    }

    async fn a_flood_that_telegram_refuses(town: Town) {
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.settles().await;
        let before = Numbers::of(town.service()).await;
        // A proxy in between answers five times, then Telegram itself says twenty times to wait.
        town.sim.faults().next_n("sendMessage", 5, Fault::Status(502));
        town.sim.faults().next_n("sendMessage", 20, Fault::TooManyRequests(1));
        maria.sends("/help");
        let numbers = until(&town, |numbers| sent(numbers, "telegram", "unknown") >= 5).await;
        assert_eq!(numbers.at("rispondo_sends_failing", &[TELEGRAM]), 5);
        let pending = [TELEGRAM, ("state", "pending")];
        assert_eq!(numbers.at("rispondo_outbox_rows", &pending), 1, "it waits");
        assert!(numbers.at("rispondo_outbox_oldest_seconds", &[TELEGRAM]) >= 15);
        let (status, _, warnings) = readiness(town.service()).await;
        assert_eq!(status, 200, "no other process would send better");
        let warning = warnings["telegram"].as_str().unwrap();
        assert!(warning.contains("the last 5 sends have failed"), "{warning}");

        let waits = |numbers: &Numbers| sent(numbers, "telegram", "rate_limited") >= 20;
        let numbers = until(&town, waits).await;
        assert_eq!(numbers.at("rispondo_sends_failing", &[TELEGRAM]), 0, "it answers");
        let all = sent(&before, "telegram", "delivered") + 1;
        let after = until(&town, |numbers| sent(numbers, "telegram", "delivered") >= all).await;
        maria.next().await;
        let grown = |result| sent(&after, "telegram", result) - sent(&before, "telegram", result);
        let results = ["unknown", "rate_limited", "delivered", "again", "undeliverable"];
        assert_eq!(results.map(grown), [5, 20, 1, 0, 0]);
        assert_eq!(readiness(town.service()).await.2, json!({}), "it passed by itself");
        assert_eq!(after.at("rispondo_outbox_oldest_seconds", &[TELEGRAM]), 0);
        town.ends().await;
    }

    async fn who_has_left_cannot_be_told(town: Town) {
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.settles().await;
        let before = Numbers::of(town.service()).await;
        town.sim.faults().next(
            "sendMessage",
            Fault::Refusal(403, "Forbidden: bot was blocked by the user".to_owned()),
        );
        maria.sends("/mine");
        town.settles().await;
        let after = Numbers::of(town.service()).await;
        assert_eq!(
            sent(&after, "telegram", "undeliverable") - sent(&before, "telegram", "undeliverable"),
            1,
        );
        assert_eq!(after.at("rispondo_sends_failing", &[TELEGRAM]), 0, "Telegram is there");
        town.sim.read_all();
        town.ends().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_telegram_brings_twice_and_who_is_not_telegram() {
    let (town, url) = webhook::town(Database::sqlite()).await;
    let maria = town.person("Maria");
    maria.knows(&town.bot);
    let update = webhook::help_from(maria.id);
    for secret in [webhook::SECRET, webhook::SECRET, "another"] {
        webhook::called(&url, Some(secret), &update).await;
    }
    town.settles().await;
    let numbers = Numbers::of(town.service()).await;
    let results = ["taken", "seen_before", "set_aside", "failed"];
    assert_eq!(results.map(|result| taken(&numbers, "message", result)), [1, 1, 0, 0]);
    assert_eq!(numbers.at("rispondo_webhook_refused_total", &[]), 1);
    maria.private(&town.bot).next().await;
    town.ends().await;
}
