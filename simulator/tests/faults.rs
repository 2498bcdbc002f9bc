//! Faults on demand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::Duration;

use common::world;
use serde_json::{Value, json};
use simulator::Fault;

fn hello() -> Value {
    json!({ "chat_id": 11, "text": "hello" })
}

#[tokio::test]
async fn the_next_calls_fail_as_told() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").id(11).create().private(&bot);
    chat.starts();
    sim.faults()
        .next("sendMessage", Fault::Status(502))
        .next_n("sendMessage", 2, Fault::TooManyRequests(7))
        .next("*", Fault::Refusal(400, "Bad Request: message thread not found".into()));
    assert_eq!(api.refused("sendMessage", hello()).await, (502, "Bad Gateway".into()));
    for _ in 0..2 {
        assert_eq!(api.ask("sendMessage", hello()).await["parameters"]["retry_after"], 7);
    }
    assert_eq!(
        api.refused("getMe", json!({})).await,
        (400, "Bad Request: message thread not found".into())
    );
    api.call("sendMessage", hello()).await;
    assert_eq!(chat.next().await.text, "hello");
    sim.finish();
}

#[tokio::test]
async fn a_closed_connection_tells_nothing_of_what_was_done() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").id(11).create().private(&bot);
    chat.starts();
    let url = format!("{}/sendMessage", api.base);
    for (fault, done) in [(Fault::CloseBefore, 0), (Fault::CloseAfter, 1)] {
        sim.faults().next("sendMessage", fault);
        let sent = api.http.post(&url).json(&hello()).send().await;
        assert!(sent.is_err_and(|error| !error.is_timeout()));
        assert_eq!(chat.unread(), done);
    }
    sim.faults().next("sendMessage", Fault::StatusAfter(504));
    api.refused("sendMessage", hello()).await;
    assert_eq!(chat.next_n(2).await.len(), 2);
    sim.finish();
}

#[tokio::test]
async fn a_proxy_answers_in_html() {
    let (sim, _, api) = world().await;
    sim.faults().next("getMe", Fault::Html(502));
    let page = api.http.get(format!("{}/getMe", api.base)).send().await.unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().starts_with("<html>"));
    sim.finish();
}

#[tokio::test]
async fn a_delay_is_over_when_the_clock_says_so() {
    let (sim, _, api) = world().await;
    sim.faults().next("getMe", Fault::Delay(Duration::from_hours(1)));
    let call = tokio::spawn(async move { api.call("getMe", json!({})).await });
    while !call.is_finished() {
        sim.advance(Duration::from_mins(1));
        tokio::task::yield_now().await;
    }
    assert_eq!(call.await.unwrap()["id"], 111);
    sim.finish();
}

#[tokio::test]
async fn random_faults_come_by_their_seed() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let (sim, _, api) = world().await;
        sim.faults().at_random(seed, 0.3, &[Fault::Status(500), Fault::Status(502)]);
        let mut codes = Vec::new();
        for _ in 0..50 {
            codes.push(api.ask("getMe", json!({})).await["error_code"].as_u64());
        }
        sim.faults().clear();
        api.call("getMe", json!({})).await;
        sim.finish();
        runs.push(codes);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let failed = runs[0].iter().flatten().count();
    assert!((5..30).contains(&failed), "{failed} of 50");
}

#[tokio::test]
async fn the_log_has_what_was_asked_and_what_came_of_it() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").id(11).create().private(&bot);
    chat.starts();
    sim.faults().next("sendMessage", Fault::Status(500));
    api.refused("SendMessage", hello()).await;
    api.call("sendMessage", hello()).await;
    chat.read_all();
    let calls = sim.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].method, "sendMessage");
    assert_eq!(calls[0].fault, Some(Fault::Status(500)));
    assert_eq!(calls[0].result.as_ref().unwrap_err().code, 500);
    assert_eq!(calls[1].param("chat_id").as_deref(), Some("11"));
    assert_eq!(calls[1].result.as_ref().unwrap()["text"], "hello");
    sim.keep_calls(false);
    api.call("getMe", json!({})).await;
    assert!(sim.calls().is_empty());
    sim.finish();
}
