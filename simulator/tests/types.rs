//! Everything the server says is accepted by the types of teloxide.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Api, buttons, world};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use simulator::Bot;
use teloxide_core::types::{
    BotCommand, Chat, ChatFullInfo, ChatMember, File, Me, MediaKind, Message, MessageKind, Update,
    UpdateKind, WebhookInfo,
};

fn parsed<T: DeserializeOwned>(value: impl Into<Value>) -> T {
    let text = value.into().to_string();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// All waiting updates; none may be of a kind or a message that teloxide does not know.
async fn known_updates(api: &Api) -> Vec<Update> {
    let updates: Vec<Update> = api.updates().await.into_iter().map(parsed).collect();
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
        if let UpdateKind::Message(message) = &update.kind {
            let MessageKind::Common(common) = &message.kind else {
                continue;
            };
            let words = matches!(common.media_kind, MediaKind::Text(_));
            assert_eq!(words, message.text().is_some(), "{message:?}");
        }
    }
    updates
}

#[tokio::test]
async fn what_people_send_is_known() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").last_name("Rossi").username("maria").language("it").create();
    let chat = maria.private(&bot);
    chat.starts();
    let text = chat.sends("a hole, see https://example.org");
    chat.edits(&text, "a big hole");
    chat.replies(&text, "there");
    let photo = chat.sends_photo(Some("the hole"));
    chat.edits(&photo, "the big hole");
    chat.replies_photo(&text, None);
    chat.sends_album(3, Some("three"));
    chat.sends_location(45.65, 13.77);
    let live = chat.sends_live_location(45.65, 13.77);
    chat.moves_to(&live, 45.66, 13.77);
    chat.sends_venue(45.65, 13.77, "Piazza Unità", "Piazza Unità 4");
    chat.sends_sticker();
    chat.sends_voice();
    chat.sends_video();
    chat.sends_video_note();
    chat.sends_document("plan.pdf");
    chat.sends_contact();
    chat.forwards("somebody's words");
    assert_eq!(known_updates(&api).await.len(), 21);
    sim.finish();
}

#[tokio::test]
async fn what_happens_in_groups_is_known() {
    let (sim, bot, api) = world().await;
    let carlo = sim.user("Carlo").create();
    let urp = sim.group("URP").basic().owner(&carlo).create();
    let news = sim.channel("News").bot_admin(&bot).create();
    urp.adds(&bot);
    urp.promotes(&bot);
    urp.joins(&sim.user("Dora").create());
    urp.anonymous(&carlo).sends("in the name of all");
    urp.migrates();
    urp.mutes(&bot);
    urp.removes(&carlo);
    urp.kicks(&bot);
    news.posts("Water is back");
    carlo.private(&bot).starts();
    carlo.blocks(&bot);
    carlo.unblocks(&bot);
    assert_eq!(known_updates(&api).await.len(), 14);
    sim.finish();
}

#[tokio::test]
async fn presses_are_known_also_on_deleted_messages() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let keyboard = buttons(&[("Report", "r")]);
    let params = json!({ "chat_id": maria.id, "text": "What?", "reply_markup": keyboard });
    api.call("sendMessage", params).await;
    let asked = chat.next().await;
    let press = chat.presses(&asked, "Report");
    chat.deletes(&asked);
    let stale = chat.presses_data(&asked, "r");
    let updates = known_updates(&api).await;
    assert_eq!(updates.len(), 3);
    assert!(matches!(updates[2].kind, UpdateKind::CallbackQuery(_)));
    assert!(press.answered().is_none() && stale.answered().is_none());
    sim.finish();
}

#[tokio::test]
async fn what_methods_answer_is_known() {
    let (sim, bot, api) = world().await;
    sim.ignore_unread();
    let maria = sim.user("Maria").create();
    let id = maria.id;
    maria.private(&bot).starts();
    let urp = sim.group("URP").owner(&maria).bot_admin(&bot).create();

    assert_eq!(parsed::<Me>(api.call("getMe", json!({})).await).id.0, 111);
    parsed::<WebhookInfo>(api.call("getWebhookInfo", json!({})).await);
    for chat in [id, urp.id()] {
        let chat = json!({ "chat_id": chat });
        parsed::<Chat>(api.call("getChat", chat.clone()).await);
        parsed::<ChatFullInfo>(api.call("getChat", chat).await);
    }
    let admins = api.call("getChatAdministrators", json!({ "chat_id": urp.id() })).await;
    assert_eq!(parsed::<Vec<ChatMember>>(admins).len(), 2);
    for user in [id, bot.id] {
        let member = json!({ "chat_id": urp.id(), "user_id": user });
        parsed::<ChatMember>(api.call("getChatMember", member).await);
    }
    for (method, params) in messages(&bot, id) {
        let sent: Message = parsed(api.call(method, params).await);
        assert!(matches!(sent.kind, MessageKind::Common(_)), "{sent:?}");
    }
    let commands = json!({ "commands": [{ "command": "help", "description": "Help" }] });
    api.call("setMyCommands", commands).await;
    let commands = api.call("getMyCommands", json!({})).await;
    assert_eq!(parsed::<Vec<BotCommand>>(commands).len(), 1);
    let photo = maria.private(&bot).sends_photo(None);
    let sizes = api.updates().await.pop().unwrap()["message"]["photo"].clone();
    let file = json!({ "file_id": sizes[1]["file_id"] });
    parsed::<File>(api.call("getFile", file).await);
    assert!(photo.message_id > 0);
    sim.finish();
}

fn messages(bot: &Bot, chat_id: i64) -> Vec<(&'static str, Value)> {
    let html = format!(
        "<b>bold <i>both</i></b> <a href=\"https://example.org\">link</a> <pre><code \
         class=\"language-rust\">x</code></pre> <tg-spoiler>s</tg-spoiler> <blockquote>q</blockquote> \
         <blockquote expandable>long</blockquote> <a href=\"tg://user?id={}\">me</a> <u>u</u> <s>s</s>",
        bot.id
    );
    let place = json!({ "chat_id": chat_id, "latitude": 45.6, "longitude": 13.7 });
    let mut venue = place.clone();
    venue["title"] = "Piazza".into();
    venue["address"] = "Piazza 4".into();
    vec![
        (
            "sendMessage",
            json!({ "chat_id": chat_id, "text": html, "parse_mode": "HTML",
            "link_preview_options": { "is_disabled": true } }),
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat_id, "text": "?",
            "reply_markup": { "force_reply": true, "selective": true } }),
        ),
        ("sendLocation", place),
        ("sendVenue", venue),
        ("sendContact", json!({ "chat_id": chat_id, "phone_number": "1", "first_name": "A" })),
        ("forwardMessage", json!({ "chat_id": chat_id, "from_chat_id": chat_id, "message_id": 1 })),
    ]
}
