//! A bot's side of the wire, as thin as can be.

#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part; a test may panic")]

use serde_json::{Value, json};
use simulator::{Bot, Simulator};

/// A client that calls the Bot API with JSON bodies.
#[derive(Clone)]
pub struct Api {
    pub base: String,
    pub http: reqwest::Client,
}

impl Api {
    pub fn new(sim: &Simulator, token: &str) -> Self {
        provide_tls();
        let base = format!("{}/bot{token}", sim.api_url());
        Self { base, http: reqwest::Client::new() }
    }

    /// The whole answer.
    pub async fn ask(&self, method: &str, params: Value) -> Value {
        let request = self.http.post(format!("{}/{method}", self.base)).json(&params);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The result of a call that must succeed.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }

    /// Code and words of a call that must be refused.
    pub async fn refused(&self, method: &str, params: Value) -> (u64, String) {
        let answer = self.ask(method, params).await;
        assert_eq!(answer["ok"], false, "{answer}");
        let code = answer["error_code"].as_u64().unwrap();
        (code, answer["description"].as_str().unwrap().to_owned())
    }

    /// All updates that wait, confirmed.
    pub async fn updates(&self) -> Vec<Value> {
        let updates = self.call("getUpdates", json!({})).await.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let offset = last["update_id"].as_i64().unwrap() + 1;
            self.call("getUpdates", json!({ "offset": offset, "limit": 1 })).await;
        }
        updates
    }

    /// Sends a text and returns the message's number.
    pub async fn says(&self, chat: i64, text: &str) -> i64 {
        let sent = self.call("sendMessage", json!({ "chat_id": chat, "text": text })).await;
        sent["message_id"].as_i64().unwrap()
    }
}

/// Built together with crates that turn on reqwest's TLS, its clients want a provider even for HTTP.
pub fn provide_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A server with one bot.
pub async fn world() -> (Simulator, Bot, Api) {
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOKEN", "example_bot");
    let api = Api::new(&sim, "111:TOKEN");
    (sim, bot, api)
}

/// The `inline_keyboard` of one row of buttons.
pub fn buttons(row: &[(&str, &str)]) -> Value {
    let row: Vec<Value> =
        row.iter().map(|(text, data)| json!({ "text": text, "callback_data": data })).collect();
    json!({ "inline_keyboard": [row] })
}
