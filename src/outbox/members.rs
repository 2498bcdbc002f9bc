//! Members of groups: who is still there, and who is removed.

use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, is_of_supergroups};
use crate::domain::ids::{ChatId, TelegramId};

/// In which of the groups somebody still is. A group that does not say is left out.
pub(super) async fn still_in(
    api: &Api,
    who: TelegramId,
    groups: &[(ChatId, String)],
) -> Vec<(ChatId, String)> {
    let mut found = Vec::new();
    for (chat, title) in groups {
        match api.member(*chat, who.0).await {
            Ok(member) if !["left", "kicked"].contains(&member.status.as_str()) => {
                found.push((*chat, title.clone()));
            }
            Ok(_) => {}
            Err(error) => tracing::info!(chat = chat.0, %error, "notice.member"),
        }
    }
    found
}

/// Removes somebody from a group; they can come back when invited. Telegram's words, if refused.
pub(super) async fn expel(api: &Api, chat: ChatId, who: TelegramId) -> Result<(), CallError> {
    api.ban(chat, who.0).await?;
    match api.unban(chat, who.0).await {
        Err(error) if is_of_supergroups(&error) => Ok(()),
        unbanned => unbanned,
    }
}
