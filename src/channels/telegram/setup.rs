//! What the bot says of itself: commands, description and menu, in each language.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::api::Api;
use super::errors::{CallError, cure};
use super::poll::ALLOWED;
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::lang::Lang;
use crate::text;

/// These calls are small and nobody waits for them.
const WAIT: Duration = Duration::from_secs(30);

/// How it stands with Telegram's calls (Bot API `WebhookInfo`).
#[derive(Debug, Clone, Deserialize)]
pub struct WebhookInfo {
    /// Where it calls; empty where it calls nobody.
    pub url: String,
    /// Updates that wait to be taken.
    pub pending_update_count: u64,
    /// When a call last failed, Unix time in seconds.
    pub last_error_date: Option<i64>,
    /// Why.
    pub last_error_message: Option<String>,
}

/// The bot itself (Bot API `getMe`).
#[derive(Debug, Clone, Deserialize)]
pub struct Me {
    /// Bot API `id`.
    pub id: i64,
    /// Bot API `username`, without `@`.
    pub username: String,
    /// In groups it sees every message although it is no administrator.
    #[serde(default)]
    pub can_read_all_group_messages: bool,
}

/// A member of a chat (Bot API `getChatMember`).
#[derive(Debug, Clone, Deserialize)]
pub struct Member {
    /// `creator`, `administrator`, `member`, `restricted`, `left` or `kicked`.
    pub status: String,
}

impl Api {
    /// Who the bot is. The first call of all: a wrong token shows here.
    pub async fn me(&self) -> Result<Me, CallError> {
        self.post("GetMe", &json!({}), WAIT).await
    }

    /// How a user stands in a chat.
    pub async fn member(&self, chat: ChatId, user: i64) -> Result<Member, CallError> {
        self.post("GetChatMember", &json!({ "chat_id": chat.0, "user_id": user }), WAIT).await
    }

    /// Sets commands, description and menu in each language. All of it is tried; the last failure
    /// is returned.
    pub async fn introduce(&self, directory: &Directory) -> Result<(), CallError> {
        let mut outcome = Ok(());
        let mut calls: Vec<(&str, Value)> = Vec::new();
        for lang in directory.spoken() {
            let fallback = lang == directory.staff_lang();
            let tags = fallback.then_some("").into_iter().chain([lang.code()]);
            for tag in tags {
                let description = text::citizen::description(directory, lang);
                let short = text::citizen::short_description(directory, lang);
                calls.push(("SetMyCommands", citizens_commands(lang, tag, None)));
                calls.push((
                    "SetMyDescription",
                    json!({ "description": description, "language_code": tag }),
                ));
                calls.push((
                    "SetMyShortDescription",
                    json!({ "short_description": short, "language_code": tag }),
                ));
            }
        }
        let lang = directory.staff_lang();
        for chat in directory.desks() {
            let commands = text::service::group_commands(lang, &directory.bindings(chat));
            calls.push(("SetMyCommands", menu(chat, &commands)));
        }
        for account in directory.supervisors.iter().filter_map(|one| one.telegram) {
            let commands = text::service::private_commands(lang, &directory.capacities(account));
            calls.push(("SetMyCommands", menu(ChatId::private(account), &commands)));
        }
        // Last: the button opens menus that are there.
        calls.push(("SetChatMenuButton", json!({ "menu_button": { "type": "commands" } })));
        for (method, body) in calls {
            if let Err(error) = self.post::<Value>(method, &body, WAIT).await {
                tracing::warn!(method, %error, "telegram.introduce");
                // What passes by waiting is tried again.
                let passes = |error: &CallError| cure(error, None).passes();
                if !outcome.as_ref().is_err_and(passes) {
                    outcome = Err(error);
                }
            }
        }
        outcome
    }

    /// The commands' menu of one private chat in the language that its person chose.
    pub async fn set_chat_commands(&self, chat: ChatId, lang: Lang) -> Result<(), CallError> {
        let body = citizens_commands(lang, "", Some(chat));
        self.post::<Value>("SetMyCommands", &body, WAIT).await.map(drop)
    }

    /// The commands' menu of one chat.
    pub async fn set_menu(
        &self,
        chat: ChatId,
        commands: &[(&'static str, String)],
    ) -> Result<(), CallError> {
        self.post::<Value>("SetMyCommands", &menu(chat, commands), WAIT).await.map(drop)
    }

    /// Removes somebody from a group for good (Bot API `banChatMember`).
    pub async fn ban(&self, chat: ChatId, user: i64) -> Result<(), CallError> {
        let body = json!({ "chat_id": chat.0, "user_id": user });
        self.post::<Value>("BanChatMember", &body, WAIT).await.map(drop)
    }

    /// Lets somebody who was removed come back when invited (Bot API `unbanChatMember`).
    pub async fn unban(&self, chat: ChatId, user: i64) -> Result<(), CallError> {
        let body = json!({ "chat_id": chat.0, "user_id": user, "only_if_banned": true });
        self.post::<Value>("UnbanChatMember", &body, WAIT).await.map(drop)
    }

    /// Ends a press (Bot API `answerCallbackQuery`).
    pub async fn answer_press(
        &self,
        callback: &str,
        words: Option<&str>,
        alert: bool,
    ) -> Result<(), CallError> {
        let body = press_end(callback, words, alert);
        self.post::<Value>("AnswerCallbackQuery", &body, WAIT).await.map(drop)
    }

    /// Leaves a group (Bot API `leaveChat`).
    pub async fn leave(&self, chat: ChatId) -> Result<(), CallError> {
        self.post::<Value>("LeaveChat", &json!({ "chat_id": chat.0 }), WAIT).await.map(drop)
    }

    /// Lets Telegram call us (Bot API `setWebhook`).
    pub async fn set_webhook(&self, url: &str, secret: &str) -> Result<(), CallError> {
        let body = json!({ "url": url, "secret_token": secret, "allowed_updates": ALLOWED });
        self.post::<Value>("SetWebhook", &body, WAIT).await.map(drop)
    }

    /// How it stands with Telegram's calls (Bot API `getWebhookInfo`).
    pub async fn webhook_info(&self) -> Result<WebhookInfo, CallError> {
        self.post("GetWebhookInfo", &json!({}), WAIT).await
    }

    /// Polling needs that no webhook is set; what waits is kept (Bot API `deleteWebhook`).
    pub async fn delete_webhook(&self) -> Result<(), CallError> {
        let body = json!({ "drop_pending_updates": false });
        self.post::<Value>("DeleteWebhook", &body, WAIT).await.map(drop)
    }

    /// The path under which a file can be downloaded (Bot API `getFile`).
    pub async fn file_path(&self, file_id: &str) -> Result<String, CallError> {
        #[derive(Deserialize)]
        struct File {
            file_path: Option<String>,
        }
        let file: File = self.post("GetFile", &json!({ "file_id": file_id }), WAIT).await?;
        file.file_path.ok_or_else(|| {
            CallError::NotMade("the file has no path to download it from".to_owned())
        })
    }
}

fn citizens_commands(lang: Lang, tag: &str, chat: Option<ChatId>) -> Value {
    let mut body = json!({
        "commands": list(&text::citizen::commands(lang)),
        "language_code": tag,
    });
    body["scope"] = match chat {
        Some(chat) => json!({ "type": "chat", "chat_id": chat.0 }),
        // Groups have no citizens in them.
        None => json!({ "type": "all_private_chats" }),
    };
    body
}

fn menu(chat: ChatId, commands: &[(&'static str, String)]) -> Value {
    json!({ "commands": list(commands), "scope": { "type": "chat", "chat_id": chat.0 } })
}

fn list(commands: &[(&'static str, String)]) -> Vec<Value> {
    commands.iter().map(|(name, words)| json!({ "command": name, "description": words })).collect()
}

/// The end of a press as the body of an answer to a webhook: a call that needs no request of its own, and of
/// which nothing is heard (Bot API, "Making requests when getting updates").
pub fn press_end_in_answer(callback: &str, words: Option<&str>, alert: bool) -> String {
    let mut body = press_end(callback, words, alert);
    body["method"] = "answerCallbackQuery".into();
    body.to_string()
}

fn press_end(callback: &str, words: Option<&str>, alert: bool) -> Value {
    let mut body = json!({ "callback_query_id": callback });
    if let Some(words) = words {
        body["text"] = words.into();
        body["show_alert"] = alert.into();
    }
    body
}
