//! The bare limit: what this machine can do at most with such work, with no product around it.
//!
//! An update is taken, one SQLite writer puts the steps of all that wait into one transaction, then
//! 200 is said and the answer is called.

mod dialogue;
mod writer;

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use axum::serve::ListenerExt as _;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use tokio::net::TcpListener;

use dialogue::{Update, Words};
use writer::Writer;

/// What every request needs.
struct Bot {
    client: Client<HttpConnector, Full<Bytes>>,
    /// Address and token: calls are below it.
    base: String,
    secret: String,
    staff: i64,
    writer: Writer,
}

fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set"))
}

/// One thread, beside the writer's: with two, each step wakes one more, and it is slower by a sixth.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let listener = TcpListener::bind(variable("LISTEN")?).await?;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let bot = Arc::new(Bot {
        client: Client::builder(TokioExecutor::new()).build(connector),
        base: format!("{}/bot{}", variable("BOT_API")?, variable("BOT_TOKEN")?),
        secret: variable("WEBHOOK_SECRET")?,
        staff: variable("STAFF_CHAT")?.parse()?,
        writer: Writer::start(&variable("DATABASE")?)?,
    });
    let set = json!({ "url": variable("WEBHOOK_URL")?, "secret_token": bot.secret });
    bot.call("setWebhook", set.to_string()).await?;
    let routes = Router::new().route("/webhook", post(taken)).with_state(bot);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn taken(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let shown = headers.get("x-telegram-bot-api-secret-token");
    if shown.is_none_or(|shown| shown.as_bytes() != bot.secret.as_bytes()) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(update) = serde_json::from_slice::<Update>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let chat = update.chat();
    // Durable from here on; an update that was seen has no answer.
    let Some(words) = bot.writer.step(update).await else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    if let Some(Words { citizen, staff }) = words {
        let answering = bot.clone();
        tokio::spawn(async move { answering.says(citizen.call(chat)).await });
        if let Some(staff) = staff {
            tokio::spawn(async move { bot.says(staff.call(bot.staff)).await });
        }
    }
    StatusCode::OK
}

impl Bot {
    async fn says(&self, body: String) {
        if let Err(error) = self.call("sendMessage", body).await {
            eprintln!("limit: {error:#}");
        }
    }

    async fn call(&self, method: &str, body: String) -> Result<()> {
        let request = Request::post(format!("{}/{method}", self.base))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))?;
        let response = self.client.request(request).await?;
        // Read to its end, so that the connection is used again.
        response.into_body().collect().await?;
        Ok(())
    }
}
