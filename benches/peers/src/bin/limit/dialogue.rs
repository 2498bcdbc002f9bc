//! The six steps.

use serde::{Deserialize, Serialize};
use serde_json::json;

/// An update, as far as it is read.
#[derive(Deserialize)]
pub struct Update {
    #[serde(rename = "update_id")]
    pub id: i64,
    message: Option<Message>,
    callback_query: Option<Press>,
}

#[derive(Deserialize)]
struct Message {
    chat: Chat,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Press {
    from: Chat,
    data: String,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

impl Update {
    /// The private chat, whose number is its person's.
    pub fn chat(&self) -> i64 {
        let message = self.message.as_ref().map(|message| message.chat.id);
        message.or(self.callback_query.as_ref().map(|press| press.from.id)).unwrap_or_default()
    }

    fn said(&self) -> &str {
        let text = self.message.as_ref().and_then(|message| message.text.as_deref());
        text.or(self.callback_query.as_ref().map(|press| press.data.as_str())).unwrap_or_default()
    }
}

/// Where somebody is, as it is stored.
#[derive(Clone, Default, Serialize, Deserialize)]
pub enum Dialogue {
    #[default]
    Idle,
    Category,
    Place {
        category: String,
    },
    Words {
        category: String,
        place: String,
    },
    Photos {
        category: String,
        place: String,
        words: String,
    },
    Summary {
        category: String,
        place: String,
        words: String,
    },
}

/// A message.
pub struct Say {
    pub text: String,
    pub buttons: &'static [(&'static str, &'static str)],
}

/// What is said after a step.
pub struct Words {
    pub citizen: Say,
    pub staff: Option<Say>,
}

/// A report to store.
pub struct Report {
    pub category: String,
    pub place: String,
    pub words: String,
}

impl Say {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), buttons: &[] }
    }

    /// The body of `sendMessage`.
    pub fn call(&self, chat: i64) -> String {
        let rows = self
            .buttons
            .iter()
            .map(|(text, data)| json!([{ "text": text, "callback_data": data }]));
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return json!({ "chat_id": chat, "text": self.text }).to_string();
        }
        let markup = json!({ "inline_keyboard": rows });
        json!({ "chat_id": chat, "text": self.text, "reply_markup": markup }).to_string()
    }
}

const CATEGORIES: &[(&str, &str)] = &[
    ("Potholes and pavements", "category:potholes"),
    ("Street lights", "category:lights"),
    ("Trees", "category:trees"),
];

impl Dialogue {
    /// The next state, what is asked then, and the report if it is one now.
    pub fn next(self, update: &Update) -> (Self, Say, Option<Report>) {
        let said = update.said();
        match self {
            _ if said == "/new" => {
                let buttons = CATEGORIES;
                (Self::Category, Say { text: "What is it about?".to_owned(), buttons }, None)
            }
            Self::Category if said.starts_with("category:") => {
                let category = said["category:".len()..].to_owned();
                (Self::Place { category }, Say::plain("Where is it?"), None)
            }
            Self::Place { category } => {
                let place = said.to_owned();
                (Self::Words { category, place }, Say::plain("What is wrong?"), None)
            }
            Self::Words { category, place } => {
                let words = said.to_owned();
                let text = "Are there any photos to send?".to_owned();
                let say = Say { text, buttons: &[("No photo", "no_photo")] };
                (Self::Photos { category, place, words }, say, None)
            }
            Self::Photos { category, place, words } if said == "no_photo" => {
                let text = format!("{category}\n{place}\n{words}\n\nSend it?");
                let buttons = &[("Send", "send"), ("Cancel", "cancel")];
                (Self::Summary { category, place, words }, Say { text, buttons }, None)
            }
            Self::Summary { category, place, words } if said == "send" => {
                let report = Report { category, place, words };
                (Self::Idle, Say::plain("Thank you."), Some(report))
            }
            same => (same, Say::plain("/new begins a report."), None),
        }
    }
}
