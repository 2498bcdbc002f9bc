//! What is done after the commit, and no row of the outbox.

use crate::domain::ids::{ChatId, MessageId, TelegramId};
use crate::domain::lang::Lang;

/// A best-effort call, kept in memory and made after the commit: nothing depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Ends a press (Bot API `answerCallbackQuery`), perhaps with words for that person alone.
    AnswerPress {
        /// Bot API `callback_query.id`.
        callback: String,
        /// At most 200 characters.
        words: Option<String>,
        /// As a dialog to be closed rather than a passing line.
        alert: bool,
    },
    /// Leaves a group.
    Leave(ChatId),
    /// Sets the commands' menu of one chat to a language (Bot API `setMyCommands` with a scope).
    Commands {
        /// The private chat.
        chat: ChatId,
        /// The language.
        lang: Lang,
    },
    /// Sets the commands' menu of one chat: names and what they do.
    Menu {
        /// The chat.
        chat: ChatId,
        /// The commands.
        commands: Vec<(&'static str, String)>,
    },
    /// Looks in which groups somebody still is (Bot API `getChatMember`), and says so.
    WhereIs {
        /// Whose role has ended.
        who: TelegramId,
        /// Their name.
        name: String,
        /// The groups to look in, with their titles.
        groups: Vec<(ChatId, String)>,
        /// Where it is said.
        tell: ChatId,
    },
    /// Removes somebody from a group, who may come back when invited (Bot API `banChatMember` and
    /// `unbanChatMember`), and says what came of it.
    Expel {
        /// Who.
        who: TelegramId,
        /// Their name.
        name: String,
        /// From where.
        chat: ChatId,
        /// The group's title.
        title: String,
        /// Where it is said.
        tell: ChatId,
        /// The message whose button was pressed: the answer is a reply to it.
        below: Option<MessageId>,
    },
}
