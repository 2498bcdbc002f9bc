//! Telegram calls: the same service without polling.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use simulator::Fault;

use crate::support::numbers::{Numbers, readiness};
use crate::support::post::until;
use crate::support::servers::free_port;
use crate::support::town::TOKEN;
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

/// The update with which Maria asks for help.
pub(crate) fn help_from(maria: i64) -> String {
    format!(
        r#"{{"update_id":7,"message":{{"message_id":1,"date":1795000000,"text":"/help",
        "chat":{{"id":{maria},"type":"private","first_name":"Maria"}},
        "from":{{"id":{maria},"is_bot":false,"first_name":"Maria","language_code":"en"}}}}}}"#
    )
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
    town.everybody_reads().await;
    town.ends().await;
}

/// What another program with the same token asks of Telegram.
async fn another_program_asks(town: &Town, method: &str, body: Value) {
    let url = format!("{}/bot{}/{method}", town.sim.api_url(), TOKEN);
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

/// A copy on trial asked for updates itself, and had to end the calls for that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_another_program_has_ended_come_again() {
    let (town, _) = town(Database::sqlite()).await;
    another_program_asks(&town, "deleteWebhook", json!({})).await;
    let maria = town.citizen("Maria");
    maria.sends("/help");
    let asked = town.sim.calls_of("setWebhook").len();
    looked_again(&town).await;
    town.sim.wait_calls("setWebhook", asked + 1).await;
    assert!(maria.next().await.text.contains("/new"));
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_it_where_telegram_calls_another_program() {
    let (town, url) = town(Database::sqlite()).await;
    let other = json!({ "url": "http://another.example/telegram" });
    another_program_asks(&town, "setWebhook", other).await;
    looked_again(&town).await;
    let warned = async || readiness(town.service()).await.2.to_string();
    let calls_another = "Telegram calls another.example instead of us";
    until("it is said", async || warned().await.contains(calls_another)).await;
    // Whoever was meant is not fought over the calls.
    assert!(town.sim.calls_of("setWebhook").len() <= 2);
    let ours = json!({ "url": url, "secret_token": SECRET });
    another_program_asks(&town, "setWebhook", ours).await;
    looked_again(&town).await;
    until("it is over", async || !warned().await.contains("another.example")).await;
    town.ends().await;
}

/// What goes out works, so that somebody can be told: what is not heard for a day is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_do_not_come_for_an_hour_are_told_and_for_how_long_afterwards() {
    let (town, url) = town(Database::sqlite()).await;
    let anna = town.supervisor().await;
    let other = json!({ "url": "http://another.example/telegram" });
    another_program_asks(&town, "setWebhook", other).await;
    looked_again(&town).await;
    until("it is noted", async || town.store().unheard_since().await.unwrap().is_some()).await;
    assert_eq!(anna.unread(), 0, "it may pass");
    town.clock.advance(TimeDelta::minutes(61));
    let told = anna.next().await.text;
    let begins = "Nothing has come in from Telegram for an hour (“Telegram calls another.example instead of us";
    assert!(told.starts_with(begins), "{told}");
    town.clock.advance(TimeDelta::hours(3));
    let ours = json!({ "url": url, "secret_token": SECRET });
    another_program_asks(&town, "setWebhook", ours).await;
    looked_again(&town).await;
    let told = anna.next().await.text;
    assert!(told.contains("nothing came in from Telegram. It works again"), "{told}");
    town.everybody_reads().await;
    town.ends().await;
}

/// Nobody calls where the line is cut: that must not look like a quiet day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_it_where_nothing_is_heard_of_telegram() {
    let (town, url) = town(Database::sqlite()).await;
    let warned = async || readiness(town.service()).await.2.to_string();
    let failing = async || {
        let numbers = Numbers::of(town.service()).await;
        numbers.at("rispondo_input_failing", &[("source", "telegram")])
    };
    town.sim.faults().next_n("getWebhookInfo", usize::MAX, Fault::Status(502));
    for _ in 0..2 {
        looked_again(&town).await;
    }
    let is_away = "nothing is known of its calls";
    until("it is said", async || warned().await.contains(is_away)).await;
    assert_eq!(failing().await, 1);
    assert_eq!(readiness(town.service()).await.0, 200, "no other process would hear more");
    // It calls: only the way to it is cut.
    let maria = town.person("Maria");
    maria.knows(&town.bot);
    let update = help_from(maria.id);
    assert_eq!(called(&url, Some(SECRET), &update).await.status(), 200);
    looked_again(&town).await;
    until("it is over", async || !warned().await.contains(is_away)).await;
    assert_eq!(failing().await, 0);
    // Nor is it heard any more.
    for _ in 0..2 {
        looked_again(&town).await;
    }
    until("it is said again", async || warned().await.contains(is_away)).await;
    town.sim.faults().clear();
    looked_again(&town).await;
    until("it answers again", async || !warned().await.contains(is_away)).await;
    town.everybody_reads().await;
    town.ends().await;
}

/// Five minutes later it is looked whom Telegram calls; or a little later, if the clock was moved before that was waited
/// for.
async fn looked_again(town: &Town) {
    let asked = town.sim.calls_of("getWebhookInfo").len();
    loop {
        town.clock.advance(TimeDelta::minutes(5));
        let looked = town.sim.wait_calls("getWebhookInfo", asked + 1);
        if tokio::time::timeout(Duration::from_secs(1), looked).await.is_ok() {
            return;
        }
    }
}

/// Nobody calls with a token that is good no more: that must not look like a quiet day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_was_revoked_ends_the_service_with_the_reason() {
    let (mut town, _) = town(Database::sqlite()).await;
    town.sim.faults().next_n("*", usize::MAX, Fault::Status(401));
    looked_again(&town).await;
    let why = town.fails().await;
    assert!(why.contains("Unauthorized"), "{why}");
    town.sim.faults().clear();
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
