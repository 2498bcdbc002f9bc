//! Telegram calls: the same service without polling.

use crate::support::servers::free_port;
use crate::support::{Database, Town};

pub(crate) const SECRET: &str = "a-long-secret";

pub(crate) async fn town(database: Database) -> (Town, String) {
    // Telegram must know the address before the service listens.
    let address = format!("127.0.0.1:{}", free_port());
    let url = format!("http://{address}/telegram");
    let town = Town::with(database, |variables| {
        variables.set("HTTP_ADDR", &address);
        variables.set("TELEGRAM_WEBHOOK_URL", &url);
        variables.set("TELEGRAM_WEBHOOK_SECRET", SECRET);
    });
    (town.await, url)
}

pub(crate) async fn called(url: &str, secret: Option<&str>, body: &str) -> reqwest::Response {
    let mut call = reqwest::Client::new().post(url).body(body.to_owned());
    if let Some(secret) = secret {
        call = call.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    call.send().await.unwrap()
}

async fn story(database: Database) {
    let (town, url) = town(database).await;
    let maria = town.citizen("Maria");
    let (number, card) = town.report(&maria).await;
    assert_eq!(number, "2026-000001");
    assert!(card.text.contains("A deep hole"));
    assert!(town.sim.calls_of("getUpdates").is_empty());

    for secret in [None, Some(""), Some("wrong"), Some("a-long-secret-and-more")] {
        let answer = called(&url, secret, "{}").await;
        assert_eq!(answer.status(), 401, "{secret:?}");
    }
    town.settles().await;
    assert!(town.store().failed().await.unwrap().is_empty());
    town.ends().await;
}

/// The answer to the first call was lost: Telegram calls again, and the button must not go on turning.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_comes_again_is_ended_again() {
    let (town, url) = town(Database::sqlite()).await;
    let maria = town.person("Maria").id;
    let maria = format!(r#"{{"id":{maria},"is_bot":false,"type":"private","first_name":"Maria"}}"#);
    let press = format!(
        r#"{{"update_id":7,"callback_query":{{"id":"77","chat_instance":"1","data":"of old","from":{maria},
        "message":{{"message_id":5,"date":1795000000,"text":"Hello","chat":{maria}}}}}}}"#
    );
    for _ in 0..2 {
        let answer = called(&url, Some(SECRET), &press).await.text().await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["method"], "answerCallbackQuery");
        assert_eq!(answer["callback_query_id"], "77");
    }
    town.settles().await;
    town.sim.read_all();
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_comes_in_by_webhook_on_sqlite() {
    Box::pin(story(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_comes_in_by_webhook_on_postgres() {
    Box::pin(story(Database::postgres().await)).await;
}
