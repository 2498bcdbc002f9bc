//! Arguments of a call, however they came: query string, form, multipart or JSON.

use std::collections::HashMap;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::error::ApiError;

/// An uploaded file.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// The arguments of one call.
#[derive(Debug, Default)]
pub(crate) struct Params {
    pub(crate) values: Map<String, Value>,
    pub(crate) files: HashMap<String, Upload>,
}

impl Params {
    /// Reads the query string and the body.
    pub(crate) async fn read(
        query: Option<&str>,
        content_type: &str,
        body: Bytes,
    ) -> Result<Self, ApiError> {
        let mut params = Self::default();
        if let Some(query) = query {
            params.read_form(query.as_bytes());
        }
        if content_type.starts_with("application/json") {
            params.read_json(&body)?;
        } else if content_type.starts_with("multipart/form-data") {
            params.read_multipart(content_type, body).await?;
        } else {
            params.read_form(&body);
        }
        Ok(params)
    }

    /// Arguments that stand in an object.
    pub(crate) fn of(object: Map<String, Value>) -> Self {
        Self { values: object, files: HashMap::new() }
    }

    fn read_form(&mut self, form: &[u8]) {
        for (name, value) in form_urlencoded::parse(form) {
            self.values.insert(name.into_owned(), Value::String(value.into_owned()));
        }
    }

    fn read_json(&mut self, body: &[u8]) -> Result<(), ApiError> {
        if body.is_empty() {
            return Ok(());
        }
        let failed = || ApiError::bad("can't parse JSON object");
        match serde_json::from_slice(body).map_err(|_| failed())? {
            Value::Object(object) => {
                self.values.extend(object.into_iter().filter(|(_, value)| !value.is_null()));
                Ok(())
            }
            _ => Err(failed()),
        }
    }

    async fn read_multipart(&mut self, content_type: &str, body: Bytes) -> Result<(), ApiError> {
        let failed = |_| ApiError::bad("can't parse the multipart body");
        let boundary = multer::parse_boundary(content_type).map_err(failed)?;
        let stream = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(body)]);
        let mut parts = multer::Multipart::new(stream, boundary);
        while let Some(part) = parts.next_field().await.map_err(failed)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            if let Some(file_name) = file_name {
                let bytes = part.bytes().await.map_err(failed)?;
                self.values.insert(name.clone(), Value::String(format!("attach://{name}")));
                self.files.insert(name, Upload { name: file_name, bytes });
            } else {
                let text = part.text().await.map_err(failed)?;
                self.values.insert(name, Value::String(text));
            }
        }
        Ok(())
    }

    /// The argument as it came; null if it is not there.
    pub(crate) fn raw(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or(&Value::Null)
    }

    /// A text argument.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.raw(name).as_str()
    }

    /// A whole number, whether it came as a number or as text.
    pub(crate) fn int(&self, name: &str) -> Option<i64> {
        match self.raw(name) {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        }
    }

    /// A number with a fraction.
    pub(crate) fn float(&self, name: &str) -> Option<f64> {
        match self.raw(name) {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        }
    }

    /// A yes or no; "true", "yes", "1" and 1 are yes.
    pub(crate) fn flag(&self, name: &str) -> bool {
        match self.raw(name) {
            Value::Bool(flag) => *flag,
            Value::String(text) => {
                matches!(text.to_lowercase().as_str(), "true" | "yes" | "1")
            }
            other => other.as_i64() == Some(1),
        }
    }

    /// An object or array, whether it came as such or as JSON in a text.
    pub(crate) fn object(&self, name: &str, what: &str) -> Result<Option<Value>, ApiError> {
        match self.raw(name) {
            Value::Null => Ok(None),
            Value::String(text) if text.is_empty() => Ok(None),
            Value::String(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| ApiError::bad(format!("can't parse {what} JSON object"))),
            other => Ok(Some(other.clone())),
        }
    }

    /// A list that came as an array or as JSON in a text.
    pub(crate) fn list(&self, name: &str, what: &str) -> Result<Option<Vec<Value>>, ApiError> {
        match self.object(name, what)? {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(ApiError::bad(format!("can't parse {what} JSON object"))),
        }
    }
}

/// Undoes `%2F` and the like.
pub(crate) fn percent_decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}
