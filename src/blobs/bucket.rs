//! The way to an S3 server: by the HTTP client that the service has in any case, so that there is no second one
//! in the program.

use std::time::Duration;

use async_trait::async_trait;
use object_store::ClientOptions;
use object_store::client::{
    ClientConfigKey, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest,
    HttpResponse, HttpService,
};
use reqwest::{Body, Client, Request};
use url::Url;

use crate::domain::trouble::with_causes;

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(5);
/// Until an answer is here as a whole, with the largest file that a channel takes.
const ANSWER: Duration = Duration::from_secs(30);

/// Makes the client for a bucket. It trusts the certificates of the system as well, among which a town's own may be.
#[derive(Debug)]
pub(super) struct Connector;

/// Our client as `object_store` wants one.
#[derive(Debug)]
struct Way(Client);

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let http = options.get_config_value(&ClientConfigKey::AllowHttp).unwrap_or_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .https_only(!is_yes(&http))
            .tls_built_in_native_certs(true)
            .build();
        let client = client.map_err(|error| object_store::Error::Generic {
            store: "S3",
            source: Box::new(error),
        })?;
        Ok(HttpClient::new(Way(client)))
    }
}

#[async_trait]
impl HttpService for Way {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string());
        let url = url.map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let mut request = Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(Body::wrap(body));
        let mut response = self.0.execute(request).await.map_err(failed)?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        // Whoever reads a file wants all of it: one that breaks off is asked for again as a whole.
        let body = response.bytes().await.map_err(broken_off)?;
        let mut answer = HttpResponse::new(body.into());
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

/// The words that `object_store` takes for a yes.
fn is_yes(word: &str) -> bool {
    ["1", "true", "on", "yes", "y"].iter().any(|yes| word.eq_ignore_ascii_case(yes))
}

/// What became of a request, for who decides whether to make it again.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_builder() {
        HttpErrorKind::Unknown
    } else {
        HttpErrorKind::Interrupted
    };
    described(kind, error)
}

/// The same of the answer's body: reqwest says that it cannot be decoded, whatever broke it off.
fn broken_off(error: reqwest::Error) -> HttpError {
    let is_late = error.is_timeout();
    let kind = if is_late { HttpErrorKind::Timeout } else { HttpErrorKind::Interrupted };
    described(kind, error)
}

/// The URL is said by others already.
fn described(kind: HttpErrorKind, error: reqwest::Error) -> HttpError {
    HttpError::new_boxed(kind, with_causes(&error.without_url()).into())
}
