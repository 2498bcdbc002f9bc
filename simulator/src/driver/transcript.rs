//! A chat as readable text.

use std::fmt::Write;

use super::message::Message;
use crate::world::World;
use crate::world::chat::{ChatKey, Kind};
use crate::world::message::{Sender, Stored};

/// The whole chat, message by message, with keyboards; unread ones are marked.
pub(crate) fn transcript(world: &World, key: ChatKey) -> String {
    let Some(chat) = world.chats.get(&key) else {
        return "(no such chat)".to_owned();
    };
    let mut text = match (chat.kind, key.bot) {
        (Kind::Private, Some(bot)) => {
            format!("— {} with @{} —\n", world.name(key.id), world.name(world.bots[bot].id))
        }
        _ => format!("— {} ({} {}) —\n", chat.title, chat.kind.word(), key.id),
    };
    for message in chat.messages.values() {
        let who = match message.sender {
            Sender::Account(id) => world.name(id),
            Sender::Chat => format!("{} (the chat)", chat.title),
        };
        let reply = message.reply_to.map(|id| format!(" (to #{id})")).unwrap_or_default();
        let edited = if message.edited.is_some() { " (edited)" } else { "" };
        let unread = if chat.unread.contains(&message.id) { " (unread)" } else { "" };
        let id = message.id;
        let _ = writeln!(text, "#{id} {who}{reply}{edited}{unread}: {}", gist(message));
        for row in Message::of(world, chat, message).buttons() {
            let labels: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
            let _ = writeln!(text, "    {}", labels.join(" "));
        }
    }
    text
}

/// The words of a message, or what it is.
fn gist(message: &Stored) -> String {
    let skipped = [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "media_group_id",
        "link_preview_options",
        "forward_origin",
    ];
    let what: Vec<&str> =
        message.content.keys().map(String::as_str).filter(|f| !skipped.contains(f)).collect();
    let words = message.words().replace('\n', "\n    ");
    if what.is_empty() { words } else { format!("<{}> {words}", what.join(", ")) }
}
