//! A person and a bot talk.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{buttons, world};
use serde_json::json;

#[tokio::test]
async fn a_person_starts_and_the_bot_answers() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").id(11).language("it").create();
    let chat = maria.private(&bot);
    chat.starts();

    let updates = api.updates().await;
    assert_eq!(updates[0]["message"]["text"], "/start");
    assert_eq!(updates[0]["message"]["from"]["language_code"], "it");
    assert_eq!(updates[0]["message"]["entities"][0]["type"], "bot_command");
    api.says(11, "Welcome").await;

    assert_eq!(chat.next().await.text, "Welcome");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn a_press_is_answered_and_the_message_edited() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let keyboard = buttons(&[("Report", "r"), ("Photos (2)", "p")]);
    let params = json!({ "chat_id": maria.id, "text": "What now?", "reply_markup": keyboard });
    api.call("sendMessage", params).await;

    let asked = chat.next().await;
    assert_eq!(asked.labels(), ["Report", "Photos (2)"]);
    let press = chat.presses(&asked, "Photos");
    let update = api.updates().await.pop().unwrap();
    let query = &update["callback_query"];
    assert_eq!(query["data"], "p");
    assert_eq!(query["message"]["message_id"], asked.message_id);
    api.call("answerCallbackQuery", json!({ "callback_query_id": query["id"], "text": "Two" }))
        .await;
    let edit = json!({ "chat_id": maria.id, "message_id": asked.message_id, "text": "Closed" });
    api.call("editMessageText", edit).await;

    assert_eq!(press.answer().await.as_deref(), Some("Two"));
    assert_eq!(chat.next_edit().await.text, "Closed");
    let now = chat.current(&asked);
    assert!(now.edited && now.labels().is_empty());
    sim.finish();
}

#[tokio::test]
async fn a_waiting_poll_is_woken_by_what_a_person_says() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let poll = tokio::spawn({
        let api = api.clone();
        async move { api.call("getUpdates", json!({ "timeout": 30 })).await }
    });
    maria.private(&bot).sends("hello");
    assert_eq!(poll.await.unwrap()[0]["message"]["text"], "hello");
    sim.finish();
}

#[tokio::test]
async fn the_group_hears_the_bot_and_the_bot_its_group() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    let seat = urp.seat(&carlo);
    api.says(urp.id(), "A new report").await;

    let card = seat.next().await;
    assert_eq!(card.message_id, 1);
    seat.replies(&card, "Mine");
    let updates = api.updates().await;
    assert_eq!(updates[0]["message"]["reply_to_message"]["text"], "A new report");
    assert!(urp.transcript().contains("Carlo (to #1): Mine"), "{}", urp.transcript());
    sim.finish();
}

#[tokio::test]
#[should_panic(expected = "left unread")]
async fn what_is_left_unread_fails_the_test() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    maria.private(&bot).starts();
    api.says(maria.id, "Nobody reads this").await;
    sim.finish();
}

#[tokio::test]
#[should_panic(expected = "left unread")]
async fn dropping_the_last_handle_checks_as_well() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    maria.private(&bot).starts();
    api.says(maria.id, "Nobody reads this").await;
}
