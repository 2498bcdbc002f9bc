//! The server: connections, addresses, answers, and faults on the wire.

pub(crate) mod params;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::millis;
use crate::error::ApiError;
use crate::methods::{self, Reply};
use crate::shared::Shared;
use crate::world::faults::{self, Fault};
use params::{Params, percent_decoded};

/// The connection is to be closed without an answer.
#[derive(Debug)]
struct HangUp;

impl std::fmt::Display for HangUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hung up on purpose")
    }
}

impl std::error::Error for HangUp {}

type Answer = Result<Response<Full<Bytes>>, HangUp>;

/// Serves until the sender of `stop` is gone.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<()>,
) {
    loop {
        let connection = tokio::select! {
            _ = stop.changed() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = connection else {
            continue;
        };
        // Small answers must not wait for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let (shared, mut stop) = (shared.clone(), stop.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let shared = shared.clone();
                async move { answer(&shared, request).await }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                _ = stop.changed() => {}
                _ = connection => {}
            }
        });
    }
}

async fn answer(shared: &Arc<Shared>, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    let content_type = head
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return Err(HangUp);
    };
    let path = head.uri.path();
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return Ok(download(shared, rest));
    }
    let parts = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/'));
    let Some((token, method)) =
        parts.filter(|(token, _)| token.contains(':') || token.contains('%'))
    else {
        return Ok(refusal(&ApiError::new(404, "Not Found")));
    };
    let Some(bot) = shared.lock().bot_by_token(&percent_decoded(token)) else {
        return Ok(refusal(&ApiError::new(401, "Unauthorized")));
    };
    let method = method.to_lowercase();
    let params = match Params::read(head.uri.query(), &content_type, body).await {
        Ok(params) => params,
        Err(error) => return Ok(refusal(&error)),
    };
    call(shared, bot, &method, &params).await
}

/// Carries out a call with the fault that was planned for it.
async fn call(shared: &Arc<Shared>, bot: usize, method: &str, params: &Params) -> Answer {
    let fault = shared.lock().faults.take(method);
    let Some(fault) = fault else {
        let result = methods::call(shared, bot, method, params).await;
        return Ok(finish(shared, bot, method, params, result, None));
    };
    match &fault {
        Fault::Delay(duration) => {
            wait_on_clock(shared, *duration).await;
            let result = methods::call(shared, bot, method, params).await;
            Ok(finish(shared, bot, method, params, result, Some(fault)))
        }
        Fault::CloseAfter => {
            let result = methods::call(shared, bot, method, params).await;
            finish(shared, bot, method, params, result, Some(fault));
            Err(HangUp)
        }
        Fault::HoldBefore => {
            let error = ApiError::new(0, "held before acting");
            finish(shared, bot, method, params, Err(error), Some(fault));
            // The connection's end drops this.
            std::future::pending().await
        }
        Fault::HoldAfter => {
            let result = methods::call(shared, bot, method, params).await;
            finish(shared, bot, method, params, result, Some(fault));
            std::future::pending().await
        }
        Fault::StatusAfter(code) => {
            let result = methods::call(shared, bot, method, params).await;
            let error = ApiError::new(*code, faults::reason(*code));
            finish(shared, bot, method, params, result, Some(fault));
            Ok(refusal(&error))
        }
        Fault::CloseBefore => {
            let error = ApiError::new(0, "closed before acting");
            finish(shared, bot, method, params, Err(error), Some(fault));
            Err(HangUp)
        }
        Fault::Html(code) => {
            let code = *code;
            let error = ApiError::new(code, faults::reason(code));
            finish(shared, bot, method, params, Err(error), Some(fault));
            Ok(page(code))
        }
        Fault::Status(_) | Fault::Refusal(..) | Fault::TooManyRequests(_) => {
            let error = fault.refusal().unwrap_or_else(|| ApiError::new(500, faults::reason(500)));
            Ok(finish(shared, bot, method, params, Err(error), Some(fault)))
        }
    }
}

/// Logs a call and words its answer.
fn finish(
    shared: &Shared,
    bot: usize,
    method: &str,
    params: &Params,
    result: Result<Reply, ApiError>,
    fault: Option<Fault>,
) -> Response<Full<Bytes>> {
    let response = match &result {
        Ok(reply) => json(StatusCode::OK, reply.body()),
        Err(error) => refusal(error),
    };
    shared.log(bot, method, params, result, fault);
    response
}

/// Waits until the simulated clock has gone on that far.
async fn wait_on_clock(shared: &Shared, duration: Duration) {
    let until_ms = shared.clock.now_ms() + millis(duration);
    loop {
        let moved = shared.updates.notified();
        let left = until_ms - shared.clock.now_ms();
        if left <= 0 {
            return;
        }
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        let _ = tokio::time::timeout(left, moved).await;
    }
}

fn download(shared: &Shared, rest: &str) -> Response<Full<Bytes>> {
    let rest = percent_decoded(rest);
    let Some((token, path)) = rest.split_once('/') else {
        return refusal(&ApiError::new(404, "Not Found"));
    };
    let world = shared.lock();
    if world.bot_by_token(token).is_none() {
        return refusal(&ApiError::new(401, "Unauthorized"));
    }
    let bytes = world.files.at(path).map(|file| file.bytes.clone());
    drop(world);
    match bytes {
        Some(bytes) => respond(StatusCode::OK, "application/octet-stream", bytes),
        None => refusal(&ApiError::new(404, "Not Found: file not found")),
    }
}

fn refusal(error: &ApiError) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(error.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, error.body().to_string())
}

/// What a proxy in front of the server says when it is down.
fn page(code: u16) -> Response<Full<Bytes>> {
    let title = format!("{code} {}", faults::reason(code));
    let body = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    respond(status, "text/html", body.into())
}

fn json(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    respond(status, "application/json", body.into())
}

fn respond(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
