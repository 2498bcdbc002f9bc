//! What the server knows of one bot.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::flood::Flood;
use super::updates::Updates;

/// One bot account.
pub(crate) struct BotState {
    pub(crate) id: i64,
    pub(crate) token: String,
    /// In groups it sees only what privacy mode lets through, unless it is an administrator.
    pub(crate) privacy: bool,
    pub(crate) updates: Updates,
    pub(crate) flood: Flood,
    /// Command lists by scope (as JSON) and language.
    pub(crate) commands: HashMap<(String, String), Value>,
    /// Names and descriptions by field and language.
    pub(crate) profile: HashMap<(&'static str, String), String>,
    /// Menu buttons by private chat; none is the default.
    pub(crate) menu_buttons: HashMap<Option<i64>, Value>,
}

impl BotState {
    pub(crate) fn new(id: i64, token: &str) -> Self {
        Self {
            id,
            token: token.to_owned(),
            privacy: true,
            updates: Updates::default(),
            flood: Flood::default(),
            commands: HashMap::new(),
            profile: HashMap::new(),
            menu_buttons: HashMap::new(),
        }
    }

    /// What `getMe` answers, from the bot's `User` object.
    pub(crate) fn me(&self, user: &Value) -> Value {
        let mut me = user.clone();
        let more = json!({ "can_join_groups": true, "can_read_all_group_messages": !self.privacy,
            "supports_inline_queries": false, "can_connect_to_business": false,
            "has_main_web_app": false });
        if let (Some(me), Value::Object(more)) = (me.as_object_mut(), more) {
            me.extend(more);
        }
        me
    }
}
