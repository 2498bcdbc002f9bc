//! The chat of a [`Town`]: what is said in it, pressed and written.

use uuid::Uuid;

use super::town::{Town, URP};
use crate::domain::ids::{FileId, MessageId, OutboxId, ReportId, TelegramId};
use crate::domain::inbound::{Attachment, Body, Content as Came, MessageRef};
use crate::domain::outgoing::{
    Content, Delivery, Keyboard, KnownMessage, Message, Outgoing, Target,
};
use crate::domain::press::Press;
use crate::domain::step::SentRow;

impl Town {
    pub(super) fn said(&mut self, row: Outgoing) -> String {
        self.rows.push(SentRow { row: row.clone(), state: Delivery::Delivered, message: None });
        match row.content {
            Content::Text(message) => {
                let number = self.number();
                self.known(row.id, row.report, number);
                self.show(number, "", message)
            }
            Content::Edit { target: Target::Message(number), message } => {
                self.show(number, "(edited) ", message)
            }
            Content::Photos { photos, caption, .. } => {
                format!("({} photos) {caption}", photos.len())
            }
            Content::Document { name, text, caption } => {
                format!("(file {name}) {caption}\n{text}")
            }
            Content::Edit { target, .. } => panic!("edits {target:?}"),
            Content::Mail(_) | Content::Unreadable => panic!("nothing of a chat"),
        }
    }

    fn known(&mut self, row: OutboxId, report: Option<ReportId>, message: MessageId) {
        self.messages.push(KnownMessage {
            chat: URP,
            message,
            report,
            row: Some(row),
            card: false,
            task: None,
        });
    }

    fn show(&mut self, number: MessageId, how: &str, message: Message) -> String {
        assert!(crate::text::staff::visible(&message.html) <= 4096);
        let mut told = format!("{how}{}", message.html);
        let mut buttons = Vec::new();
        if let Keyboard::Inline(rows) = message.keyboard {
            for row in rows {
                let labels: Vec<_> = row.iter().map(|one| format!("[{}]", one.label)).collect();
                told.push('\n');
                told.push_str(&labels.join(" "));
                buttons.extend(row);
            }
        }
        self.chat.insert(number, (message.html, buttons));
        told
    }

    /// The newest message with a button of that label is pressed.
    pub fn press(&mut self, who: TelegramId, label: &str) -> String {
        let newest = self.chat.iter().rev().find_map(|(number, (_, buttons))| {
            let button = buttons.iter().find(|one| one.label.starts_with(label))?;
            Some((*number, button.data.clone()))
        });
        let (number, data) = newest.unwrap_or_else(|| panic!("no button {label}"));
        self.press_on(who, number, data)
    }

    /// A button of a card, or of any message, by what it does.
    pub fn does(&mut self, who: TelegramId, press: &Press, on: MessageId) -> String {
        self.press_on(who, on, press.encode())
    }

    /// Begins to close a report, by its card: what is asked then.
    pub fn closes(&mut self, who: TelegramId, id: ReportId, outcome: &str) -> String {
        let (card, seen) = (self.card(id), self.row(id).state_seq);
        self.does(who, &Press::Close(id, seen), card);
        self.press(who, outcome)
    }

    pub fn press_on(&mut self, who: TelegramId, message: MessageId, data: String) -> String {
        let callback = "c".to_owned();
        self.take(who, Came::Press { callback, data, message: Some(message) })
    }

    pub fn writes(&mut self, who: TelegramId, words: &str, reply_to: Option<MessageId>) -> String {
        self.sends(who, Body::Text(words.to_owned()), reply_to)
    }

    /// Writes in answer to the newest message that asks for this.
    pub fn answers(&mut self, who: TelegramId, asked: &str, words: &str) -> String {
        let question = self.message(asked);
        self.writes(who, words, Some(question))
    }

    pub fn sends(&mut self, who: TelegramId, body: Body, reply_to: Option<MessageId>) -> String {
        let id = self.number();
        let message = MessageRef { id, reply_to, forwarded: false };
        self.take(who, Came::Message { message, body })
    }

    pub fn commands(&mut self, who: TelegramId, name: &str, rest: &str) -> String {
        let body = Body::Command { name: name.to_owned(), rest: rest.to_owned() };
        self.sends(who, body, None)
    }

    /// The newest message of ours that says this.
    pub fn message(&self, words: &str) -> MessageId {
        let newest = self.chat.iter().rev().find(|(_, (html, _))| html.contains(words));
        *newest.unwrap_or_else(|| panic!("nothing says {words}")).0
    }

    /// Who is writing about the report, as its card says it.
    pub fn writers(&self, id: ReportId) -> Vec<&str> {
        let about = self.dialogues.iter().filter(|row| row.report == Some(id));
        about.map(|row| row.name.as_str()).collect()
    }
}

pub fn photo(id: u128, album: Option<&str>, caption: Option<&str>) -> Body {
    Body::Photo {
        file: Attachment {
            id: FileId(Uuid::from_u128(id)),
            source: crate::domain::inbound::FileSource::Telegram("f".to_owned()),
            size: None,
        },
        caption: caption.map(str::to_owned),
        album: album.map(str::to_owned),
    }
}
