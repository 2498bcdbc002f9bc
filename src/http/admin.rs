//! For those who run it: is it alive, is it well. Never public.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

/// How each part of the service is. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Mutex<Standing>>);

/// How the service stands: by part, and in words for those who run it, without personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why this process should get no work now.
    pub wrong: BTreeMap<&'static str, String>,
    /// What somebody should look at; this process works all the same.
    pub warnings: BTreeMap<&'static str, String>,
}

impl Health {
    /// This part is well.
    pub fn well(&self, part: &'static str) {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        standing.wrong.remove(part);
        standing.warnings.remove(part);
    }

    /// This part is not well, so that this process should get no work; and why.
    pub fn wrong(&self, part: &'static str, why: impl Into<String>) {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        standing.warnings.remove(part);
        standing.wrong.insert(part, why.into());
    }

    /// This part is not well, and work goes on without it; and why.
    pub fn warn(&self, part: &'static str, why: impl Into<String>) {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        standing.wrong.remove(part);
        standing.warnings.insert(part, why.into());
    }

    /// What was last said of each part.
    pub fn standing(&self) -> Standing {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Looks how the service stands.
pub type ShowStanding =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Standing> + Send>> + Send + Sync>;

/// Says its numbers in the Prometheus text format.
pub type ShowMetrics = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = String> + Send>> + Send + Sync>;

/// Wakes whoever works here at what another process has for them.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The routes of `ADMIN_ADDR`.
#[derive(Clone)]
pub struct Admin {
    /// Another process has work for the roles of this one.
    pub wake: Wake,
    /// How the service stands.
    pub ready: ShowStanding,
    /// What is counted.
    pub metrics: ShowMetrics,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").finish_non_exhaustive()
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
    let Standing { wrong, warnings } = (admin.ready)().await;
    let ready = wrong.is_empty();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::json!({ "ready": ready, "wrong": wrong, "warnings": warnings });
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn metrics(State(admin): State<Admin>) -> Response {
    let text = (admin.metrics)().await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn wake(State(admin): State<Admin>) -> StatusCode {
    (admin.wake)();
    StatusCode::NO_CONTENT
}
