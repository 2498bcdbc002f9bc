//! Telegram calls us: 200 only after the update is durable.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq as _;

use super::TakeUpdate;
use crate::measure::Measures;

/// Bot API `setWebhook`: the secret comes in this header.
const SECRET: HeaderName = HeaderName::from_static("x-telegram-bot-api-secret-token");
/// An update is a few kilobytes.
const LARGEST_BODY: usize = 1024 * 1024;
/// When Telegram shall try again, seconds; without it, it waits ever longer.
const RETRY_AFTER: &str = "5";

/// The webhook's route.
#[derive(Clone)]
pub struct Webhook {
    /// What Telegram shows to prove that it is Telegram.
    pub secret: SecretString,
    /// Where updates go.
    pub take: TakeUpdate,
    /// Where it is counted who comes without the secret.
    pub measures: Measures,
}

impl Webhook {
    /// The route under the path of the public address.
    pub fn router(self, path: &str) -> Router {
        let path = if path.is_empty() { "/" } else { path };
        Router::new()
            .route(path, post(called))
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .with_state(self)
    }
}

async fn called(State(webhook): State<Webhook>, headers: HeaderMap, body: Bytes) -> Response {
    let shown = headers.get(SECRET).map_or(&[][..], |value| value.as_bytes());
    let secret = webhook.secret.expose_secret().as_bytes();
    if !bool::from(shown.ct_eq(secret)) {
        webhook.measures.webhook_refused();
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // What is no UTF-8 is set aside as far as it can be read, like any other unreadable update.
    let raw = String::from_utf8_lossy(&body).into_owned();
    match (webhook.take)(raw).await {
        Ok(None) => StatusCode::OK.into_response(),
        Ok(Some(call)) => ([(header::CONTENT_TYPE, "application/json")], call).into_response(),
        Err(error) => {
            tracing::error!(error, "webhook.not_taken");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)]).into_response()
        }
    }
}
