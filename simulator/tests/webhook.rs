//! Webhooks: the secret, the two kinds of queue, and retries by the simulated clock.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Api, buttons, world};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// What arrived at the hook: head in lower case, and the update.
type Arrived = (String, Value);

/// A bot's webhook, which answers as told, else 200.
struct Hook {
    url: String,
    arrivals: mpsc::UnboundedReceiver<Arrived>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Hook {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let (sender, arrivals) = mpsc::unbounded_channel();
        let told = answers.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (sender, told) = (sender.clone(), told.clone());
                tokio::spawn(async move { serve(stream, &sender, &told).await });
            }
        });
        Self { url, arrivals, answers }
    }

    fn answers(&self, lines: &[&'static str]) {
        self.answers.lock().unwrap().extend(lines);
    }

    async fn next(&mut self) -> Arrived {
        let arrived = tokio::time::timeout(Duration::from_secs(10), self.arrivals.recv()).await;
        arrived.unwrap().unwrap()
    }

    async fn next_text(&mut self) -> String {
        self.next().await.1["message"]["text"].as_str().unwrap().to_owned()
    }
}

async fn serve(
    mut stream: TcpStream,
    arrivals: &mpsc::UnboundedSender<Arrived>,
    answers: &Mutex<VecDeque<&'static str>>,
) {
    let mut read = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut chunk).await {
        read.extend(&chunk[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let Ok(update) = serde_json::from_str(body) else {
            continue;
        };
        arrivals.send((head.to_lowercase(), update)).unwrap();
        let answer = answers.lock().unwrap().pop_front().unwrap_or("200 OK\r\n\r\n");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let length = body.len();
        let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}");
        stream.write_all(answer.as_bytes()).await.unwrap();
        read.clear();
    }
}

async fn set(api: &Api, hook: &Hook) {
    let params = json!({ "url": hook.url, "secret_token": "s-e_cret" });
    assert_eq!(api.ask("setWebhook", params).await["description"], "Webhook was set");
}

#[tokio::test]
async fn updates_arrive_with_the_secret_and_an_answer_may_carry_a_call() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    let chat = sim.user("Maria").id(11).create().private(&bot);
    chat.starts();
    hook.answers(&[
        "200 OK\r\n\r\n{\"method\":\"sendMessage\",\"chat_id\":11,\"text\":\"by return\"}",
    ]);
    set(&api, &hook).await;
    let (head, update) = hook.next().await;
    assert!(head.contains("x-telegram-bot-api-secret-token: s-e_cret"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    assert_eq!(update["message"]["text"], "/start");
    assert_eq!(chat.next().await.text, "by return");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn an_update_is_repeated_until_it_is_taken_and_nothing_overtakes_it_in_its_chat() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    let chat = sim.user("Maria").create().private(&bot);
    let other = sim.user("Dora").create().private(&bot);
    let (fails, takes) = ("500 Oops\r\n\r\n", "200 OK\r\n\r\n");
    hook.answers(&[fails, fails, takes, fails]);
    set(&api, &hook).await;
    chat.sends("one");
    chat.sends("two");
    // At once, then after 2 s, then after 4 s.
    assert_eq!(hook.next_text().await, "one");
    assert_eq!(hook.next_text().await, "one");
    other.sends("not held up");
    assert_eq!(hook.next_text().await, "not held up");
    sim.wait_webhook_errors(&bot, 2).await;
    let info = api.call("getWebhookInfo", json!({})).await;
    assert!(
        info["last_error_message"]
            .as_str()
            .unwrap()
            .starts_with("Wrong response from the webhook: 500")
    );
    sim.advance(Duration::from_secs(3));
    assert_eq!(hook.next_text().await, "one");
    sim.wait_webhook_errors(&bot, 3).await;
    sim.advance(Duration::from_secs(5));
    assert_eq!(hook.next_text().await, "one");
    assert_eq!(hook.next_text().await, "two");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn pauses_double_and_stop_growing_between_one_and_two_minutes() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    let chat = sim.user("Maria").create().private(&bot);
    hook.answers(&["500 Oops\r\n\r\n"; 12]);
    set(&api, &hook).await;
    chat.sends("one");
    // The first is repeated at once.
    hook.next().await;
    for (fails, pause) in (2..).zip([2, 4, 8, 16, 32]) {
        hook.next().await;
        sim.wait_webhook_errors(&bot, fails).await;
        sim.advance(Duration::from_secs(pause - 1));
        assert!(hook.arrivals.try_recv().is_err(), "the pause after {fails} is {pause} s");
        sim.advance(Duration::from_secs(1));
    }
    for fails in 7..12 {
        hook.next().await;
        sim.wait_webhook_errors(&bot, fails).await;
        sim.advance(Duration::from_secs(58));
        assert!(hook.arrivals.try_recv().is_err());
        sim.advance(Duration::from_secs(62));
    }
    hook.next().await;
    sim.wait_webhook_errors(&bot, 12).await;
    sim.advance(Duration::from_mins(2));
    assert_eq!(hook.next_text().await, "one");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn nothing_comes_twice_and_each_chat_keeps_its_order() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    set(&api, &hook).await;
    let chats: Vec<_> =
        (0..5).map(|at| sim.user(&format!("P{at}")).create().private(&bot)).collect();
    for round in 0..20 {
        for chat in &chats {
            chat.sends(&round.to_string());
        }
        if round % 4 == 0 {
            sim.quiet().await;
        }
    }
    sim.quiet().await;
    let mut heard: HashMap<i64, Vec<String>> = HashMap::new();
    while let Ok((_, update)) = hook.arrivals.try_recv() {
        let chat = update["message"]["chat"]["id"].as_i64().unwrap();
        let text = update["message"]["text"].as_str().unwrap().to_owned();
        heard.entry(chat).or_default().push(text);
    }
    let all: Vec<String> = (0..20).map(|round| round.to_string()).collect();
    assert_eq!(heard.len(), 5);
    assert!(heard.values().all(|texts| *texts == all), "{heard:?}");
    sim.finish();
}

#[tokio::test]
async fn retry_after_is_obeyed() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    let chat = sim.user("Maria").create().private(&bot);
    hook.answers(&["503 Later\r\nRetry-After: 300\r\n\r\n"]);
    set(&api, &hook).await;
    chat.sends("one");
    assert_eq!(hook.next_text().await, "one");
    sim.wait_webhook_errors(&bot, 1).await;
    sim.advance(Duration::from_secs(290));
    assert!(hook.arrivals.try_recv().is_err());
    sim.advance(Duration::from_secs(20));
    assert_eq!(hook.next_text().await, "one");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn presses_queue_by_person_apart_from_words() {
    let (sim, bot, api) = world().await;
    let mut hook = Hook::open().await;
    let chat = sim.user("Maria").id(11).create().private(&bot);
    chat.starts();
    api.updates().await;
    let ask = json!({ "chat_id": 11, "text": "?", "reply_markup": buttons(&[("A", "a")]) });
    api.call("sendMessage", ask).await;
    let asked = chat.next().await;
    hook.answers(&["503 Later\r\nRetry-After: 100\r\n\r\n"]);
    set(&api, &hook).await;
    chat.sends("typed first");
    assert_eq!(hook.next_text().await, "typed first");
    let press = chat.presses(&asked, "A");
    let (_, update) = hook.next().await;
    assert_eq!(update["callback_query"]["data"], "a", "the press overtakes the words");
    assert!(press.answered().is_none());
    sim.wait_webhook_errors(&bot, 1).await;
    sim.advance(Duration::from_secs(101));
    assert_eq!(hook.next_text().await, "typed first");
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn secrets_are_checked() {
    let (sim, _, api) = world().await;
    let with = |secret: &str| json!({ "url": "http://127.0.0.1:9/", "secret_token": secret });
    assert_eq!(
        api.refused("setWebhook", with("a b")).await,
        (400, "Bad Request: secret token contains unallowed characters".into())
    );
    let long = "a".repeat(257);
    assert_eq!(
        api.refused("setWebhook", with(&long)).await,
        (400, "Bad Request: secret token is too long".into())
    );
    sim.finish();
}
