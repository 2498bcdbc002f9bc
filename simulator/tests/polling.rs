//! getUpdates.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::Duration;

use common::world;
use serde_json::{Value, json};

fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().unwrap().iter().map(|u| u["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_offset_confirms_what_is_below_it() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").create().private(&bot);
    for text in ["one", "two", "three"] {
        chat.sends(text);
    }
    let all = ids(&api.call("getUpdates", json!({})).await);
    assert_eq!(all, [all[0], all[0] + 1, all[0] + 2]);
    assert!(all[2] < i64::from(i32::MAX));
    // Unconfirmed updates come again.
    assert_eq!(ids(&api.call("getUpdates", json!({ "limit": 2 })).await), all[..2]);
    assert_eq!(ids(&api.call("getUpdates", json!({ "offset": all[1] })).await), all[1..]);
    assert_eq!(ids(&api.call("getUpdates", json!({ "offset": -1 })).await), all[2..]);
    assert_eq!(bot.pending(), 1);
    api.call("getUpdates", json!({ "offset": all[2] + 1 })).await;
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn of_two_pollers_the_first_is_sent_away() {
    let (sim, bot, api) = world().await;
    let first = tokio::spawn({
        let api = api.clone();
        async move { api.refused("getUpdates", json!({ "timeout": 30 })).await }
    });
    sim.wait_polling(&bot).await;
    api.call("getUpdates", json!({})).await;
    let words = "Conflict: terminated by other getUpdates request; make sure that only one bot \
                 instance is running";
    assert_eq!(first.await.unwrap(), (409, words.into()));
    sim.finish();
}

#[tokio::test]
async fn a_webhook_excludes_polling() {
    let (sim, bot, api) = world().await;
    let poll = tokio::spawn({
        let api = api.clone();
        async move { api.refused("getUpdates", json!({ "timeout": 30 })).await }
    });
    sim.wait_polling(&bot).await;
    api.call("setWebhook", json!({ "url": "http://127.0.0.1:9/hook" })).await;
    let words = "Conflict: terminated by setWebhook request";
    assert_eq!(poll.await.unwrap(), (409, words.into()));
    let words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook \
                 to delete the webhook first";
    assert_eq!(api.refused("getUpdates", json!({})).await, (409, words.into()));
    api.call("deleteWebhook", json!({})).await;
    api.call("getUpdates", json!({})).await;
    sim.finish();
}

#[tokio::test]
async fn only_the_kinds_asked_for_come() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    api.call("getUpdates", json!({ "allowed_updates": ["message"] })).await;
    chat.starts();
    maria.blocks(&bot);
    let updates = api.updates().await;
    assert_eq!(updates.len(), 1, "the list stays in force without being repeated");
    sim.finish();
}

#[tokio::test]
async fn updates_wait_a_day() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").create().private(&bot);
    chat.sends("old");
    sim.advance(Duration::from_hours(23));
    chat.sends("new");
    sim.advance(Duration::from_hours(2));
    let updates = api.updates().await;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["message"]["text"], "new");
    sim.finish();
}

#[tokio::test]
async fn after_a_silent_week_the_numbers_start_elsewhere() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").create().private(&bot);
    chat.sends("before");
    let before = api.updates().await[0]["update_id"].as_i64().unwrap();
    bot.renumbers_updates(5);
    chat.sends("after");
    let after = api.updates().await[0]["update_id"].as_i64().unwrap();
    assert!(after < before);
    sim.finish();
}
