//! The Bot API: a thin caller of our own that sends teloxide's payloads.
//!
//! Teloxide's own client sleeps 10 s on a 5xx and gives up after 17 s; a send of ours waits up to a
//! minute for its answer, because an unknown outcome means a second message.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use reqwest::multipart::{Form, Part};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use teloxide_core::requests::Payload;
use url::Url;

use super::errors::CallError;
use crate::domain::trouble::with_causes;

/// How long a call waits for its answer. A send that is given up sooner is sent again, and its message stands there twice.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// Bot API: the largest file that can be downloaded, bytes.
pub const LARGEST_DOWNLOAD: u64 = 20 * 1024 * 1024;

/// A bot at a Bot API server. Cheap to clone; its token is never printed.
#[derive(Debug, Clone)]
pub struct Api(Way);

#[derive(Debug, Clone)]
enum Way {
    Http { client: reqwest::Client, base: Arc<Url>, token: Arc<SecretString> },
    Here(Arc<dyn BotServer>),
}

/// What a [`BotServer`] will have answered.
pub type Later<'a> = Pin<Box<dyn Future<Output = Result<Bytes, CallError>> + Send + 'a>>;

/// A Bot API server in this process, as [`Api::to`] talks to it.
pub trait BotServer: fmt::Debug + Send + Sync {
    /// Answers a call: method, JSON of its fields (those of an upload are strings) and its files.
    /// The answer is the body that the server's HTTP would have.
    fn call(&self, method: &str, fields: Vec<u8>, files: Vec<Upload>) -> Later<'_>;

    /// The bytes of a file, by the path that `getFile` gave.
    fn download(&self, path: &str) -> Later<'_>;
}

/// A file that goes with a call.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The form's field.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A call that uploads files.
#[derive(Debug, Default)]
pub struct Fields {
    texts: Vec<(&'static str, String)>,
    files: Vec<Upload>,
}

impl Fields {
    /// With a field.
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.texts.push((name, value.into()));
        self
    }

    /// With a photo.
    pub fn photo(mut self, field: impl Into<String>, bytes: Bytes) -> Self {
        self.files.push(Upload { field: field.into(), name: "photo.jpg".to_owned(), bytes });
        self
    }

    /// With a file of that name.
    pub fn file(mut self, field: &str, name: &str, bytes: impl Into<Bytes>) -> Self {
        let (field, name) = (field.to_owned(), name.to_owned());
        self.files.push(Upload { field, name, bytes: bytes.into() });
        self
    }

    fn form(self) -> Form {
        let form =
            self.texts.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
        self.files.into_iter().fold(form, |form, file| {
            form.part(file.field, Part::stream(file.bytes).file_name(file.name))
        })
    }

    fn json(&self) -> Vec<u8> {
        let texts = self.texts.iter().map(|(name, value)| (*name, value.as_str().into()));
        serde_json::Value::Object(
            texts
                .map(|(name, value): (&str, serde_json::Value)| (name.to_owned(), value))
                .collect(),
        )
        .to_string()
        .into_bytes()
    }
}

#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// A bot by its token at `base`, such as `https://api.telegram.org`.
    pub fn new(base: &Url, token: SecretString) -> Result<Self, CallError> {
        // One TLS stack for the whole program; fails only if it is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .tls_built_in_native_certs(false)
            .pool_idle_timeout(Duration::from_secs(90))
            // The token stands in the address, which a redirect would carry elsewhere; the Bot API makes none.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| CallError::NotMade(error.to_string()))?;
        Ok(Self(Way::Http { client, base: Arc::new(base.clone()), token: Arc::new(token) }))
    }

    /// A bot at a server in this process.
    pub fn to(server: Arc<dyn BotServer>) -> Self {
        Self(Way::Here(server))
    }

    /// Makes a call with teloxide's payload; reads of the answer what `T` wants.
    pub async fn call<P, T>(&self, payload: &P) -> Result<T, CallError>
    where
        P: Payload + serde::Serialize,
        T: DeserializeOwned,
    {
        let wait = ANSWER + payload.timeout_hint().unwrap_or_default();
        self.post(P::NAME, payload, wait).await
    }

    /// Makes a call with any JSON body.
    pub async fn post<T: DeserializeOwned>(
        &self,
        method: &str,
        body: &impl serde::Serialize,
        wait: Duration,
    ) -> Result<T, CallError> {
        match &self.0 {
            Way::Http { client, base, token } => {
                let request = client.post(url(base, "bot", token, method)).timeout(wait).json(body);
                answer(request.send().await.map_err(not_sent)?).await
            }
            Way::Here(server) => {
                let fields = serde_json::to_vec(body)
                    .map_err(|error| CallError::NotMade(error.to_string()))?;
                read(200, &server.call(method, fields, Vec::new()).await?)
            }
        }
    }

    /// Makes a call that uploads files.
    pub async fn upload<T: DeserializeOwned>(
        &self,
        method: &str,
        fields: Fields,
    ) -> Result<T, CallError> {
        match &self.0 {
            Way::Http { client, base, token } => {
                let request = client.post(url(base, "bot", token, method)).timeout(ANSWER * 2);
                answer(request.multipart(fields.form()).send().await.map_err(not_sent)?).await
            }
            Way::Here(server) => {
                let json = fields.json();
                read(200, &server.call(method, json, fields.files).await?)
            }
        }
    }

    /// Downloads a file by the path that `getFile` gave.
    pub async fn download(&self, path: &str) -> Result<Bytes, CallError> {
        let (client, base, token) = match &self.0 {
            Way::Http { client, base, token } => (client, base, token),
            Way::Here(server) => return server.download(path).await,
        };
        let url = url(base, "file/bot", token, path);
        let mut response = client.get(url).timeout(ANSWER * 2).send().await.map_err(not_sent)?;
        let status = response.status();
        if !status.is_success() {
            return Err(refused(status.as_u16(), format!("the download answered {status}")));
        }
        if response.content_length().is_some_and(|length| length > LARGEST_DOWNLOAD) {
            return Err(refused(400, "Bad Request: file is too big".to_owned()));
        }
        // Counted as it comes: a length that was not said must not fill the memory.
        let mut bytes = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(unknown)? {
            if (bytes.len() + chunk.len()) as u64 > LARGEST_DOWNLOAD {
                return Err(refused(400, "Bad Request: file is too big".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}

/// Below the server's address, which is read once.
fn url(base: &Url, kind: &str, token: &SecretString, rest: &str) -> Url {
    let folder = base.path().trim_end_matches('/');
    let mut url = base.clone();
    url.set_path(&format!("{folder}/{kind}{}/{rest}", token.expose_secret()));
    url
}

fn refused(code: u16, description: String) -> CallError {
    CallError::Refused { code, description, retry_after: None, migrate_to: None }
}

/// An error without the address, which holds the token.
fn unknown(error: reqwest::Error) -> CallError {
    CallError::Unknown(described(error))
}

fn not_sent(error: reqwest::Error) -> CallError {
    if error.is_connect() || error.is_builder() {
        CallError::NotMade(described(error))
    } else {
        CallError::Unknown(described(error))
    }
}

fn described(error: reqwest::Error) -> String {
    with_causes(&error.without_url())
}

async fn answer<T: DeserializeOwned>(response: Response) -> Result<T, CallError> {
    let status = response.status().as_u16();
    read(status, &response.bytes().await.map_err(unknown)?)
}

fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, CallError> {
    let Ok(answer) = serde_json::from_slice::<Answer<T>>(body) else {
        // A gateway's page, or an answer that is not what the method returns: it may have acted.
        return Err(CallError::Unknown(format!("{status} with a body that cannot be read")));
    };
    match answer.result {
        Some(result) if answer.ok => Ok(result),
        _ => Err(CallError::Refused {
            code: answer.error_code.unwrap_or(status),
            description: answer.description.unwrap_or_default(),
            retry_after: answer.parameters.as_ref().and_then(|one| one.retry_after),
            migrate_to: answer.parameters.as_ref().and_then(|one| one.migrate_to_chat_id),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_send_waits_a_minute_for_its_answer() {
        assert_eq!(ANSWER, Duration::from_secs(60));
    }
}
