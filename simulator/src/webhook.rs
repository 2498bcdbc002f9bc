//! The task that brings updates to the bots' webhooks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http_body_util::{BodyExt, Full, Limited};
use hyper::Request;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::sync::watch;

use crate::http::params::Params;
use crate::methods;
use crate::shared::Shared;
use crate::world::delivery::Delivery;

/// How long a bot may take to answer, in real time.
const PATIENCE: Duration = Duration::from_mins(1);
/// The longest answer that is looked at, in bytes.
const BODY_LIMIT: usize = 1 << 20;

type Post = Client<HttpConnector, Full<Bytes>>;
/// How a delivery ended: the answer's body, or words and `Retry-After` in seconds.
type Outcome = Result<Bytes, (String, i64)>;

/// Delivers until the sender of `stop` is gone.
pub(crate) async fn deliver(shared: Arc<Shared>, bot: usize, mut stop: watch::Receiver<()>) {
    let post: Post = Client::builder(TokioExecutor::new()).build_http();
    let mut running = FuturesUnordered::new();
    loop {
        let changed = shared.updates.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let pause = {
            let now_ms = shared.clock.now_ms();
            let mut world = shared.lock();
            let updates = &mut world.bots[bot].updates;
            let room = updates.webhook.as_ref().map_or(0, |webhook| webhook.max_connections);
            while running.len() < room {
                let Some(delivery) = updates.next_delivery(now_ms) else {
                    break;
                };
                running.push(attempt(post.clone(), delivery));
            }
            updates.next_retry().map_or(3_600_000, |at| (at - now_ms).max(1))
        };
        let pause = Duration::from_millis(pause.unsigned_abs());
        tokio::select! {
            _ = stop.changed() => return,
            () = &mut changed => {}
            () = tokio::time::sleep(pause) => {}
            Some((delivery, outcome)) = running.next(), if !running.is_empty() => {
                settle(&shared, bot, &delivery, outcome).await;
            }
        }
    }
}

async fn attempt(post: Post, delivery: Delivery) -> (Delivery, Outcome) {
    let outcome = tokio::time::timeout(PATIENCE, send(&post, &delivery)).await;
    let outcome = outcome.unwrap_or_else(|_| Err(("Read timeout expired".to_owned(), 0)));
    (delivery, outcome)
}

async fn send(post: &Post, delivery: &Delivery) -> Outcome {
    let mut request = Request::post(delivery.url.as_str()).header(CONTENT_TYPE, "application/json");
    if let Some(secret) = &delivery.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret.as_str());
    }
    let request = request
        .body(Full::new(Bytes::from(delivery.body.clone())))
        .map_err(|error| (error.to_string(), 0))?;
    let response = post.request(request).await.map_err(|error| {
        (
            if error.is_connect() { "Connection refused" } else { "Webhook connection closed" }
                .into(),
            0,
        )
    })?;
    let status = response.status();
    if !status.is_success() {
        let retry_after = response.headers().get(RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
        return Err((
            format!("Wrong response from the webhook: {status}"),
            retry_after.unwrap_or(0),
        ));
    }
    let body = Limited::new(response.into_body(), BODY_LIMIT).collect().await;
    Ok(body.map(http_body_util::Collected::to_bytes).unwrap_or_default())
}

/// Records the end of a delivery and carries out the method that the answer may name.
async fn settle(shared: &Arc<Shared>, bot: usize, delivery: &Delivery, outcome: Outcome) {
    let method = outcome.as_ref().ok().and_then(|body| called(body));
    let now_ms = shared.clock.now_ms();
    shared.lock().bots[bot].updates.delivered(delivery, outcome.map(drop), now_ms);
    shared.acted.notify_waiters();
    if let Some((method, params)) = method {
        let result = methods::call(shared, bot, &method, &params).await;
        shared.log(bot, &method, &params, result, None);
    }
}

/// The method that an answer to a webhook asks for; those that only read make no sense there.
fn called(body: &[u8]) -> Option<(String, Params)> {
    let Value::Object(object) = serde_json::from_slice(body).ok()? else {
        return None;
    };
    let method = object.get("method")?.as_str()?.to_lowercase();
    let senseless = method.starts_with("get")
        || matches!(method.as_str(), "setwebhook" | "deletewebhook" | "close" | "logout");
    (!senseless).then(|| (method, Params::of(object)))
}
