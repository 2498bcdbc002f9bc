//! Presses of buttons and what the bot answered.

use std::collections::HashMap;

/// How long a press can be answered, in milliseconds.
pub(crate) const ANSWER_LIFE_MS: i64 = 150_000;

/// One press.
#[derive(Debug)]
pub(crate) struct PressState {
    pub(crate) bot: usize,
    pub(crate) user: i64,
    pub(crate) at_ms: i64,
    pub(crate) data: String,
    pub(crate) answer: Option<Answer>,
    /// The test looked at the answer.
    pub(crate) read: bool,
}

/// What `answerCallbackQuery` said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The notice, none if the bot only stopped the waiting.
    pub text: Option<String>,
    /// Whether it is a dialogue to dismiss and not a passing notice.
    pub alert: bool,
    /// An address to open.
    pub url: Option<String>,
}

/// All presses by query id.
#[derive(Debug, Default)]
pub(crate) struct Presses {
    pub(crate) by_id: HashMap<String, PressState>,
    /// Ids of answers with text that nobody has read.
    pub(crate) unread: Vec<String>,
    count: u64,
}

impl Presses {
    pub(crate) fn add(&mut self, press: PressState) -> String {
        self.count += 1;
        let id = (4_382_000_000_000_000_000 + self.count * 7_919).to_string();
        self.by_id.insert(id.clone(), press);
        id
    }

    pub(crate) fn mark_read(&mut self, id: &str) {
        if let Some(press) = self.by_id.get_mut(id) {
            press.read = true;
        }
        self.unread.retain(|other| other != id);
    }
}
