//! What bots asked of the server.

use std::collections::VecDeque;
use std::time::SystemTime;

use serde_json::Value;

use super::faults::Fault;
use crate::error::ApiError;

/// How many `getUpdates` are kept.
const POLLS_KEPT: usize = 1000;

/// One call of a method.
#[derive(Debug, Clone)]
pub struct Call {
    /// Id of the bot.
    pub bot: i64,
    /// The method as the documentation spells it, e.g. `sendMessage`.
    pub method: String,
    /// The arguments; uploaded files stand as `attach://` names or file names.
    pub params: Value,
    /// The answer (for `getUpdates`, null), or the refusal.
    pub result: Result<Value, ApiError>,
    /// When it was answered, by the simulated clock.
    pub at: SystemTime,
    /// What was made to go wrong.
    pub fault: Option<Fault>,
}

impl Call {
    /// An argument as text, whether it came as text or as a number.
    pub fn param(&self, name: &str) -> Option<String> {
        match self.params.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }
}

/// The calls so far.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) keep: bool,
    pub(crate) calls: Vec<Call>,
    pub(crate) polls: VecDeque<Call>,
}

impl Default for Log {
    fn default() -> Self {
        Self { keep: true, calls: Vec::new(), polls: VecDeque::new() }
    }
}

impl Log {
    pub(crate) fn add(&mut self, call: Call) {
        if !self.keep {
            return;
        }
        if call.method == "getUpdates" {
            if self.polls.len() == POLLS_KEPT {
                self.polls.pop_front();
            }
            self.polls.push_back(call);
        } else {
            self.calls.push(call);
        }
    }
}
