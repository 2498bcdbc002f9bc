//! For those who run it: is it alive, is it well. Never public.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::Notify;

/// How each part of the service is. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Health {
    wrong: Arc<Mutex<BTreeMap<&'static str, String>>>,
}

impl Health {
    /// This part is well.
    pub fn well(&self, part: &'static str) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(part);
    }

    /// This part is not well, and why: words for those who run it, without personal data.
    pub fn wrong(&self, part: &'static str, why: impl Into<String>) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).insert(part, why.into());
    }

    /// What is wrong, by part.
    pub fn report(&self) -> BTreeMap<&'static str, String> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Counts, and says it in the Prometheus text format; or why it cannot.
pub type ShowMetrics =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<String, String>> + Send>> + Send + Sync>;

/// The routes of `ADMIN_ADDR`.
#[derive(Clone)]
pub struct Admin {
    /// How each part is.
    pub health: Health,
    /// Who is woken by another process that has work for the roles of this one.
    pub wakes: Vec<Arc<Notify>>,
    /// What is counted.
    pub metrics: ShowMetrics,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").field("health", &self.health).finish_non_exhaustive()
    }
}

impl Admin {
    /// `/health/live`, `/health/ready`, `/metrics`, `POST /wake`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/health/live", get(|| async { StatusCode::OK }))
            .route("/health/ready", get(ready))
            .route("/metrics", get(metrics))
            .route("/wake", post(wake))
            .with_state(self)
    }
}

async fn ready(State(admin): State<Admin>) -> Response {
    let wrong = admin.health.report();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({ "ready": wrong.is_empty(), "wrong": wrong });
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn metrics(State(admin): State<Admin>) -> Response {
    match (admin.metrics)().await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics.failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn wake(State(admin): State<Admin>) -> StatusCode {
    admin.wakes.iter().for_each(|one| one.notify_one());
    StatusCode::NO_CONTENT
}
