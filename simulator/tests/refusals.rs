//! Refusals, to the letter.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::Duration;

use common::{Api, buttons, world};
use serde_json::{Value, json};

fn text(chat_id: i64, text: &str) -> Value {
    json!({ "chat_id": chat_id, "text": text })
}

#[tokio::test]
async fn a_wrong_token_is_unauthorized() {
    let (sim, _, api) = world().await;
    let stranger = Api::new(&sim, "111:WRONG");
    assert_eq!(stranger.refused("getMe", json!({})).await, (401, "Unauthorized".into()));
    let (code, words) = api.refused("sendNothing", json!({})).await;
    assert_eq!((code, words.as_str()), (404, "Not Found: method not found"));
    sim.finish();
}

#[tokio::test]
async fn people_are_reached_only_as_they_wish() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let refused = |chat| api.refused("sendMessage", text(chat, "hello"));
    assert_eq!(refused(999).await, (400, "Bad Request: chat not found".into()));
    assert_eq!(
        refused(maria.id).await,
        (403, "Forbidden: bot can't initiate conversation with a user".into())
    );
    maria.private(&bot).starts();
    maria.blocks(&bot);
    assert_eq!(refused(maria.id).await, (403, "Forbidden: bot was blocked by the user".into()));
    maria.unblocks(&bot);
    api.says(maria.id, "again").await;
    assert_eq!(maria.private(&bot).next().await.text, "again");
    maria.deactivates();
    assert_eq!(refused(maria.id).await, (403, "Forbidden: user is deactivated".into()));
    let nowhere = api.refused("sendMessage", json!({ "text": "x" })).await;
    assert_eq!(nowhere, (400, "Bad Request: chat_id is empty".into()));
    sim.finish();
}

#[tokio::test]
async fn groups_are_reached_only_from_inside() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").member(&carlo).bot(&bot).create();
    let old = sim.group("Old").basic().member(&carlo).bot(&bot).create();
    let strange = sim.group("Strange").member(&carlo).create();
    let refused = |chat| api.refused("sendMessage", text(chat, "hello"));

    assert_eq!(refused(strange.id()).await, (400, "Bad Request: chat not found".into()));
    urp.mutes(&bot);
    assert_eq!(
        refused(urp.id()).await,
        (400, "Bad Request: not enough rights to send text messages to the chat".into())
    );
    urp.kicks(&bot);
    assert_eq!(
        refused(urp.id()).await,
        (403, "Forbidden: bot was kicked from the supergroup chat".into())
    );
    api.call("leaveChat", json!({ "chat_id": old.id() })).await;
    assert_eq!(
        refused(old.id()).await,
        (403, "Forbidden: bot is not a member of the group chat".into())
    );
    old.is_deleted();
    assert_eq!(refused(old.id()).await, (403, "Forbidden: the group chat was deleted".into()));
    sim.finish();
}

#[tokio::test]
async fn texts_have_a_length() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let refused = |text: String| {
        let params = json!({ "chat_id": maria.id, "text": text, "parse_mode": "HTML" });
        let api = api.clone();
        async move { api.refused("sendMessage", params).await.1 }
    };
    assert_eq!(refused(String::new()).await, "Bad Request: message text is empty");
    assert_eq!(refused("<b> </b>".into()).await, "Bad Request: text must be non-empty");
    // A face is two units, and tags are none.
    assert_eq!(refused("🙂".repeat(2049)).await, "Bad Request: message is too long");
    let most = format!("<b>{}</b>", "🙂".repeat(2048));
    let params = json!({ "chat_id": maria.id, "text": most, "parse_mode": "HTML" });
    api.call("sendMessage", params).await;
    assert_eq!(chat.next().await.html, most);
    sim.finish();
}

#[tokio::test]
async fn keyboards_are_checked() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let with = |markup: Value| json!({ "chat_id": maria.id, "text": "x", "reply_markup": markup });
    let refused = async |markup: Value| api.refused("sendMessage", with(markup)).await.1;

    let long = "à".repeat(33);
    assert_eq!(refused(buttons(&[("x", &long)])).await, "Bad Request: BUTTON_DATA_INVALID");
    assert_eq!(
        refused(json!({ "inline_keyboard": [[{ "text": "x" }]] })).await,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline \
         keyboard"
    );
    assert_eq!(refused(json!([])).await, "Bad Request: object expected as reply markup");
    api.call("sendMessage", with(buttons(&[("x", &"à".repeat(32))]))).await;
    // In a form the markup is JSON in a text.
    let text = buttons(&[("y", "y")]).to_string();
    let form = [("chat_id", maria.id.to_string()), ("text", "x".into()), ("reply_markup", text)];
    let url = format!("{}/SENDMESSAGE", api.base);
    assert!(api.http.post(url).form(&form).send().await.unwrap().status().is_success());
    assert_eq!(chat.next().await.labels(), ["x"]);
    assert_eq!(chat.next().await.labels(), ["y"]);
    sim.finish();
}

#[tokio::test]
async fn edits_need_a_message_and_a_change() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    let mine = chat.starts().message_id;
    let id = api.says(maria.id, "one").await;
    chat.read_all();
    let edit = |id: i64, text: &str| json!({ "chat_id": maria.id, "message_id": id, "text": text });
    let refused = async |params| api.refused("editMessageText", params).await.1;

    assert_eq!(
        refused(edit(id, "one")).await,
        "Bad Request: message is not modified: specified new message content and reply markup are \
         exactly the same as a current content and reply markup of the message"
    );
    assert_eq!(refused(edit(999, "two")).await, "Bad Request: message to edit not found");
    assert_eq!(refused(edit(mine, "two")).await, "Bad Request: message can't be edited");
    api.call("editMessageText", edit(id, "two")).await;
    let reply =
        json!({ "chat_id": maria.id, "text": "x", "reply_parameters": { "message_id": 999 } });
    assert_eq!(
        api.refused("sendMessage", reply).await.1,
        "Bad Request: message to be replied not found"
    );
    let anyway = json!({ "chat_id": maria.id, "text": "x", "reply_to_message_id": 999,
        "allow_sending_without_reply": true });
    api.call("sendMessage", anyway).await;
    assert_eq!(chat.next().await.reply_to, None);
    let delete = json!({ "chat_id": maria.id, "message_id": id });
    api.call("deleteMessage", delete.clone()).await;
    assert_eq!(
        api.refused("deleteMessage", delete).await.1,
        "Bad Request: message to delete not found"
    );
    assert!(chat.find(&id).is_none());
    sim.finish();
}

#[tokio::test]
async fn presses_grow_old() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    api.call(
        "sendMessage",
        json!({ "chat_id": maria.id, "text": "?",
        "reply_markup": buttons(&[("A", "a")]) }),
    )
    .await;
    let asked = chat.next().await;
    let press = chat.presses(&asked, "A");
    let long = json!({ "callback_query_id": press.id(), "text": "x".repeat(201) });
    assert_eq!(api.refused("answerCallbackQuery", long).await.1, "Bad Request: MESSAGE_TOO_LONG");
    sim.advance(Duration::from_secs(151));
    let late = json!({ "callback_query_id": press.id(), "text": "late" });
    assert_eq!(
        api.refused("answerCallbackQuery", late).await.1,
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
    // The press has expired, the words have not.
    assert_eq!(api.updates().await.len(), 1);
    sim.finish();
}
