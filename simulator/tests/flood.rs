//! Flood limits by the simulated clock.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::Duration;

use common::world;
use serde_json::{Value, json};

fn text(chat_id: i64) -> Value {
    json!({ "chat_id": chat_id, "text": "x" })
}

#[tokio::test]
async fn a_private_chat_bears_three_at_once_and_one_a_second() {
    let (sim, bot, api) = world().await;
    sim.ignore_unread();
    sim.flood_limits(true);
    let maria = sim.user("Maria").create();
    maria.private(&bot).starts();
    for _ in 0..3 {
        api.call("sendMessage", text(maria.id)).await;
    }
    let answer = api.ask("sendMessage", text(maria.id)).await;
    assert_eq!(answer["error_code"], 429);
    assert_eq!(answer["description"], "Too Many Requests: retry after 1");
    assert_eq!(answer["parameters"]["retry_after"], 1);
    sim.advance(Duration::from_secs(1));
    api.call("sendMessage", text(maria.id)).await;
    api.refused("sendMessage", text(maria.id)).await;
    sim.flood_limits(false);
    api.call("sendMessage", text(maria.id)).await;
}

#[tokio::test]
async fn a_group_bears_one_a_second_and_twenty_a_minute_edits_and_photos_counted() {
    let (sim, bot, api) = world().await;
    sim.ignore_unread();
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").member(&carlo).bot_admin(&bot).create();
    urp.seat(&carlo).sends_photo(None);
    let photo = api.updates().await[0]["message"]["photo"][1]["file_id"].clone();
    sim.flood_limits(true);

    let sent = api.call("sendMessage", text(urp.id())).await;
    assert_eq!(api.refused("sendMessage", text(urp.id())).await.0, 429);
    let album = |count: usize| {
        let item = json!({ "type": "photo", "media": photo });
        json!({ "chat_id": urp.id(), "media": vec![item; count] })
    };
    for count in [10, 5] {
        sim.advance(Duration::from_secs(1));
        api.call("sendMediaGroup", album(count)).await;
    }
    for at in 0..4 {
        sim.advance(Duration::from_secs(1));
        let edit = json!({ "chat_id": urp.id(), "message_id": sent["message_id"], "text": at.to_string() });
        api.call("editMessageText", edit).await;
    }
    sim.advance(Duration::from_secs(1));
    let full = api.ask("sendMessage", text(urp.id())).await;
    let wait = full["parameters"]["retry_after"].as_u64().unwrap();
    assert!((50..=60).contains(&wait), "the first of twenty leaves the minute: {full}");
    sim.advance(Duration::from_secs(wait));
    api.call("sendMessage", text(urp.id())).await;
}

#[tokio::test]
async fn all_chats_together_bear_thirty_a_second() {
    let (sim, bot, api) = world().await;
    sim.ignore_unread();
    sim.flood_limits(true);
    let people: Vec<_> = (0..31).map(|at| sim.user(&format!("P{at}")).create()).collect();
    for person in &people {
        person.private(&bot).starts();
    }
    for person in &people[..30] {
        // Should the machine be slow, the clock has moved on and the limit is not reached.
        api.call("sendMessage", text(person.id)).await;
    }
    let calls = sim.calls_of("sendMessage");
    let took = calls[29].at.duration_since(calls[0].at).unwrap();
    if took < Duration::from_millis(900) {
        assert_eq!(api.refused("sendMessage", text(people[30].id)).await.0, 429);
    }
    sim.advance(Duration::from_secs(1));
    api.call("sendMessage", text(people[30].id)).await;
}
