//! Chats and who sits in them.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use super::message::Stored;

/// Which chat: a private one belongs to one bot, all others to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ChatKey {
    /// Index of the bot whose private chat this is.
    pub(crate) bot: Option<usize>,
    pub(crate) id: i64,
}

impl ChatKey {
    pub(crate) fn private(bot: usize, user: i64) -> Self {
        Self { bot: Some(bot), id: user }
    }

    pub(crate) fn group(id: i64) -> Self {
        Self { bot: None, id }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Private,
    Group,
    Supergroup,
    Channel,
}

impl Kind {
    /// As `Chat.type` says it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }

    /// As refusals say it.
    pub(crate) fn refusal_word(self) -> &'static str {
        match self {
            Self::Group => "group chat",
            Self::Supergroup => "supergroup chat",
            Self::Private | Self::Channel => "channel chat",
        }
    }

    pub(crate) fn numbers_its_own(self) -> bool {
        matches!(self, Self::Supergroup | Self::Channel)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Owner,
    Admin,
    Member,
    /// In the chat, without the right to write.
    Restricted,
    Left,
    Kicked,
}

impl Status {
    pub(crate) fn is_admin(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    pub(crate) fn is_inside(self) -> bool {
        !matches!(self, Self::Left | Self::Kicked)
    }
}

/// One chat and all that was said in it.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) key: ChatKey,
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) username: Option<String>,
    pub(crate) messages: BTreeMap<i64, Stored>,
    pub(crate) next_id: i64,
    pub(crate) members: BTreeMap<i64, Status>,
    pub(crate) migrated_to: Option<i64>,
    pub(crate) deleted: bool,
    /// Private: the person pressed Start or wrote.
    pub(crate) started: bool,
    /// Private: the person blocked the bot.
    pub(crate) blocked: bool,
    /// Messages of bots that the test has not read.
    pub(crate) unread: VecDeque<i64>,
    /// Messages as they stood after each edit that the test has not read.
    pub(crate) edits: VecDeque<Stored>,
}

impl Chat {
    pub(crate) fn new(key: ChatKey, kind: Kind, title: &str) -> Self {
        Self {
            key,
            kind,
            title: title.to_owned(),
            username: None,
            messages: BTreeMap::new(),
            next_id: 1,
            members: BTreeMap::new(),
            migrated_to: None,
            deleted: false,
            started: false,
            blocked: false,
            unread: VecDeque::new(),
            edits: VecDeque::new(),
        }
    }

    pub(crate) fn status(&self, user: i64) -> Option<Status> {
        self.members.get(&user).copied()
    }

    /// The `Chat` object; `person` is the `User` of a private chat.
    pub(crate) fn json(&self, person: impl FnOnce() -> Value) -> Value {
        let mut chat = Map::new();
        chat.insert("id".into(), self.key.id.into());
        chat.insert("type".into(), self.kind.word().into());
        if self.kind == Kind::Private {
            let person = person();
            for field in ["first_name", "last_name", "username"] {
                if let Some(value) = person.get(field) {
                    chat.insert(field.into(), value.clone());
                }
            }
        } else {
            chat.insert("title".into(), self.title.clone().into());
            if let Some(username) = &self.username {
                chat.insert("username".into(), username.clone().into());
            }
        }
        Value::Object(chat)
    }
}

/// A `ChatMember` object.
pub(crate) fn member_json(user: &Value, status: Status) -> Value {
    let mut member = match status {
        Status::Owner => json!({ "status": "creator", "is_anonymous": false }),
        Status::Admin => json!({ "status": "administrator", "can_be_edited": false,
            "is_anonymous": false, "can_manage_chat": true, "can_delete_messages": true,
            "can_manage_video_chats": true, "can_restrict_members": true,
            "can_promote_members": false, "can_change_info": true, "can_invite_users": true,
            "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
            "can_pin_messages": true, "can_manage_topics": false }),
        Status::Member => json!({ "status": "member" }),
        Status::Restricted => json!({ "status": "restricted", "is_member": true, "until_date": 0,
            "can_send_messages": false, "can_send_audios": false, "can_send_documents": false,
            "can_send_photos": false, "can_send_videos": false, "can_send_video_notes": false,
            "can_send_voice_notes": false, "can_send_polls": false,
            "can_send_other_messages": false, "can_add_web_page_previews": false,
            "can_change_info": false, "can_invite_users": false, "can_pin_messages": false,
            "can_manage_topics": false }),
        Status::Left => json!({ "status": "left" }),
        Status::Kicked => json!({ "status": "kicked", "until_date": 0 }),
    };
    member["user"] = user.clone();
    member
}
