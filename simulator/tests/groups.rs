//! Groups: who hears what, and what becomes of a group.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{buttons, world};
use serde_json::{Value, json};
use simulator::ANONYMOUS_ADMIN;

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().filter_map(|update| update["message"]["text"].as_str()).collect()
}

#[tokio::test]
async fn privacy_mode_lets_through_commands_and_replies() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").member(&carlo).bot(&bot).create();
    let seat = urp.seat(&carlo);
    api.says(urp.id(), "card").await;
    let card = seat.next().await;
    seat.sends("gossip");
    seat.sends("/status");
    seat.sends("/status@other_bot");
    seat.sends("/status@Example_Bot now");
    let reply = seat.replies(&card, "mine");
    seat.edits(&reply, "ours");
    let updates = api.updates().await;
    assert_eq!(texts(&updates), ["/status", "/status@Example_Bot now", "mine"]);
    assert_eq!(updates[3]["edited_message"]["text"], "ours");

    urp.promotes(&bot);
    seat.sends("an administrator hears this");
    urp.demotes(&bot);
    bot.privacy(false);
    seat.sends("and so does an open bot");
    let updates = api.updates().await;
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "administrator");
    assert_eq!(texts(&updates), ["an administrator hears this", "and so does an open bot"]);
    sim.finish();
}

#[tokio::test]
async fn a_group_migrates_and_numbers_its_messages_anew() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").basic().member(&carlo).bot_admin(&bot).create();
    let seat = urp.seat(&carlo);
    let old = urp.id();
    api.says(old, "before").await;
    let new = urp.migrates();
    assert_eq!((urp.id(), seat.chat_id()), (new, new));

    let refused = api.ask("sendMessage", json!({ "chat_id": old, "text": "lost" })).await;
    assert_eq!(refused["error_code"], 400);
    assert_eq!(refused["description"], "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(refused["parameters"]["migrate_to_chat_id"], new);
    let updates = api.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], old);
    assert_eq!(updates[1]["message"]["message_id"], 1);

    assert_eq!(api.says(new, "after").await, 2);
    assert_eq!(seat.next().await.text, "before");
    assert_eq!(seat.next().await.text, "after");
    seat.sends("here");
    assert_eq!(texts(&api.updates().await), ["here"]);
    sim.finish();
}

#[tokio::test]
async fn an_anonymous_administrator_has_no_name() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").bot_admin(&bot).create();
    urp.anonymous(&carlo).sends("who am I");
    let update = api.updates().await.pop().unwrap();
    assert_eq!(update["message"]["from"]["id"], ANONYMOUS_ADMIN);
    assert_eq!(update["message"]["sender_chat"]["id"], urp.id());
    sim.finish();
}

#[tokio::test]
async fn a_press_in_a_group_names_who_pressed() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let dora = sim.user("Dora").create();
    let urp = sim.group("URP").member(&carlo).member(&dora).bot(&bot).create();
    let ask =
        json!({ "chat_id": urp.id(), "text": "?", "reply_markup": buttons(&[("Take", "t")]) });
    api.call("sendMessage", ask).await;
    let card = urp.seat(&carlo).next().await;
    let press = urp.seat(&dora).presses(&card, "Take");
    let query = api.updates().await.pop().unwrap()["callback_query"].clone();
    assert_eq!(query["from"]["id"], dora.id);
    let refusal = json!({ "callback_query_id": query["id"], "text": "No", "show_alert": true });
    api.call("answerCallbackQuery", refusal).await;
    let answer = press.full_answer().await;
    assert_eq!((answer.text.as_deref(), answer.alert), (Some("No"), true));
    sim.finish();
}

#[tokio::test]
async fn a_bot_is_told_what_it_is_in_a_group() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let strange = sim.group("Strange").owner(&carlo).create();
    strange.adds(&bot);
    let updates = api.updates().await;
    let change = &updates[0]["my_chat_member"];
    assert_eq!(change["from"]["id"], carlo.id);
    assert_eq!(change["old_chat_member"]["status"], "left");
    assert_eq!(change["new_chat_member"]["status"], "member");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], bot.id);
    api.call("leaveChat", json!({ "chat_id": strange.id() })).await;
    let update = api.updates().await.pop().unwrap();
    assert_eq!(update["my_chat_member"]["new_chat_member"]["status"], "left");
    sim.finish();
}

#[tokio::test]
async fn two_bots_have_chats_of_their_own() {
    let (sim, bot, api) = world().await;
    let other = sim.add_bot("222:TOKEN", "other_bot");
    let maria = sim.user("Maria").create();
    maria.private(&bot).starts();
    let refused = common::Api::new(&sim, "222:TOKEN")
        .refused("sendMessage", json!({ "chat_id": maria.id, "text": "hello" }))
        .await;
    assert_eq!(refused.0, 403);
    assert_eq!(api.updates().await.len(), 1);
    assert_eq!(other.pending(), 0);
    sim.finish();
}
