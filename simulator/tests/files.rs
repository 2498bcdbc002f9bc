//! Files in both directions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Api, world};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use simulator::jpeg;

async fn upload(api: &Api, method: &str, form: Form) -> Value {
    let request = api.http.post(format!("{}/{method}", api.base)).multipart(form);
    request.send().await.unwrap().json().await.unwrap()
}

/// Downloads as teloxide does, with the slash of the path encoded.
async fn download(api: &Api, file_id: &Value) -> Vec<u8> {
    let file = api.call("getFile", json!({ "file_id": file_id })).await;
    let path = file["file_path"].as_str().unwrap().replace('/', "%2F");
    let url = format!("{}/{path}", api.base.replace("/bot", "/file/bot"));
    api.http.get(url).send().await.unwrap().bytes().await.unwrap().to_vec()
}

/// What goes with a file: to whom, and words below it.
fn captioned(to: i64, words: &str) -> Form {
    let form = Form::new().text("chat_id", to.to_string());
    form.text("caption", words.to_owned()).text("parse_mode", "HTML")
}

#[tokio::test]
async fn a_bot_downloads_what_people_send() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").create().private(&bot);
    chat.sends_album(2, Some("two holes"));
    chat.sends_document_of("scan.jpg", jpeg(7));
    let updates = api.updates().await;
    let part = |at: usize| &updates[at]["message"];
    assert_eq!(part(0)["media_group_id"], part(1)["media_group_id"]);
    assert_eq!(part(0)["caption"], "two holes");
    assert!(part(1).get("caption").is_none());
    let photos = [
        download(&api, &part(0)["photo"][1]["file_id"]).await,
        download(&api, &part(1)["photo"][1]["file_id"]).await,
    ];
    assert!(photos[0].starts_with(&[0xff, 0xd8]) && photos[0] != photos[1]);
    assert_eq!(part(2)["document"]["mime_type"], "image/jpeg");
    assert_eq!(download(&api, &part(2)["document"]["file_id"]).await, jpeg(7));
    sim.finish();
}

#[tokio::test]
async fn some_files_cannot_be_had() {
    let (sim, bot, api) = world().await;
    let chat = sim.user("Maria").create().private(&bot);
    chat.sends_big_document("film.mp4", 21 * 1024 * 1024);
    let big = api.updates().await[0]["message"]["document"]["file_id"].clone();
    let refused = async |id: Value| api.refused("getFile", json!({ "file_id": id })).await.1;
    assert_eq!(refused(big).await, "Bad Request: file is too big");
    assert_eq!(
        refused("nonsense".into()).await,
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    );
    sim.finish();
}

#[tokio::test]
async fn a_bot_uploads_and_sends_again_by_id() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let form = captioned(maria.id, "<b>a</b> hole")
        .part("photo", Part::bytes(jpeg(1)).file_name("hole.jpg"));
    let sent = upload(&api, "sendPhoto", form).await;
    let file_id = sent["result"]["photo"][1]["file_id"].clone();
    assert_eq!(download(&api, &file_id).await, jpeg(1));
    let shown = chat.next().await;
    assert_eq!((shown.caption.as_deref(), shown.photos.len()), (Some("a hole"), 1));

    let media = json!([{ "type": "photo", "media": file_id, "caption": "again" },
        { "type": "photo", "media": "attach://new" }]);
    let form = Form::new()
        .text("chat_id", maria.id.to_string())
        .text("media", media.to_string())
        .text("reply_parameters", json!({ "message_id": shown.message_id }).to_string())
        .part("new", Part::bytes(jpeg(2)).file_name("new.jpg"));
    assert_eq!(upload(&api, "sendMediaGroup", form).await["result"].as_array().unwrap().len(), 2);
    let album = chat.next_n(2).await;
    assert_eq!(album[0].media_group_id, album[1].media_group_id);
    assert_eq!(album[1].reply_to, Some(shown.message_id));

    let edit = json!({ "chat_id": maria.id, "message_id": shown.message_id, "caption": "filled" });
    api.call("editMessageCaption", edit).await;
    assert_eq!(chat.current(&shown).text, "filled");
    sim.finish();
}

#[tokio::test]
async fn albums_and_captions_are_checked() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.sends_photo(None);
    let id = api.updates().await[0]["message"]["photo"][0]["file_id"].clone();
    let album = |count: usize| {
        let media = vec![json!({ "type": "photo", "media": id }); count];
        json!({ "chat_id": maria.id, "media": media })
    };
    let refused = async |count| api.refused("sendMediaGroup", album(count)).await.1;
    assert_eq!(refused(0).await, "Bad Request: there are no messages to send");
    assert_eq!(refused(11).await, "Bad Request: too many messages to send as an album");
    api.refused("sendMediaGroup", album(1)).await;
    let long = json!({ "chat_id": maria.id, "photo": id, "caption": "x".repeat(1025) });
    assert_eq!(api.refused("sendPhoto", long).await.1, "Bad Request: message caption is too long");
    let wrong = json!({ "chat_id": maria.id, "photo": "nonsense" });
    assert_eq!(
        api.refused("sendPhoto", wrong).await.1,
        "Bad Request: wrong file identifier/HTTP URL specified"
    );
    sim.finish();
}

#[tokio::test]
async fn a_bot_sends_a_text_as_a_file() {
    let (sim, bot, api) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&bot);
    chat.starts();
    let form = captioned(maria.id, "<b>Last</b> week")
        .part("document", Part::text("\u{feff}Office;Arrived\r\n").file_name("figures.csv"));
    let sent = upload(&api, "sendDocument", form).await;
    assert_eq!(sent["result"]["document"]["file_name"], "figures.csv");
    assert_eq!(sent["result"]["document"]["mime_type"], "text/csv");
    let bytes = download(&api, &sent["result"]["document"]["file_id"]).await;
    assert_eq!(bytes, "\u{feff}Office;Arrived\r\n".as_bytes());
    assert_eq!(chat.next().await.caption.as_deref(), Some("Last week"));
    sim.finish();
}
