//! What a bot is called, reply keyboards, and people who change their minds.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::world;
use serde_json::json;

#[tokio::test]
async fn commands_and_descriptions_are_kept_by_language() {
    let (sim, bot, api) = world().await;
    let commands = |language: &str, words: &str| {
        json!({ "commands": [{ "command": "help", "description": words }],
            "language_code": language })
    };
    api.call("setMyCommands", commands("", "Help")).await;
    api.call("setMyCommands", commands("it", "Aiuto")).await;
    let of = async |language: &str| {
        let commands = api.call("getMyCommands", json!({ "language_code": language })).await;
        commands[0]["description"].clone()
    };
    assert_eq!(of("").await, "Help");
    assert_eq!(of("it").await, "Aiuto");
    assert_eq!(bot.commands(&json!({ "type": "default" }), "it")[0]["description"], "Aiuto");
    api.call("deleteMyCommands", json!({ "language_code": "it" })).await;
    assert_eq!(of("it").await, json!(null));

    api.call("setMyDescription", json!({ "description": "A town answers" })).await;
    let words = api.call("getMyDescription", json!({ "language_code": "sl" })).await;
    assert_eq!(words["description"], "A town answers");
    api.call("setMyShortDescription", json!({ "short_description": "Answers" })).await;
    assert_eq!(bot.short_description("").as_deref(), Some("Answers"));
    api.call("setChatMenuButton", json!({ "menu_button": { "type": "commands" } })).await;
    assert_eq!(bot.menu_button(None).unwrap()["type"], "commands");
    let wrong = json!({ "commands": [{ "command": "Help me", "description": "x" }] });
    let refused = api.refused("setMyCommands", wrong).await;
    assert_eq!(refused, (400, "Bad Request: BOT_COMMAND_INVALID".into()));
    sim.finish();
}

#[tokio::test]
async fn a_reply_keyboard_is_tapped_and_a_forced_reply_seen() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    api.updates().await;
    let keyboard =
        json!({ "keyboard": [[{ "text": "Here", "request_location": true }, "Cancel"]] });
    let ask = json!({ "chat_id": maria.id, "text": "Where?", "reply_markup": keyboard,
        "disable_notification": true });
    api.call("sendMessage", ask).await;
    let asked = chat.next().await;
    assert!(asked.silent && asked.button("Here").unwrap().request_location);
    chat.taps("Cancel");
    assert_eq!(api.updates().await[0]["message"]["text"], "Cancel");
    let edit = json!({ "chat_id": maria.id, "message_id": asked.message_id, "text": "x" });
    assert_eq!(
        api.refused("editMessageText", edit).await.1,
        "Bad Request: message can't be edited"
    );
    let ask = json!({ "chat_id": maria.id, "text": "Why?",
        "reply_markup": { "force_reply": true, "selective": true } });
    api.call("sendMessage", ask).await;
    let asked = chat.next_matching("Why").await.unwrap();
    assert!(asked.force_reply && asked.selective);
    sim.finish();
}

#[tokio::test]
async fn copies_and_forwards_arrive() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    let words = chat.sends("a hole").message_id;
    let from = json!({ "chat_id": maria.id, "from_chat_id": maria.id, "message_id": words });
    api.call("copyMessage", from.clone()).await;
    api.call("forwardMessage", from).await;
    assert_eq!(chat.next().await.text, "a hole");
    let forward = chat.next().await;
    assert_eq!(forward.raw["forward_origin"]["sender_user"]["id"], maria.id);
    let missing = json!({ "chat_id": maria.id, "from_chat_id": maria.id, "message_id": 99 });
    assert_eq!(
        api.refused("copyMessage", missing).await.1,
        "Bad Request: message to copy not found"
    );
    sim.finish();
}

#[tokio::test]
#[should_panic(expected = "there are [\"Yes\", \"No\"]")]
async fn a_button_that_is_not_there_is_named_with_those_that_are() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let keyboard = common::buttons(&[("Yes", "y"), ("No", "n")]);
    api.call("sendMessage", json!({ "chat_id": maria.id, "text": "?", "reply_markup": keyboard }))
        .await;
    let asked = chat.next().await;
    let _press = chat.presses(&asked, "Maybe");
}
