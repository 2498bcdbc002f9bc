//! What the driver knows as a Bot API server: who waits for which answer, and what was called.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Deserialize;
use tokio::sync::{Notify, oneshot};

use crate::wire;

/// The group of the town's staff; `town.toml` has the same.
pub const STAFF: i64 = -1_001_000_000_001;
/// The bot's token, for everyone.
pub const TOKEN: &str = "111:PEERS";
const BOT: &str = r#"{"id":111,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,"can_read_all_group_messages":true,"supports_inline_queries":false,"can_connect_to_business":false,"has_main_web_app":false}"#;
const ADMINISTRATOR: &str = r#"{"status":"administrator","user":{"id":111,"is_bot":true,"first_name":"Bench","username":"bench_bot"},"can_be_edited":false,"is_anonymous":false,"can_manage_chat":true,"can_delete_messages":true,"can_manage_video_chats":true,"can_restrict_members":true,"can_promote_members":false,"can_change_info":true,"can_invite_users":true,"can_post_stories":false,"can_edit_stories":false,"can_delete_stories":false,"can_pin_messages":true}"#;

/// How the answer to a step is known: the first message, new or edited, that shows the next one.
#[derive(Clone, Copy, Debug)]
pub enum Shows {
    /// It has these words.
    Words(&'static str),
    /// It has a button with this label.
    Button(&'static str),
}

/// A button below a message.
#[derive(Debug, Deserialize)]
pub struct Button {
    pub text: String,
    #[serde(default)]
    pub callback_data: String,
}

#[derive(Deserialize)]
struct Markup {
    #[serde(default)]
    inline_keyboard: Vec<Vec<Button>>,
}

/// An answer that arrived.
#[derive(Debug)]
pub struct Heard {
    pub at: Instant,
    pub message: i64,
    pub buttons: Vec<Button>,
}

/// Where updates go.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub host: String,
    pub path: String,
    pub secret: String,
}

/// A call, of which only this is read.
#[derive(Default, Deserialize)]
struct Call<'a> {
    #[serde(default)]
    chat_id: i64,
    #[serde(default)]
    message_id: i64,
    #[serde(default)]
    text: String,
    #[serde(default, borrow)]
    reply_markup: Option<&'a serde_json::value::RawValue>,
}

#[derive(Deserialize)]
struct SetWebhook {
    url: String,
    #[serde(default)]
    secret_token: String,
}

/// The server's state; everything in the driver runs on one thread.
pub struct World {
    waiting: RefCell<HashMap<i64, (Shows, oneshot::Sender<Heard>)>>,
    webhook: RefCell<Option<Webhook>>,
    webhook_set: Notify,
    ids: Cell<i64>,
    date: u64,
    /// Messages to the staff's group.
    pub staff: Cell<usize>,
    /// When the last of them came.
    pub staff_at: Cell<Instant>,
    /// Calls in all.
    pub calls: Cell<usize>,
}

impl World {
    pub fn new(date: u64) -> Self {
        Self {
            waiting: RefCell::default(),
            webhook: RefCell::default(),
            webhook_set: Notify::new(),
            ids: Cell::new(1_000_000),
            date,
            staff: Cell::default(),
            staff_at: Cell::new(Instant::now()),
            calls: Cell::default(),
        }
    }

    /// A number that no update and no message has had.
    pub fn next_id(&self) -> i64 {
        self.ids.set(self.ids.get() + 1);
        self.ids.get()
    }

    /// Seconds since 1970, as dates of messages.
    pub fn date(&self) -> u64 {
        self.date
    }

    /// Will be told of the answer that shows this.
    pub fn awaits(&self, chat: i64, shows: Shows) -> oneshot::Receiver<Heard> {
        let (told, heard) = oneshot::channel();
        self.waiting.borrow_mut().insert(chat, (shows, told));
        heard
    }

    /// The webhook, once the contestant has set one.
    pub async fn webhook(&self) -> Webhook {
        loop {
            if let Some(webhook) = self.webhook.borrow().clone() {
                return webhook;
            }
            self.webhook_set.notified().await;
        }
    }

    /// Answers a call.
    pub fn called(&self, request: &wire::Request<'_>) -> Result<Vec<u8>> {
        let at = Instant::now();
        self.calls.set(self.calls.get() + 1);
        let is = |name: &str| request.method.eq_ignore_ascii_case(name);
        if is("sendMessage") {
            return self.said(at, request, true);
        }
        if is("editMessageText") || is("editMessageReplyMarkup") {
            return self.said(at, request, false);
        }
        if is("setWebhook") {
            self.set_webhook(request)?;
        }
        Ok(wire::answer(if is("getMe") {
            BOT
        } else if is("getChatMember") {
            ADMINISTRATOR
        } else if is("getWebhookInfo") {
            r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#
        } else {
            "true"
        }))
    }

    fn said(&self, at: Instant, request: &wire::Request<'_>, is_new: bool) -> Result<Vec<u8>> {
        let fields;
        let call: Call<'_> = if request.kind == wire::Kind::Json {
            serde_json::from_slice(request.body).context("a call that cannot be read")?
        } else {
            fields = request.fields();
            let text = |name: &str| fields.get(name).map(AsRef::as_ref);
            let number = |name| text(name).and_then(|value| value.parse().ok()).unwrap_or(0);
            Call {
                chat_id: number("chat_id"),
                message_id: number("message_id"),
                text: text("text").unwrap_or_default().to_owned(),
                reply_markup: text("reply_markup").map(serde_json::from_str).transpose()?,
            }
        };
        let message = if is_new { self.next_id() } else { call.message_id };
        let chat = call.chat_id;
        if chat == STAFF {
            if is_new {
                self.staff.set(self.staff.get() + 1);
                self.staff_at.set(at);
            }
        } else {
            self.tells(at, message, &call);
        }
        let kind = if chat < 0 {
            r#""supergroup","title":"URP""#
        } else {
            r#""private","first_name":"C""#
        };
        Ok(wire::answer(&format!(
            r#"{{"message_id":{message},"from":{{"id":111,"is_bot":true,"first_name":"Bench","username":"bench_bot"}},"chat":{{"id":{chat},"type":{kind}}},"date":{},"text":"as sent"}}"#,
            self.date
        )))
    }

    /// Tells whoever waits in this chat, if this is what they wait for.
    fn tells(&self, at: Instant, message: i64, call: &Call<'_>) {
        let mut waiting = self.waiting.borrow_mut();
        let Some((shows, _)) = waiting.get(&call.chat_id) else {
            return;
        };
        // Keys and removals of keys have no inline keyboard: no buttons to press.
        let markup = call.reply_markup.and_then(|raw| serde_json::from_str(raw.get()).ok());
        let buttons: Vec<Button> =
            markup.into_iter().flat_map(|it: Markup| it.inline_keyboard).flatten().collect();
        let is_it = match shows {
            Shows::Words(words) => call.text.contains(words),
            Shows::Button(label) => buttons.iter().any(|button| button.text.contains(label)),
        };
        if is_it && let Some((_, told)) = waiting.remove(&call.chat_id) {
            // Nobody listens any more after a failure.
            let _ = told.send(Heard { at, message, buttons });
        }
    }

    fn set_webhook(&self, request: &wire::Request<'_>) -> Result<()> {
        let set: SetWebhook = if request.kind == wire::Kind::Json {
            serde_json::from_slice(request.body)?
        } else {
            serde_json::from_value(serde_json::to_value(request.fields())?)?
        };
        let address = set.url.strip_prefix("http://").context("the webhook is not of http:")?;
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        *self.webhook.borrow_mut() = Some(Webhook {
            host: host.to_owned(),
            path: format!("/{path}"),
            secret: set.secret_token,
        });
        self.webhook_set.notify_one();
        Ok(())
    }
}
