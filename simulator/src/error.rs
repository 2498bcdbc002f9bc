//! Refusals, worded to the letter as the real Bot API words them.

use std::fmt;

use serde_json::{Value, json};

/// A refusal of the Bot API: what stands in a reply whose `ok` is false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// `error_code`, also the HTTP status.
    pub code: u16,
    /// `description`, in the words of the real server.
    pub description: String,
    /// `parameters.migrate_to_chat_id`: where an upgraded group went.
    pub migrate_to_chat_id: Option<i64>,
    /// `parameters.retry_after`, in seconds.
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// A refusal with a code and the whole description.
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), migrate_to_chat_id: None, retry_after: None }
    }

    /// 400; the prefix "Bad Request: " is put before the words.
    pub(crate) fn bad(words: impl fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {words}"))
    }

    /// 403; the prefix "Forbidden: " is put before the words.
    pub(crate) fn forbidden(words: impl fmt::Display) -> Self {
        Self::new(403, format!("Forbidden: {words}"))
    }

    /// 409; the prefix "Conflict: " is put before the words.
    pub(crate) fn conflict(words: impl fmt::Display) -> Self {
        Self::new(409, format!("Conflict: {words}"))
    }

    /// 429 with the seconds to wait.
    pub(crate) fn too_many(retry_after: u32) -> Self {
        let mut error = Self::new(429, format!("Too Many Requests: retry after {retry_after}"));
        error.retry_after = Some(retry_after);
        error
    }

    /// 400 of a group that became a supergroup.
    pub(crate) fn migrated(to: i64) -> Self {
        let mut error = Self::bad("group chat was upgraded to a supergroup chat");
        error.migrate_to_chat_id = Some(to);
        error
    }

    /// The same, of one message of an album: which, from 1.
    pub(crate) fn of_message(self, number: usize) -> Self {
        let (kind, why) = self.description.split_once(": ").unwrap_or(("", &self.description));
        let description =
            format!("{kind}: failed to send message #{number} with the error message \"{why}\"");
        Self { description, ..self }
    }

    /// The JSON body of the reply.
    pub(crate) fn body(&self) -> Value {
        let mut body =
            json!({ "ok": false, "error_code": self.code, "description": self.description });
        let mut parameters = serde_json::Map::new();
        if let Some(id) = self.migrate_to_chat_id {
            parameters.insert("migrate_to_chat_id".into(), id.into());
        }
        if let Some(seconds) = self.retry_after {
            parameters.insert("retry_after".into(), seconds.into());
        }
        if !parameters.is_empty() {
            body["parameters"] = Value::Object(parameters);
        }
        body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.description)
    }
}

impl std::error::Error for ApiError {}
