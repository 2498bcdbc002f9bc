//! Public pages: those behind the links of mails.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// A form is a few words.
const LARGEST_BODY: usize = 64 * 1024;

/// A page to show: whether its link is known, and its HTML; an error is a page as well.
pub type Page = Result<(bool, String), String>;

/// Shows a page: the token, what of it (`solved`, `still-there`), and, where its button was pressed,
/// the words that came with it.
pub type ShowPage = Arc<
    dyn Fn(String, String, Option<String>) -> Pin<Box<dyn Future<Output = Page> + Send>>
        + Send
        + Sync,
>;

/// The routes of public pages.
#[derive(Clone)]
pub struct Pages {
    /// What shows them.
    pub show: ShowPage,
}

impl Pages {
    /// `/r/{token}/solved` and `/r/{token}/still-there`, below the path of the public address.
    pub fn router(self, base: &str) -> Router {
        let path = format!("{}/r/{{token}}/{{what}}", base.trim_end_matches('/'));
        Router::new()
            .route(&path, get(asked).post(pressed))
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .with_state(self)
    }
}

async fn asked(
    State(pages): State<Pages>,
    Path((token, what)): Path<(String, String)>,
) -> Response {
    answer((pages.show)(token, what, None).await)
}

async fn pressed(
    State(pages): State<Pages>,
    Path((token, what)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let form: HashMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    let words = form.get("words").cloned().unwrap_or_default();
    answer((pages.show)(token, what, Some(words)).await)
}

fn answer(page: Page) -> Response {
    let (status, html) = match page {
        Ok((true, html)) => (StatusCode::OK, html),
        Ok((false, html)) => (StatusCode::NOT_FOUND, html),
        Err(html) => (StatusCode::SERVICE_UNAVAILABLE, html),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ),
    ]
    .map(|(name, value): (HeaderName, &'static str)| (name, HeaderValue::from_static(value)));
    (status, headers, html).into_response()
}
